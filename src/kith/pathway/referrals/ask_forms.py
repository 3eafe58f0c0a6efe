"""The questions of the public page, one a page, in plain words."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.http import HttpRequest

from kith.geography import postcodes
from kith.pathway.referrals.questions import Question as Asked
from kith.people.actions.identity import OLDEST_YEARS
from kith.people.models import Channel
from kith.resilience.forms import Form
from kith.ui.dates import today
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    EmailField,
    PhoneField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    YesNoField,
)
from kith.ui.fields.base import FieldMixin
from kith.vocabulary import languages
from kith.vocabulary import phone as phones

PLAIN = (
    ("belonging", "Feeling less alone, meeting people"),
    ("purpose", "Something to do: learning, work or volunteering"),
    ("money", "Money, bills or benefits"),
    ("home", "My home: finding one, repairs, feeling safe in it"),
    ("hope", "Feeling low, worried or stuck, or losing someone"),
    ("health", "Getting more active, my health, getting about"),
)


class Question(Form):
    """One page of the public form. `title` heads it and `other_title` when it is for someone else."""

    keeps_drafts = False
    title = ""
    other_title = ""


class ForWhom(Question):
    for_whom = RadiosField(
        "Who would you like support for?",
        choices=[("self", "Myself"), ("other", "Someone else")],
        hints={"other": "A relative, a friend or someone you care for"},
        label_size="l",
        page_heading=True,
        missing="Select who you would like support for",
    )


class Asker(Question):
    title = other_title = "About you"
    asker_name = TextField("Your name", autocomplete="name", max_length=140)
    asker_relationship = TextField("How you know them", hint="For example: her son", max_length=100)
    asker_phone = PhoneField(
        "Your phone number", optional=True, hint="So that we can ask you if something is not clear."
    )
    asker_email = EmailField(
        "Your e-mail address",
        optional=True,
        hint="For a receipt. It says that we have what you sent, and not how it goes.",
    )
    person_knows = YesNoField("Do they know that you are asking us?")
    may_be_told = YesNoField(
        "Have they agreed that we tell you how it goes?",
        optional=True,
        hint="We ask them too. Until they say yes, you hear that we have it, and no more.",
    )

    def clean_asker_phone(self) -> str:
        """The number as it is kept. Raises ValidationError for one that cannot be called."""
        return _phone(self.cleaned_data["asker_phone"])


class Name(Question):
    title, other_title = "What is your name?", "What is their name?"
    first_name = TextField("First name", optional=True, max_length=70)
    last_name = TextField(
        "Last name, or your only name", max_length=70, missing="Enter a name. One name is enough"
    )


class Born(Question):
    title, other_title = "When were you born?", "When were they born?"
    date_of_birth = DateField(
        "Date of birth",
        past_only=True,
        earliest_year=today().year - OLDEST_YEARS,
        hint="For example, 27 3 1956",
        hide_label=True,
    )


class Ring(Question):
    title, other_title = "Can we ring you?", "Can we ring them?"
    phone = PhoneField(
        "Phone number", optional=True, hint="No phone? Leave it empty: we can write instead."
    )
    ring_is_safe = YesNoField(
        "Is it safe for us to ring this number?",
        optional=True,
        hint="If you are not sure, leave it empty: we find out first.",
    )
    phone_safe_for = CheckboxesField(
        "If nobody answers, is it safe to",
        choices=[
            (Channel.VOICEMAIL.value, "leave a voice message"),
            (Channel.TEXT.value, "send a text"),
        ],
        hint="Leave both empty if someone else could hear or see it and that is not safe.",
        required=False,
    )
    when_safe = TextField(
        "When is a good time to ring?", optional=True, hint="For example: mornings", max_length=200
    )
    language = SelectField(
        "Which language would be best?",
        choices=languages.choices(),
        optional=True,
        empty_label="English, or not sure",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Who asks for themselves gives the number so that we ring.
        if self.initial.get("for_whom") != "other":
            del self.fields["ring_is_safe"]

    def clean_phone(self) -> str:
        """The number as it is kept. Raises ValidationError for one that cannot be called."""
        return _phone(self.cleaned_data["phone"])


class Write(Question):
    title, other_title = "Can we write to you?", "Can we write to them?"
    email = EmailField("E-mail address", optional=True)
    email_is_safe = YesNoField("Is it safe to write to this e-mail address?", optional=True)
    address = TextField("Address", optional=True, autocomplete="street-address", max_length=300)
    postcode = TextField("Postcode", optional=True, width=10, max_length=12)
    letter_is_safe = YesNoField("Is it safe to send a letter there?", optional=True)

    def clean_postcode(self) -> str:
        """The postcode as it is kept. Raises ValidationError for text that is none."""
        try:
            typed = self.cleaned_data["postcode"]
            return postcodes.normalise(typed) if typed else ""
        except postcodes.InvalidPostcode as error:
            raise ValidationError(str(error)) from error

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError when there is no way to reach them, by phone neither."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        reached = self.initial.get("phone") or typed.get("email") or typed.get("address")
        if not self.errors and not reached:
            self.add_error("email", "Enter an e-mail address or an address, or go back for a phone")
        return typed


class Help(Question):
    title, other_title = "What would help?", "What would help them?"
    foundations = CheckboxesField(
        "Choose any that fit", choices=list(PLAIN), required=False, hint="You can choose several."
    )
    words = TextAreaField(
        "In your own words", optional=True, rows=6, hint="As much or as little as you like."
    )

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError when nothing was said."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        if not typed.get("foundations") and not typed.get("words", "").strip():
            self.add_error("foundations", "Choose what would help, or tell us in your own words")
        return typed


class Send(Form):
    """The last press: nothing more is asked."""

    keeps_drafts = False


class Own(Question):
    """One of the scheme's own questions, on a page of its own."""

    def __init__(self, request: HttpRequest, *, asked: Asked, **given: Any) -> None:
        super().__init__(request, **given)
        field = asked.field()
        if isinstance(field, FieldMixin):
            field.label_size, field.page_heading = "l", True
        self.fields[asked.name] = field


def _phone(typed: str) -> str:
    try:
        return phones.normalise(typed) if typed else ""
    except phones.InvalidPhone as error:
        raise ValidationError(str(error)) from error


STEPS: dict[str, type[Question]] = {
    "who-for": ForWhom,
    "about-you": Asker,
    "name": Name,
    "birth-date": Born,
    "phone": Ring,
    "write": Write,
    "help": Help,
}
