"""The forms of finishing and of beginning again."""

from __future__ import annotations

from typing import Any

from kith.pathway.contacts.forms import CALL_OFF, keeps_planned, planned_field
from kith.pathway.contacts.models import Outcome
from kith.resilience.forms import Form
from kith.ui.fields import DateField, RadiosField, TextAreaField, TextField, YesNoField
from kith.vocabulary import closure_reasons

ON_TODAY = (
    "What stays is on the Today of whoever keeps the appointment, or gave the name and number."
)


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

    planned = planned_field()
    follow_up = YesNoField("May we ring?", required=False)

    OF_CONCERN = (
        "A concern about them is open. Say who has it and looks out for them from here."
        " It is kept on the record, not in the letter."
    )

    OF_RISK = (
        "A risk is on their record. Answer this if we could not reach them: who knows that nobody tries any more?"
        " It is kept on the record, not in the letter."
    )

    def __init__(
        self,
        *args: Any,
        child: bool,
        concern: bool,
        risk: bool = False,
        months: str = "",
        ahead: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        if ahead:
            self.initial.setdefault("planned", CALL_OFF)
            self.fields["planned"].hint = ON_TODAY  # type: ignore[attr-defined]
        else:
            del self.fields["planned"]
        if months:
            self.fields["follow_up"].label = f"Do they agree that we ring in {months}?"
            self.fields[
                "follow_up"
            ].hint = "To hear how they are. Leave it empty if nobody asked them."  # type: ignore[attr-defined]
        else:
            del self.fields["follow_up"]
        if concern:
            self.fields["why_now"].hint = self.OF_CONCERN  # type: ignore[attr-defined]
        elif risk and not child:
            self.fields["why_now"].hint = self.OF_RISK  # type: ignore[attr-defined]
            self.fields["why_now"].required = False
        elif not child:
            del self.fields["why_now"]

    def values(self) -> dict[str, Any]:
        """As `actions.close` takes them."""
        typed = super().values()
        keeps = keeps_planned(typed)
        return {**typed, "keep_planned": keeps}


class ReopenForm(Form):
    """Why support begins again."""

    keeps_drafts = False

    why = TextField(
        "Why does support begin again?",
        hint="For example: they rang and asked.",
        max_length=300,
        missing="Say why support begins again",
    )


class CallForm(Form):
    """What came of a call some months after finishing."""

    outcome = RadiosField(
        "What happened?",
        choices=[
            (Outcome.REACHED, "We talked"),
            (Outcome.NO_ANSWER, "No answer"),
            (Outcome.LEFT_MESSAGE, "Left a message"),
            (Outcome.WRONG_NUMBER, "Wrong or dead number"),
        ],
        conditional={
            Outcome.REACHED: ["changed", "wants_support"],
            **{
                one: ["again_on"]
                for one in (Outcome.NO_ANSWER, Outcome.LEFT_MESSAGE, Outcome.WRONG_NUMBER)
            },
        },
        missing="Choose what happened",
    )
    changed = TextAreaField(
        "How are they, and what changed since we finished?",
        hint="In their words, as far as you can. “Nothing changed” is an answer.",
        rows=4,
        max_length=4000,
        missing="Say what changed, or that nothing did",
    )
    wants_support = YesNoField("Do they ask for our support again?", optional=True)
    again_on = DateField("Try again on", future_only=True)
    unsafe_why = TextField(
        "Why was it right to ring?",
        optional=True,
        max_length=300,
        hint="Only where no number is marked safe for a call.",
    )

    def values(self) -> dict[str, Any]:
        """As `actions.record_call` takes them."""
        typed = super().values()
        typed["reason"] = typed.pop("unsafe_why")
        return typed


class CallOffForm(Form):
    """Why nobody rings."""

    keeps_drafts = False

    why = TextField(
        "Why does nobody ring?",
        hint="For example: they said no, or we tried three times.",
        max_length=300,
        missing="Say why nobody rings",
    )
