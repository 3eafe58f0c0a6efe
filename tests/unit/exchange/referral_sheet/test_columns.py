"""Headings as practices write them find their column; what is missing or double is said."""

from collections import Counter
from pathlib import Path

import pytest

from kith.exchange.referral_sheet.columns import COLUMNS, map_columns, recognise, synonyms_table
from kith.exchange.tables.refusals import SheetRefused
from kith.vocabulary.terms import fold

GUIDE = Path(__file__).parents[4] / "docs/guide/referral-sheet.md"
NAMES_OF_THE_CONTRACT = (
    "nhs_number",
    "first_name",
    "last_name",
    "date_of_birth",
    "gender",
    "ethnicity",
    "phone",
    "email",
    "address",
    "postcode",
    "language",
    "interpreter",
    "practice_code",
    "referrer_name",
    "referrer_role",
    "referrer_organisation",
    "referrer_contact",
    "source",
    "reason",
    "foundations",
    "urgency",
    "risks",
    "consent",
    "referred_on",
    "notes",
)


@pytest.mark.parametrize("name", NAMES_OF_THE_CONTRACT)
def test_every_column_of_the_contract_is_known_by_its_own_name(name: str) -> None:
    assert recognise(name) == name


@pytest.mark.parametrize(
    ("heading", "name"),
    [
        ("Date of Birth*", "date_of_birth"),
        ("D.O.B.", "date_of_birth"),
        ("  SURNAME ", "last_name"),
        ("Date of birth (DD/MM/YYYY)", "date_of_birth"),
        ("E-Mail", "email"),
        ("Post Code", "postcode"),
        ("Préferred language", "language"),
        ("Shoe size", None),
        ("", None),
        ("***", None),
    ],
)
def test_headings_are_compared_on_letters_and_digits_alone(heading: str, name: str | None) -> None:
    assert recognise(heading) == name


def test_no_heading_means_two_columns() -> None:
    words = Counter(
        word for c in COLUMNS for word in {fold(heading) for heading in (c.name, *c.synonyms)}
    )
    assert [word for word, times in words.items() if times > 1] == []


def test_unknown_headings_are_listed_and_do_no_harm() -> None:
    found = map_columns(["Surname", "DOB", "Tel", "Shoe size", ""], called="The file")
    assert found.unknown == ("Shoe size",)
    assert found.at == {"last_name": 0, "date_of_birth": 1, "phone": 2}


@pytest.mark.parametrize(
    ("header", "says"),
    [
        (["alpha", "beta"], "no row of headings"),
        (["date_of_birth", "phone"], "first_name or last_name"),
        (["last_name", "phone"], "date_of_birth"),
        (["last_name", "dob", "town"], "phone, email or address"),
        (["last_name", "Surname", "dob", "tel"], "two columns for last_name"),
    ],
)
def test_a_sheet_without_what_every_row_needs_is_refused(header: list[str], says: str) -> None:
    with pytest.raises(SheetRefused, match=says):
        map_columns(header, called="The file")


def test_the_guide_shows_the_columns_as_they_are() -> None:
    assert synonyms_table() in GUIDE.read_text(encoding="utf-8"), (
        "docs/guide/referral-sheet.md is stale: paste columns.synonyms_table() into it"
    )
