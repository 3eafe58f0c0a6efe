"""The write door of referrals."""

from kith.pathway.referrals.actions.answers import record_answer
from kith.pathway.referrals.actions.asks import (
    forget_doubtful,
    put_aside_ask,
    read_ask,
    send_ask,
    trust_ask,
)
from kith.pathway.referrals.actions.decisions import (
    check_deciding,
    mark_taken_on,
    not_take_on,
    return_to_referrer,
    send_again,
    undo,
    withdraw,
)
from kith.pathway.referrals.actions.doors import (
    add_question,
    change_door,
    end_link,
    give_link,
    open_doors,
    stop_question,
)
from kith.pathway.referrals.actions.reading import answer_question, ask_question, mark_read
from kith.pathway.referrals.actions.receiving import AlreadyReceived, receive
from kith.pathway.referrals.actions.redirecting import redirect, redirect_failed, redirect_sent
from kith.pathway.referrals.actions.saving import forget_expired, forget_saved, save_ask
from kith.pathway.referrals.actions.signposting import signpost, take_back_signposting

__all__ = [
    "AlreadyReceived",
    "add_question",
    "answer_question",
    "ask_question",
    "change_door",
    "check_deciding",
    "end_link",
    "forget_doubtful",
    "forget_expired",
    "forget_saved",
    "give_link",
    "mark_read",
    "mark_taken_on",
    "not_take_on",
    "open_doors",
    "put_aside_ask",
    "read_ask",
    "receive",
    "record_answer",
    "redirect",
    "redirect_failed",
    "redirect_sent",
    "return_to_referrer",
    "save_ask",
    "send_again",
    "send_ask",
    "signpost",
    "stop_question",
    "take_back_signposting",
    "trust_ask",
    "undo",
    "withdraw",
]
