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
from kith.pathway.referrals.views.attachments import (
    attachment,
    attachment_original,
    attachment_page,
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
from kith.pathway.referrals.views.letters import (
    letter,
    letter_aside,
    letter_original,
    letter_page,
    letter_take,
    letters,
)
from kith.pathway.referrals.views.outside import (
    outside,
    outside_sent,
    signpost,
    take_back_signpost,
)
from kith.pathway.referrals.views.programme import (
    attach,
    concerns,
    programme,
    stage,
    take_back_stage,
)
from kith.pathway.referrals.views.referring import detail, mine, refer, send_again, withdraw

__all__ = [
    "ask", "ask_check", "ask_paper", "ask_save", "ask_saved", "ask_sent", "ask_step", "attach",
    "attachment", "attachment_original", "attachment_page", "concerns", "detail", "door",
    "door_questions", "doors", "doubtful", "letter", "letter_aside", "letter_original",
    "letter_page", "letter_take", "letters", "mine", "outside", "outside_sent", "place",
    "place_card", "place_link", "programme", "refer", "resume", "send_again", "signpost",
    "signposted", "stage", "stop_question", "take_back_signpost", "take_back_stage", "trust_ask",
    "withdraw",
]  # fmt: skip
