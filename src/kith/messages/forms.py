"""The form of a letter."""

from __future__ import annotations

import datetime
from typing import Any

from kith.resilience.forms import Form
from kith.ui.dates import today
from kith.ui.fields import DateField, RadiosField, TextAreaField

NOT_NEEDED = "not_needed"
WAYS = (
    "By NHSmail or another secure e-mail",
    "By post",
    "Handed over",
    "Filed in the practice's system",
)


class LetterForm(Form):
    """How and when a letter went, or why it need not go."""

    keeps_drafts = False

    how = RadiosField(
        "How did it go?",
        choices=[*((way, way) for way in WAYS), (NOT_NEEDED, "It need not go")],
        conditional={NOT_NEEDED: "reason"},
        missing="Choose how the letter went",
    )
    on = DateField(
        "When did it go?", past_only=True, optional=True, hint="Today, unless you say otherwise."
    )
    reason = TextAreaField(
        "Why need it not go?",
        rows=2,
        max_length=300,
        missing="Say why it need not go, so that nobody wonders later",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"initial": {"on": today()}, **kwargs})

    def values(self) -> dict[str, Any]:
        """`how`, `reason`, and `at`: none for today, which means now."""
        typed = super().values()
        day = typed.pop("on") or today()
        noon = datetime.datetime.combine(day, datetime.time(12), tzinfo=datetime.UTC)
        return {**typed, "at": None if day == today() else noon}
