"""The support that somebody had before, as whoever decides on a new referral reads it."""

from __future__ import annotations

from kith.desk.queries.earlier import Earlier
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CASES
from kith.ui.dates import LONDON, medium_date
from kith.vocabulary import closure_reasons


def before_words(one: Earlier) -> str:
    """When, with whom and why it ended: “March to June 2026, with Nadia Rahman. Support finished as planned”."""
    case = one.case
    who = f", with {case.holder.name}" if case.holder else ""
    why = closure_reasons.label(one.closure.reason) if one.closure else CASES.said(case.state)
    return f"{_months(case)}{who}. {why}"


def _months(case: Case) -> str:
    began = case.opened_at.astimezone(LONDON)
    ended = (case.ended_at or case.opened_at).astimezone(LONDON)
    if (began.year, began.month) == (ended.year, ended.month):
        return f"{ended:%B %Y}"
    first = f"{began:%B}" if began.year == ended.year else f"{began:%B %Y}"
    return f"{first} to {ended:%B %Y}"


def join_words(name: str, case: Case) -> str:
    """What joining a referral to an open case is called on its button."""
    held = f" with {case.holder.name}" if case.holder else ", which waits for a worker"
    return f"Join to {name}’s open case{held}"


def reopen_words(one: Earlier) -> str:
    """What opening the last case again is called on its button."""
    return f"Re-open the case with {one.holder.name}" if one.holder else "Re-open the last case"


def reopen_hint(one: Earlier) -> str:
    """What opening it again means, and until when."""
    until = f", until {medium_date(one.until)}" if one.until else ""
    return f"The same episode, no new code{until}. What is on the record goes on."
