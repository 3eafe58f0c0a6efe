"""The forms of a letter, and of the scheme's words."""

from __future__ import annotations

import datetime
from typing import Any

from django import forms
from django.http import HttpRequest

from kith.messages.wording import Piece
from kith.resilience.forms import Conflict, Form
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


class WordingForm(Form):
    """A piece of the scheme's words. `seen` is how often it had been changed when the writer came."""

    text = TextAreaField("The words", required=False, rows=4)
    seen = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, request: HttpRequest, *, piece: Piece, now: str, number: int, **kwargs: Any
    ) -> None:
        super().__init__(request, initial={"text": now, "seen": number}, **kwargs)
        self.now, self.number = now, number
        self.fields["text"].rows = 3 if piece.lines == 1 else 12  # type: ignore[attr-defined]

    def set_out_conflict(self) -> None:
        """After a Stale: their words beside yours, and the next save is a knowing one."""
        self.conflicts.append(Conflict("The words", self.now, self.cleaned_data["text"]))
        shown = self.request.POST.copy()
        shown["seen"] = str(self.number)
        self.data = shown
