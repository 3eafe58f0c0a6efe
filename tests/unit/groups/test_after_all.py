"""A session that was cancelled and takes place after all: whoever was told otherwise is told again, and nobody else."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client

from kith.groups import actions, queries
from kith.groups.models import GroupPlace, GroupSession, Notice
from kith.groups.queries import OFF
from kith.isolation import links
from kith.messages.models import Email
from kith.people import actions as people
from kith.resilience.errors import Refused
from kith.ui.dates import long_date, today
from tests.conftest import Company
from tests.unit.groups.lunch import BY, WEEK, a_group, joined, read, sessions

Key = Callable[[], dict[str, str]]
HOUR = dt.timedelta(hours=1)


def off(*names: str) -> tuple[GroupSession, list[GroupPlace]]:
    """The session of next week, cancelled, of a group with these people in it."""
    group = a_group()
    places = joined(group, *names)
    _, session = sessions(group, back=0, ahead=1)
    actions.cancel(by=BY, session=session, why="The boiler is broken")
    return session, places


def rung(*places: GroupPlace) -> None:
    """These have been told, by whoever rang them."""
    for one in Notice.objects.filter(joined__in=[place.pk for place in places], replaced_at=None):
        actions.settle_notice(by=BY, notice=one)


def told(session: GroupSession) -> dict[str, tuple[str, str]]:
    """What holds of each person by first name: what they are told, and how."""
    rows = Notice.objects.filter(session=session, replaced_at=None)
    return {one.joined.person.first_name: (one.says, one.how) for one in rows}


def test_whoever_was_told_is_told_again_by_what_is_safe_and_nobody_else(in_bow: object) -> None:
    group = a_group()
    ada, bea, _ = joined(group, "Ada", "Bea", "Cleo")
    people.add_contact_point(
        by=BY, person=ada.person, kind="email", value="ada@person.example", safe_for=["email"]
    )
    _, session = sessions(group, back=0, ahead=1)
    actions.cancel(by=BY, session=session, why="The boiler is broken")
    rung(bea)
    not_rung = Notice.objects.get(joined__person__first_name="Cleo")
    actions.hold_after_all(by=BY, session=session)
    session.refresh_from_db()
    assert (session.state, session.cancelled_why, session.cancelled_at) == ("planned", "", None)
    assert told(session) == {"Ada": ("on", "email"), "Bea": ("on", "ring")}
    first, second = Email.objects.order_by("created_at")
    assert (first.kind, second.kind, second.to) == ("group_off", "group_on", "ada@person.example")
    for private in ("Ada", "Lunch", "boiler"):
        assert private not in second.subject + second.body
    # Who rang Cleo from an old page is told to ring again.
    not_rung.refresh_from_db()
    with pytest.raises(Refused, match="ring them again"):
        actions.settle_notice(by=BY, notice=not_rung)
    with pytest.raises(Refused, match="cannot become"):
        actions.hold_after_all(by=BY, session=session)


def test_it_can_be_taken_back_for_a_week_and_until_two_hours_before(in_bow: object) -> None:
    session, _ = off("Ada")
    group = session.group
    actions.plan_sessions(by=BY, group=group, from_on=today(), to_on=today() + 3 * WEEK)
    far = group.sessions.get(starts_at__gt=session.starts_at + 1.5 * WEEK)
    actions.cancel(by=BY, session=far, why="Holidays")
    for moment, one, words in (
        (session.starts_at - HOUR, session, "less than two hours"),
        (session.starts_at + HOUR, session, "less than two hours"),
        (session.starts_at + WEEK + HOUR, far, "more than a week ago"),
    ):
        with time_machine.travel(moment, tick=False), pytest.raises(Refused, match=words):
            actions.hold_after_all(by=BY, session=one)
    again = group.sessions.get(state="planned", starts_at=session.starts_at)
    actions.cancel(by=BY, session=again, why="Planned by a slip")
    with time_machine.travel(session.starts_at - 3 * HOUR, tick=False):
        actions.hold_after_all(by=BY, session=session)
    assert session.is_open


def test_not_where_another_is_planned_at_that_time_nor_of_a_group_that_ended(
    in_bow: object,
) -> None:
    session, (ada,) = off("Ada")
    group = session.group
    (other,) = actions.plan_sessions(by=BY, group=group, from_on=session.on, to_on=session.on)
    with pytest.raises(Refused, match="Another session is planned"):
        actions.hold_after_all(by=BY, session=session)
    session.refresh_from_db()
    assert (session.state, told(session)) == ("cancelled", {"Ada": ("off", "ring")})
    for one in (other, group.sessions.get(state="planned", starts_at__lt=other.starts_at)):
        actions.cancel(by=BY, session=one, why="Moved")
    actions.leave(by=BY, place=ada, why="Moved")
    actions.end_group(by=BY, group=group)
    session.group.refresh_from_db()
    with pytest.raises(Refused, match="has ended"):
        actions.hold_after_all(by=BY, session=session)


def test_who_left_since_is_not_told_and_who_never_heard_the_last_is(in_bow: object) -> None:
    session, (ada, bea) = off("Ada", "Bea")
    rung(ada, bea)
    actions.leave(by=BY, place=ada, why="Moved")
    actions.hold_after_all(by=BY, session=session)
    assert told(session) == {"Bea": ("on", "ring")}
    # Bea was not reached, it is cancelled again, and taken back again: she still believes the first.
    actions.cancel(by=BY, session=session, why="The boiler again")
    assert told(session) == {"Bea": ("off", "ring")}
    actions.hold_after_all(by=BY, session=session)
    assert told(session) == {"Bea": ("on", "ring")}
    rung(bea)
    assert queries.told_off(session) == []


def test_it_is_taken_back_on_its_page_and_shown_until_everybody_knows(
    company: Company, in_bow: object, key: Key
) -> None:
    session, (ada, _) = off("Ada", "Bea")
    rung(ada)
    nadia, address = company.client("nadia"), f"/desk/groups/sessions/{session.pk}"
    (link,) = links.in_force(purpose=OFF, subject_id=session.pk)
    page = f"/called-off/{links.token_of(link.pk)}"
    assert "does not take place" in read(Client(), page)
    assert "Does it take place after all?" in read(nadia, address)
    assert company.client("sam").post(f"{address}/after-all", key()).status_code == 404
    assert nadia.post(f"{address}/after-all", key()).url == address
    shown = read(nadia, address)
    for words in ("who is told", "To be rung", "07700 900123", "Who is expected"):
        assert words in shown, words
    # The link that they have says what is true now, and no longer why it was off.
    public = read(Client(), page)
    assert "takes place after all" in public
    assert "boiler" not in public
    assert "Lunch club takes place after all" in read(nadia, "/desk/")
    record = f"/desk/people/{ada.person_id}"
    assert "takes place after all" in read(nadia, record)
    notice = Notice.objects.get(replaced_at=None)
    nadia.post(f"/desk/groups/told/{notice.pk}", {**key(), "back": "today"})
    assert "takes place after all" not in read(nadia, "/desk/")
    assert "Told by Nadia Rahman" in read(nadia, record)


def test_a_page_that_is_too_late_says_why_and_offers_nothing(
    company: Company, in_bow: object, key: Key
) -> None:
    session, _ = off("Ada")
    nadia, address = company.client("nadia"), f"/desk/groups/sessions/{session.pk}"
    GroupSession.objects.filter(pk=session.pk).update(
        cancelled_at=session.cancelled_at - 2 * WEEK  # type: ignore[operator]
    )
    shown = read(nadia, address)
    assert "more than a week ago" in shown
    assert "It takes place: tell them" not in shown
    nadia.post(f"{address}/after-all", key())
    session.refresh_from_db()
    assert session.state == "cancelled"


def test_the_link_of_a_cancelled_session_says_what_is_next_now(in_bow: object) -> None:
    group = a_group()
    _, first, second, third = sessions(group, back=0, ahead=3)
    actions.cancel(by=BY, session=first, why="The boiler is broken")
    assert long_date(second.starts_at) in first.shown["next"]
    actions.cancel(by=BY, session=second, why="It is broken still")
    first.refresh_from_db()
    assert long_date(third.starts_at) in first.shown["next"]
    actions.hold_after_all(by=BY, session=second)
    first.refresh_from_db()
    assert long_date(second.starts_at) in first.shown["next"]


def test_of_a_day_that_has_gone_nobody_is_told(in_bow: object) -> None:
    group = a_group()
    joined(group, "Ada")
    gone, of_today = sessions(group, back=1, ahead=0)
    assert actions.cancel(by=BY, session=gone, why="Nobody was there") == []
    assert len(actions.cancel(by=BY, session=of_today, why="The boiler is broken")) == 1
