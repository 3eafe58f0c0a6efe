"""Saying who two records are, and taking a merge back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from kith.desk.presenters.merging import SidesShown
from kith.resilience.forms import Form
from kith.ui.fields import RadiosField, TextAreaField

DIFFERENT = "different"


class SameForm(Form):
    """One person or two; and if one, which record is kept."""

    decision = RadiosField("Are they the same person?", choices=[], missing="Select who they are")
    why = TextAreaField(
        "How do you know?",
        optional=True,
        rows=2,
        hint="For example: asked her on the phone, she gave both numbers.",
    )

    def __init__(self, request: HttpRequest, *, sides: SidesShown, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        field = self.fields["decision"]
        field.choices = [  # type: ignore[attr-defined]
            *((key, f"They are the same person: keep {words}") for key, words, _ in sides.keeping),
            (DIFFERENT, "They are different people"),
        ]
        field.hints = {key: hint for key, _, hint in sides.keeping} | {  # type: ignore[attr-defined]
            DIFFERENT: "We remember it and do not ask again."
        }


class UndoMergeForm(Form):
    """Taking a merge back: a press, with nothing to fill in."""
