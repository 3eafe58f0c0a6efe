"""Names in full and in order; phone numbers as kept and as read."""

import pytest

from kith.vocabulary import names, phone


def test_names_sort_as_a_reader_looks():
    people = [
        ("Ana", "de Souza"),
        ("Zoë", "Émile"),
        ("Bo", "O’Brien"),
        ("Al", "emery"),
        ("Jan", "van der Berg"),
        ("", "Łucja"),
        ("Abdul", "Émile"),
    ]

    assert [family for _, family in sorted(people, key=lambda p: names.sort_key(*p))] == [
        "van der Berg",
        "emery",
        "Émile",
        "Émile",
        "Łucja",
        "O’Brien",
        "de Souza",
    ]


def test_the_same_family_name_sorts_alike_however_it_is_typed():
    assert names.sort_key("Ana", "DE  SOUZA") == names.sort_key("ana", "de Souza")
    assert names.sort_key("Ana", "Smith-Jones") == names.sort_key("Ana", "Smith Jones")


def test_a_shorter_family_name_comes_before_a_longer_one():
    assert names.sort_key("Zed", "Ali") < names.sort_key("Amy", "Ali Khan")


def test_one_name_is_enough():
    assert names.full_name("", "Sukarno") == "Sukarno"
    assert names.full_name("Sukarno", "") == "Sukarno"
    assert names.sort_key("", "Sukarno") == names.sort_key("Sukarno", "")
    assert names.formal_name("", "Sukarno") == names.formal_name("Sukarno", "") == "SUKARNO"


def test_a_name_is_kept_composed_and_spaced_once():
    assert names.clean("  E\u0301mile   Zola ") == "Émile Zola"
    assert names.formal_name("Ana", "de Souza") == "DE SOUZA, Ana"


def test_vowel_signs_of_other_scripts_are_kept_for_sorting():
    assert names.sort_key("", "রহিমা") != names.sort_key("", "রহম")


@pytest.mark.parametrize(
    ("text", "stored", "shown"),
    [
        ("07700 900123", "+447700900123", "07700 900123"),
        ("+44 7700 900123", "+447700900123", "07700 900123"),
        ("7700900123", "+447700900123", "07700 900123"),
        ("(020) 7946-0123", "+442079460123", "020 7946 0123"),
        ("01632 960123", "+441632960123", "01632 960123"),
        ("020 7946 0123 ext 12", "+442079460123;ext=12", "020 7946 0123 extension 12"),
        ("+1 202 555 0123", "+12025550123", "+1 202-555-0123"),
    ],
)
def test_numbers_are_kept_in_one_form_and_shown_in_another(text, stored, shown):
    assert phone.normalise(text) == stored
    assert phone.display(stored) == shown
    assert phone.normalise(stored) == stored


@pytest.mark.parametrize("text", ["", "999", "not a number", "07700 90012", "0" * 300, "\x00"])
def test_other_text_is_refused_with_a_sentence(text):
    assert not phone.is_valid(text)
    with pytest.raises(phone.InvalidPhone, match="not a phone number we can call"):
        phone.normalise(text)


def test_only_a_mobile_takes_texts():
    assert phone.is_mobile("+447700900123")
    assert not phone.is_mobile("+442079460123")
