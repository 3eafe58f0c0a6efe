"""Volunteers, their checks, and matches that both agreed: nothing goes on by a check that ran out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from kith.concerns.models import Concern
from kith.groups import actions
from kith.groups.models import BefrienderVisit, Match, VisitPage, Volunteer, VolunteerCheck
from kith.groups.queries import volunteers as queries
from kith.isolation import context, links
from kith.isolation.context import Kind
from kith.organisations.duty import Duty
from kith.people.models import Person
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import midday, today
from tests import cast
from tests.conftest import Company
from tests.unit.groups.lunch import BY, day, read, someone

Key = Callable[[], dict[str, str]]
DAY = dt.timedelta(days=1)
YEAR = dt.timedelta(days=365)


def a_volunteer(
    name: str = "Ana Reyes", *, until: dt.date | None = None, **given: Any
) -> Volunteer:
    """Somebody whose checks hold for a year, or until a day."""
    made = actions.add_volunteer(
        by=BY, scheme_id=cast.BOW, name=name, phone="07700 900555", **given
    )
    ends = until or today() + YEAR
    actions.note_check(
        by=BY, volunteer=made, kind="dbs", made_on=today() - 2 * YEAR, expires_on=ends
    )
    for kind in ("references", "training"):
        actions.note_check(by=BY, volunteer=made, kind=kind, made_on=today() - YEAR)
    return made


def a_match(volunteer: Volunteer | None = None, first_name: str = "Maya") -> Match:
    """A match that goes on: both agreed."""
    match = actions.propose_match(
        by=BY, volunteer=volunteer or a_volunteer(), person=someone(first_name)
    )
    for who in ("person", "volunteer"):
        actions.agree_match(by=BY, match=match, who=who, on=today(), how="On the phone")
    return match


def of(row: Volunteer | Match) -> str:
    part = "matches/" if isinstance(row, Match) else ""
    return f"/desk/groups/volunteers/{part}{row.pk}"


def test_a_volunteer_has_a_name_and_can_be_reached(in_bow: object) -> None:
    for wrong, field in (({"name": " ", "phone": "1"}, "name"), ({"name": "Ana"}, "phone")):
        with pytest.raises(Refused) as refused:
            actions.add_volunteer(by=BY, scheme_id=cast.BOW, **wrong)  # type: ignore[arg-type]
        assert refused.value.field == field
    made = a_volunteer()
    actions.change_volunteer(by=BY, volunteer=made, name="Ana R", phone="", email="a@b.example")
    assert Volunteer.objects.get().name == "Ana R"
    with pytest.raises(Stale):
        actions.change_volunteer(by=BY, volunteer=made, name="x", phone="1", expected=9)


def test_a_check_is_dated_and_a_newer_one_takes_its_place(in_bow: object) -> None:
    made = a_volunteer(until=today() - DAY)
    for wrong, field in (
        ({"kind": "passport", "made_on": today()}, "kind"),
        ({"kind": "dbs", "made_on": today() + DAY}, "made_on"),
        ({"kind": "dbs", "made_on": today(), "expires_on": today()}, "expires_on"),
        ({"kind": "dbs", "made_on": today()}, "expires_on"),
    ):
        with pytest.raises(Refused) as refused:
            actions.note_check(by=BY, volunteer=made, **wrong)  # type: ignore[arg-type]
        assert refused.value.field == field, wrong
    actions.note_check(
        by=BY, volunteer=made, kind="dbs", made_on=today(), expires_on=today() + YEAR
    )
    assert len(queries.checks_of(made)) == 3
    assert len(queries.every_check(made)) == 4


@pytest.mark.parametrize("lacking", ["expired", "missing"])
def test_no_match_goes_on_by_a_check_that_is_missing_or_ran_out(
    in_bow: object, lacking: str
) -> None:
    person, made = someone(), a_volunteer()
    good = a_volunteer("Ben Carter")
    match = actions.propose_match(by=BY, volunteer=good, person=person)
    resting = a_match(good, "Ada")
    actions.pause_match(by=BY, match=resting, why="Holiday")
    for volunteer in (made, good):
        checks = VolunteerCheck.objects.filter(volunteer=volunteer, kind="dbs")
        if lacking == "expired":
            checks.update(expires_on=today() - DAY)
        else:
            checks.update(replaced_at=midday(today()))
    words = "ran out on" if lacking == "expired" else "is not on record"
    with pytest.raises(Refused, match=words):
        actions.propose_match(by=BY, volunteer=made, person=person)
    with pytest.raises(Refused, match=words):
        actions.agree_match(by=BY, match=match, who="person", on=today(), how="Phone")
    with pytest.raises(Refused, match=words):
        actions.go_on(by=BY, match=resting)
    actions.note_check(
        by=BY, volunteer=good, kind="dbs", made_on=today(), expires_on=today() + YEAR
    )
    actions.go_on(by=BY, match=resting)
    assert resting.is_going_on


def test_a_match_that_goes_on_is_flagged_and_not_stopped(in_bow: object, company: Company) -> None:
    match = a_match()
    VolunteerCheck.objects.filter(kind="dbs").update(expires_on=today() - DAY)
    match.refresh_from_db()
    assert match.is_going_on
    actions.log_visit(by=BY, match=match, visited_on=today(), went="well")
    nadia = company.client("nadia")
    for address in (of(match), f"/desk/people/{match.person_id}", of(match.volunteer)):
        assert "A check has run out" in read(nadia, address), address


def test_both_agree_each_on_a_day_and_somehow(in_bow: object) -> None:
    match = actions.propose_match(by=BY, volunteer=a_volunteer(), person=someone())
    for wrong, words in (
        ({"who": "nurse", "on": today(), "how": "x"}, "which of the two"),
        ({"who": "person", "on": today(), "how": " "}, "how they agreed"),
        ({"who": "person", "on": today() + DAY, "how": "x"}, "not come yet"),
    ):
        with pytest.raises(Refused, match=words):
            actions.agree_match(by=BY, match=match, **wrong)  # type: ignore[arg-type]
    with pytest.raises(Refused, match="Both must agree"):
        actions.log_visit(by=BY, match=match, visited_on=today(), went="well")
    actions.agree_match(by=BY, match=match, who="person", on=today(), how="At home")
    assert match.state == "proposed"
    actions.agree_match(by=BY, match=match, who="volunteer", on=today(), how="On the phone")
    assert match.is_going_on
    with pytest.raises(Refused, match="both have said"):
        actions.agree_match(by=BY, match=match, who="person", on=today(), how="Again")
    with pytest.raises(DatabaseError), transaction.atomic():
        Match.objects.update(person_agreed_on=None, person_agreed_how="")


def test_a_match_rests_goes_on_and_ends_with_why(in_bow: object) -> None:
    volunteer = a_volunteer()
    match = a_match(volunteer)
    with pytest.raises(Refused, match="already"):
        actions.propose_match(by=BY, volunteer=volunteer, person=match.person)
    for refused in (actions.pause_match, actions.end_match):
        with pytest.raises(Refused, match="Say why"):
            refused(by=BY, match=match, why=" ")
    with pytest.raises(Refused):
        actions.go_on(by=BY, match=match)
    actions.pause_match(by=BY, match=match, why="In hospital")
    actions.go_on(by=BY, match=match)
    with pytest.raises(Refused, match="still matched"):
        actions.end_volunteer(by=BY, volunteer=volunteer)
    page = actions.give_visit_page(by=BY, match=match)
    actions.end_match(by=BY, match=match, why="Moved to Leeds")
    assert not links.in_force(purpose=queries.VISITS, subject_id=page.pk).exists()
    assert actions.end_volunteer(by=BY, volunteer=volunteer).ended_on == today()
    with pytest.raises(Refused, match="not on the list"):
        actions.propose_match(by=BY, volunteer=volunteer, person=match.person)


def test_checks_that_run_out_are_work_of_who_runs_groups(in_bow: object, company: Company) -> None:
    from kith.groups.queries import for_today

    a_volunteer("Soon", until=today() + 30 * DAY)
    a_volunteer("Gone", until=today() - DAY)
    a_volunteer("Fine")
    tess, nadia = (Duty(company.actor(name), midday(today())) for name in ("tess", "nadia"))
    assert [row.check and row.check.volunteer.name for row in for_today(tess).checks] == [
        "Gone",
        "Soon",
    ]
    assert for_today(nadia).checks == []
    shown = read(company.client("tess"), "/desk/groups/volunteers")
    assert "Checks to be made again" in shown
    assert "Checks to be made again" not in read(company.client("nadia"), "/desk/groups/volunteers")
    assert "ran out on" in read(company.client("tess"), "/desk/")


def test_a_coordinator_matches_a_befriender_by_page(
    in_bow: object, company: Company, key: Key
) -> None:
    tess, person = company.client("tess"), someone()
    new = f"/desk/groups/volunteers/new/{cast.BOW}"
    assert tess.post(new, {**key(), "name": "Ana Reyes"}).status_code == 400
    address = tess.post(new, {**key(), "name": "Ana Reyes", "phone": "07700 900555"}).url
    propose = f"/desk/people/{person.pk}/befriender"
    sent = {"volunteer": address.split("/")[-1], "why": "Both like dominoes"}
    refused = tess.post(propose, {**key(), **sent})
    assert refused.status_code == 400
    assert b"is not on record" in refused.content
    assert b"Both like dominoes" in refused.content
    for kind in ("dbs", "references", "training"):
        check = {"kind": kind, **day("made_on", today() - DAY), **day("expires_on", today() + YEAR)}
        assert tess.post(f"{address}/check", {**key(), **check}).status_code == 302
    match = tess.post(propose, {**key(), **sent}).url
    for who, version in (("person", "1"), ("volunteer", "2")):
        said = {"who": who, **day("on", today()), "how": "On the phone", "version": version}
        assert tess.post(f"{match}/agree", {**key(), **said}).url == match
    assert "Goes on" in read(tess, match)
    assert "Ana Reyes" in read(tess, f"/desk/people/{person.pk}")
    visit = {**day("visited_on", today()), "went": "well", "minutes": "60", "words": "Dominoes"}
    assert tess.post(f"{match}/visit", {**key(), **visit}).url == match
    assert "Dominoes" in read(tess, f"/desk/people/{person.pk}")
    worrying = tess.post(f"{match}/visit", {**key(), **visit, "worry": "No heating"})
    assert worrying.url == f"/desk/concerns/about/{person.pk}"
    assert not Concern.objects.exists()


def test_the_volunteers_link_shows_a_first_name_and_days_and_takes_a_visit(
    in_bow: object, company: Company, key: Key
) -> None:
    match = a_match()
    actions.log_visit(by=BY, match=match, visited_on=today() - 9 * DAY, went="well", words="Secret")
    nadia = company.client("nadia")
    assert nadia.post(f"{of(match)}/link", key()).status_code == 302
    page = VisitPage.objects.get()
    token = links.token_of(links.in_force(purpose=queries.VISITS, subject_id=page.pk)[0].pk)
    address = f"/befriending/{token}"
    assert address in read(nadia, of(match))
    stranger = Client()
    shown = read(stranger, address)
    assert "Maya" in shown
    for private in ("Okafor", "07700 900123", "Fairfield", "Secret", "Ana"):
        assert private not in shown, private
    sent = {**day("visited_on", today() - DAY), "went": "well", "words": "Cards"}
    assert stranger.post(address, {**key(), **sent}).status_code == 302
    assert "Noted here" in read(stranger, address)
    assert "Cards" not in read(stranger, address)
    late = {**day("visited_on", today() + DAY), "went": "well"}
    assert stranger.post(address, {**key(), **late}).status_code == 400
    assert "Cards" in read(nadia, of(match))
    assert nadia.post(f"{of(match)}/end-link", key()).status_code == 302
    assert stranger.get(address).status_code == 410
    assert stranger.get("/befriending/nothing").status_code == 404


def test_a_check_that_ran_out_stops_new_visits_by_the_link_and_leads_to_letting_the_match_rest(
    in_bow: object, company: Company, key: Key
) -> None:
    match = a_match()
    page = actions.give_visit_page(by=BY, match=match)
    address = f"/befriending/{links.token_of(links.in_force(purpose=queries.VISITS, subject_id=page.pk)[0].pk)}"
    stranger, tess = Client(), company.client("tess")
    assert "Ring us" not in read(stranger, address).split("Rather talk?")[0]
    assert f"{of(match)}/pause" not in read(tess, "/desk/")
    yesterday = today() - DAY
    match.volunteer.checks.filter(kind="dbs").update(expires_on=yesterday)
    assert "before you go again" in read(stranger, address)
    late = {**day("visited_on", today()), "went": "well", "words": "Cards"}
    refused = stranger.post(address, {**key(), **late})
    assert refused.status_code == 400
    assert b"takes no visit after that day" in refused.content
    assert b"Cards" in refused.content
    assert not BefrienderVisit.objects.exists()
    # One from before is noted still, and the coordinator decides what becomes of the match.
    before = {**day("visited_on", yesterday), "went": "well"}
    assert stranger.post(address, {**key(), **before}).status_code == 302
    assert f"{of(match)}/pause" in tess.get("/desk/").content.decode()
    match.volunteer.checks.filter(kind="dbs").update(expires_on=today() + YEAR)
    assert stranger.post(address, {**key(), **late}).status_code == 302


def test_what_worries_a_volunteer_on_their_page_is_a_concern_at_once(
    in_bow: object, company: Company, key: Key
) -> None:
    match = a_match()
    page = actions.give_visit_page(by=BY, match=match)
    token = links.token_of(links.in_force(purpose=queries.VISITS, subject_id=page.pk)[0].pk)
    sent = {**day("visited_on", today()), "went": "mixed", "worry": "No food in the house"}
    answer = Client().post(f"/befriending/{token}", {**key(), **sent}, follow=True)
    assert b"asked to act today" in answer.content
    concern = Concern.objects.get()
    assert (concern.person_id, concern.words) == (match.person_id, "No food in the house")
    assert "Ana Reyes" in concern.told_by


def test_the_holder_of_a_link_writes_on_their_own_page_alone(in_bow: object) -> None:
    own, other = (actions.give_visit_page(by=BY, match=a_match(a_volunteer(name), first))
                  for name, first in (("Ana", "Maya"), ("Ben", "Ada")))  # fmt: skip
    actions.log_visit(by=BY, match=other.match, visited_on=today(), went="well")
    told = {"scheme_id": cast.BOW, "visited_on": today(), "went": "well", "by_name": "x"}
    with context.enter(Kind.LINK, schemes=[cast.BOW], actor="link:x", subject=str(own.pk)):
        assert list(VisitPage.objects.values_list("pk", flat=True)) == [own.pk]
        assert not BefrienderVisit.objects.exists()
        BefrienderVisit(match_id=own.match_id, page=own, **told).save(force_insert=True)
        for page in (other, None):
            row = BefrienderVisit(match_id=other.match_id, page=page, **told)
            with pytest.raises(DatabaseError), transaction.atomic():
                row.save(force_insert=True)
    assert BefrienderVisit.objects.filter(page=own).count() == 1


def test_another_partner_sees_that_there_is_somebody_and_not_who(
    in_bow: object, company: Company, key: Key
) -> None:
    match = a_match()
    sam = company.client("sam")
    shown = read(sam, of(match.volunteer))
    assert "Somebody whose record you may not open" in shown
    assert "Maya" not in shown
    for part in ("", "/agree", "/visit", "/end", "/pause"):
        assert sam.get(f"{of(match)}{part}").status_code == 404, part
    assert sam.post(f"{of(match)}/link", key()).status_code == 404
    assert company.client("sana").get(of(match.volunteer)).status_code == 404
    assert company.client("ruth").get("/desk/groups/volunteers").status_code == 403
    assert company.client("nadia").get(f"{of(match.volunteer)}/check").status_code == 403


@pytest.mark.parametrize("count", [1, 3])
def test_lists_of_volunteers_read_as_often_for_one_as_for_three(
    company: Company, in_bow: object, count: int
) -> None:
    for name, first in (("Ana", "Maya"), ("Ben", "Ada"), ("Cleo", "Bea"))[:count]:
        match = a_match(a_volunteer(name), first)
        actions.log_visit(by=BY, match=match, visited_on=today(), went="well")
    tess = company.client("tess")
    for address, reads in (("/desk/groups/volunteers", 18), (of(match), 16)):
        with CaptureQueriesContext(connection) as asked:
            assert tess.get(address).status_code == 200
        assert len(asked) == reads, (address, [q["sql"][:120] for q in asked])


def test_a_link_is_given_on_checks_that_hold_and_lasts_a_year(in_bow: object) -> None:
    volunteer = a_volunteer(until=today() + DAY)
    match = a_match(volunteer)
    page = actions.give_visit_page(by=BY, match=match)
    link = links.in_force(purpose=queries.VISITS, subject_id=page.pk).get()
    assert link.expires_at is not None
    assert (link.expires_at - timezone.now()).days in (364, 365)
    with time_machine.travel(timezone.now() + 3 * DAY, tick=True):
        with pytest.raises(Refused, match="Note the new one first"):
            actions.give_visit_page(by=BY, match=match)
    assert links.in_force(purpose=queries.VISITS, subject_id=page.pk).exists()


def test_who_suits_comes_first_and_who_cannot_last_each_with_why(
    in_bow: object, company: Company
) -> None:
    person = someone()
    Person.objects.filter(pk=person.pk).update(language="syl")
    given = {
        "Ana Reyes": ("", "E14"),
        "Bo Lind": ("English", "Fairfield Road"),
        "Zara Begum": ("English, Sylheti", ""),
    }
    for name, (languages, areas) in given.items():
        a_volunteer(name, languages=languages, areas=areas)
    busy = a_volunteer("Aaron Busy")
    actions.propose_match(by=BY, volunteer=busy, person=someone("Bea"))
    actions.add_volunteer(
        by=BY, scheme_id=cast.BOW, name="Alma Unchecked", phone="07700 900556", languages="Sylheti"
    )
    shown = read(company.client("nadia"), f"/desk/people/{person.pk}/befriender")
    names = ("Zara Begum", "Bo Lind", "Ana Reyes", "Aaron Busy", "Alma Unchecked")
    assert [shown.index(name) for name in names] == sorted(shown.index(name) for name in names)
    for words in (
        "Speaks Sylheti", "Goes to Fairfield Road, where they live", "Visits 1 already",
        "Cannot be proposed now. DBS check: not on record",
    ):  # fmt: skip
        assert words in shown, words
    assert shown.count("disabled") == 1


def test_on_a_match_both_can_be_rung(in_bow: object, company: Company) -> None:
    shown = read(company.client("nadia"), of(a_match()))
    assert "07700 900555" in shown
    assert "07700 900123" in shown
