"""The forms of finishing and of beginning again."""

from __future__ import annotations

from typing import Any

from kith.resilience.forms import Form
from kith.ui.fields import RadiosField, TextAreaField, TextField
from kith.vocabulary import closure_reasons


class CloseForm(Form):
    """Why our support finishes, and what the letter says of it."""

    reason = RadiosField(
        "Why does our support finish?",
        choices=closure_reasons.choices(),
        missing="Choose why our support finishes",
    )
    summary = TextAreaField(
        "What changed, and what did not",
        hint="In a few plain sentences. The practice reads this, and the person may.",
        rows=5,
        max_length=4000,
        optional=True,
    )
    requests_for_professionals = TextAreaField(
        "What do you ask the GP or other professionals to do?",
        hint="One request a line. It stands first in the letter. Leave it empty for none.",
        rows=3,
        max_length=2000,
        optional=True,
    )
    why_now = TextAreaField(
        "Why is it right to finish now?",
        hint="They are under 18. Say who looks out for them from here."
        " It is kept on the record, not in the letter.",
        rows=3,
        max_length=2000,
        missing="Say why it is right to finish now",
    )

    OF_CONCERN = (
        "A concern about them is open. Say who has it and looks out for them from here."
        " It is kept on the record, not in the letter."
    )

    def __init__(self, *args: Any, child: bool, concern: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if concern:
            self.fields["why_now"].hint = self.OF_CONCERN  # type: ignore[attr-defined]
        elif not child:
            del self.fields["why_now"]


class ReopenForm(Form):
    """Why support begins again."""

    keeps_drafts = False

    why = TextField(
        "Why does support begin again?",
        hint="For example: they rang and asked.",
        max_length=300,
        missing="Say why support begins again",
    )
