"""Fields that are typed into: words, addresses, passwords."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import EmailValidator

from kith.ui import text
from kith.ui.fields import wording
from kith.ui.fields.base import FieldMixin

if TYPE_CHECKING:
    from kith.ui.forms import BoundField


class TextField(FieldMixin, forms.CharField):
    """One line of text in Unicode form NFC; refuses control and direction characters. At most 255
    characters.
    """

    lines = False

    def __init__(
        self, label: str | None = None, *, max_length: int | None = 255, **kwargs: Any
    ) -> None:
        self.longest = max_length
        super().__init__(label, **kwargs)

    def to_python(self, value: Any) -> str:
        """The tidied text. Raises ValidationError for characters nobody can see and for text that
        is too long.
        """
        if value in self.empty_values:
            return str(self.empty_value or "")
        typed = text.tidy(str(value), lines=self.lines)
        self.refuse_hidden(typed)
        kept = super().to_python(typed) or ""
        if self.longest is not None and len(kept) > self.longest:
            raise ValidationError(
                f"{self.name_in_errors} must be {self.longest:,} characters or fewer."
                f" It has {len(kept):,}.",
                code="max_length",
            )
        return kept

    def refuse_hidden(self, typed: str) -> None:
        """Raises ValidationError when the text holds characters that cannot be seen; the page
        offers it without them.
        """
        kind = ""
        if text.has_control(typed, lines=self.lines):
            kind = "hidden control characters"
        elif text.has_direction_control(typed):
            kind = "hidden characters that change the direction of reading"
        if kind:
            raise ValidationError(
                f"{self.name_in_errors} must not contain {kind}."
                " We have taken them out: check it and send it again.",
                code="hidden_characters",
            )


class HiddenField(TextField):
    """A value the page carries and nobody sees; ``form_start`` writes it."""

    widget = forms.HiddenInput


class TextAreaField(TextField):
    """Several lines of text. With ``max_length`` and ``count=True`` it shows how many characters
    are left.
    """

    component = "textarea"
    widget = forms.Textarea
    lines = True

    def __init__(
        self,
        label: str | None = None,
        *,
        rows: int = 5,
        max_length: int | None = 10_000,
        count: bool = False,
        **kwargs: Any,
    ) -> None:
        self.rows = rows
        self.count = count
        super().__init__(label, max_length=max_length, **kwargs)
        self.component = "character-count" if count and max_length else "textarea"

    def params(self, bound: "BoundField") -> dict[str, Any]:
        """As every field, with the rows and the length."""
        params = super().params(bound)
        value = str(params["value"] or "")
        # HTML drops a first new line inside a textarea, so one is given away.
        params["value"] = "\n" + value if value.startswith(("\n", "\r")) else value
        params["rows"] = self.rows
        if self.count:
            params |= {"maxlength": self.longest, "threshold": 75}
        params["attributes"] = {"dir": "auto", **params["attributes"]}
        return params


class EmailField(TextField):
    """An e-mail address, at most 254 characters (RFC 5321, section 4.5.3.1, less the brackets)."""

    widget = forms.EmailInput
    default_validators = [
        EmailValidator("Enter an email address in the correct format, like name@example.com")
    ]

    def __init__(
        self, label: str | None = None, *, autocomplete: str = "email", **kwargs: Any
    ) -> None:
        super().__init__(label, **{"max_length": 254, "autocomplete": autocomplete, **kwargs})

    def params(self, bound: "BoundField") -> dict[str, Any]:
        """As every field, with the keyboard for addresses."""
        return super().params(bound) | {"type": "email", "spellcheck": False}


class PhoneField(TextField):
    """A telephone number as it is said; whether it can be rung, those who ring judge."""

    def __init__(
        self, label: str | None = None, *, autocomplete: str = "tel", **kwargs: Any
    ) -> None:
        super().__init__(
            label, **{"max_length": 40, "width": 20, "autocomplete": autocomplete, **kwargs}
        )

    def params(self, bound: "BoundField") -> dict[str, Any]:
        """As every field, with the keyboard for numbers."""
        return super().params(bound) | {"type": "tel"}


class PasswordField(TextField):
    """A password or passphrase with a button to show it. Kept exactly as typed, and never sent back
    to the page.
    """

    component = "password-input"
    widget = forms.PasswordInput

    def __init__(
        self,
        label: str | None = None,
        *,
        new: bool = False,
        max_length: int | None = 1024,
        **kwargs: Any,
    ) -> None:
        kwargs.setdefault("autocomplete", "new-password" if new else "current-password")
        super().__init__(label, max_length=max_length, strip=False, **kwargs)

    def missing_message(self) -> str:
        """The error for an empty answer."""
        return self.missing or wording.ask("Enter", str(self.label or "Password"))

    def params(self, bound: "BoundField") -> dict[str, Any]:
        """As every field, without the value."""
        return super().params(bound) | {"value": None}
