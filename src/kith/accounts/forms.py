"""The forms of signing in."""

from __future__ import annotations

from kith.resilience.forms import Form
from kith.ui.fields import EmailField, PasswordField


class SignInForm(Form):
    keeps_drafts = False

    email = EmailField("E-mail address", autocomplete="username")
    password = PasswordField("Password")


class PasswordForm(Form):
    keeps_drafts = False

    old = PasswordField("Your present password")
    password = PasswordField(
        "New password",
        new=True,
        hint="At least 12 characters. Four random words are easy to remember and hard to guess.",
    )
