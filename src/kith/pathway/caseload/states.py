"""The state of a case. Waiting and holding are computed, not stored."""

from __future__ import annotations

from enum import StrEnum

from kith.resilience.states import Transitions


class CaseState(StrEnum):
    """Whether the scheme is supporting the person."""

    OPEN = "open"
    DECLINED = "declined"
    CLOSED = "closed"


CASES = Transitions(
    name="A case",
    after={
        CaseState.OPEN: {
            CaseState.CLOSED: "finish our support",
            CaseState.DECLINED: "the person declines",
        },
        CaseState.DECLINED: {CaseState.OPEN: "re-open"},
        CaseState.CLOSED: {CaseState.OPEN: "re-open"},
    },
    owners={
        CaseState.OPEN: "the link worker",
        CaseState.DECLINED: "the person",
        CaseState.CLOSED: "the link worker, within the re-open window",
    },
    words={
        CaseState.OPEN: "Open",
        CaseState.DECLINED: "Declined by the person",
        CaseState.CLOSED: "Finished",
    },
)
