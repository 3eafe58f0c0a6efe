"""Going in alone: one press says that one is safe, and without it somebody is alerted."""

from __future__ import annotations

import datetime as dt

import pytest
import time_machine
from django.utils import timezone

from kith.concerns import actions, queries
from kith.concerns.jobs import climb_at
from kith.concerns.models import Visit
from kith.messages.models import Email
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.ui.dates import LONDON
from tests.unit.concerns.scene import bow, member

PHONE = "07700 900111"
MINUTE = dt.timedelta(minutes=1)


def go_in(acting, name: str = "nadia", **said) -> Visit:
    """Somebody goes in for an hour; nobody's context is open afterwards."""
    by = acting(name)
    given = {"where": "1 Fictional Row", "phone": PHONE, **said}
    given.setdefault("expected_at", timezone.now() + 60 * MINUTE)
    found = actions.check_in(by=by, worker=member(name.title()), **given)
    acting("sana")
    return found


def alerted(visit: Visit) -> list[str]:
    with bow():
        row = Visit.objects.select_related("ladder").get(pk=visit.pk)
        return [(step.member_name or step.kind).split()[0] for step in queries.steps(row.ladder)]


def test_ten_minutes_after_the_time_the_buddy_is_alerted_then_the_others(acting, ada) -> None:
    with bow():
        buddy = member("Bea")
    visit = go_in(acting, buddy=buddy)
    due = visit.expected_at
    climb_at(due + 9 * MINUTE)
    assert alerted(visit) == []
    climb_at(due + 10 * MINUTE)
    assert alerted(visit) == ["Bea"]
    for minutes in (20, 30, 40, 50):
        climb_at(due + minutes * MINUTE)
    assert alerted(visit) == ["Bea", "Pia", "Tess", "Mo", "ended"]
    with bow():
        texts = [email.subject + email.body for email in Email.objects.all()]
    assert len(texts) == 4 + 4
    for private in ("Nadia", "Fictional Row", PHONE):
        assert not [text for text in texts if private in text]


def test_one_press_ends_it_and_nobody_is_alerted(acting, ada) -> None:
    visit = go_in(acting)
    by = acting("nadia")
    assert actions.say_safe(by=by, visit=visit).state == "safe"
    with pytest.raises(Refused, match="cannot become"):
        actions.say_safe(by=by, visit=visit)
    acting("sana")
    climb_at(visit.expected_at + 60 * MINUTE)
    assert alerted(visit) == []


def test_safe_by_anothers_word_needs_whose_and_one_cannot_press_for_another(acting, ada) -> None:
    visit = go_in(acting)
    by = acting("tess")
    with pytest.raises(Refused, match="by whose word"):
        actions.say_safe(by=by, visit=visit)
    with pytest.raises(Refused, match="who told you"):
        actions.safe_by_word(by=by, visit=visit, on_word_of=" ")
    safe = actions.safe_by_word(by=by, visit=visit, on_word_of="Nadia herself, by phone")
    assert (safe.state, safe.ended_by_name) == ("safe", "Tess Whitlock")
    assert safe.on_word_of == "Nadia herself, by phone"


def test_who_sees_to_it_is_named_and_the_next_is_alerted_all_the_same(acting, ada) -> None:
    visit = go_in(acting)
    late = visit.expected_at + 10 * MINUTE
    climb_at(late)
    by = acting("pia")
    with pytest.raises(Refused, match="is expected out by"):
        actions.take_alert(by=by, visit=visit, at=visit.expected_at - MINUTE)
    taken = actions.take_alert(by=by, visit=visit, at=late + 5 * MINUTE)
    assert taken.taken_by_name == "Pia Lindqvist"
    with pytest.raises(Refused, match="not the worker"):
        actions.take_alert(by=acting("nadia"), visit=visit, at=late)
    acting("sana")
    climb_at(late + 14 * MINUTE)
    assert alerted(visit) == ["Pia", "Pia"]
    climb_at(late + 15 * MINUTE)
    assert alerted(visit) == ["Pia", "Pia", "Tess"]


def test_longer_is_waited_for_and_starts_the_alert_afresh(acting, ada) -> None:
    visit = go_in(acting)
    late = visit.expected_at + 10 * MINUTE
    climb_at(late)
    by = acting("nadia")
    with pytest.raises(Refused, match="Only the worker"):
        actions.extend(by=acting("tess"), visit=visit, expected_at=late + 60 * MINUTE, at=late)
    by = acting("nadia")
    with pytest.raises(Refused, match="This time has gone"):
        actions.extend(by=by, visit=visit, expected_at=late, at=late)
    actions.extend(by=by, visit=visit, expected_at=late + 30 * MINUTE, at=late)
    acting("sana")
    climb_at(late + 39 * MINUTE)
    assert alerted(visit) == []
    climb_at(late + 40 * MINUTE)
    assert alerted(visit) == ["Pia"]


def test_an_end_pressed_by_a_slip_is_undone_within_a_minute(acting, ada) -> None:
    visit, by = go_in(acting), acting("nadia")
    now = timezone.now()
    actions.call_off_visit(by=by, visit=visit, at=now)
    with pytest.raises(Refused, match="minute for this is over"):
        actions.undo_visit_end(by=by, visit=visit, at=now + 2 * MINUTE)
    back = actions.undo_visit_end(by=by, visit=visit, at=now + MINUTE)
    assert (back.state, back.ended_at) == ("out", None)
    acting("sana")
    climb_at(visit.expected_at + 10 * MINUTE)
    assert alerted(visit) == ["Pia"]


@pytest.mark.parametrize(
    ("said", "refused"),
    [
        ({"where": " "}, "where you will be"),
        ({"phone": ""}, "the phone you carry"),
        ({"phone": "12"}, "not a phone number"),
        ({"expected_at": timezone.now() - MINUTE}, "This time has gone"),
        ({"expected_at": timezone.now() + 13 * 60 * MINUTE}, "more than twelve hours"),
    ],
)
def test_a_visit_without_place_phone_or_end_is_refused(acting, ada, said, refused) -> None:
    with pytest.raises(Refused, match=refused):
        go_in(acting, **said)
    go_in(acting)


def test_one_visit_at_a_time_and_everyone_for_themselves(acting, ada) -> None:
    go_in(acting)
    with pytest.raises(Refused, match="on a visit already"):
        go_in(acting)
    by = acting("tess")
    with pytest.raises(Refused, match="for themselves"):
        actions.check_in(
            by=by, worker=member("Bea"), where="Row", phone=PHONE,
            expected_at=timezone.now() + MINUTE,
        )  # fmt: skip


@pytest.mark.parametrize(
    ("now", "typed", "minutes"),
    [
        ("2041-03-31T00:30:00+00:00", "2:15am", 45),  # the clocks go forward at one
        ("2041-10-27T00:30:00+00:00", "2:15am", 105),  # and back at two (01:30 BST to 02:15 GMT)
        ("2041-11-26T15:00:00+00:00", "15:45", 45),
    ],
)
def test_the_time_typed_is_the_time_on_the_clock_when_the_clocks_change(
    company, ada, key, now, typed, minutes
) -> None:
    with time_machine.travel(dt.datetime.fromisoformat(now), tick=False):
        answer = company.client("nadia").post(
            f"/desk/visits/with/{ada.pk}",
            {**key(), "where": "Row", "phone": PHONE, "how_long": "time", "until": typed},
        )
        assert answer.status_code == 302
        with bow():
            visit = Visit.objects.get()
        assert visit.expected_at == timezone.now() + minutes * MINUTE


def test_the_hour_that_is_skipped_is_refused_and_what_was_typed_is_kept(company, ada, key) -> None:
    at = dt.datetime(2041, 3, 31, 0, 30, tzinfo=LONDON)
    with time_machine.travel(at, tick=False):
        answer = company.client("nadia").post(
            f"/desk/visits/with/{ada.pk}",
            {
                **key(),
                "where": "Fictional Row",
                "phone": PHONE,
                "how_long": "time",
                "until": "1:30am",
            },
        )
    assert answer.status_code == 400
    page = answer.content.decode()
    assert "this time is skipped" in page
    assert "Fictional Row" in page


def test_who_opens_a_visit(company, acting, ada: Person) -> None:
    visit = go_in(acting, "nadia", person=ada)
    path = f"/desk/visits/{visit.pk}"
    assert "I am out and safe" in company.client("nadia").get(path).content.decode()
    for who in ("tess", "mo", "pia"):
        page = company.client(who).get(path).content.decode()
        assert "1 Fictional Row" in page, who
        assert "07700 900111" in page, who
    for who, status in (("bea", 404), ("sam", 404), ("sana", 404), ("ruth", 403)):
        assert company.client(who).get(path).status_code == status, who


def test_an_overdue_colleague_stands_first_on_todays_page_of_who_was_alerted(company, acting, ada):
    with bow():
        buddy = member("Bea")
    begun = timezone.now()
    visit = go_in(acting, buddy=buddy, expected_at=begun + MINUTE)
    assert "should have been out" not in company.client("bea").get("/desk/").content.decode()
    with time_machine.travel(begun + 12 * MINUTE, tick=False):
        climb_at(timezone.now())
        page = company.client("bea").get("/desk/").content.decode()
        assert "should have been out by" in page
        assert "Nadia Rahman" in page
        own = company.client("nadia").get("/desk/").content.decode()
        assert "You are overdue by" in own
        assert "I am out and safe" in own
    assert alerted(visit) == ["Bea"]
