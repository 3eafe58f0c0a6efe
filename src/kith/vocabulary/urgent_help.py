"""Whom anybody in England can ring at any hour, whatever a scheme has set up.

999 and 101: police.uk, "Contact us". 111 and its mental health option: nhs.uk, "Get help from NHS 111" and "Where to
get urgent help for mental health" (for all ages, day and night). Samaritans: samaritans.org. National Domestic Abuse
Helpline (Refuge): nationaldahelpline.org.uk. NSPCC helpline for worries about a child: nspcc.org.uk.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A number that is the same everywhere: who answers, the number, what for."""

    name: str
    number: str
    said: str

    @property
    def href(self) -> str:
        """The number as a link that rings."""
        return "tel:" + self.number.replace(" ", "")


LINES = (
    Line("Police, when nobody is in danger now", "101", "Day and night"),
    Line("NHS 111", "111", "Day and night. Mental health crisis: choose the mental health option"),
    Line("Samaritans", "116 123", "Day and night, for anyone who struggles to cope"),
    Line("National Domestic Abuse Helpline", "0808 2000 247", "Day and night, free"),
    Line(
        "NSPCC, when you are worried about a child", "0808 800 5000", "See nspcc.org.uk for hours"
    ),
)
