"""A sheet of services: its columns are matched, it is looked through, and taken in; twice makes nothing twice."""

from __future__ import annotations

import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kith.directory import actions as directory
from kith.directory.models import Feed, Service, Session
from kith.exchange.directory_sheet import actions
from kith.exchange.directory_sheet.columns import SERVICES
from kith.exchange.directory_sheet.guessing import guessed
from kith.exchange.moving_in.fields import guess
from kith.exchange.runs import engine, queries
from kith.exchange.runs.models import Run, RunFile
from kith.exchange.tables.refusals import SheetRefused
from kith.isolation import context
from kith.resilience.errors import Refused
from tests import cast

HEAD = (
    "Group name,Run by,About,Day,Start,End,Venue,Postcode,Telephone,Email,Price,Age from,Lat,Long"
)
PLAIN = "\n".join(
    [
        HEAD,
        "Tea Dance,Bow Neighbours,Old tunes,Tuesdays and Thursdays,14:00,16:00,Kingsley Hall,E3 3HJ,"
        "020 7946 0001,tea@bow.example,£2,55,51.52,-0.02",
        "Choir,Bow Neighbours,We sing,Mon,,,,,,not an address,Free,,100,0",
        ",Nobody,,,,,,,,,,,,",
        "Debt Help,,,,,,,,,,,old,,",
    ]
)


def send(content: bytes | str = PLAIN, name: str = "groups.csv", title: str = "Ours") -> Run:
    data = content.encode() if isinstance(content, str) else content
    return actions.send_services(
        by=cast.TESTS, scheme_id=cast.BOW, title=title, name=name, content=data
    )


def work(run: Run) -> RunFile:
    run.refresh_from_db()
    looking = run.state == "checking"
    engine.work(
        by=cast.TESTS,
        scheme_id=cast.BOW,
        run_id=run.pk,
        opening=actions.opening(cast.TESTS, cast.BOW, looking=looking),
    )
    with context.in_scheme(cast.BOW, actor="tests"):
        run.refresh_from_db()
        return queries.files_of(run)[0]


def looked(run: Run) -> RunFile:
    [file] = queries.files_of(run)
    if run.state == "mapping":
        actions.map_services(by=cast.TESTS, file=file, columns=file.mapping["columns"])
    return work(run)


def taken(run: Run) -> RunFile:
    looked(run)
    actions.take_in_services(by=cast.TESTS, run=run)
    return work(run)


class TestPlain:
    def test_columns_are_guessed_and_what_is_known_goes_in(self, in_bow: Any) -> None:
        run = send()
        [file] = queries.files_of(run)
        assert set(file.mapping["columns"]) >= {"name", "organisation", "days", "opens", "phone"}
        file = looked(run)
        assert not Service.objects.exists()
        assert (file.rows, file.taken, file.refused) == (4, 2, 2)
        new = [
            ["Tea Dance", "Bow Neighbours", "Kingsley Hall, E3 3HJ"],
            ["Choir", "Bow Neighbours", ""],
        ]
        assert file.facts["new"] == new
        actions.take_in_services(by=in_bow, run=run)
        file = work(run)
        assert file.facts["new"] == new
        tea = Service.objects.get(name="Tea Dance")
        assert (tea.organisation.name, tea.minimum_age, tea.cost) == ("Bow Neighbours", 55, "£2")
        assert tea.organisation.services.count() == 2
        session = Session.objects.get(service=tea)
        assert (session.days, session.opens) == (["TU", "TH"], datetime.time(14))
        place = tea.places.get()
        assert (place.name, place.postcode) == ("Kingsley Hall", "E3 3HJ")
        choir = Service.objects.get(name="Choir")
        assert (choir.email, choir.is_free) == ("", True)
        assert [place for place in choir.places.all() if place.latitude] == []
        said = " ".join(note for _, _, note in file.facts["warnings"])
        assert "E-mail" in said
        assert "Latitude" in said
        reasons = {row.line: row.reason for row in queries.refusals(file)}
        assert "must not be empty" in reasons[4]
        assert "whole number" in reasons[5]

    def test_the_same_file_makes_nothing_twice_and_a_newer_one_says_before_and_after(
        self, in_bow: Any
    ) -> None:
        taken(send())
        again = looked(send())
        assert (again.taken, again.already_there, again.facts["new"]) == (0, 2, [])
        newer = looked(send(PLAIN.replace("£2", "£3")))
        assert (newer.taken, newer.already_there) == (1, 1)
        [change] = newer.facts["changes"]
        assert (change["field"], change["before"], change["after"]) == ("cost", "£2", "£3")
        assert Service.objects.get(name="Tea Dance").cost == "£2"
        actions.take_in_services(by=in_bow, run=newer.run)
        work(newer.run)
        assert Service.objects.get(name="Tea Dance").cost == "£3"
        assert Service.objects.count() == 2
        assert Feed.objects.get().title == "Ours"

    def test_a_newer_sheet_says_when_and_where_it_was_before(self, in_bow: Any) -> None:
        taken(send())
        moved = PLAIN.replace("Tuesdays and Thursdays,14:00", "Monday,15:00")
        newer = looked(send(moved.replace("Kingsley Hall", "Bromley Public Hall")))
        told = {row["field"]: (row["before"], row["after"]) for row in newer.facts["changes"]}
        assert told == {
            "sessions": ("Tuesdays and Thursdays, 2pm to 4pm", "Mondays, 3pm to 4pm"),
            "places": ("Kingsley Hall, E3 3HJ", "Bromley Public Hall, E3 3HJ"),
        }
        assert (newer.taken, newer.facts["new"]) == (1, [])

    def test_what_the_team_put_right_stands_and_who_left_the_sheet_stays(self, in_bow: Any) -> None:
        taken(send())
        tea = Service.objects.get(name="Tea Dance")
        directory.edit_service(by=in_bow, service=tea, phone="020 7946 0009")
        head, first = PLAIN.splitlines()[:2]
        taken(send(f"{head}\n{first.replace('Old tunes', 'New tunes')}\n"))
        tea.refresh_from_db()
        assert (tea.description, tea.phone) == ("New tunes", "020 7946 0009")
        assert Service.objects.get(name="Choir").gone_at is None

    def test_the_matching_is_remembered_and_changed_by_hand(self, in_bow: Any) -> None:
        run = send("What we do,Who\nSewing,Bow Neighbours\n")
        [file] = queries.files_of(run)
        with pytest.raises(Refused, match="name of the service"):
            actions.map_services(by=in_bow, file=file, columns={"organisation": 1})
        actions.map_services(by=in_bow, file=file, columns={"name": 0, "organisation": 1})
        assert work(run).taken == 1
        [file] = queries.files_of(send("what we do,WHO\nKnitting,Bow Neighbours\n"))
        assert file.facts["remembered"]
        assert file.mapping["columns"] == {"name": 0, "organisation": 1}

    def test_the_same_service_twice_in_a_sheet_goes_in_once(self, in_bow: Any) -> None:
        file = taken(send("name\nTea\nTea\n"))
        assert (file.taken, file.refused) == (1, 1)
        assert "further up" in queries.refusals(file)[0].reason

    def test_one_number_and_another_list_are_two(self, in_bow: Any) -> None:
        taken(send("id,name\n7,Tea\n"))
        taken(send("id,name\n7,Coffee\n", title="Theirs"))
        assert Service.objects.count() == 2

    @pytest.mark.parametrize(
        ("content", "why"),
        [
            (b"", "is empty"),
            (b"%PDF-1.4", "is a PDF"),
            (b"<html><body>Not found</body></html>", "web page"),
            (b"name,phone\n", "no rows"),
            (b"PK\x03\x04broken", "damaged"),
        ],
    )
    def test_what_is_no_sheet_is_refused_with_why(
        self, in_bow: Any, content: bytes, why: str
    ) -> None:
        with pytest.raises(Refused, match=why):
            send(content)
        assert not Run.objects.exists()

    def test_a_list_needs_a_name(self, in_bow: Any) -> None:
        with pytest.raises(Refused, match="call this list"):
            send(title=" ")


TABLES = {
    "organizations": [["id", "name"], ["o1", "Bow Neighbours"]],
    "service": [
        ["id", "organization_id", "name", "description", "status", "email", "minimum_age"],
        ["s1", "o1", "Tea Dance", "Old tunes", "active", "tea@bow.example", "55"],
        ["s2", "o1", "Choir", "We sing", "active", "not one", ""],
        ["", "o1", "Nameless", "", "active", "", ""],
    ],
    "service_at_location": [["id", "service_id", "location_id"], ["x1", "s1", "l1"]],
    "location": [
        ["id", "name", "location_type", "latitude", "longitude"],
        ["l1", "Kingsley Hall", "physical", "51.52", "-0.02"],
    ],
    "address": [
        ["id", "location_id", "address_1", "postal_code"],
        ["a1", "l1", "Powis Road", "E3 3HJ"],
    ],
    "phone": [["id", "service_id", "number"], ["p1", "s1", "020 7946 0001"]],
    "schedule": [
        ["id", "service_id", "freq", "byday", "opens_at"],
        ["h1", "s1", "WEEKLY", "TU", "14:00"],
    ],
    "service_capacity": [
        ["id", "service_id", "unit_id", "available", "maximum"],
        ["c1", "s1", "u1", "3", "8"],
    ],
    "unit": [["id", "name"], ["u1", "chairs"]],
}


def workbook() -> bytes:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in TABLES.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def archive(tables: dict[str, list[list[str]]]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as file:
        for name, rows in tables.items():
            file.writestr(f"export/{name}.csv", "\n".join(",".join(row) for row in rows))
    return made.getvalue()


class TestTables:
    @pytest.mark.parametrize("content", [workbook(), archive(TABLES)], ids=["workbook", "zip"])
    def test_tables_are_put_together_into_services(self, in_bow: Any, content: bytes) -> None:
        run = send(content, name="export")
        assert run.state == "checking"
        file = taken(run)
        assert (file.rows, file.taken, file.refused) == (3, 2, 1)
        tea = Service.objects.get(source_id="s1")
        assert (tea.name, tea.phone, tea.minimum_age) == ("Tea Dance", "020 7946 0001", 55)
        assert tea.organisation.name == "Bow Neighbours"
        assert tea.places.get().postcode == "E3 3HJ"
        assert tea.sessions.get().days == ["TU"]
        assert (tea.places_free, tea.capacity) == (3, "3 of 8 chairs free")
        assert Service.objects.get(source_id="s2").places_free is None
        again = looked(send(content, name="export"))
        assert (again.taken, again.already_there) == (0, 2)

    def test_tables_without_services_are_read_as_a_plain_sheet_or_refused(
        self, in_bow: Any
    ) -> None:
        with pytest.raises(Refused):
            send(archive({"organization": TABLES["organizations"]}), name="export.zip")

    def test_an_archive_that_grows_too_large_is_refused(
        self, in_bow: Any, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr("kith.exchange.directory_sheet.tabular.MOST_BYTES", 50)
        with pytest.raises(Refused, match="more than can be taken"):
            send(archive(TABLES), name="export.zip")


def test_headings_of_the_standard_are_known() -> None:
    names = ["name", "description", "url", "email", "minimum_age", "eligibility_description"]
    assert set(guess(SERVICES, names)) == {
        "name", "description", "url", "email", "minimum_age", "eligibility",
    }  # fmt: skip


def test_a_sheet_is_sent_matched_and_taken_in_on_pages(company: Any, in_bow: Any, key: Any) -> None:
    tess = company.client("tess")
    sheets = "/desk/directory/sheets"
    assert company.client("nadia").get(sheets).status_code == 403
    file = SimpleUploadedFile("groups.csv", PLAIN.encode())
    bad = tess.post(sheets, {**key(), "file": SimpleUploadedFile("a.exe", b"MZ"), "title": "Ours"})
    assert bad.status_code == 400
    sent = tess.post(sheets, {**key(), "file": file, "title": "Ours"})
    address = sent["Location"]
    page = tess.get(address).content.decode()
    assert "our guess from the headings" in page
    run = Run.objects.get()
    [row] = queries.files_of(run)
    columns = {name: str(at) for name, at in row.mapping["columns"].items()}
    assert tess.post(address, {**key(), **columns, "name": ""}).status_code == 400
    assert tess.post(address, {**key(), **columns}).status_code == 302
    work(run)
    looked_through = tess.get(address).content.decode()
    assert "Take in 2 services" in looked_through
    assert "New to the directory: 2" in looked_through
    assert "Match the columns" in tess.get(f"{address}?columns").content.decode()
    assert tess.post(f"{address}/take-in", key()).status_code == 302
    work(run)
    shown = tess.get(address).content.decode()
    assert "Taken in" in shown
    assert "whole number" in shown
    assert "Youngest age" in shown
    assert b"Debt Help" in tess.get(f"{address}/refused").content
    assert company.client("max").get(address).status_code == 404
    assert "Sent by" in shown


def test_a_damaged_archive_is_said(in_bow: Any) -> None:
    whole = archive(TABLES)
    with pytest.raises((Refused, SheetRefused), match="damaged"):
        send(whole[: len(whole) // 2], name="export.zip")


ODD = "\n".join(
    [
        "Group title!!,Charity / body,Ring,e mail addy,PC,£,Lang,Wheelchair OK?,Women?,Free?,1:1 or group,NRPF,"
        "Spaces,Zoom?",
        "Tea Dance,Bow Neighbours,020 7946 0001,tea@bow.example,E3 3HJ,£2,Bengali,yes,Ladies only,no,Group,welcome,"
        "3,x",
        "Tea Dance,Somebody else,020 7946 0002,,E3 3HJ,,,no,mixed,FREE,1:1,perhaps,full,in person",
        "Choir,Bow Neighbours,,,ZZ99 9ZZ,,,,✓,,both,,lots,",
    ]
)  # fmt: skip


class TestOddHeadings:
    def test_every_column_is_guessed_and_shown_with_what_it_holds(
        self, in_bow: Any, company: Any
    ) -> None:
        run = send(ODD)
        [file] = queries.files_of(run)
        names = (
            "name", "organisation", "phone", "email", "postcode", "cost", "languages", "access", "is_women_only",
            "is_free", "setting", "takes_no_recourse", "places_free", "is_online",
        )  # fmt: skip
        assert file.mapping["columns"] == {name: at for at, name in enumerate(names)}
        assert file.facts["examples"][2] == ["020 7946 0001", "020 7946 0002"]
        page = company.client("tess").get(f"/desk/directory/sheets/{run.pk}").content.decode()
        assert "Ring – 020 7946 0001, 020 7946 0002" in page

    def test_everyday_answers_are_read_and_what_says_neither_costs_no_row(
        self, in_bow: Any
    ) -> None:
        file = taken(send(ODD))
        assert (file.taken, file.refused) == (3, 0)
        tea, other = Service.objects.filter(name="Tea Dance").order_by("phone")
        assert (tea.is_women_only, tea.is_free, tea.setting) == (True, False, "group")
        assert (tea.takes_no_recourse, tea.places_free) == (True, 3)
        assert tea.places.filter(is_online=True).exists()
        assert (other.is_women_only, other.is_free, other.setting) == (False, True, "one_to_one")
        assert (other.takes_no_recourse, other.places_free) == (None, 0)
        assert not other.places.filter(is_online=True).exists()
        choir = Service.objects.get(name="Choir")
        assert (choir.is_women_only, choir.places_free) == (True, None)
        assert not choir.places.exclude(postcode="").exists()

    def test_what_was_left_out_is_said_by_the_names_of_the_page(self, in_bow: Any) -> None:
        for file in (looked(send(ODD)), taken(send(ODD))):
            said = [(line, note) for line, _, note in file.facts["warnings"]]
            notes = "\n".join(note for _, note in said)
            assert "Postcode: “ZZ99 9ZZ” is not a UK postcode" in notes
            assert "Places free: “lots”" in notes
            assert "Open without recourse to public funds: “perhaps”" in notes
            assert (
                3,
                "The same name and postcode stand in line 2. Look under “Listed twice?”",
            ) in said

    def test_days_and_times_have_their_own_names(self, in_bow: Any) -> None:
        file = looked(send("Name,Day,Start,End\nTea,Someday,soon,late\n"))
        said = " ".join(note for _, _, note in file.facts["warnings"])
        for name in ("Days: ", "Starts at: ", "Ends at: "):
            assert name in said
        assert "byday" not in said

    def test_a_column_is_known_by_a_telling_word_or_by_what_it_holds(self) -> None:
        headings = [
            "Our group names (title)",
            "Where to write",
            "Is there a ramp or step-free way in",
        ]
        held = [["Tea"], ["tea@bow.example", "sing@bow.example"], ["yes"]]
        assert guessed(headings, held) == {"name": 0, "email": 1, "access": 2}
