"""The pages of referrals."""

from kith.pathway.referrals.views.asking import (
    ask,
    ask_check,
    ask_paper,
    ask_save,
    ask_saved,
    ask_sent,
    ask_step,
    resume,
)
from kith.pathway.referrals.views.doors import (
    door,
    door_questions,
    doors,
    place,
    place_card,
    place_link,
    stop_question,
)
from kith.pathway.referrals.views.inbox import doubtful, signposted, trust_ask
from kith.pathway.referrals.views.outside import (
    outside,
    outside_sent,
    signpost,
    take_back_signpost,
)
from kith.pathway.referrals.views.referring import answer, detail, mine, refer, send_again, withdraw

__all__ = [
    "answer",
    "ask", "ask_check", "ask_paper", "ask_save", "ask_saved", "ask_sent", "ask_step", "detail", "door",
    "door_questions", "doors", "doubtful", "mine", "outside", "outside_sent", "place", "place_card", "place_link",
    "refer", "resume", "send_again", "signpost", "signposted", "stop_question", "take_back_signpost", "trust_ask",
    "withdraw",
]  # fmt: skip
