"""A measure as a form: its questions in its own words and order, none of them demanded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from kith.pathway.outcomes.instruments import ELSEWHERE, Instrument, Item
from kith.pathway.outcomes.models import GivenIn, GoalRating, Mode, NotNow, Score, StepRating
from kith.pathway.plans.models import Action, Goal
from kith.resilience.forms import Form
from kith.ui import dates
from kith.ui.fields import (
    DateField,
    IntegerField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
)

WORDED_UP_TO = 5  # more answers than this are a scale of numbers, side by side


def question(item: Item, number: int, *, small: bool = True) -> RadiosField:
    """One item as it is asked; by its number alone where its words may not be shown."""
    worded = any(words for _, words in item.answers)
    scale = len(item.answers) > WORDED_UP_TO or not worded
    return RadiosField(
        item.text or f"Item {number}",
        choices=[
            (str(n), f"{n}, {words.lower()}" if words and scale else words or str(n))
            for n, words in item.answers
        ],
        required=False,  # and no word added to a question asked as it stands
        inline=scale and small,
        small=small,
        coerce=int,
    )


class MeasureForm(Form):
    """The answers, how and in what language they were given, and when."""

    total = TextField(
        "Or only the sum, if that is all the paper has", optional=True, max_length=4, width=3,
        inputmode="numeric",
    )  # fmt: skip
    answered_by = RadiosField(
        "Who answered?",
        choices=[("person", "The person"), ("other", "Somebody else for them")],
        initial="person",
        inline=True,
    )
    mode = RadiosField("How", choices=Mode.choices, initial=Mode.TOGETHER)
    given_in = RadiosField(
        "In what language or format", choices=GivenIn.choices, required=False,
        conditional={
            GivenIn.INTERPRETED: "language", GivenIn.OTHER: "format_note",
        },
    )  # fmt: skip
    language = TextField("Which language, and who interpreted", max_length=200)
    format_note = TextField("Which format", max_length=200)
    taken_on = DateField("When", past_only=True)

    def __init__(
        self, request: HttpRequest, measure: Instrument, score: Score | None, **kwargs: Any
    ) -> None:
        self.measure = measure
        # In place before the draft is read, so that drafts keep the answers too.
        self.base_fields = {  # type: ignore[misc]
            **{f"item_{n}": question(item, n) for n, item in enumerate(measure.items, start=1)},
            **type(self).base_fields,
        }
        super().__init__(request, initial=_as_initial(measure, score), **kwargs)
        if measure.text_ships or not measure.summed:
            del self.fields["total"]

    def typed(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the actions take them."""
        total = values.get("total", "")
        wanted = {risk.item for risk in self.measure.risks} if total else None
        return {
            "answers": {
                number: values[f"item_{number}"]
                for number in range(1, len(self.measure.items) + 1)
                if values[f"item_{number}"] != "" and (wanted is None or number in wanted)
            },
            "total": total,
            "mode": values["mode"],
            "given_in": values["given_in"] or GivenIn.PRINTED,
            "format_note": values["language"] or values["format_note"] or "",
            "answered_by_person": values["answered_by"] == "person",
            "taken_on": values["taken_on"],
        }


class SkipForm(Form):
    """Why it was not asked: one of a list, own words, or both."""

    keeps_drafts = False
    reason = RadiosField("Why not now?", choices=NotNow.choices, required=False)
    skipped_why = TextField("In your own words", optional=True, max_length=200)


class GoalsForm(Form):
    """How near each goal feels, 0 to 10, and how sure each step is, 1 to 10; any may be left out."""

    taken_on = DateField("When", past_only=True)

    def __init__(
        self,
        request: HttpRequest,
        goals: Iterable[Goal],
        before: dict[Any, GoalRating],
        steps: Iterable[Action] = (),
        sure: dict[Any, StepRating] | None = None,
    ) -> None:
        self.goals = {f"goal_{goal.pk}": goal for goal in goals}
        self.steps = {f"step_{step.pk}": step for step in steps}
        sure = sure or {}
        initial = {
            **{n: before[g.pk].rating for n, g in self.goals.items() if g.pk in before},
            **{n: sure[s.pk].confidence for n, s in self.steps.items() if s.pk in sure},
        }
        self.base_fields = {  # type: ignore[misc]
            **{
                name: IntegerField(
                    goal.text, hint="0 is not at all, 10 is there.", optional=True, least=0,
                    most=10, width=2,
                )
                for name, goal in self.goals.items()
            },
            **{
                name: IntegerField(
                    f"How sure are they that it will happen: {step.text}",
                    hint="1 is not at all, 10 is certain.", optional=True, least=1, most=10, width=2,
                )
                for name, step in self.steps.items()
            },
            **type(self).base_fields,
        }  # fmt: skip
        super().__init__(request, initial={"taken_on": dates.today(), **initial})


class OutsideForm(Form):
    """A score that somebody else obtained."""

    which = SelectField(
        "Which measure",
        choices=[
            (f"{one.key} {version}", f"{one.title}: {version}")
            for one in ELSEWHERE.values()
            for version in one.versions
        ],
        empty_label="Choose",
    )
    value = TextField("The score", max_length=10, width=5, inputmode="decimal")
    said = TextField("Its level or band, as they put it", optional=True, max_length=200)
    scored_by = TextField("Who obtained it", max_length=200, hint="A name, and where they work.")
    scored_on = DateField("On which day", past_only=True)

    def typed(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the action takes them."""
        measure, _, version = values.pop("which").partition(" ")
        return {**values, "measure": measure, "version": version}


class CodeForm(Form):
    """Four digits by which the worker comes back from the person's own screen."""

    keeps_drafts = False
    code = TextField(
        "Four digits", max_length=4, width=4, inputmode="numeric", autocomplete="off",
        missing="Enter four digits",
    )  # fmt: skip

    def clean_code(self) -> str:
        """Raises ValidationError for anything but four digits."""
        code: str = self.cleaned_data["code"]
        if not (len(code) == 4 and code.isascii() and code.isdigit()):
            self.add_error("code", "Enter four digits, such as 4821")
        return code


class AcknowledgeForm(Form):
    """What was done about an answer that asked somebody to act."""

    done = TextAreaField("What did you do, or what happens now?", rows=4, max_length=2000)


def _as_initial(measure: Instrument, score: Score | None) -> dict[str, Any]:
    blank = {"taken_on": dates.today(), "given_in": GivenIn.PRINTED}
    if not measure.text_ships:
        blank["mode"] = Mode.PAPER
    if score is None or score.skipped_why:
        return blank
    answers = {f"item_{number}": value for number, value in score.answers.items()}
    return {
        "taken_on": score.taken_on, "mode": score.mode or Mode.TOGETHER,
        "given_in": score.given_in or GivenIn.PRINTED, "language": score.format_note,
        "format_note": score.format_note, "total": score.answers.get("total", ""), **answers,
    }  # fmt: skip
