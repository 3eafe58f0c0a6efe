"""What became of a meeting."""

from __future__ import annotations

from enum import StrEnum

from kith.resilience.states import Transitions


class MeetingState(StrEnum):
    """Where a meeting is."""

    PLANNED = "planned"
    CLOSED = "closed"
    CANCELLED = "cancelled"


MEETINGS = Transitions(
    name="A meeting",
    after={
        MeetingState.PLANNED: {MeetingState.CLOSED: "close", MeetingState.CANCELLED: "cancel"},
        MeetingState.CLOSED: {MeetingState.PLANNED: "open again"},
        MeetingState.CANCELLED: {MeetingState.PLANNED: "hold it after all"},
    },
    owners={
        MeetingState.PLANNED: "whoever called it, or somebody who attends",
        MeetingState.CLOSED: "whoever must put something right",
        MeetingState.CANCELLED: "whoever called it, or somebody who attends",
    },
    words={
        MeetingState.PLANNED: "Open",
        MeetingState.CLOSED: "Held and closed",
        MeetingState.CANCELLED: "Cancelled",
    },
)
