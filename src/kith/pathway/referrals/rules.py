"""What a referral allows, and which code it owes."""

from __future__ import annotations

import datetime
import re
from uuid import UUID

from kith.pathway.referrals.models import IncomingLetter, Referral
from kith.pathway.referrals.states import Answer, Decision
from kith.people.models import Person
from kith.people.rules import NOT_YET_ASKED, RiskSummary
from kith.ui.dates import day_of, medium_date, midday
from kith.vocabulary import snomed, word_back, working_days
from kith.vocabulary.doors import Door

UNDOABLE = (
    Decision.TAKEN_ON, Decision.JOINED, Decision.RETURNED, Decision.NOT_TAKEN_ON, Decision.REDIRECTED,
)  # fmt: skip
UNDO_WITHIN = SIGNPOST_UNDO_WITHIN = datetime.timedelta(minutes=1)
# The person’s own answers that end a referral.
NOES = (Answer.DECLINED, Answer.WITHDRAWN)
THEMSELVES = "02"  # vocabulary.referral_sources
# Ours: a form that asks more than this of a busy referrer is not filled in.
MOST_REQUIRED = 2
# Of what somebody put aside as written by nobody; until somebody has looked it stays.
DOUBTFUL_KEPT = datetime.timedelta(days=30)
# Working days. Ours: what came has been read after one, and whoever was asked to complete theirs has had a week.
READ_WITHIN, COMPLETED_WITHIN = 1, 5
SAVED_FOR = datetime.timedelta(days=14)
# Sources of vocabulary.referral_sources whose people are health professionals, outside the GP practice.
PROFESSIONALS = frozenset({"05", "06", "07", "08", "09", "12", "17", "19", "22", "23", "pharmacy"})
# Word of a decision that can be undone is held for that minute.
HELD = frozenset(
    {
        word_back.Kind.RETURNED, word_back.Kind.NOT_TAKEN_ON, word_back.Kind.TAKEN_ON,
        word_back.Kind.JOINED, word_back.Kind.REOPENED, word_back.Kind.REDIRECTED,
    }
)  # fmt: skip


def is_own_no(referral: Referral) -> bool:
    """Whether the person said no before anybody took the referral on."""
    return referral.decision == Decision.WITHDRAWN and referral.answer in NOES


def may_undo(referral: Referral, now: datetime.datetime) -> bool:
    """Whether a decision was made less than a minute ago, so that it can be taken back."""
    made = referral.decided_at
    undoable = referral.decision in UNDOABLE or is_own_no(referral)
    return undoable and made is not None and now - made <= UNDO_WITHIN


def is_held(referral: Referral, kind: word_back.Kind, now: datetime.datetime) -> bool:
    """Whether an e-mail of this kind waits for the minute in which what it says can be undone."""
    return kind in HELD or (is_own_no(referral) and may_undo(referral, now))


def age_at(referral: Referral) -> int:
    """How old the person was on the day of the referral."""
    return referral.person.age_on(referral.referred_on)


def asked_for_themselves(referral: Referral) -> bool:
    """Whether the person is the one who asked: they withdraw, and do not decline somebody else's referral."""
    return referral.source == THEMSELVES


def consent_words(referral: Referral) -> str:
    """What the person agreed to, as far as anybody said: the page or the sheet it came by may not have asked."""
    if referral.consent_note:
        return referral.consent_note
    return "they asked for themselves" if asked_for_themselves(referral) else "not said"


def risk_given(referral: Referral) -> RiskSummary:
    """What the referral itself says about risk, for a reader to whom the record is closed."""
    if referral.risk_given:
        return RiskSummary("stated", referral.risk_given, (referral.risk_given,))
    if referral.no_risk_given:
        who = referral.referrer_name or referral.organisation_name or "whoever referred"
        return RiskSummary(
            "none_known", f"None known to {who} on {medium_date(referral.referred_on)}"
        )
    return RiskSummary("not_asked", NOT_YET_ASKED)


def code_owed(referral: Referral, *, first_in_episode: bool = True) -> snomed.Concept | None:
    """The code that the person's answer owes their GP record, or None.

    The referral code when the person agreed, once in an episode (`first_in_episode`); the declined
    code for their explicit refusal alone, never for "could not reach" nor for the scheme's own
    decision. Source: Transformation Partners in Health and Care, social prescribing FAQ, coding.
    """
    if referral.answer == Answer.DECLINED:
        return snomed.DECLINED
    if referral.answer == Answer.AGREED and first_in_episode:
        return snomed.REFERRAL
    return None


def door_of_source(source: str) -> Door:
    """By which door an organisation of a source comes in: as health professionals or as partners."""
    return Door.PROFESSIONAL if source in PROFESSIONALS else Door.PARTNER


def read_by(now: datetime.datetime) -> datetime.date:
    """The day by whose midday somebody has read what comes in now: the next working day."""
    return working_days.add(day_of(now), READ_WITHIN)


def waits_too_long(since: datetime.date, day: datetime.date, *, within: int = READ_WITHIN) -> bool:
    """Whether more than so many working days have passed since the day, or the moment, something came."""
    return day > working_days.add(day_of(since), within)


def came_at(letter: IncomingLetter) -> datetime.datetime:
    """When a letter came: as it was brought, or midday of an earlier day, of which nobody knows the hour."""
    if letter.came_on >= day_of(letter.created_at):
        return letter.created_at
    return midday(letter.came_on)


def tier_of(referral: Referral) -> word_back.Tier:
    """How much whoever referred hears: by their source, or the person's own word on it."""
    return word_back.tier(referral.source, referral.progress_agreed)


def reference(referral_id: UUID) -> str:
    """What a referral is called in an e-mail: eight letters and digits that name nobody, such as 4F7A-09C2."""
    digits = referral_id.hex[:8].upper()
    return f"{digits[:4]}-{digits[4:]}"


def names_the_person(text: str, person: Person) -> bool:
    """Whether a text holds one of the person's names or a long number, and so may not stand on a link's page."""
    words = {word.casefold() for word in re.findall(r"[^\W\d_]+", text)}
    whole = f"{person.first_name} {person.last_name} {person.preferred_name}"
    names = {word.casefold() for word in re.findall(r"[^\W\d_]{2,}", whole)}
    return bool(words & names) or bool(re.search(r"(?:\d[ -]?){7,}", text))
