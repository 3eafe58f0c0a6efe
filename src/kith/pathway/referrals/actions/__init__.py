"""The write door of referrals."""

from kith.pathway.referrals.actions.answers import record_answer, record_no
from kith.pathway.referrals.actions.asks import (
    forget_doubtful,
    put_aside_ask,
    send_ask,
    trust_ask,
)
from kith.pathway.referrals.actions.attachments import (
    attach,
    bring_letter,
    put_letter_aside,
    receive_with_files,
    take_letter,
    type_in_letter,
)
from kith.pathway.referrals.actions.codes import (
    choose_word_back,
    file_code,
    make_sheet,
    mark_codes_told,
    owe_code,
    take_back_codes,
    unfile_code,
)
from kith.pathway.referrals.actions.decisions import (
    check_deciding,
    mark_joined,
    mark_parted,
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
from kith.pathway.referrals.actions.for_programme import (
    ForProgramme,
    RatedConcern,
    answer_questions,
    answer_rows,
    as_question,
    record_concerns,
    record_stage,
    take_back_stage,
)
from kith.pathway.referrals.actions.reading import answer_question, ask_question, mark_read
from kith.pathway.referrals.actions.reading_asks import read_ask
from kith.pathway.referrals.actions.receiving import AlreadyReceived, receive
from kith.pathway.referrals.actions.redirecting import redirect, redirect_failed, redirect_sent
from kith.pathway.referrals.actions.replies import read_reply, reply
from kith.pathway.referrals.actions.saving import forget_expired, forget_saved, save_ask
from kith.pathway.referrals.actions.signposting import signpost, take_back_signposting
from kith.pathway.referrals.actions.word_back import (
    give_status_link,
    share_progress,
    take_back_words,
    tell,
    tell_by_hand,
)

__all__ = [
    "AlreadyReceived",
    "ForProgramme",
    "RatedConcern",
    "add_question",
    "answer_question",
    "answer_questions",
    "answer_rows",
    "as_question",
    "ask_question",
    "attach",
    "bring_letter",
    "change_door",
    "check_deciding",
    "choose_word_back",
    "end_link",
    "file_code",
    "forget_doubtful",
    "forget_expired",
    "forget_saved",
    "give_link",
    "give_status_link",
    "make_sheet",
    "mark_codes_told",
    "mark_joined",
    "mark_parted",
    "mark_read",
    "mark_taken_on",
    "not_take_on",
    "open_doors",
    "owe_code",
    "put_aside_ask",
    "put_letter_aside",
    "read_ask",
    "read_reply",
    "receive",
    "receive_with_files",
    "record_answer",
    "record_concerns",
    "record_no",
    "record_stage",
    "redirect",
    "redirect_failed",
    "redirect_sent",
    "reply",
    "return_to_referrer",
    "save_ask",
    "send_again",
    "send_ask",
    "share_progress",
    "signpost",
    "stop_question",
    "take_back_codes",
    "take_back_signposting",
    "take_back_stage",
    "take_back_words",
    "take_letter",
    "tell",
    "tell_by_hand",
    "trust_ask",
    "type_in_letter",
    "undo",
    "unfile_code",
    "withdraw",
]
