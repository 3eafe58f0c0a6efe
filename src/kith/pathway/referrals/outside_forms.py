"""The form of those who refer without an account: one page, few required fields, one list of sections.

A door's own questions and a programme's own are handed in as `questions.Question`s and stand in a section of
their own, so that whoever has more to ask adds data and no form.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from kith.geography import postcodes
from kith.organisations import queries as organisations
from kith.organisations.models import Programme
from kith.pathway.referrals import actions
from kith.pathway.referrals.actions import ForProgramme
from kith.pathway.referrals.forms import ReferForm
from kith.pathway.referrals.programme_fields import ProgrammeFields
from kith.pathway.referrals.questions import Question, answers_of, fields_of
from kith.resilience.forms import Form
from kith.resilience.strangers import WatchedForm
from kith.ui.fields import EmailField, RadiosField, TextField
from kith.ui.forms import BoundField
from kith.vocabulary import foundations, nhs_number
from kith.vocabulary import phone as phones

# (title, fields, those folded away until somebody wants them)
SECTIONS: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("The person", ("first_name", "last_name", "date_of_birth"), ("nhs_number",)),
    (
        "Reaching them safely",
        ("phone", "phone_safe_for", "person_knows"),
        ("when_safe", "email", "address", "postcode", "language", "needs_interpreter"),
    ),
    ("Why", ("referrer_sees",), ("person_says", "reasons")),
    ("Keeping everyone safe", ("risk", "urgency"), ()),
    ("You", ("referrer_name", "referrer_role", "referrer_email"), ()),
)
CONCERNS = "Concerns, if you have talked about them"
FOLDED = {
    "The person": "Add an NHS number",
    "Reaching them safely": "Add an e-mail, an address, a language or a good time to call",
    "Why": "Add what they say themselves, or tick reasons",
}


@dataclass(frozen=True)
class Section:
    """A part of the form: its title, what is in sight, and what is folded away under `summary`.

    `concerns`: what is folded away are the concerns of a programme, in their groups.
    """

    title: str
    shown: Sequence[BoundField]
    folded: Sequence[BoundField]
    summary: str
    is_open: bool
    concerns: bool = False


class OutsideForm(WatchedForm, ReferForm):
    """What a practice, a hospital team or a partner organisation sends by its own link."""

    keeps_drafts = False

    # Known from the link, or asked by the link worker later.
    came = source = practice = organisation_name = None  # type: ignore[assignment]
    referrer_contact = consent_note = None  # type: ignore[assignment]

    referrer_name = TextField("Your name", autocomplete="name", max_length=140)
    referrer_role = TextField("Your role", hint="Such as receptionist.", max_length=100)
    referrer_email = EmailField(
        "Where should we send word back?",
        hint="Your work e-mail. We say when it has come, and how to see what becomes of it.",
        optional=True,
    )

    def __init__(
        self,
        request: HttpRequest,
        *,
        scheme_id: UUID,
        place_id: UUID,
        asked: Sequence[Question] = (),
        email: str = "",
    ) -> None:
        """`email` is the place's own address, if it has one: whoever refers may put theirs instead."""
        self.asked, self.place_id = list(asked), place_id
        word_to = {"referrer_email": email} if email else {}
        super().__init__(request, scheme_id=scheme_id, membership=None, initial=word_to)
        self.fields.update(fields_of(self.asked))

    def _offer_lists(self, scheme_id: UUID) -> None:
        """The programmes alone: the holder of a link may not read the practices."""
        self.programmes = list(organisations.programmes(scheme_id))

    def _place_of_referrer(self) -> UUID:
        return self.place_id

    @property
    def sections(self) -> list[Section]:
        """The form as its page draws it."""
        made = [self._section(*one) for one in SECTIONS]
        if self.for_programme:
            made.insert(-1, self._of_programme(self.for_programme))
        if self.asked:
            made.insert(-1, self._section("A few more questions", [q.name for q in self.asked], ()))
        return made

    def _of_programme(self, asked: ProgrammeFields) -> Section:
        bound: list[Any] = [self[name] for name in (*asked.plain, *asked.files)]
        folded: list[Any] = [self[name] for name in asked.concerns]
        title, is_open = f"For {asked.programme.name}", self.concerns_open
        return Section(title, bound, folded, CONCERNS, is_open, concerns=True)

    def _section(self, title: str, shown: Sequence[str], folded: Sequence[str]) -> Section:
        below: list[Any] = [self[name] for name in folded if name in self.fields]
        if "reasons" in folded:
            below += self.reason_fields
        is_open = any(bound.errors or bound.value() for bound in below)
        in_sight: list[Any] = [self[name] for name in shown]
        return Section(title, in_sight, below, FOLDED.get(title, ""), is_open)

    def clean_phone(self) -> str:
        """The number as it is kept. Raises ValidationError for one that cannot be called."""
        return _normal(phones.normalise, self.cleaned_data["phone"], phones.InvalidPhone)

    def clean_postcode(self) -> str:
        """The postcode as it is kept. Raises ValidationError for text that is none."""
        typed = self.cleaned_data["postcode"]
        return _normal(postcodes.normalise, typed, postcodes.InvalidPostcode)

    def clean_nhs_number(self) -> str:
        """The number as it is kept. Raises ValidationError for one that cannot be right."""
        typed = self.cleaned_data["nhs_number"]
        return _normal(nhs_number.normalise, typed, nhs_number.InvalidNhsNumber)

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError when there is no way to reach the person."""
        typed = super().clean()
        ways = ("phone", "email", "address")
        if not any(typed.get(way) or way in self.errors for way in ways):
            self.add_error("phone", "Enter a phone number, or an e-mail or an address below")
        return typed

    def answers(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as an Ask keeps them: plain data, the door's own questions with their words."""
        asked = self.for_programme
        brought = asked.brought(typed, typed["referrer_name"]) if asked else ForProgramme()
        others = {*(asked.fields if asked else ()), "programme"}
        plain = {
            name: value.isoformat() if isinstance(value, datetime.date) else value
            for name, value in typed.items()
            if not name.startswith(("reasons_", "more_")) and name not in others
        }
        return {
            **plain,
            "reasons": [str(reason.pk) for reason in self.chosen(typed)],
            "more": [*answers_of(self.asked, typed), *actions.answer_rows(brought.answers)],
            "programme": _plain(self.programme_chosen, brought),
        }


def _plain(programme: Programme | None, brought: ForProgramme) -> dict[str, Any]:
    """What was given for a programme, as `actions.read_ask` reads it: ids with their words."""
    if programme is None:
        return {}
    stage, on = brought.stage, brought.stage_on
    return {
        "id": str(programme.pk),
        "name": programme.name,
        "stage": str(stage.pk) if stage else None,
        "stage_name": stage.label if stage else "",
        "stage_on": on.isoformat() if on else None,
        "concerns": [asdict(one) for one in brought.concerns],
    }


def _normal(normalise: Any, typed: str, wrong: type[Exception]) -> str:
    try:
        return str(normalise(typed)) if typed else ""
    except wrong as error:
        raise ValidationError(str(error)) from error


class SignpostForm(Form):
    """One press, and if they like what it was about."""

    keeps_drafts = False

    foundation = RadiosField(
        "What was it about?",
        choices=[(key.value, key.label) for key in foundations.FIVE],
        optional=True,
        inline=True,
        label_size="s",
    )
