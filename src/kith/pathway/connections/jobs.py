"""What follows introductions by itself, each morning; the week's e-mail to groups; who could not be sent."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.concerns.jobs import climb_each
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations.queries import open_schemes
from kith.pathway.connections import actions, queries, rules
from kith.pathway.connections.models import Introduction
from kith.ui.dates import day_of, today
from kith.vocabulary import working_days

NAME = "job:connections.follow_up"
CHANGES = "job:connections.note_changes"
WEEKLY = "job:connections.send_weeks"
NOT_SENT = "job:connections.note_not_sent"
FORGET = "job:connections.forget_not_sent"


@app.periodic(cron="30 7 * * *")
@app.task(name="connections.follow_up", queueing_lock="connections.follow_up")
def follow_up(timestamp: int = 0) -> None:
    """Remind silent groups, ask people how it went, and open the listings of groups that are full no longer.

    `timestamp` is the periodic job's own and is not used.
    """
    follow_up_at(timezone.now())


def follow_up_at(now: datetime.datetime) -> int:
    """The same at a moment; how many introductions and groups were looked at."""
    by, day = Actor.system(NAME), day_of(now)
    opened = climb_each(
        lambda scheme_id, _: list(queries.full_no_longer(scheme_id, day)),
        lambda wishes: actions.say_open(by=by, service=wishes.service),
        now,
        name=NAME,
    )
    asked = climb_each(
        lambda scheme_id, _: list(queries.to_ask(scheme_id, day)),
        lambda row: actions.ask_by_email(by=by, introduction=row, on=day),
        now,
        name=NAME,
    )
    if not working_days.is_working_day(day):
        return opened + asked
    return opened + asked + climb_each(_silent, lambda row: _remind(by, row, day), now, name=NAME)


@app.periodic(cron="20 * * * *")
@app.task(name="connections.note_changes", queueing_lock="connections.note_changes")
def note_changes(timestamp: int = 0) -> None:
    """Put to the workers, each hour, what has changed around the introductions that stand.

    `timestamp` is the periodic job's own and is not used.
    """
    note_changes_at(timezone.now())


def note_changes_at(now: datetime.datetime) -> int:
    """The same at a moment; how many there were."""
    by = Actor.system(CHANGES)
    return climb_each(
        _changed, lambda row: actions.note_changes(by=by, introduction=row), now, name=CHANGES
    )


@app.periodic(cron="0 8 * * *")
@app.task(name="connections.send_weeks", queueing_lock="connections.send_weeks")
def send_weeks(timestamp: int = 0) -> None:
    """On the first working day of each week, one e-mail to each group that wants one and has something to read.

    `timestamp` is the periodic job's own and is not used.
    """
    send_weeks_at(timezone.now())


def send_weeks_at(now: datetime.datetime) -> int:
    """The same at a moment; how many there were."""
    by, day = Actor.system(WEEKLY), day_of(now)
    if day != working_days.on_or_after(day - datetime.timedelta(days=day.weekday())):
        return 0
    return climb_each(
        lambda scheme_id, _: list(queries.weekly(scheme_id, day)),
        lambda wishes: actions.send_week(by=by, wishes=wishes),
        now,
        name=WEEKLY,
    )


@app.task(name="connections.note_not_sent")
def note_not_sent(scheme_id: str, person_id: str, service_id: str, at: str) -> None:
    """Keep, apart from the page that said so, that a service took nobody just then."""
    with context.in_scheme(UUID(scheme_id), actor=NOT_SENT):
        actions.note_not_sent(
            by=Actor.system(NOT_SENT),
            scheme_id=UUID(scheme_id),
            person_id=UUID(person_id),
            service_id=UUID(service_id),
            at=datetime.datetime.fromisoformat(at),
        )


@app.periodic(cron="55 3 2 * *")
@app.task(
    name="connections.forget_not_sent",
    queueing_lock="connections.forget_not_sent",
    pass_context=False,
)
def forget_not_sent(timestamp: int = 0) -> int:
    """Delete, once a month, what is too old. Returns how much.

    `timestamp` is the periodic job's own and is not used.
    """
    by, forgotten = Actor.system(FORGET), 0
    for scheme_id in open_schemes():
        with context.in_scheme(scheme_id, actor=FORGET):
            forgotten += actions.forget_not_sent(by=by, scheme_id=scheme_id, on=today())
    return forgotten


def _silent(scheme_id: UUID, now: datetime.datetime) -> list[Introduction]:
    return list(queries.unanswered(scheme_id, day_of(now)))


def _changed(scheme_id: UUID, now: datetime.datetime) -> list[Introduction]:
    """Those that stand and around which something is to be noted, in a fixed number of reads."""
    rows = list(queries.standing_around(scheme_id, day_of(now)))
    points = queries.points_of(rows)
    return [
        row
        for row in rows
        if rules.to_note(row, points.get(row.person.kept.pk, ())) != (row.changed, row.changes_told)
    ]


def _remind(by: Actor, row: Introduction, day: datetime.date) -> str:
    return actions.follow_up(
        by=by,
        introduction=row,
        policy=queries.policy(row.scheme_id),
        wishes=queries.wishes_of(row.service),
        on=day,
    )
