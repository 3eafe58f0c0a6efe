"""Somebody rings back: found by any part of a number, and what they said lands where it is heard."""

from __future__ import annotations

import datetime as dt
import re

import pytest

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations import actions as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.contacts import actions, queries
from kith.pathway.contacts.models import Contact, PhoneMessage
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests import cast
from tests.unit.pathway.stories import a_case


def search(client, typed: str) -> str:  # type: ignore[no-untyped-def]
    return words(client.post("/desk/rang-back", {"q": typed}))


def words(answer) -> str:  # type: ignore[no-untyped-def]
    """A page as it is read, and the addresses in it."""
    return re.sub(r"</?bdi[^>]*>", "", answer.content.decode())


def leave_word(page: str) -> str:
    """Where the search leads to write down what somebody said."""
    found = re.search(r'href="(/desk/rang-back/[^"]+)"', page)
    assert found
    return found[1]


@pytest.mark.parametrize("typed", ["900123", "0123", "07700 900123", "+44 7700 900123", "Okafor"])
def test_any_part_of_the_number_finds_who_rang(company, typed) -> None:  # type: ignore[no-untyped-def]
    a_case()
    page = search(company.client("nadia"), typed)
    assert "Maya Okafor" in page
    assert "With Nadia Rahman" in page


@pytest.mark.parametrize("typed", ["123", "99999", "", "☎", "' OR 1=1"])
def test_what_fits_nobody_finds_nobody(company, typed) -> None:  # type: ignore[no-untyped-def]
    a_case()
    assert "Maya" not in search(company.client("nadia"), typed)


def test_somebody_of_another_team_is_not_named_and_a_message_reaches_their_worker(
    company, key
) -> None:  # type: ignore[no-untyped-def]
    a_case()
    sam = company.client("sam")
    page = search(sam, "900123")
    assert "Maya" not in page
    assert "Somebody another team supports" in page
    assert "With Nadia Rahman, Roman Road Friends" in page
    address = leave_word(page)
    assert "Maya" not in words(sam.get(address))
    # The address was given to Sam: it opens nothing for anyone else.
    assert company.client("nadia").get(address).status_code == 404
    sent = sam.post(address, {**key(), "words": "Ring after five", "urgent": "urgent"})
    assert sent.status_code == 302
    today_page = company.client("nadia").get("/desk/").content.decode()
    assert "Ring after five" in today_page
    assert "Cannot wait" in today_page
    assert "Ring after five" not in sam.get("/desk/").content.decode()


def test_another_scheme_finds_nobody_and_leaves_nothing(company, key) -> None:  # type: ignore[no-untyped-def]
    case = a_case()
    sana = company.client("sana")
    assert "Nadia" not in search(sana, "900123")
    assert (
        sana.post(f"/desk/rang-back/{case.person_id}", {**key(), "words": "x"}).status_code == 404
    )


def test_a_message_is_a_contact_from_them_and_waits_until_seen_to(in_bow: Actor) -> None:
    case = a_case()
    message = actions.take_message(
        by=in_bow, person=case.person, words="Try my son", phone="07700 900456"
    )
    assert message.ring == "07700 900456"
    contact = Contact.objects.get(pk=message.contact_id)
    assert contact.inbound
    assert list(queries.messages_for([case.holder_id])) == [message]
    actions.settle_message(by=in_bow, message=message)
    assert list(queries.messages_for([case.holder_id])) == []
    with pytest.raises(Refused, match="already"):
        actions.settle_message(by=in_bow, message=message)


def test_a_message_needs_words_and_a_number_that_is_one(in_bow: Actor) -> None:
    case = a_case()
    for given, sentence in (
        ({"words": " "}, "Write down"),
        ({"words": "x", "phone": "12"}, "number"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.take_message(by=in_bow, person=case.person, **given)
    assert not PhoneMessage.objects.exists()


def test_while_the_worker_is_away_it_lands_on_the_covers_day(company, key) -> None:  # type: ignore[no-untyped-def]
    case = a_case()
    with context.in_scheme(cast.BOW, actor="the tests"):
        nadia, tess = (Membership.objects.get(name=n) for n in ("Nadia Rahman", "Tess Whitlock"))
        organisations.add_absence(
            by=cast.TESTS,
            member=nadia,
            from_date=today(),
            to_date=today() + dt.timedelta(days=4),
            cover=tess,
        )
        actions.take_message(by=cast.TESTS, person=case.person, words="Is Tuesday still on?")
    assert "away today; Tess Whitlock covers" in search(company.client("priya"), "900123")
    assert "Is Tuesday still on?" in company.client("tess").get("/desk/").content.decode()
    message = _the_message()
    seen = company.client("tess").post(f"/desk/messages/{message.pk}", key())
    assert seen.status_code == 302
    assert "Rang back" not in words(company.client("nadia").get("/desk/")).partition("<main")[2]


def test_word_for_somebody_nobody_holds_is_shown_to_those_who_see_the_team(company) -> None:  # type: ignore[no-untyped-def]
    case = a_case()
    with context.in_scheme(cast.BOW, actor="the tests"):
        Case.objects.filter(pk=case.pk).update(holder=None)
        actions.take_message(by=cast.TESTS, person=case.person, words="Nobody has rung me")
    for path in ("/desk/rang-back", "/desk/team", "/desk/"):
        assert "Nobody has rung me" in company.client("mo").get(path).content.decode(), path
    for path in ("/desk/rang-back", "/desk/"):
        assert "Nobody has rung me" not in company.client("nadia").get(path).content.decode(), path


def test_word_for_nobody_is_not_read_by_a_lead_who_may_not_see_the_person(company) -> None:  # type: ignore[no-untyped-def]
    case = a_case(holder="Sam Adeyemi")
    with context.in_scheme(cast.BOW, actor="the tests"):
        Case.objects.filter(pk=case.pk).update(holder=None)
        actions.take_message(by=cast.TESTS, person=case.person, words="Nobody has rung me")
    for path in ("/desk/rang-back", "/desk/team", "/desk/"):
        assert "Nobody has rung me" not in company.client("tess").get(path).content.decode(), path
        assert "Nobody has rung me" in company.client("mo").get(path).content.decode(), path


def test_looking_who_rang_leaves_a_line(company) -> None:  # type: ignore[no-untyped-def]
    from kith.audit.models import Entry

    case = a_case()
    search(company.client("sam"), "900123")
    with context.in_scheme(cast.BOW, actor="the tests"):
        assert Entry.objects.filter(
            action="record.opened", subject_type="desk:rang_back", person_id=case.person_id
        ).exists()


def _the_message() -> PhoneMessage:
    with context.in_scheme(cast.BOW, actor="the tests"):
        return PhoneMessage.objects.get()
