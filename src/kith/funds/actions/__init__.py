"""The write doors of money in hand."""

from kith.funds.actions.asking import (
    answer_more,
    approve,
    ask,
    ask_more,
    pass_on,
    refuse,
    see_refused,
    take_decision_back,
    withdraw,
)
from kith.funds.actions.giving import (
    add_receipt,
    give,
    give_vouchers,
    note_returned,
    say_no_receipt,
    take_giving_back,
)
from kith.funds.actions.keeping import (
    change_fund,
    end_approver,
    name_approver,
    open_fund,
    put_in,
    take_back_deposit,
)
from kith.funds.actions.vouchers import buy_vouchers, mark_voucher

__all__ = [
    "add_receipt",
    "answer_more",
    "approve",
    "ask",
    "ask_more",
    "buy_vouchers",
    "change_fund",
    "end_approver",
    "give",
    "give_vouchers",
    "mark_voucher",
    "name_approver",
    "note_returned",
    "open_fund",
    "pass_on",
    "put_in",
    "refuse",
    "say_no_receipt",
    "see_refused",
    "take_back_deposit",
    "take_decision_back",
    "take_giving_back",
    "withdraw",
]
