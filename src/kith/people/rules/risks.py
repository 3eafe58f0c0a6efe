"""What a record allows, asked of values already read."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from kith.people.models import LinkedPerson, Person, RiskStatement
from kith.ui.dates import medium_date

NOT_YET_ASKED = "Not yet asked"


@dataclass(frozen=True)
class RiskSummary:
    """What a page says about risk, always shown (PRSB Social Prescribing v1.1, section 17).

    `kind` is `stated`, `none_known` or `not_asked`; `texts` are the risks in force, newest first;
    `words` is the one sentence a header shows.
    """

    kind: str
    words: str
    texts: tuple[str, ...] = ()

    @property
    def asked(self) -> bool:
        """Whether anyone has asked."""
        return self.kind != "not_asked"


def in_force(risks: Iterable[RiskStatement]) -> list[RiskStatement]:
    """The statements that have not ended, newest first."""
    kept = [risk for risk in risks if risk.ended_on is None]
    return sorted(kept, key=lambda risk: (risk.stated_on, risk.created_at), reverse=True)


def risk_summary(person: Person, risks: Iterable[RiskStatement]) -> RiskSummary:
    """Say what is known by the person's `risks`: the risks stated, "None known to NAME on DATE", or "Not yet asked".

    Never made up: a person without a statement in force has not been asked.
    """
    now = in_force(risks)
    stated = tuple(risk.text for risk in now if risk.kind == RiskStatement.Kind.STATED)
    if stated:
        return RiskSummary("stated", "; ".join(stated), stated)
    for risk in now:
        return RiskSummary("none_known", none_known_words(risk))
    return RiskSummary("not_asked", NOT_YET_ASKED)


def none_known_words(risk: RiskStatement) -> str:
    """ "None known to NAME on DATE"."""
    return f"None known to {risk.stated_by_name} on {medium_date(risk.stated_on)}"


def blocks_visits(person: Person, risks: Iterable[RiskStatement] | None = None) -> bool:
    """True when nobody has asked about risk. It blocks visits and introductions, nothing else.

    `risks` may be given when they were read already.
    """
    return not risk_summary(person, _all(person) if risks is None else risks).asked


def _all(person: Person) -> Iterable[RiskStatement]:
    return RiskStatement.objects.filter(person__in=person.records)


def may_be_told(linked: LinkedPerson, today: datetime.date) -> LinkedPerson.MayBeTold:
    """What someone around the person may be told on a day: nothing once it has run out."""
    over = linked.ended_on is not None or (linked.until is not None and linked.until < today)
    return LinkedPerson.MayBeTold.NOTHING if over else LinkedPerson.MayBeTold(linked.may_be_told)


def why_codes_only(person: Person, *, by_policy: bool, scheme: str) -> str:
    """For a letter: why it holds codes and no story, the person's choice or the scheme's; "" where it tells one."""
    if not gets_codes_only(person, by_policy=by_policy):
        return ""
    if (person.merged_into or person).codes_only is None:
        return f"{scheme} sends practices the codes and no letter about its support, unless the person wants one."
    return (
        f"{person.called} chose that the practice gets the codes and no letter about our support."
    )


def gets_codes_only(person: Person, *, by_policy: bool) -> bool:
    """Whether the person's practice gets codes and no letter: as they chose, otherwise as the scheme does it."""
    kept = person.merged_into or person  # what is chosen on a record holds for those joined to it
    return by_policy if kept.codes_only is None else kept.codes_only
