"""The lists of whoever sorts: each page reads as often for three rows as for one, and how often is written here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.isolation import links
from kith.isolation.actor import Actor
from kith.isolation.context import in_scheme
from kith.organisations import actions as organisations
from kith.organisations.models import Practice
from kith.pathway.caseload import actions as caseload
from kith.pathway.contacts import actions as contacts
from kith.pathway.referrals import actions, jobs
from kith.pathway.referrals.models import Ask
from tests.cast import BOW, POPLAR, TESTS
from tests.unit.desk.people import member, referred

Make = Callable[[int, Any], None]
ROWS = (1, 3)


def waiting(number: int, company: Any) -> None:
    """A referral to decide on."""
    referred(number=number)


def late_and_asked(number: int, company: Any) -> None:
    """A referral whose referrer was asked a question."""
    actions.ask_question(
        by=company.actor("tess"), referral=referred(number=number), text="Mornings or evenings?"
    )


def came_back(number: int, company: Any) -> None:
    """A referral that was sent on and could not be."""
    row = actions.redirect(
        by=company.actor("tess"),
        referral=referred(number=number),
        to="scheme",
        scheme_id=POPLAR,
        words="They live there",
    )
    actions.redirect_failed(by=TESTS, redirect=row, problem="They take nobody.")


def sent_to_us(number: int, company: Any) -> None:
    """A referral that another scheme sent on."""
    referred(number=number, door="other_scheme", organisation_name=f"Elsewhere {number}")


def nobody_holds(number: int, company: Any) -> None:
    """A case that waits for a worker."""
    caseload.take_on(by=TESTS, referral=referred(number=number))


def code_owed(number: int, company: Any) -> None:
    """A person said yes: their practice is owed a code."""
    case = caseload.take_on(by=TESTS, referral=referred(number=number), holder=member("Nadia"))
    caseload.record_agreed(by=TESTS, case=case)


def of_the_practice(number: int, company: Any) -> None:
    """A referral that the practice's referrer made."""
    ruth = member("Ruth")
    referred(number=number, referrer=ruth, practice=Practice.objects.get(ods_code="F84901"))


def unread(number: int, company: Any) -> None:
    """Something that came by the public page and cannot be made a referral."""
    Ask(scheme_id=BOW, answers={"first_name": "Ada", "last_name": f"N{number}"}).save(
        force_insert=True
    )
    jobs.read_ask(str(BOW), str(Ask.objects.latest("created_at").pk))


def doubtful(number: int, company: Any) -> None:
    """Something that probably no person wrote."""
    Ask(scheme_id=BOW, answers={"last_name": f"N{number}"}, doubt="Too fast").save(
        force_insert=True
    )


def returned(number: int, company: Any) -> None:
    """A referral that went back to its referrer."""
    actions.return_to_referrer(by=TESTS, referral=referred(number=number), reason="Which flat?")


def rang_back(number: int, company: Any) -> None:
    """Somebody who left word and whom nobody holds; their number has 9001 in it."""
    contacts.take_message(by=TESTS, person=referred(number=number).person, words="Ring me")


def an_organisation(number: int, company: Any) -> None:
    """An organisation that refers."""
    organisations.add_referring_organisation(
        by=TESTS, scheme_id=BOW, name=f"Ward {number}", source="06"
    )


# Who looks, where, what there is to see, and the statements that it takes.
PAGES = [
    ("tess", "/desk/triage", waiting, 44),
    ("tess", "/desk/triage", late_and_asked, 44),
    ("tess", "/desk/triage", nobody_holds, 20),
    ("tess", "/desk/triage", unread, 20),
    ("tess", "/desk/triage", returned, 22),
    ("tess", "/desk/referrals/doubtful", doubtful, 12),
    ("tess", "/desk/codes", code_owed, 14),
    ("tess", "/desk/codes/{practice}", code_owed, 17),
    ("ruth", "/desk/codes/{practice}", code_owed, 17),
    ("ruth", "/desk/referrals", of_the_practice, 13),
    ("ruth", "{page}", of_the_practice, 14),
    ("tess", "/desk/rang-back", rang_back, 10),
    ("mo", "/desk/setup/{scheme}/doors", an_organisation, 16),
]


@pytest.fixture
def address(db: None) -> Callable[[str], str]:
    """An address of this test's scheme, from the way it is written above."""
    with in_scheme(BOW, actor=TESTS.key):
        practice = Practice.objects.get(ods_code="F84901")
        link = actions.give_link(by=TESTS, scheme_id=BOW, place_id=practice.pk)
        page = f"/refer/{links.token_of(link.pk)}"
    return lambda text: text.format(practice=practice.pk, scheme=BOW, page=page)


def statements(client: Client, act: Callable[[], Any]) -> int:
    """How many a page takes, once its session stands."""
    act()
    with CaptureQueriesContext(connection) as captured:
        assert act().status_code == 200
    return len(captured)


@pytest.mark.parametrize(("who", "where", "make", "wanted"), PAGES)
@pytest.mark.parametrize("rows", ROWS)
def test_a_list_reads_as_often_for_three_as_for_one(
    company: Any, in_bow: Actor, address: Any, who: str, where: str, make: Make, wanted: int, rows: int
) -> None:  # fmt: skip
    for number in range(rows):
        make(number, company)
    client = company.client(who)
    assert statements(client, lambda: client.get(address(where))) == wanted


@pytest.mark.parametrize("make", [came_back, sent_to_us])
def test_what_came_back_and_what_was_sent_to_us_are_read_at_once_on_today(
    company: Any, in_bow: Actor, make: Make
) -> None:
    """Today gathers other rooms' lists too, so that its own number is not written here."""
    client, took = company.client("tess"), []
    for number in range(3):
        make(number, company)
        took.append(statements(client, lambda: client.get("/desk/")))
    assert took[2] == took[0]


@pytest.mark.parametrize("rows", ROWS)
def test_who_rang_is_found_in_as_many_reads_for_three_as_for_one(
    company: Any, in_bow: Actor, rows: int
) -> None:
    for number in range(rows):
        rang_back(number, company)
    client = company.client("nadia")
    assert statements(client, lambda: client.post("/desk/rang-back", {"q": "9001"})) == 15


def test_five_taken_on_in_one_press_cost_no_more_each_than_one_alone(
    company: Any, in_bow: Actor, key: Any
) -> None:
    client, took = company.client("tess"), []
    for ids in ([0], [1, 2, 3, 4, 5]):
        ticked = [str(referred(number=number).pk) for number in ids]
        sent = {**key(), "referral": ticked, "holder": "suggested"}
        with CaptureQueriesContext(connection) as captured:
            assert client.post("/desk/triage/several", sent).status_code == 302
        took.append(len(captured))
    assert took[1] <= 5 * took[0]
