"""The small forms of the conversation: each has its own name, and one at a time is sent."""

from __future__ import annotations

import copy
import datetime
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.http import HttpRequest

from kith.pathway.plans.about_me import ELEMENTS, MATTERS, MORE, STRENGTHS, Element
from kith.pathway.plans.models import Action, Goal, Need, Plan
from kith.resilience.forms import Form
from kith.resilience.models import Draft
from kith.ui import dates
from kith.ui.fields import DateField, RadiosField, ScaleField, TextAreaField, TextField
from kith.vocabulary import foundations, working_days

OTHER_DAY = "other"
SOON = ((7, "In a week"), (14, "In two weeks"), (28, "In four weeks"))


class SmallForm(Form):
    """One of several forms on the page. Its draft is its own, and is read with the page's others."""

    def __init__(
        self, request: HttpRequest, *, drafts: Mapping[str, Draft] | None = None, **kwargs: Any
    ) -> None:
        self._drafts = drafts or {}
        super().__init__(request, **kwargs)

    @property
    def draft_name(self) -> str:
        """The page's path and the form's own name."""
        return f"{self.request.path}#{self.prefix}"

    def find_draft(self) -> Draft | None:
        """Its own, or what was rescued of it when the session ended."""
        rescued = self._drafts.get("")
        if rescued is not None and rescued.typed.get("form") == [self.prefix]:
            return rescued
        return self._drafts.get(str(self.prefix))


def _asked(element: Element, rows: int = 2) -> TextAreaField:
    return TextAreaField(element.label, hint=element.prompt, required=False, rows=rows)


class AboutForm(SmallForm):
    """Strengths first, then “About me”. What is typed goes to the plan itself, so it needs no draft meanwhile."""

    strengths = _asked(STRENGTHS, 3)
    what_matters = _asked(MATTERS, 3)
    (
        who_matters,
        communicate,
        wellness,
        please_do,
        please_dont,
        how_to_support,
        also_worth_knowing,
    ) = map(_asked, MORE[:-1])
    supported_by = TextField(MORE[-1].label, hint=MORE[-1].prompt, required=False, max_length=150)

    def __init__(self, *args: Any, asked: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, prompt in asked.items():
            self.fields[name].hint = prompt  # type: ignore[attr-defined]


class NeedForm(SmallForm):
    """Something that would make a difference, in words of its own."""

    text = TextField("What would make a difference?", max_length=500)


class GoalForm(SmallForm):
    """What the person wants."""

    text = TextField("What do they want?", max_length=500)
    importance = ScaleField(
        "How important is it to them?",
        hint="1 is a little, 10 is more than anything. Leave it out if you did not ask.",
        required=False,
    )


class StepForm(SmallForm):
    """Who does what by when."""

    text = TextField("What will be done?", max_length=500, attributes={"list": "step-phrases"})
    who = RadiosField(
        "Who will do it?", choices=Action.Who.choices, conditional={"other": "who_name"}
    )
    who_name = TextField("Their name", max_length=140)
    when = RadiosField("By when?", choices=[], conditional={OTHER_DAY: "by_when"}, required=False)
    by_when = DateField("Which day")
    confidence = ScaleField(
        "How sure are they that it will happen?",
        hint="1 is not at all, 10 is certain. Under 7, ask what would make it easier.",
        required=False,
    )

    def __init__(self, *args: Any, called: str = "The person", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(RadiosField, self.fields["who"]).choices = [
            (value, called if value == Action.Who.PERSON else words)
            for value, words in Action.Who.choices
        ]
        days = [*_soon(), (OTHER_DAY, "Another day"), ("none", "No day")]
        cast(RadiosField, self.fields["when"]).choices = days

    def values(self) -> dict[str, Any]:
        """The cleaned values, with the one day."""
        typed = super().values()
        when = typed.pop("when")
        if when and when not in (OTHER_DAY, "none"):
            typed["by_when"] = datetime.date.fromisoformat(when)
        return typed


class AgreeForm(SmallForm):
    """Whether the plan is agreed, and with whom, or why not."""

    agreed = RadiosField(
        "Is the plan agreed?",
        choices=[("yes", "Yes"), ("no", "Not yet")],
        conditional={
            "yes": ("agreed_with", "also_present", "agreed_on"),
            "no": "not_agreed_why",
        },
    )
    agreed_with = TextField(
        "With whom", hint="The person, or whoever may decide for them.", max_length=200
    )
    also_present = TextField("Who else was there?", optional=True, max_length=200)
    agreed_on = DateField("On which day", past_only=True)
    not_agreed_why = TextField("Why not", max_length=300)


class ReviewForm(SmallForm):
    """When it is looked at again."""

    review_on = DateField("Look at the plan again on", optional=True)


class ChangeNeedForm(Form):
    """A need in better words, or under another foundation."""

    text = TextField("What would make a difference?", max_length=1000)
    foundation = RadiosField("Where does it belong?", choices=foundations.choices())


class ChangeGoalForm(Form):
    """A goal in other words, or of another weight."""

    text = GoalForm.base_fields["text"]
    importance = GoalForm.base_fields["importance"]


class ChangeStepForm(Form):
    """A step corrected."""

    text = StepForm.base_fields["text"]
    who = StepForm.base_fields["who"]
    who_name = StepForm.base_fields["who_name"]
    by_when = DateField("By when", optional=True)
    confidence = StepForm.base_fields["confidence"]


class AnswerForm(Form):
    """What the person reads in answer to what they wrote."""

    words = TextAreaField("Your answer", hint="They read this on their page.", rows=4)


class PlanForms:
    """Every form of the page by its name, the one that was sent bound to what was typed."""

    def __init__(
        self,
        request: HttpRequest,
        plan: Plan | None,
        needs: Iterable[Need],
        called: str,
        drafts: Mapping[str, Draft],
        *,
        asked: Mapping[str, str],
        changed: bool = False,
    ) -> None:
        self.request, self.drafts = request, drafts
        self.key = request.POST.get("form", "")
        # A form reads what was posted whenever the request is a POST; the others must not.
        self.unsent = copy.copy(request)
        self.unsent.method = "GET"
        self.by_key: dict[str, Form] = {}
        self.goals: dict[str, Need] = {}
        self.actions: dict[str, Goal] = {}
        about = {one.field: getattr(plan, one.field) for one in ELEMENTS} if plan else {}
        self._add("about", AboutForm, version_of=plan, initial=about, asked=asked)
        for foundation, _ in foundations.choices():
            self._add(f"need-{foundation}", NeedForm)
        for need in needs:
            self.goals[self._add(f"goal-{need.pk}", GoalForm)] = need
            for goal in need.goals.all():
                key = self._add(f"action-{goal.pk}", StepForm, called=called)
                self.actions[key] = goal
        self._add("agree", AgreeForm, version_of=plan, initial=_agreement(plan, called, changed))
        review = {"review_on": plan.review_on} if plan else {}
        self._add("review", ReviewForm, version_of=plan, initial=review)

    @property
    def sent(self) -> Form | None:
        """The form that was sent, or None."""
        return self.by_key.get(self.key) if self.request.method == "POST" else None

    def __getitem__(self, key: str) -> Form:
        return self.by_key[key]

    def _add(self, key: str, kind: type[SmallForm], **kwargs: Any) -> str:
        request = self.request if key == self.key else self.unsent
        self.by_key[key] = kind(
            request, prefix=key, auto_id=f"{key}_%s", drafts=self.drafts, **kwargs
        )
        return key


def _soon() -> list[tuple[str, str]]:
    """The days that are promised most, as (ISO date, words); working days only."""
    found = []
    for days, words in SOON:
        day = working_days.on_or_after(dates.today() + datetime.timedelta(days=days))
        found.append((day.isoformat(), f"{words}, {day:%A} {day.day} {day:%B}"))
    return found


def _agreement(plan: Plan | None, called: str, changed: bool) -> dict[str, Any]:
    """What the agreement's form begins with: the last answer, or after a change a new one, of today."""
    if plan is None or changed or not (plan.agreed_on or plan.not_agreed_why):
        with_whom = plan.agreed_with if plan else ""
        return {"agreed_with": with_whom or called, "agreed_on": dates.today()}
    return {
        "agreed": "yes" if plan.agreed_on else "no",
        "agreed_with": plan.agreed_with,
        "also_present": plan.also_present,
        "agreed_on": plan.agreed_on,
        "not_agreed_why": plan.not_agreed_why,
    }
