"""The scheme's policy on attempts: what to try next. It proposes; it never closes anything.

Ours: tries on different days, at different times or by different channels; then a letter; then
closing may be considered. The number of tries is the scheme's (`Scheme.contact_attempts`). The letter is a fair
one (rules.fairness) that went after the last of them; where no call, text or e-mail is safe, it is all there is, and
closing is not considered.
"""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol, TypeVar

from kith.messages.models import Letter
from kith.organisations.models import Scheme
from kith.pathway.contacts.models import Contact, Outcome
from kith.pathway.contacts.rules.fairness import LETTER, SENT
from kith.people.models import Channel, ContactPoint
from kith.ui import dates
from kith.vocabulary import working_days

UNANSWERED = frozenset(
    {
        Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.DID_NOT_ATTEND, Outcome.NOT_BROUGHT,
        Outcome.WRONG_NUMBER,
    }
)  # fmt: skip
# What was written and asked for an answer is a try too; a letter is what comes after them.
WRITTEN = SENT - {LETTER}
OURS = frozenset({Outcome.NO_INTERPRETER, Outcome.CANCELLED_BY_US})
LETTER_DAYS = 14
TALK_AGAIN_DAYS = 14
TIMES = (
    ("in the morning", datetime.time(10)),
    ("in the afternoon", datetime.time(14)),
    ("in the early evening", datetime.time(17, 30)),
)
ONLY_A_LETTER = "No call, text or e-mail is safe and as they ask for it"
NO_SAFE_WAY = "Nothing on the record is marked safe for reaching them."
UNFAIR_LETTER = "The last one was not as they need it, not by a safe way, or asked for no answer."
_BY = {Channel.CALL: ("02", "Call"), Channel.TEXT: ("06", "Text"), Channel.EMAIL: ("05", "E-mail")}


class Attempt(Protocol):
    """What counting needs of a contact, be it a row or a value."""

    @property
    def outcome(self) -> str: ...
    @property
    def medium(self) -> str: ...
    @property
    def happened_at(self) -> datetime.datetime | None: ...
    @property
    def inbound(self) -> bool: ...
    @property
    def counts(self) -> bool: ...


AnyAttempt = TypeVar("AnyAttempt", bound=Attempt)


@dataclass(frozen=True)
class Proposal:
    """A next step for the worker to take or change, and how (`medium`). `why` says how the policy got there."""

    text: str
    on: datetime.date
    time: datetime.time | None = None
    why: str = ""
    medium: str = ""
    may_consider_closing: bool = False


def counted_tries(contacts: Iterable[AnyAttempt]) -> list[AnyAttempt]:
    """The unanswered tries since we last spoke or they got in touch, oldest first, that count.

    A second try on one day does not count, nor one at the time of day and by the channel of the
    one counted before it, nor one that was no fair try (rules.fairness).
    """
    counted: list[AnyAttempt] = []
    for contact in _since_reached(contacts):
        if not is_try(contact) or not contact.counts:
            continue
        before = counted[-1] if counted else None
        if before is None or (
            _day(contact) > _day(before)
            and (_part(contact), contact.medium) != (_part(before), before.medium)
        ):
            counted.append(contact)
    return counted


def is_try(contact: Attempt) -> bool:
    """Whether a contact tried to reach somebody and had no answer; `counts` says whether the policy counts it."""
    written = contact.outcome == Outcome.SENT and contact.medium in WRITTEN
    return contact.outcome in UNANSWERED or written


def next_try(
    scheme: Scheme,
    contacts: Sequence[Contact],
    *,
    now: datetime.datetime,
    points: Iterable[ContactPoint] = (),
    asked: Collection[Channel] = (),
) -> Proposal:
    """What to do next, from the contacts so far (any order), the points on record and the ways that are asked for."""
    today = dates.today(now)
    recent = _since_reached(contacts)
    safe = {channel for point in points for channel in Channel if point.is_safe_for(channel)}
    last = recent[-1] if recent else None
    if last is not None and last.outcome in OURS:
        return Proposal(
            "Say sorry, and make another appointment",
            working_days.on_or_after(today + datetime.timedelta(days=1)),
            why="This was ours to keep. It counts as no try.",
        )
    tries, most = counted_tries(contacts), scheme.contact_attempts
    # What was only sent to somebody whom we have spoken with is no try, and asks for none.
    only_told = (
        last is not None and last.outcome == Outcome.SENT and not tries and _spoken(contacts)
    )
    if last is None or only_told or last.outcome not in UNANSWERED | {Outcome.SENT}:
        return Proposal(
            "Talk again",
            working_days.on_or_after(today + datetime.timedelta(days=TALK_AGAIN_DAYS)),
            why=f"About {TALK_AGAIN_DAYS} days on, so that nobody is forgotten.",
        )
    if last.outcome == Outcome.WRONG_NUMBER:
        return Proposal(
            "Ask the referrer for another number",
            working_days.on_or_after(today + datetime.timedelta(days=1)),
            why="The number did not work, so this counts as no try.",
        )
    usable = _usable(safe, asked)
    if len(tries) < most and usable:
        return _another(tries, most, last, usable, today)
    return _letter(recent, tries[most - 1] if len(tries) >= most else None, len(tries), safe, today)


def _usable(safe: Collection[Channel], asked: Collection[Channel]) -> list[Channel]:
    """How to try: by a safe call, text or e-mail, and of these by what their record asks for where it is safe."""
    usable = [channel for channel in _BY if channel in safe]
    as_asked = [channel for channel in usable if channel in asked]
    by_letter = Channel.LETTER in asked and Channel.LETTER in safe
    return as_asked or ([] if by_letter else usable)


def _another(
    tries: Sequence[Contact],
    most: int,
    last: Contact,
    usable: Sequence[Channel],
    today: datetime.date,
) -> Proposal:
    used = [_part(contact) for contact in tries]
    part = min(range(len(TIMES)), key=lambda n: (used.count(n), n))
    words, clock = TIMES[part]
    times_used = {c: [t.medium for t in tries].count(_BY[c][0]) for c in usable}
    # A call is what reaches people; another channel only once calls were tried at two times of day.
    channel = usable[0] if len(tries) < 2 else min(usable, key=lambda c: times_used[c])
    unfair = (
        " The last one was not in their language, or not by a safe way."
        if last.outcome in UNANSWERED and not last.counts
        else ""
    )
    return Proposal(
        f"{_BY[channel][1]} again, {words}",
        working_days.on_or_after(today + datetime.timedelta(days=1)),
        clock,
        medium=_BY[channel][0],
        why=f"Try {len(tries) + 1} of {most}: another day, another time of day.{unfair}",
    )


def _letter(
    recent: Sequence[Contact],
    spent: Contact | None,
    count: int,
    safe: Collection[Channel],
    today: datetime.date,
) -> Proposal:
    """The letter, when the tries are spent with `spent`, or where a letter is the only way to try (None)."""
    tried = f"{count} tries have had no answer" if spent else ONLY_A_LETTER
    tomorrow = working_days.on_or_after(today + datetime.timedelta(days=1))
    sent = [c for c in recent if c.medium == LETTER and c.outcome == Outcome.SENT]
    fair = [c for c in sent if c.counts]
    gone = [on for c in fair if (on := _gone_on(c)) and (spent is None or _is_after(c, on, spent))]
    if gone:
        return _after_the_letter(max(gone), tried, today, spent=spent is not None)
    owed = [c for c in fair if c.letter is not None and c.letter.state == Letter.State.OWED]
    if owed and owed[-1] is recent[-1]:
        return Proposal(
            "See whether they answered the letter",
            working_days.on_or_after(today + datetime.timedelta(days=LETTER_DAYS)),
            why=f"{tried}. The letter counts from the day it is marked as sent.",
        )
    if owed:
        return Proposal(
            "Post the letter that was made",
            tomorrow,
            why=f"{tried}. A letter was made, and is not marked as sent.",
        )
    if Channel.LETTER in safe:
        unfair = f" {UNFAIR_LETTER}" if sent and not fair else ""
        return Proposal(
            "Send a letter",
            tomorrow,
            why=f"{tried}, so the next is a letter.{unfair}",
            medium=LETTER,
        )
    return Proposal(
        "Talk with your team lead: no safe way is left",
        tomorrow,
        why=f"{tried}, and no address is marked safe for a letter." if spent else NO_SAFE_WAY,
        may_consider_closing=spent is not None,
    )


def _after_the_letter(
    gone: datetime.date, tried: str, today: datetime.date, *, spent: bool
) -> Proposal:
    on = working_days.on_or_after(max(today, gone + datetime.timedelta(days=LETTER_DAYS)))
    if not spent:
        return Proposal(
            "Talk with your team lead: the letter had no answer", on, why=f"{tried}: it went."
        )
    return Proposal(
        "Decide with your team lead whether to finish",
        on,
        why=f"{tried}, nor the letter. Finishing may be considered; nothing closes by itself.",
        may_consider_closing=True,
    )


def _gone_on(contact: Contact) -> datetime.date | None:
    """The London day on which a letter went: of one that was made here, when it was marked as sent."""
    if contact.letter is None:
        return _day(contact)
    return dates.day_of(contact.letter.sent_at) if contact.letter.sent_at else None


def _is_after(contact: Contact, gone: datetime.date, spent: Contact) -> bool:
    day = _day(spent)
    return gone > day or (gone == day and _local(contact) > _local(spent))


def _since_reached(contacts: Iterable[AnyAttempt]) -> list[AnyAttempt]:
    rows = sorted((c for c in contacts if c.happened_at is not None), key=_in_time)
    spoke = [
        n for n, contact in enumerate(rows) if contact.outcome == Outcome.REACHED or contact.inbound
    ]
    return rows[spoke[-1] + 1 :] if spoke else rows


def _spoken(contacts: Iterable[Attempt]) -> bool:
    return any(c.outcome == Outcome.REACHED or c.inbound for c in contacts)


def _in_time(contact: Attempt) -> tuple[datetime.datetime, bool, str, str]:
    """In the order of time; of two at one moment, the one that reached somebody is the last."""
    spoke = contact.outcome == Outcome.REACHED or contact.inbound
    return _local(contact), spoke, contact.medium, contact.outcome


def _local(contact: Attempt) -> datetime.datetime:
    assert contact.happened_at is not None
    return dates.local(contact.happened_at)


def _day(contact: Attempt) -> datetime.date:
    return _local(contact).date()


def _part(contact: Attempt) -> int:
    hour = _local(contact).hour
    return 0 if hour < 12 else 1 if hour < 17 else 2
