"""The forms of a programme: what it is, what it asks, its stages and prompts."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from kith.organisations import queries
from kith.organisations.models import Programme, ProgrammeQuestion
from kith.resilience.forms import Form
from kith.ui.fields import (
    CheckboxesField,
    IntegerField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    YesNoField,
)

KINDS = ProgrammeQuestion.Kind


class ProgrammeChangeForm(Form):
    """What a programme is and whom it is for."""

    name = TextField("Name of the programme", max_length=200)
    description = TextAreaField("Who it is for", optional=True, rows=3, max_length=500)
    condition = TextField(
        "Condition it is for", optional=True, max_length=100, hint="Such as cancer. None is fine."
    )
    asks_concerns = YesNoField(
        "Can referrers and workers enter the concerns of a holistic needs assessment?",
        hint="A list of concerns, each from 0 to 10, or the assessment itself as a file.",
    )
    organisations = CheckboxesField(
        "Who may refer, wherever the person lives", choices=[], required=False,
        hint="Hospitals, councils, schools and charities. Add them under Ways in, where each gets its own page.",
    )  # fmt: skip
    districts = TextField(
        "Postcode districts it is for", optional=True, max_length=500,
        hint="With spaces between, such as E3 E14. No district and no place above: anywhere.",
    )  # fmt: skip
    is_open = YesNoField("Does it take new people?")

    def __init__(self, request: HttpRequest, *, programme: Programme, **kwargs: Any) -> None:
        self.places = list(queries.referring_organisations(programme.scheme_id))
        super().__init__(request, version_of=programme, **kwargs)
        field = self.fields["organisations"]
        assert isinstance(field, CheckboxesField)
        field.choices = [(str(row.pk), row.name) for row in self.places]
        if not self.places:
            del self.fields["organisations"]

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as `actions.change_programme` takes them."""
        chosen = set(typed.pop("organisations", []))
        districts = typed.pop("districts").replace(",", " ").split()
        places = [row for row in self.places if str(row.pk) in chosen]
        return {**typed, "districts": districts, "organisations": places}


class QuestionForm(Form):
    """One question more."""

    label = TextField("The question", max_length=150)
    hint = TextField("Help under it", optional=True, max_length=250)
    kind = RadiosField(
        "How it is answered",
        choices=KINDS.choices,
        conditional={KINDS.ONE_OF: "choices", KINDS.SEVERAL_OF: "choices"},
    )
    choices = TextAreaField(
        "The answers to choose from", hint="One a line.", rows=5, max_length=2000,
        missing="Write at least two answers, one a line",
    )  # fmt: skip
    is_required = YesNoField("Must it be answered?")
    asked = RadiosField("When is it asked?", choices=ProgrammeQuestion.Moment.choices)

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as `actions.add_question` takes them."""
        return {**typed, "choices": (typed["choices"] or "").splitlines()}


class StageForm(Form):
    """One stage more."""

    label = TextField("Name of the stage", max_length=100)


class PromptForm(Form):
    """One prompt more."""

    text = TextField("What to remind of", max_length=150)
    why = TextField("Why, in a sentence", optional=True, max_length=250)
    after_stage = SelectField(
        "Counted from", choices=[], optional=True, empty_label="The day our support begins"
    )
    after_days = IntegerField("Days after that", least=0, most=1500, width=4)

    def __init__(self, request: HttpRequest, *, programme: Programme) -> None:
        self.stages = {str(row.pk): row for row in queries.stages(programme)}
        super().__init__(request)
        field = self.fields["after_stage"]
        assert isinstance(field, SelectField)
        field.choices = [(key, row.label) for key, row in self.stages.items()]

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as `actions.add_prompt` takes them."""
        return {**typed, "after_stage": self.stages.get(typed["after_stage"])}
