"""Where is this person? One pure function over the rows of all stages.

Decisions are stored, position is computed: nothing here reads the database or the clock. The rows
come in as values, so that a caseload of any size is placed with a fixed number of queries.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kith.pathway.caseload.states import CaseState
from kith.pathway.connections.states import Progress
from kith.pathway.contacts.models import Outcome
from kith.pathway.contacts.rules import counted_tries
from kith.pathway.referrals.states import Answer, Decision
from kith.ui.dates import day_of

UNDER_WAY = frozenset({Progress.SENT, Progress.ACCEPTED})


class Stage(StrEnum):
    """Where someone is on the pathway, in its order. Everyone is in exactly one."""

    TO_READ = "to_read"
    FIRST_CALL = "first_call"
    TRYING = "trying"
    TALKING = "talking"
    PLANNED = "planned"
    CONNECTED = "connected"
    ATTENDING = "attending"
    FINISHING = "finishing"
    FINISHED = "finished"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    RETURNED = "returned"
    NOT_TAKEN_ON = "not_taken_on"
    REDIRECTED = "redirected"

    @property
    def label(self) -> str:
        """The words shown for this stage."""
        return _WORDS[self][0]

    @property
    def proposes(self) -> str:
        """The next step when none was promised; empty once it has ended."""
        return _WORDS[self][1]

    @property
    def is_open(self) -> bool:
        """Whether the scheme supports the person now."""
        return self in OPEN


_WORDS = {
    Stage.TO_READ: ("Waiting to be read", "Read the referral and decide"),
    Stage.FIRST_CALL: ("Waiting for a first call", "Make the first call"),
    Stage.TRYING: ("Trying to reach", "Try again, at another time of day"),
    Stage.TALKING: ("In conversation", "Agree a plan"),
    Stage.PLANNED: ("Plan agreed", "Find what fits, and make an introduction"),
    Stage.CONNECTED: ("Introduced", "Ask whether they went"),
    Stage.ATTENDING: ("Going along", "Review how it is going"),
    Stage.FINISHING: ("Finishing", "Finish, and write to the referrer"),
    Stage.FINISHED: ("Finished", ""),
    Stage.DECLINED: ("Declined", ""),
    Stage.WITHDRAWN: ("Withdrawn", ""),
    Stage.RETURNED: ("Returned to the referrer", "Wait for the referrer"),
    Stage.NOT_TAKEN_ON: ("Not taken on", ""),
    Stage.REDIRECTED: ("Sent on to somebody else", ""),
}
OPEN = frozenset(
    {
        Stage.FIRST_CALL, Stage.TRYING, Stage.TALKING, Stage.PLANNED, Stage.CONNECTED,
        Stage.ATTENDING, Stage.FINISHING,
    }
)  # fmt: skip
_DECIDED = {
    Decision.RECEIVED: Stage.TO_READ,
    Decision.TAKEN_ON: Stage.FIRST_CALL,
    Decision.JOINED: Stage.FIRST_CALL,
    Decision.RETURNED: Stage.RETURNED,
    Decision.NOT_TAKEN_ON: Stage.NOT_TAKEN_ON,
    Decision.WITHDRAWN: Stage.WITHDRAWN,
    Decision.REDIRECTED: Stage.REDIRECTED,
}
_ANSWERED = {Answer.DECLINED: Stage.DECLINED, Answer.WITHDRAWN: Stage.WITHDRAWN}


@dataclass(frozen=True)
class ReferralFacts:
    """A referral: the scheme's decision, the person's answer, and when."""

    decision: Decision
    received_at: dt.datetime
    decided_at: dt.datetime | None = None
    answer: Answer = Answer.NOT_YET
    answered_at: dt.datetime | None = None


@dataclass(frozen=True)
class CaseFacts:
    """A case; `reopened_at` is the last time it was opened again."""

    state: CaseState
    opened_at: dt.datetime
    ended_at: dt.datetime | None = None
    reopened_at: dt.datetime | None = None
    next_step: str = ""
    next_step_on: dt.date | None = None

    @property
    def began_at(self) -> dt.datetime:
        """When this stretch of support began."""
        return self.reopened_at or self.opened_at


@dataclass(frozen=True)
class ContactFacts:
    """A contact that happened: its outcome, when, whether it came from the person, by which medium, and
    whether it had been planned, and whether as a try it counts.
    """

    outcome: str
    happened_at: dt.datetime
    inbound: bool = False
    medium: str = ""
    planned: bool = False
    counts: bool = True


@dataclass(frozen=True)
class IntroductionFacts:
    """An introduction: where it is, and since when."""

    progress: Progress
    progress_at: dt.datetime


@dataclass(frozen=True)
class Facts:
    """Everything that says where someone is. `ended_on` are the days of measures taken at the end."""

    referral: ReferralFacts
    case: CaseFacts | None = None
    contacts: tuple[ContactFacts, ...] = ()
    plan_agreed_on: dt.date | None = None
    introductions: tuple[IntroductionFacts, ...] = ()
    ended_on: tuple[dt.date, ...] = ()


@dataclass(frozen=True)
class Position:
    """Where someone is.

    `since` is the London day on which the stage began. `next_step` is what was promised, or else
    what the stage proposes (`promised` tells which); `next_step_on` the day promised, if any.
    `quiet_days` counts from the last conversation and is None before the first; `tries` are the
    tries since anyone was reached, counted as the attempts policy counts them.
    """

    stage: Stage
    since: dt.date
    next_step: str
    next_step_on: dt.date | None
    promised: bool
    quiet_days: int | None
    tries: int
    words: str


def position(facts: Facts, *, today: dt.date) -> Position:
    """Where the person of these rows is on `today` (a London calendar day)."""
    stage, since = _stage(facts)
    case = facts.case
    reached = [c.happened_at for c in facts.contacts if c.outcome == Outcome.REACHED]
    quiet = max((today - day_of(max(reached))).days, 0) if reached else None
    promised = bool(case and stage.is_open and case.next_step)
    tries = len(counted_tries(_of_this_stretch(facts))) if stage.is_open else 0
    return Position(
        stage=stage,
        since=since,
        next_step=case.next_step if case and promised else stage.proposes,
        next_step_on=case.next_step_on if case and promised else None,
        promised=promised,
        quiet_days=quiet if stage.is_open else None,
        tries=tries,
        words=_words(facts, stage, tries),
    )


def _stage(facts: Facts) -> tuple[Stage, dt.date]:
    referral, case = facts.referral, facts.case
    if case is None:
        return _without_case(referral)
    ended = day_of(case.ended_at or case.opened_at)
    if case.state == CaseState.CLOSED:
        return Stage.FINISHED, ended
    if case.state == CaseState.DECLINED:
        return _ANSWERED.get(referral.answer, Stage.DECLINED), ended
    # Somebody whose case was opened again after they had said no is being asked anew.
    answered = referral.answered_at or case.began_at
    anew = case.reopened_at is not None and answered < case.reopened_at
    if referral.answer in _ANSWERED and not anew:
        return _ANSWERED[referral.answer], day_of(answered)
    return _open_stage(facts, case)


def _without_case(referral: ReferralFacts) -> tuple[Stage, dt.date]:
    theirs = referral.decision in (Decision.RECEIVED, Decision.TAKEN_ON, Decision.WITHDRAWN)
    if theirs and referral.answer in _ANSWERED:
        return _ANSWERED[referral.answer], day_of(referral.answered_at or referral.received_at)
    if referral.decision == Decision.RECEIVED:
        return Stage.TO_READ, day_of(referral.received_at)
    return _DECIDED[referral.decision], day_of(referral.decided_at or referral.received_at)


def _open_stage(facts: Facts, case: CaseFacts) -> tuple[Stage, dt.date]:
    """The furthest that an open case has come since it was (re-)opened."""
    began = day_of(case.began_at)
    contacts = _of_this_stretch(facts)
    reached = [c.happened_at for c in contacts if c.outcome == Outcome.REACHED]
    tried = [c.happened_at for c in counted_tries(contacts)]
    came = [i.progress_at for i in facts.introductions if i.progress == Progress.CAME]
    under_way = [i.progress_at for i in facts.introductions if i.progress in UNDER_WAY]
    measured = [day for day in facts.ended_on if day >= began]
    if not reached and tried:
        return Stage.TRYING, day_of(min(tried))
    if not reached:
        return Stage.FIRST_CALL, began
    if measured:
        return Stage.FINISHING, min(measured)
    if came:
        return Stage.ATTENDING, day_of(min(came))
    if under_way:
        return Stage.CONNECTED, day_of(min(under_way))
    if facts.plan_agreed_on:
        return Stage.PLANNED, facts.plan_agreed_on
    return Stage.TALKING, day_of(min(reached))


def _of_this_stretch(facts: Facts) -> list[ContactFacts]:
    """The contacts since the case was (re-)opened."""
    began = facts.case.began_at if facts.case else facts.referral.received_at
    return [c for c in facts.contacts if c.happened_at >= began]


def _words(facts: Facts, stage: Stage, tries: int) -> str:
    again = facts.case is not None and facts.case.reopened_at is not None
    if stage is Stage.FIRST_CALL and again:
        return "Opened again, waiting for a call"
    if stage is Stage.TRYING:
        return f"Trying to reach: {_times(tries)} so far"
    return stage.label


def _times(count: int) -> str:
    return {1: "once", 2: "twice"}.get(count, f"{count} times")
