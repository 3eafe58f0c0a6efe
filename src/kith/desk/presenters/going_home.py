"""Safe to go home: what cannot wait and who has it, what to say before going, and what waits until when."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from kith.desk.presenters.today import counts_of, name_of, outside, why_of
from kith.desk.queries.going_home import Leaving, Waiting
from kith.desk.queries.today import Day, Due, Kind
from kith.organisations.duty import Duty, NextDay
from kith.pathway.caseload.models import PutOff
from kith.ui.dates import date_in_words, long_date, medium_date
from kith.ui.items import Block, Item, Press, blocks
from kith.ui.text import bidi


def shown(
    left: Leaving, day: Day, cannot_wait: list[Block], put_off: list[PutOff], duty: Duty
) -> dict[str, Any]:
    """Everything on the page."""
    before = Block("before", "Before you go", [_before(due, day, duty) for due in left.before])
    to_come = Block(
        "to-come", "Still to come today", [_row(due, day, duty) for due in left.to_come]
    )
    return {
        "cannot_wait": cannot_wait,
        "today": [*blocks(before, to_come), *outside(day, duty)],
        "waits": [_waiting(one, day, duty) for one in left.waits],
        "seen": [one.seen for one in left.waits],
        "until": until_words(left),
        "away": [words for one in left.days.values() if (words := _away(one, duty.now))],
        "keeps": _keeps(left, day),
        "put_off": _put_off(put_off),
    }


def until_words(left: Leaving) -> str:
    """The day for which the rest is dated: one for all, or each its own where schemes differ."""
    days = {one.until.on for one in left.waits} or {one.on for one in left.days.values()}
    return long_date(days.pop()) if len(days) == 1 else "the next day at work"


def _row(due: Due, day: Day, duty: Duty) -> Item:
    why, what = why_of(due, day, duty.now)
    person = due.placed.person
    return Item(name_of(due.placed), why, reverse("desk:record", args=[person.pk]), what)


def _before(due: Due, day: Day, duty: Duty) -> Item:
    row = _row(due, day, duty)
    assert due.contact is not None
    interpreting = due.kind is Kind.INTERPRETER
    route = "contacts:interpreter" if interpreting else "contacts:mark"
    words = "Find an interpreter" if interpreting else "Say what happened"
    act = Press(words, reverse(route, args=[due.contact.pk]), about=f"with {row.name}", first=True)
    return Item(row.name, row.why, row.href, row.what, acts=[act])


def _waiting(one: Waiting, day: Day, duty: Duty) -> Item:
    row = _row(one.due, day, duty)
    cover = one.until.cover
    who = Markup(". {} has them then").format(bidi(cover.name)) if cover else ""
    why = Markup("{}{}").format(row.why, who)
    return Item(row.name, why, row.href, one.due.placed.position.next_step)


def _away(one: NextDay, now: dt.datetime) -> Markup:
    """What to know when the worker is away from the next day on; empty when they are not."""
    away = one.away
    if away is None:
        return Markup("")
    if one.cover is not None:
        return Markup(
            "You are away from {}. {} has your people, and sees what is dated for {}."
        ).format(medium_date(away.from_date), bidi(one.cover.name), date_in_words(one.on, now=now))
    return Markup(
        "You are away from {} to {}, and nobody covers: what you date now waits until {}."
    ).format(medium_date(away.from_date), medium_date(away.to_date), date_in_words(one.on, now=now))


def _keeps(left: Leaving, day: Day) -> list[str]:
    """What keeps its day, counted by what it is."""
    counts = {kind: sum(due.kind is kind for due in left.keeps) for kind in Kind}
    return counts_of(counts)


def _put_off(rows: list[PutOff]) -> dict[str, Any]:
    if not rows:
        return {}
    said = "1 promise is" if len(rows) == 1 else f"{len(rows)} promises are"
    return {
        "words": f"{said} dated for {long_date(rows[0].to_date)}.",
        "undo": reverse("desk:going_home_undo", args=[rows[0].press]),
    }
