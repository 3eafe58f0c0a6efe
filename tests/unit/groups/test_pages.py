"""The pages of groups: what a worker, whoever facilitates, another partner and a stranger each see."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from kith.accounts import actions as accounts
from kith.audit.models import Entry
from kith.directory import actions as directory
from kith.directory.models import Service
from kith.groups import actions
from kith.groups.models import Group, GroupPlace, GroupSession
from kith.groups.queries import OFF
from kith.isolation import context, links
from kith.organisations import actions as organisations
from kith.pathway.closures import actions as closures
from kith.pathway.connections import actions as connections
from kith.resilience.errors import Refused
from kith.ui.dates import today
from kith.vocabulary import closure_reasons
from tests import cast
from tests.conftest import Company
from tests.unit.groups.lunch import BY, a_group, day, joined, member, read, register, sessions
from tests.unit.pathway.stories import a_case

Key = Callable[[], dict[str, str]]


def of(row: Any) -> str:
    return f"/desk/groups/{'sessions/' if isinstance(row, GroupSession) else ''}{row.pk}"


@pytest.fixture
def leila(company: Company, in_bow: object) -> Client:
    """A facilitator: she holds no role that opens a record."""
    user = accounts.create_user(
        by=BY, email="leila@kith.example", name="Leila Haddad", password=cast.PASSWORD
    )
    organisations.add_member(
        by=BY, scheme_id=cast.BOW, user=user, roles=["facilitator"], from_date=cast.SINCE
    )
    return company.client("leila")


def test_a_group_is_opened_planned_and_filled(company: Company, key: Key) -> None:
    case, tess = a_case(), company.client("tess")
    assert "No group of yours yet" in read(tess, "/desk/groups")
    new = f"/desk/groups/new/{cast.BOW}"
    refused = tess.post(new, {**key(), "name": "Lunch", "minutes": "90", "where": ""})
    assert refused.status_code == 400
    assert b'value="Lunch"' in refused.content
    told = {"name": "Lunch", "where": "The hall", "minutes": "90", "places": "8",
            "weekday": str(today().weekday()), "starts": "0:01"}  # fmt: skip
    address = tess.post(new, {**key(), **told}).url
    span = {**day("from_on", today()), **day("to_on", today())}
    assert tess.post(f"{address}/sessions", {**key(), **span}).status_code == 302
    found = tess.post(f"{address}/find", {"q": "Maya"})
    assert b"Maya Okafor" in found.content
    into = f"{address}/people/{case.person_id}"
    said = {"to_know": "Sits near the door", "arrives": "Walks", "agreed": "no"}
    assert tess.post(into, {**key(), **said}).status_code == 400
    assert tess.post(into, {**key(), **said, "agreed": "yes"}).status_code == 302
    shown = read(tess, address)
    for words in (
        "Maya Okafor",
        "Sits near the door",
        "1 of 8 places taken",
        "Register to be taken",
    ):
        assert words in shown, words
    assert "Register to be taken" in read(tess, "/desk/groups")
    assert "Has a place" in read(tess, f"/desk/people/{case.person_id}")


def test_whoever_facilitates_sees_names_and_what_to_know_and_no_record(
    leila: Client, key: Key
) -> None:
    group = a_group(facilitator="Leila Haddad")
    a_group(name="Mending", facilitator="")
    (place,) = joined(group, "Ada", to_know="Carries sugar", arrives="Walks")
    (session,) = sessions(group, back=0, ahead=0)
    listed = read(leila, "/desk/groups")
    assert "Lunch club" in listed
    assert "Mending" not in listed
    for address in (of(group), of(session)):
        shown = read(leila, address)
        assert "Ada Okafor" in shown
        assert "Carries sugar" in shown
        for private in ("07700", "Fairfield", "1951", "/desk/people/", "Achebe"):
            assert private not in shown, private
    for shut in (
        f"/desk/people/{place.person_id}",
        f"/desk/groups/people/{place.pk}",
        f"{of(group)}/find",
        f"{of(group)}/change",
    ):
        assert leila.get(shut).status_code == 403, shut
    sent = {**key(), "version": "1", "came": [str(place.pk)], "walk_ins": "2"}
    assert leila.post(of(session), sent).status_code == 302
    assert "1 came, and 2 without a record" in read(leila, "/desk/groups")
    about = f"{of(session)}/people/{place.pk}"
    assert leila.post(about, {**key(), "note": "Glad to be here", "worried": "no"}).url == of(
        session
    )
    looked = Entry.objects.filter(action="record.opened", person_id=place.person_id)
    assert {"groups:group", "groups:register", "groups:about"} <= {e.subject_type for e in looked}


def test_another_group_is_a_404_to_a_facilitator(leila: Client) -> None:
    mine = a_group(facilitator="Leila Haddad")
    other = a_group(name="Mending")
    (session,) = sessions(other, back=0, ahead=0)
    assert leila.get(of(mine)).status_code == 200
    for address in (of(other), of(session), f"{of(session)}/cancel"):
        assert leila.get(address).status_code == 404


def test_another_partner_reads_the_group_and_nobodys_name(
    company: Company, in_bow: object, key: Key
) -> None:
    group = a_group()
    (place,) = joined(group, "Ada", to_know="Carries sugar")
    (session,) = sessions(group, back=0, ahead=0)
    sam = company.client("sam")
    for address in (of(group), of(session)):
        shown = read(sam, address)
        assert "Ada" not in shown
        assert "Carries sugar" not in shown
    assert "Somebody whose record you may not open" in read(sam, of(group))
    assert sam.get(f"/desk/groups/people/{place.pk}").status_code == 404
    # He does not facilitate it, so what he sends marks nobody.
    assert sam.post(of(session), {**key(), "version": "1"}).status_code == 200
    assert sam.get(f"{of(session)}/cancel").status_code == 404
    assert company.client("sana").get(of(group)).status_code == 404
    assert company.client("ruth").get(of(group)).status_code == 403


def test_the_register_by_hand_shows_who_is_new_and_is_opened_again(
    company: Company, in_bow: object, key: Key
) -> None:
    group = a_group()
    ada, bea = joined(group, "Ada", "Bea")
    before, now = sessions(group, back=1, ahead=0)
    register(before, [ada, bea], ada)
    nadia = company.client("nadia")
    shown = read(nadia, of(now))
    assert shown.count("New") == 1
    assert "Whoever is not tapped did not come" in shown
    sent = {**key(), "version": str(now.version), "came": [str(bea.pk)], "note": "Soup"}
    assert nadia.post(of(now), sent).status_code == 302
    again = read(nadia, of(now))
    assert "Register taken by" in again
    assert "Soup" in again
    stale = nadia.post(of(now), {**key(), "version": str(now.version), "came": [str(ada.pk)]})
    assert stale.status_code == 409
    record = read(nadia, f"/desk/people/{ada.person_id}")
    assert "Group: Lunch club" in record
    assert "Did not come to Lunch club" in record


def test_a_cancelled_session_shows_whom_to_ring_and_is_on_today_until_they_know(
    company: Company, in_bow: object, key: Key
) -> None:
    group = a_group()
    joined(group, "Ada")
    (session,) = sessions(group, back=0, ahead=0)
    nadia = company.client("nadia")
    address = of(session)
    assert "1 person is expected" in read(nadia, f"{address}/cancel")
    sent = {**key(), "why": "The boiler is broken", "version": str(session.version)}
    assert nadia.post(f"{address}/cancel", sent).url == address
    shown = read(nadia, address)
    for words in ("To be rung", "07700 900123", "The boiler is broken"):
        assert words in shown, words
    now = read(nadia, "/desk/")
    assert "Lunch club does not take place" in now
    told = f"/desk/groups/told/{session.notices.get().pk}"
    assert company.client("sam").post(told, key()).status_code == 404
    assert nadia.post(told, {**key(), "back": "today"}).url == "/desk/"
    assert "Lunch club does not take place" not in read(nadia, "/desk/")
    assert "Told by Nadia Rahman" in read(nadia, address)


def test_the_link_says_which_and_when_next_and_nobodys_name(
    company: Company, in_bow: object
) -> None:
    group = a_group()
    joined(group, "Ada")
    session, _ = sessions(group, back=0, ahead=1)
    actions.cancel(by=BY, session=session, why="Snow")
    token = links.token_of(links.in_force(purpose=OFF, subject_id=session.pk)[0].pk)
    shown = read(Client(), f"/called-off/{token}")
    assert "Lunch club</bdi> does not take place" in shown
    assert "It meets again" in shown
    assert "Ada" not in shown
    assert Client().get("/called-off/nothing").status_code == 404


def test_an_offer_is_answered_from_today_and_a_place_given_up(
    company: Company, in_bow: object, key: Key
) -> None:
    group = a_group(places=1)
    (ada,) = joined(group, "Ada")
    (bea,) = joined(group, "Bea")
    nadia = company.client("nadia")
    assert (
        nadia.post(f"/desk/groups/people/{ada.pk}/leave", {**key(), "why": ""}).status_code == 400
    )
    nadia.post(f"/desk/groups/people/{ada.pk}/leave", {**key(), "why": "Moved"})
    assert "A place in Lunch club is free" in read(nadia, "/desk/")
    sent = {**key(), "answer": "yes", "back": "today"}
    assert nadia.post(f"/desk/groups/people/{bea.pk}/answer", sent).url == "/desk/"
    bea.refresh_from_db()
    assert bea.has_place
    assert "Left Lunch club" in read(nadia, f"/desk/people/{ada.person_id}")


def test_what_is_due_of_people_whom_nobody_holds_is_work_of_who_runs_groups(
    company: Company, in_bow: object, key: Key
) -> None:
    group = a_group(places=1)
    (ada,) = joined(group, "Ada")
    case = a_case(first_name="Bea")
    bea = actions.join(
        by=BY, group=group, person=case.person, agreed=True, to_know="Nothing", arrives="Walks"
    )
    tess, nadia = company.client("tess"), company.client("nadia")
    actions.leave(by=BY, place=ada, why="Moved")
    assert "whom no worker holds" not in read(tess, "/desk/groups")  # Nadia has it on Today
    closures.close(by=BY, case=case, reason=closure_reasons.COMPLETED, summary="Well.")
    assert "A place in Lunch club is free" not in read(nadia, "/desk/")
    assert "A place in Lunch club is free" in read(tess, "/desk/groups")
    for other in ("nadia", "sam"):
        assert "whom no worker holds" not in read(company.client(other), "/desk/groups")
    sent = {**key(), "answer": "yes", "back": "groups"}
    assert tess.post(f"/desk/groups/people/{bea.pk}/answer", sent).url == "/desk/groups"
    assert "whom no worker holds" not in read(tess, "/desk/groups")


def test_joining_from_the_record(company: Company, in_bow: object, key: Key) -> None:
    group, case = a_group(), a_case()
    address = f"/desk/people/{case.person_id}/groups"
    nadia = company.client("nadia")
    assert "Lunch club" in read(nadia, address)
    said = {"group": str(group.pk), "arrives": "Bus 25", "to_know": "Nothing"}
    assert nadia.post(address, {**key(), **said}).status_code == 400
    assert nadia.post(address, {**key(), **said, "agreed": "yes"}).status_code == 302
    place = GroupPlace.objects.get()
    changed = {"to_know": "Hard of hearing", "arrives": "Walks", "version": str(place.version)}
    nadia.post(f"/desk/groups/people/{place.pk}", {**key(), **changed})
    place.refresh_from_db()
    assert (place.to_know, place.arrives) == ("Hard of hearing", "Walks")
    assert company.client("sam").get(address).status_code == 404


def test_a_poster_is_a_pdf(company: Company, in_bow: object) -> None:
    answer = company.client("nadia").get(f"{of(a_group())}/poster.pdf")
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("count", [1, 3])
def test_lists_read_as_often_for_one_as_for_three(
    company: Company, in_bow: object, count: int
) -> None:
    group = a_group()
    places = joined(group, *("Ada", "Bea", "Cleo")[:count])
    rows = sessions(group, back=count, ahead=1)
    register(rows[0], places, *places)
    for number in range(count - 1):
        a_group(name=f"Group {number}")
    nadia = company.client("nadia")
    for address, reads in (("/desk/groups", 15), (of(group), 15), (of(rows[1]), 15)):
        with CaptureQueriesContext(connection) as asked:
            assert nadia.get(address).status_code == 200
        assert len(asked) == reads, (address, len(asked), [q["sql"][:120] for q in asked])


def test_a_group_is_changed_and_ended_by_who_runs_groups(
    company: Company, in_bow: object, key: Key
) -> None:
    group = a_group()
    tess, nadia = company.client("tess"), company.client("nadia")
    told = {"name": "Lunch", "where": "The library", "minutes": "60", "version": str(group.version)}
    assert nadia.post(f"{of(group)}/change", {**key(), **told}).status_code == 403
    assert tess.post(f"{of(group)}/change", {**key(), **told}).status_code == 302
    group.refresh_from_db()
    assert (group.where, group.weekday) == ("The library", None)
    assert tess.post(f"{of(group)}/end", key()).status_code == 302
    assert Group.objects.get().ended_on == today()


def test_nothing_of_groups_is_read_from_another_scheme(in_bow: object) -> None:
    a_group()
    with context.in_scheme(cast.POPLAR, actor=cast.TESTS.key):
        assert not Group.objects.exists()
    assert Group.objects.exists()
    assert member().groups_led.count() == 1


def test_a_session_that_begins_later_is_to_come(company: Company, in_bow: object) -> None:
    group = a_group()
    sessions(group, back=1, ahead=1)
    shown = read(company.client("nadia"), of(group))
    assert shown.count("Register to be taken") == 2
    assert shown.count("To come") == 1


def test_a_place_asks_what_must_be_known_and_takes_nothing_for_an_answer(
    company: Company, in_bow: object, key: Key
) -> None:
    group, case = a_group(), a_case()
    into, nadia = f"{of(group)}/people/{case.person_id}", company.client("nadia")
    answer = nadia.post(into, {**key(), "agreed": "yes"})
    assert answer.status_code == 400
    shown = answer.content.decode()
    assert "“Nothing” is an answer" in shown
    assert "“By themselves” is an answer" in shown
    said = {"to_know": "Nothing", "arrives": "By themselves", "agreed": "yes"}
    assert nadia.post(into, {**key(), **said}).status_code == 302
    with pytest.raises(Refused, match="is an answer"):
        actions.change_place(by=BY, place=GroupPlace.objects.get(), to_know=" ", arrives="Walks")


def test_whoever_puts_somebody_on_the_list_reads_whose_task_the_free_place_is(
    company: Company, in_bow: object, key: Key
) -> None:
    group = a_group(places=1)
    joined(group, "Ada")
    said = {"to_know": "Nothing", "arrives": "Walks", "agreed": "yes"}
    told = []
    for name, client in (("Bea", "tess"), ("Cleo", "nadia")):
        case = a_case(first_name=name)
        answer = company.client(client).post(
            f"{of(group)}/people/{case.person_id}", {**key(), **said}, follow=True
        )
        told.append(answer.content.decode())
    assert "Nadia Rahman asks them: it is on their Today." in told[0]
    assert "it is on your Today." not in told[0]
    assert "it is on your Today." in told[1]


def test_a_poster_that_cannot_hold_all_says_so_before_it_is_printed(
    company: Company, in_bow: object
) -> None:
    nadia = company.client("nadia")
    plain, long = a_group(), a_group(name="Long 🎉 table", about="Soup and bread. " * 60)
    assert "cannot be printed" not in read(nadia, of(plain))
    shown = read(nadia, of(long))
    assert "longer than one sheet holds" in shown
    assert "Emoji" in shown
    assert nadia.get(f"{of(long)}/poster.pdf").content.startswith(b"%PDF")


def test_who_is_introduced_to_a_group_of_ours_is_put_into_it(
    in_bow: object, company: Company, key: Key
) -> None:
    """They are on its one register, counted in its places and told of a cancelled session."""
    add = {"by": BY, "scheme_id": cast.BOW, "email": "lunch@bow.example"}
    listing, other = (directory.add_service(name=name, **add) for name in ("Lunch", "Choir"))
    case = a_case(first_name="Noor", agreed=True)
    agreed = {
        "agreed_fields": ["name"], "agreed_how": "On the phone", "agreed_on": today(),
        "keep_safe": "Sits near the door", "getting_there": "Bus 25",
    }  # fmt: skip
    before = connections.introduce(by=BY, person=case.person, case=case, service=listing, **agreed)
    group = a_group(listing=listing, places=3)
    nadia = company.client("nadia")

    def leads(service: Service) -> str:
        answer = nadia.get(f"/desk/connections/introduce/{case.person_id}/{service.pk}")
        return answer.get("Location", "")

    join = f"{of(group)}/people/{case.person_id}"
    assert leads(listing) == join
    assert leads(other) == ""
    assert join in read(nadia, of(group))
    asked = read(nadia, join)
    assert "Sits near the door" in asked
    assert "Bus 25" in asked
    told = {"to_know": "Sits near the door", "arrives": "Bus 25", "agreed": "yes"}
    assert nadia.post(join, {**key(), **told}).status_code == 302
    before.refresh_from_db()
    assert before.progress == "accepted"
    assert "Introduced, and not in the group yet" not in read(nadia, of(group))
    ahead = next(one for one in sessions(group) if one.on > today())
    notices = actions.cancel(by=BY, session=ahead, why="The boiler broke")
    assert [one.joined.person.first_name for one in notices] == ["Noor"]
    listing.refresh_from_db()
    assert listing.places_free == 2
    actions.change_group(by=BY, group=group, name=group.name, where=group.where, places=3)
    assert leads(listing) == ""
