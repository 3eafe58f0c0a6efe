"""Word back: what is said to whoever referred, in words fixed here and free of anybody's story.

The words are read by whoever holds a private link and in e-mails on other people's screens. Referrers differ in
what they may know: see `tier`. Ours; referral codes depend on what practices are told (`snomed`).
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """One thing that a referrer can be told about a referral."""

    ACKNOWLEDGED = "acknowledged"
    QUESTION = "question"
    RETURNED = "returned"
    SENT_AGAIN = "sent_again"
    REDIRECTED = "redirected"
    NOT_TAKEN_ON = "not_taken_on"
    WITHDRAWN = "withdrawn"
    TAKEN_ON = "taken_on"
    JOINED = "joined"
    AGREED = "agreed"
    DECLINED = "declined"
    COULD_NOT_REACH = "could_not_reach"
    PLAN = "plan"
    CLOSED = "closed"
    REOPENED = "reopened"


class Way(StrEnum):
    """How word went to a referrer."""

    PAGE = "page"
    EMAIL = "email"
    LETTER = "letter"
    PHONE = "phone"


class Tier(StrEnum):
    """How much a referrer hears."""

    EVERYTHING = "everything"
    OURS = "ours"  # what the scheme decides, and nothing of what the person says
    RECEIPT = "receipt"  # that it came, and what we ask of the referrer
    OWN = "own"  # who asked for themselves: where their request is, in words to them


@dataclass(frozen=True, slots=True)
class Word:
    """A kind in words: its heading with a colour, what is said, what comes next, and its e-mail if it has one."""

    label: str
    colour: str
    words: str
    what_next: str
    email: str = ""


WORDS = {
    Kind.ACKNOWLEDGED: Word(
        "Received", "blue", "We have your referral. Thank you.",
        "A member of the team reads it and decides what happens.", "word_acknowledged",
    ),
    Kind.QUESTION: Word(
        "A question for you", "orange", "We have a question about your referral.",
        "Answer it, and we go on.", "word_question",
    ),
    Kind.RETURNED: Word(
        "Returned to you", "orange", "We need to know more before we can go on.",
        "Add what is missing and send it again.", "word_returned",
    ),
    Kind.SENT_AGAIN: Word(
        "Sent again", "blue", "We have what you added. Thank you.",
        "A member of the team reads it and decides what happens.",
    ),
    Kind.REDIRECTED: Word(
        "Passed on", "grey", "We passed your referral on to where it can be better helped.",
        "Nothing more happens here.", "word_news",
    ),
    Kind.NOT_TAKEN_ON: Word(
        "Not taken on", "grey", "We are not the right service for this referral.",
        "Nothing more happens here. Ring us if you would like to talk about it.", "word_news",
    ),
    Kind.WITHDRAWN: Word(
        "Withdrawn", "grey", "Your referral was withdrawn.", "Nothing more happens here.",
    ),
    Kind.TAKEN_ON: Word(
        "Taken on", "green", "We have taken your referral on.",
        "We get in touch with the person you referred.", "word_taken_on",
    ),
    Kind.JOINED: Word(
        "Being supported already", "green",
        "The person you referred is being supported by us already. Their link worker has what you wrote.",
        "You hear when our support ends.", "word_news",
    ),
    Kind.AGREED: Word(
        "Agreed, being supported", "green", "The person you referred agreed to our support.",
        "We make a plan together. You hear when our support ends.", "word_agreed",
    ),
    Kind.DECLINED: Word(
        "Declined", "grey", "The person you referred does not want our support at present.",
        "Nothing more happens here. They can come back to us.", "word_news",
    ),
    Kind.COULD_NOT_REACH: Word(
        "Not reached yet", "orange", "We tried several times and have not reached the person you referred.",
        "We write before we stop trying. If you know a better way or time, ring us.",
        "word_could_not_reach",
    ),
    Kind.PLAN: Word(
        "Plan agreed", "green", "A plan was agreed with the person you referred.",
        "We carry it out together. You hear when our support ends.", "word_news",
    ),
    Kind.CLOSED: Word(
        "Finished", "grey", "Our work on this referral has finished.",
        "Nothing more happens here. You can refer again.", "word_closed",
    ),
    Kind.REOPENED: Word(
        "Begun again", "green", "Our work on this referral has begun again.",
        "You hear when it ends.", "word_news",
    ),
}  # fmt: skip

# To whoever asked for themselves. What they said to us themselves is not told to them again.
OWN = {
    Kind.ACKNOWLEDGED: Word(
        "We have it", "blue", "We have what you asked. Thank you.",
        "Someone of the team reads it, then rings or writes to you.", "own_received",
    ),
    Kind.QUESTION: Word(
        "A question for you", "orange", "We have a question about what you asked.",
        "Answer it, and we go on.", "own_news",
    ),
    Kind.RETURNED: Word(
        "A question for you", "orange", "We need to know a little more before we can go on.",
        "Answer it, and we go on.", "own_news",
    ),
    Kind.SENT_AGAIN: Word(
        "We have your answer", "blue", "We have what you added. Thank you.",
        "Someone of the team reads it, then rings or writes to you.",
    ),
    Kind.REDIRECTED: Word(
        "Passed on", "grey", "We passed what you asked on to where you can be better helped.",
        "They get in touch with you. If you hear nothing, ring us.", "own_news",
    ),
    Kind.NOT_TAKEN_ON: Word(
        "Not the right service", "grey", "We are not the right service for what you asked.",
        "Ring us: we tell you who may be.", "own_news",
    ),
    Kind.WITHDRAWN: Word(
        "Stopped", "grey", "You told us that you do not want this now.",
        "Nobody gets in touch about it. You can ask again at any time.",
    ),
    Kind.TAKEN_ON: Word(
        "Somebody is there for you", "green", "Somebody of the team is there for you from now on.",
        "They ring or write to you, only in the ways you said are safe.", "own_news",
    ),
    Kind.COULD_NOT_REACH: Word(
        "Not reached yet", "orange", "We tried several times and have not reached you.",
        "Ring us, at a time that suits you. We write before we stop trying.", "own_news",
    ),
    Kind.CLOSED: Word(
        "Finished", "grey", "Our support has finished for now.", "You can ask again at any time.",
    ),
    Kind.REOPENED: Word(
        "Begun again", "green", "We are there for you again.",
        "Your link worker rings or writes to you.", "own_news",
    ),
}  # fmt: skip

WAYS = {
    Way.PAGE: "On the page of the referral",
    Way.EMAIL: "By e-mail",
    Way.LETTER: "By letter",
    Way.PHONE: "By telephone",
}

_RECEIPT = frozenset(
    {Kind.ACKNOWLEDGED, Kind.QUESTION, Kind.RETURNED, Kind.SENT_AGAIN, Kind.WITHDRAWN}
)
_OURS = _RECEIPT | {
    Kind.REDIRECTED, Kind.NOT_TAKEN_ON, Kind.TAKEN_ON, Kind.CLOSED, Kind.REOPENED,
}  # fmt: skip
HEARD = {
    Tier.EVERYTHING: frozenset(Kind),
    Tier.OURS: _OURS,
    Tier.RECEIPT: _RECEIPT,
    Tier.OWN: frozenset(OWN),
}
# For who hears only what the scheme decides, a refusal reads like any other end, and being supported before they
# referred is not theirs to know; nor is it told to whoever may read the e-mails of somebody who asked for themselves.
NEUTRAL = {Kind.DECLINED: Kind.CLOSED, Kind.JOINED: Kind.TAKEN_ON}

# Sources of referral_sources.
_THEMSELF = frozenset({"02"})
# Health and care: they hold the record that the codes go into, or care for the person with it.
_CARE = frozenset({"01", "05", "06", "07", "09", "11", "12", "22", "23"})
# Those with power over the person or no duty of confidence to them, and those nobody knows.
_RECEIPT_ONLY = frozenset({"03", "04", "14", "15", "99"})


def tier(source: str, agreed: bool | None) -> Tier:
    """How much a referrer of this source hears; `agreed` is the person's own word on others hearing it, None when
    not asked."""
    if source in _THEMSELF:
        return Tier.OWN
    if agreed is not None:
        return Tier.EVERYTHING if agreed else Tier.RECEIPT
    if source in _CARE:
        return Tier.EVERYTHING
    return Tier.RECEIPT if source in _RECEIPT_ONLY else Tier.OURS


def heard(kind: Kind, at: Tier) -> Kind | None:
    """What a referrer of that tier hears of something that happened; None for nothing."""
    if kind in HEARD[at]:
        return kind
    neutral = NEUTRAL.get(kind)
    return neutral if neutral in HEARD[at] else None


def spoken(kind: Kind, *, to_person: bool) -> Word:
    """A kind in the words for the person themselves, or for whoever else referred."""
    return OWN[kind] if to_person else WORDS[kind]


def choices() -> list[tuple[str, str]]:
    """Every kind with its heading."""
    return [(kind.value, WORDS[kind].label) for kind in Kind]
