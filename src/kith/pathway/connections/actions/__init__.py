"""The write door of connections: introducing, hearing the news, names and numbers, and what is missing."""

from kith.pathway.connections.actions.introducing import (
    UNDER_WAY,
    introduce,
    preview,
    record_progress,
    withdraw,
)
from kith.pathway.connections.actions.signposting import (
    hear_of_signpost,
    redirect_to_service,
    signpost,
)
from kith.pathway.connections.actions.unmet import note_met, note_unmet

__all__ = [
    "UNDER_WAY",
    "hear_of_signpost",
    "introduce",
    "note_met",
    "note_unmet",
    "preview",
    "record_progress",
    "redirect_to_service",
    "signpost",
    "withdraw",
]
