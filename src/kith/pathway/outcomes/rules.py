"""Who may be asked a measure, and when."""

from __future__ import annotations

import datetime

from kith.pathway.outcomes.instruments import Instrument
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.ui import dates


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


def check_answered_by(measure: Instrument, *, by_the_person: bool) -> None:
    """Raise Refused when somebody else answered a measure of how the person feels.

    GSS harmonised standard on personal wellbeing: asked of the respondent only, no proxy.
    """
    if not by_the_person and not measure.proxy_allowed:
        raise Refused(
            f"{measure.title} can only be answered by the person. Skip it and say why.",
            field="answered_by",
        )


def check_day(on: datetime.date) -> None:
    """Raise Refused for a day that has not come."""
    if on > dates.today():
        raise Refused(
            "The day it was answered is in the future. Enter today or an earlier day.",
            field="taken_on",
        )
