"""Deciding on a referral, and giving a case to someone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from kith.organisations.models import Membership
from kith.resilience.forms import Form
from kith.ui.fields import RadiosField, SelectField, TextAreaField
from kith.vocabulary import rejection_reasons

Workers = Sequence[tuple[Membership, int, int]]


class DecideForm(Form):
    """One decision on one referral."""

    decision = RadiosField(
        "What do you decide?",
        choices=[
            ("take_on", "Take it on"),
            ("return", "Return it to the referrer"),
            ("not_take_on", "Do not take it on"),
        ],
        conditional={
            "take_on": ["holder", "note"],
            "return": "reason",
            "not_take_on": ["reason_code", "words"],
        },
        missing="Select what you decide",
    )
    holder = SelectField(
        "Give it to", choices=[], required=False, empty_label="Nobody yet: it waits below"
    )
    note = TextAreaField("What they need to know", optional=True, rows=2)
    reason = TextAreaField(
        "What is missing?",
        hint="The referrer reads this and can send it again.",
        rows=3,
        missing="Say what is missing",
    )
    reason_code = RadiosField("Why?", choices=rejection_reasons.choices(), missing="Select why")
    words = TextAreaField(
        "In a sentence", hint="The referrer reads this.", rows=3, missing="Say why in a sentence"
    )

    def __init__(self, request: HttpRequest, *, workers: Workers, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.workers = {str(m.pk): m for m, _, _ in workers}
        self.fields["holder"].choices = worker_choices(workers)  # type: ignore[attr-defined]


class AllocateForm(Form):
    """Give a waiting case to someone."""

    holder = SelectField("Give it to", choices=[], empty_label="Choose a worker")
    note = TextAreaField("What they need to know", optional=True, rows=3)

    def __init__(self, request: HttpRequest, *, workers: Workers, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.workers = {str(m.pk): m for m, _, _ in workers}
        self.fields["holder"].choices = worker_choices(workers)  # type: ignore[attr-defined]


def worker_choices(workers: Workers) -> list[tuple[str, str]]:
    """Workers with how many people each holds."""
    return [(str(m.pk), f"{m.name}, {_people(count)}") for m, count, _ in workers]


def _people(count: int) -> str:
    return {0: "nobody yet", 1: "1 person"}.get(count, f"{count} people")


class AsideForm(Form):
    """Why a request of the public page is put aside."""

    reason = TextAreaField(
        "Why is it put aside?",
        hint="For example: referred by telephone instead.",
        rows=2,
        missing="Say why it is put aside",
    )
