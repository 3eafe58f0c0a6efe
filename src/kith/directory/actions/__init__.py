"""The write door of the directory."""

from kith.directory.actions.from_feed import FeedRun, mark_gone, note_feed_run, take_in_feed
from kith.directory.actions.services import (
    add_organisation,
    add_place,
    add_service,
    confirm_service,
    edit_service,
    set_places,
    set_sessions,
)

__all__ = [
    "FeedRun",
    "add_organisation",
    "add_place",
    "add_service",
    "confirm_service",
    "edit_service",
    "mark_gone",
    "note_feed_run",
    "set_places",
    "set_sessions",
    "take_in_feed",
]
