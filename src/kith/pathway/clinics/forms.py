"""The forms of clinics."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from kith.organisations.models import Membership
from kith.pathway.clinics.rules import LONGEST, SHORTEST
from kith.resilience.forms import Form
from kith.resilience.moments import moment
from kith.ui.fields import (
    DateField,
    IntegerField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    TimeField,
)


class HoursForm(Form):
    """Where and when, and how long each person has."""

    place = TextField("Where?", max_length=120, hint="Such as Merchant Street Practice")
    room = TextField("Which room?", optional=True, max_length=60)
    on = DateField("On which day?", future_only=True)
    starts = TimeField("From", hint="For example, 9:30am or 13:00")
    ends = TimeField("To")
    slot_minutes = IntegerField(
        "Minutes for each person",
        least=SHORTEST,
        most=LONGEST,
        width=3,
        initial=45,
        hint="Who needs an interpreter has two of these, one after the other.",
    )
    note = TextField("What colleagues need to know", optional=True, max_length=300)

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as the action takes them. Raises Refused for an hour that the clocks skip."""
        on, starts, ends = typed.pop("on"), typed.pop("starts"), typed.pop("ends")
        return {
            **typed,
            "starts_at": moment(on, starts, field="starts"),
            "ends_at": moment(on, ends, field="ends"),
        }


class ClinicForm(HoursForm):
    """The same, and whose clinic it is."""

    worker = SelectField("Whose clinic?", choices=[], empty_label="Choose who")
    field_order = ("worker",)

    def __init__(
        self, request: HttpRequest, *, workers: Sequence[Membership], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        self.workers = {str(member.pk): member for member in workers}
        field = self.fields["worker"]
        field.choices = [(key, member.name) for key, member in self.workers.items()]  # type: ignore[attr-defined]
        if len(workers) == 1:
            self.initial.setdefault("worker", str(workers[0].pk))

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The same, and the worker."""
        return {**super().given(typed), "worker": self.workers[typed["worker"]]}


class FillForm(Form):
    """What to bring or to know, for the appointment."""

    note = TextAreaField("Note for the appointment", optional=True, rows=3, max_length=2000)


class FreeForm(Form):
    """On whose word a time is called off."""

    who = RadiosField(
        "Who called it off?",
        choices=[("person", "They did"), ("us", "We did")],
        missing="Select who called it off",
    )
    why = TextField("Why?", optional=True, max_length=300)


class CallOffForm(Form):
    """Why a clinic does not take place."""

    why = TextField("Why does it not take place?", max_length=300)
