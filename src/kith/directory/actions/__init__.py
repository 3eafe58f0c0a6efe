"""The write door of the directory."""

from kith.directory.actions.corrections import (
    CORRECTABLE,
    correct_service,
    drop_correction,
    end_note,
    write_note,
)
from kith.directory.actions.feeds import Report, add_feed, report_visit, set_feed
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
from kith.directory.actions.twice import join_services, part_services, say_two

__all__ = [
    "CORRECTABLE",
    "FeedRun",
    "Report",
    "add_feed",
    "add_organisation",
    "add_place",
    "add_service",
    "confirm_service",
    "correct_service",
    "drop_correction",
    "edit_service",
    "end_note",
    "join_services",
    "mark_gone",
    "note_feed_run",
    "part_services",
    "report_visit",
    "say_two",
    "set_feed",
    "set_places",
    "set_sessions",
    "take_in_feed",
    "write_note",
]
