"""Any bytes are read or refused in words; a sheet reads the same whatever it is saved as."""

from datetime import date

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kith.exchange.referral_sheet.referral import RowProblem, SheetReferral
from kith.exchange.referral_sheet.rows import read_referrals
from kith.exchange.referral_sheet.sheet import read_sheet
from kith.exchange.tables.refusals import SheetRefused
from tests.unit.exchange.referral_sheet.sheets import AMINA, HEADER, TODAY, as_csv, as_xlsx, taken

SLOW = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
XLSX = as_xlsx(HEADER, AMINA)

windows_letters = st.characters(
    codec="cp1252", exclude_categories=["C", "Z"], exclude_characters="=#"
)
words = st.text(windows_letters | st.sampled_from(" ,;\"'\n"), max_size=30)
names = words.map(lambda text: f"N{text}")
rows = st.tuples(
    st.sampled_from(["", "9990000018", "9990000026"]),
    names,
    names,
    st.dates(date(1930, 1, 1), TODAY).map(lambda day: day.strftime("%d/%m/%Y")),
    st.sampled_from(["07700 900123", "+442079460123"]),
    words,
    st.just(""),
)
sheets = st.lists(rows, min_size=1, max_size=5)


def check(data: bytes) -> None:
    try:
        for result in read_referrals(read_sheet(data, "any"), today=TODAY):
            if isinstance(result, list):
                assert result
                assert all(isinstance(p, RowProblem) and p.reason for p in result)
            else:
                assert isinstance(result, SheetReferral)
    except SheetRefused:
        return


@SLOW
@given(st.binary(max_size=400))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    check(data)


@SLOW
@given(
    st.binary(max_size=400),
    st.sampled_from([b"", b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf", b"PK\x03\x04"]),
)
def test_any_bytes_below_real_headings_are_read_or_refused(data: bytes, mark: bytes) -> None:
    check(mark + as_csv(HEADER) + data)


@SLOW
@given(st.lists(st.lists(st.text(max_size=15), max_size=9), max_size=6))
def test_any_text_below_real_headings_is_read_or_refused(cells: list[list[str]]) -> None:
    text = "\n".join(",".join(row) for row in [list(HEADER), *cells])
    check(text.encode("utf-8", "surrogatepass"))


@SLOW
@given(st.integers(0, len(XLSX) - 1), st.binary(min_size=1, max_size=8))
def test_a_workbook_damaged_anywhere_is_read_or_refused(at: int, put: bytes) -> None:
    check(XLSX[:at] + put + XLSX[at + len(put) :])


@SLOW
@given(
    sheets,
    st.sampled_from(["utf-8", "utf-8-sig", "cp1252", "utf-16"]),
    st.sampled_from([",", ";", "\t"]),
)
def test_a_sheet_reads_the_same_in_every_encoding_with_every_separator(
    written: list[tuple[str, ...]], encoding: str, delimiter: str
) -> None:
    plain = taken(as_csv(HEADER, *written))
    assert len(plain) == len(written)
    assert taken(as_csv(HEADER, *written, encoding=encoding, delimiter=delimiter)) == plain


@settings(SLOW, max_examples=40)
@given(sheets)
def test_a_sheet_reads_the_same_as_a_workbook(written: list[tuple[str, ...]]) -> None:
    def without_lines(data: bytes) -> list[tuple[object, ...]]:
        return [
            (r.nhs_number, r.first_name, r.last_name, r.date_of_birth, r.phones, r.risks_text)
            for r in taken(data)
        ]

    assert without_lines(as_xlsx(HEADER, *written)) == without_lines(as_csv(HEADER, *written))
