"""Today: what should I do now, and what must not be forgotten?"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from kith.desk.queries.today import Kind, for_today
from kith.isolation import context
from kith.organisations.duty import duty_of
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.connections import actions as connections
from kith.pathway.connections.states import Progress
from kith.pathway.contacts import actions as contacts
from kith.pathway.plans import actions as plans
from kith.pathway.referrals.models import Referral
from kith.ui.dates import LONDON
from tests import cast
from tests.conftest import Company
from tests.unit.desk.people import case_of, member

Keys = Callable[[], dict[str, str]]


def kinds(company: Company, name: str) -> list[tuple[str, str]]:
    """(why, who) of the rows on somebody's list, in order."""
    day = for_today(duty_of(company.actor(name), timezone.now()))
    return [(due.kind.value, due.placed.person.first_name) for due in day.dues]


def test_an_empty_day_says_who_has_been_quiet_longest(company: Company, in_bow: object) -> None:
    for number, days in enumerate((3, 9, 6)):
        case = case_of(number=number, days_ago=days + 1)
        at = timezone.now() - dt.timedelta(days=days)
        contacts.record(by=cast.TESTS, person=case.person, outcome="reached", at=at)
    page = company.client("nadia").get("/desk/").content.decode()
    assert "Nothing due. These people have been quiet longest." in page
    assert page.index("Bert Coker") < page.index("Chidi Eze") < page.index("Amina Begum")


def test_somebody_without_people_is_told_where_they_will_be(company: Company) -> None:
    page = company.client("nadia").get("/desk/").content.decode()
    assert "nobody is yours yet" in page


def test_the_list_is_in_the_order_in_which_it_is_done(company: Company, in_bow: object) -> None:
    by = cast.TESTS
    quiet = case_of(number=5, days_ago=40, in_days=40)
    case_of(number=0, in_days=0, days_ago=20)
    case_of(number=1, in_days=-3, days_ago=20)
    case_of(number=4, in_days=3, days_ago=0)
    seen = case_of(number=3, in_days=12, days_ago=20)
    past = timezone.now() - dt.timedelta(days=2)
    contacts.record(by=by, person=seen.person, outcome="reached", at=past)
    with time_machine.travel(timezone.now() - dt.timedelta(hours=1), tick=False):
        contacts.plan_contact(
            by=by, person=seen.person, planned_for=timezone.now() + dt.timedelta(minutes=30)
        )
    reviewed = case_of(number=6, in_days=12, days_ago=20)
    contacts.record(by=by, person=reviewed.person, outcome="reached", at=past)
    plans.start(by=by, case=reviewed)
    plans.set_review(by=by, case=reviewed, on=timezone.localdate())
    assert quiet.next_step_on is not None
    assert kinds(company, "nadia") == [
        ("appointment", "Dot"),
        ("promised", "Bert"),
        ("promised", "Amina"),
        ("new", "Élodie"),
        ("review", "Grace"),
        ("quiet", "Faisal"),
    ]


def test_a_reply_is_owed_to_the_person_until_they_were_told(
    company: Company, in_bow: object
) -> None:
    case = _introduced(news_in=-1)
    assert kinds(company, "nadia") == [("news", "Amina")]
    made = case.introductions.get()
    connections.record_progress(by=cast.TESTS, introduction=made, progress=Progress.FULL)
    assert kinds(company, "nadia") == [("reply", "Amina")]
    contacts.record(by=cast.TESTS, person=case.person, outcome="reached")
    assert kinds(company, "nadia") == []


def test_news_has_a_row_of_its_own_beside_what_else_is_due_and_is_read_in_place(
    company: Company, in_bow: object, key: Keys
) -> None:
    case = _introduced(news_in=9)
    made = case.introductions.get()
    caseload.set_next_step(
        by=cast.TESTS, case=case, text="Try again in the evening", on=timezone.localdate()
    )
    connections.record_progress(
        by=cast.TESTS, introduction=made, progress=Progress.CAME, heard="link"
    )
    assert kinds(company, "nadia") == [("promised", "Amina"), ("reply", "Amina")]
    nadia = company.client("nadia")
    page = nadia.get("/desk/").content.decode()
    assert "1 call or task promised · 1 reply" in page
    assert "Also: " not in page
    row = page[page.index('id="reply"') :].split("</li>")[0]
    assert "Nothing to do but read it" in row
    assert "I have read this news" in row
    for other in ("No answer", "Reached", "Write the news"):
        assert other not in row, other
    assert 'id="reply"' not in page[: page.index("Try again in the evening")]
    noted = f"/desk/connections/{made.pk}/noted"
    assert nadia.post(noted, {**key(), "back": "today"}).url == "/desk/"
    assert kinds(company, "nadia") == [("promised", "Amina")]


def test_replies_stand_after_what_is_overdue_and_before_what_is_to_be_asked(
    company: Company, in_bow: object
) -> None:
    case = _introduced(news_in=9)
    connections.record_progress(
        by=cast.TESTS, introduction=case.introductions.get(), progress=Progress.CAME, heard="link"
    )
    alone = company.client("nadia").get("/desk/").content.decode()
    assert "Nothing due" not in alone
    assert 'id="now"' not in alone
    for number in (1, 2, 3):
        late = case_of(number=number, in_days=0 if number == 3 else -number, days_ago=9)
    connections.signpost(
        by=cast.TESTS, person=late.person, service_name="Age UK", ask_news_on=timezone.localdate()
    )
    page = company.client("nadia").get("/desk/").content.decode()
    order = ("now", "overdue", "reply", "signposts", "promised")
    found = [page.index(f'id="{one}"') for one in order]
    assert found == sorted(found)


def test_a_step_that_the_worker_promised_stands_on_its_day_and_is_done_in_place(
    company: Company, in_bow: object, key: Keys
) -> None:
    case = case_of(in_days=9, days_ago=9)
    contacts.record(by=cast.TESTS, person=case.person, outcome="reached")
    need = plans.add_need(by=cast.TESTS, case=case, foundation="money", text="Letters")
    goal = plans.add_goal(by=cast.TESTS, need=need, text="Open them")
    today = timezone.localdate()
    for who, by_when in (("person", today), ("worker", today + dt.timedelta(days=1))):
        plans.add_action(by=cast.TESTS, goal=goal, text="Later", who=who, by_when=by_when)
    assert kinds(company, "nadia") == []
    step = plans.add_action(
        by=cast.TESTS, goal=goal, text="Ring the council", who="worker", by_when=today
    )
    assert kinds(company, "nadia") == [("step", "Amina")]
    nadia = company.client("nadia")
    assert "Ring the council" in nadia.get("/desk/").content.decode()
    pressed = {"press": "action", "id": str(step.pk), "status": "done", "back": "today"}
    assert nadia.post(f"/desk/plans/{case.pk}", {**key(), **pressed}).url == "/desk/"
    assert kinds(company, "nadia") == []


def _introduced(news_in: int):  # type: ignore[no-untyped-def]
    from kith.directory import actions as directory

    case = case_of(in_days=9, days_ago=9, no_risk_known=True)
    at = timezone.now() - dt.timedelta(days=2)
    contacts.record(by=cast.TESTS, person=case.person, outcome="reached", at=at)
    service = directory.add_service(
        by=cast.TESTS, scheme_id=cast.BOW, name="Chrisp Street lunch club"
    )
    connections.introduce(
        by=cast.TESTS,
        person=case.person,
        case=case,
        service=service,
        agreed_fields=["name"],
        agreed_how="on the phone",
        agreed_on=timezone.localdate(),
        keep_safe="Nothing",
        getting_there="Walks",
        ask_news_on=timezone.localdate() + dt.timedelta(days=news_in),
    )
    return case


def test_the_next_person_comes_with_why_a_safe_number_and_the_last_words(
    company: Company, in_bow: object
) -> None:
    case = case_of(in_days=0, step="Call again in the evening")
    at = timezone.now() - dt.timedelta(days=1)
    contacts.record(by=cast.TESTS, person=case.person, outcome="no_answer", note="Rang out.", at=at)
    page = company.client("nadia").get("/desk/").content.decode()
    assert "Promised for today. Trying to reach: once so far" in page
    assert "Call again in the evening" in page
    assert "tel:+447700900100" in page
    assert "Safe: mornings" in page
    assert "Rang out." in page


def test_a_number_that_is_not_safe_is_not_offered(company: Company, in_bow: object) -> None:
    case_of(in_days=0, who={"phone_safe_for": ("text",)})
    page = company.client("nadia").get("/desk/").content.decode()
    assert "07700 900100" not in page
    assert "tel:" not in page
    assert "No number marked safe to call" in page


def test_others_people_are_not_on_my_day(company: Company, in_bow: object) -> None:
    case_of("Sam", in_days=0)
    assert "Amina" not in company.client("nadia").get("/desk/").content.decode()
    assert "Amina" in company.client("sam").get("/desk/").content.decode()
    assert "Amina" not in company.client("sana").get("/desk/").content.decode()


def test_two_schemes_share_one_day_and_each_row_says_whose(company: Company, db: None) -> None:
    for scheme_id, number in ((cast.BOW, 0), (cast.POPLAR, 1)):
        with context.in_scheme(scheme_id, actor=cast.TESTS.key):
            case_of("Bea", number, scheme_id=scheme_id, in_days=0)
    page = company.client("bea").get("/desk/").content.decode()
    assert "Amina Begum" in page
    assert "Bert Coker" in page
    assert "Bow Social Prescribing</strong>" in page
    assert "Poplar Social Prescribing</strong>" in page


def test_forty_people_take_as_many_queries_as_one(
    company: Company,
    in_bow: object,
    django_assert_num_queries: Callable[..., object],
) -> None:
    client = company.client("nadia")
    case_of(number=0, in_days=0)
    at_one = _queries(client)
    for number in range(1, 40):
        case = case_of(number=number, in_days=number % 3)
        contacts.record(by=cast.TESTS, person=case.person, outcome="no_answer", note="Rang out.")
    assert _queries(client) == at_one
    assert len(kinds(company, "nadia")) > 12


def _queries(client: Client) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    client.get("/desk/")
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/desk/").status_code == 200
    return len(captured)


@pytest.mark.parametrize(
    "day", [dt.date(2041, 3, 31), dt.date(2041, 10, 27), dt.date(2041, 12, 31)]
)
def test_a_day_ends_at_midnight_in_london(company: Company, in_bow: object, day: dt.date) -> None:
    late = dt.datetime.combine(day, dt.time(23, 30), tzinfo=LONDON)
    early = dt.datetime.combine(day + dt.timedelta(days=1), dt.time(0, 30), tzinfo=LONDON)
    with time_machine.travel(dt.datetime.combine(day, dt.time(9), tzinfo=LONDON), tick=False):
        for number, moment in enumerate((late, early)):
            case = case_of(number=number, in_days=5, days_ago=5)
            contacts.plan_contact(by=cast.TESTS, person=case.person, planned_for=moment)
        assert kinds(company, "nadia") == [("appointment", "Amina")]


def test_every_row_is_finished_by_a_page_that_opens(company: Company, in_bow: object) -> None:
    case_of(number=1, in_days=0)
    _introduced(news_in=-1)
    client = company.client("nadia")
    page = client.get("/desk/").content.decode()
    found = re.findall(r'href="(/desk/[^"#]+)', page)
    addresses = {address.replace("&amp;", "&") for address in found}
    assert any("outcome=no_answer" in address for address in addresses)
    assert any("/connections/" in address for address in addresses)
    for address in addresses:
        assert client.get(address).status_code == 200, address


def test_moving_keeps_the_promise_and_changes_its_day(
    company: Company, in_bow: object, key: Keys
) -> None:
    case = case_of(in_days=0)
    client = company.client("nadia")
    on = timezone.localdate() + dt.timedelta(days=3)
    address = f"/desk/people/{case.person_id}/move"
    answer = client.post(address, {**key(), "on": on.isoformat(), "version": case.version})
    assert answer["Location"] == "/desk/"
    case.refresh_from_db()
    assert (case.next_step, case.next_step_on) == ("Ring about the lunch club", on)
    assert kinds(company, "nadia") == []


def test_an_appointment_is_moved_where_it_is_kept(company: Company, in_bow: object) -> None:
    case = case_of()
    soon = timezone.now() + dt.timedelta(minutes=1)
    planned = contacts.plan_contact(by=cast.TESTS, person=case.person, planned_for=soon)
    page = company.client("nadia").get("/desk/").content.decode()
    assert f"/desk/contacts/{planned.pk}/appointment" in page
    assert f"/desk/contacts/{planned.pk}/mark?outcome=reached" in page
    assert "Move to…" not in page


def test_moving_what_another_moved_says_so_and_keeps_theirs(
    company: Company, in_bow: object, key: Keys
) -> None:
    case = case_of(in_days=0)
    client = company.client("nadia")
    address = f"/desk/people/{case.person_id}/move"
    answer = client.post(
        address, {**key(), "on": "2030-01-01", "version": case.version - 1}, follow=True
    )
    assert "was not moved" in answer.content.decode()
    kept = case.next_step_on
    case.refresh_from_db()
    assert case.next_step_on == kept


@pytest.mark.parametrize("on", ["", "yesterday", "2026-02-30", "\x00"])
def test_a_day_that_is_none_moves_nothing(
    company: Company, in_bow: object, key: Keys, on: str
) -> None:
    case = case_of(in_days=0)
    address = f"/desk/people/{case.person_id}/move"
    answer = company.client("nadia").post(
        address, {**key(), "on": on, "version": case.version}, follow=True
    )
    assert "Choose a day to move it to." in answer.content.decode()


def test_a_stranger_moves_nothing(company: Company, in_bow: object, key: Keys) -> None:
    case = case_of(in_days=0)
    address = f"/desk/people/{case.person_id}/move"
    typed = {"on": timezone.localdate().isoformat(), "version": str(case.version)}
    assert company.client("sana").post(address, {**key(), **typed}).status_code == 404
    assert company.client("sam").post(address, {**key(), **typed}).status_code == 404
    assert company.client("nadia").post(address, {**key(), **typed}).status_code == 302
    assert member("Nadia").pk == case.holder_id


def test_every_kind_has_its_place(company: Company) -> None:
    from kith.desk.presenters.today import _LINE, _WHY, HEADINGS

    assert set(HEADINGS) == set(_LINE) == set(_WHY) == set(Kind)


def test_who_was_not_told_that_we_call_is_marked_until_we_spoke(
    company: Company, in_bow: object
) -> None:
    case, told = case_of(number=1, days_ago=0), case_of(number=2, days_ago=0)
    for one, knows in ((case, False), (told, True)):
        Referral.objects.filter(pk=one.referral_id).update(person_knows=knows)
    words = "Does not know yet that we will call"
    nadia = company.client("nadia")
    assert nadia.get("/desk/").content.decode().count(words) == 1
    record = nadia.get(f"/desk/people/{told.person_id}").content.decode()
    assert "was told that we will call" in record
    contacts.record(by=cast.TESTS, person=case.person, outcome="reached")
    assert words not in nadia.get("/desk/").content.decode()


def test_whoever_is_given_somebody_sees_them_today_whenever_they_were_taken_on(
    company: Company, in_bow: object
) -> None:
    waiting = case_of(number=0, days_ago=20)
    Case.objects.filter(pk=waiting.pk).update(holder=None)
    waiting.holdings.update(to_at=timezone.now() - dt.timedelta(days=19))
    waiting.refresh_from_db()
    bea = company.client("bea")
    assert "Amina Begum" not in bea.get("/desk/").content.decode()
    caseload.allocate(by=cast.TESTS, case=waiting, holder=member("Bea"))
    shown = bea.get("/desk/").content.decode()
    assert "Amina Begum" in shown
    assert "waiting 20 days for a first call" in shown
    # Somebody who was talked with before is given to them too, until they are in touch.
    known = case_of("Nadia", 1, days_ago=20)
    contacts.record(
        by=cast.TESTS, person=known.person, outcome="reached",
        at=timezone.now() - dt.timedelta(days=3),
    )  # fmt: skip
    caseload.allocate(by=cast.TESTS, case=known, holder=member("Bea"))
    assert "Given to you lately" in bea.get("/desk/").content.decode()
    contacts.record(by=cast.TESTS, person=known.person, outcome="reached")
    assert "Given to you lately" not in bea.get("/desk/").content.decode()


def test_whoever_was_given_somebody_on_a_friday_has_them_as_new_on_monday_too(
    company: Company, in_bow: object
) -> None:
    friday = dt.datetime(2026, 6, 12, 15, tzinfo=LONDON)
    with time_machine.travel(friday, tick=True):
        known = case_of("Nadia", days_ago=20)
        contacts.record(
            by=cast.TESTS, person=known.person, outcome="reached",
            at=friday - dt.timedelta(days=3),
        )  # fmt: skip
        caseload.allocate(by=cast.TESTS, case=known, holder=member("Bea"))
    for days, shown in ((0, True), (2, True), (3, True), (4, False)):
        with time_machine.travel(friday + dt.timedelta(days=days), tick=True):
            page = company.client("bea").get("/desk/").content.decode()
            assert ("Given to you lately" in page) is shown, days
