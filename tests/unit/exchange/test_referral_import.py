"""A referral sheet, from its bytes to the scheme's referrals."""

from __future__ import annotations

import datetime
import threading
from collections.abc import Callable
from typing import Any
from uuid import UUID

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.audit.models import Entry
from kith.exchange.referral_sheet import actions, storing
from kith.exchange.referral_sheet.actions import import_sheet
from kith.exchange.referral_sheet.source import ReferralSource
from kith.exchange.runs import engine
from kith.exchange.tables.refusals import SheetRefused
from kith.isolation import context
from kith.organisations.actions import add_referring_organisation
from kith.pathway.referrals.models import Referral
from kith.people.models import ContactPoint, Person, RiskStatement
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests import cast
from tests.unit.exchange.referral_sheet.sheets import as_csv, as_xlsx

HEADER = (
    "nhs_number", "first_name", "last_name", "date_of_birth", "phone", "email", "address",
    "postcode", "practice_code", "referrer_name", "referrer_organisation", "source", "reason",
    "risks", "consent", "referred_on", "notes",
)  # fmt: skip
AMINA = {
    "nhs_number": "9990000018",
    "first_name": "Amina",
    "last_name": "Begum",
    "date_of_birth": "02/03/1956",
    "phone": "07700 900123",
    "practice_code": "F84901",
    "referrer_name": "Dr Salim",
    "source": "GP",
    "reason": "Loneliness or isolation",
    "referred_on": "2026-03-02",
}
CHARLES = {
    "first_name": "Charles",
    "last_name": "O'Neil",
    "date_of_birth": "15/08/1948",
    "email": "charles@mail.example",
    "referrer_organisation": "Mile End Hospital",
    "referred_on": "2026-03-03",
}
Send = Callable[..., dict[str, Any]]


def cells(*people: dict[str, Any], header: tuple[str, ...] = HEADER) -> list[list[Any]]:
    return [list(header), *([person.get(name, "") for name in header] for person in people)]


def sheet(*people: dict[str, Any], **form: Any) -> bytes:
    return as_csv(*cells(*people), **form)


@pytest.fixture
def send(db: None) -> Send:
    """`send(data)` imports a file into Bow."""

    def take(data: bytes, scheme_id: UUID = cast.BOW, **options: Any) -> dict[str, Any]:
        given = {"filename": "march.csv", **options}
        return import_sheet(by=cast.TESTS, scheme_id=scheme_id, data=data, **given)

    return take


def counts(answer: dict[str, Any]) -> tuple[int, int, int, int]:
    return answer["rows"], answer["taken"], answer["already_there"], len(answer["refused"])


def in_scheme(scheme_id: UUID = cast.BOW) -> Any:
    return context.in_scheme(scheme_id, actor="tests")


def only_referral() -> Referral:
    with in_scheme():
        return Referral.objects.select_related("person", "practice", "person__practice").get()


def test_a_row_becomes_a_referral_with_all_that_it_said(send):
    person = {
        **AMINA,
        "email": "amina@mail.example",
        "address": "4 Merchant Street",
        "postcode": "e33pn",
        "phone": "07700 900123 / 07700 900124",
        "risks": "A large dog",
        "consent": "yes",
        "notes": "Prefers mornings",
    }
    answer = send(sheet(person))
    assert answer == {"rows": 1, "taken": 1, "already_there": 0, "refused": [], "notices": []}
    row = only_referral()
    assert (row.source, row.referred_on) == ("01", datetime.date(2026, 3, 2))
    assert row.practice is not None
    assert row.practice.ods_code == "F84901"
    assert row.organisation_name == "Merchant Street Practice"
    assert row.person.practice == row.practice
    assert (row.referrer_name, row.referrer_sees) == ("Dr Salim", "Loneliness or isolation")
    assert (row.person_knows, row.answer, row.decision) == (True, "not_yet", "received")
    assert (row.urgency, row.notes) == ("routine", "Prefers mornings")
    with in_scheme():
        [reason] = row.reasons.select_related("reason")
        assert reason.reason.label == "Loneliness or isolation"
        ways = ContactPoint.objects.filter(person=row.person)
        assert {way.kind: way.safe_for for way in ways} == {"phone": [], "email": [], "address": []}
        assert ways.count() == 4
        [risk] = RiskStatement.objects.all()
        assert (risk.text, risk.stated_by_name) == ("A large dog", "Dr Salim")


@pytest.mark.parametrize(
    "written",
    [
        lambda *rows: as_csv(*rows),
        lambda *rows: as_csv(*rows, encoding="utf-8-sig"),
        lambda *rows: as_csv(*rows, encoding="utf-16"),
        lambda *rows: as_csv(*rows, encoding="cp1252"),
        lambda *rows: as_csv(*rows, delimiter=";"),
        lambda *rows: as_csv(*rows, delimiter="\t"),
        lambda *rows: as_xlsx(*rows),
    ],
    ids=["utf-8", "bom", "utf-16", "windows-1252", "semicolon", "tab", "xlsx"],
)
def test_every_form_of_the_same_sheet_is_the_same_referrals(send, written):
    rows = cells({**AMINA, "first_name": "Zoë"}, CHARLES)
    assert counts(send(written(*rows))) == (2, 2, 0, 0)
    with in_scheme():
        assert {person.first_name for person in Person.objects.all()} >= {"Zoë", "Charles"}
    assert counts(send(as_csv(*rows))) == (2, 0, 2, 0)


@pytest.mark.parametrize("written", ["1956-03-02", "02/03/1956", "02-Mar-1956", "20516"])
def test_every_form_of_a_date_is_the_same_day(send, written):
    send(sheet({**AMINA, "date_of_birth": written}))
    assert only_referral().person.date_of_birth == datetime.date(1956, 3, 2)


@pytest.mark.parametrize(
    ("column", "cell"),
    [
        ("nhs_number", "9990000019"),
        ("date_of_birth", "30/02/1956"),
        ("date_of_birth", "03/13/1956"),
        ("date_of_birth", "02/03/2091"),
        ("referred_on", "2091-03-02"),
        ("last_name", "Be\x00gum"),
        ("last_name", "Be\N{RIGHT-TO-LEFT OVERRIDE}gum"),
        ("last_name", "Begum" * 15),
        ("phone", ""),
        ("phone", "her daughter's"),
        ("email", "amina at mail"),
        ("practice_code", "Merchant Street"),
    ],
)
def test_a_row_that_cannot_be_taken_changes_nothing_and_the_next_goes_in(send, column, cell):
    answer = send(sheet({**AMINA, column: cell}, CHARLES))
    assert counts(answer) == (2, 1, 0, 1)
    [refused] = answer["refused"]
    assert (refused["line"], refused["column"]) == (2, column)
    assert refused["reason"]
    assert set(refused) == {"line", "column", "reason"}
    assert only_referral().person.first_name == "Charles"


def test_a_row_with_two_faults_is_one_entry_that_names_both(send):
    [refused] = send(sheet({**AMINA, "first_name": "", "last_name": "", "phone": ""}))["refused"]
    assert refused["column"] == "first_name"
    assert "phone" in refused["reason"]


def test_a_number_that_is_on_another_record_is_kept_in_doubt_for_somebody_to_look_at(send):
    other = {**CHARLES, "nhs_number": AMINA["nhs_number"]}
    answer = send(sheet(AMINA, other))
    assert counts(answer) == (2, 2, 0, 0)
    with in_scheme():
        sure = Person.objects.get(nhs_number=AMINA["nhs_number"])
        doubtful = Person.objects.exclude(pk=sure.pk).get()
    assert (doubtful.nhs_number, doubtful.nhs_number_in_doubt) == ("", AMINA["nhs_number"])


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "is empty"),
        (sheet(), "no rows"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "is a PDF"),
        (b"PK\x03\x04 and then nothing", "damaged"),
        (b"colour,size\nred,3\n", "headings"),
    ],
)
def test_a_file_that_is_no_sheet_is_refused_whole(send, data, said):
    with pytest.raises(SheetRefused, match=said):
        send(data)
    with in_scheme():
        assert not Referral.objects.exists()


def test_a_sheet_damaged_further_down_leaves_nothing_behind(send, monkeypatch):
    true = ReferralSource.rows

    def damaged(*words: Any, **named: Any) -> Any:
        yield from true(*words, **named)
        raise SheetRefused("“march.csv” is damaged: nothing was taken.")

    with monkeypatch.context() as patched:
        patched.setattr(ReferralSource, "rows", damaged)
        patched.setattr(engine, "BATCH", 1)
        with pytest.raises(SheetRefused):
            send(sheet(AMINA, CHARLES))
    with in_scheme():
        assert not Referral.objects.exists()
        assert not Person.objects.exists()
    assert counts(send(sheet(AMINA, CHARLES))) == (2, 2, 0, 0)


def test_the_same_file_twice_makes_nothing_twice(send):
    by_address = {**CHARLES, "first_name": "Ada", "email": "", "address": "9 Fairfield Road"}
    no_date = {**AMINA, "nhs_number": "", "first_name": "Joy", "referred_on": ""}
    data = sheet(AMINA, CHARLES, by_address, no_date)
    assert counts(send(data)) == (4, 4, 0, 0)
    with in_scheme():
        before = [model.objects.count() for model in (Person, Referral, ContactPoint)]
    assert counts(send(data)) == (4, 0, 4, 0)
    with in_scheme():
        assert [model.objects.count() for model in (Person, Referral, ContactPoint)] == before


def test_without_a_date_the_same_organisation_is_the_same_referral_on_a_later_day_too(send):
    undated = {**AMINA, "referred_on": ""}
    assert counts(send(sheet(undated))) == (1, 1, 0, 0)
    first = only_referral()
    assert first.referred_on == today()
    assert first.notes.startswith(storing.NO_DATE)
    with time_machine.travel(timezone.now() + datetime.timedelta(days=7)):
        assert counts(send(sheet(undated))) == (1, 0, 1, 0)
        elsewhere = {**undated, "referrer_organisation": "Mile End Hospital"}
        assert counts(send(sheet(elsewhere, AMINA))) == (2, 2, 0, 0)


def test_the_same_person_twice_in_a_sheet_is_one_record(send):
    again = {**AMINA, "nhs_number": "", "referred_on": "2026-04-01", "email": "amina@mail.example"}
    other_phone = {**again, "phone": "07700 900555 / 07700 900123", "referred_on": "2026-04-02"}
    answer = send(sheet(AMINA, again, other_phone, AMINA))
    assert counts(answer) == (4, 3, 1, 0)
    with in_scheme():
        person = Person.objects.get()
        assert person.nhs_number == AMINA["nhs_number"]
        assert ContactPoint.objects.filter(person=person).count() == 3


def test_two_people_of_one_name_are_two_records(send):
    send(sheet(AMINA, {**AMINA, "nhs_number": "9990000026"}))
    with in_scheme():
        assert Person.objects.count() == 2


def test_a_dry_run_says_the_same_and_keeps_nothing(send):
    data = sheet(AMINA, {**CHARLES, "email": ""})
    would = send(data, dry_run=True)
    assert would["notices"] == [actions.DRY_RUN]
    with in_scheme():
        assert not Person.objects.exists()
        assert not Entry.objects.filter(action="runs.begin").exists()
    assert counts(send(data)) == counts(would) == (2, 1, 0, 1)


def test_each_referral_and_the_import_leave_a_line_in_the_log(send):
    send(sheet(AMINA, CHARLES))
    with in_scheme():
        lines = Entry.objects.filter(by_name=cast.TESTS.name)
        assert lines.filter(action="runs.begin").count() == 1
        assert lines.filter(action="referrals.receive", refused="").count() == 2


@pytest.mark.parametrize(
    ("cell", "kinds"),
    [("", []), ("none known", ["none_known"]), ("Steep stairs", ["stated"])],
)
def test_risks_are_not_yet_asked_or_none_known_or_stated(send, cell, kinds):
    send(sheet({**AMINA, "risks": cell}))
    with in_scheme():
        assert [risk.kind for risk in RiskStatement.objects.all()] == kinds


@pytest.mark.parametrize(("code", "words"), [
    ("V81997", "Not registered"), ("V81998", "does not apply"), ("V81999", "not known"),
])  # fmt: skip
def test_the_codes_for_no_practice_are_taken_in_every_scheme(send, code, words):
    for scheme_id in (cast.BOW, cast.POPLAR):
        assert counts(send(sheet({**AMINA, "practice_code": code}), scheme_id)) == (1, 1, 0, 0)
        with in_scheme(scheme_id):
            row = Referral.objects.select_related("person").get()
            assert (row.practice, row.person.practice) == (None, None)
            assert words in row.notes


def test_a_practice_of_another_scheme_is_words_here_and_a_practice_there(send):
    data = sheet({**AMINA, "practice_code": "F84903"})
    send(data)
    row = only_referral()
    assert row.practice is None
    assert "F84903" in row.notes
    send(data, cast.POPLAR)
    with in_scheme(cast.POPLAR):
        there = Referral.objects.select_related("practice").get()
        assert there.practice is not None
        assert there.practice.ods_code == "F84903"
        assert there.scheme_id == cast.POPLAR


def test_an_organisation_on_the_list_is_linked_and_any_other_is_a_name(send):
    with in_scheme():
        add_referring_organisation(
            by=cast.TESTS, scheme_id=cast.BOW, name="Mile End Hospital", source="06"
        )
    listed = {**CHARLES, "referrer_organisation": "MILE END hospital"}
    send(sheet(listed, {**AMINA, "source": "", "referrer_organisation": "The corner shop"}))
    with in_scheme():
        linked = Referral.objects.get(organisation_name="Mile End Hospital")
        named = Referral.objects.get(organisation_name="The corner shop")
    assert linked.organisation_id is not None
    assert linked.source == "06"
    assert (named.organisation_id, named.source) == (None, "99")


def test_words_that_are_on_no_list_are_kept_in_the_notes(send):
    rows = cells(
        {**AMINA, "Ethnic group": "Klingon", "urgency": "whenever", "foundations": "money, joy",
         "referrer_role": "Practice nurse " * 10, "source": "GP", "reason": "Debt; his knees"},
        header=(*HEADER, "Ethnic group", "urgency", "foundations", "referrer_role"),
    )  # fmt: skip
    assert counts(send(as_csv(*rows))) == (1, 1, 0, 0)
    row = only_referral()
    for words in ("Ethnic group: Klingon", "urgency: whenever", "joy", "Foundations: Money"):
        assert words in row.notes
    assert row.notes.count("Practice nurse") == 10
    assert row.urgency == "routine"
    assert row.referrer_sees == "Debt; his knees"
    with in_scheme():
        labels = [one.reason.label for one in row.reasons.select_related("reason")]
    assert labels == ["Money worries or debt"]


def test_what_someone_asks_for_themselves_is_in_their_own_words(send):
    send(sheet({**AMINA, "source": "Self", "practice_code": "F84901"}))
    row = only_referral()
    assert (row.person_says, row.referrer_sees) == ("Loneliness or isolation", "")
    assert row.practice is None


def test_an_unknown_column_is_reported_and_ignored(send):
    rows = cells({**AMINA, "Shoe size": "7"}, header=(*HEADER, "Shoe size"))
    answer = send(as_csv(*rows))
    assert counts(answer) == (1, 1, 0, 0)
    assert any("Shoe size" in notice for notice in answer["notices"])


def test_a_twelve_megabyte_sheet_is_read_to_its_end(send):
    bad = {**AMINA, "phone": "", "notes": "n" * 9_900}
    told: list[tuple[int, int]] = []
    data = sheet(*[bad] * 1_220, CHARLES)
    assert len(data) > 12_000_000
    answer = send(data, progress=lambda *far: told.append(far))
    assert counts(answer) == (1_221, 1, 0, 1_220)
    assert answer["refused"][-1]["line"] == 1_221
    assert told[-1] == (1_221, 1_221)
    assert [read for read, _ in told] == [200, 400, 600, 800, 1_000, 1_200, 1_221]


def test_a_second_sheet_waits_until_the_first_is_in(committed):
    inside, go_on = threading.Event(), threading.Event()

    def wait(_: int, __: int) -> None:
        inside.set()
        go_on.wait(20)

    def first() -> None:
        import_sheet(
            by=cast.TESTS, scheme_id=cast.BOW, data=sheet(AMINA), filename="a.csv", progress=wait
        )
        connection.close()

    thread = threading.Thread(target=first)
    thread.start()
    try:
        assert inside.wait(20)
        with pytest.raises(Refused, match="Another sheet"):
            import_sheet(by=cast.TESTS, scheme_id=cast.BOW, data=sheet(AMINA), filename="a.csv")
    finally:
        go_on.set()
        thread.join()
    again = import_sheet(by=cast.TESTS, scheme_id=cast.BOW, data=sheet(AMINA), filename="a.csv")
    assert counts(again) == (1, 0, 1, 0)


def test_what_is_cut_to_fit_is_cut_where_the_record_ends():
    for name, longest in storing.LONGEST.items():
        assert Referral._meta.get_field(name).max_length == longest


def test_a_row_about_somebody_new_costs_the_same_however_long_the_sheet_is(send):
    took = []
    for at, count in ((0, 1), (20, 11)):
        people = [
            {
                **AMINA,
                "nhs_number": "",
                "last_name": f"Begum{at + n}",
                "phone": f"07700 900{at + n:03}",
            }
            for n in range(count)
        ]
        with CaptureQueriesContext(connection) as captured:
            assert counts(send(sheet(*people)))[1] == count
        took.append(len(captured))
    assert took[1] - took[0] == 10 * 9
