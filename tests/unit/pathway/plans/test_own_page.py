"""The person's own page: opened by a link and a date of birth, and corrected without anything changing by itself."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.conf import settings
from django.db import DatabaseError
from django.test import Client
from django.utils import timezone

from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.isolation.context import Kind
from kith.messages.models import Email
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.contacts import actions as contacts
from kith.pathway.plans import actions, queries, rules
from kith.pathway.plans.models import Action, Correction, Goal, PersonPage, Plan
from kith.people import actions as people
from kith.resilience.errors import Refused
from tests import cast
from tests.conftest import Company
from tests.unit.pathway.stories import a_case, a_goal

Key = Callable[[], dict[str, str]]
BORN = datetime.date(1951, 3, 9)
SECRET = "Sleeps badly since the letters from the landlord"


def inside(act: Callable[[], Any]) -> Any:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return act()


def born(day: datetime.date) -> dict[str, str]:
    return {"born_day": str(day.day), "born_month": str(day.month), "born_year": str(day.year)}


class Given:
    """Somebody with a plan and a page of their own, and the browser in which they open it."""

    def __init__(self) -> None:
        self.case = a_case()
        inside(self._planned)
        self.at = f"/plan/{inside(self._token)}"
        self.client = Client()

    def _planned(self) -> None:
        by = cast.TESTS
        self.goal = a_goal(self.case)
        actions.save_about(by=by, case=self.case, what_matters="Not eating alone")
        self.own = actions.add_action(
            by=by,
            goal=self.goal,
            text="Ring the club",
            who="person",
            by_when=datetime.date(2030, 1, 7),
        )
        actions.set_review(by=by, case=self.case, on=datetime.date(2030, 2, 4))
        self.ours = actions.add_action(by=by, goal=self.goal, text="Go along", who="worker")
        contacts.record(
            by=by, person=self.case.person, case=self.case, outcome="reached", note=SECRET
        )
        people.state_risk(by=by, person=self.case.person, text="A dog that jumps up")
        self.page = actions.give_page(by=by, case=self.case)

    def _token(self) -> str:
        link = queries.link_of(self.page)
        assert link is not None
        return links.token_of(link.pk)

    def open(self, key: Key) -> str:
        answer = self.client.post(self.at, {**key(), **born(BORN)})
        assert answer.status_code == 302, answer.content.decode()
        return self.client.get(self.at).content.decode()


@pytest.fixture
def given(company: Company) -> Given:
    return Given()


def test_it_asks_for_the_date_of_birth_and_then_shows_the_plan_and_nothing_else(
    given: Given, key: Key
) -> None:
    first = given.client.get(given.at).content.decode()
    for private in ("Maya", "lunch", "eating", "Nadia"):
        assert private not in first
    wrong = given.client.post(given.at, {**key(), **born(datetime.date(1951, 3, 8))})
    assert wrong.status_code == 400
    assert "not the date we have" in wrong.content.decode()
    page = given.open(key)
    for said in (
        "Not eating alone",
        "Have lunch with others",
        "Ring the club",
        "Monday 7 January 2030",
        "Monday 4 February 2030",
        "Nadia Rahman",
        "999",
        "111",
        "116 123",
    ):
        assert said in page
    for private in (SECRET, "dog", "Okafor", "07700", "Fairfield"):
        assert private not in page
    assert Client().get(given.at).content.decode() != page  # another browser is asked again


def test_it_closes_by_a_press_and_by_itself(given: Given, key: Key) -> None:
    given.open(key)
    given.client.post(given.at, {**key(), "do": "leave"})
    assert "date of birth" in given.client.get(given.at).content.decode()
    with time_machine.travel(timezone.now(), tick=False) as clock:
        given.open(key)
        clock.shift(datetime.timedelta(minutes=21))
        assert "date of birth" in given.client.get(given.at).content.decode()


def test_guessing_is_slowed_and_then_ends_the_link(given: Given, key: Key) -> None:
    wrong = born(datetime.date(1950, 1, 1))
    said = [given.client.post(given.at, {**key(), **wrong}).content.decode() for _ in range(7)]
    assert "Too many tries" in said[-1]
    assert "Too many tries" not in said[0]

    def guess() -> None:
        actions.open_page(
            by=cast.TESTS,
            scheme_id=cast.BOW,
            page_id=given.page.pk,
            born=datetime.date(1950, 1, 1),
        )

    for _ in range(rules.MOST_WRONG_DATES):
        inside(guess)
    assert given.client.get(given.at).status_code == 410
    page = inside(lambda: PersonPage.objects.get(pk=given.page.pk))
    assert page.locked_at is not None


def test_a_correction_waits_is_taken_over_and_the_person_sees_it(
    given: Given, company: Company, key: Key
) -> None:
    given.open(key)
    line = f"{given.at}/line?line=goal:{given.goal.pk}"
    assert "Have lunch with others" in given.client.get(line).content.decode()
    assert given.client.post(line, {**key(), "text": " "}).status_code == 400
    assert given.client.post(line, {**key(), "text": "Cook for others"}).status_code == 302
    goal = inside(lambda: Goal.objects.get(pk=given.goal.pk))
    assert goal.text == "Have lunch with others"  # nothing is applied by itself
    assert "has not read it yet" in given.client.get(given.at).content.decode()

    nadia = company.client("nadia")
    today = nadia.get("/desk/").content.decode()
    assert "Wrote on their plan" in today
    assert "Cook for others" in today
    row = inside(Correction.objects.get)
    at = f"/desk/plan-corrections/{row.pk}"
    assert company.client("sam").post(at, {**key(), "take_over": "1"}).status_code == 404
    answer = nadia.post(at, {**key(), "take_over": "1", "back": "today"})
    assert answer.url == "/desk/"
    goal = inside(lambda: Goal.objects.get(pk=given.goal.pk))
    assert goal.text == "Cook for others"
    assert "Cook for others" not in nadia.get("/desk/").content.decode()
    page = given.client.get(given.at).content.decode()
    assert "put it into your plan" in page
    assert 'You want: <span dir="auto">Cook for others' in page
    assert "Have lunch with others" in page  # beside theirs, what it said
    assert [one.why for one in inside(lambda: list(queries.versions(given.case)))] == ["corrected"]
    nadia.post(at, {**key(), "take_over": "1"})  # a second press changes nothing
    assert inside(lambda: queries.versions(given.case).count()) == 1


def test_a_correction_is_answered_instead(given: Given, company: Company, key: Key) -> None:
    given.open(key)
    line = f"{given.at}/line?line=about:what_matters"
    given.client.post(line, {**key(), "text": "أريد أن أطبخ"})
    row = inside(Correction.objects.get)
    at = f"/desk/plan-corrections/{row.pk}"
    nadia = company.client("nadia")
    assert nadia.post(at, {**key(), "words": ""}).status_code == 400
    assert nadia.post(at, {**key(), "words": "Let us talk on Friday."}).status_code == 302
    assert inside(lambda: Plan.objects.get().what_matters) == "Not eating alone"
    assert "Let us talk on Friday." in given.client.get(given.at).content.decode()


def test_done_is_for_their_own_steps_alone_and_waits_too(
    given: Given, company: Company, key: Key
) -> None:
    given.open(key)
    sent = {"do": "done", "line": f"step:{given.ours.pk}"}
    given.client.post(given.at, {**key(), **sent})
    assert not inside(Correction.objects.exists)
    given.client.post(given.at, {**key(), "do": "done", "line": f"step:{given.own.pk}"})
    row = inside(Correction.objects.get)
    assert inside(lambda: Action.objects.get(pk=given.own.pk).status) == "to_do"
    company.client("nadia").post(f"/desk/plan-corrections/{row.pk}", {**key(), "take_over": "1"})
    assert inside(lambda: Action.objects.get(pk=given.own.pk).status) == "done"


def test_how_it_went_is_read(given: Given, company: Company, key: Key) -> None:
    given.open(key)
    given.client.post(given.at, {**key(), "text": "Better than I feared"})
    row = inside(Correction.objects.get)
    company.client("nadia").post(f"/desk/plan-corrections/{row.pk}", {**key(), "take_over": "1"})
    assert "read it" in given.client.get(given.at).content.decode()


def test_a_line_that_is_not_there_is_not_found(given: Given, key: Key) -> None:
    assert given.client.get(f"{given.at}/line?line=about:what_matters").status_code == 302
    given.open(key)
    for line in ("about:strengths", "goal:nothing", "", "x\0y"):
        assert given.client.get(f"{given.at}/line", {"line": line}).status_code == 404


def test_the_worker_ends_it_by_one_press_and_makes_another(
    given: Given, company: Company, key: Key
) -> None:
    given.open(key)
    nadia, at = company.client("nadia"), f"/desk/plans/{given.case.pk}/own-page"
    assert given.at in nadia.get(at).content.decode()
    nadia.post(at, {**key(), "do": "end"})
    assert given.client.get(given.at).status_code == 410
    nadia.post(at, {**key(), "do": "give"})
    assert given.client.get(given.at).status_code == 410  # the old one stays shut
    assert nadia.post(at, {**key(), "do": "nothing"}).status_code == 404


def test_it_ends_on_its_day(given: Given, key: Key) -> None:
    given.open(key)
    link = inside(lambda: queries.link_of(given.page))
    assert link.expires_at.date() == (timezone.now() + rules.PAGE_LASTS).date()
    over = timezone.now() - datetime.timedelta(minutes=1)
    inside(lambda: type(link).objects.filter(pk=link.pk).update(expires_at=over))
    assert given.client.get(given.at).status_code == 410


def test_an_email_goes_to_a_safe_address_alone_and_names_nobody(
    given: Given, company: Company, key: Key
) -> None:
    nadia, at = company.client("nadia"), f"/desk/plans/{given.case.pk}/own-page"

    def add(safe: bool) -> Any:
        return people.add_contact_point(
            by=cast.TESTS,
            person=given.case.person,
            kind="email",
            value="safe@person.example" if safe else "shared@person.example",
            safe_for=("email",) if safe else (),
        )

    unsafe, safe = inside(lambda: add(False)), inside(lambda: add(True))
    page = nadia.get(at).content.decode()
    assert "safe@person.example" in page
    assert "shared@person.example" not in page
    nadia.post(at, {**key(), "do": "email", "point": str(unsafe.pk)})
    assert not inside(Email.objects.exists)
    nadia.post(at, {**key(), "do": "email", "point": str(safe.pk)})
    email = inside(Email.objects.get)
    assert settings.SITE_URL + given.at in email.body
    for private in ("Maya", "Okafor", "Nadia", "plan "):
        assert private not in email.subject + email.body.replace(given.at, "")


def test_when_support_has_finished_it_is_read_and_not_written(given: Given, key: Key) -> None:
    inside(lambda: caseload.mark_closed(by=cast.TESTS, case=given.case))
    page = given.open(key)
    assert "Our support has finished" in page
    assert "That is not what I meant" not in page
    given.client.post(given.at, {**key(), "text": "Well"})
    assert not inside(Correction.objects.exists)


def test_whoever_has_died_has_no_page(given: Given, key: Key) -> None:
    inside(
        lambda: (
            type(given.case.person)
            .objects.filter(pk=given.case.person_id)
            .update(died_on=datetime.date(2026, 1, 1))
        )
    )
    answer = given.client.post(given.at, {**key(), **born(BORN)})
    assert answer.status_code == 400
    assert given.client.get(given.at).status_code == 410


def test_the_wall_lets_a_holder_read_their_own_page_and_write_nothing_settled(
    given: Given, db: None
) -> None:
    other = a_case(first_name="Omar", last_name="Haddad")
    theirs = inside(lambda: actions.give_page(by=cast.TESTS, case=other))

    def correction(page: PersonPage, **more: Any) -> None:
        row = Correction(scheme_id=cast.BOW, page_id=page.pk, kind="went", text="x", **more)
        row.save(force_insert=True)

    def as_holder(act: Callable[[], Any]) -> Any:
        subject = str(given.page.pk)
        with context.enter(Kind.LINK, schemes=[cast.BOW], actor="link:x", subject=subject):
            return act()

    assert as_holder(lambda: list(PersonPage.objects.all())) == [given.page]
    for table in (Plan, Goal, Case):
        with pytest.raises(DatabaseError):
            as_holder(lambda table=table: list(table.objects.all()))
    as_holder(lambda: correction(given.page))
    for act in (
        lambda: correction(theirs),
        lambda: correction(given.page, state="answered", answer="x", decided_at=timezone.now()),
        lambda: PersonPage.objects.update(wrong_tries=0) or pytest.fail("changed"),
    ):
        try:
            as_holder(act)
        except DatabaseError:
            continue
        pytest.fail("the wall let it through")


def test_refusals_leave_what_was_typed(in_bow: Actor) -> None:
    case = a_case()
    page = actions.give_page(by=in_bow, case=case)
    with pytest.raises(Refused, match="own words"):
        actions.write_on_page(by=in_bow, scheme_id=cast.BOW, page=page, kind="went", text=" ")
