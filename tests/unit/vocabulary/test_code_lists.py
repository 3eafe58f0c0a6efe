"""Every code list is whole, unambiguous and readable in a sheet."""

import importlib

import pytest

from kith.vocabulary import closure_reasons, foundations, languages, media, referral_sources
from kith.vocabulary.reasons import DEFAULT_REASONS
from kith.vocabulary.terms import Table, Term, UnknownCode

LISTS = [
    "accessible_information",
    "attendance",
    "closure_reasons",
    "ethnicity",
    "gender",
    "interpreters",
    "languages",
    "media",
    "reasons",
    "referral_sources",
    "rejection_reasons",
    "urgency",
]


@pytest.fixture(params=LISTS)
def code_list(request):
    return importlib.import_module(f"kith.vocabulary.{request.param}")


def test_codes_and_labels_are_never_there_twice(code_list):
    codes = [code for code, _ in code_list.choices()]
    labels = [label for _, label in code_list.choices()]

    assert len(codes) == len(set(codes)) > 0
    assert len(labels) == len(set(labels))
    assert all(labels)


def test_every_choice_is_recognised_by_its_code_and_by_its_words(code_list):
    for code, label in code_list.choices():
        assert code_list.recognise(code) == code
        assert code_list.recognise(f"  {label.upper()} ") == code
        assert code_list.label(code) == label


@pytest.mark.parametrize("text", ["", " ", "not a word of any list", "\x00", "٣"])
def test_other_words_mean_nothing(code_list, text):
    assert code_list.recognise(text) is None


def test_an_unknown_code_is_refused_with_a_sentence(code_list):
    with pytest.raises(UnknownCode, match=r"“nonsense” is not a code of the list .*\."):
        code_list.label("nonsense")


def test_a_table_refuses_a_code_that_is_there_twice():
    assert Table("colours", (Term("1", "Red"), Term("2", "Blue"))).label("2") == "Blue"
    with pytest.raises(ValueError, match="twice"):
        Table("colours", (Term("1", "Red"), Term("1", "Blue")))


def test_a_table_refuses_a_word_with_two_meanings():
    with pytest.raises(ValueError, match="means two codes"):
        Table("colours", (Term("1", "Red"), Term("2", "Blue", ("red",))))


def test_local_terms_roll_up_only_where_that_is_true():
    assert languages.national_code("syl") == "bn"
    assert languages.national_code("bn") == "bn"
    assert media.national_code("letter") == "98"
    assert referral_sources.national_code("library") is None
    assert closure_reasons.national_code("no-contact") is None


def test_could_not_contact_is_never_a_refusal():
    assert closure_reasons.recognise("Could not contact") == "no-contact"
    assert closure_reasons.recognise("Refused to be seen") == "09"


@pytest.mark.parametrize(
    ("text", "code"),
    [("1", "01"), ("01", "01"), ("GP", "01"), ("a & e", "05"), ("self-referral", "02")],
)
def test_sources_are_read_as_people_write_them(text, code):
    assert referral_sources.recognise(text) == code


@pytest.mark.parametrize("name", ["Housing", "Jobcentre", "Pharmacy", "LIBRARY"])
def test_sources_the_national_list_lacks_are_there(name):
    assert referral_sources.recognise(name) is not None


def test_the_five_foundations_come_first_and_health_after_them():
    assert foundations.choices() == (
        ("belonging", "Friends and belonging"),
        ("purpose", "Purpose"),
        ("money", "Money"),
        ("home", "A safe home"),
        ("hope", "Hope for the future"),
        ("health", "Health and daily life"),
    )
    assert foundations.Foundation.HEALTH not in foundations.FIVE
    assert len(foundations.FIVE) == 5


def test_a_foundation_is_recognised_by_key_or_words():
    assert foundations.recognise(" a safe HOME ") is foundations.Foundation.HOME
    assert foundations.recognise("Belonging") is foundations.Foundation.BELONGING
    assert foundations.recognise("kitchen") is None


def test_every_foundation_has_a_reason_and_no_reason_a_guessed_code():
    assert {reason.foundation for reason in DEFAULT_REASONS} == set(foundations.Foundation)
    assert all(reason.national is None for reason in DEFAULT_REASONS)
    assert [reason.key for reason in DEFAULT_REASONS if reason.safeguarding] == ["domestic-abuse"]
