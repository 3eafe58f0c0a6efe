"""What is asked about a door."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest

from kith.people.actions.places import LONGEST_WORDS
from kith.people.models import AddressWarning
from kith.resilience.forms import Form
from kith.ui.dates import today
from kith.ui.fields import DateField, RadiosField, TextAreaField, TextField

# Ours; the writer may choose another day.
USUAL_REVIEW_DAYS = 182


class AddressWarningForm(Form):
    """What to know at a door. Which address is asked where somebody has more than one."""

    point = RadiosField("Which address?", choices=[], missing="Choose the address")
    kind = RadiosField(
        "What is it?", choices=AddressWarning.Kind.choices, missing="Choose what it is"
    )
    text = TextAreaField(
        "What is it, and what to do?",
        required=False,
        rows=2,
        max_length=LONGEST_WORDS,
        hint="For example: the bell is broken, ring from the pavement. Name nobody: it is shown for everybody who"
        " lives there, and whoever lives there may read it.",
    )
    seen_on = DateField("Seen or heard on", past_only=True)
    review_on = DateField(
        "Look again by",
        future_only=True,
        hint="Within a year. From that day on it is shown as due.",
    )

    def __init__(self, request: HttpRequest, *, homes: dict[str, Any], **kwargs: Any) -> None:
        first = {
            "seen_on": today(),
            "review_on": today() + datetime.timedelta(days=USUAL_REVIEW_DAYS),
        }
        super().__init__(request, initial=first, **kwargs)
        self.homes = homes
        self.fields["point"].choices = [(pk, home["value"]) for pk, home in homes.items()]  # type: ignore[attr-defined]
        if len(homes) == 1:
            del self.fields["point"]

    def values(self) -> dict[str, Any]:
        """As `people.actions.warn_of_address` takes them."""
        typed = super().values()
        chosen = typed.pop("point", "") or next(iter(self.homes), "")
        return {**typed, "point": self.homes[chosen]["row"]}


class ReviewWarningForm(Form):
    """Whether what is feared at a door is still so."""

    still = RadiosField(
        "Is it still so?",
        choices=[("yes", "Yes"), ("no", "No, it has ended")],
        conditional={"yes": "review_on", "no": "why"},
        missing="Say whether it is still so",
    )
    review_on = DateField("Look again by", future_only=True)
    why = TextField("Why is it so no longer?", max_length=300, missing="Say why")

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        later = today() + datetime.timedelta(days=USUAL_REVIEW_DAYS)
        super().__init__(request, initial={"review_on": later}, **kwargs)
