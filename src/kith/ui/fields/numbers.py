"""Fields for numbers and for money."""

import re
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from kith.ui.fields.base import FieldMixin

if TYPE_CHECKING:
    from kith.ui.forms import BoundField

# PostgreSQL's integer; a larger answer would be refused by the database instead of by the form.
LARGEST_INTEGER = 2_147_483_647


def plain_digits(value: Any) -> str:
    """What was typed without spaces and thousands commas."""
    return re.sub(r"[\s,]", "", str(value))


class NumberMixin(FieldMixin):
    """What numbers share: bounds said in sentences, a keyboard of digits, an optional prefix or
    suffix.
    """

    numeric_keyboard = "numeric"

    def __init__(
        self,
        label: str | None = None,
        *,
        least: int | Decimal | None = None,
        most: int | Decimal | None = None,
        prefix: str = "",
        suffix: str = "",
        width: int = 5,
        **kwargs: Any,
    ) -> None:
        self.least, self.most, self.prefix, self.suffix = least, most, prefix, suffix
        super().__init__(label, width=width, **{"inputmode": self.numeric_keyboard, **kwargs})

    def refuse_outside(self, number: int | Decimal) -> None:
        """Raises ValidationError when the number is outside the bounds."""
        if self.least is not None and number < self.least:
            raise ValidationError(
                f"{self.name_in_errors} must be {self.least:,} or more", code="min_value"
            )
        if self.most is not None and number > self.most:
            raise ValidationError(
                f"{self.name_in_errors} must be {self.most:,} or fewer", code="max_value"
            )

    def params(self, bound: "BoundField") -> dict[str, Any]:
        """As every field, with what stands before and after the number."""
        affixes = {"prefix": self.prefix or None, "suffix": self.suffix or None}
        return super().params(bound) | affixes | {"spellcheck": False}


class IntegerField(NumberMixin, forms.Field):
    """A whole number between ``least`` and ``most`` (by default those the database can hold)."""

    widget = forms.TextInput

    def __init__(
        self,
        label: str | None = None,
        *,
        least: int = -LARGEST_INTEGER,
        most: int = LARGEST_INTEGER,
        **kwargs: Any,
    ) -> None:
        super().__init__(label, least=least, most=most, **kwargs)

    def to_python(self, value: Any) -> int | None:
        """The number, or None for an empty answer. Raises ValidationError for anything else."""
        if value in self.empty_values or not str(value).strip():
            return None
        digits = plain_digits(value)
        # Twenty digits are beyond every bound; Python refuses to read thousands of them.
        if not re.fullmatch(r"[+-]?\d{1,20}", digits):
            raise ValidationError(
                f"{self.name_in_errors} must be a whole number, like 15", code="invalid"
            )
        number = int(digits)
        self.refuse_outside(number)
        return number


class DecimalField(NumberMixin, forms.Field):
    """A number with at most ``places`` decimal places."""

    widget = forms.TextInput
    numeric_keyboard = "decimal"

    def __init__(
        self,
        label: str | None = None,
        *,
        places: int = 2,
        least: Decimal | int = -LARGEST_INTEGER,
        most: Decimal | int = LARGEST_INTEGER,
        **kwargs: Any,
    ) -> None:
        self.places = places
        super().__init__(label, least=least, most=most, **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """The number, or None for an empty answer. Raises ValidationError for anything else."""
        if value in self.empty_values or not str(value).strip():
            return None
        number = self.read(plain_digits(value))
        exponent = number.as_tuple().exponent
        if isinstance(exponent, int) and -exponent > self.places:
            raise ValidationError(
                f"{self.name_in_errors} must have {self.places} decimal places or fewer",
                code="max_decimal_places",
            )
        self.refuse_outside(number)
        return number

    def read(self, digits: str) -> Decimal:
        """The number. Raises ValidationError for exponents, infinities and words."""
        try:
            if re.fullmatch(r"[+-]?(\d{1,20}(\.\d{0,20})?|\.\d{1,20})", digits):
                return Decimal(digits)
        except InvalidOperation:
            pass
        raise ValidationError(f"{self.name_in_errors} must be a number, like 12.50", code="invalid")


class MoneyField(DecimalField):
    """An amount in pounds as it is said, kept as whole pence: ``£1,240.50`` gives 124050."""

    def __init__(
        self, label: str | None = None, *, least: int = 0, most: int = 20_000_000, **kwargs: Any
    ) -> None:
        super().__init__(
            label, places=2, least=least, most=most, **{"prefix": "£", "width": 10, **kwargs}
        )

    def clean(self, value: Any) -> int | None:
        """Pence, or None for an empty answer. Raises ValidationError as a decimal number does."""
        pounds = super().clean(str(value).replace("£", "", 1) if isinstance(value, str) else value)
        return None if pounds is None else int(pounds * 100)

    def prepare_value(self, value: Any) -> Any:
        """Pence from the record as pounds in the box; typed text stays as typed."""
        return (
            f"{Decimal(value) / 100:.2f}"
            if isinstance(value, int) and not isinstance(value, bool)
            else value
        )
