"""What came of an introduction."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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
        Progress.CAME: {
            Progress.FINISHED: "finished",
            Progress.DID_NOT_COME: "stopped coming",
            Progress.WITHDRAWN: "withdraw the agreement",
        },
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


@dataclass(frozen=True)
class Task:
    """The state of a FHIR Task: its status, and the reason that a status needs one for."""

    status: str
    reason: str = ""


# Each state as the status of a Task (R4, Gravity SDOH Clinical Care 3.0.0, Task for referral management: who may set
# which). A group that is full keeps nobody unless it has a waiting list; one that nobody came to has failed.
FHIR_TASK: Mapping[Progress, Task] = {
    Progress.SENT: Task("requested"),
    Progress.ACCEPTED: Task("accepted"),
    Progress.FULL: Task("rejected", "no-capacity"),
    Progress.NOT_RIGHT: Task("rejected", "not right for the group"),
    Progress.CAME: Task("in-progress"),
    Progress.DID_NOT_COME: Task("on-hold", "did not come"),
    Progress.FINISHED: Task("completed"),
    Progress.WITHDRAWN: Task("cancelled", "agreement withdrawn"),
}
ON_A_WAITING_LIST = Task("on-hold", "waitlist")
NEVER_CAME = Task("failed", "did not come")


def fhir_task(progress: Progress, *, waits: bool = False, came: bool = True) -> Task:
    """An introduction as a FHIR Task: `waits` for a place on a list, `came` at least once."""
    if progress is Progress.FULL and waits:
        return ON_A_WAITING_LIST
    if progress is Progress.FINISHED and not came:
        return NEVER_CAME
    return FHIR_TASK[progress]
