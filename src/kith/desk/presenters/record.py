"""A record as it is read: who this is, how to reach them safely, what was promised, what happened."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kith.concerns.presenters import short
from kith.desk.presenters import people
from kith.desk.presenters.timeline import Event, Kind, events, money_words
from kith.desk.queries.record import Record
from kith.funds.presenters import state_tag
from kith.groups import presenters as groups
from kith.meetings import presenters as meetings
from kith.messages.wording import fill
from kith.pathway.connections.heard_presenters import more_of, notes_of, says
from kith.pathway.connections.models import Introduction, Signpost
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.pathway.contacts.models import SupportGiven
from kith.pathway.outcomes.presenters import NOT_PROOF, over_time
from kith.pathway.plans.models import Action, Goal, Need
from kith.pathway.referrals import programme_presenters
from kith.pathway.referrals.presenters import told as words_back
from kith.pathway.referrals.presenters import whence
from kith.pathway.referrals.programme_presenters import ProgrammeShown
from kith.pathway.referrals.rules import tier_of
from kith.pathway.referrals.states import Answer
from kith.people import presenters as people_presenters
from kith.people.models import AddressWarning, Channel, ContactPoint
from kith.people.presenters import child
from kith.people.rules import (
    agreed_words,
    gets_codes_only,
    is_child,
    must_not_be_told,
    risk_summary,
)
from kith.ui.dates import day_of, medium_date, relative_day
from kith.ui.money import money
from kith.vocabulary import foundations, media
from kith.vocabulary.word_back import Tier

EVENTS_SHOWN = 40
FEW = 2
TWO = AddressWarning.Kind.TWO
_ANSWERS = {
    Answer.NOT_YET: "Has not said yes to our support yet",
    Answer.AGREED: "Agreed to our support",
    Answer.DECLINED: "Declined our support",
    Answer.WITHDRAWN: "Withdrew from our support",
}
_HEARS_PROGRESS = {
    None: "not asked what the referrer may hear",
    True: "the referrer may hear how it goes",
    False: "the referrer does not hear how it goes",
}
_NEWS_COLOURS: dict[str, str] = {
    Progress.CAME: "green",
    Progress.ACCEPTED: "blue",
    Progress.FULL: "orange",
    Progress.NOT_RIGHT: "orange",
}


def header(record: Record, *, now: dt.datetime) -> dict[str, Any]:
    """The strip that stays in sight."""
    person, today = record.person, day_of(now)
    never = must_not_be_told(record.linked)
    calls = [
        p
        for p in record.points
        if p.kind == ContactPoint.Kind.PHONE and p.is_safe_for(Channel.CALL)
    ]
    safe = [point for point in record.points if point.safe_for]
    others = sorted(safe, key=lambda point: point.kind != ContactPoint.Kind.PHONE)
    risk = risk_summary(person, record.risks)
    door = people_presenters.warnings(record.door, record.points, today)
    return {
        "name": person.full_name,
        "called": person.preferred_name,
        "called_briefly": person.called,
        "said_as": person.said_as,
        "pronouns": person.pronouns,
        "age": person.age_on(person.died_on or today),
        "born": person.date_of_birth,
        "nhs_number": person.nhs_number,
        "died_on": person.died_on,
        "language": people.language_words(person),
        "access": people.access_words(person),
        "phone": people.safe_phone(calls[0] if calls else None),
        "other_way": people.way(others[0]) if others else None,
        "not_by": _not_by(calls[0]) if calls else "",
        "letters": any(point.is_safe_for(Channel.LETTER) for point in record.points),
        "texts": any(point.is_safe_for(Channel.TEXT) for point in record.points),
        "ways": [people.way(point) for point in record.points],
        "risk": risk,
        "door": door,
        "flags": _flags(record, risk.kind, two=any(one["row"].kind == TWO for one in door)),
        "consent": _consent(record),
        "told": [people.told(row, today) for row in record.linked if row not in never],
        "never": [f"{row.name} ({row.relationship})" for row in never],
        "child": is_child(person, today) and person.died_on is None,
        "agreed": agreed_words(record.agreement) if record.agreement else "",
        "school": person.school,
        "concerns": [short(row, now) for row in record.concerns if row.is_open],
        "holder": record.case.holder.name if record.case and record.case.holder else "",
        "along": [row.member.name for row in record.joint if row.ended_on is None],
        "paused": record.paused(today),
    }


def _not_by(point: ContactPoint) -> str:
    """Which uses of a number that may be called are not safe: what is easily done without thinking."""
    wrong = [
        words
        for channel, words in ((Channel.VOICEMAIL, "voicemail"), (Channel.TEXT, "text"))
        if not point.is_safe_for(channel)
    ]
    return f"No {' and no '.join(wrong)}." if wrong else ""


def _flags(record: Record, risk: str, *, two: bool) -> list[str]:
    """What must be in sight even where there is room for a line alone, the gravest first."""
    never = must_not_be_told(record.linked)
    found = [
        ("Concern", any(row.is_open for row in record.concerns)),
        ("Two to visit", two),
        ("Door", bool(record.door) and not two),
        ("Risk", risk == "stated"),
        ("Risks not asked", risk == "not_asked"),
        ("Not to be told", bool(never)),
        ("Interpreter", bool(record.person.needs_interpreter)),
    ]
    return [words for words, there in found if there]


def _consent(record: Record) -> list[str]:
    """What the person agreed to: our support, what the referrer hears, and with whom what was shared."""
    referral = record.referral
    if referral is None:
        return ["Not asked yet"]
    day = f" {medium_date(referral.answered_at)}" if referral.answered_at else ""
    said = [_ANSWERS[Answer(referral.answer)] + day]
    if tier_of(referral) is not Tier.OWN:
        said.append(_HEARS_PROGRESS[referral.progress_agreed])
    shared = list(dict.fromkeys(row.service_name for row in record.introductions))
    few = ", ".join(shared) if len(shared) <= FEW else f"{len(shared)} services"
    return [*said, f"shared with {few}" if shared else "nothing shared with services"]


def story(record: Record, *, now: dt.datetime) -> dict[str, Any]:
    """Everything below the strip, but the timeline."""
    return {
        "what_matters": record.plan.what_matters if record.plan else "",
        "strengths": record.plan.strengths if record.plan else "",
        "person_says": record.referral.person_says if record.referral else "",
        "referrer_sees": record.referral.referrer_sees if record.referral else "",
        "reasons": [row.reason.label for row in _reasons(record)],
        "needs": [_need(need) for need in record.needs],
        "introductions": [_introduction(row, now) for row in record.introductions],
        "signposts": [_signpost(row) for row in record.signposts],
        "unmet": record.unmet,
        "calls": record.calls,
        "child": child(record.person, record.linked, record.agreement, day_of(now))
        if is_child(record.person, day_of(now))
        else None,
        "changes": over_time(record.measured, record.pairs),
        "not_proof": NOT_PROOF,
        "measured": bool(record.scores),
        "support": [_support(row) for row in record.support[:5]],
        "support_more": max(len(record.support) - 5, 0),
        "gained": _gained(record.support),
        "told": words_back(record.told[:3], for_staff=True),
        "joined": [(row, whence(row.referral)) for row in record.joined],
        "practice_gets": "Codes only"
        if gets_codes_only(record.person, by_policy=record.codes_only_by_policy)
        else "Letters and codes",
        "programme": _programme(record),
        "prompts": [(one.prompt, one.on) for one in record.prompts],
        "groups": groups.of_person(record.groups),
        "meetings": _meetings(record, now),
        "money_asked": [(row, state_tag(row)) for row in record.money[:3]],
        "planned": [_planned(row) for row in record.contacts if row.happened_at is None],
    }


def script(words: str, record: Record, *, worker: str) -> list[str]:
    """The lines of the first call, filled in."""
    referrer = record.referral.referrer_name if record.referral else ""
    values = {
        "name": record.person.full_name,
        "worker": worker,
        "asked": f"{referrer} asked us" if referrer else "We were asked",
    }
    return [fill(line, values) for line in words.splitlines() if line.strip()]


def timeline(record: Record, chosen: list[str], *, whole: bool, works: bool) -> dict[str, Any]:
    """The timeline narrowed to the chosen kinds; unknown kinds are passed over. Who `works` with the person may
    open what happened.
    """
    kinds = [kind for kind in Kind if kind.value in chosen]
    everything = events(record)
    found = [event for event in everything if not kinds or event.kind in kinds]
    shown: list[Event] = found if whole else found[:EVENTS_SHOWN]
    present = {event.kind for event in everything}
    return {
        "items": [event.shown(linked=works) for event in shown],
        "left": len(found) - len(shown),
        "kinds": [
            {"value": kind.value, "label": kind.label, "on": kind in kinds}
            for kind in Kind
            if kind in present or kind in kinds
        ],
        "narrowed": bool(kinds),
        "any": bool(everything),
    }


def _programme(record: Record) -> ProgrammeShown | None:
    if record.referral is None or record.programme is None:
        return None
    return programme_presenters.shown(record.referral, record.programme, seen=True)


def _reasons(record: Record) -> list[Any]:
    """What was asked for, by the referral of the case and by those that joined it; each reason once."""
    case, chosen = record.case, record.referral
    of_case = {row.referral_id for row in record.joined if case and row.case_id == case.pk}
    of_case |= {chosen.pk} if chosen else set()
    rows = [row for r in reversed(record.referrals) if r.pk in of_case for row in r.reasons.all()]
    return list({row.reason_id: row for row in rows}.values())


def _need(need: Need) -> dict[str, Any]:
    return {
        "foundation": foundations.label(need.foundation),
        "text": need.text,
        "ended_on": need.ended_on,
        "goals": [_goal(goal) for goal in need.goals.all()],
    }


def _goal(goal: Goal) -> dict[str, Any]:
    return {
        "text": goal.text,
        "importance": goal.importance,
        "status": Goal.Status(goal.status).label,
        "is_open": goal.status == Goal.Status.OPEN,
        "actions": [_action(step) for step in goal.actions.all()],
    }


def _action(step: Action) -> dict[str, Any]:
    return {
        "text": step.text,
        "who": step.who_name or Action.Who(step.who).label,
        "by_when": step.by_when,
        "confidence": step.confidence,
        "status": Action.Status(step.status).label,
        "done": step.status != Action.Status.TO_DO,
    }


def _introduction(row: Introduction, now: dt.datetime) -> dict[str, Any]:
    return {
        "row": row,
        "service": row.service_name,
        "said": INTRODUCTIONS.said(row.progress) + more_of(row),
        "colour": _NEWS_COLOURS.get(row.progress, "grey"),
        "when": relative_day(row.progress_at, now=now),
        "note": " ".join(([f"They say: {says(row)}."] if row.person_said else []) + notes_of(row)),
        "for": row.need.text if row.need else "",
    }


def _signpost(row: Signpost) -> dict[str, Any]:
    """A name and number given, and what the person said of it."""
    said = Signpost.Used(row.used).label if row.used else "Not asked yet"
    return {
        "row": row,
        "said": said,
        "colour": {"yes": "green", "no": "orange"}.get(row.used, "grey"),
        "open": not row.used,
    }


def _support(row: SupportGiven) -> dict[str, Any]:
    return {
        "on": row.given_on,
        "what": SupportGiven.Kind(row.kind).label,
        "result": row.result,
        "money": money_words(row),
    }


def _gained(rows: list[SupportGiven]) -> str:
    """Money gained so far, yearly and one-off said apart because they cannot be added."""
    parts = []
    for frequency, words in (
        (SupportGiven.Frequency.YEARLY, " each year"),
        ("one_off", " one-off"),
    ):
        total = sum(row.money_pence or 0 for row in rows if row.money_frequency == frequency)
        if total:
            parts.append(f"{money(total)}{words}")
    return " and ".join(parts)


def _meetings(record: Record, now: dt.datetime) -> list[dict[str, Any]]:
    """The meetings to come, and those from which something is still to do."""
    shown = [meetings.history(row) for row in record.meetings]
    return [
        one
        for one in shown
        if one["row"].meeting.starts_at > now or any(step["to_do"] for step in one["actions"])
    ]


def _planned(row: Any) -> dict[str, Any]:
    return {"at": row.planned_for, "how": media.label(row.medium), "place": row.place, "row": row}
