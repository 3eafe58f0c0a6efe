"""Ethnicity, gender, language and access needs, as sheets and people give them."""

import pytest

from kith.vocabulary import accessible_information, ethnicity, gender, languages


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("K", "K"),
        ("k2", "K"),
        ("Asian or Asian British - Bangladeshi", "K"),
        ("bangladeshi", "K"),
        ("White - British", "A"),
        ("WHITE  AND BLACK CARIBBEAN", "D"),
        ("Not stated", "Z"),
        ("Prefer not to say", "Z"),
        ("99", "99"),
        ("not known", "99"),
    ],
)
def test_ethnicity_is_read_from_codes_and_words(text, code):
    assert ethnicity.recognise(text) == code


@pytest.mark.parametrize("text", ["White", "Asian", "Mixed", "no", "I", "Q", "BAME"])
def test_words_that_could_mean_several_ethnicities_mean_none(text):
    assert ethnicity.recognise(text) is None


def test_ethnicity_has_sixteen_categories_and_two_ways_of_not_knowing():
    codes = {code for code, _ in ethnicity.choices()}

    assert codes == set("ABCDEFGHJKLMNPRS") | {"Z", "99"}
    assert ethnicity.label(ethnicity.NOT_STATED) != ethnicity.label(ethnicity.NOT_KNOWN)


@pytest.mark.parametrize(
    ("text", "code", "national"),
    [
        ("F", "2", "2"),
        ("male", "1", "1"),
        ("trans man", "1", "1"),
        ("Non binary", "3", "9"),
        ("prefer not to say", "Z", "X"),
        ("unknown", "X", "X"),
        ("9", "9", "9"),
    ],
)
def test_stated_gender_keeps_the_persons_word_and_rolls_up(text, code, national):
    assert gender.recognise(text) == code
    assert gender.national_code(code) == national


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Sylheti", "syl"),
        ("Bengali", "bn"),
        ("bangla", "bn"),
        ("BSL", "q4"),
        ("Farsi", "fa"),
        ("Cantonese", "yue"),
        ("en", "en"),
        ("EN", "en"),
    ],
)
def test_languages_are_read_from_codes_and_words(text, code):
    assert languages.recognise(text) == code


def test_languages_hold_the_whole_national_list_and_start_with_english():
    national = [term.code for term in languages.TABLE if not term.local]

    assert len(national) == 190
    assert {"q1", "q2", "q3", "q4", "q5"} < set(national)
    assert "syl" not in national
    assert languages.choices()[0] == ("en", "English")


def test_every_access_need_belongs_to_one_of_the_four_categories():
    grouped = [
        choice
        for kind in accessible_information.Category
        for choice in accessible_information.choices_in(kind)
    ]

    assert tuple(grouped) == accessible_information.choices()
    assert len(accessible_information.CATEGORIES) == 4
    assert accessible_information.category("large-print") is accessible_information.Category.FORMAT
