"""The forms of volunteers, their checks, their matches and their visits."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from django.http import HttpRequest

from kith.groups.models import BefrienderVisit, Volunteer, VolunteerCheck
from kith.groups.models.volunteers import MOST_WARN_DAYS
from kith.pathway.contacts.forms import minutes_field
from kith.resilience.forms import Form
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    EmailField,
    IntegerField,
    PhoneField,
    RadiosField,
    TextAreaField,
    TextField,
)

CHECK_HINTS = {
    VolunteerCheck.Kind.DBS: "Say when it is due again: the certificate itself names no day",
    VolunteerCheck.Kind.REFERENCES: "Two people who know them, and not only as friends",
    VolunteerCheck.Kind.TRAINING: "Safeguarding, boundaries, lone visits: what your scheme asks",
}

POLICY_HINTS = {
    **CHECK_HINTS,
    VolunteerCheck.Kind.DBS: "Noted with the day on which it is due again: the certificate itself names none",
}


class VolunteerForm(Form):
    """Who somebody is and what they offer."""

    name = TextField("Name", max_length=140)
    phone = PhoneField("Phone", optional=True)
    email = EmailField("E-mail", optional=True)
    offers = TextAreaField(
        "What do they offer?", optional=True, rows=3,
        hint="A walk on Tuesdays, tea and talk, help with a tablet; when they can",
    )  # fmt: skip
    languages = TextField("Languages", optional=True, max_length=200)
    areas = TextField("Where do they go?", optional=True, max_length=300)
    note = TextAreaField(
        "What else to know", optional=True, rows=2,
        hint="Read by those who look after volunteers. Cats, stairs, nobody who smokes",
    )  # fmt: skip


class CheckForm(Form):
    """What was checked, when, and until when it holds."""

    keeps_drafts = False
    kind = RadiosField(
        "What was checked?", choices=VolunteerCheck.Kind, hints=CHECK_HINTS,
        missing="Select what was checked",
    )  # fmt: skip
    made_on = DateField("On which day?", past_only=True)
    expires_on = DateField("When is it due again?", optional=True)
    words = TextField(
        "Number, or by whom", optional=True, max_length=200,
        hint="Keep the number of a certificate, not a copy of it",
    )  # fmt: skip


class VolunteerPolicyForm(Form):
    """What a scheme has checked of a volunteer, and how early it warns."""

    required = CheckboxesField(
        "What is checked before a volunteer visits anybody?",
        choices=VolunteerCheck.Kind,
        hints=POLICY_HINTS,
        missing="Select at least one",
    )
    warn_days = IntegerField(
        "How many days before one runs out is it somebody’s work?",
        hint="A new DBS check can take weeks",
        least=1,
        most=MOST_WARN_DAYS,
        width=3,
        suffix="days",
    )


class ProposeForm(Form):
    """Who might befriend somebody, and why. Those who cannot be chosen now are shown with the reason."""

    volunteer = RadiosField("Who?", choices=[], missing="Select who")
    why = TextAreaField("Why the two?", optional=True, rows=2)

    def __init__(
        self,
        request: HttpRequest,
        *,
        volunteers: Sequence[tuple[Volunteer, str]],
        cannot: Collection[Volunteer],
        **kwargs: Any,
    ) -> None:
        super().__init__(request, **kwargs)
        field: Any = self.fields["volunteer"]
        field.greyed = frozenset(str(row.pk) for row in cannot)
        field.choices = [(str(row.pk), row.name) for row, _ in volunteers]
        field.hints = {str(row.pk): hint for row, hint in volunteers if hint}
        field.coerce = {str(row.pk): row for row, _ in volunteers}.get
        field.empty_value = None


class AgreeForm(Form):
    """Which of the two agreed, when, and how."""

    keeps_drafts = False
    who = RadiosField("Who agreed?", choices=[], missing="Select who agreed")
    on = DateField("On which day?", past_only=True)
    how = TextField("How?", max_length=200, hint="On the phone, at a visit, by letter")

    def __init__(
        self, request: HttpRequest, *, still: Sequence[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        self.fields["who"].choices = list(still)  # type: ignore[attr-defined]


class WhyForm(Form):
    """Why a match rests, or ends."""

    keeps_drafts = False
    why = TextField("Why?", max_length=300, missing="Say why")


class VisitForm(Form):
    """A visit: short, and what was worrying."""

    visited_on = DateField("On which day?", past_only=True)
    went = RadiosField(
        "How did it go?", choices=BefrienderVisit.Went, inline=True, missing="Select how it went"
    )
    minutes = minutes_field("How long?")
    words = TextAreaField("In a sentence or two", optional=True, rows=2, max_length=1000)
    worry = TextAreaField(
        "Did anything worry you?", optional=True, rows=2, max_length=2000,
        hint="Leave it empty if nothing did. Somebody in danger now: ring 999 first.",
    )  # fmt: skip
