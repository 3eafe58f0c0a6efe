"""The two decisions of this room: what becomes of a concern, and of a visit that somebody makes alone."""

from enum import StrEnum

from kith.resilience.states import Transitions


class ConcernState(StrEnum):
    """Where a concern stands. Until somebody accepts it, nobody has it."""

    RAISED = "raised"
    ACCEPTED = "accepted"
    CLOSED = "closed"


CONCERNS = Transitions(
    name="A concern",
    after={
        ConcernState.RAISED: {
            ConcernState.ACCEPTED: "accept",
            ConcernState.CLOSED: "take back what was raised by a slip",
        },
        ConcernState.ACCEPTED: {
            ConcernState.RAISED: "give back",
            ConcernState.CLOSED: "close with an outcome",
        },
        ConcernState.CLOSED: {
            ConcernState.ACCEPTED: "undo, within a minute",
            ConcernState.RAISED: "open again",
        },
    },
    owners={
        ConcernState.RAISED: "whoever was asked: the lead, then the deputy, then the manager",
        ConcernState.ACCEPTED: "whoever accepted it",
        ConcernState.CLOSED: "whoever closed it, or sees that it is not over",
    },
    words={
        ConcernState.RAISED: "Raised, accepted by nobody yet",
        ConcernState.ACCEPTED: "Accepted",
        ConcernState.CLOSED: "Closed",
    },
)


class VisitState(StrEnum):
    """Whether somebody who went in alone has said that they are safe. Overdue is computed."""

    OUT = "out"
    SAFE = "safe"
    CALLED_OFF = "called_off"


VISITS = Transitions(
    name="A visit alone",
    after={
        VisitState.OUT: {
            VisitState.SAFE: "say that they are safe",
            VisitState.CALLED_OFF: "say that they did not go in",
        },
        VisitState.SAFE: {VisitState.OUT: "undo, within a minute"},
        VisitState.CALLED_OFF: {VisitState.OUT: "undo, within a minute"},
    },
    owners={
        VisitState.OUT: "the worker; once overdue, whoever was alerted",
        VisitState.SAFE: "nobody: it has ended",
        VisitState.CALLED_OFF: "nobody: it has ended",
    },
    words={
        VisitState.OUT: "Gone in alone",
        VisitState.SAFE: "Safe",
        VisitState.CALLED_OFF: "Did not go in",
    },
)
