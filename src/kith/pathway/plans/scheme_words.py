"""The scheme's own words of the conversation: how it asks, by foundation and “About me”, and phrases for steps."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from kith.messages import queries as messages
from kith.messages.wording import Group, Piece, declare
from kith.pathway.plans.about_me import ELEMENTS
from kith.vocabulary.foundations import Foundation

MOST_PHRASES = 20
_FOUNDATIONS = {
    Foundation.BELONGING: "Who do you see in a week? Who would you like to see more of?",
    Foundation.PURPOSE: "What gets you up in the morning? What do you miss doing?",
    Foundation.MONEY: "Does the money last to the end of the month? Is any letter worrying you?",
    Foundation.HOME: "How is home: warm, dry, safe, yours?",
    Foundation.HOPE: "If things went well, what would be different by the summer?",
    Foundation.HEALTH: "What does your health stop you doing? What helps you move, eat, sleep?",
}
_PHRASES = """Ring to ask when they meet, and how to get there
Go along together the first time
Fill in the form together
Write down what to say, and make the call
Find the letters, and bring them next time
Ask the GP about it"""


def _prompt(key: str, title: str, default: str) -> Piece:
    return declare(
        Piece(
            key=f"plans.{key}",
            group=Group.PLAN,
            title=title,
            where="Read by the worker in the conversation, beside the box.",
            default=default,
            most=300,
        )
    )


FOUNDATIONS = {
    one.value: _prompt(one.value, f"How we ask about: {one.label}", words)
    for one, words in _FOUNDATIONS.items()
}
ABOUT_ME = {
    one.field: _prompt(one.field, f"How we ask: {one.label}", one.prompt) for one in ELEMENTS
}
STEPS = declare(
    Piece(
        key="plans.steps",
        group=Group.PLAN,
        title="Phrases for what will be done",
        where="Offered as somebody types a step of a plan, one a line. The step can be worded otherwise.",
        default=_PHRASES,
        most=2000,
        lines=MOST_PHRASES,
    )
)


class Asked:
    """How a scheme asks: by foundation, by field of “About me”, and the phrases for steps; one read."""

    def __init__(self, scheme_id: UUID) -> None:
        wanted = (*FOUNDATIONS.values(), *ABOUT_ME.values(), STEPS)
        found = messages.words_of(scheme_id, wanted)
        self.foundations: Mapping[str, str] = {k: found[p.key] for k, p in FOUNDATIONS.items()}
        self.about_me: Mapping[str, str] = {k: found[p.key] for k, p in ABOUT_ME.items()}
        self.phrases = [line.strip() for line in found[STEPS.key].splitlines() if line.strip()]
