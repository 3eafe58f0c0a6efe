"""Questions beside the usual ones, as data: a door's own, a programme's own.

Whoever has questions makes `Question`s of them. A form of a door asks what it is given, whoever made it, and
what comes back is kept on the referral as `more`.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.forms import Field

from kith.ui.dates import medium_date
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    RadiosField,
    TextAreaField,
    TextField,
    YesNoField,
)

PREFIX = "more_"


@dataclass(frozen=True)
class Question:
    """One question. `key` stays the same for ever; `kind` is yes_no, text, long, date, one or several.

    `choices` are (value, label) pairs for one and several.
    """

    key: str
    label: str
    kind: str = "yes_no"
    hint: str = ""
    required: bool = False
    choices: Sequence[tuple[str, str]] = ()

    @property
    def name(self) -> str:
        """What its field is called in a form."""
        return PREFIX + self.key

    def field(self) -> Field:
        """A field that asks it."""
        given: dict[str, Any] = {"hint": self.hint, "optional": not self.required}
        if self.kind in ("one", "several"):
            given["choices"] = list(self.choices)
        made: Field = _FIELDS[self.kind](self.label, **given, **_OWN.get(self.kind, {}))
        return made

    def in_words(self, value: Any) -> str:
        """An answer as people read it; "" for none."""
        if isinstance(value, bool):
            return "Yes" if value else "No"
        if isinstance(value, datetime.date):
            return medium_date(value)
        labels = dict(self.choices)
        if isinstance(value, list):
            return "; ".join(labels.get(one, str(one)) for one in value)
        return labels.get(value, value or "")


_FIELDS: dict[str, Any] = {
    "yes_no": YesNoField,
    "text": TextField,
    "long": TextAreaField,
    "date": DateField,
    "one": RadiosField,
    "several": CheckboxesField,
}
_OWN: dict[str, dict[str, Any]] = {"text": {"max_length": 300}, "long": {"max_length": 4000}}


def fields_of(asked: Iterable[Question]) -> dict[str, Field]:
    """The fields that ask some questions, by name, in their order."""
    return {one.name: one.field() for one in asked}


def answers_of(asked: Iterable[Question], typed: Mapping[str, Any]) -> list[dict[str, str]]:
    """What was answered, as a referral keeps it; a question left empty is left out."""
    said = [(one, one.in_words(typed.get(one.name))) for one in asked]
    return [
        {"key": one.key, "question": one.label, "answer": words} for one, words in said if words
    ]
