"""Who may be asked a measure, when, and who must stand ready."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kith.organisations.models import Membership
from kith.pathway.outcomes.instruments import Instrument
from kith.pathway.outcomes.models import NotNow
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.ui import dates

# After how many days what was put off for a reason is offered again; for the others, not at that moment.
ASK_AGAIN_AFTER = {
    NotNow.NOT_THE_TIME: 14,
    NotNow.TIRED: 14,
    NotNow.MORE_URGENT: 7,
    NotNow.LANGUAGE: 14,
    NotNow.OTHER: 14,
}


@dataclass(frozen=True)
class Responder:
    """Who was named, who acts on the day (their cover while they are away), and whether they see the person."""

    named: Membership
    acts: Membership | None
    is_away: bool
    sees: bool


def why_not_asked(measure: Instrument, person: Person, on: datetime.date) -> str:
    """Why this person is not asked this measure on a day, as a sentence; empty when they may be."""
    if person.age_on(on) < measure.minimum_age:
        return (
            f"{person.called} is under {measure.minimum_age}, and {measure.title} is for people"
            f" of {measure.minimum_age} and over. Use goals and their own ratings instead."
        )
    return ""


def check_asked(measure: Instrument, person: Person, on: datetime.date) -> None:
    """Raise Refused unless this person may be asked this measure."""
    reason = why_not_asked(measure, person, on)
    if reason:
        raise Refused(reason)


def why_nobody_answers(
    measure: Instrument, responder: Responder | None, person: Person, on: datetime.date
) -> str:
    """Why a measure whose answers may alert cannot be asked on a day; empty when somebody stands ready."""
    start = f"{measure.title} cannot be asked now: an answer may ask somebody to act, and"
    end = "Ask your manager to name somebody."
    if responder is None:
        return f"{start} nobody is named. {end}"
    if responder.acts is None:
        return f"{start} {responder.named.name} is away with nobody to cover. {end}"
    if not _works_on(responder.acts, on):
        return f"{start} {responder.acts.name} does not work here any more. {end}"
    if not responder.sees:
        name = responder.acts.name
        return f"{start} {name} may not open the record of {person.called}. {end}"
    return ""


def _works_on(member: Membership, on: datetime.date) -> bool:
    return member.from_date <= on and (member.to_date is None or member.to_date >= on)


def check_answered_by(measure: Instrument, *, by_the_person: bool) -> None:
    """Raise Refused when somebody else answered a measure of how the person feels.

    GSS harmonised standard on personal wellbeing: asked of the respondent only, no proxy.
    """
    if not by_the_person and not measure.proxy_allowed:
        raise Refused(
            f"{measure.title} can only be answered by the person. Put it off and say why.",
            field="answered_by",
        )


def check_day(on: datetime.date) -> None:
    """Raise Refused for a day that has not come."""
    if on > dates.today():
        raise Refused(
            "The day it was answered is in the future. Enter today or an earlier day.",
            field="taken_on",
        )


def ask_again_on(reason: str, on: datetime.date) -> datetime.date | None:
    """The day from which what was put off for a reason may be offered again; None for not at this moment."""
    days = ASK_AGAIN_AFTER.get(NotNow(reason)) if reason else None
    return on + datetime.timedelta(days=days) if days else None
