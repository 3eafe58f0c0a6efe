"""The small forms of the plan's page: each has its own name, and one at a time is sent."""

from __future__ import annotations

import copy
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from kith.pathway.plans.models import Action, Goal, Need, Plan
from kith.resilience.forms import Form
from kith.ui import dates
from kith.ui.fields import DateField, IntegerField, RadiosField, TextAreaField, TextField
from kith.vocabulary import foundations


class AboutForm(Form):
    """Strengths first, then what matters."""

    strengths = TextAreaField(
        "What is strong",
        hint="What are you good at? Who is there for you? What got you through before?",
        optional=True,
        rows=3,
    )
    what_matters = TextAreaField(
        "What matters to them", hint="In their own words.", optional=True, rows=3
    )


class SmallForm(Form):
    """One of several on the page; a draft is kept for the page's long texts alone."""

    keeps_drafts = False


class NeedForm(SmallForm):
    """Something that would make a difference."""

    text = TextAreaField("What would make a difference?", rows=2, max_length=1000)


class GoalForm(SmallForm):
    """What the person wants."""

    text = TextField("What do they want?", max_length=500)
    importance = IntegerField(
        "How important is it to them, 1 to 10?", optional=True, least=1, most=10, width=2
    )


class ActionForm(SmallForm):
    """Who does what by when."""

    text = TextField("What will be done?", max_length=500)
    who = RadiosField(
        "Who will do it?", choices=Action.Who.choices, conditional={"other": "who_name"}
    )
    who_name = TextField("Their name", max_length=140)
    by_when = DateField("By when", optional=True)
    confidence = IntegerField(
        "How confident are they that it will happen, 1 to 10?",
        optional=True,
        least=1,
        most=10,
        width=2,
    )


class AgreeForm(SmallForm):
    """Whether the plan is agreed, and with whom, or why not."""

    agreed = RadiosField(
        "Is the plan agreed?",
        choices=[("yes", "Yes"), ("no", "Not yet")],
        conditional={"yes": ("agreed_with", "agreed_on"), "no": "not_agreed_why"},
    )
    agreed_with = TextField("With whom", max_length=200)
    agreed_on = DateField("On which day", past_only=True)
    not_agreed_why = TextField("Why not", max_length=300)


class ReviewForm(SmallForm):
    """When it is looked at again."""

    review_on = DateField("Look at the plan again on", optional=True)


class PlanForms:
    """Every form of the page by its name, the one that was sent bound to what was typed."""

    def __init__(
        self, request: HttpRequest, plan: Plan | None, needs: Iterable[Need], called: str
    ) -> None:
        self.request = request
        self.key = request.POST.get("form", "")
        # A form reads what was posted whenever the request is a POST; the others must not.
        self.unsent = copy.copy(request)
        self.unsent.method = "GET"
        self.by_key: dict[str, Form] = {}
        self.goals: dict[str, Need] = {}
        self.actions: dict[str, Goal] = {}
        about = {"strengths": plan.strengths, "what_matters": plan.what_matters} if plan else {}
        self._add("about", AboutForm, version_of=plan, initial=about)
        for foundation, _ in foundations.choices():
            self._add(f"need-{foundation}", NeedForm)
        for need in needs:
            self.goals[self._add(f"goal-{need.pk}", GoalForm)] = need
            for goal in need.goals.all():
                self.actions[self._add(f"action-{goal.pk}", ActionForm)] = goal
        self._add("agree", AgreeForm, version_of=plan, initial=_agreement(plan, called))
        review = {"review_on": plan.review_on} if plan else {}
        self._add("review", ReviewForm, version_of=plan, initial=review)

    @property
    def sent(self) -> Form | None:
        """The form that was sent, or None."""
        return self.by_key.get(self.key) if self.request.method == "POST" else None

    def __getitem__(self, key: str) -> Form:
        return self.by_key[key]

    def _add(self, key: str, kind: type[Form], **kwargs: Any) -> str:
        request = self.request if key == self.key else self.unsent
        self.by_key[key] = kind(request, prefix=key, auto_id=f"{key}_%s", **kwargs)
        return key


def _agreement(plan: Plan | None, called: str) -> dict[str, Any]:
    if plan is None or not (plan.agreed_on or plan.not_agreed_why):
        return {"agreed_with": called, "agreed_on": dates.today()}
    return {
        "agreed": "yes" if plan.agreed_on else "no",
        "agreed_with": plan.agreed_with,
        "agreed_on": plan.agreed_on,
        "not_agreed_why": plan.not_agreed_why,
    }
