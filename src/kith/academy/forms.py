"""The forms of supervision and of quality checks."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import HttpRequest

from kith.academy.models import QualityAnswer
from kith.academy.rules import CHECKLIST
from kith.organisations.models import Membership
from kith.pathway.contacts.rules import moment
from kith.resilience.forms import Form
from kith.ui.fields import DateField, RadiosField, SelectField, TextAreaField, TextField, TimeField


class SessionForm(Form):
    """When and where; for one's own, with whom."""

    supervisor = SelectField("With whom?", choices=[], empty_label="Choose who leads you")
    on = DateField("Day")
    time = TimeField("Time", hint="For example, 1pm or 13:00")
    place = TextField("Where, or how to join", optional=True, max_length=300)

    def __init__(
        self, request: HttpRequest, *, supervisors: Sequence[Membership], **kwargs: Any
    ) -> None:
        """Without `supervisors` whoever plans it supervises."""
        super().__init__(request, **kwargs)
        if supervisors:
            _offer(self, "supervisor", supervisors)
        else:
            del self.fields["supervisor"]

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as the actions take them."""
        starts_at = moment(typed.pop("on"), typed.pop("time"))
        return {**typed, "starts_at": starts_at}


class NoteForm(Form):
    """A few words that the two alone read."""

    text = TextAreaField("In your words", rows=4, missing="Write something, or go back")


class AgreeForm(Form):
    """What one of the two is to do."""

    keeps_drafts = False
    what = TextField("What is to be done?", max_length=300, missing="Write what is to be done")
    owner = RadiosField("By whom?", choices=[], missing="Select by whom")
    by_when = DateField("By when?")

    def __init__(self, request: HttpRequest, *, two: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        _offer(self, "owner", two)


class IntervalForm(Form):
    """How often each worker is to be supervised."""

    keeps_drafts = False
    every_weeks = SelectField(
        "Supervision at least every",
        choices=[(str(n), "week" if n == 1 else f"{n} weeks") for n in (1, 2, 3, 4, 6, 8, 12, 26)],
        coerce=int,
        empty_label="Choose how often",
        missing="Choose how often",
    )


class FindingsForm(Form):
    """One question after the other about a record, and a word to its worker."""

    words = TextAreaField(
        "A word to the worker",
        optional=True,
        rows=3,
        hint="They read this with what would help. Say what is good in the record, too.",
    )

    def __init__(
        self, request: HttpRequest, *, known: Mapping[str, str] | None = None, **kwargs: Any
    ) -> None:
        """`known` says what the record shows of a question."""
        super().__init__(request, **kwargs)
        for key, question in CHECKLIST.items():
            self.fields[key] = RadiosField(
                question.words,
                choices=QualityAnswer.Found.choices,
                hint=(known or {}).get(key, ""),
                missing="Select what you found",
            )
        self.order_fields([*CHECKLIST, "words"])

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as the action takes them."""
        return {"words": typed["words"], "found": {key: typed[key] for key in CHECKLIST}}


def _offer(form: forms.Form, name: str, rows: Iterable[Membership]) -> None:
    """Offer staff by name; what was chosen comes back as the row."""
    found = {str(row.pk): row for row in rows}
    field: Any = form.fields[name]
    field.choices = [(pk, row.name) for pk, row in found.items()]
    field.coerce = found.get
    field.empty_value = None
    field.prepare_value = lambda value: str(getattr(value, "pk", value) or "")


def in_two_weeks(today: datetime.date) -> datetime.date:
    """The day offered for an action."""
    return today + datetime.timedelta(days=14)
