"""The write door of referrals."""

from kith.pathway.referrals.actions.answers import record_answer
from kith.pathway.referrals.actions.asks import put_aside_ask, read_ask, send_ask
from kith.pathway.referrals.actions.decisions import (
    check_deciding,
    mark_taken_on,
    not_take_on,
    return_to_referrer,
    send_again,
    undo,
    withdraw,
)
from kith.pathway.referrals.actions.receiving import AlreadyReceived, receive

__all__ = [
    "AlreadyReceived",
    "check_deciding",
    "mark_taken_on",
    "not_take_on",
    "put_aside_ask",
    "read_ask",
    "receive",
    "record_answer",
    "return_to_referrer",
    "send_again",
    "send_ask",
    "undo",
    "withdraw",
]
