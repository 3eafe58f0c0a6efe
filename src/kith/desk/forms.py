"""The desk's own forms: what is promised next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest

from kith.organisations.models import Absence, Membership
from kith.pathway.caseload.models import Case
from kith.resilience.forms import Form
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    TimeField,
)
from kith.vocabulary.working_days import WEEK


class NextStepForm(Form):
    """What is promised next, and for when."""

    next_step = TextField(
        "What happens next", max_length=200, hint="For example: ring after the clinic"
    )
    next_step_on = DateField("On which day", future_only=True)
    next_step_time = TimeField("At what time", optional=True)


class WeightForm(Form):
    """The worker's own word on how much of a week a case takes, and why."""

    own_weight = RadiosField(
        "How much of your week does it take?",
        choices=Case.OwnWeight.choices,
        coerce=int,
        missing="Select how much of your week it takes",
    )
    own_weight_why = TextField(
        "Why lighter, or heavier?",
        optional=True,
        max_length=200,
        hint="For example: long calls in two languages, with her daughter",
    )


class MoveForm(Form):
    """One press on today's list: the same promise, on another day."""

    on = forms.DateField(
        error_messages={
            "required": "Choose a day to move it to.",
            "invalid": "Choose a day to move it to.",
        }
    )

    keeps_drafts = False


class AbsenceForm(Form):
    """Days away, both included, and who covers."""

    member = SelectField("Who is away?", choices=[], empty_label="Choose who")
    kind = RadiosField("Why?", choices=Absence.Kind.choices, missing="Select why")
    from_date = DateField("First day away")
    to_date = DateField("Last day away")
    cover = SelectField(
        "Who covers?",
        choices=[],
        required=False,
        empty_label="Nobody",
        hint="They see on their Today what is due to these people, marked whose it is.",
    )
    note = TextAreaField("What the cover needs to know", optional=True, rows=3)

    def __init__(
        self,
        request: HttpRequest,
        *,
        members: Sequence[Membership],
        covers: Sequence[Membership],
        **kwargs: Any,
    ) -> None:
        super().__init__(request, **kwargs)
        self.fields["member"].choices = _named(members)  # type: ignore[attr-defined]
        self.fields["cover"].choices = _named(covers)  # type: ignore[attr-defined]
        if len(members) == 1:
            self.initial.setdefault("member", str(members[0].pk))


class WorkingDaysForm(Form):
    """On which days of the week somebody works."""

    works_on = CheckboxesField(
        "On which days?",
        choices=[(str(day), name) for day, name in enumerate(WEEK)],
        missing="Select the days of the week",
    )


class CoverForm(Form):
    """Who covers days away that are noted already."""

    cover = SelectField("Who covers?", choices=[], required=False, empty_label="Nobody")

    def __init__(
        self, request: HttpRequest, *, covers: Sequence[Membership], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        self.fields["cover"].choices = _named(covers)  # type: ignore[attr-defined]


class HandOverForm(Form):
    """Whom to hand over, to whom, and what they need to know."""

    cases = CheckboxesField("Whom do you hand over?", choices=[], missing="Select whom")
    holder = SelectField("To whom?", choices=[], empty_label="Choose a colleague")
    note = TextAreaField(
        "What they need to know", rows=6, missing="Write what the next worker needs to know"
    )

    def __init__(
        self,
        request: HttpRequest,
        *,
        held: Sequence[tuple[str, str]],
        holders: Sequence[Membership],
        **kwargs: Any,
    ) -> None:
        super().__init__(request, **kwargs)
        self.fields["cases"].choices = list(held)  # type: ignore[attr-defined]
        self.fields["holder"].choices = _named(holders)  # type: ignore[attr-defined]


def _named(members: Sequence[Membership]) -> list[tuple[str, str]]:
    return [(str(member.pk), member.name) for member in members]
