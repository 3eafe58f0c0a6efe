"""What was heard of an introduction, in words: of the group, and of the person."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kith.pathway.connections.models import GroupWishes, Heard, Introduction, News, PersonSaid
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.ui import dates

# Where the name says already by which way it came.
_NAMED = (Heard.LINK, Heard.PERSON_LINK)


def says(introduction: Introduction) -> str:
    """What the person answered, inside a sentence; "" where they have not."""
    said = introduction.person_said
    return f"“{PersonSaid(said).label}”" if said else ""


def more_of(introduction: Introduction) -> str:
    """What belongs to a yes and to “full”, behind the state: from when, and which place on the list."""
    if introduction.waiting_place:
        return f", place {introduction.waiting_place} on their waiting list"
    if introduction.starts_on and introduction.progress == Progress.ACCEPTED:
        return f", from {dates.long_date(introduction.starts_on)}"
    return ""


def changed(introduction: Introduction) -> str:
    """That a group put its answer right, as a sentence with what it had said before; "" where it did not."""
    before = introduction.changed_from
    return (
        f"They changed their answer: before it was “{INTRODUCTIONS.said(before)}”."
        if before
        else ""
    )


def note_of_group(introduction: Introduction) -> str:
    """The words to the last news; "" where they are the person's own, which stand with what they said."""
    note = introduction.progress_note
    return "" if note and note == introduction.person_words else note


def notes_of(introduction: Introduction) -> list[str]:
    """The words to the last news, and the person's own."""
    words = (note_of_group(introduction), introduction.person_words)
    return [one for one in words if one]


def told(introduction: Introduction, wishes: GroupWishes | None) -> str:
    """Where the word of an introduction went and when; "" where nobody was written to by itself."""
    if at := introduction.told_at:
        day = dates.day_of(at)
        when = "" if day == dates.today() else f" on {dates.long_date(day)}"
        return f"Sent by e-mail to {introduction.told_to}{when} at {dates.clock(at)}."
    if wishes and wishes.told_by == GroupWishes.ToldBy.WEEKLY:
        return "They are told in their weekly e-mail, without a name."
    return ""


def history(introduction: Introduction, *, may_write: bool) -> list[dict[str, Any]]:
    """How it was agreed, made and answered, as rows; where it was sent for whoever works with the person."""
    until = introduction.agreement_until
    holds = f". It holds until {dates.medium_date(until)}" if until else ""
    rows = [
        {
            "key": "Agreed",
            "value": f"{introduction.agreed_how}, {dates.medium_date(introduction.agreed_on)}{holds}",
        },
        {
            "key": "Sent",
            "value": f"{dates.date_and_time(introduction.made_at)} by {introduction.by_name}",
        },
        {"key": "Note for the record", "value": introduction.note},
    ]
    if introduction.starts_on:
        rows.append({"key": "Can come from", "value": dates.long_date(introduction.starts_on)})
    if introduction.waiting_place:
        rows.append(
            {"key": "On their waiting list", "value": f"Place {introduction.waiting_place}"}
        )
    if introduction.ask_news_on:
        rows.append({"key": "Ask for news on", "value": dates.long_date(introduction.ask_news_on)})
    if may_write and introduction.told_at and introduction.progress != Progress.SENT:
        rows.insert(2, {"key": "Told", "value": told(introduction, None)})
    if introduction.ask_person_on:
        on = dates.long_date(introduction.ask_person_on)
        rows.append({"key": "Ask the person on", "value": on})
    if introduction.thanks:
        rows.append({"key": "Thanked the group", "value": introduction.thanks})
    return rows


def course(news: Sequence[News], introduction: Introduction) -> list[dict[str, Any]]:
    """What was heard, the newest first, each once, with by whom and which way; what the person said among it."""
    rows = [
        {
            "heading": INTRODUCTIONS.said(row.progress),
            "at": row.at,
            "who": _who(row),
            "text": "" if row.note == introduction.person_words else row.note,
        }
        for row in news
    ]
    if introduction.person_said_at:
        heading = f"They say: {says(introduction)}"
        at, words = introduction.person_said_at, introduction.person_words
        rows.append({"heading": heading, "at": at, "who": "", "text": words})
    return sorted(rows, key=lambda row: row["at"], reverse=True)


def _who(row: News) -> str:
    if row.heard in _NAMED:
        return f"{row.by_name}."
    return f"{row.by_name}. {Heard(row.heard).label}."
