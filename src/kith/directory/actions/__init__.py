"""The write door of the directory."""

from kith.directory.actions.checking import (
    ask_listing,
    ask_listing_again,
    ask_listing_anew,
    call_due,
    confirm_service,
    confirm_services,
    set_checking,
    set_keeper,
)
from kith.directory.actions.corrections import (
    CORRECTABLE,
    correct_service,
    drop_correction,
    end_note,
    write_note,
)
from kith.directory.actions.feeds import (
    Report,
    add_feed,
    report_visit,
    set_feed,
    stop_feed,
    take_up_feed,
)
from kith.directory.actions.from_feed import (
    Took,
    note_feed_run,
    take_in_feed,
    take_listing,
    would_take,
)
from kith.directory.actions.gone import accept_gone, mark_gone
from kith.directory.actions.matters import (
    answer_listing,
    hear_matter,
    read_answer,
    report_wrong,
    settle_matter,
    take_over,
)
from kith.directory.actions.parts import MOST_ROWS, ends_too_early
from kith.directory.actions.services import (
    add_organisation,
    add_service,
    edit_service,
    set_published,
)
from kith.directory.actions.suggestions import (
    add_suggested,
    drop_suggestion,
    forget_suggestions,
    suggest,
)
from kith.directory.actions.taking import FeedRun, Taking
from kith.directory.actions.twice import (
    join_services,
    part_from_closed,
    part_services,
    say_two,
)

__all__ = [
    "CORRECTABLE",
    "MOST_ROWS",
    "FeedRun",
    "Report",
    "Taking",
    "Took",
    "accept_gone",
    "add_feed",
    "add_organisation",
    "add_service",
    "add_suggested",
    "answer_listing",
    "ask_listing",
    "ask_listing_again",
    "ask_listing_anew",
    "call_due",
    "confirm_service",
    "confirm_services",
    "correct_service",
    "drop_correction",
    "drop_suggestion",
    "edit_service",
    "end_note",
    "ends_too_early",
    "forget_suggestions",
    "hear_matter",
    "join_services",
    "mark_gone",
    "note_feed_run",
    "part_from_closed",
    "part_services",
    "read_answer",
    "report_visit",
    "report_wrong",
    "say_two",
    "set_checking",
    "set_feed",
    "set_keeper",
    "set_published",
    "settle_matter",
    "stop_feed",
    "suggest",
    "take_in_feed",
    "take_listing",
    "take_over",
    "take_up_feed",
    "would_take",
    "write_note",
]
