"""The scheme's own words of a first call."""

from __future__ import annotations

from kith.messages.wording import Group, Piece, declare

MOST_LINES = 12
FIRST_CALL = declare(
    Piece(
        key="desk.first_call",
        group=Group.PROMPTS,
        title="What we say on the first call",
        where="Read from the record by whoever rings somebody for the first time, line by line.",
        default="""“Hello, am I speaking to $name?” Say nothing of the service to anybody else.
“My name is $worker. $asked to ring you. Is this a good time?”
“We help people with what matters to them: company, money, home, something to do. It is free; stop at any time.”
“What would you like to be different?” Write it down in their words.
“Is there anything we should know to keep you safe, or anyone we should not tell?”
“Would you like us to help?” Their yes or no is theirs. Agree the next step and its day.""",
        examples={"name": "Ada Okafor", "worker": "Nadia Rahman", "asked": "Dr Achebe asked us"},
        needed=frozenset({"name"}),
        most=2500,
        lines=MOST_LINES,
    )
)
