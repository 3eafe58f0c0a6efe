"""Money in hand: funds, requests, vouchers, and setting funds up."""

from kith.funds.views.funds import fund, funds, spent_csv, voucher, vouchers
from kith.funds.views.receipts import receipt, receipt_file, receipt_page
from kith.funds.views.requests import (
    answer,
    ask,
    decide,
    give,
    read_refused,
    request,
    returned,
    undo,
    withdraw,
)
from kith.funds.views.setting_up import (
    approvers,
    buy,
    change_fund,
    deposits,
    end_approver,
    setup,
    take_back_deposit,
)

__all__ = [
    "answer",
    "approvers",
    "ask",
    "buy",
    "change_fund",
    "decide",
    "deposits",
    "end_approver",
    "fund",
    "funds",
    "give",
    "read_refused",
    "receipt",
    "receipt_file",
    "receipt_page",
    "request",
    "returned",
    "setup",
    "spent_csv",
    "take_back_deposit",
    "undo",
    "voucher",
    "vouchers",
    "withdraw",
]
