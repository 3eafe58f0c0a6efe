"""The forms of setting the doors up."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest

from kith.directory.models import CommunityOrganisation
from kith.pathway.referrals.models import DoorQuestion
from kith.pathway.referrals.questions import Question, fields_of
from kith.resilience.forms import Form
from kith.ui.fields import (
    EmailField,
    PhoneField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    YesNoField,
)
from kith.vocabulary import referral_sources

NOT_ORGANISATIONS = ("01", "02", "03", "99")


class DoorForm(Form):
    is_open = YesNoField("Is this way in open?")
    introduction = TextAreaField(
        "What people read first",
        hint="Who it is for, in two short sentences.",
        optional=True,
        rows=3,
        max_length=600,
    )
    closed_words = TextAreaField(
        "What they read while it is closed",
        hint="What to do instead. Your telephone number stands below it.",
        optional=True,
        rows=3,
        max_length=600,
    )


class QuestionForm(Form):
    label = TextField("The question, as people read it", max_length=150)
    kind = RadiosField(
        "How it is answered",
        choices=DoorQuestion.Kind.choices,
        initial=DoorQuestion.Kind.YES_NO,
        inline=True,
    )
    hint = TextField("Help below the question", optional=True, max_length=250)
    is_required = YesNoField(
        "Must it be answered?",
        hint="A form with few questions that must be answered is filled in; a long one is not.",
        initial=False,
    )


class PreviewForm(Form):
    """The scheme's own questions as they will be drawn; it is never sent."""

    keeps_drafts = False

    def __init__(self, request: HttpRequest, asked: Sequence[Question]) -> None:
        super().__init__(request)
        self.fields.update(fields_of(asked))
        for field in self.fields.values():
            field.disabled = True


class OrganisationForm(Form):
    """An organisation whose staff refer: one of the directory, whose name, e-mail and telephone are taken
    over, or one that is written down.
    """

    listed = SelectField(
        "One of your directory",
        choices=[],
        required=False,
        hint="Its name, e-mail and telephone are taken over.",
        empty_label="None of these",
    )
    name = TextField(
        "Name of the organisation",
        hint="If it is not in your directory.",
        optional=True,
        max_length=200,
    )
    source = SelectField(
        "What kind of organisation",
        choices=[
            (code, label)
            for code, label in referral_sources.choices()
            if code not in NOT_ORGANISATIONS
        ],
        empty_label="Choose",
    )
    email = EmailField("E-mail address", optional=True)
    phone = PhoneField("Phone number", optional=True)

    def __init__(self, request: HttpRequest, *, listed: Sequence[CommunityOrganisation]) -> None:
        super().__init__(request)
        self.offered = {str(one.pk): one for one in listed}
        field = self.fields["listed"]
        assert isinstance(field, SelectField)
        field.choices = [(key, one.name) for key, one in self.offered.items()]
        if not listed:
            del self.fields["listed"]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError without an organisation, or with two."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        chosen, name = typed.get("listed"), typed.get("name", "").strip()
        if not chosen and not name and "name" not in self.errors:
            self.add_error("name", "Enter the name of the organisation")
        if chosen and name:
            self.add_error("name", "Choose one of the directory, or write down another")
        return typed

    def organisation(self) -> dict[str, Any]:
        """What is added, as `organisations.actions.add_referring_organisation` takes it."""
        typed = self.values()
        listed = self.offered.get(typed.pop("listed", "") or "")
        if listed is None:
            return typed
        theirs = {"email": _valid_email(listed.email), "phone": listed.phone[:40]}
        own = {name: typed[name] or theirs[name] for name in theirs}
        return {**typed, **own, "name": listed.name[:200], "listed_id": listed.pk}


def _valid_email(text: str) -> str:
    """What a feed gave as an e-mail address, if it is one."""
    try:
        validate_email(text)
    except ValidationError:
        return ""
    return text
