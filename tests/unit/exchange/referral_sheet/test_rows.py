"""What a row must have, what each cell may hold, and what is said when it cannot be taken."""

from datetime import date

import pytest

from kith.exchange.referral_sheet.referral import Remark, RisksGiven
from kith.vocabulary.foundations import Foundation
from tests.unit.exchange.referral_sheet.sheets import (
    HEADER,
    TODAY,
    as_csv,
    problems_of,
    read,
    referral_of,
)


def test_a_whole_row() -> None:
    referral = referral_of(
        gender="Female", ethnicity="Bangladeshi", email="amina@example.org", postcode="e33pn",
        address="1 Example Street", language="Sylheti", interpreter="Yes", practice_code="v81999",
        referrer_name="Dr Okafor", referrer_role="GP", referrer_organisation="Example Surgery",
        referrer_contact="020 7946 0123", source="GP", reason="Lonely",
        foundations="belonging; Money",
        urgency="soon", consent="Y", notes="Prefers mornings",
    )  # fmt: skip
    assert (referral.line, referral.nhs_number) == (2, "9990000018")
    assert (referral.first_name, referral.last_name) == ("Amina", "Begum")
    assert (referral.date_of_birth, referral.referred_on) == (date(1956, 3, 2), date(2026, 11, 2))
    assert (referral.gender, referral.ethnicity, referral.language) == ("2", "K", "syl")
    assert (referral.phones, referral.email) == (("+447700900123",), "amina@example.org")
    assert (referral.address, referral.postcode) == ("1 Example Street", "E3 3PN")
    assert (referral.interpreter, referral.consent) == (True, True)
    assert (referral.practice_code, referral.source, referral.urgency) == ("V81999", "01", "soon")
    assert referral.foundations == (Foundation.BELONGING, Foundation.MONEY)
    assert (referral.referrer_name, referral.referrer_role) == ("Dr Okafor", "GP")
    assert referral.referrer_organisation == "Example Surgery"
    assert referral.referrer_contact == "020 7946 0123"
    assert (referral.reason, referral.notes) == ("Lonely", "Prefers mornings")
    assert referral.remarks == ()


def test_the_least_a_row_can_be() -> None:
    referral = referral_of(nhs_number="", first_name="", referred_on="")
    assert (referral.nhs_number, referral.first_name, referral.referred_on) == (None, "", None)


@pytest.mark.parametrize("names", [{"first_name": ""}, {"last_name": "-"}])
def test_one_name_is_enough(names: dict[str, str]) -> None:
    assert referral_of(**names)


def test_what_a_row_lacks_is_said_all_at_once() -> None:
    problems = problems_of(first_name="", last_name=" ", date_of_birth="", phone="n/a")
    assert list(problems) == ["first_name", "date_of_birth", "phone"]


@pytest.mark.parametrize(
    "way", [{"phone": "01632 960123"}, {"email": "a@example.org"}, {"address": "1 Example St"}]
)
def test_any_one_way_to_reach_the_person_is_enough(way: dict[str, str]) -> None:
    assert referral_of(**({"phone": ""} | way))


@pytest.mark.parametrize("place", [{"postcode": "E3 3PN"}, {"town": "London"}])
def test_a_place_alone_does_not_reach_anyone(place: dict[str, str]) -> None:
    assert "phone" in problems_of(phone="", **place)


def test_every_problem_of_a_row_is_reported_in_the_order_of_the_columns() -> None:
    problems = problems_of(
        nhs_number="9990000019", date_of_birth="13/25/1956", phone="12", email="x",
        practice_code="V8", referred_on="2027-01-01",
    )  # fmt: skip
    assert list(problems) == [
        "nhs_number", "date_of_birth", "phone", "email", "practice_code", "referred_on",
    ]  # fmt: skip


def test_a_refused_cell_is_not_also_called_missing() -> None:
    assert list(problems_of(phone="12")) == ["phone"]
    assert list(problems_of(date_of_birth="soon")) == ["date_of_birth"]


def test_a_problem_names_the_heading_as_the_sheet_has_it() -> None:
    [[problem]] = read(
        as_csv(["Surname", "D.O.B.*", "Tel"], ["Begum", "31/02/1956", "020 7946 0123"])
    )
    assert (problem.line, problem.column, problem.heading) == (2, "date_of_birth", "D.O.B.*")


def test_reasons_never_repeat_what_the_cell_holds() -> None:
    problems = problems_of(nhs_number="9990000019", phone="0770 secret", email="secret")
    assert "9990000019" not in str(problems)
    assert "secret" not in str(problems)


@pytest.mark.parametrize(
    "written", ["999 000 0018", "999-000-0018", "9990000018.0", " 9990000018 "]
)
def test_nhs_numbers_are_taken_however_they_are_spaced(written: str) -> None:
    assert referral_of(nhs_number=written).nhs_number == "9990000018"


@pytest.mark.parametrize("written", ["9990000019", "999000001", "9.99E+09", "ABC"])
def test_a_wrong_nhs_number_refuses_the_row(written: str) -> None:
    assert list(problems_of(nhs_number=written)) == ["nhs_number"]


@pytest.mark.parametrize(
    "written",
    ["07700900123", "7700900123", "7700900123.0", "447700900123", "+44 7700 900123",
     "07700 900123 (mobile)", "Mob: 07700 900123", "07700 900123 / 07700900123"],
)  # fmt: skip
def test_phone_numbers_are_taken_however_they_are_written(written: str) -> None:
    assert referral_of(phone=written).phones == ("+447700900123",)


@pytest.mark.parametrize(
    "written", ["0770", "daughter 07700 900123", "7.7009E+09", "none of these"]
)
def test_what_is_not_a_phone_number_refuses_the_row(written: str) -> None:
    assert list(problems_of(phone=written)) == ["phone"]


def test_phones_and_address_lines_of_several_columns_come_together() -> None:
    referral = referral_of(
        mobile="07700 900456", landline="020 7946 0123", address_1="Flat 2",
        address_2="1 Example Street",
        town="London",
    )  # fmt: skip
    assert referral.phones == ("+447700900123", "+447700900456", "+442079460123")
    assert referral.address == "Flat 2\n1 Example Street\nLondon"


@pytest.mark.parametrize("written", ["amina@", "amina", "a@b", "a@example.org; b@example.org"])
def test_what_is_not_one_email_address_refuses_the_row(written: str) -> None:
    assert list(problems_of(email=written)) == ["email"]


@pytest.mark.parametrize(
    ("cell", "says"),
    [
        ("2026-11-24", "in the future"),
        ("1905-01-01", "more than 120 years"),
        ("30/02/1956", "no such day"),
    ],
)
def test_a_date_of_birth_that_cannot_be(cell: str, says: str) -> None:
    assert says in problems_of(date_of_birth=cell)["date_of_birth"]


def test_someone_born_today_can_be_referred_today() -> None:
    assert referral_of(date_of_birth=TODAY, referred_on=TODAY).date_of_birth == TODAY


@pytest.mark.parametrize(
    ("cells", "says"),
    [
        ({"referred_on": "2026-11-24"}, "in the future"),
        ({"referred_on": "1999-12-31"}, "before 2000"),
        ({"referred_on": "2026-01-01", "date_of_birth": "2026-01-02"}, "before the date of birth"),
    ],
)
def test_a_referral_date_that_cannot_be(cells: dict[str, str], says: str) -> None:
    assert says in problems_of(**cells)["referred_on"]


@pytest.mark.parametrize("code", ["V81997", "V81998", "V81999", "F84001", "f84 001"])
def test_practice_codes_that_are_taken(code: str) -> None:
    assert referral_of(practice_code=code).practice_code == code.upper().replace(" ", "")


def test_what_is_not_a_practice_code_refuses_the_row() -> None:
    assert "practice_code" in problems_of(practice_code="Example Surgery")


def test_a_practice_named_under_a_heading_for_names_is_kept_as_a_remark() -> None:
    referral = referral_of(surgery="Example Surgery")
    assert referral.practice_code is None
    assert referral.remarks == (Remark("practice", "surgery", "Example Surgery"),)
    assert referral_of(surgery="F84001").practice_code == "F84001"


@pytest.mark.parametrize("said", ["", " ", "n/a", "not asked", "?", "unknown"])
def test_no_word_about_risks_is_not_yet_asked(said: str) -> None:
    assert referral_of(risks=said).risks is RisksGiven.NOT_YET_ASKED


@pytest.mark.parametrize("said", ["None", "none known", "No known risks", "NIL", "No"])
def test_none_known_must_be_said(said: str) -> None:
    assert referral_of(risks=said).risks is RisksGiven.NONE_KNOWN


def test_risks_are_kept_as_stated() -> None:
    referral = referral_of(risks="Dog at the door.\nNo lone visits")
    assert referral.risks is RisksGiven.STATED
    assert referral.risks_text == "Dog at the door.\nNo lone visits"


def test_a_sheet_without_a_column_for_risks_has_not_asked() -> None:
    [referral] = read(as_csv(["last_name", "dob", "tel"], ["Begum", "2/3/1956", "020 7946 0123"]))
    assert referral.risks is RisksGiven.NOT_YET_ASKED


def test_words_without_a_code_are_kept_and_do_not_refuse_the_row() -> None:
    referral = referral_of(
        ethnicity="Martian", language="Klingon", foundations="money, fun",
        interpreter="Yes - her son",
        postcode="near the park", urgency="whenever",
    )  # fmt: skip
    assert (referral.ethnicity, referral.language, referral.urgency) == (None, None, None)
    assert (referral.foundations, referral.interpreter) == ((Foundation.MONEY,), True)
    assert {(remark.column, remark.words) for remark in referral.remarks} == {
        ("ethnicity", "Martian"), ("language", "Klingon"), ("foundations", "fun"),
        ("interpreter", "Yes - her son"), ("postcode", "near the park"), ("urgency", "whenever"),
    }  # fmt: skip


@pytest.mark.parametrize(("answer", "means"), [("yes", "urgent"), ("N", "routine"), ("", None)])
def test_a_heading_urgent_is_answered_with_yes_or_no(answer: str, means: str | None) -> None:
    assert referral_of(urgent=answer).urgency == means


@pytest.mark.parametrize(
    ("answer", "means"), [("Y", True), ("no", False), ("", None), ("n/a", None), ("FALSE", False)]
)
def test_consent_is_yes_no_or_not_said(answer: str, means: bool | None) -> None:
    assert referral_of(consent=answer).consent is means


@pytest.mark.parametrize(
    ("character", "says"),
    [
        ("\x00", "NUL"),
        ("\u202e", "reading direction"),
        ("\u2066", "reading direction"),
        ("\x07", "control character"),
        ("\x9b", "control character"),
        ("\ufffd", "was lost"),
    ],
)
@pytest.mark.parametrize("column", ["last_name", "reason", "phone", "date_of_birth", "risks"])
def test_characters_that_hide_something_refuse_their_row_alone(
    column: str, character: str, says: str
) -> None:
    header = [*HEADER, "reason"]
    good = ["", "Amina", "Begum", "02/03/1956", "020 7946 0123", "", "", "Lonely"]
    bad = list(good)
    bad[header.index(column)] += character
    first, second = read(as_csv(header, bad, good))
    assert [problem.column for problem in first] == [column]
    assert says in first[0].reason
    assert second.last_name == "Begum"


def test_invisible_marks_of_pasted_text_are_dropped() -> None:
    assert referral_of(last_name="Be\u200bgum\ufeff").last_name == "Begum"


def test_an_error_of_the_spreadsheet_refuses_the_row() -> None:
    assert "error of the spreadsheet" in problems_of(reason="#N/A")["reason"]


def test_text_that_is_too_long_refuses_the_row() -> None:
    assert "too long" in problems_of(notes="x" * 10_001)["notes"]
    assert len(referral_of(notes="x" * 10_000).notes) == 10_000
