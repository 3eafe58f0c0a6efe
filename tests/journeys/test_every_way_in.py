"""The ways in that have no journey of their own: by telephone, in person, sent on, ringing back, pointing the way.

As a coordinator at a desk, a receptionist at another
we want each way to take a minute and to end where somebody sees it
so that nobody who reached us is lost between two people.

`BY_DOOR` says which journey walks through which door; a test of the contracts reads it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from kith.ui import dates
from kith.vocabulary.doors import Door
from tests.journeys.onward import card_of, give_to, is_listed, is_waiting, onwards
from tests.journeys.people import Someone, someone
from tests.journeys.test_a_practice_refers_without_an_account import address_of_a_place
from tests.journeys.visitor import Visitor

BY_DOOR = {
    Door.PRACTICE: "test_a_practice_refers_without_an_account.test_they_refer_in_two_minutes",
    Door.PROFESSIONAL: "test_a_nurse_refers_to_the_cancer_programme.test_a_nurse_without_an_account_sends_all_of_it",
    Door.PARTNER: "test_a_manager_makes_a_programme.test_young_carers_from_setting_up_to_the_report",
    Door.ACCOUNT: "test_a_referral_becomes_a_closed_case.test_a_referral_becomes_a_closed_case",
    Door.ASK: "test_word_comes_back_by_email.test_somebody_who_asked_for_themselves_sees_where_it_is_and_stops_it",
    Door.TELEPHONE: "test_every_way_in.test_a_coordinator_takes_a_referral_by_telephone",
    Door.SHEET: "test_a_manager_moves_in.test_three_faulty_rows_are_corrected_and_sent_again",
    Door.LETTER: "test_a_nurse_refers_to_the_cancer_programme.test_a_letter_is_typed_in_beside_its_picture",
    Door.TEAM: "test_every_way_in.test_a_coordinator_writes_down_who_came_to_the_desk",
    Door.OTHER_SCHEME: "test_every_way_in.test_a_referral_is_sent_on_to_another_scheme",
    Door.MOVED_IN: "test_a_manager_moves_in.test_fifty_people_move_in_and_out_again",
}


def take_down(
    at: Visitor, who: Someone, *, came: str = "By telephone", asks: str = "Carer or relative"
) -> None:
    """A coordinator writes down what somebody asks on the spot."""
    at.open("/desk/referrals/new")
    at.choose(came, of="How did it reach you?")
    at.page.get_by_label("Who asks?", exact=True).select_option(label=asks)
    at.write("Name of who asks", f"A daughter of {who.last}")
    at.write("How to reach who asks", "07700 900990")
    at.write("Last name, or their only name", who.last)
    at.write("First name", who.first)
    at.write_date("Date of birth", who.born)
    at.page.get_by_label("Phone", exact=True).fill(who.phone)
    at.choose("Call them on it")
    at.choose("Yes", of="Do they know that we will call?")
    at.write("What do they say?", "I would like somebody to talk to on a Sunday.")
    at.press("Send the referral")
    assert at.sees(who.name)


@pytest.mark.parametrize("width", [1280, 320])
def test_a_coordinator_takes_a_referral_by_telephone(
    visit: Callable[..., Visitor], width: int
) -> None:
    # Given a ward's nurse is on the telephone, when a coordinator writes down what she says,
    at, worker, who = visit(width=width), visit(), someone()
    at.sign_in("teamlead")
    take_down(at, who, asks="Hospital ward or clinic")
    # then it is in the queue, and says by which way it came;
    card = card_of(at, who.name)
    assert "By telephone" in card
    assert "somebody to talk to on a Sunday" in card
    # and taken on, it is on a link worker's caseload, and what there is to tell her stands with it.
    onwards(at, worker, who.name)


def test_a_coordinator_writes_down_who_came_to_the_desk(visit: Callable[..., Visitor]) -> None:
    at, worker, who = visit(), visit(), someone()
    at.sign_in("teamlead")
    take_down(at, who, came="In person, or another way", asks="Hospital ward or clinic")
    assert "Written down by the team" in card_of(at, who.name)
    onwards(at, worker, who.name)


def test_a_referral_is_sent_on_to_another_scheme(visit: Callable[..., Visitor]) -> None:
    # Given somebody lives in the next borough, and agreed,
    at, there, who = visit(), visit(), someone()
    at.sign_in("teamlead")
    take_down(at, who, asks="Hospital ward or clinic")
    card_of(at, who.name)
    at.part(who.name, "section.kith-card").get_by_role(
        "link", name=re.compile("ecide")
    ).first.click()
    at.look()
    # when the lead sends the referral on,
    at.choose("Redirect it: somebody else answers this better")
    at.choose("Another service like ours")
    at.page.get_by_label("Which service like ours").select_option(label="Poplar Social Prescribing")
    at.write("What they agreed to and how", "Moved to Poplar; agreed on the telephone.")
    at.press("Save the decision")
    # then whoever leads there finds it in their queue, once the minute for undoing is over.
    there.sign_in("linkworker2")
    there.until(lambda: is_waiting(there, who.name), "The job carried nothing over.", 240)
    assert "Sent on by another scheme" in card_of(there, who.name)
    # and taken on there, it is on a caseload there, and what its referrer was told stands with it.
    referral = give_to(there, who.name, "Owen Pritchard")
    assert is_listed(there, "/desk/caseload", who.name)
    there.open(referral)
    assert there.sees("Taken on")


def test_somebody_who_rang_back_is_found_and_their_word_lands(
    visit: Callable[..., Visitor],
) -> None:
    # Given somebody whom Nadia supports rings a colleague back,
    desk, nadia, owen, who = visit(), visit(width=320), visit(), someone()
    desk.sign_in("teamlead")
    take_down(desk, who)
    card_of(desk, who.name)
    give_to(desk, who.name)
    nadia.sign_in("linkworker")
    # when the colleague finds them by the last digits and writes down what they said,
    assert "on Nadia Karim’s Today." in leave_word(desk, who, "Ring me after five.")
    # then it is on Nadia's Today.
    nadia.open("/desk/")
    assert nadia.sees("Ring me after five.")
    nadia.press(re.compile("^Seen to"), inside=nadia.part("Ring me after five.", "li"))
    assert not nadia.sees("Ring me after five.")
    # And while Nadia is away, it is on the Today of whoever covers.
    note_absence(nadia, cover="Owen Pritchard")
    try:
        assert "Owen Pritchard covers" in leave_word(desk, who, "Is Tuesday still on?")
        owen.sign_in("linkworker2")
        owen.open("/desk/")
        assert owen.sees("Is Tuesday still on?")
    finally:
        nadia.open("/desk/absences")
        nadia.press(re.compile("^Take back"), exact=False)


def leave_word(at: Visitor, who: Someone, words: str) -> str:
    """Find somebody by a part of their number, and write down what they said; where it lands."""
    at.open("/desk/rang-back")
    at.write("Number, name or date of birth", who.phone[-6:])
    at.press("Find")
    found = at.part(who.name, "li.kith-item")
    at.press(re.compile("^Write down what they said"), inside=found)
    at.write("What did they say?", words)
    at.press("Leave the message")
    return at.text()


def note_absence(at: Visitor, *, cover: str) -> None:
    at.open("/desk/absences")
    at.page.get_by_label("Who is away?").select_option(label="Nadia Karim")
    at.page.get_by_role("group", name="Why?").get_by_role("radio").first.check()
    at.write_date("First day away", dates.today())
    at.write_date("Last day away", dates.today())
    at.page.get_by_label("Who covers?").select_option(label=cover)
    at.press("Note these days")
    assert at.sees(f"{cover} covers")


@pytest.mark.parametrize("scripts", [True, False])
def test_a_receptionist_points_the_way_with_one_tap(
    visit: Callable[..., Visitor], scripts: bool
) -> None:
    # Given a practice has its own page on the desk's telephone,
    manager, desk = visit(), visit(width=320, scripts=scripts)
    manager.sign_in("manager")
    address = address_of_a_place(manager)
    desk.open(address)
    before = counted(desk)
    # when a receptionist gives somebody the name of a group, one tap counts it,
    desk.press("I gave someone the name of a group")
    assert counted(desk) == before + 1
    # a wrong one is taken back,
    desk.press("Take the last one back")
    assert counted(desk) == before
    # another says what it was about,
    desk.unfold("Or say what it was about")
    desk.press(re.compile("money|Financial", re.IGNORECASE), exact=False)
    assert counted(desk) == before + 1
    # and the team reads the counts.
    manager.open("/desk/referrals/signposted")
    assert manager.sees("Merchant Street Practice") or manager.sees("Aberfeldy Practice")


def counted(at: Visitor) -> int:
    found = re.search(r"(\d+) counted here this month", " ".join(at.text().split()))
    assert found
    return int(found[1])
