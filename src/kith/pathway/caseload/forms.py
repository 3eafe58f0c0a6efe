"""The form of a prompt."""

from __future__ import annotations

from kith.pathway.caseload.models import PromptAnswer
from kith.resilience.forms import Form
from kith.ui.fields import DateField, RadiosField, TextField


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
