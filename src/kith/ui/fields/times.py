"""Fields for days and times of day."""

import datetime as dt
import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from django import forms
from django.core.exceptions import ValidationError

from kith.ui import dates
from kith.ui.fields.base import FieldMixin

if TYPE_CHECKING:
    from kith.ui.forms import BoundField

PARTS = ("day", "month", "year")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
WRITTEN_TIME = re.compile(
    r"(\d{1,2})(?:[:.]?(\d{2}))?\s*([ap])?\.?(?:m\.?)?", re.IGNORECASE | re.ASCII
)

WITHOUT_HALF = re.compile(r"([1-6])[:.]?([0-5]\d)", re.ASCII)


class DateParts(NamedTuple):
    """A date as it was typed, part by part."""

    day: str = ""
    month: str = ""
    year: str = ""


class DateError(ValidationError):
    """An error that knows which parts of the date it is about."""

    def __init__(self, message: str, code: str, parts: tuple[str, ...] = PARTS) -> None:
        super().__init__(message, code=code)
        self.parts = parts


class DateInput(forms.Widget):
    """Reads ``name_day``, ``name_month`` and ``name_year``."""

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> DateParts:
        """The parts as typed, without spaces around them."""
        return DateParts(*(str(data.get(f"{name}_{part}", "") or "").strip() for part in PARTS))

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether the form held none of the three."""
        return not any(f"{name}_{part}" in data for part in PARTS)


class DateField(FieldMixin, forms.Field):
    """A day in three boxes, posted as ``name_day``, ``name_month``, ``name_year``; months may be
    words.

    ``earliest_year`` and ``latest_year`` bound it; ``past_only`` and ``future_only`` both allow
    today, which ``today`` tells. The value is a ``datetime.date`` or None.
    """

    component = "date-input"
    widget = DateInput

    def __init__(
        self,
        label: str | None = None,
        *,
        past_only: bool = False,
        future_only: bool = False,
        earliest_year: int = 1900,
        latest_year: int = 2100,
        today: Callable[[], dt.date] = dates.today,
        **kwargs: Any,
    ) -> None:
        self.past_only, self.future_only, self.today = past_only, future_only, today
        self.earliest_year, self.latest_year = earliest_year, latest_year
        super().__init__(label, **kwargs)

    def to_python(self, value: Any) -> dt.date | None:
        """The day, or None for an empty answer. Raises DateError naming the parts at fault."""
        if isinstance(value, dt.date) or value is None:
            return value
        parts = DateParts(*value)
        if not any(parts):
            return None
        self.refuse_missing(parts)
        day = self.read(parts)
        self.refuse_outside(day)
        return day

    def refuse_missing(self, parts: DateParts) -> None:
        """Raises DateError when a part is empty or the year is short."""
        absent = tuple(part for part in PARTS if not getattr(parts, part))
        if absent:
            raise DateError(
                f"{self.name_in_errors} must include a {' and a '.join(absent)}",
                "incomplete",
                absent,
            )
        if len(parts.year) != 4 and parts.year.isdecimal():
            raise DateError(
                f"{self.name_in_errors} must include 4 numbers for the year", "year", ("year",)
            )

    def read(self, parts: DateParts) -> dt.date:
        """The day the parts name. Raises DateError when there is none."""
        try:
            return dt.date(_number(parts.year), _month(parts.month), _number(parts.day))
        except ValueError as error:
            raise DateError(
                f"{self.name_in_errors} must be a real date", "invalid", _at_fault(parts)
            ) from error

    def refuse_outside(self, day: dt.date) -> None:
        """Raises DateError when the day is outside what the field takes."""
        if not self.earliest_year <= day.year <= self.latest_year:
            raise DateError(
                f"{self.name_in_errors} must have a year between {self.earliest_year}"
                f" and {self.latest_year}",
                "year",
                ("year",),
            )
        if self.past_only and day > self.today():
            raise DateError(f"{self.name_in_errors} must be today or in the past", "future")
        if self.future_only and day < self.today():
            raise DateError(f"{self.name_in_errors} must be today or in the future", "past")

    def prepare_value(self, value: Any) -> DateParts:
        """A date from the record, or what was typed, as three parts."""
        if isinstance(value, dt.date):
            day = dates.day_of(value)
            return DateParts(str(day.day), str(day.month), f"{day.year:04}")
        return DateParts(*value) if value else DateParts()

    def wrong_parts(self, bound: "BoundField") -> tuple[str, ...]:
        """The parts to mark as wrong."""
        for error in bound.form.errors.as_data().get(bound.name, []):
            return getattr(error, "parts", PARTS)
        return ()

    def focus_id(self, bound: "BoundField") -> str:
        """The first box at fault."""
        return f"{super().focus_id(bound)}_{(self.wrong_parts(bound) or PARTS)[0]}"

    def params(self, bound: "BoundField") -> dict[str, Any]:
        """Parameters of the NHS date input."""
        params = super().params(bound)
        parts, wrong = DateParts(*bound.value()), self.wrong_parts(bound)
        params["fieldset"] = {"legend": params.pop("label")}
        params["items"] = [
            {
                "id": f"{params['id']}_{part}",
                "name": f"{bound.html_name}_{part}",
                "label": part.capitalize(),
                "value": bound.printable(getattr(parts, part)),
                "width": 4 if part == "year" else 2,
                "autocomplete": f"bday-{part}" if self.autocomplete == "bday" else None,
                "error": part in wrong,
            }
            for part in PARTS
        ]
        return params


def _number(typed: str) -> int:
    if not re.fullmatch(r"\d{1,4}", typed):
        raise ValueError("not a number")
    return int(typed)


def _month(typed: str) -> int:
    word = typed.lower()[:3]
    return MONTHS.index(word) + 1 if typed.isalpha() and word in MONTHS else _number(typed)


def _at_fault(parts: DateParts) -> tuple[str, ...]:
    """The one part that could never be right, or all three when only together they name no day."""
    wrong = tuple(part for part in PARTS if not _possible(part, getattr(parts, part)))
    return wrong if len(wrong) == 1 else PARTS


def _possible(part: str, typed: str) -> bool:
    try:
        number = _month(typed) if part == "month" else _number(typed)
    except ValueError:
        return False
    return 1 <= number <= {"day": 31, "month": 12, "year": 9999}[part]


class TimeField(FieldMixin, forms.Field):
    """A time of day as people write it: 14:30, 1430, 2.30pm, 2pm, midday. The value is a
    ``datetime.time`` or None. “2.30” alone is asked about: it is nearly always meant for the afternoon, and read as a
    clock of 24 hours it would be the night.
    """

    widget = forms.TextInput

    def __init__(self, label: str | None = None, *, width: int = 5, **kwargs: Any) -> None:
        super().__init__(label, width=width, **kwargs)

    def to_python(self, value: Any) -> dt.time | None:
        """The time, or None for an empty answer. Raises ValidationError for anything else."""
        if isinstance(value, dt.time) or value in self.empty_values or not str(value).strip():
            return value if isinstance(value, dt.time) else None
        typed = str(value).strip().lower()
        self.refuse_ambiguous(typed)
        named = {"midday": dt.time(12), "noon": dt.time(12), "midnight": dt.time(0)}.get(typed)
        try:
            return named or _read_time(typed)
        except ValueError as error:
            raise ValidationError(
                f"{self.name_in_errors} must be a time, like 2:30pm or 14:30", code="invalid"
            ) from error

    def refuse_ambiguous(self, typed: str) -> None:
        """Raises ValidationError for a time from 1:00 to 6:59 that says neither am nor pm nor, by a zero before it,
        that it is of 24 hours.
        """
        found = WITHOUT_HALF.fullmatch(typed)
        if found:
            time = f"{found[1]}:{found[2]}"
            raise ValidationError(
                f"{self.name_in_errors}: do you mean {time}pm? Write {time}pm, or {time}am for the night",
                code="ambiguous",
            )

    def prepare_value(self, value: Any) -> Any:
        """A time from the record as it is said; typed text stays as typed."""
        return dates.clock(value) if isinstance(value, dt.time) else value


def _read_time(typed: str) -> dt.time:
    found = WRITTEN_TIME.fullmatch(typed)
    if not found:
        raise ValueError("not a time")
    hour, minute, half = int(found[1]), int(found[2] or 0), found[3]
    if half:
        if not 1 <= hour <= 12:
            raise ValueError("not an hour of half a day")
        hour = hour % 12 + (12 if half.lower() == "p" else 0)
    elif found[2] is None:
        # "9" alone may be morning or evening.
        raise ValueError("neither minutes nor half of the day")
    return dt.time(hour, minute)
