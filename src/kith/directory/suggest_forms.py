"""What is asked of whoever suggests a service, and of whoever drops one."""

from __future__ import annotations

from kith.resilience.forms import Form
from kith.resilience.strangers import WatchedForm
from kith.ui.fields import EmailField, TextAreaField, TextField


class SuggestForm(WatchedForm):
    """A service that somebody knows of. Its template includes "ui/trap.html"."""

    keeps_drafts = False

    name = TextField("What is it called?", max_length=300, missing="Write what it is called")
    description = TextAreaField(
        "What happens there, and for whom?", optional=True, rows=4, max_length=3000
    )
    place = TextAreaField("Where is it?", optional=True, rows=2, max_length=500)
    contact = TextField(
        "How does one reach them?",
        hint="Their telephone number, website or e-mail address, as they publish it",
        optional=True,
        max_length=300,
    )
    sender_email = EmailField(
        "Your e-mail address",
        hint="If we may ask you something about it. We delete it once we have looked, at the latest after 90 days.",
        optional=True,
    )


class DropForm(Form):
    """Why a suggestion is not added."""

    reason = TextField("Why is it not added?", max_length=300, missing="Say why it is not added")
