"""What becomes of a session of a group, of somebody's place in it, and of a match with a volunteer."""

from __future__ import annotations

from enum import StrEnum

from kith.resilience.states import Transitions


class SessionState(StrEnum):
    """Where a session is."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


class PlaceState(StrEnum):
    """Where somebody stands in a group."""

    WAITING = "waiting"
    OFFERED = "offered"
    TAKEN = "taken"
    LEFT = "left"


class MatchState(StrEnum):
    """Where a volunteer and a person are."""

    PROPOSED = "proposed"
    GOING_ON = "going_on"
    PAUSED = "paused"
    ENDED = "ended"


SESSIONS = Transitions(
    name="A session of a group",
    after={
        SessionState.PLANNED: {
            SessionState.HELD: "take the register",
            SessionState.CANCELLED: "cancel",
        },
        SessionState.HELD: {},
        SessionState.CANCELLED: {
            SessionState.PLANNED: "take it back, while everybody can be told again"
        },
    },
    owners={
        SessionState.PLANNED: "whoever facilitates the group, or runs the scheme's groups",
        SessionState.HELD: "nobody: its register can still be put right",
        SessionState.CANCELLED: "whoever may cancel it, for a week and up to two hours before; later another one is"
        " planned instead",
    },
    words={
        SessionState.PLANNED: "To come",
        SessionState.HELD: "Register taken",
        SessionState.CANCELLED: "Not taking place",
    },
)
PLACES = Transitions(
    name="A place in a group",
    after={
        PlaceState.WAITING: {
            PlaceState.OFFERED: "offer the next free place",
            PlaceState.LEFT: "take off the list",
        },
        PlaceState.OFFERED: {
            PlaceState.TAKEN: "say yes",
            PlaceState.WAITING: "wait for a later one",
            PlaceState.LEFT: "say no",
        },
        PlaceState.TAKEN: {PlaceState.LEFT: "give the place up"},
        PlaceState.LEFT: {},
    },
    owners={
        PlaceState.WAITING: "nobody: a place that comes free is offered to the first of the list",
        PlaceState.OFFERED: "the link worker, who asks the person",
        PlaceState.TAKEN: "the person",
        PlaceState.LEFT: "nobody: who comes back joins anew",
    },
    words={
        PlaceState.WAITING: "On the waiting list",
        PlaceState.OFFERED: "A place is offered",
        PlaceState.TAKEN: "Has a place",
        PlaceState.LEFT: "Left",
    },
)
MATCHES = Transitions(
    name="A befriender and a person",
    after={
        MatchState.PROPOSED: {MatchState.GOING_ON: "both agree", MatchState.ENDED: "take it back"},
        MatchState.GOING_ON: {MatchState.PAUSED: "let it rest", MatchState.ENDED: "end it"},
        MatchState.PAUSED: {MatchState.GOING_ON: "go on", MatchState.ENDED: "end it"},
        MatchState.ENDED: {},
    },
    owners={
        MatchState.PROPOSED: "whoever proposed it, who asks both",
        MatchState.GOING_ON: "the person and the volunteer, through the link worker",
        MatchState.PAUSED: "the link worker",
        MatchState.ENDED: "nobody: another match is proposed anew",
    },
    words={
        MatchState.PROPOSED: "Proposed",
        MatchState.GOING_ON: "Goes on",
        MatchState.PAUSED: "Rests",
        MatchState.ENDED: "Ended",
    },
)
