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
from kith.pathway.referrals.views.codes import (
    codes,
    codes_csv,
    codes_pdf,
    file_code,
    practices_owed,
    unfile_code,
    wanted,
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
from kith.pathway.referrals.views.preview import door_preview, place_preview
from kith.pathway.referrals.views.programme import (
    attach,
    concerns,
    programme,
    stage,
    take_back_stage,
)
from kith.pathway.referrals.views.referring import answer, detail, mine, refer, send_again, withdraw
from kith.pathway.referrals.views.word_back import sharing, status, withdraw_by_link, word_back

__all__ = [
    "answer",
    "ask",
    "ask_check",
    "ask_paper",
    "ask_save",
    "ask_saved",
    "ask_sent",
    "ask_step",
    "attach",
    "attachment",
    "attachment_original",
    "attachment_page",
    "codes",
    "codes_csv",
    "codes_pdf",
    "concerns",
    "detail",
    "door",
    "door_preview",
    "door_questions",
    "doors",
    "doubtful",
    "file_code",
    "letter",
    "letter_aside",
    "letter_original",
    "letter_page",
    "letter_take",
    "letters",
    "mine",
    "outside",
    "outside_sent",
    "place",
    "place_card",
    "place_link",
    "place_preview",
    "practices_owed",
    "programme",
    "refer",
    "resume",
    "send_again",
    "sharing",
    "signpost",
    "signposted",
    "stage",
    "status",
    "stop_question",
    "take_back_signpost",
    "take_back_stage",
    "trust_ask",
    "unfile_code",
    "wanted",
    "withdraw",
    "withdraw_by_link",
    "word_back",
]
