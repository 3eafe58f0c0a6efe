"""How a manager keeps the library: what is used, who responds, texts under licence, own questions."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from kith.organisations import queries as organisations
from kith.pathway.caseload.rules import may_hold
from kith.pathway.outcomes.instruments import Instrument
from kith.pathway.outcomes.models import OwnQuestion
from kith.pathway.outcomes.queries import Kept
from kith.resilience.forms import Form
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    IntegerField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
)
from kith.ui.fields.base import FieldMixin


class _Responding(Form):
    """A form that names who is told; those who may open records can be chosen."""

    def __init__(self, request: HttpRequest, *, scheme_id: UUID, **kwargs: Any) -> None:
        staff = organisations.staff(scheme_id)
        self.staff = {str(row.pk): row for row in staff if may_hold(row)}
        super().__init__(request, **kwargs)
        if "responder" in self.fields:
            field = self.fields["responder"]
            assert isinstance(field, SelectField)
            field.choices = [(key, row.name) for key, row in self.staff.items()]

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as the actions take them."""
        return {**typed, "responder": self.staff.get(typed.get("responder", ""))}


class UseForm(_Responding):
    """Whether a measure is used, and who is told."""

    use = RadiosField("Is it used here?", choices=[("yes", "Yes"), ("no", "No")], inline=True)
    when = CheckboxesField(
        "When is it offered?",
        choices=[("prompted", "Also after the first conversation, at reviews and when we finish")],
        hint="It can always be offered by hand. It is never demanded.",
        required=False,
    )
    responder = SelectField(
        "Who is told at once when an answer asks somebody to act?", choices=[], optional=True,
        empty_label="Nobody yet",
        hint="They are asked for each time the questions are opened. While they are away, their cover is"
        " told; with nobody there, the questions do not open.",
    )  # fmt: skip
    reason = TextField("Why", max_length=300, hint="It stays on the record.")

    def __init__(self, request: HttpRequest, *, kept: Kept, scheme_id: UUID) -> None:
        setting = kept.setting
        super().__init__(
            request,
            scheme_id=scheme_id,
            version_of=setting,
            initial={
                "use": "yes" if kept.is_on else "no",
                "when": ["prompted"] if kept.is_prompted else [],
                "responder": str(setting.responder_id or "") if setting else "",
                "reason": setting.reason if setting else "",
            },
        )
        if not kept.measure.needs_responder:
            del self.fields["responder"]

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as `actions.set_use` takes them."""
        found = super().given(typed)
        is_on, when = found.pop("use") == "yes", found.pop("when")
        return {**found, "is_on": is_on, "is_prompted": "prompted" in when}


class RegistrationForm(Form):
    """Who is registered with the measure's owner, and the questions as they are printed."""

    organisation = TextField("Which organisation is registered", max_length=200)
    registered_on = DateField("Since when", past_only=True)
    reference = TextField(
        "Reference", max_length=200,
        hint="A licence number, or who granted it in which message.",
    )  # fmt: skip
    asks = TextAreaField("What stands above the questions", optional=True, rows=2, max_length=400)
    items = TextAreaField("The questions", rows=8, max_length=6000)
    answers = TextAreaField(
        "The words of the answers", optional=True, rows=5, max_length=2000,
        hint="One a line, in the order in which they are printed. Without them, the numbers stand alone.",
    )  # fmt: skip
    notice = TextAreaField(
        "The notice that every copy must carry", optional=True, rows=2, max_length=400
    )

    def __init__(self, request: HttpRequest, *, measure: Instrument) -> None:
        super().__init__(request, prefix="text", initial={"notice": measure.notice})
        items = self.fields["items"]
        assert isinstance(items, FieldMixin)
        items.hint = f"{len(measure.items)} of them, one a line, in the order of the form."

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as `actions.register` takes them."""
        lines = {name: typed[name].splitlines() for name in ("items", "answers")}
        return {**typed, **lines}


class OwnQuestionForm(_Responding):
    """One question of the scheme's own."""

    title = TextField("A short name for it", max_length=80)
    words = TextAreaField("The question", rows=2, max_length=300)
    least = IntegerField("Lowest answer", least=0, most=100, width=3)
    least_words = TextField("What the lowest means", optional=True, max_length=60)
    most = IntegerField("Highest answer", least=0, most=100, width=3)
    most_words = TextField("What the highest means", optional=True, max_length=60)
    better = RadiosField("Which way is better?", choices=OwnQuestion.Better.choices)
    minimum_age = IntegerField(
        "Youngest age to ask", least=0, most=120, width=3,
        hint="Nobody has tested your question with children: 18, unless you know better.",
    )  # fmt: skip
    alert_at = IntegerField(
        "Answer from which on somebody must act at once", optional=True, least=0, most=100, width=3,
        hint="This answer and any worse one. Leave it empty if none does.",
    )  # fmt: skip
    responder = SelectField("Who is told then?", choices=[], optional=True, empty_label="Nobody")

    def __init__(
        self, request: HttpRequest, *, scheme_id: UUID, of: OwnQuestion | None = None
    ) -> None:
        names = [name for name in self.base_fields if name not in (*self.carriers, "responder")]
        initial = {name: getattr(of, name) for name in names} if of else {
            "least": 0, "most": 10, "minimum_age": 18
        }  # fmt: skip
        super().__init__(request, scheme_id=scheme_id, initial=initial)
