"""What somebody who leaves has in hand, in the words of a page."""

from __future__ import annotations

import datetime as dt
from typing import Any
from uuid import UUID

from kith.desk.presenters.people import counted
from kith.desk.queries.leaving import Goes, Load
from kith.pathway.caseload.models import Case
from kith.people.models import Person
from kith.ui.dates import date_in_words
from kith.vocabulary import media


def shown(load: Load, *, now: dt.datetime) -> dict[str, Any]:
    """The lines of the page: each case with what goes along, and the rest with to whom it goes."""
    own = {case.person.kept.pk for case in load.cases}
    return {
        "cases": [_case(case, load.goes[case.pk], now) for case in load.cases],
        "rest": _rest(load, own, now),
    }


def _case(case: Case, goes: Goes, now: dt.datetime) -> dict[str, Any]:
    along = [
        counted(goes.appointments, "appointment") if goes.appointments else "",
        counted(goes.steps, "promised step") if goes.steps else "",
        counted(goes.introductions, "introduction without news", "introductions without news")
        if goes.introductions
        else "",
    ]
    on = f", {date_in_words(case.next_step_on, now=now)}" if case.next_step_on else ""
    return {
        "case": case,
        "person": case.person.kept,
        "next": f"{case.next_step}{on}" if case.next_step else "No next step is set",
        "along": ", ".join(part for part in along if part),
    }


def _rest(load: Load, own: set[UUID], now: dt.datetime) -> list[dict[str, Any]]:
    lines = [
        _line(
            load,
            row.person,
            f"{media.label(row.medium)}, {date_in_words(row.planned_for, now=now)}",
        )
        for row in load.contacts
        if row.planned_for and row.person.kept.pk not in own
    ]
    lines += [
        _line(load, row.person, f"{row.what}, by {date_in_words(row.by_when, now=now)}")
        for row in load.actions
        if row.person.kept.pk not in own
    ]
    lines += [
        _line(load, row.person, f"Money asked for: {row.what}")
        for row in load.money
        if row.person.kept.pk not in own
    ]
    lines += [
        _line(load, row.person, f"Call after finishing, {date_in_words(row.due_on, now=now)}")
        for row in load.calls
        if row.person.kept.pk not in own
    ]
    return lines


def _line(load: Load, person: Person, what: str) -> dict[str, Any]:
    holder = load.holder_of(person)
    return {"person": person.kept, "what": what, "to": holder.name if holder else ""}
