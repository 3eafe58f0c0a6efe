"""The outcome letter of a case, made from its rows."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from kith.messages import queries as messages
from kith.messages.documents.letterhead import Letterhead, LinkWorker
from kith.messages.documents.outcome_letter import (
    Addressee,
    LetterCode,
    LetterIntroduction,
    LetterMeasure,
    OutcomeLetter,
)
from kith.organisations import queries as organisations
from kith.organisations.models import Scheme
from kith.pathway.caseload.models import Case
from kith.pathway.closures import queries, rules
from kith.pathway.closures.models import LetterRecipient
from kith.pathway.closures.scheme_words import REOPENING
from kith.pathway.connections.states import INTRODUCTIONS
from kith.pathway.contacts.models import SupportGiven
from kith.pathway.outcomes import queries as outcomes
from kith.pathway.outcomes.instruments import Better, Instrument
from kith.pathway.outcomes.models import GoalRating, Moment, Score
from kith.pathway.plans import queries as plans
from kith.pathway.plans.models import Action
from kith.pathway.referrals.letters import addressee_of, letter_person
from kith.pathway.referrals.models import CodeOwed, Referral
from kith.people import queries as people
from kith.people.rules import risk_summary, why_codes_only
from kith.ui.dates import medium_date
from kith.ui.money import money
from kith.vocabulary import closure_reasons

NOT_AVAILABLE = "n/a"
MISSING_PRACTICE = ("None recorded", "no code")


def letter_of(
    case: Case, *, reason: str, summary: str, requests: str, on: datetime.date, signed_by: str
) -> OutcomeLetter:
    """The letter that finishing a case on a day sends to the practice, or else to the referrer.

    `requests` has one request to professionals a line. Notes of contacts and introductions stay
    out: they are hidden from referrers.
    """
    scheme = organisations.scheme(case.scheme_id)
    person, referral = case.person, case.referral
    steps = list(plans.open_actions(case))
    plan = plans.plan_of(case)
    risk = risk_summary(person, people.risks(person))
    told = {row.code: row for row in referral.codes_owed.all()}
    codes = rules.codes_at_close(referral, reason, {c for c, row in told.items() if row.told_at})
    until = rules.reopen_until(on, scheme.reopen_within_days)
    return OutcomeLetter(
        scheme=Letterhead(scheme.name, _lines(scheme.address), scheme.phone, scheme.email),
        date=on,
        addressee=addressee_of(referral),
        person=letter_person(referral),
        requested_actions=(*_lines(requests), *_asked_of_professionals(steps)),
        actions_for_person=_left_to_do(steps) if reason != closure_reasons.DIED else (),
        reason_for_referral=_why_referred(referral),
        what_mattered=(plan.what_matters if plan else "") or referral.person_says,
        risks=risk.words,
        closure_reason=f"{closure_reasons.label(reason)}.\n{summary}".strip(),
        reopening=rules.reopening_words(
            messages.words(scheme.pk, REOPENING), person.called, until, scheme.phone, reason
        ),
        link_worker=_worker(case, scheme, signed_by),
        support_given=_support(case),
        introductions=tuple(
            LetterIntroduction(row.service_name, INTRODUCTIONS.said(row.progress))
            for row in queries.introductions(case)
        ),
        measures=(*_measures(case), *_goals(case)),
        codes=tuple(LetterCode(code.code, code.term) for code in codes),
        codes_only=why_codes_only(
            person, by_policy=scheme.codes_only_by_default, scheme=scheme.name
        ),
        codes_told=_told_before(told.values()),
    )


def _told_before(rows: Iterable[CodeOwed]) -> tuple[str, ...]:
    """The codes of this episode that the practice was told before, so that none is filed twice."""
    return tuple(
        f"{row.get_code_display()} was told on {medium_date(row.told_at)}: do not code it again."
        for row in rows
        if row.told_at
    )


def addressee(recipient: LetterRecipient) -> Addressee:
    """A further recipient as the letter addresses them."""
    return Addressee(recipient.name, recipient.organisation, _lines(recipient.address))


def _worker(case: Case, scheme: Scheme, signed_by: str) -> LinkWorker:
    holder = case.holder
    return LinkWorker(
        holder.name if holder else signed_by,
        scheme.link_worker_title,
        (holder.phone if holder else "") or scheme.phone,
    )


def _why_referred(referral: Referral) -> str:
    reasons = "; ".join(row.reason.label for row in referral.reasons.select_related("reason"))
    return "\n".join(part for part in (referral.referrer_sees, reasons) if part)


def _asked_of_professionals(steps: Iterable[Action]) -> tuple[str, ...]:
    asked = [step for step in steps if step.who == Action.Who.PROFESSIONAL]
    return tuple(_step(step, step.who_name) for step in asked)


def _left_to_do(steps: Iterable[Action]) -> tuple[str, ...]:
    """What the person goes on with, and what others around them do; ours end with our support."""
    return tuple(
        _step(step, step.who_name if step.who == Action.Who.OTHER else "")
        for step in steps
        if step.who in (Action.Who.PERSON, Action.Who.OTHER)
    )


def _step(step: Action, who: str) -> str:
    by_when = f"by {medium_date(step.by_when)}" if step.by_when else ""
    about = ", ".join(part for part in (who, by_when) if part)
    return f"{step.text} ({about})" if about else step.text


def _support(case: Case) -> tuple[str, ...]:
    rows = SupportGiven.objects.filter(case=case).order_by("given_on", "created_at")
    return tuple(_said_support(row) for row in rows)


def _said_support(row: SupportGiven) -> str:
    said = f"{row.get_kind_display()}, {medium_date(row.given_on)}"
    if row.result:
        said += f": {row.result}"
    if row.money_pence is not None:
        often = " a year" if row.money_frequency == SupportGiven.Frequency.YEARLY else ""
        sure = row.get_money_certainty_display().lower()
        said += f" ({money(row.money_pence)}{often}, {sure})"
    return said


def _measures(case: Case) -> list[LetterMeasure]:
    rows = list(outcomes.scores(case))
    return [
        line
        for measure in outcomes.known(case.scheme_id).values()
        if (mine := [row for row in rows if row.measure == measure.key])
        for line in _measure_lines(measure, mine)
    ]


def _measure_lines(measure: Instrument, rows: list[Score]) -> list[LetterMeasure]:
    taken = [row for row in rows if not row.skipped_why]
    first = next((row for row in taken if row.moment == Moment.START), None)
    last = _last(taken)
    note = "; ".join(
        f"Not taken at the {row.get_moment_display().lower()}: {row.skipped_why}"
        for row in rows
        if row.skipped_why
    )
    if measure.summed:
        said = "; ".join(part for part in (_direction(measure.better), _when(last), note) if part)
        start, end = (_shown(row.result if row else None) for row in (first, last))
        return [LetterMeasure(measure.title, start, end, said)]
    parts: list[dict[str, Any]] = next(
        (row.result["subscales"] for row in (first, last) if row is not None), []
    )
    if not parts:
        return [LetterMeasure(measure.title, NOT_AVAILABLE, NOT_AVAILABLE, note)]
    return [
        LetterMeasure(
            f"{measure.title}: {part['title']}",
            _shown(_part(first, part["key"])),
            _shown(_part(last, part["key"])),
            "; ".join(p for p in (_direction(part["better"]), _when(last), note) if p),
        )
        for part in parts
    ]


def _part(row: Score | None, key: str) -> dict[str, object] | None:
    parts = row.result["subscales"] if row else []
    return next((part for part in parts if part["key"] == key), None)


def _last(rows: list[Score]) -> Score | None:
    """The last one at the end; without one, the last at a review."""
    for moment in (Moment.END, Moment.REVIEW):
        found = [row for row in rows if row.moment == moment]
        if found:
            return found[-1]
    return None


def _when(last: Score | None) -> str:
    return "Taken at a review" if last is not None and last.moment == Moment.REVIEW else ""


def _direction(better: str) -> str:
    return "Lower is better" if better == Better.LOWER else ""


def _shown(result: dict[str, object] | None) -> str:
    if result is None:
        return NOT_AVAILABLE
    band = f" ({result['band']})" if result.get("band") else ""
    return f"{float(str(result['score'])):g}{band}"


def _goals(case: Case) -> list[LetterMeasure]:
    rows = list(outcomes.ratings(case))
    goals = {row.goal_id: row.goal for row in rows}
    lines = []
    for goal_id, goal in goals.items():
        mine = [row for row in rows if row.goal_id == goal_id]
        start = next((row for row in mine if row.moment == Moment.START), None)
        end = next((row for row in reversed(mine) if row.moment == Moment.END), None)
        end = end or next((row for row in reversed(mine) if row.moment == Moment.REVIEW), None)
        note = "Their own rating, 0 (not at all) to 10 (there)"
        lines.append(LetterMeasure(f"Goal: {goal.text}", _rated(start), _rated(end), note))
    return lines


def _rated(row: GoalRating | None) -> str:
    return NOT_AVAILABLE if row is None else f"{row.rating} of 10"


def _lines(text: str) -> tuple[str, ...]:
    return tuple(line.strip() for line in text.splitlines() if line.strip())
