"""What is asked before someone is introduced, and when news comes."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from kith.pathway.connections.models import Shared, Signpost, UnmetNeed
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.pathway.plans.models import Need
from kith.resilience.forms import Form
from kith.ui import dates
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    RadiosField,
    TextAreaField,
    TextField,
)
from kith.vocabulary import foundations

ASK_AFTER_DAYS = 14
LATER = "later"


class IntroduceForm(Form):
    """The agreement, what is shared, and what keeps everyone safe."""

    need = RadiosField("What is it for?", choices=(), required=False)
    agreed_fields = CheckboxesField(
        "What did they agree to share?",
        hint="Ask about each. Only what is ticked is sent.",
        choices=(),
        missing="Choose what they agreed to share",
    )
    agreed_how = TextField(
        "How did they agree?",
        hint="For example “on the phone” or “signed at the centre”",
        max_length=200,
        missing="Say how they agreed",
    )
    agreed_on = DateField("When did they agree?", past_only=True)
    keep_safe = TextAreaField(
        "What must this group know to keep everyone safe?",
        hint="They will read this. Only what the person agreed to, and only what is needed.",
        optional=True,
        rows=3,
        max_length=1000,
    )
    getting_there = TextAreaField(
        "How will they get there?",
        hint="They will read this. For example “Nadia comes along the first time”.",
        optional=True,
        rows=2,
        max_length=1000,
    )
    note = TextAreaField(
        "A note for the record", hint="Nobody outside reads this.", optional=True, rows=2
    )
    ask_news_on = DateField("When shall we ask how it went?", optional=True, future_only=True)

    def __init__(
        self,
        request: HttpRequest,
        *,
        values: dict[str, str],
        needs: Iterable[Need],
        **kwargs: Any,
    ) -> None:
        today = dates.today()
        initial = {
            "agreed_on": today,
            "ask_news_on": today + datetime.timedelta(days=ASK_AFTER_DAYS),
        }
        super().__init__(request, initial={**initial, **kwargs.pop("initial", {})}, **kwargs)
        self._needs = {str(need.pk): need for need in needs}
        fields: Any = self.fields
        labels = dict(Shared.choices)
        offered = [
            key for key in Shared.values if key in values or (key == Shared.NEED and self._needs)
        ]
        fields["agreed_fields"].choices = [(key, labels[key]) for key in offered]
        fields["agreed_fields"].hints = {key: values[key] for key in offered if key in values}
        if self._needs:
            fields["need"].choices = [(key, need.text) for key, need in self._needs.items()]
        else:
            del self.fields["need"]

    def clean_need(self) -> Need | None:
        """The need itself."""
        return self._needs.get(self.cleaned_data["need"])

    def values(self) -> dict[str, Any]:
        """The cleaned values; no need where the plan has none."""
        return {"need": None, **super().values()}


class SignpostForm(Form):
    """A name and number given."""

    why = TextField("What for?", optional=True, max_length=300)
    given_on = DateField("When did you give it?", past_only=True)
    ask_news_on = DateField(
        "When shall we ask whether they used it?",
        optional=True,
        future_only=True,
        hint="Leave it empty if we need not ask.",
    )

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        today = dates.today()
        asked = today + datetime.timedelta(days=ASK_AFTER_DAYS)
        super().__init__(request, initial={"given_on": today, "ask_news_on": asked}, **kwargs)


class SignpostElsewhereForm(SignpostForm):
    """A name and number that the directory does not have."""

    service_name = TextField(
        "Whose name and number?", max_length=300, missing="Say whose name and number it was"
    )
    field_order = ("service_name",)


class UsedForm(Form):
    """What the person said of a name and number."""

    keeps_drafts = False

    used = RadiosField(
        "Did they use it?",
        choices=[*Signpost.Used.choices, (LATER, "Not yet: ask again")],
        conditional={LATER: ["ask_news_on"]},
        missing="Choose whether they used it",
    )
    ask_news_on = DateField("Ask again on", future_only=True)
    note = TextField("Anything to add?", optional=True, max_length=300)

    def values(self) -> dict[str, Any]:
        """As `actions.hear_of_signpost` takes them."""
        typed = super().values()
        return {**typed, "used": "" if typed["used"] == LATER else typed["used"]}


class UnmetForm(Form):
    """What would have fitted, and what stood in the way."""

    looked_for = TextField(
        "What would have fitted?",
        hint="For example: a women’s swimming group within a mile.",
        max_length=300,
        missing="Say what would have fitted",
    )
    foundation = RadiosField(
        "What is it about?", choices=foundations.choices(), missing="Choose what it is about"
    )
    why = RadiosField(
        "What stood in the way?",
        choices=UnmetNeed.Why.choices,
        missing="Choose what stood in the way",
    )
    need = RadiosField("Which of their needs?", choices=(), required=False)
    words = TextAreaField(
        "Anything to add?", optional=True, rows=2, max_length=1000, hint="No names."
    )

    def __init__(self, request: HttpRequest, *, needs: Iterable[Need], **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self._needs = {str(need.pk): need for need in needs}
        fields: Any = self.fields
        fields["need"].choices = [(key, need.text) for key, need in self._needs.items()]
        if not self._needs:
            del self.fields["need"]

    def values(self) -> dict[str, Any]:
        """As `actions.note_unmet` takes them."""
        typed = super().values()
        return {**typed, "need": self._needs.get(typed.get("need") or "")}


class MetForm(Form):
    """What was found after all."""

    keeps_drafts = False

    words = TextField(
        "What was found, or why is it needed no longer?",
        max_length=300,
        missing="Say what was found, or why it is needed no longer",
    )


class NewsForm(Form):
    """What came of it: one press, and a sentence if they like. The button says which news."""

    progress = RadiosField("What happened?", choices=())
    note = TextAreaField("Anything to add?", optional=True, rows=2, max_length=1000)
    ask_news_on = DateField("Ask again on", optional=True, future_only=True)

    def __init__(
        self, request: HttpRequest, *, steps: Iterable[Progress], asks_again: bool, **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        fields: Any = self.fields
        fields["progress"].choices = [(step.value, INTRODUCTIONS.said(step)) for step in steps]
        if not asks_again:
            del self.fields["ask_news_on"]

    def clean_progress(self) -> Progress:
        """The state itself."""
        return Progress(self.cleaned_data["progress"])


class WithdrawForm(Form):
    """The end of an agreement."""

    reason = TextField("What did they say?", optional=True, max_length=300)
