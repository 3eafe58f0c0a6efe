"""Numbers and money as people write them."""

from decimal import Decimal

import pytest

from kith.ui import fields
from kith.ui.forms import Form


class Numbers(Form):
    minutes = fields.IntegerField("Minutes spent", least=0, most=1_200, optional=True)
    miles = fields.DecimalField("Miles", places=1, least=0, optional=True)
    gained = fields.MoneyField("Money gained", optional=True)
    any_number = fields.IntegerField("Any number", optional=True)


@pytest.mark.parametrize(
    ("typed", "value"),
    [("15", 15), (" 15 ", 15), ("1,200", 1200), ("1 200", 1200), ("0", 0), ("", None)],
)
def test_whole_numbers(typed: str, value: int | None) -> None:
    form = Numbers({"minutes": typed})
    assert form.is_valid()
    assert form.cleaned_data["minutes"] == value


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("1.5", "Minutes spent must be a whole number, like 15"),
        ("lots", "Minutes spent must be a whole number, like 15"),
        ("1e3", "Minutes spent must be a whole number, like 15"),
        ("9" * 5000, "Minutes spent must be a whole number, like 15"),
        ("-1", "Minutes spent must be 0 or more"),
        ("1201", "Minutes spent must be 1,200 or fewer"),
        ("1\x002", "Minutes spent must be a whole number, like 15"),
    ],
)
def test_wrong_whole_numbers(typed: str, said: str) -> None:
    assert Numbers({"minutes": typed})["minutes"].error_text == said


def test_nothing_larger_than_the_database_holds() -> None:
    assert Numbers({"any_number": "2147483647"}).is_valid()
    assert not Numbers({"any_number": "2147483648"}).is_valid()


@pytest.mark.parametrize(
    ("typed", "value"), [("2.5", Decimal("2.5")), (".5", Decimal("0.5")), ("7", 7)]
)
def test_decimals(typed: str, value: Decimal) -> None:
    form = Numbers({"miles": typed})
    assert form.is_valid()
    assert form.cleaned_data["miles"] == value


@pytest.mark.parametrize("typed", ["NaN", "Infinity", "1e400", "2.55", "-1", "--1", "."])
def test_wrong_decimals(typed: str) -> None:
    assert Numbers({"miles": typed})["miles"].error_text.startswith("Miles must")


@pytest.mark.parametrize(
    ("typed", "pence"),
    [("12.50", 1250), ("£1,240", 124_000), ("0.29", 29), ("1.1", 110), ("", None)],
)
def test_money_is_kept_as_pence(typed: str, pence: int | None) -> None:
    form = Numbers({"gained": typed})
    assert form.is_valid()
    assert form.cleaned_data["gained"] == pence


@pytest.mark.parametrize("typed", ["12.505", "-5", "££5", "20000001", "five"])
def test_what_is_not_money(typed: str) -> None:
    assert Numbers({"gained": typed})["gained"].error_text.startswith("Money gained must")


def test_pence_are_shown_as_pounds_and_typed_text_as_typed() -> None:
    assert 'value="1240.50"' in Numbers(initial={"gained": 124_050})["gained"].html
    assert 'value="12.505"' in Numbers({"gained": "12.505"})["gained"].html
