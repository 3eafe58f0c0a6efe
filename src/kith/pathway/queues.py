"""Where does a referral wait, and who sees it there? Every state is in exactly one queue.

Pure, over the stored decisions: a test walks every state that the doors and decisions can reach.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from kith.pathway.caseload.states import CaseState
from kith.pathway.referrals.states import Decision


class Queue(StrEnum):
    """The named places in which somebody looks."""

    LETTERS = "letters"
    ASKS = "asks"
    DOUBTFUL = "doubtful"
    TRIAGE = "triage"
    ANSWER = "answer"
    RETURNED = "returned"
    HOLDER = "holder"
    CASELOAD = "caseload"
    ENDED = "ended"

    @property
    def where(self) -> str:
        """Who sees it, and on which page."""
        return _WHERE[self]


_WHERE = {
    Queue.LETTERS: "Letters to type in: a list of its own, counted with its oldest on New referrals and Team",
    Queue.ASKS: "What came without an account and is no referral yet: New referrals, at the top, counted on Team",
    Queue.DOUBTFUL: "What probably nobody wrote: a list of its own, counted likewise, kept until somebody has looked",
    Queue.TRIAGE: "To be decided on: New referrals",
    Queue.ANSWER: "To be decided on, a question asked: New referrals, marked as waiting for an answer",
    Queue.RETURNED: "Waiting for the referrer: My referrals; New referrals, below, and after some days on Team",
    Queue.HOLDER: "Taken on or joined to a case, waiting for a worker: New referrals, below, and Team",
    Queue.CASELOAD: "Somebody's caseload, and their Today",
    Queue.ENDED: "Ended, with who, when and why",
}
_DECIDED = {
    Decision.RECEIVED: Queue.TRIAGE,
    Decision.RETURNED: Queue.RETURNED,
    Decision.NOT_TAKEN_ON: Queue.ENDED,
    Decision.WITHDRAWN: Queue.ENDED,
    Decision.REDIRECTED: Queue.ENDED,
}


@dataclass(frozen=True)
class Standing:
    """What is stored of one request. `decision` is None while it is no referral yet, `letter` when it came as one;
    `case` is its own, or the one that it joined.
    """

    decision: Decision | None
    case: CaseState | None = None
    held: bool = False
    asked: bool = False
    handled: bool = False
    doubted: bool = False
    letter: bool = False


def queue_of(standing: Standing) -> Queue:
    """The one queue of a request. Raises KeyError for a state that has none: a defect."""
    if standing.decision is None:
        if standing.handled:
            return Queue.ENDED
        if standing.letter:
            return Queue.LETTERS
        return Queue.DOUBTFUL if standing.doubted else Queue.ASKS
    if standing.decision in (Decision.TAKEN_ON, Decision.JOINED):
        if standing.case is None:
            raise KeyError("A referral that was taken on or joined has a case.")
        if standing.case != CaseState.OPEN:
            return Queue.ENDED
        return Queue.CASELOAD if standing.held else Queue.HOLDER
    if standing.decision == Decision.RECEIVED and standing.asked:
        return Queue.ANSWER
    return _DECIDED[standing.decision]
