"""Where the taking in of a file stands."""

from __future__ import annotations

from enum import StrEnum

from kith.resilience.states import Transitions


class RunState(StrEnum):
    """What is being done with a run's files."""

    MAPPING = "mapping"
    CHECKING = "checking"
    CHECKED = "checked"
    TAKING = "taking"
    TAKEN = "taken"
    STOPPED = "stopped"
    UNDOING = "undoing"
    UNDONE = "undone"


_CHECK, _TAKE, _GO_ON = "look what would be done", "take in", "go on where it stopped"
RUNS = Transitions(
    name="A file that is taken in",
    after={
        RunState.MAPPING: {RunState.CHECKING: _CHECK},
        RunState.CHECKING: {RunState.CHECKED: "everything was read", RunState.STOPPED: "stop"},
        RunState.CHECKED: {
            RunState.TAKING: _TAKE,
            RunState.MAPPING: "map it otherwise",
        },
        RunState.TAKING: {RunState.TAKEN: "everything was taken in", RunState.STOPPED: "stop"},
        RunState.TAKEN: {RunState.UNDOING: "undo within seven days"},
        RunState.STOPPED: {
            RunState.TAKING: _GO_ON,
            RunState.CHECKING: _GO_ON,
            RunState.MAPPING: "map it otherwise",
        },
        RunState.UNDOING: {RunState.UNDONE: "everything was looked at"},
        RunState.UNDONE: {},
    },
    owners={
        RunState.MAPPING: "whoever sent it",
        RunState.CHECKING: "a job",
        RunState.CHECKED: "whoever sent it",
        RunState.TAKING: "a job",
        RunState.TAKEN: "a manager, where it can be undone",
        RunState.STOPPED: "whoever sent it",
        RunState.UNDOING: "a job",
        RunState.UNDONE: "nobody: it stays as it is",
    },
    words={
        RunState.MAPPING: "Its columns are being named",
        RunState.CHECKING: "Being looked through",
        RunState.CHECKED: "Looked through, not taken in yet",
        RunState.TAKING: "Being taken in",
        RunState.TAKEN: "Taken in",
        RunState.STOPPED: "Stopped",
        RunState.UNDOING: "Being undone",
        RunState.UNDONE: "Undone",
    },
)
UNDER_WAY = (RunState.CHECKING, RunState.TAKING, RunState.UNDOING)
