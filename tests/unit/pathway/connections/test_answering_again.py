"""A wrong press on a telephone is put right within a day; and smaller things of the pages of groups."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.concerns.models import Concern
from kith.directory.models import Service
from kith.isolation import context
from kith.pathway.caseload import actions as caseload
from kith.pathway.connections import actions, queries, rules
from kith.pathway.connections.actions.linking import give_link
from kith.pathway.connections.models import Heard, Introduction, News
from kith.pathway.connections.states import Progress
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests import cast


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def made(case, walk, agreement):
    """Maya, introduced to a group that has an address and a telephone, and no account."""
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Service.objects.filter(pk=walk.pk).update(email="walk@green.example", phone="020 7946 0177")
        walk.refresh_from_db()
        return actions.introduce(
            by=cast.TESTS, person=case.person, case=case, service=walk, **agreement
        )


@pytest.fixture
def path(made):
    """The group's private link."""
    return link_to(queries.ANSWER, made.pk)


def link_to(purpose, subject):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return "/" + give_link(cast.BOW, purpose, subject).split("/", 3)[3]


def now_is(made):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return Introduction.objects.get(pk=made.pk)


def pressed(made, key, progress, **more):
    return {**key(), "version": now_is(made).version, "progress": progress, **more}


def test_a_wrong_press_is_put_right_and_the_worker_reads_that_it_changed(company, made, path, key):
    group = Client()
    assert group.post(path, pressed(made, key, "accepted")).status_code == 302
    assert "Not what you meant? Answer again" in text(group.get(path))
    nadia = company.client("nadia")
    nadia.post(reverse("connections:noted", args=[made.pk]), key())
    again = f"{path}?again=1"
    for words in ("Yes, they can come", "We are full", "Not right for our group"):
        assert words in text(group.get(again))
    assert group.post(again, pressed(made, key, "full", waiting_place="30")).status_code == 302
    # The place on the list was mistyped.
    assert group.post(again, pressed(made, key, "full", waiting_place="3")).status_code == 302
    row = now_is(made)
    assert (row.progress, row.waiting_place, row.ask_person_on) == ("full", 3, None)
    page = text(nadia.get("/desk/"))
    assert "Green Walking Group is full, place 3 on their waiting list" in page
    assert "They changed their answer" in page
    opened = text(nadia.get(reverse("connections:introduction", args=[made.pk])))
    assert "They changed their answer" in opened
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert News.objects.filter(introduction=made).count() == 3
    # Later news is no change.
    assert group.post(path, pressed(made, key, "accepted")).status_code == 302
    assert "changed their answer" not in text(nadia.get("/desk/"))


def test_not_right_is_put_right_and_shows_nothing_before(made, path, key):
    group = Client()
    assert group.post(path, pressed(made, key, "not_right", note="Stairs")).status_code == 302
    for address in (path, f"{path}?again=1"):
        assert "Maya" not in text(group.get(address))
    assert "Answer again" in text(group.get(path))
    assert group.post(f"{path}?again=1", pressed(made, key, "accepted")).status_code == 302
    assert "Maya Okafor" in text(group.get(path))


def test_came_pressed_too_early_is_no_coming(made, path, key):
    group, again = Client(), f"{path}?again=1"
    group.post(path, pressed(made, key, "accepted"))
    group.post(path, pressed(made, key, "came"))
    assert now_is(made).came_at is not None
    assert group.post(again, pressed(made, key, "accepted")).status_code == 302
    row = now_is(made)
    assert (row.progress, row.came_at) == ("accepted", None)
    assert row.ask_person_on is not None
    # What ended by mistake goes on.
    group.post(path, pressed(made, key, "came"))
    came_at = now_is(made).came_at
    group.post(path, pressed(made, key, "finished"))
    assert group.post(again, pressed(made, key, "came")).status_code == 302
    assert now_is(made).came_at == came_at


def test_two_answers_that_cross_are_told_so(made, path, key):
    group, again = Client(), f"{path}?again=1"
    group.post(path, pressed(made, key, "accepted"))
    old = pressed(made, key, "not_right", note="Stairs")
    assert group.post(again, pressed(made, key, "full")).status_code == 302
    late = group.post(again, old)
    assert (late.status_code, "Full" in text(late)) == (409, True)
    assert now_is(made).progress == Progress.FULL


def test_after_a_day_and_once_another_has_spoken_it_is_put_right_no_more(made, path, key):
    group = Client()
    group.post(path, pressed(made, key, "accepted"))
    row = now_is(made)
    assert rules.steps_again(row, timezone.now()) == list(rules.ANSWERS)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        long_ago = timezone.now() - datetime.timedelta(hours=25)
        Introduction.objects.update(progress_at=long_ago)
    assert rules.steps_again(now_is(made), timezone.now()) == []
    assert "Answer again" not in text(group.get(path))
    assert group.post(f"{path}?again=1", pressed(made, key, "full")).status_code == 400
    assert now_is(made).progress == Progress.ACCEPTED
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        Introduction.objects.update(progress_at=timezone.now())
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.person_says(by=cast.TESTS, introduction=now_is(made), said="helped")
        with pytest.raises(Refused, match="put right here no longer"):
            actions.answer_again(
                by=cast.TESTS, introduction=now_is(made), progress=Progress.FULL, heard=Heard.LINK
            )
    assert "Answer again" not in text(group.get(path))


def test_a_late_yes_does_not_stand_beside_a_newer_introduction(
    case, walk, agreement, made, path, key
):
    group = Client()
    group.post(path, pressed(made, key, "full"))
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.introduce(by=cast.TESTS, person=case.person, case=case, service=walk, **agreement)
    for address in (path, f"{path}?again=1"):
        refused = group.post(address, pressed(made, key, "accepted"))
        assert (refused.status_code, "introduced again since" in text(refused)) == (400, True)
    assert now_is(made).progress == Progress.FULL


def test_a_signed_in_group_puts_it_right_too(company, case, lunch, agreement, key):
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        sent = actions.introduce(
            by=cast.TESTS, person=case.person, case=case, service=lunch, **agreement
        )
    della, address = company.client("della"), reverse("connections:answer", args=[sent.pk])
    della.post(address, pressed(sent, key, "accepted"))
    assert "Answer again" in text(della.get(address))
    assert della.post(f"{address}?again=1", pressed(sent, key, "full")).status_code == 302
    assert now_is(sent).progress == Progress.FULL


def test_who_is_worried_says_who_they_are_and_where_to_ring(made, path, key):
    group = Client()
    worry = {"words": "She was very cold", "urgency": "today"}
    assert "Where can we ring you now?" in text(group.get(f"{path}/worried"))
    plain = group.post(f"{path}/worried", {**key(), **worry}, follow=True)
    assert "can ring you" not in text(plain)
    who = {"your_name": "Jo Bright", "ring_on": "07700 900456"}
    told = group.post(f"{path}/worried", {**key(), **worry, **who}, follow=True)
    assert "and can ring you" in text(told)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        first, second = Concern.objects.order_by("raised_at")
    assert first.told_by == "Green Walking Group"
    assert first.words == "She was very cold\n\nThe number of the listing: 020 7946 0177"
    assert second.told_by == "Jo Bright, Green Walking Group"
    assert "Ring them now on: 07700 900456" in second.words
    for bad in ({"words": ""}, {"your_name": "x" * 61}, {"ring_on": "x" * 101}):
        assert group.post(f"{path}/worried", {**key(), **worry, **bad}).status_code == 400


def test_the_week_says_nobody_new_and_folds_who_has_ended(made, path, key):
    week = link_to(queries.WEEK, made.service_id)
    group = Client()
    group.post(path, pressed(made, key, "full"))
    page = text(group.get(week))
    found = [page.index(words) for words in ("Nobody new.", "Waiting for a place", "Maya Okafor")]
    assert found == sorted(found)
    group.post(f"{path}?again=1", pressed(made, key, "not_right", note="Stairs"))
    page = group.get(week).content.decode()
    assert "Somebody who was not right for your group" in page
    assert "Maya" not in page
    folded = page[page.index("<details") :].split("</details>")[0]
    assert "Finished, or not right for you: 1" in folded
    assert "kith-unprinted" in page[: page.index("<details")].rsplit("<div", 1)[1]


def test_one_button_for_the_last_day_of_a_month_that_is_a_monday():
    words = [said for said, _ in rules.ready_days(datetime.date(2026, 11, 26))]
    assert words == ["Till the end of November", "Till January"]
    assert len(rules.ready_days(datetime.date(2026, 11, 18))) == 3


def test_the_box_for_words_stands_before_the_buttons(made):
    page = Client().get(link_to(queries.WENT, made.pk)).content.decode()
    assert page.index("<textarea") < page.index('value="helped"')


def test_an_agreement_too_old_and_one_not_asked_yet_are_said_on_the_first_page(
    company, case, lunch, key
):
    nadia = company.client("nadia")
    address = reverse("connections:introduce", args=[case.person_id, lunch.pk])
    first = text(nadia.get(address))
    assert "An agreement holds for 180 days" in first
    assert "Maya has not said yes to our support yet" in first
    old = today() - datetime.timedelta(days=181)
    typed = {
        "agreed_fields": ["name"], "agreed_how": "on the phone", "keep_safe": "Nothing",
        "getting_there": "Walks", "agreed_on_day": old.day, "agreed_on_month": old.month,
        "agreed_on_year": old.year,
    }  # fmt: skip
    bad = nadia.post(address, {**key(), **typed, "step": "check"})
    assert "this one has ended" in text(bad)
    assert "What did they agree to share?" in text(bad)
    new = old + datetime.timedelta(days=1)
    held = {
        **typed, "agreed_on_day": new.day, "agreed_on_month": new.month, "agreed_on_year": new.year,
    }  # fmt: skip
    good = nadia.post(address, {**key(), **held, "step": "check"})
    assert "This is what Chrisp Street Lunch Club will read" in text(good)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert not Introduction.objects.exists()
        caseload.record_agreed(by=cast.TESTS, case=case)
    assert "has not said yes" not in text(nadia.get(address))


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        ("2026-11-26", ["2026-12-01", "2027-01-01"]),
        ("2026-05-04", ["2026-05-11", "2026-06-01", "2026-09-01"]),
        ("2026-07-31", ["2026-08-01", "2026-08-03", "2026-09-01"]),
        ("2026-08-20", ["2026-08-24", "2026-09-01", "2027-01-01"]),
        ("2026-12-31", ["2027-01-01", "2027-01-04", "2027-04-01"]),
        ("2026-05-29", ["2026-06-01", "2026-09-01"]),
    ],
)
def test_the_days_that_stand_ready_fit_the_season(on, expected):
    found = rules.ready_days(datetime.date.fromisoformat(on))
    assert [day.isoformat() for _, day in found] == expected
    if on == "2026-05-04":
        assert [words for words, _ in found] == [
            "Till Monday 11 May", "Till the end of May", "Till September",
        ]  # fmt: skip
