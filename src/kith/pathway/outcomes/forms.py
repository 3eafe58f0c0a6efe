"""A measure as a form: its questions in its own words and order, none of them demanded."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from kith.pathway.outcomes.instruments import Instrument, Item
from kith.pathway.outcomes.models import GoalRating, Mode, Score
from kith.pathway.plans.models import Goal
from kith.resilience.forms import Form
from kith.ui import dates
from kith.ui.fields import DateField, IntegerField, RadiosField, TextField

WORDED_UP_TO = 5  # more answers than this are a scale of numbers, side by side


def _question(item: Item) -> RadiosField:
    scale = len(item.answers) > WORDED_UP_TO
    return RadiosField(
        item.text,
        choices=[
            (str(n), f"{n}, {words.lower()}" if words and scale else words or str(n))
            for n, words in item.answers
        ],
        required=False,  # and no word added to a question asked as it stands
        inline=scale,
        small=True,
        coerce=int,
    )


class MeasureForm(Form):
    """The answers, how they were given, and when."""

    answered_by = RadiosField(
        "Who answered?",
        choices=[("person", "The person"), ("other", "Somebody else for them")],
        initial="person",
        inline=True,
    )
    mode = RadiosField("How", choices=Mode.choices, initial=Mode.TOGETHER)
    taken_on = DateField("When", past_only=True)

    def __init__(
        self, request: HttpRequest, measure: Instrument, score: Score | None, **kwargs: Any
    ) -> None:
        self.measure = measure
        # In place before the draft is read, so that drafts keep the answers too.
        self.base_fields = {  # type: ignore[misc]
            **{f"item_{n}": _question(item) for n, item in enumerate(measure.items, start=1)},
            **type(self).base_fields,
        }
        super().__init__(request, initial=_as_initial(score), **kwargs)

    def typed(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the actions take them."""
        return {
            "answers": {
                number: values[f"item_{number}"]
                for number in range(1, len(self.measure.items) + 1)
                if values[f"item_{number}"] != ""
            },
            "mode": values["mode"],
            "answered_by_person": values["answered_by"] == "person",
            "taken_on": values["taken_on"],
        }


class SkipForm(Form):
    """Why it was not asked."""

    keeps_drafts = False
    skipped_why = TextField("Why it is skipped", hint="A few words are enough.", max_length=300)


class GoalsForm(Form):
    """How near each goal feels, 0 to 10; any may be left out."""

    taken_on = DateField("When", past_only=True)

    def __init__(
        self, request: HttpRequest, goals: Iterable[Goal], before: dict[Any, GoalRating]
    ) -> None:
        self.goals = {f"goal_{goal.pk}": goal for goal in goals}
        initial = {
            name: before[goal.pk].rating for name, goal in self.goals.items() if goal.pk in before
        }
        self.base_fields = {  # type: ignore[misc]
            **{
                name: IntegerField(
                    goal.text, hint="0 is not at all, 10 is there.", optional=True, least=0,
                    most=10, width=2,
                )
                for name, goal in self.goals.items()
            },
            **type(self).base_fields,
        }  # fmt: skip
        super().__init__(request, initial={"taken_on": dates.today(), **initial})


def _as_initial(score: Score | None) -> dict[str, Any]:
    if score is None:
        return {"taken_on": dates.today()}
    answers = {f"item_{number}": value for number, value in score.answers.items()}
    return {"taken_on": score.taken_on, "mode": score.mode or Mode.TOGETHER, **answers}
