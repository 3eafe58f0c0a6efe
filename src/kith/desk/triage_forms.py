"""Deciding on a referral, and giving a case to someone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from kith.organisations.models import Membership, Scheme
from kith.pathway.referrals.models import Redirect
from kith.resilience.forms import Form
from kith.ui.fields import DateField, RadiosField, SelectField, TextAreaField, TextField
from kith.vocabulary import rejection_reasons

Workers = Sequence[tuple[Membership, int, int]]


class DecideForm(Form):
    """One decision on one referral."""

    decision = RadiosField(
        "What do you decide?",
        choices=[
            ("join", "Join it to their open case"),
            ("reopen", "Re-open their last case"),
            ("take_on", "Take it on"),
            ("ask", "Ask the referrer a question first"),
            ("return", "Return it to the referrer"),
            ("redirect", "Redirect it: somebody else answers this better"),
            ("said_no", "The person said no"),
            ("not_take_on", "Do not take it on"),
        ],
        hints={
            "ask": "It stays here, marked as waiting for an answer.",
            "said_no": "Only their own no, in their words. Whom we could not reach has not answered.",
        },
        conditional={
            "take_on": ["why_young", "holder", "note"],
            "ask": "question",
            "return": "reason",
            "redirect": ["redirect_to", "redirect_scheme", "redirect_name", "redirect_words"],
            "said_no": ["no_words", "no_heard_by", "no_heard_on"],
            "not_take_on": ["reason_code", "words"],
        },
        missing="Select what you decide",
    )
    why_young = TextAreaField(
        "Why do you take on somebody so young?",
        hint="It stays with the decision. The referrer does not read it.",
        rows=2,
        missing="Say why you take them on",
    )
    holder = SelectField(
        "Give it to", choices=[], required=False, empty_label="Nobody yet: it waits below"
    )
    note = TextAreaField("What they need to know", optional=True, rows=2)
    question = TextAreaField(
        "What do you want to know?",
        hint="The referrer reads this.",
        rows=3,
        missing="Write what you want to know",
    )
    redirect_to = RadiosField("Where to?", choices=Redirect.To.choices, missing="Select where to")
    redirect_scheme = SelectField(
        "Which service like ours",
        choices=[],
        required=False,
        empty_label="None of them",
        hint="It gets all that this referral carried, files too, and nothing else of the record.",
    )
    redirect_name = TextField(
        "Or which group, service or help",
        optional=True,
        hint="For example: Chrisp Street Lunch Club, or NHS 111",
        max_length=300,
    )
    redirect_words = TextAreaField(
        "What they agreed to and how; for urgent help what was done, and by whom",
        hint="It stays with the referral, and the referrer reads it.",
        rows=3,
        missing="Say what they agreed to, or what was done and by whom",
    )
    reason = TextAreaField(
        "What is missing?",
        hint="The referrer reads this and can send it again.",
        rows=3,
        missing="Say what is missing",
    )
    no_words = TextAreaField(
        "What did they say?",
        hint="In their own words. The referrer does not read this.",
        rows=2,
        missing="Write what they said",
    )
    no_heard_by = TextField(
        "Who heard it?",
        hint="You, or who told us: for example, Dr Sen, by telephone.",
        max_length=140,
        missing="Say who heard it",
    )
    no_heard_on = DateField("On which day?", past_only=True)
    reason_code = RadiosField("Why?", choices=rejection_reasons.choices(), missing="Select why")
    words = TextAreaField(
        "In a sentence", hint="The referrer reads this.", rows=3, missing="Say why in a sentence"
    )

    def __init__(
        self,
        request: HttpRequest,
        *,
        workers: Workers,
        schemes: Sequence[Scheme] = (),
        join: str = "",
        reopen: tuple[str, str] = ("", ""),
        themselves: bool = False,
        too_young: bool = False,
        **kwargs: Any,
    ) -> None:
        """`join` and `reopen` (with its hint) are what is offered of these, in words; "" is not offered.
        `themselves`: the person is the one who asked; `too_young`: younger than the scheme supports.
        """
        super().__init__(request, **kwargs)
        self._offer(join, *reopen, themselves=themselves)
        self._weigh_age(too_young=too_young)
        self.workers = {str(m.pk): m for m, _, _ in workers}
        self.schemes = {str(row.pk): row for row in schemes}
        self.fields["holder"].choices = worker_choices(workers)  # type: ignore[attr-defined]
        self.fields["redirect_scheme"].choices = [  # type: ignore[attr-defined]
            (str(row.pk), row.name) for row in schemes
        ]

    def _offer(self, join: str, reopen: str, hint: str, *, themselves: bool) -> None:
        """Somebody with an open case is joined to it and not taken on; whose case ended lately has a choice."""
        field = self.fields["decision"]
        anew = "Take it on anew: a new case" if reopen else "Take it on"
        said = {"join": join, "reopen": reopen, "take_on": "" if join else anew}
        if themselves:
            said["said_no"] = "The person withdrew: they asked for themselves and no longer want it"
        field.choices = [  # type: ignore[attr-defined]
            (value, said.get(value, words))
            for value, words in field.choices  # type: ignore[attr-defined]
            if said.get(value, words)
        ]
        if reopen:
            field.hints = {**field.hints, "reopen": hint}  # type: ignore[attr-defined]

    def _weigh_age(self, *, too_young: bool) -> None:
        """Of somebody too young, sending them to who can help comes first, and taking on asks why."""
        field = self.fields["decision"]
        if not too_young:
            del self.fields["why_young"]
            field.conditional = {**field.conditional, "take_on": ["holder", "note"]}  # type: ignore[attr-defined]
            return
        field.choices = sorted(  # type: ignore[attr-defined]
            field.choices,  # type: ignore[attr-defined]
            key=lambda one: one[0] not in ("join", "reopen", "redirect"),
        )


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


class BulkForm(Form):
    """What to do with all that are ticked."""

    SUGGESTED = "suggested"

    holder = SelectField("Take on those ticked, and give them to", choices=[], required=False)

    keeps_drafts = False

    def __init__(self, request: HttpRequest, *, workers: Workers, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["holder"].empty_label = "Nobody yet: they wait below"  # type: ignore[attr-defined]
        self.fields["holder"].choices = [  # type: ignore[attr-defined]
            (self.SUGGESTED, "Whom we suggest for each"),
            *worker_choices(workers),
        ]
        self.initial.setdefault("holder", self.SUGGESTED)
