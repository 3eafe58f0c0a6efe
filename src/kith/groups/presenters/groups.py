"""The scheme's own groups in the words of their pages."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from markupsafe import Markup

from kith.groups import rules
from kith.groups.models import Group, GroupPlace, GroupSession, Notice
from kith.groups.queries import OfPerson
from kith.groups.states import PLACES, SESSIONS, PlaceState, SessionState
from kith.isolation.actor import Actor
from kith.messages.documents.letterhead import Letterhead
from kith.messages.documents.poster import (
    ABOUT,
    ACCESS,
    PosterDocument,
    drawable,
    shortened,
)
from kith.organisations.models import Membership, Scheme
from kith.pathway.contacts.rules import ways
from kith.people.models import Channel
from kith.ui import dates
from kith.ui.items import Item, Press
from kith.ui.text import bidi
from kith.vocabulary import phone as phones

SOMEBODY = "Somebody whose record you may not open"
COLOURS = {
    SessionState.PLANNED: "blue",
    SessionState.HELD: "green",
    SessionState.CANCELLED: "orange",
}
# What opening a session shows, by where it is.
OPENS = {
    SessionState.PLANNED: "Who is expected",
    SessionState.HELD: "Who came",
    SessionState.CANCELLED: "Who is told",
}
PLACE_COLOURS = {
    PlaceState.WAITING: "grey",
    PlaceState.OFFERED: "yellow",
    PlaceState.TAKEN: "green",
    PlaceState.LEFT: "grey",
}


def usual(group: Group) -> str:
    """``Thursdays, 2pm to 3:30pm``; empty without a usual time."""
    if group.weekday is None or group.starts is None:
        return ""
    start = dt.datetime.combine(dt.date(2000, 1, 1), group.starts)
    end = (start + dt.timedelta(minutes=group.minutes)).time()
    day = Group.Weekday(group.weekday).label
    return f"{day}s, {dates.clock(group.starts)} to {dates.clock(end)}"


def places_words(group: Any) -> str:
    """``8 of 12 places taken, 2 wait``."""
    taken = (
        f"{group.taken} of {group.places} places taken"
        if group.places
        else f"{group.taken} come, no limit"
    )
    return f"{taken}, {group.waiting_now} on the list" if group.waiting_now else taken


def group_rows(groups: Iterable[Any]) -> list[list[Any]]:
    """One row a group: what, when, where, how full, who facilitates it."""
    return [
        [
            {
                "text": row.name,
                "href": reverse("groups:group", args=[row.pk]),
                "hint": f"Ended on {dates.medium_date(row.ended_on)}" if row.ended_on else "",
            },
            usual(row) or "No usual time",
            bidi(row.where),
            places_words(row),
            bidi(row.facilitator.name) if row.facilitator else "Nobody yet",
        ]
        for row in groups
    ]


def name_of(session: GroupSession) -> str:
    """``Thursday lunch, Thursday 3 December 2026 at 2pm``."""
    return f"{session.group.name}, {when(session)}"


def when(session: GroupSession) -> str:
    """The day and the time of a session."""
    return f"{dates.long_date(session.starts_at)} at {dates.clock(session.starts_at)}"


def session_item(one: Any, now: dt.datetime, *, marks: bool) -> Item:
    """One session in a list of what meets this week, with what is to be done about it."""
    today, late = one.on == dates.day_of(now), one.is_open and one.on < dates.day_of(now)
    due = one.is_open and one.on <= dates.day_of(now)
    tag = ("Register to be taken", "yellow") if due else _state(one)
    words = "Take the register" if due else OPENS[SessionState(one.state)]
    address = reverse("groups:register", args=[one.pk])
    led = one.group.facilitator.name if one.group.facilitator else "nobody yet"
    return Item(
        one.group.name,
        Markup("{}. {}. Facilitated by {}").format(
            dates.date_in_words(one.starts_at, now=now) + f", {dates.clock(one.starts_at)}",
            bidi(one.group.where),
            bidi(led),
        ),
        href=address,
        what=came_words(one) if one.is_held else one.cancelled_why,
        tags=[tag],
        acts=[Press(words, address, about=name_of(one), first=today or late)] if marks else [],
    )


def first_press(session: GroupSession | None, today: dt.date) -> Press | None:
    """What a group's page offers first: the register that is due, or who is expected next."""
    if session is None:
        return None
    words = "Take the register" if session.on <= today else "Who is expected"
    day = f"{session.on:%A} {session.on.day} {session.on:%B}"
    return Press(f"{words}, {day}", reverse("groups:register", args=[session.pk]), first=True)


def session_rows(sessions: Iterable[Any]) -> list[list[Any]]:
    """One row a session of a group: when, where it stands, who came."""
    return [
        [
            {"text": when(row), "href": reverse("groups:register", args=[row.pk])},
            dict(zip(("text", "tag"), _state(row), strict=True)),
            came_words(row) if row.is_held else row.cancelled_why,
        ]
        for row in sessions
    ]


def came_words(session: Any) -> str:
    """``8 came, and 2 without a record``."""
    more = f", and {session.walk_ins} without a record" if session.walk_ins else ""
    return f"{session.came_count} came{more}"


def people_rows(places: Iterable[Any]) -> list[dict[str, Any]]:
    """Everybody in a group as its page shows them; of those who may not be known, only that there is somebody."""
    return [
        {
            "row": row,
            "name": row.person.kept.full_name if row.named else SOMEBODY,
            "named": row.named,
            "href": reverse("groups:joined", args=[row.pk]) if row.visible else "",
            "state": PLACES.said(row.state),
            "colour": PLACE_COLOURS[PlaceState(row.state)],
            "taken": row.has_place,
            "to_know": row.to_know if row.named else "",
            "arrives": row.arrives if row.named else "",
            "missed": missed_words(row) if row.has_place else "",
            "since": row.asked_at,
        }
        for row in places
    ]


def missed_words(row: GroupPlace) -> str:
    """``Missed the last 2``; empty for fewer than one asks about."""
    return f"Missed the last {row.missed}" if row.missed >= rules.ASK_AFTER_MISSED else ""


def register_rows(places: Iterable[Any], came_before: set[Any]) -> list[dict[str, str]]:
    """Who is expected, to be tapped: the name, whether they are new, and what to know."""
    found = []
    for row in places:
        new = "" if row.pk in came_before else "New"
        arrives = f"Gets here: {row.arrives}" if row.arrives else ""
        hint = ". ".join(part.rstrip(".") for part in (new, row.to_know, arrives) if part)
        found.append({"value": str(row.pk), "name": row.person.kept.full_name, "hint": hint})
    return found


def notice_item(one: Any, number: str) -> Item:
    """Somebody who is told that a session is cancelled, or takes place after all: by e-mail, or whom to ring, with the
    number that is safe.
    """
    person = one.joined.person.kept
    to_ring = one.how == Notice.How.RING and one.settled_at is None
    return Item(
        person.full_name,
        _noticed(one),
        href=reverse("desk:record", args=[person.pk]) if one.joined.visible else "",
        what=number if to_ring else "",
        tags=[("To be rung", "yellow") if to_ring else ("Told", "green")],
        acts=[_told(one.pk, person.full_name, "session")] if to_ring else [],
    )


def after_all_words(notices: Iterable[Notice]) -> str:
    """What was done to a cancellation that was taken back, and who hears of it."""
    told = list(notices)
    if not told:
        return "It takes place after all. Nobody had been told otherwise."
    ring = sum(one.how == Notice.How.RING for one in told)
    one = len(told) == 1
    who = (
        "1 person who was told otherwise hears"
        if one
        else f"{len(told)} people who were told otherwise hear"
    )
    more = "Below is whom to ring." if ring else "An e-mail is on its way."
    return f"It takes place after all. {who} of it. {more}"


def safe_number(points: Iterable[Any]) -> str:
    """How somebody can be told by voice: the first number that is safe to call, or that there is none."""
    safe = [way for way in ways(points) if way.channel == Channel.CALL and way.safe]
    if not safe:
        return "No number is marked safe: ask their link worker"
    return f"Ring {phones.display(safe[0].value)}" + (f", {safe[0].when}" if safe[0].when else "")


def _noticed(one: Notice) -> str:
    if one.how == Notice.How.EMAIL:
        return "A link went to their e-mail"
    return f"Told by {one.settled_by_name}" if one.settled_at else "Nobody has told them yet"


def _told(notice_id: Any, name: str, back: str, words: str = "They know now") -> Press:
    return Press(
        words,
        reverse("groups:told", args=[notice_id]),
        about=name,
        sends={"back": back},
        first=True,
    )


# On Today


def place_items(found: Iterable[Any], now: dt.datetime, back: str) -> list[Item]:
    """A place that came free, a group that somebody stopped coming to, a session that does not take place; `back` is
    the page on which it is pressed.
    """
    rows = list(found)
    off = [_off_item(row, now, back) for row in rows if row.notice_id]
    offered = [_offered_item(row, back) for row in rows if row.state == PlaceState.OFFERED]
    missed = [
        _missed_item(row, back)
        for row in rows
        if row.has_place and row.missed >= row.missed_asked + rules.ASK_AFTER_MISSED
    ]
    return [*off, *offered, *missed]


def _off_item(row: Any, now: dt.datetime, back: str) -> Item:
    rung = row.off_how == Notice.How.RING
    day = dates.date_in_words(row.off_at, now=now)
    after_all = row.off_says == Notice.Says.ON
    what = "takes place after all" if after_all else "does not take place"
    said = f"{row.group.name} {what} on {day}"
    return _item(
        row,
        f"{said}. {'They have no e-mail that is safe' if rung else 'A link went to their e-mail'}",
        "Tell them" if rung else "",
        [
            _told(
                row.notice_id,
                row.person.kept.full_name,
                back,
                "They know now" if rung else "I have read it",
            )
        ],
        [("Ring", "yellow")] if rung else [],
    )


def _offered_item(row: Any, back: str) -> Item:
    return _item(
        row,
        f"A place in {row.group.name} is free, and they are next on the list",
        "Ask whether they want it",
        [
            _answer(row, back, "yes", "They want it", first=True),
            _answer(row, back, "later", "Not now, keep waiting"),
            _answer(row, back, "no", "No"),
        ],
    )


def _missed_item(row: Any, back: str) -> Item:
    asked = Press(
        "I have asked",
        reverse("groups:asked", args=[row.pk]),
        about=row.person.kept.full_name,
        sends={"back": back},
        first=True,
    )
    place = Press("Their place", reverse("groups:joined", args=[row.pk]), about=row.group.name)
    said = f"Has not come to {row.group.name} the last {row.missed} times"
    return _item(row, said, "Ask how they are", [asked, place])


def _item(
    row: Any, why: str, what: str, acts: list[Press], tags: list[tuple[str, str]] | None = None
) -> Item:
    person = row.person.kept
    return Item(
        person.full_name,
        why,
        href=reverse("desk:record", args=[person.pk]),
        what=what,
        tags=tags or [],
        acts=acts,
    )


def _answer(row: Any, back: str, answer: str, words: str, *, first: bool = False) -> Press:
    return Press(
        words,
        reverse("groups:answer", args=[row.pk]),
        about=f"{row.person.kept.full_name}, {row.group.name}",
        sends={"answer": answer, "back": back},
        first=first,
    )


def who_asks(holder: Membership | None, actor: Actor) -> str:
    """Whose task it is to ask somebody whether they want a place that came free, for whoever reads it."""
    if holder is None:
        return "whoever runs the groups asks them: no worker has them now."
    if actor.membership_id(holder.scheme_id) == holder.pk:
        return "it is on your Today."
    return f"{holder.name} asks them: it is on their Today."


# On the record


@dataclass(frozen=True)
class Happened:
    """One thing for a person's timeline."""

    at: dt.datetime
    heading: str
    body: str = ""
    who: str = ""


def places_of(found: OfPerson) -> list[dict[str, Any]]:
    """A person's places that are in force, for the side of their record."""
    return [
        {
            "row": row,
            "name": row.group.name,
            "when": usual(row.group),
            "state": PLACES.said(row.state),
            "colour": PLACE_COLOURS[PlaceState(row.state)],
            "missed": missed_words(row) if row.has_place else "",
        }
        for row in found.places
        if row.state != PlaceState.LEFT
    ]


def happened_in_groups(found: OfPerson) -> Iterator[Happened]:
    """What the groups add to a timeline beside the contacts: joining, leaving, what was missed or called off."""
    for row in found.places:
        yield Happened(row.asked_at, f"Asked for a place in {row.group.name}", "", row.by_name)
        if row.state == PlaceState.LEFT:
            yield Happened(row.state_at, f"Left {row.group.name}", row.left_why)
        elif row.has_place and row.state_at != row.asked_at:
            yield Happened(row.state_at, f"Has a place in {row.group.name}")
    for one in found.attendances:
        if one.contact_id:
            continue  # the contact says it
        yield Happened(
            one.session.starts_at,
            f"Did not come to {one.session.group.name}",
            one.note,
            one.session.marked_by_name,
        )
    for told in found.told:
        on = told.says == Notice.Says.ON
        what = "takes place after all on" if on else "was cancelled for"
        why = "" if on else told.session.cancelled_why.rstrip(".")
        yield Happened(
            told.created_at,
            f"{told.session.group.name} {what} {when(told.session)}",
            ". ".join(part for part in (why, _heard(told)) if part),
        )


def _heard(told: Notice) -> str:
    if told.how == Notice.How.EMAIL:
        return "Told by e-mail"
    if told.settled_at is not None:
        return f"Told by {told.settled_by_name}"
    return "To be rung" if told.replaced_at is None else "They had not been told yet"


def poster_warnings(group: Group) -> list[str]:
    """What a poster of this group leaves out, said before it is printed."""
    cut = (
        (group.about, shortened(group.about, *ABOUT)),
        (group.access_notes, shortened(group.access_notes, *ACCESS)),
    )
    found = []
    if any(whole.strip() != short for whole, short in cut):
        found.append(
            "The text is longer than one sheet holds, so the poster ends it early."
            " Shorten what it is, or how one gets in."
        )
    if any(
        text != drawable(text)
        for text in (group.name, group.about, group.where, group.access_notes)
    ):
        found.append("Emoji and other signs that cannot be printed are left out of the poster.")
    return found


def poster(scheme: Scheme, group: Group) -> PosterDocument:
    """What stands on the wall: when, where, how to get in, whom to ring. Nobody who comes is on it."""
    return PosterDocument(
        scheme=Letterhead(
            scheme.name, tuple(scheme.address.splitlines()), scheme.phone, scheme.email
        ),
        name=group.name,
        about=group.about,
        when=usual(group) or "Ring us to hear when",
        where=group.where,
        access=group.access_notes,
        limited=group.places is not None,
    )


def _state(one: GroupSession) -> tuple[str, str]:
    """Where a session is, in words and a colour; one that has begun is not to come any more."""
    if one.state == SessionState.PLANNED and one.starts_at <= timezone.now():
        return "Register to be taken", "yellow"
    return SESSIONS.said(one.state), COLOURS[SessionState(one.state)]
