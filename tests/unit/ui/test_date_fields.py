"""Days and times as people write them, and what the page says when they cannot be."""

import datetime as dt
from typing import Any

import pytest

from kith.ui import fields
from kith.ui.forms import Form

TODAY = dt.date(2026, 11, 22)


class Days(Form):
    born = fields.DateField("Date of birth", past_only=True, today=lambda: TODAY)
    due = fields.DateField("Next step", future_only=True, today=lambda: TODAY, optional=True)
    at = fields.TimeField("Time", optional=True)


def typed(name: str, day: str = "", month: str = "", year: str = "") -> dict[str, Any]:
    return {f"{name}_day": day, f"{name}_month": month, f"{name}_year": year}


def wrong_boxes(form: Form, name: str) -> list[str]:
    html = str(form[name])
    parts = html.split("nhsuk-date-input__item")[1:]
    return [
        p for p, box in zip(("day", "month", "year"), parts, strict=True) if "input--error" in box
    ]


@pytest.mark.parametrize(
    ("day", "month", "year", "value"),
    [
        ("15", "3", "1984", dt.date(1984, 3, 15)),
        ("05", "03", "1984", dt.date(1984, 3, 5)),
        (" 5 ", "March", "1984", dt.date(1984, 3, 5)),
        ("5", "sept", "1984", dt.date(1984, 9, 5)),
        ("29", "2", "2024", dt.date(2024, 2, 29)),
        ("22", "11", "2026", TODAY),
    ],
)
def test_days(day: str, month: str, year: str, value: dt.date) -> None:
    form = Days(typed("born", day, month, year))
    assert form.is_valid()
    assert form.cleaned_data["born"] == value
    assert form.cleaned_data["due"] is None


@pytest.mark.parametrize(
    ("day", "month", "year", "said", "boxes"),
    [
        ("", "", "", "Enter date of birth", ["day", "month", "year"]),
        ("", "3", "1984", "Date of birth must include a day", ["day"]),
        ("", "", "1984", "Date of birth must include a day and a month", ["day", "month"]),
        ("15", "3", "84", "Date of birth must include 4 numbers for the year", ["year"]),
        ("31", "2", "1984", "Date of birth must be a real date", ["day", "month", "year"]),
        ("29", "2", "2023", "Date of birth must be a real date", ["day", "month", "year"]),
        ("32", "3", "1984", "Date of birth must be a real date", ["day"]),
        ("15", "13", "1984", "Date of birth must be a real date", ["month"]),
        ("15", "Smarch", "1984", "Date of birth must be a real date", ["month"]),
        ("x\x00", "3", "1984", "Date of birth must be a real date", ["day"]),
        ("15", "3", "abcd", "Date of birth must be a real date", ["year"]),
        ("9" * 5000, "3", "1984", "Date of birth must be a real date", ["day"]),
        ("²", "3", "1984", "Date of birth must be a real date", ["day"]),
        (
            "23",
            "11",
            "2026",
            "Date of birth must be today or in the past",
            ["day", "month", "year"],
        ),
        ("1", "1", "1899", "Date of birth must have a year between 1900 and 2100", ["year"]),
        ("1", "1", "0000", "Date of birth must be a real date", ["year"]),
    ],
)
def test_wrong_days_name_what_is_wrong(
    day: str, month: str, year: str, said: str, boxes: list[str]
) -> None:
    form = Days(typed("born", day, month, year))
    assert form["born"].error_text == said
    assert wrong_boxes(form, "born") == boxes
    summary = form.error_summary
    assert summary
    assert summary["errorList"][0]["href"] == f"#id_born_{boxes[0]}"
    assert f'id="id_born_{boxes[0]}"' in form["born"].html


def test_what_was_typed_is_kept() -> None:
    html = Days(typed("born", "31", "Feb", "1984"))["born"].html
    assert all(f'value="{part}"' in html for part in ("31", "Feb", "1984"))


def test_a_day_to_come_may_be_today_and_not_yesterday() -> None:
    born = typed("born", "1", "1", "1990")
    assert Days({**born, **typed("due", "22", "11", "2026")}).is_valid()
    form = Days({**born, **typed("due", "21", "11", "2026")})
    assert form["due"].error_text == "Next step must be today or in the future"


def test_the_record_fills_the_boxes() -> None:
    html = Days(initial={"born": dt.date(1984, 3, 5)}, prefix="a")["born"].html
    assert 'name="a-born_month"' in html
    assert 'value="1984"' in html


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("14:30", dt.time(14, 30)),
        ("2.30pm", dt.time(14, 30)),
        ("1430", dt.time(14, 30)),
        ("2 PM", dt.time(14)),
        ("2 p.m.", dt.time(14)),
        ("930", dt.time(9, 30)),
        ("12am", dt.time(0)),
        ("12:15pm", dt.time(12, 15)),
        ("Midday", dt.time(12)),
        ("00:00", dt.time(0)),
        ("", None),
    ],
)
def test_times(written: str, value: dt.time | None) -> None:
    form = Days({**typed("born", "1", "1", "1990"), "at": written})
    assert form.is_valid()
    assert form.cleaned_data["at"] == value


@pytest.mark.parametrize("written", ["9", "25:00", "13pm", "14:60", "0pm", "soon", "1:2:3", "٢:٣٠"])
def test_wrong_times(written: str) -> None:
    form = Days({"at": written})
    assert form["at"].error_text == "Time must be a time, like 2:30pm or 14:30"
    assert f'value="{written}"' in form["at"].html


@pytest.mark.parametrize("written", ["2.30", "2:30", "230", "1:00", "6.59"])
def test_a_time_that_is_nearly_always_the_afternoon_is_asked_about(written: str) -> None:
    form = Days({"at": written})
    said = form["at"].error_text
    assert said.startswith("Time: do you mean ")
    assert "pm?" in said
    assert "am for the night" in said
    assert f'value="{written}"' in form["at"].html


@pytest.mark.parametrize(
    ("written", "value"),
    [("2:30am", dt.time(2, 30)), ("2:30pm", dt.time(14, 30)), ("02:30", dt.time(2, 30)), ("7:00", dt.time(7))],
)  # fmt: skip
def test_a_time_of_the_night_that_is_meant_is_taken(written: str, value: dt.time) -> None:
    form = Days({**typed("born", "1", "1", "1990"), "at": written})
    assert form.is_valid()
    assert form.cleaned_data["at"] == value
