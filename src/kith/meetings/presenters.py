"""Meetings as they are read and printed."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from kith.meetings import rules
from kith.meetings.models import Attender, Discussed, Meeting, MeetingAction
from kith.meetings.queries import Doing, Minutes
from kith.meetings.states import MEETINGS, MeetingState
from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.meeting import MeetingDocument, MeetingItem, MeetingStep
from kith.organisations.duty import Duty
from kith.organisations.models import Scheme
from kith.people.models import Person
from kith.ui import dates, text
from kith.ui.items import Block, Item, Press, blocks

COLOURS = {
    MeetingState.PLANNED: "blue",
    MeetingState.CLOSED: "grey",
    MeetingState.CANCELLED: "orange",
}
ACTION_COLOURS = {"to_do": "blue", "done": "green", "not_done": "grey"}
SOMEBODY = "Somebody whose record you may not open"


def name_of(meeting: Meeting) -> str:
    """What it is and with whom: ``Practice huddle, Merchant Street Practice``."""
    if meeting.supervises is not None:
        return f"Supervision of {meeting.supervises.name}"
    kind = "MDT" if meeting.kind == Meeting.Kind.MDT else Meeting.Kind(meeting.kind).label
    return f"{kind}, {meeting.practice.name}" if meeting.practice else str(kind)


def full_name(meeting: Meeting) -> str:
    """With its day and time."""
    return f"{name_of(meeting)}, {dates.date_and_time(meeting.starts_at)}"


def state_tag(meeting: Meeting) -> dict[str, str]:
    """Where it is, as a tag."""
    return {"text": MEETINGS.said(meeting.state), "colour": COLOURS[MeetingState(meeting.state)]}


def rows(meetings: Iterable[Any], *, now: dt.datetime) -> list[list[Any]]:
    """One row a meeting: which, when, how many people, where it is."""
    return [
        [
            {
                "text": name_of(row),
                "href": reverse("meetings:meeting", args=[row.pk]),
                "hint": "" if row.mine else "You are not asked to it",
            },
            {
                "text": dates.date_and_time(row.starts_at),
                "hint": dates.relative_day(row.starts_at, now=now),
            },
            {"text": str(row.people), "numeric": True},
            _where(row, now),
        ]
        for row in meetings
    ]


def _where(meeting: Meeting, now: dt.datetime) -> dict[str, str]:
    if meeting.is_open and meeting.starts_at < now:
        return {"text": "Write it up and close it", "tag": "yellow"}
    shown = state_tag(meeting)
    return {"text": shown["text"], "tag": shown["colour"]}


def person_rows(discussed: Iterable[Any]) -> list[dict[str, Any]]:
    """Everybody on the list, in order, as the page shows them; of those whose record the reader may not
    open, only that there is somebody.
    """
    return [
        _person(number, row) if row.visible else {"number": number, "hidden": True}
        for number, row in enumerate(discussed, start=1)
    ]


def _person(number: int, row: Any) -> dict[str, Any]:
    return {
        "number": number,
        "hidden": False,
        "row": row,
        "name": row.person.kept.full_name,
        "person_id": row.person.kept.pk,
        "why": row.why,
        "basis": basis_words(row),
        "note": row.note,
        "decision": row.decision,
        "actions": action_rows(row.actions.all()),
    }


def basis_words(row: Discussed) -> str:
    """On what basis others may hear about somebody: ``They agreed on 3 March 2026``."""
    if not row.basis:
        return ""
    said = str(Discussed.Basis(row.basis).label)
    return f"{said} on {dates.medium_date(row.basis_on)}" if row.basis_on else said


def action_rows(actions: Iterable[MeetingAction]) -> list[dict[str, Any]]:
    """Actions with whose they are, by when, and what became of them."""
    return [
        {
            "row": one,
            "what": one.what,
            "whose": rules.says_whose(one),
            "status": MeetingAction.Status(one.status).label,
            "colour": ACTION_COLOURS[one.status],
            "to_do": one.status == MeetingAction.Status.TO_DO,
        }
        for one in actions
    ]


def history(row: Discussed) -> dict[str, Any]:
    """One meeting at which a person was or will be discussed; of a supervision what was decided alone."""
    return {
        "row": row,
        "name": full_name(row.meeting),
        "meeting_id": None if row.meeting.is_supervision else row.meeting_id,
        "state": state_tag(row.meeting),
        "why": "" if row.meeting.is_supervision else row.why,
        "note": said(row),
        "decision": row.decision,
        "actions": action_rows(row.actions.all()),
    }


def said(row: Discussed) -> str:
    """What was said, where the record may say it: in a supervision it stays between the two."""
    return "" if row.meeting.is_supervision else row.note


def time_words(spent: Minutes) -> list[dict[str, str]]:
    """What somebody worked at, as the rows of a summary list."""
    return [
        {"key": words, "value": in_hours(minutes)}
        for words, minutes in (
            ("Contacts and travel", spent.contacts),
            ("Support given", spent.support),
            ("Meetings", spent.meetings),
            ("Preparing for meetings", spent.preparing),
        )
    ]


def in_hours(minutes: int) -> str:
    """``135`` gives ``2 h 15 min``."""
    hours, rest = divmod(minutes, 60)
    parts = [f"{hours} h"] if hours else []
    return " ".join([*parts, f"{rest} min"] if rest or not hours else parts)


def document(
    scheme: Scheme,
    meeting: Meeting,
    attenders: Sequence[Attender],
    discussed: Sequence[Any],
    *,
    names: bool,
) -> MeetingDocument:
    """The agenda of a meeting to come, or the decisions and actions of one that was held; with initials
    alone unless `names`. Of those whose record the maker may not open there is only how many.
    """
    seen = [row for row in discussed if row.visible]
    held = meeting.state == MeetingState.CLOSED
    return MeetingDocument(
        scheme=Letterhead(
            scheme.name, tuple(scheme.address.splitlines()), scheme.phone, scheme.email
        ),
        date=dates.today(),
        title="Decisions and actions" if held else "Agenda",
        meeting=name_of(meeting),
        when=f"{dates.long_date(meeting.starts_at)} at {dates.clock(meeting.starts_at)}",
        place=meeting.place,
        attenders=tuple(str(row) for row in attenders if not held or row.came),
        items=tuple(_item(row, names=names) for row in seen),
        hidden=len(discussed) - len(seen),
        names=names,
        held=held,
    )


def _item(row: Any, *, names: bool) -> MeetingItem:
    person = row.person.kept

    def said(words: str) -> str:
        return words if names else without_names(words, person)

    born = f", born {dates.medium_date(person.date_of_birth)}" if names else ""
    return MeetingItem(
        label=f"{person.full_name}{born}" if names else rules.initials(person),
        why=row.why if names else "",
        basis=basis_words(row),
        note=row.note if names else "",
        decision=said(row.decision),
        steps=tuple(
            MeetingStep(said(one.what), rules.says_whose(one), dates.medium_date(one.by_when))
            for one in row.actions.all()
            if one.status != MeetingAction.Status.NOT_DONE
        ),
    )


def without_names(words: str, person: Person) -> str:
    """Words with the person's own names turned into their initials: a help, and no promise that nothing
    else in them says who it is.
    """
    named = {person.full_name, person.preferred_name}
    named |= {part for part in person.full_name.split() if len(part) > 1}
    found = sorted((name for name in named if name), key=len, reverse=True)
    if not found:
        return words
    pattern = r"(?<!\w)(" + "|".join(re.escape(name) for name in found) + r")(?!\w)"
    return re.sub(pattern, rules.initials(person), words, flags=re.IGNORECASE)


def on_today(found: Doing, duty: Duty) -> list[Block]:
    """Where to be, what to do from meetings held, and what does not take place."""
    to_do = [to_do_item(one, "today", now=duty.now) for one in found.actions]
    to_do += [_unseen(one) for one in found.unseen]
    return blocks(
        Block(
            "meetings-here",
            "Meetings",
            [_here(one) for one in found.here],
            line=_counted(len(found.here), "meeting"),
        ),
        Block("from-meetings", "To do from meetings", to_do, line=f"{len(to_do)} from meetings"),
        Block("cancelled", "Cancelled", [_cancelled(one) for one in found.cancelled]),
    )


def to_do_item(one: Any, back: str, *, now: dt.datetime) -> Item:
    """An action that is to do, in a list of several people's; `back` is the list where it is pressed."""
    at, name = reverse("meetings:settle", args=[one.pk]), one.person.kept.full_name
    late = one.by_when < dates.day_of(now)

    def settle(status: str, words: str, *, first: bool = False) -> Press:
        return Press(words, at, about=one.what, sends={"status": status, "back": back}, first=first)

    return Item(
        name,
        Markup("{}, by {}. From: {}").format(
            text.bidi(rules.says_whose(one)),
            dates.medium_date(one.by_when),
            full_name(one.discussed.meeting),
        ),
        href=reverse("desk:record", args=[one.person.kept.pk]),
        what=one.what,
        tags=[("Overdue", "orange")] if late else [],
        acts=[
            settle("done", "Done", first=True),
            settle("not_done", "Will not happen"),
            Press("Move or give away", reverse("meetings:action", args=[one.pk]), about=one.what),
        ],
    )


def _unseen(one: Any) -> Item:
    meeting = one.discussed.meeting
    return Item(
        SOMEBODY,
        f"An action by {dates.medium_date(one.by_when)}. Ask your team lead to give it to whoever supports"
        " them now.",
        acts=[
            Press(f"From: {name_of(meeting)}", reverse("meetings:meeting", args=[meeting.pk])),
        ],
    )


def _here(one: Any) -> Item:
    place = Markup(", {}").format(text.bidi(one.place)) if one.place else ""
    on_list = "1 person" if one.people == 1 else f"{one.people} people"
    return Item(
        name_of(one),
        Markup("{}{}. {} on the list").format(dates.date_and_time(one.starts_at), place, on_list),
        href=reverse("meetings:meeting", args=[one.pk]),
    )


def _cancelled(one: Meeting) -> Item:
    return Item(
        full_name(one),
        "It does not take place",
        said=[("", one.cancelled_why)],
        acts=[
            Press(
                "I have read it",
                reverse("meetings:read_cancelled", args=[one.pk]),
                about=f"that {name_of(one)} is cancelled",
                sends={},
            )
        ],
    )


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
