"""Form fields that draw themselves as NHS components; ``FieldMixin`` says what all take."""

from kith.ui.fields.choices import (
    CheckboxesField,
    RadiosField,
    ScaleField,
    SelectField,
    YesNoField,
)
from kith.ui.fields.files import FileField
from kith.ui.fields.numbers import DecimalField, IntegerField, MoneyField
from kith.ui.fields.times import DateField, TimeField
from kith.ui.fields.typed import (
    EmailField,
    HiddenField,
    PasswordField,
    PhoneField,
    TextAreaField,
    TextField,
)

__all__ = [
    "CheckboxesField",
    "DateField",
    "DecimalField",
    "EmailField",
    "FileField",
    "HiddenField",
    "IntegerField",
    "MoneyField",
    "PasswordField",
    "PhoneField",
    "RadiosField",
    "ScaleField",
    "SelectField",
    "TextAreaField",
    "TextField",
    "TimeField",
    "YesNoField",
]
