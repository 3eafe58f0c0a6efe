"""Identifiers with check digits: SNOMED CT and NHS numbers, checked by another calculation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.vocabulary import accessible_information, nhs_number, ods, snomed

SNOMED_IDS = [
    *(concept.code for concept in (*snomed.CONCEPTS, *snomed.REFSETS)),
    *(detail.refset for detail in accessible_information.CATEGORIES.values()),
    accessible_information.INTERPRETER_LANGUAGE_REFSET,
]


def verhoeff_holds(digits: str) -> bool:
    """The Verhoeff check in the dihedral group of order ten, worked out rather than tabled."""

    def product(a: int, b: int) -> int:
        rotation = (a + b if a < 5 else a - b) % 5
        return rotation + 5 * ((a >= 5) != (b >= 5))

    def permuted(digit: int, times: int) -> int:
        for _ in range(times % 8):
            digit = (1, 5, 7, 6, 2, 8, 3, 0, 9, 4)[digit]
        return digit

    total = 0
    for place, digit in enumerate(reversed(digits)):
        total = product(total, permuted(int(digit), place))
    return total == 0


def mod_11_check_digit(stem: int) -> int | None:
    """The check digit of a nine-digit stem, by congruence; None where none exists."""
    weighted = sum((place + 2) * (stem // 10**place % 10) for place in range(9))
    digit = -weighted % 11
    return None if digit == 10 else digit


@pytest.mark.parametrize("identifier", SNOMED_IDS)
def test_snomed_identifiers_have_a_true_check_digit(identifier):
    assert verhoeff_holds(identifier)
    assert not verhoeff_holds(identifier[:-1] + str((int(identifier[-1]) + 1) % 10))


def test_snomed_identifiers_are_never_there_twice():
    assert len(SNOMED_IDS) == len(set(SNOMED_IDS))


def test_the_unconfirmed_code_is_left_out():
    assert "871691000000100" not in SNOMED_IDS
    assert snomed.label("871731000000106") == "Referral to social prescribing service"


@given(st.integers(min_value=400_000_000, max_value=499_999_999))
def test_nhs_numbers_agree_with_an_independent_calculation(stem):
    expected = mod_11_check_digit(stem)

    for digit in range(10):
        assert nhs_number.is_valid(f"{stem}{digit}") == (digit == expected)


@pytest.mark.parametrize(
    "text",
    [
        "9990000018",
        "999 000 0018",
        " 999-000-0018 ",
        "\u202a999\u00a0000\u00a00018\u202c",
        "９９９0000018",
    ],
)
def test_an_nhs_number_is_taken_however_it_is_spaced(text):
    assert nhs_number.normalise(text) == "9990000018"
    assert nhs_number.spaced(text) == "999 000 0018"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "999 000 0019",
        "999000001",
        "99900000188",
        "999 123 4567",
        "0000000000",
        "999000001X",
        "9990000018\x00",
        "٩٩٩٠٠٠٠٠١٨x",
    ],
)
def test_other_text_is_refused_with_a_sentence(text):
    assert not nhs_number.is_valid(text)
    with pytest.raises(nhs_number.InvalidNhsNumber, match=r"NHS number.*\."):
        nhs_number.normalise(text)


def test_test_numbers_start_with_nine():
    assert nhs_number.is_test("999 000 0018")
    assert not nhs_number.is_test("4010232137")


@pytest.mark.parametrize(("text", "code"), [("f84001", "F84001"), (" V81997 ", "V81997")])
def test_practice_codes_are_a_letter_and_five_digits(text, code):
    assert ods.practice_code(text) == code


@pytest.mark.parametrize("text", ["", "84001", "FF8400", "F8400１", "F84001 X"])
def test_other_practice_codes_are_refused_with_a_sentence(text):
    with pytest.raises(ods.InvalidOdsCode, match="a letter and five digits"):
        ods.practice_code(text)


def test_three_practice_codes_stand_for_no_practice():
    assert [code for code, _ in ods.choices()] == ["V81997", "V81998", "V81999"]
    assert ods.is_no_practice("V81998")
    assert not ods.is_no_practice("F84001")


def test_organisation_codes_are_three_to_eight_letters_and_digits():
    assert ods.organisation_code("a1a") == "A1A"
    with pytest.raises(ods.InvalidOdsCode):
        ods.organisation_code("A1")
