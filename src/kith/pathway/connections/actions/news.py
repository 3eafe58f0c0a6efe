"""What is heard of an introduction, and the agreement that it stands on."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from kith.audit.write import action
from kith.isolation import links
from kith.isolation.actor import Actor
from kith.pathway.connections import queries, rules
from kith.pathway.connections.actions.linking import end_links
from kith.pathway.connections.models import Changed, Heard, Introduction, News
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates

TOO_LATE = "This can be put right here no longer. Ring us."
NEWER = "They were introduced again since. Answer that introduction, or ring us."


@action("connections.record_progress")
def record_progress(
    *,
    by: Actor,
    introduction: Introduction,
    progress: Progress,
    note: str = "",
    ask_news_on: datetime.date | None = None,
    starts_on: datetime.date | None = None,
    waiting_place: int | None = None,
    heard: str = Heard.PHONE,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Introduction:
    """Record the news of an introduction, by the community service or by who heard it.

    `starts_on` goes with a yes and `waiting_place` with “full”; `heard` is by which way it came. `ask_news_on` is
    when the worker asks the group again, in four weeks where it is full and no day is given; nothing is asked of one
    that has ended, and a yes is followed by asking the person. Raises Refused when this news cannot follow or “not
    right” comes without a reason, Stale when someone else recorded news meanwhile.
    """
    INTRODUCTIONS.check(introduction.progress, progress)
    return _keep(
        by=by,
        introduction=introduction,
        progress=progress,
        note=note,
        ask_news_on=ask_news_on,
        starts_on=starts_on,
        waiting_place=waiting_place,
        heard=heard,
        expected=expected,
        at=at,
    )


@action("connections.answer_again")
def answer_again(
    *,
    by: Actor,
    introduction: Introduction,
    progress: Progress,
    heard: str,
    note: str = "",
    starts_on: datetime.date | None = None,
    waiting_place: int | None = None,
    expected: int | None = None,
) -> Introduction:
    """What a group says in place of what it pressed by mistake, within a day; both stay among what was heard, and
    the worker reads that it changed.

    Raises Refused after the day, once somebody else has said something, and for what could not have been said then;
    Stale when two answers cross.
    """
    now, was = timezone.now(), introduction.progress
    if progress not in rules.steps_again(introduction, now):
        raise Refused(TOO_LATE)
    first_came = introduction.came_at == introduction.progress_at
    introduction.came_at = None if first_came else introduction.came_at
    introduction.starts_on = introduction.ask_person_on = None
    return _keep(
        by=by,
        introduction=introduction,
        progress=progress,
        note=note,
        ask_news_on=None,
        starts_on=starts_on,
        waiting_place=waiting_place,
        heard=heard,
        expected=expected,
        at=now,
        changed_from=was,
    )


def _keep(
    *,
    by: Actor,
    introduction: Introduction,
    progress: Progress,
    note: str,
    ask_news_on: datetime.date | None,
    starts_on: datetime.date | None,
    waiting_place: int | None,
    heard: str,
    expected: int | None,
    at: datetime.datetime | None,
    changed_from: str = "",
) -> Introduction:
    """Write news whose place was checked, on the introduction and among what was heard."""
    _check_alone(introduction, progress)
    if progress == Progress.NOT_RIGHT and not note.strip():
        raise Refused("Say why it is not right for the group.", field="note")
    moment = at or timezone.now()
    came_at = moment if progress == Progress.CAME else None
    waits = introduction.ask_news_on if progress in rules.UNDER_WAY[:1] else None
    if progress == Progress.FULL:
        waits = dates.day_of(moment) + rules.ASK_WHEN_FULL
    change(
        introduction,
        expected=expected,
        progress=progress.value,
        progress_note=note.strip(),
        progress_at=moment,
        changed_from=changed_from,
        heard=heard,
        seen_at=moment if heard == Heard.PERSON else None,
        starts_on=starts_on if progress == Progress.ACCEPTED else introduction.starts_on,
        waiting_place=waiting_place if progress == Progress.FULL else None,
        came_at=introduction.came_at or came_at,
        ask_news_on=(ask_news_on or waits) if INTRODUCTIONS.allowed(progress) else None,
        ask_person_on=_ask_person(introduction, progress, heard, starts_on, dates.day_of(moment)),
    )
    News.objects.create(
        scheme_id=introduction.scheme_id,
        introduction=introduction,
        progress=progress.value,
        heard=heard,
        note=note.strip(),
        at=moment,
        by_name=by.name[:200],
    )
    return introduction


def _check_alone(introduction: Introduction, progress: Progress) -> None:
    """A yes brings back one that had ended; not beside a newer one of the same person and group."""
    if progress not in rules.UNDER_WAY or introduction.progress in rules.UNDER_WAY:
        return
    newer = queries.under_way(introduction.case, introduction.service_id)
    if newer is not None and newer.pk != introduction.pk:
        raise Refused(NEWER)


@action("connections.withdraw")
def withdraw(
    *,
    by: Actor,
    introduction: Introduction,
    reason: str,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Introduction:
    """End the agreement: its links end at once, and the community service no longer sees the person. What it saw
    stays on the record. Raises Refused for one that has ended.
    """
    done = record_progress(
        by=by,
        introduction=introduction,
        progress=Progress.WITHDRAWN,
        note=reason,
        heard=Heard.PERSON,
        expected=expected,
        at=at,
    )
    end_links(done)
    return done


@action("connections.note_seen")
def note_seen(*, by: Actor, introduction: Introduction) -> Introduction:
    """Note that the worker knows the last news and nothing more need be done about it, nor about a no of the person
    or their thanks, nor about what has changed around it.
    """
    dealt_with = {"ask_news_on": None} if rules.said_no(introduction, dates.today()) else {}
    change(introduction, seen_at=timezone.now(), thanks_to_tell=False, changed=[], **dealt_with)
    return introduction


@action("connections.renew_agreement")
def renew_agreement(
    *,
    by: Actor,
    introduction: Introduction,
    agreed_how: str,
    agreed_on: datetime.date,
    expected: int | None = None,
) -> Introduction:
    """The person agrees again to the same fields, and to whoever runs the service now; the history keeps the first
    agreement. Where others run it by now, the links of those before end, and nothing is shown to them any more.

    Raises Refused without how, for a day in the future, and for an introduction that has ended.
    """
    if not agreed_how.strip():
        raise Refused("Say how they agreed, such as “on the phone”.", field="agreed_how")
    if agreed_on > dates.today():
        raise Refused("The day they agreed cannot be in the future.", field="agreed_on")
    if not INTRODUCTIONS.allowed(introduction.progress):
        raise Refused("This introduction has ended. Introduce them anew.")
    lasts = datetime.timedelta(days=queries.policy(introduction.scheme_id).agreement_lasts)
    change(
        introduction,
        expected=expected,
        agreed_how=agreed_how.strip(),
        agreed_on=agreed_on,
        agreement_until=agreed_on + lasts,
        **_now_run_by(introduction),
    )
    return introduction


def _now_run_by(introduction: Introduction) -> dict[str, Any]:
    if not rules.run_by_others(introduction):
        return {}
    links.end(purpose=queries.ANSWER, subject_id=introduction.pk)
    return {
        "recipient_organisation_id": introduction.service.organisation_id,
        "changed": [kind for kind in introduction.changed if kind != Changed.RUN_BY],
    }


def _ask_person(
    introduction: Introduction,
    progress: Progress,
    heard: str,
    starts_on: datetime.date | None,
    day: datetime.date,
) -> datetime.date | None:
    """The day on which the person is asked; None when they have said it, or there is nothing to ask."""
    by_person = heard in (Heard.PERSON, Heard.PERSON_LINK)
    if progress not in (Progress.ACCEPTED, Progress.CAME) or by_person:
        return None
    if progress == Progress.CAME and introduction.ask_person_on:
        return introduction.ask_person_on
    policy = queries.policy(introduction.scheme_id)
    on = rules.asked_on(introduction, policy, max(starts_on or day, day))
    return on if on and on >= dates.today() - rules.LONG_AGO else None
