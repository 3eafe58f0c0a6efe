"""Today as it is read: one line of the day, the next person, then the rest in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse

from kith.desk.presenters.people import counted, last_words, safe_phone
from kith.desk.queries.cases import Placed
from kith.desk.queries.today import GOOD_NEWS, QUIET_AFTER_DAYS, Day, Due, Kind
from kith.organisations.duty import Duty
from kith.pathway.connections.heard_presenters import changed, more_of, notes_of, says
from kith.pathway.connections.presenters import why_due
from kith.pathway.connections.states import Progress
from kith.pathway.contacts.actions.happened import AT_HOME
from kith.pathway.contacts.models import Contact
from kith.pathway.progress import Stage
from kith.ui.dates import clock, date_in_words, day_of
from kith.ui.items import Block, Item, Press, blocks
from kith.vocabulary import media

HEADINGS = {
    Kind.APPOINTMENT: "Appointments",
    Kind.PROMISED: "Promised",
    Kind.REPLY: "Replies",
    Kind.INTERPRETER: "Interpreters to find",
    Kind.NEWS: "Introductions to ask about",
    Kind.NEW: "New people",
    Kind.STILL: "Asked, and not heard",
    Kind.STEP: "Steps you promised",
    Kind.REVIEW: "Reviews due",
    Kind.PROMPT: "To think of",
    Kind.QUIET: "Going quiet",
}
_LINE = {
    Kind.APPOINTMENT: ("appointment",),
    Kind.PROMISED: ("call or task promised", "calls and tasks promised"),
    Kind.REPLY: ("reply", "replies"),
    Kind.INTERPRETER: ("interpreter to find", "interpreters to find"),
    Kind.NEWS: ("introduction to ask about", "introductions to ask about"),
    Kind.NEW: ("new person", "new people"),
    Kind.STILL: ("question without an answer", "questions without an answer"),
    Kind.STEP: ("step of a plan", "steps of plans"),
    Kind.REVIEW: ("review",),
    Kind.PROMPT: ("thing to think of", "things to think of"),
    Kind.QUIET: ("person going quiet", "people going quiet"),
}
# What a new day for the next step settles; the others are settled where they are kept.
_MOVED = frozenset({Kind.PROMISED, Kind.NEW, Kind.QUIET})
# What is read before one rings anybody: after what is overdue, before the rooms and the rest of the people.
_EARLY = (Kind.REPLY,)
_SOON = dt.timedelta(minutes=30)
_REPLIES = {
    Progress.ACCEPTED: ("{service} said yes", "Tell {name}, and how to get there"),
    Progress.FULL: ("{service} is full", "Tell {name}, and find something else"),
    Progress.NOT_RIGHT: ("{service}: not right for their group", "Find something else for {name}"),
    Progress.DID_NOT_COME: ("{name} did not come to {service}", "Ask {name} what happened"),
    Progress.CAME: ("{name} came to {service}", "Nothing to do but read it"),
    Progress.FINISHED: ("{name} has finished at {service}", "Nothing to do but read it"),
}


def shown(day: Day, duty: Duty) -> dict[str, Any]:
    """The people of a day as the page shows them."""
    now = duty.now
    rows = [_row(due, day, now) for due in day.dues]
    to_do = [row for row in rows if not row["only_read"]]
    chosen = next((row for row in to_do if not row["later"]), to_do[0] if to_do else None)
    rest = [row for row in rows if row is not chosen]
    late = [row for row in rest if row["late"]]
    rest = [row for row in rest if not row["late"]]
    return {
        "date": now,
        "counts": counts_of(day.counts),
        "now_row": chosen,
        "early": [*_group("overdue", "Overdue", late), *_groups(rest, _EARLY)],
        "groups": _groups(rest, [kind for kind in Kind if kind not in _EARLY]),
        "quietest": [_quiet(row, day) for row in day.quietest] if not rows else [],
        "covering": day.covering,
        "moves": moves(duty),
    }


def _groups(rows: list[dict[str, Any]], kinds: Iterable[Kind]) -> list[dict[str, Any]]:
    return [
        group
        for kind in kinds
        for group in _group(
            kind.value, HEADINGS[kind], [row for row in rows if row["kind"] == kind.value]
        )
    ]


def _group(key: str, heading: str, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{"kind": key, "heading": heading, "rows": rows}] if rows else []


def counts_of(counts: Mapping[Kind, int]) -> list[str]:
    """How many of each kind there are, in words."""
    return [counted(counts[kind], *words) for kind, words in _LINE.items() if counts.get(kind)]


def moves(duty: Duty) -> list[tuple[str, str]]:
    """(ISO date, words) of the days a next step is usually moved to; the worker's own days only."""
    found: dict[dt.date, str] = {}
    for days in (1, 2, 3, 7, 14, 28):
        day = duty.at_work(duty.day + dt.timedelta(days=days))
        found.setdefault(day, f"{day:%a} {day.day} {day:%b}")
    return [(day.isoformat(), words) for day, words in found.items()]


def _row(due: Due, day: Day, now: dt.datetime) -> dict[str, Any]:
    placed = due.placed
    why, what = why_of(due, day, now)
    return {
        "kind": due.kind.value,
        "can_move": due.kind in _MOVED,
        "case": placed.case,
        "person": placed.person,
        "name": name_of(placed),
        "scheme": day.schemes.get(placed.case.scheme_id, ""),
        "whose": _whose(placed, day),
        "time": clock(due.at) if due.at and day_of(due.at) == day_of(now) else "",
        "why": why + _unprepared(placed) + _not_agreed(placed, day),
        "what": what,
        "late": due.on < day_of(now) and due.kind in (Kind.PROMISED, Kind.APPOINTMENT),
        "later": due.kind is Kind.APPOINTMENT and due.at is not None and due.at > now + _SOON,
        "phone": safe_phone(placed.phone),
        "last": last_words(placed.last_note),
        "last_at": placed.last_at,
        "also": _also(due, day, now),
        "only_read": _only_read(due),
        "stage": placed.position.words,
        "contact": due.contact,
        "introduction": due.introduction,
        "prompt": due.prompt,
        "step": due.step,
        "plan_of": due.plan_of or placed.case.pk,
    }


def _also(due: Due, day: Day, now: dt.datetime) -> list[str]:
    """What else is due to them, in words; under the row of news it would stand twice."""
    others = () if due.kind is Kind.REPLY else day.also.get(due.placed.case.pk, ())
    return [why_of(other, day, now)[0] for other in others]


def _only_read(due: Due) -> bool:
    """Whether there is nothing to do about it but to read it."""
    good = due.introduction is not None and due.introduction.progress in GOOD_NEWS
    return due.kind is Kind.REPLY and good


def _whose(placed: Placed, day: Day) -> str:
    """Whose person it is, where one covers for somebody; "" for one's own."""
    holder = placed.case.holder
    return f"{holder.name}’s" if holder is not None and holder.pk not in day.mine else ""


def _quiet(placed: Placed, day: Day) -> dict[str, Any]:
    days = counted(placed.days_silent, "day")
    spoken = placed.position.quiet_days is not None
    return {
        "person": placed.person,
        "name": name_of(placed),
        "why": f"Last conversation {days} ago"
        if spoken
        else f"No conversation yet, {days} with us",
        "next": placed.position.next_step,
        "next_on": placed.position.next_step_on,
        "scheme": day.schemes.get(placed.case.scheme_id, ""),
    }


def name_of(placed: Placed) -> str:
    """A name with what they like to be called, where that is another."""
    person = placed.person
    usual = person.preferred_name and person.preferred_name != person.first_name
    return f"{person.full_name} ({person.preferred_name})" if usual else person.full_name


def why_of(due: Due, day: Day, now: dt.datetime) -> tuple[str, str]:
    """Why somebody is on the list, and what there is to do."""
    return _WHY[due.kind](due, day, now)


def _appointment(due: Due, day: Day, now: dt.datetime) -> tuple[str, str]:
    assert due.contact is not None
    return appointment_words(due.contact, now)


def appointment_words(contact: Contact, now: dt.datetime) -> tuple[str, str]:
    """Why an appointment is on a day's list, and what it is."""
    at = contact.planned_for
    assert at is not None
    what = ", ".join(part for part in (media.label(contact.medium), contact.place) if part)
    if day_of(at) < day_of(now):
        return f"Planned for {date_in_words(at, now=now)}: say what happened", what
    if at < now - _SOON:
        return f"Was at {clock(at)}: say what happened", what
    return f"Appointment at {clock(at)}", what


def _promised(due: Due, day: Day, now: dt.datetime) -> tuple[str, str]:
    case = due.placed.case
    at = f", {clock(case.next_step_time)}" if case.next_step_time else ""
    when = "today" if due.on == day_of(now) else date_in_words(due.on, now=now)
    tries = _tries(due.placed)
    return f"Promised for {when}{at}" + (f". {tries}" if tries else ""), case.next_step


def _interpreter(due: Due, day: Day, now: dt.datetime) -> tuple[str, str]:
    assert due.contact is not None
    return _to_interpret(due.contact, now)


def _to_interpret(contact: Contact, now: dt.datetime) -> tuple[str, str]:
    assert contact.planned_for is not None
    why = f"No interpreter has said yes for {date_in_words(day_of(contact.planned_for), now=now)}"
    return why, f"Appointment at {clock(contact.planned_for)}: find an interpreter"


def outside(day: Day, duty: Duty) -> list[Block]:
    """Appointments with people who have no open case: planned before it, kept as it finished, or without one."""
    rows = [_outside(row, duty.now) for row in day.outside]
    rows += [_uninterpreted(row, duty.now) for row in day.to_interpret]
    line = counted(len(rows), "appointment outside of a case", "appointments outside of a case")
    return blocks(Block("outside", "Appointments outside of a case", rows, line=line))


def _outside(contact: Contact, now: dt.datetime) -> Item:
    why, what = appointment_words(contact, now)
    name = contact.person.kept.full_name
    home = contact.place == AT_HOME
    acts = [
        Press("Say what happened", reverse("contacts:mark", args=[contact.pk]), about=name),
        Press("Move or call off", reverse("contacts:appointment", args=[contact.pk]), about=name),
        *(
            [Press("Going in alone", reverse("contacts:go_in", args=[contact.pk]), about=name)]
            * home
        ),
    ]
    return _with(contact, why, what, acts)


def _uninterpreted(contact: Contact, now: dt.datetime) -> Item:
    why, what = _to_interpret(contact, now)
    act = Press(
        "Find an interpreter",
        reverse("contacts:interpreter", args=[contact.pk]),
        about=contact.person.kept.full_name,
    )
    return _with(contact, why, what, [act])


def _with(contact: Contact, why: str, what: str, acts: list[Press]) -> Item:
    person = contact.person.kept
    href = reverse("desk:record", args=[person.pk])
    return Item(person.full_name, why, href=href, what=what, acts=acts)


def _news(due: Due, day: Day, now: dt.datetime) -> tuple[str, str]:
    assert due.introduction is not None
    return why_due(due.introduction, due.placed.person.called, now=now)


def _reply(due: Due, day: Day, now: dt.datetime) -> tuple[str, str]:
    assert due.introduction is not None
    row, name = due.introduction, due.placed.person.called
    said, then = _REPLIES[Progress(row.progress)]
    names = {"service": row.service_name, "name": name}
    words = [said.format(**names) + more_of(row) + ".", *filter(None, [changed(row)])]
    if row.person_said:
        words.append(f"{name} says: {says(row)}.")
    words += [f"“{last_words(note)}”" for note in notes_of(row)]
    return " ".join(words), then.format(**names)


def _new(due: Due, day: Day, now: dt.datetime) -> tuple[str, str]:
    if due.placed.position.stage is not Stage.FIRST_CALL:
        return "Given to you lately", due.placed.position.next_step
    days = (day_of(now) - due.on).days
    waited = "came today" if not days else f"waiting {counted(days, 'day')} for a first call"
    by = due.placed.case.next_step_on
    until = f", by {date_in_words(by, now=now)}" if by else ""
    return f"New: {waited}", f"{due.placed.position.next_step}{until}"


def _still(due: Due, day: Day, now: dt.datetime) -> tuple[str, str]:
    why = "No answer to “do you still want this?” Silence is no answer, and removes nobody"
    return why, "Try another way, or talk with your team lead"


def _review(due: Due, day: Day, now: dt.datetime) -> tuple[str, str]:
    return f"Review of the plan due {date_in_words(due.on, now=now)}", due.placed.position.next_step


def _step(due: Due, day: Day, now: dt.datetime) -> tuple[str, str]:
    assert due.step is not None
    when = "today" if due.on == day_of(now) else date_in_words(due.on, now=now)
    return f"Step of the plan promised for {when}: {due.step.text}", due.step.text


def _prompt(due: Due, day: Day, now: dt.datetime) -> tuple[str, str]:
    assert due.prompt is not None
    return due.prompt.why or "The programme reminds of this", due.prompt.text


def _going_quiet(due: Due, day: Day, now: dt.datetime) -> tuple[str, str]:
    placed = due.placed
    silent = counted(placed.days_silent, "day")
    tries = _tries(placed)
    if placed.days_silent < QUIET_AFTER_DAYS:
        return f"No next step is set. {tries}".strip(), placed.position.next_step
    spoken = placed.position.quiet_days is not None
    why = f"No conversation for {silent}" if spoken else f"No conversation yet in {silent}"
    return f"{why}. {tries}".strip(), placed.position.next_step


def _unprepared(placed: Placed) -> str:
    """Said before the first call to somebody whose referrer has not told them of it."""
    first = placed.position.stage in (Stage.FIRST_CALL, Stage.TRYING)
    not_told = placed.case.referral.person_knows is False
    return ". Does not know yet that we will call" if first and not_told else ""


def _not_agreed(placed: Placed, day: Day) -> str:
    """Said of a child for whom nobody has agreed yet."""
    return ". Under 18: nobody has agreed yet" if placed.person.pk in day.nobody_agreed else ""


def _tries(placed: Placed) -> str:
    """How often we tried, while nobody was reached, in the one phrase for it."""
    return placed.position.words if placed.position.stage is Stage.TRYING else ""


_WHY = {
    Kind.APPOINTMENT: _appointment,
    Kind.PROMPT: _prompt,
    Kind.PROMISED: _promised,
    Kind.INTERPRETER: _interpreter,
    Kind.NEWS: _news,
    Kind.REPLY: _reply,
    Kind.NEW: _new,
    Kind.STILL: _still,
    Kind.STEP: _step,
    Kind.REVIEW: _review,
    Kind.QUIET: _going_quiet,
}
