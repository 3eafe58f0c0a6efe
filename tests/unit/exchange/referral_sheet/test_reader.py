"""CSV files as they come: every encoding and separator, and damage kept to its own row."""

import pytest

from kith.exchange.referral_sheet.referral import RowProblem, SheetReferral
from kith.exchange.referral_sheet.sheet import read_sheet
from kith.exchange.tables.reader import MAX_BYTES
from kith.exchange.tables.refusals import SheetRefused
from tests.unit.exchange.referral_sheet.sheets import AMINA, HEADER, as_csv, read, taken

ZOË = ("9990000026", "Zoë", "O’Brien, née Núñez", "1990-01-31", "020 7946 0123", "", "")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_every_encoding_with_every_separator_gives_the_same_rows(
    encoding: str, delimiter: str
) -> None:
    rows = taken(as_csv(HEADER, AMINA, ZOË, encoding=encoding, delimiter=delimiter))
    assert rows == taken(as_csv(HEADER, AMINA, ZOË))
    assert [row.last_name for row in rows] == ["Begum", "O’Brien, née Núñez"]


def test_the_way_a_sheet_was_read_is_said() -> None:
    sheet = read_sheet(as_csv(HEADER, AMINA, encoding="utf-16", delimiter=";"), "march.csv")
    assert sheet.form == "CSV, UTF-16, separated by semicolon"


def test_one_damaged_character_costs_its_row_and_garbles_no_other() -> None:
    data = as_csv(HEADER, AMINA, ZOË, ZOË).replace("Zoë".encode(), b"Zo\xe9", 1)
    first, second, third = read(data)
    assert isinstance(first, SheetReferral)
    assert isinstance(second, list)
    assert "was lost" in second[0].reason
    assert isinstance(third, SheetReferral)
    assert third.first_name == "Zoë"


def test_a_separator_hint_of_excel_is_followed() -> None:
    [row] = taken(b"sep=;\r\n" + as_csv(HEADER, AMINA, delimiter=";"))
    assert (row.line, row.last_name) == (3, "Begum")


def test_commas_inside_cells_do_not_hide_the_real_separator() -> None:
    many = "1, 2, 3, 4, 5, 6, 7 Example Street"
    data = as_csv([*HEADER, "address"], [*AMINA, many], delimiter=";")
    assert taken(data)[0].address == many


def test_line_numbers_are_those_of_the_file() -> None:
    header = [*HEADER, "address"]
    two_lines = [*AMINA, "1 Example Street\nLondon"]
    data = as_csv(["March referrals"], [], header, two_lines, [], [""] * 8, two_lines)
    assert [row.line for row in taken(data)] == [4, 8]
    assert [row.line for row in taken(data.replace(b"\r\n", b"\r"))] == [4, 8]


def test_rows_above_the_headings_and_unknown_columns_are_told() -> None:
    sheet = read_sheet(as_csv(["March referrals"], [*HEADER, "Shoe size"], [*AMINA, "5"]), "a.csv")
    assert len(list(sheet.rows)) == 1
    assert any("Shoe size" in notice for notice in sheet.notices)
    assert any("above the headings" in notice for notice in sheet.notices)


def test_an_unclosed_quotation_mark_costs_its_row_and_none_below() -> None:
    good = as_csv(AMINA).decode()
    bad = good.replace("Begum", '"Begum')
    first, second, third, fourth = read(
        (as_csv(HEADER).decode() + good + bad + good + good).encode()
    )
    assert isinstance(second, list)
    assert (second[0].line, "quotation mark" in second[0].reason) == (3, True)
    assert [row.line for row in (first, third, fourth) if isinstance(row, SheetReferral)] == [
        2,
        4,
        5,
    ]


def test_two_stray_quotation_marks_do_not_swallow_the_rows_between() -> None:
    good = as_csv(AMINA).decode()
    bad = good.replace("Begum", '"Begum')
    results = read((as_csv(HEADER).decode() + bad + good + bad + good).encode())
    assert [isinstance(result, SheetReferral) for result in results] == [False, True, False, True]


def test_words_after_a_closing_quotation_mark_are_harmless() -> None:
    data = as_csv(HEADER, AMINA).replace(b"Begum", b'"Begum" Khatun')
    assert taken(data)[0].last_name == "Begum Khatun"


def test_cells_moved_by_an_unquoted_comma_are_refused_not_guessed() -> None:
    data = as_csv(HEADER, AMINA, AMINA).replace(b"Begum", b"Begum, Khatun", 1)
    first, second = read(data)
    assert first == [RowProblem(2, "", first[0].reason)]
    assert "more cells" in first[0].reason
    assert isinstance(second, SheetReferral)


def test_a_line_without_end_is_one_bad_row() -> None:
    data = as_csv(HEADER) + b"x" * 300_000 + b"\r\n" + as_csv(AMINA)
    first, second = read(data)
    assert "longer than" in first[0].reason
    assert (second.line, second.last_name) == (3, "Begum")


def test_a_twelve_megabyte_sheet_is_read() -> None:
    padded = [*AMINA, "x" * 9_000]
    data = as_csv([*HEADER, "notes"], *[padded] * 1_400)
    assert len(data) > 12_000_000
    assert len(taken(data)) == 1_400


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf\r\n \r\n", "is empty"),
        (b"\xff\xfe", "is empty"),
        (as_csv(HEADER), "no rows below"),
        (as_csv(HEADER, [], ["", " "]), "no rows below"),
        (b"%PDF-1.7\n%\xe2\xe3", "is a PDF"),
        (b"\n%PDF-1.7\n", "is a PDF"),
        (b"\x89PNG\r\n\x1a\n", "is a picture"),
        (b"\xff\xd8\xff\xe0\x00\x10JFIF", "is a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"W\0o\0r\0k\0b\0o\0o\0k\0", "old Office format"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"),
            "protected with a password",
        ),
        (b"<!DOCTYPE html><html><table><tr><td>dob</td></tr></table></html>", "web page"),
        ("<html>".encode("utf-16"), "web page"),
        (b"  <?xml version='1.0'?><Workbook/>", "web page or XML"),
        (b"{\\rtf1 hello}", "RTF"),
        (b"\x1f\x8b\x08\x00", "packed"),
        (b"hello\nworld\n", "no row of headings"),
        (b"first_name,phone\nAmina,1\n", "no column for date_of_birth"),
        (b"surname,family name,dob,tel\na,b,c,d\n", "two columns for last_name"),
        (b"x" * (MAX_BYTES + 1), "larger than 25 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_no_referral_sheet_is_refused_in_one_sentence(data: bytes, says: str) -> None:
    with pytest.raises(SheetRefused, match=says) as refusal:
        read_sheet(data, "march.csv")
    assert str(refusal.value).startswith("“march.csv” ")
    assert str(refusal.value).endswith(".")
    assert "nothing was taken" in str(refusal.value)


def test_a_file_is_named_without_its_hidden_characters() -> None:
    with pytest.raises(SheetRefused, match=r"^“march\.csv” is empty"):
        read_sheet(b"", "ma\u202erch\x00.csv")
    with pytest.raises(SheetRefused, match=r"^The file is empty"):
        read_sheet(b"", "")
