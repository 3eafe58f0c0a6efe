"""The scheme's own words of going in alone."""

from __future__ import annotations

from kith.messages.wording import Group, Piece, declare

GOING_IN = declare(
    Piece(
        key="concerns.going_in",
        group=Group.POLICIES,
        title="Going in alone",
        where="Read by whoever goes in alone, before they do.",
        default="Press “I am out and safe” when you are. If you have not $when, your buddy or the"
        " safeguarding lead is alerted, then the next.",
        examples={"when": "10 minutes after the time you give"},
        needed=frozenset({"when"}),
    )
)


def when(minutes: int) -> str:
    """After how long somebody is alerted, as it is filled in."""
    return f"{minutes} minutes after the time you give" if minutes else "by the time you give"
