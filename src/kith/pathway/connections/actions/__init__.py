"""The write door of connections: introducing, hearing the news, groups' wishes, names and numbers, what is missing."""

from kith.pathway.connections.actions.answering import (
    answer_by_link,
    person_says,
    say_by_link,
    thank,
    thank_by_link,
    worry,
    worry_by_link,
)
from kith.pathway.connections.actions.following import (
    ask_by_email,
    follow_up,
    make_text,
    note_changes,
    set_policy,
)
from kith.pathway.connections.actions.groups import (
    say_full,
    say_open,
    send_week,
    set_wishes,
    wish_by_link,
)
from kith.pathway.connections.actions.introducing import (
    UNDER_WAY,
    check_agreed,
    introduce,
    preview,
)
from kith.pathway.connections.actions.linking import ask_again, ask_week, give_week, send_link
from kith.pathway.connections.actions.news import (
    answer_again,
    note_seen,
    record_progress,
    renew_agreement,
    withdraw,
)
from kith.pathway.connections.actions.not_sent import forget_not_sent, note_not_sent
from kith.pathway.connections.actions.signposting import (
    ask_no_more,
    hear_of_signpost,
    redirect_to_service,
    signpost,
    undo_redirect,
)
from kith.pathway.connections.actions.unmet import note_met, note_unmet

__all__ = [
    "UNDER_WAY",
    "answer_again",
    "answer_by_link",
    "ask_again",
    "ask_by_email",
    "ask_no_more",
    "ask_week",
    "check_agreed",
    "follow_up",
    "forget_not_sent",
    "give_week",
    "hear_of_signpost",
    "introduce",
    "make_text",
    "note_changes",
    "note_met",
    "note_not_sent",
    "note_seen",
    "note_unmet",
    "person_says",
    "preview",
    "record_progress",
    "redirect_to_service",
    "renew_agreement",
    "say_by_link",
    "say_full",
    "say_open",
    "send_link",
    "send_week",
    "set_policy",
    "set_wishes",
    "signpost",
    "thank",
    "thank_by_link",
    "undo_redirect",
    "wish_by_link",
    "withdraw",
    "worry",
    "worry_by_link",
]
