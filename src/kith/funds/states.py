"""What became of a request for money."""

from __future__ import annotations

from enum import StrEnum

from kith.resilience.states import Transitions


class RequestState(StrEnum):
    """Where a request is."""

    ASKED = "asked"
    MORE_ASKED = "more_asked"
    APPROVED = "approved"
    REFUSED = "refused"
    GIVEN = "given"
    WITHDRAWN = "withdrawn"


REQUESTS = Transitions(
    name="A request for money",
    after={
        RequestState.ASKED: {
            RequestState.APPROVED: "approve",
            RequestState.REFUSED: "refuse",
            RequestState.MORE_ASKED: "ask more",
            RequestState.WITHDRAWN: "withdraw",
        },
        RequestState.MORE_ASKED: {
            RequestState.ASKED: "answer",
            RequestState.WITHDRAWN: "withdraw",
        },
        RequestState.APPROVED: {
            RequestState.GIVEN: "give",
            RequestState.ASKED: "take the decision back",
            RequestState.WITHDRAWN: "withdraw",
        },
        RequestState.REFUSED: {RequestState.ASKED: "take the decision back"},
        RequestState.GIVEN: {RequestState.APPROVED: "take the giving back"},
        RequestState.WITHDRAWN: {},
    },
    owners={
        RequestState.ASKED: "somebody who is named to approve for the fund, and did not ask",
        RequestState.MORE_ASKED: "whoever asked",
        RequestState.APPROVED: "whoever asked, who gives it",
        RequestState.REFUSED: "nobody, unless the decision was a slip",
        RequestState.GIVEN: "whoever asked, for the receipt and money that comes back",
        RequestState.WITHDRAWN: "nobody: it has ended",
    },
    words={
        RequestState.ASKED: "Waiting for a decision",
        RequestState.MORE_ASKED: "Asked for more",
        RequestState.APPROVED: "Approved, to be given",
        RequestState.REFUSED: "Refused",
        RequestState.GIVEN: "Given",
        RequestState.WITHDRAWN: "Withdrawn",
    },
)
