"""What the person is asked on their own page: few words, one thing at a time."""

from __future__ import annotations

from kith.resilience.forms import Form
from kith.ui.fields import DateField, TextAreaField


class OpenForm(Form):
    """A form of someone without an account: what they type is kept nowhere until they send it."""

    keeps_drafts = False


class BornForm(OpenForm):
    """What only they, and those close to them, know."""

    born = DateField(
        "What is your date of birth?",
        hint="We ask so that nobody else who has this address can read your page. For example, 27 3 1962.",
        past_only=True,
        label_size="m",
    )


class MeantForm(OpenForm):
    """A line in the person's own words."""

    text = TextAreaField(
        "How would you say it?",
        hint="In any language. Your link worker reads it and puts it right, or asks you.",
        rows=4,
        max_length=2000,
        missing="Write it in your own words first",
    )


class WentForm(OpenForm):
    """How something went."""

    text = TextAreaField(
        "How did it go?",
        hint="A few words are enough. It goes to your link worker, not to anybody else.",
        rows=3,
        max_length=2000,
        missing="Write a few words first",
    )
