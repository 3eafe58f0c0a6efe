"""What the pages of this room show: the five choices, the ways to reach someone, appointments."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from markupsafe import Markup

from kith.concerns import presenters as concerns
from kith.concerns import queries as concern_queries
from kith.messages.models import Letter
from kith.messages.wording import fill
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.pathway.contacts import queries, rules
from kith.pathway.contacts.models import Contact, Outcome, PhoneMessage
from kith.pathway.contacts.wording import planned_words
from kith.people import presenters as people_presenters
from kith.people import queries as people
from kith.people.models import Channel, ContactPoint, Person
from kith.people.queries import contact_points
from kith.people.rules import DECIDES_FROM, is_child, risk_summary
from kith.ui import dates
from kith.ui.items import Block, Item, Press, blocks
from kith.ui.text import bidi
from kith.vocabulary import accessible_information, media, snomed
from kith.vocabulary import phone as phones

SPOKEN_OR_TEXTED = (Channel.CALL, Channel.VOICEMAIL, Channel.TEXT)
ASK_LEAD = "Talk with your team lead about who looks out for them"
A_CHILD = "They are under 18, so nobody stops trying by themselves."
A_RISK = "A risk is on their record, so nobody stops trying by themselves."
OPEN_CONCERN = "A concern is open, so nobody stops trying by themselves."


@dataclass(frozen=True)
class Choice:
    """One of the big choices: what is pressed, what it means, its key."""

    name: str
    text: str
    outcome: str
    direction: str = "out"
    key: str = ""


CHOICES = (
    Choice("reached", "Reached", Outcome.REACHED, key="r"),
    Choice("no_answer", "No answer", Outcome.NO_ANSWER, key="n"),
    Choice("left_message", "Left a message", Outcome.LEFT_MESSAGE, key="l"),
    Choice("did_not_come", "Did not come", Outcome.DID_NOT_ATTEND, key="d"),
    Choice("they_contacted_us", "They contacted us", Outcome.REACHED, "in", key="i"),
)
RARE = (
    Choice("wrong_number", "Wrong or dead number", Outcome.WRONG_NUMBER),
    Choice("sent", "Sent a letter, text or e-mail", Outcome.SENT),
)
_NO_INTERPRETER = Choice("no_interpreter", "No interpreter came", Outcome.NO_INTERPRETER)
_NOT_BROUGHT = Choice("did_not_come", "Was not brought", Outcome.NOT_BROUGHT, key="d")
_SIGNED = {"bsl-interpreter": "q4", "makaton-signer": "q5"}
_ALONE = Choice("alone", "Did not come, alone", Outcome.DID_NOT_ATTEND)


def choices_for(person: Person) -> tuple[Choice, ...]:
    """The five choices; a child does not fail to come, they are not brought: in England anybody under 18. Whoever
    decides for themselves may come by themselves too, and then fail to (Royal College of General Practitioners,
    Safeguarding toolkit, "Was not brought": older teenagers are the exception). Who needs an interpreter may have
    had none, which is ours.
    """
    child = is_child(person, dates.today())
    found = tuple(
        _NOT_BROUGHT if child and one.name == _NOT_BROUGHT.name else one for one in CHOICES
    )
    if child and person.age_on(dates.today()) >= DECIDES_FROM:
        found = (*found, _ALONE)
    return (*found, _NO_INTERPRETER) if rules.is_interpreted(person) else found


def interpreter_wanted(person: Person) -> dict[str, str]:
    """The language of the interpreter whom somebody needs, and what else matters: a sign language is a language."""
    if person.needs_interpreter:
        return {"language": person.language}
    needs = [need for need in person.access_needs if need in rules.INTERPRETERS]
    signed = next((_SIGNED[need] for need in needs if need in _SIGNED), "")
    others = [accessible_information.label(need) for need in needs if need not in _SIGNED]
    return {"language": signed or person.language or "en", "dialect": ", ".join(others)}


def chosen(person: Person, name: str) -> Choice | None:
    """The choice an address names, or None."""
    return next((one for one in (*choices_for(person), *RARE) if one.name == name), None)


def proposal_after(
    person: Person,
    choice: Choice,
    medium: str,
    now: datetime.datetime,
    *,
    letter: Letter | None = None,
) -> rules.Proposal:
    """What the scheme's policy proposes once this has happened; what is sent asks for an answer if one is awaited, and
    a `letter` that is made is yet to be posted.
    """
    contacts, points = list(queries.contacts_of(person)), list(contact_points(person))
    channel = rules.channel_of(medium, choice.outcome, at_home=False)
    happened = Contact(
        letter=letter,
        happened_at=now,
        outcome=choice.outcome,
        direction=choice.direction,
        medium=medium,
        counts=rules.counts_as_try(
            person,
            medium=medium,
            outcome=choice.outcome,
            unsafe=rules.is_unsafe(channel, rules.point_used(points, channel)),
            as_asked=True,
            asks_answer=awaits_answer(contacts),
        ),
    )
    found = rules.next_try(
        organisations.scheme(person.scheme_id),
        [*contacts, happened],
        now=now,
        points=points,
        asked=rules.channels_asked(person),
    )
    return _not_given_up(person, found) if found.may_consider_closing else found


def _not_given_up(person: Person, found: rules.Proposal) -> rules.Proposal:
    """Finishing is not proposed while a risk or a concern is open, nor for a child (product.md, the rules)."""
    if concern_queries.is_open_for(person):
        return rules.Proposal("Speak with whoever has the concern", found.on, why=OPEN_CONCERN)
    if is_child(person, dates.today()):
        return rules.Proposal(ASK_LEAD, found.on, why=A_CHILD)
    if risk_summary(person, people.risks(person)).texts:
        return rules.Proposal(ASK_LEAD, found.on, why=A_RISK)
    return found


def awaits_answer(contacts: Iterable[Contact]) -> bool:
    """Whether the last that happened was a try without an answer, or nothing has happened yet."""
    happened = [row for row in contacts if row.happened_at is not None]
    last = max(happened, key=lambda row: row.happened_at or row.created_at, default=None)
    return last is None or rules.is_try(last)


def points_offered(person: Person, choice: Choice, medium: str) -> list[tuple[ContactPoint, str]]:
    """Which of their numbers or addresses it may have been by, the likeliest first; none where nobody need say."""
    if choice.direction == Contact.Direction.IN or choice.outcome == Outcome.WRONG_NUMBER:
        return []
    channel = rules.channel_of(medium, choice.outcome, at_home=False)
    found = rules.points_for(contact_points(person), channel)
    if channel is None or len(found) < 2:
        return []
    unsafe = {True: "", False: ": not marked safe for this"}
    return [(one, f"{shown_point(one)}{unsafe[one.is_safe_for(channel)]}") for one in found]


def phones_of(person: Person) -> list[ContactPoint]:
    """The numbers on record that are in use."""
    return [point for point in contact_points(person) if point.kind == ContactPoint.Kind.PHONE]


def first_medium(person: Person, choice: Choice) -> str:
    """How it most likely took place: by call, or text where no call is safe; what was sent, as the policy proposed."""
    points = list(contact_points(person))
    safe = {way.channel for way in rules.ways(points) if way.safe}
    if choice.outcome == Outcome.SENT:
        proposed = rules.next_try(
            organisations.scheme(person.scheme_id),
            list(queries.contacts_of(person)),
            now=timezone.now(),
            points=points,
            asked=rules.channels_asked(person),
        )
        if proposed.medium in (*rules.WRITTEN, rules.LETTER):
            return proposed.medium
        return "06" if Channel.TEXT in safe else "05" if Channel.EMAIL in safe else rules.LETTER
    if choice.outcome in (Outcome.DID_NOT_ATTEND, Outcome.NOT_BROUGHT):
        return "01"
    return "02" if Channel.CALL in safe or Channel.TEXT not in safe else "06"


def head(person: Person) -> dict[str, Any]:
    """Who it is, what may go wrong, how they are safely reached."""
    summary = risk_summary(person, people.risks(person))
    points = list(contact_points(person))
    return {
        "person": person,
        "age": person.age_on(dates.today()),
        "risk": summary.words,
        "risk_asked": summary.asked,
        "record_url": reverse("desk:record", args=[person.pk]),
        "risk_url": reverse("people:risks", args=[person.pk]),
        "concerns": [
            concerns.short(row, timezone.now()) for row in concern_queries.open_of(person)
        ],
        "door": people_presenters.warnings(people.warnings_of(points), points, dates.today()),
        "writes": any(point.is_safe_for(Channel.LETTER) for point in points),
        "door_url": reverse("people:address", args=[person.pk]),
        "ways": [
            {
                "act": way.channel.label,
                "to": _shown(way.channel, way.value),
                "safe": way.safe,
                "when": way.when,
            }
            for way in rules.ways(points)
        ],
    }


def _shown(channel: Channel, value: str) -> str:
    return shown_phone(value) if channel in SPOKEN_OR_TEXTED else value


def shown_phone(value: str) -> str:
    """A stored number as people read it."""
    return phones.display(value)


def shown_point(point: ContactPoint | None) -> str:
    """By which number or address a contact was, as people read it; empty where none is known."""
    if point is None:
        return ""
    phone = point.kind == ContactPoint.Kind.PHONE
    return shown_phone(point.value) if phone else ", ".join(point.value.splitlines())


def text_words(
    words: str, *, called: str, worker: str, scheme: str, at: datetime.datetime, ring_from: str
) -> str:
    """A text, in the scheme's words, that says who will ring, when and from which number, and nothing of why."""
    given = {
        "name": called,
        "worker": worker,
        "scheme": scheme,
        "day": dates.date_in_words(at, now=timezone.now()),
        "time": dates.clock(at),
        "number": ring_from,
    }
    return fill(words, given)


def gp_words(contact: Contact) -> str:
    """One contact in a few lines for the record of their practice: what, when, who, and not the note. The newest of
    a case says what is next as well, and the codes their answer owes that no letter or sheet has told, with terms.
    """
    assert contact.happened_at is not None
    how = media.label(contact.medium).lower()
    lines = [
        f"{dates.date_and_time(contact.happened_at)}: social prescribing, {how},"
        f" {contact.by_name}. {Outcome(contact.outcome).label}."
    ]
    case = contact.case
    if case is None or queries.newest_in(case) != contact:
        return lines[0]
    if case.next_step and case.next_step_on:
        lines.append(f"Next: {case.next_step}, {dates.medium_date(case.next_step_on)}.")
    owed = case.referral.codes_owed.filter(told_at=None, filed_on=None)
    lines += [f"Code, once in this episode: {row.code} {snomed.label(row.code)}." for row in owed]
    return "\n".join(lines)


def on_today(found: Sequence[PhoneMessage], duty: Duty, heading: str = "Rang back") -> list[Block]:
    """Word left by people who rang back: they wait by the telephone."""
    count = len(found)
    line = f"{count} rang back" if count else ""
    return blocks(Block("rang", heading, [_rang(row, duty) for row in found], line=line))


def _rang(row: PhoneMessage, duty: Duty) -> Item:
    name = row.person.full_name
    day = dates.relative_day(row.taken_at, now=duty.now)
    return Item(
        name,
        Markup("Rang back {}, and talked with {}").format(day, bidi(row.taken_by_name)),
        href=reverse("desk:record", args=[row.person_id]),
        what=f"Ring {row.ring}" if row.phone else "",
        tags=[("Cannot wait", "orange")] if row.urgent else [],
        said=[("", row.words)],
        acts=[
            Press("Seen to", reverse("desk:settle_message", args=[row.pk]), about=name, sends={})
        ],
    )


def called_off(before: Iterable[Contact], left: Iterable[Contact]) -> str:
    """Which appointments were called off by an act, to tell the person; "" for none."""
    stays = {row.pk for row in left}
    gone = [row for row in before if row.pk not in stays]
    if not gone:
        return ""
    called = gone[0].person.kept.called
    return f"Called off, by us: {'; '.join(map(planned_words, gone))}. Tell {called}."


def said_after(contact: Contact) -> str:
    """The notice after saving: what was kept and what is next."""
    case = contact.case
    if case is None or not case.next_step or case.next_step_on is None:
        return "Saved."
    day = dates.date_in_words(case.next_step_on, now=timezone.now())
    return f"Saved. Next: {case.next_step}, {day}."
