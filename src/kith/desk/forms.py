"""The desk's own forms: what is promised next."""

from __future__ import annotations

from django import forms

from kith.resilience.forms import Form
from kith.ui.fields import DateField, TextField, TimeField


class NextStepForm(Form):
    """What is promised next, and for when."""

    next_step = TextField(
        "What happens next", max_length=200, hint="For example: ring after the clinic"
    )
    next_step_on = DateField("On which day", future_only=True)
    next_step_time = TimeField("At what time", optional=True)


class MoveForm(Form):
    """One press on today's list: the same promise, on another day."""

    on = forms.DateField(
        error_messages={
            "required": "Choose a day to move it to.",
            "invalid": "Choose a day to move it to.",
        }
    )

    keeps_drafts = False
