"""Excel workbooks as they come: real dates and numbers, blank rows, damaged archives."""

import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils.datetime import MAC_EPOCH, WINDOWS_EPOCH

from kith.exchange.referral_sheet.referral import SheetReferral
from kith.exchange.referral_sheet.sheet import read_sheet
from kith.exchange.tables import workbook
from kith.exchange.tables.refusals import SheetRefused
from tests.unit.exchange.referral_sheet.sheets import (
    AMINA,
    HEADER,
    as_csv,
    as_xlsx,
    read,
    saved,
    taken,
)

SHEET_XML = "xl/worksheets/sheet1.xml"
# Two made-up rows, saved by LibreOffice 7.4.7 as it saves them.
SAVED_BY_LIBREOFFICE = Path(__file__).parents[3] / "data/sheets"


def rewritten(data: bytes, part: str, change: Callable[[bytes], bytes]) -> bytes:
    """The same archive with one part changed."""
    file = BytesIO()
    with (
        zipfile.ZipFile(BytesIO(data)) as old,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content) if name == part else content)
    return file.getvalue()


def archive(**parts: bytes) -> bytes:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as new:
        for name, content in parts.items():
            new.writestr(name, content)
    return file.getvalue()


def test_a_sheet_that_libreoffice_saved_is_read_and_its_own_kind_says_what_to_save() -> None:
    zoe, emile = taken((SAVED_BY_LIBREOFFICE / "libreoffice.xlsx").read_bytes())
    assert (zoe.first_name, zoe.last_name, zoe.phones) == ("Zoë", "O'Brien", ("+447700900123",))
    assert (zoe.date_of_birth, zoe.referred_on) == (date(1956, 3, 2), date(2026, 11, 2))
    assert (emile.first_name, emile.last_name) == ("Émile", "")
    assert (emile.date_of_birth, emile.risks_text) == (date(1960, 2, 29), "A dog, large")
    with pytest.raises(SheetRefused, match="OpenDocument file.*save it as XLSX or CSV"):
        read((SAVED_BY_LIBREOFFICE / "libreoffice.ods").read_bytes())


def test_a_workbook_gives_the_same_referrals_as_the_csv() -> None:
    assert taken(as_xlsx(HEADER, AMINA)) == taken(as_csv(HEADER, AMINA))


@pytest.mark.parametrize("epoch", [WINDOWS_EPOCH, MAC_EPOCH])
def test_real_dates_and_numbers_are_read_as_what_they_were(epoch: datetime) -> None:
    typed = (
        9990000018, "Amina", "Begum", date(1956, 3, 2), 7700900123.0, None,
        datetime.combine(date(2026, 11, 2), time(9)),
    )  # fmt: skip
    assert taken(as_xlsx(HEADER, typed, epoch=epoch)) == taken(as_csv(HEADER, AMINA))


@pytest.mark.parametrize(("epoch", "serial"), [(WINDOWS_EPOCH, 20516), (MAC_EPOCH, 19054)])
def test_a_date_without_its_format_counts_from_the_workbooks_own_day(
    epoch: datetime, serial: int
) -> None:
    typed = (AMINA[0], "Amina", "Begum", serial, *AMINA[4:])
    assert taken(as_xlsx(HEADER, typed, epoch=epoch))[0].date_of_birth == date(1956, 3, 2)


def test_titles_merged_and_blank_rows_above_the_headings_are_passed_over() -> None:
    book = Workbook()
    book.active.append(["March referrals"])
    book.active.merge_cells("A1:G2")
    book.active["A4"] = "From Example Surgery"
    for column, (heading, cell) in enumerate(zip(HEADER, AMINA, strict=True), start=1):
        book.active.cell(6, column, heading)
        book.active.cell(7, column, cell)
    assert [row.line for row in taken(saved(book))] == [7]


def test_rows_far_below_a_gap_are_not_lost() -> None:
    book = load_workbook(BytesIO(as_xlsx(HEADER, AMINA)))
    for column, cell in enumerate(AMINA, start=1):
        book.active.cell(100_000, column, cell)
    assert [row.line for row in taken(saved(book))] == [2, 100_000]


def test_a_sheet_formatted_far_down_ends_where_its_data_ends() -> None:
    blank = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(3, 300_000))
    data = rewritten(
        as_xlsx(HEADER, AMINA),
        SHEET_XML,
        lambda xml: xml.replace(b"</sheetData>", blank + b"</sheetData>"),
    )
    assert [row.line for row in taken(data)] == [2]


def test_wrongly_stated_dimensions_hide_nothing() -> None:
    data = rewritten(
        as_xlsx(HEADER, AMINA, AMINA),
        SHEET_XML,
        lambda xml: xml.replace(b'<dimension ref="A1:G3"', b'<dimension ref="A1:A1"'),
    )
    assert len(taken(data)) == 2


def test_the_first_visible_sheet_with_our_headings_is_read_and_others_are_told() -> None:
    book = Workbook()
    book.active.append(["Guidance: fill in the next sheet"])
    for title, last_name, state in (
        ("old", "Hidden", "hidden"),
        ("March", "Begum", "visible"),
        ("April", "Khan", "visible"),
    ):
        page = book.create_sheet(title)
        page.sheet_state = state
        page.append(HEADER)
        page.append([*AMINA[:2], last_name, *AMINA[3:]])
    sheet = read_sheet(saved(book), "a.xlsx")
    assert sheet.form == "XLSX, sheet “March”"
    assert any("April" in notice for notice in sheet.notices)
    assert [row.last_name for row in taken(saved(book))] == ["Begum"]


def test_cells_without_a_heading_are_told() -> None:
    sheet = read_sheet(as_xlsx(HEADER, [*AMINA, None, "stray"]), "a.xlsx")
    assert len(list(sheet.rows)) == 1
    assert any("without a heading" in notice for notice in sheet.notices)


def test_errors_of_the_spreadsheet_and_escaped_characters_refuse_their_row() -> None:
    first, second, third = read(
        as_xlsx(
            HEADER,
            [*AMINA[:3], "#N/A", *AMINA[4:]],
            [*AMINA[:2], "Be_x0000_gum", *AMINA[3:]],
            AMINA,
        )
    )
    assert "error of the spreadsheet" in first[0].reason
    assert "NUL" in second[0].reason
    assert isinstance(third, SheetReferral)


def test_a_workbook_without_rows_or_headings_is_refused() -> None:
    with pytest.raises(SheetRefused, match="no rows below"):
        read_sheet(as_xlsx(HEADER), "a.xlsx")
    with pytest.raises(SheetRefused, match="nothing was taken"):
        read_sheet(as_xlsx(), "a.xlsx")
    with pytest.raises(SheetRefused, match="no row of headings"):
        read_sheet(as_xlsx(["alpha", "beta"], ["1", "2"]), "a.xlsx")


@pytest.mark.parametrize(
    ("parts", "says"),
    [
        ({"word/document.xml": b"", "[Content_Types].xml": b""}, "Word document"),
        ({"xl/workbook.bin": b"", "[Content_Types].xml": b""}, "XLSB"),
        ({"content.xml": b"", "mimetype": b""}, "OpenDocument"),
        ({"holiday.jpg": b""}, "ZIP file"),
        ({"[Content_Types].xml": b"<", "xl/workbook.xml": b"<"}, "damaged"),
        ({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<workbook/>"}, "damaged"),
    ],
)
def test_other_archives_are_refused(parts: dict[str, bytes], says: str) -> None:
    with pytest.raises(SheetRefused, match=says):
        read_sheet(archive(**parts), "a.xlsx")


def test_a_truncated_workbook_is_refused() -> None:
    whole = as_xlsx(HEADER, *[AMINA] * 50)
    assert len(taken(whole)) == 50
    for kept in (4, 30, len(whole) // 2, len(whole) - 10):
        with pytest.raises(SheetRefused, match="damaged"):
            read_sheet(whole[:kept], "a.xlsx")


def test_damage_further_down_is_refused_and_not_read_as_the_end() -> None:
    data = rewritten(
        as_xlsx(HEADER, *[AMINA] * 600),
        SHEET_XML,
        lambda xml: xml.replace(b'<row r="590"', b'<row r="590" <<'),
    )
    with pytest.raises(SheetRefused, match="damaged"):
        read(data)


def test_rows_out_of_order_are_refused_because_some_would_be_lost() -> None:
    data = rewritten(
        as_xlsx(HEADER, AMINA, AMINA),
        SHEET_XML,
        lambda xml: xml.replace(b'<row r="3"', b'<row r="1"'),
    )
    with pytest.raises(SheetRefused, match="out of order"):
        read(data)


def test_what_unpacks_too_large_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    bomb = rewritten(
        as_xlsx(HEADER, AMINA), "xl/styles.xml", lambda xml: xml + b" " * (workbook.MAX_OTHER_BYTES)
    )
    assert len(bomb) < 100_000

    def never(*_: object, **__: object) -> None:
        raise AssertionError("it was opened")

    monkeypatch.setattr("openpyxl.load_workbook", never)
    with pytest.raises(SheetRefused, match="unpacks to more"):
        read_sheet(bomb, "a.xlsx")


def test_a_protected_archive_is_refused() -> None:
    data = bytearray(as_xlsx(HEADER, AMINA))
    with zipfile.ZipFile(BytesIO(data)) as whole:
        offset = whole.start_dir
    data[offset + 8] |= 1
    with pytest.raises(SheetRefused, match="password"):
        read_sheet(bytes(data), "a.xlsx")
