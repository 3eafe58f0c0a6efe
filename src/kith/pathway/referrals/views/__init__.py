"""The pages of referrals."""

from kith.pathway.referrals.views.asking import ask, ask_check, ask_sent, ask_step
from kith.pathway.referrals.views.referring import detail, mine, refer, send_again, withdraw

__all__ = [
    "ask", "ask_check", "ask_sent", "ask_step", "detail", "mine", "refer", "send_again", "withdraw",
]  # fmt: skip
