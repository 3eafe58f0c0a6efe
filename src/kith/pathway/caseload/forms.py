"""The forms of a case: a prompt, a pause, a colleague who works along."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from kith.organisations.models import Membership
from kith.pathway.caseload.models import PromptAnswer
from kith.resilience.forms import Form
from kith.ui.fields import DateField, RadiosField, SelectField, TextField


class PromptForm(Form):
    """Done, or not now and why."""

    keeps_drafts = False

    said = RadiosField(
        "Is it done?",
        choices=PromptAnswer.Said.choices,
        conditional={PromptAnswer.Said.NOT_NOW: ["why", "again_on"]},
        missing="Say whether it is done",
    )
    why = TextField("Why not now?", max_length=300, missing="Say why not now")
    again_on = DateField(
        "Ask again on", optional=True, hint="Leave it empty if it need not come up again."
    )


class PauseForm(Form):
    """Why a case rests, until when, and who agreed."""

    keeps_drafts = False

    why = TextField(
        "Why does it pause?",
        hint="For example: in hospital, away for a month, wants a break.",
        max_length=300,
        missing="Say why it pauses",
    )
    until = DateField("When are we in touch again?", future_only=True)
    agreed_with = TextField(
        "Who agreed?",
        hint="For example: Ivan, on the phone.",
        max_length=140,
        missing="Say who agreed",
    )


class GoOnForm(Form):
    """What happens next, and when."""

    keeps_drafts = False

    next_step = TextField("What happens next?", max_length=200, missing="Say what happens next")
    next_step_on = DateField("On which day?", future_only=True)


class TogetherForm(Form):
    """Whom to ask to work along, and what for."""

    keeps_drafts = False

    member = SelectField("Which colleague?", choices=[], empty_label="Choose a colleague")
    why = TextField(
        "What do they help with?",
        hint="They read this on their Today.",
        max_length=300,
        missing="Say what they help with",
    )

    def __init__(
        self, request: HttpRequest, *, members: Sequence[Membership], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        self.members = {str(member.pk): member for member in members}
        fields: Any = self.fields
        fields["member"].choices = [(key, one.name) for key, one in self.members.items()]

    def values(self) -> dict[str, Any]:
        """As `actions.work_along` takes them."""
        typed = super().values()
        return {**typed, "member": self.members[typed["member"]]}
