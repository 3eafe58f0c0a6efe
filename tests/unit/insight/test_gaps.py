"""What the community had nothing for: counted by people and searches, and told without telling of anybody."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re

import openpyxl
import pytest
from django.db import DatabaseError, transaction

from kith.directory import actions as directory
from kith.insight import actions
from kith.insight.jobs import forget_empty_searches, keep_empty_search
from kith.insight.models import EmptySearch
from kith.insight.queries.gaps import gaps_of
from kith.insight.rules.gaps import Gap
from kith.insight.rules.periods import Period, check_quarter, quarter_of, quarters
from kith.isolation import context
from kith.isolation.context import Kind
from kith.pathway.connections import actions as connections
from kith.pathway.connections.jobs import forget_not_sent, note_not_sent
from kith.pathway.connections.models import NotSent
from kith.pathway.connections.states import Progress
from kith.people import actions as people
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests import cast
from tests.unit.insight.conftest import BY, moment

YEAR = Period(dt.date(2024, 1, 1), dt.date(2024, 12, 31))
MARCH = moment(2024, 3, 5)
ASKED = "?from=2024-01&to=2024-12"
PAGE = f"/desk/gaps{ASKED}"
SPRING = "?from=2024-01&to=2024-03"
QUARTER = f"/desk/gaps{SPRING}"


def in_bow():  # type: ignore[no-untyped-def]
    return context.in_scheme(cast.BOW, actor=BY.key)


def search(on="2024-05-06", scheme_id=cast.BOW, **kept) -> None:  # type: ignore[no-untyped-def]
    """A search that found nothing, as the page hands it on."""
    plain = {
        "foundations": ["hope"], "about": ["bereavement"], "wishes": [], "setting": "", "days": [], "time": "",
        "language": "", "district": "E3", "in_the_way": "",
    }  # fmt: skip
    keep_empty_search(scheme_id=str(scheme_id), searched_on=on, **plain | kept)


def unmet(person=None, foundation="belonging", why="nothing", at=MARCH) -> None:  # type: ignore[no-untyped-def]
    with in_bow():
        connections.note_unmet(
            by=BY, scheme_id=cast.BOW, person=person, looked_for="A choir", foundation=foundation, why=why, at=at
        )  # fmt: skip


def lives(person, postcode: str, language: str = "") -> None:  # type: ignore[no-untyped-def]
    with in_bow():
        people.add_contact_point(
            by=BY, person=person, kind="address", value="4 Fictional Row", postcode=postcode
        )
        people.edit(by=BY, person=person, language=language)


def counts(lines, gap=Gap.UNMET):  # type: ignore[no-untyped-def]
    return {line.words: line.counts[gap] for line in lines}


def text(response) -> str:  # type: ignore[no-untyped-def]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


@pytest.fixture
def busy(story):  # type: ignore[no-untyped-def]
    """Six people in E3 and five in E14 with an unmet need, one of them twice; two in E1."""
    for number in range(13):
        person = story.person(dt.date(1950, 1, 1 + number), f"Person{number}")
        code = "E3 3PN" if number < 6 else ("E14 6AH" if number < 11 else "E1 4RN")
        lives(person, code, "bn" if number < 6 else "en")
        unmet(person, "belonging" if number < 8 else "money")
        if number == 0:
            unmet(person, "money")
            unmet(person, "belonging")
    return story


def test_people_are_counted_once_by_place_language_and_foundation(busy) -> None:
    found = gaps_of(cast.BOW, YEAR)
    assert found.totals[Gap.UNMET] == 13
    # Of thirteen, two in E1 may not be shown, so the next smallest is not either.
    assert counts(found.by_place) == {"E3": 6, "E14": None, "E1": None}
    assert counts(found.by_language) == {"English": 7, "Bengali": 6}
    # The first person is in both rows.
    assert counts(found.by_foundation) == {"Friends and belonging": 8, "Money": 6}
    assert counts(found.why) == {"Nothing like it near here": 13}


def test_other_days_other_schemes_and_nobody_in_particular(busy) -> None:
    unmet(foundation="home")
    unmet(foundation="home", at=moment(2025, 1, 1))
    assert gaps_of(cast.BOW, YEAR).totals[Gap.UNMET] == 14
    assert gaps_of(cast.POPLAR, YEAR).is_empty
    assert gaps_of(cast.BOW, Period(dt.date(2023, 1, 1), dt.date(2023, 12, 31))).is_empty


def test_two_records_of_one_person_are_one_person(story) -> None:
    with in_bow():
        pair = [
            story.person(dt.date(1950, 1, 1), "Asha"),
            story.person(dt.date(1950, 1, 1), "Asha"),
        ]
        unmet(pair[0])
        unmet(pair[1])
        for number in range(4):
            unmet(story.person(dt.date(1960, 1, 1 + number), f"Other{number}"))
        assert gaps_of(cast.BOW, YEAR).totals[Gap.UNMET] == 6
        people.merge(by=BY, kept=pair[0], lost=pair[1], why="The same")
    assert gaps_of(cast.BOW, YEAR).totals[Gap.UNMET] == 5


def test_a_search_counts_once_a_day_and_keeps_what_it_was_for(db) -> None:
    for day in range(1, 7):
        search(f"2024-05-{day:02}", in_the_way="distance" if day > 5 else "")
        search(f"2024-05-{day:02}", in_the_way="distance" if day > 5 else "")
        search(f"2024-06-{day:02}", about=["swimming"], foundations=[], district="", language="so")
    search("2024-05-06", about=["chess"])
    found = gaps_of(cast.BOW, YEAR)
    assert found.totals[Gap.SEARCHES] == 13
    assert counts(found.about, Gap.SEARCHES) == {"bereavement": 6, "swimming": 6}
    assert found.left_out == 1
    assert counts(found.by_foundation, Gap.SEARCHES) == {"Hope for the future": 7, "None named": 6}
    assert counts(found.by_place, Gap.SEARCHES) == {"E3": 7, "Not known": 6}
    assert counts(found.by_language, Gap.SEARCHES) == {"Somali": 6, "Not known": 7}
    assert counts(found.in_the_way, Gap.SEARCHES) == {
        "Nothing like it in the directory": None, "Too far away": None,
    }  # fmt: skip


def test_only_reports_read_what_was_searched_in_vain(company, acting) -> None:
    search()
    with context.enter(Kind.REPORT, schemes=[cast.BOW], actor="report:tests"):
        assert EmptySearch.objects.count() == 1
    acting("mo")
    for write in (
        EmptySearch.objects.count,
        lambda: EmptySearch.objects.create(scheme_id=cast.BOW, searched_on=YEAR.first),
    ):
        with pytest.raises(DatabaseError, match="may not do this here"), transaction.atomic():
            write()
    with context.enter(Kind.REPORT, schemes=[cast.POPLAR], actor="report:tests"):
        assert EmptySearch.objects.count() == 0


def test_a_whole_postcode_cannot_be_kept_of_a_search(db) -> None:
    search(district="EC1A")
    with pytest.raises(DatabaseError), transaction.atomic():
        search(district="E33P")


def test_old_searches_are_forgotten_and_newer_ones_stay(db) -> None:
    search("2019-05-06")
    search()
    with in_bow():
        gone = actions.forget_empty_searches(by=BY, scheme_id=cast.BOW, today=dt.date(2024, 6, 1))
        assert gone == 1
        assert EmptySearch.objects.get().searched_on == dt.date(2024, 5, 6)
    assert forget_empty_searches() >= 0


@pytest.fixture
def full(story):  # type: ignore[no-untyped-def]
    """Seven people turned away by a full group, of whom one got a place after all and one withdrew."""
    with in_bow():
        club = directory.add_service(
            by=BY,
            scheme_id=cast.BOW,
            name="Choir",
            foundations=["belonging"],
            email="c@choir.example",
        )
    made = []
    for number in range(7):
        case = story.case(
            moment(2024, 2, 1), first_name=f"Person{number}", born=dt.date(1950, 1, 1 + number)
        )
        with in_bow():
            introduction = connections.introduce(
                by=BY, person=case.person, case=case, service=club, agreed_fields=["name"],
                agreed_how="Said yes", agreed_on=MARCH.date(), keep_safe="Nothing",
                getting_there="On foot", at=MARCH,
            )  # fmt: skip
            connections.record_progress(
                by=BY, introduction=introduction, progress=Progress.FULL, at=moment(2024, 3, 8)
            )
        made.append(introduction)
    with in_bow():
        connections.record_progress(
            by=BY, introduction=made[0], progress=Progress.ACCEPTED, at=moment(2024, 3, 20)
        )
        connections.withdraw(
            by=BY, introduction=made[1], reason="Tidied up", at=moment(2024, 4, 20)
        )
    return story


def test_who_was_turned_away_for_want_of_a_place_stays_counted_whatever_came_later(full) -> None:
    found = gaps_of(cast.BOW, YEAR)
    assert found.totals == {Gap.UNMET: 0, Gap.SEARCHES: 0, Gap.FULL: 7, Gap.NOT_SENT: 0}
    assert counts(found.by_foundation, Gap.FULL) == {"Friends and belonging": 7}
    assert counts(found.by_place, Gap.FULL) == {"E3": 7}
    # In the month in which one withdrew nobody was turned away.
    april = Period(dt.date(2024, 4, 1), dt.date(2024, 4, 30))
    assert gaps_of(cast.BOW, april).totals[Gap.FULL] == 0


def test_the_page_shows_the_numbers_a_map_and_how_we_know_and_no_person(company, busy) -> None:
    for name, address in (("fay", QUARTER), ("mo", PAGE), ("tess", PAGE)):
        page = company.client(name).get(address)
        assert page.status_code == 200
        said = text(page)
        assert "13 People with an unmet need" in said
        assert "How we know Different people for whom a link worker noted" in said
        assert "Too few to show" in said
        assert "People with an unmet need, by postcode district" in said
        assert "kith-map__district--1" in page.content.decode()
        assert "kith-map__district--9" in page.content.decode()
        assert "Person0" not in said
    assert company.client("nadia").get(PAGE).status_code == 403
    # Max has another scheme, and cannot ask for this one.
    assert company.client("max").get(f"{PAGE}&scheme=bow").status_code == 404
    assert "No gap was noted" in text(company.client("max").get(PAGE))


def test_the_map_shows_what_is_chosen_and_says_when_nothing_can_be_drawn(company, busy) -> None:
    mo = company.client("mo")
    assert "Nothing of this kind has a place" in text(mo.get(f"{PAGE}&show=full"))
    for number in range(6):
        search(f"2024-05-{number + 1:02}", district="G1")
    shown = text(mo.get(f"{PAGE}&show=searches"))
    assert "Nothing of this kind has a place" in shown
    assert "People with an unmet need, by postcode district" in text(
        mo.get(f"{PAGE}&show=nonsense")
    )


@pytest.mark.parametrize(
    "asked", ["?from=2024-13&to=x", "?from=2024-01-02&to=2024-12-31", "?from=2024-01"]
)
def test_odd_periods_are_refused_in_a_sentence(company, busy, asked) -> None:
    fay = company.client("fay")
    page = fay.get(f"/desk/gaps{asked}")
    assert page.status_code == 400
    assert "These months cannot be shown" in text(page)
    for kind in ("csv", "xlsx"):
        file = fay.get(f"/desk/gaps.{kind}{asked}")
        assert file.status_code == 400
        assert file["Content-Type"].startswith("text/plain")


def test_those_outside_cannot_subtract_one_period_from_another_and_the_team_may(
    company, busy
) -> None:
    fay, mo = company.client("fay"), company.client("mo")
    overlapping = ("?from=2024-01&to=2024-02", "?from=2024-02&to=2024-04", ASKED)
    for kind in ("", ".csv", ".xlsx"):
        for asked in overlapping:
            assert fay.get(f"/desk/gaps{kind}{asked}").status_code == 400
            assert mo.get(f"/desk/gaps{kind}{asked}").status_code == 200
        for quarter in (SPRING, "?from=2024-04&to=2024-06"):
            assert fay.get(f"/desk/gaps{kind}{quarter}").status_code == 200
    refused, shown = text(fay.get(f"/desk/gaps{ASKED}")), text(fay.get(QUARTER))
    assert "one calendar quarter that is over" in refused
    assert "Periods are calendar quarters, which do not overlap" in shown
    assert quarters(YEAR.first, today=today())[0].words in shown
    assert "From two periods that overlap it could be" in text(mo.get(PAGE))


def test_without_a_period_those_outside_get_a_quarter_that_is_over(company, busy) -> None:
    fay = company.client("fay")
    assert fay.get("/desk/gaps").status_code == 200
    made = fay.get("/desk/gaps.csv")
    first, last = re.search(r"gaps-(\S+)-to-(\S+)\.csv", made["Content-Disposition"]).groups()
    assert quarter_of(dt.date.fromisoformat(f"{first}-01")).last.isoformat()[:7] == last
    day = dt.date(2024, 5, 6)
    assert [one.first for one in quarters(dt.date(2023, 11, 2), today=day)] == [
        dt.date(2024, 1, 1), dt.date(2023, 10, 1),
    ]  # fmt: skip
    with pytest.raises(Refused, match="that is over"):
        check_quarter(quarter_of(day), today=day)
    check_quarter(quarter_of(MARCH.date()), today=day)


def test_the_files_hold_what_the_page_shows_with_how_it_is_counted(company, busy) -> None:
    fay = company.client("fay")
    made = fay.get(f"/desk/gaps.csv{SPRING}")
    assert made["Content-Disposition"] == 'attachment; filename="bow-gaps-2024-01-to-2024-03.csv"'
    rows = list(csv.DictReader(io.StringIO(made.content.decode("utf-8-sig"))))
    told = {(row["Figure"], row["By"], row["Which"]): row["Number"] for row in rows}
    unmet_said = "People with an unmet need"
    assert told[unmet_said, "All", "All"] == "13"
    assert told[unmet_said, "Postcode district", "E3"] == "6"
    assert told[unmet_said, "Postcode district", "E14"] == "Too few to show"
    assert all(row["How it is counted"] for row in rows)
    book = openpyxl.load_workbook(io.BytesIO(fay.get(f"/desk/gaps.xlsx{SPRING}").content))
    sheet = [[str(cell) if cell is not None else "" for cell in row] for row in book.active.values]
    assert sheet[0] == list(rows[0])
    assert sheet[1:] == [list(row.values()) for row in rows]
    assert company.client("nadia").get(f"/desk/gaps.csv{ASKED}").status_code == 403


def test_numbers_cannot_be_worked_out_from_the_whole(story) -> None:
    for number in range(6):
        person = story.person(dt.date(1950, 1, 1 + number), f"Person{number}")
        lives(person, "E3 3PN" if number < 5 else "E14 6AH")
        unmet(person, "belonging" if number < 5 else "money")
    found = gaps_of(cast.BOW, YEAR)
    assert found.totals[Gap.UNMET] == 6
    assert set(counts(found.by_place).values()) == {None}
    assert set(counts(found.by_foundation).values()) == {None}


def test_a_row_that_covers_the_rest_of_the_whole_is_not_withheld_alone(company, story) -> None:
    """On the page, in the file and for whoever pays, and of what stood in the way as of foundations."""
    rows = {"belonging": (10, "nothing"), "money": (6, "full"), "home": (4, "far")}
    for foundation, (many, why) in rows.items():
        for _ in range(many):
            unmet(foundation=foundation, why=why)
    found = gaps_of(cast.BOW, YEAR)
    assert found.totals[Gap.UNMET] == 20
    assert list(counts(found.by_foundation).values()) == [10, None, None]
    assert list(counts(found.why).values()) == [10, None, None]
    # Their order does not say which of the withheld is the greater.
    assert [line.key for line in found.by_foundation] == ["belonging", "home", "money"]
    made = company.client("fay").get(f"/desk/gaps.csv{SPRING}").content.decode("utf-8-sig")
    told = [row["Number"] for row in csv.DictReader(io.StringIO(made)) if row["By"] == "Foundation"]
    assert told.count("10") == 1
    assert not {"6", "4"} & set(told)


def choir(name: str = "Choir"):  # type: ignore[no-untyped-def]
    with in_bow():
        return directory.add_service(
            by=BY, scheme_id=cast.BOW, name=name, foundations=["hope"], email="c@choir.example"
        )


def not_sent(person, service, on="2024-03-05") -> None:  # type: ignore[no-untyped-def]
    """The page said that it cannot be now, and handed it on."""
    note_not_sent(
        scheme_id=str(cast.BOW),
        person_id=str(person.pk),
        service_id=str(service.pk),
        at=f"{on}T12:00:00+00:00",
    )


def test_who_could_not_be_sent_is_one_person_however_often_and_with_how_many_groups(story) -> None:
    club, other = choir(), choir("Other choir")
    for number in range(6):
        person = story.person(dt.date(1950, 1, 1 + number), f"Person{number}")
        lives(person, "E3 3PN", "bn")
        for group in (club, club, other):
            not_sent(person, group)
        not_sent(person, club, "2024-03-28")
    with in_bow():
        assert NotSent.objects.count() == 12
    found = gaps_of(cast.BOW, YEAR)
    assert found.totals == {Gap.UNMET: 0, Gap.SEARCHES: 0, Gap.FULL: 0, Gap.NOT_SENT: 6}
    assert counts(found.by_place, Gap.NOT_SENT) == {"E3": 6}
    assert counts(found.by_language, Gap.NOT_SENT) == {"Bengali": 6}
    assert counts(found.by_foundation, Gap.NOT_SENT) == {"Hope for the future": 6}
    march = Period(dt.date(2024, 3, 1), dt.date(2024, 3, 31))
    assert gaps_of(cast.BOW, march).totals[Gap.NOT_SENT] == 6
    assert gaps_of(cast.BOW, Period(dt.date(2024, 4, 1), dt.date(2024, 4, 30))).is_empty
    assert gaps_of(cast.POPLAR, YEAR).is_empty


def test_few_who_could_not_be_sent_are_withheld_on_the_page_and_in_the_file(company, story) -> None:
    club = choir()
    for number in range(4):
        not_sent(story.person(dt.date(1950, 1, 1 + number), f"Person{number}"), club)
    fay = company.client("fay")
    said = text(fay.get(f"{QUARTER}&show=not_sent"))
    assert "Not shown People not sent for want of a place" in said
    assert "Whoever read “full” in the directory and looked on is not counted" in said
    assert "Person0" not in said
    rows = list(
        csv.DictReader(io.StringIO(fay.get(f"/desk/gaps.csv{SPRING}").content.decode("utf-8-sig")))
    )
    told = {row["Number"] for row in rows if row["Figure"] == "People not sent for want of a place"}
    assert told == {"Too few to show"}
    # A fifth, and it is shown; outside a quarter that is over, still to the team alone.
    not_sent(story.person(dt.date(1950, 1, 9), "Person9"), club)
    assert "5 People not sent for want of a place" in text(fay.get(QUARTER))
    assert fay.get(f"/desk/gaps{ASKED}").status_code == 400
    assert "5 People not sent for want of a place" in text(company.client("mo").get(PAGE))


def test_only_reports_read_who_could_not_be_sent(story, acting) -> None:
    person, club = story.person(dt.date(1950, 1, 1), "Person0"), choir()
    not_sent(person, club)
    with context.enter(Kind.REPORT, schemes=[cast.BOW], actor="report:tests"):
        assert NotSent.objects.get().month == dt.date(2024, 3, 1)
    with in_bow(), pytest.raises(DatabaseError, match="notsent_by_the_month"):
        with transaction.atomic():
            NotSent.objects.create(
                scheme_id=cast.BOW, person=person, service=club, month=dt.date(2024, 3, 5)
            )
    acting("mo")
    with pytest.raises(DatabaseError, match="may not do this here"), transaction.atomic():
        NotSent.objects.count()
    with context.enter(Kind.REPORT, schemes=[cast.POPLAR], actor="report:tests"):
        assert NotSent.objects.count() == 0


def test_who_could_not_be_sent_is_forgotten_after_three_years(story) -> None:
    person, club = story.person(dt.date(1950, 1, 1), "Person0"), choir()
    not_sent(person, club, "2019-05-06")
    not_sent(person, club, today().isoformat())
    assert forget_not_sent() == 1
    with in_bow():
        assert NotSent.objects.get().month == today().replace(day=1)
