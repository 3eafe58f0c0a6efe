"""Who else gets the outcome letter."""

from __future__ import annotations

from kith.pathway.closures.models import LetterRecipient
from kith.resilience.forms import Form
from kith.ui.fields import DateField, RadiosField, TextAreaField, TextField


class RecipientForm(Form):
    """One more who gets a letter of their own, and the person's agreement to it."""

    kind = RadiosField("Who are they?", choices=LetterRecipient.Kind.choices)
    name = TextField("Name", optional=True, max_length=200)
    organisation = TextField("Team or organisation", optional=True, max_length=200)
    address = TextAreaField("Postal address", optional=True, rows=4, max_length=500)
    agreed_how = TextField(
        "How did the person agree to it?", max_length=200, hint="For example: on the phone, to me.",
        missing="Say how the person agreed",
    )  # fmt: skip
    agreed_on = DateField("When did they agree?", past_only=True)
