"""Two decisions: the scheme's on the referral, and the person's on our support."""

from __future__ import annotations

from enum import StrEnum

from kith.resilience.states import Transitions


class Decision(StrEnum):
    """What the scheme decided."""

    RECEIVED = "received"
    TAKEN_ON = "taken_on"
    JOINED = "joined"
    RETURNED = "returned"
    NOT_TAKEN_ON = "not_taken_on"
    WITHDRAWN = "withdrawn"
    REDIRECTED = "redirected"


class Answer(StrEnum):
    """What the person said."""

    NOT_YET = "not_yet"
    AGREED = "agreed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


DECISIONS = Transitions(
    name="The scheme's decision on a referral",
    after={
        Decision.RECEIVED: {
            Decision.TAKEN_ON: "take on",
            Decision.JOINED: "join to the open case",
            Decision.RETURNED: "return with a reason",
            Decision.NOT_TAKEN_ON: "not take on",
            Decision.WITHDRAWN: "withdraw",
            Decision.REDIRECTED: "redirect: another scheme, a service, or urgent help",
        },
        Decision.RETURNED: {
            Decision.RECEIVED: "send again, completed",
            Decision.WITHDRAWN: "withdraw",
        },
        Decision.TAKEN_ON: {Decision.RECEIVED: "undo, within a minute"},
        Decision.JOINED: {
            Decision.RECEIVED: "undo, within a minute; or the two records were taken apart",
        },
        Decision.NOT_TAKEN_ON: {Decision.RECEIVED: "look at again"},
        Decision.WITHDRAWN: {
            Decision.RECEIVED: "undo, within a minute, what the person was heard to say",
        },
        Decision.REDIRECTED: {
            Decision.RECEIVED: "undo, within a minute; or it could not be sent on",
        },
    },
    owners={
        Decision.RECEIVED: "the scheme's team lead",
        Decision.RETURNED: "the referrer",
        Decision.TAKEN_ON: "the link worker",
        Decision.JOINED: "the link worker whose case it joined",
        Decision.NOT_TAKEN_ON: "the scheme's team lead",
        Decision.WITHDRAWN: "nobody: it has ended",
        Decision.REDIRECTED: "whoever it went to; the scheme's team lead when it could not be sent on",
    },
    words={
        Decision.RECEIVED: "Received",
        Decision.TAKEN_ON: "Taken on",
        Decision.JOINED: "Joined to the open case",
        Decision.RETURNED: "Returned to the referrer",
        Decision.NOT_TAKEN_ON: "Not taken on",
        Decision.WITHDRAWN: "Withdrawn",
        Decision.REDIRECTED: "Redirected",
    },
)

ANSWERS = Transitions(
    name="The person's answer",
    after={
        Answer.NOT_YET: {
            Answer.AGREED: "agree",
            Answer.DECLINED: "decline",
            Answer.WITHDRAWN: "withdraw",
        },
        Answer.AGREED: {Answer.WITHDRAWN: "withdraw"},
        Answer.DECLINED: {
            Answer.AGREED: "agree after all",
            Answer.NOT_YET: "undo, within a minute of a no before taking on",
        },
        Answer.WITHDRAWN: {
            Answer.AGREED: "agree after all",
            Answer.NOT_YET: "undo, within a minute of a no before taking on",
        },
    },
    owners={
        Answer.NOT_YET: "the person",
        Answer.AGREED: "the person",
        Answer.DECLINED: "the person",
        Answer.WITHDRAWN: "the person",
    },
    words={
        Answer.NOT_YET: "Not asked yet",
        Answer.AGREED: "Agreed",
        Answer.DECLINED: "Declined",
        Answer.WITHDRAWN: "Withdrew",
    },
)
