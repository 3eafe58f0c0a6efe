"""The forms of setting the doors up."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpRequest

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
    name = TextField("Name of the organisation", max_length=200)
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
