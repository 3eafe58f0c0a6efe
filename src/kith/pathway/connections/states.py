"""What came of an introduction."""

from __future__ import annotations

from enum import StrEnum

from kith.resilience.states import Transitions


class Progress(StrEnum):
    """Where an introduction is."""

    SENT = "sent"
    ACCEPTED = "accepted"
    FULL = "full"
    NOT_RIGHT = "not_right"
    CAME = "came"
    DID_NOT_COME = "did_not_come"
    FINISHED = "finished"
    WITHDRAWN = "withdrawn"


_NEWS = {
    Progress.CAME: "came",
    Progress.DID_NOT_COME: "did not come",
    Progress.FINISHED: "finished",
    Progress.WITHDRAWN: "withdraw the agreement",
}

INTRODUCTIONS = Transitions(
    name="An introduction",
    after={
        Progress.SENT: {
            Progress.ACCEPTED: "accept",
            Progress.FULL: "say it is full",
            Progress.NOT_RIGHT: "say it is not right for the group",
            **_NEWS,
        },
        Progress.ACCEPTED: _NEWS,
        Progress.FULL: {
            Progress.ACCEPTED: "accept after all",
            Progress.WITHDRAWN: "withdraw the agreement",
        },
        Progress.NOT_RIGHT: {},
        Progress.CAME: {Progress.FINISHED: "finished", Progress.DID_NOT_COME: "stopped coming"},
        Progress.DID_NOT_COME: {
            Progress.CAME: "came after all",
            Progress.FINISHED: "finished",
            Progress.WITHDRAWN: "withdraw the agreement",
        },
        Progress.FINISHED: {},
        Progress.WITHDRAWN: {},
    },
    owners={
        Progress.SENT: "the community service",
        Progress.ACCEPTED: "the community service, or the link worker who hears the news",
        Progress.FULL: "the link worker",
        Progress.NOT_RIGHT: "the link worker, who finds something else",
        Progress.CAME: "the link worker",
        Progress.DID_NOT_COME: "the link worker",
        Progress.FINISHED: "nobody: it has ended",
        Progress.WITHDRAWN: "nobody: it has ended",
    },
    words={
        Progress.SENT: "Sent, no answer yet",
        Progress.ACCEPTED: "Accepted",
        Progress.FULL: "Full",
        Progress.NOT_RIGHT: "Not right for the group",
        Progress.CAME: "Came",
        Progress.DID_NOT_COME: "Did not come",
        Progress.FINISHED: "Finished",
        Progress.WITHDRAWN: "Agreement withdrawn",
    },
)
