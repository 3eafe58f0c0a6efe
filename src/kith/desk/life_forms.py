"""A death, a move, and word left by telephone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kith.pathway.contacts.forms import CALL_OFF, keeps_planned, planned_field
from kith.resilience.forms import Form
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    PhoneField,
    RadiosField,
    TextAreaField,
    TextField,
)

GOES_ON, FINISHES = "goes_on", "finishes"


class DeathForm(Form):
    """When, and who told us."""

    on = DateField(
        "When did they die?", past_only=True, hint="If you know only about when, say so below."
    )
    told_by = TextField(
        "Who told us?", hint="For example: her daughter, by telephone", max_length=140,
        missing="Say who told us",
    )  # fmt: skip
    note = TextAreaField("Anything the team should know", optional=True, rows=3)


class TakeBackForm(Form):
    """How a mistake came about."""

    keeps_drafts = False

    why = TextField(
        "How did the mistake come about?",
        hint="For example: another person of the same name.",
        max_length=300,
        missing="Say how the mistake came about",
    )


class MoveForm(Form):
    """Where to, and whether our support goes on for a while."""

    on = DateField("When did they move?", past_only=True)
    told_by = TextField("Who told us?", max_length=140, missing="Say who told us")
    address = TextField("New address", optional=True, max_length=300)
    postcode = TextField("New postcode", optional=True, width=10, max_length=12)
    support = RadiosField(
        "What happens with our support?",
        choices=[
            (GOES_ON, "It goes on for a while, until somebody near them takes over"),
            (FINISHES, "It finishes now, with a letter to the practice"),
        ],
        conditional={GOES_ON: "goes_on_until", FINISHES: "planned"},
        missing="Select what happens with our support",
    )
    goes_on_until = DateField("Until when, at the latest?")
    planned = planned_field()
    note = TextAreaField("Anything the team should know", optional=True, rows=3)

    def __init__(
        self, *args: Any, has_case: bool, ahead: Sequence[str] = (), **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if not has_case:
            del self.fields["support"], self.fields["goes_on_until"]
        if has_case and ahead:
            self.initial.setdefault("planned", CALL_OFF)
            self.fields["planned"].hint = "; ".join(ahead)  # type: ignore[attr-defined]
        else:
            del self.fields["planned"]

    def values(self) -> dict[str, Any]:
        """As `closures.actions.record_move` takes them."""
        typed = super().values()
        support = typed.pop("support", FINISHES)
        until = typed.pop("goes_on_until", None)
        keeps = keeps_planned(typed)
        goes_on = until if support == GOES_ON else None
        return {**typed, "goes_on_until": goes_on, "keep_planned": keeps}


class MessageForm(Form):
    """What somebody said who rang back."""

    words = TextAreaField("What did they say?", rows=4, missing="Write down what they said")
    phone = PhoneField("Which number should we ring?", optional=True)
    urgent = CheckboxesField(
        "How soon?", choices=[("urgent", "It cannot wait until tomorrow")], required=False
    )

    def values(self) -> dict[str, Any]:
        """As `contacts.actions.take_message` takes them."""
        typed = super().values()
        return {**typed, "urgent": bool(typed["urgent"])}
