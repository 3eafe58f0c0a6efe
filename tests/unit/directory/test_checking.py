"""Listings stay true: their own people are asked, what they say waits for somebody, and what is due is somebody's."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.directory import actions, check_presenters, jobs, queries
from kith.directory.models import Asking, Matter, Service
from kith.directory.queries import checking
from kith.isolation import context, links
from kith.messages.models import Email
from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.resilience.errors import Refused
from kith.ui.dates import today
from tests import cast
from tests.unit.directory.conftest import add
from tests.unit.pathway.stories import a_case

MONDAY = datetime.datetime(2026, 11, 23, 9, 0, tzinfo=datetime.UTC)
LONG_AGO = MONDAY - datetime.timedelta(days=200)


def text(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def old(by: Any, name: str = "Lunch Club", **values: Any) -> Service:
    """A listing that nobody checked for more than half a year."""
    given = {"email": "lunch@club.example", "phone": "020 7946 0001", "at": LONG_AGO, **values}
    return add(by, name, organisation_name="Chrisp Street Neighbours", **given)


def asked(by: Any, service: Service, **given: Any) -> tuple[Asking, str]:
    asking = actions.ask_listing(by=by, service=service, **given)
    link = links.in_force(purpose=checking.LINK, subject_id=asking.pk)[0]
    return asking, f"/listing/{links.token_of(link.pk)}"


def carry_out(matter: Matter) -> None:
    jobs.read_answer(scheme_id=str(cast.BOW), matter_id=str(matter.pk))


@pytest.fixture
def on_monday() -> Any:
    with time_machine.travel(MONDAY, tick=True):
        yield


class TestAsking:
    def test_those_whose_check_is_due_are_written_to_and_reminded_then_rung(
        self, in_bow: Any
    ) -> None:
        with time_machine.travel(MONDAY, tick=True):
            service = old(in_bow)
            old(in_bow, "No Address", email="")
            add(in_bow, "Fresh", email="fresh@club.example")
            jobs.ask(cast.BOW)
        email = Email.objects.get(kind="listing_check")
        assert email.to == "lunch@club.example"
        assert "Lunch Club" in email.body
        assert "Lunch Club" not in email.subject
        assert "45 days" in email.body
        called = Matter.objects.get(kind=Matter.Kind.RING)
        assert called.service.name == "No Address"
        with time_machine.travel(MONDAY + datetime.timedelta(days=7), tick=True):
            jobs.follow_up(cast.BOW)
            jobs.ask(cast.BOW)
            assert Email.objects.count() == 1
        for days in (14, 15):
            with time_machine.travel(MONDAY + datetime.timedelta(days=days), tick=True):
                jobs.follow_up(cast.BOW)
        assert Email.objects.filter(kind="listing_check_again").count() == 1
        with time_machine.travel(MONDAY + datetime.timedelta(days=30), tick=True):
            jobs.follow_up(cast.BOW)
            jobs.follow_up(cast.BOW)
        assert Matter.objects.filter(service=service, kind=Matter.Kind.RING).count() == 1
        assert Asking.objects.get(service=service).ended_how == Asking.Ended.SILENT

    def test_an_address_that_does_not_work_is_rung_at_once(self, in_bow: Any) -> None:
        with time_machine.travel(MONDAY, tick=True):
            asking, _ = asked(in_bow, old(in_bow))
            Email.objects.filter(pk=asking.email_id).update(state=Email.State.FAILED)
            jobs.follow_up(cast.BOW)
        assert "did not arrive" in Matter.objects.get().text

    def test_what_a_feed_calls_an_address_and_is_none_costs_no_other(self, in_bow: Any) -> None:
        with time_machine.travel(MONDAY, tick=True):
            old(in_bow, "A", email="nobody at all")
            old(in_bow, "B")
            jobs.ask(cast.BOW)
        assert Email.objects.get().to == "lunch@club.example"
        assert Matter.objects.get(kind=Matter.Kind.RING).service.name == "A"

    def test_as_many_as_the_scheme_says_and_none_where_it_says_so(self, in_bow: Any) -> None:
        with time_machine.travel(MONDAY, tick=True):
            for number in range(4):
                old(in_bow, f"Club {number}")
            actions.set_checking(by=in_bow, scheme_id=cast.BOW, writes=False, most_a_day=3)
            jobs.ask(cast.BOW)
            assert not Asking.objects.exists()
            actions.set_checking(by=in_bow, scheme_id=cast.BOW, writes=True, most_a_day=3)
            jobs.ask(cast.BOW)
            assert Asking.objects.count() == 3

    def test_the_job_rests_on_days_on_which_nobody_works(self, in_bow: Any) -> None:
        with time_machine.travel(MONDAY, tick=True):
            old(in_bow)
        for days, sent in ((-1, 0), (0, 1)):
            with time_machine.travel(MONDAY + datetime.timedelta(days=days), tick=True):
                jobs.ask_due()
            assert Asking.objects.count() == sent

    def test_one_that_is_closed_hidden_or_asked_already_is_not_asked(self, in_bow: Any) -> None:
        service = old(in_bow)
        asked(in_bow, service)
        with pytest.raises(Refused, match="asked already"):
            actions.ask_listing(by=in_bow, service=service)
        hidden = old(in_bow, "Hidden", is_published=False)
        with pytest.raises(Refused, match="public"):
            actions.ask_listing(by=in_bow, service=hidden)
        with pytest.raises(Refused, match="no e-mail"):
            actions.ask_listing(by=in_bow, service=old(in_bow, "Silent", email=""))


class TestTheirLink:
    def test_opening_it_says_nothing_and_one_press_says_still_right(
        self, in_bow: Any, key: Any
    ) -> None:
        service = old(in_bow)
        _, address = asked(in_bow, service)
        browser = Client()
        shown = browser.get(address)
        assert "Is this still right?" in text(shown)
        assert "020 7946 0001" in text(shown)
        assert "looks after" not in text(shown)
        assert not Matter.objects.exists()
        told = browser.post(address, {**key(), "do": "right"}, follow=True)
        assert "You told us on" in text(told)
        carry_out(Matter.objects.get())
        service.refresh_from_db()
        assert (service.assured_on, service.assured_how) == (today(), "link")
        assert service.assured_by == "Chrisp Street Neighbours"
        assert Asking.objects.get().ended_how == Asking.Ended.ANSWERED
        assert "Yes, this is still right" not in text(browser.get(address))

    def test_who_answers_is_named_where_somebody_said_who(self, in_bow: Any, key: Any) -> None:
        service = old(in_bow)
        actions.set_keeper(by=in_bow, service=service, answers="Joy Okafor")
        _, address = asked(in_bow, service)
        Client().post(address, {**key(), "do": "right"})
        carry_out(Matter.objects.get())
        service.refresh_from_db()
        assert service.assured_by == "Joy Okafor"

    def test_what_they_put_right_waits_with_before_and_after(self, in_bow: Any, key: Any) -> None:
        service = old(in_bow, cost="£2", description="Soup")
        _, address = asked(in_bow, service)
        browser = Client()
        typed = {
            "description": "Soup", "cost": "Free", "phone": "020 7946 0002",
            "email": "lunch@club.example", "url": "www.club.example", "text": "On Thursdays now",
        }  # fmt: skip
        browser.post(f"{address}/put-right", {**key(), **typed})
        matter = Matter.objects.get()
        carry_out(matter)
        service.refresh_from_db()
        assert (service.cost, service.assured_how) == ("£2", "phone")
        assert matter.said == {
            "cost": ["£2", "Free"], "phone": ["020 7946 0001", "020 7946 0002"],
            "url": ["", "https://www.club.example"],
        }  # fmt: skip
        assert "You put it right" in text(browser.get(address))
        matter = checking.matter_for(_actor_of_scheme(), matter.pk)
        actions.take_over(by=in_bow, matter=matter, fields=["cost", "url"])
        service.refresh_from_db()
        assert (service.cost, service.phone) == ("Free", "020 7946 0001")
        assert service.assured_how == "link"
        with pytest.raises(Refused, match="already"):
            actions.take_over(by=in_bow, matter=matter)

    @pytest.mark.parametrize(
        "bad",
        [
            {"email": "not one"},
            {"url": "javascript:alert(1)"},
            {"places_free": "many"},
            {"cost": "a\x00b"},
            {"description": "x" * 5001},
        ],
    )
    def test_what_cannot_be_is_said_and_what_was_typed_is_kept(
        self, in_bow: Any, key: Any, bad: dict[str, str]
    ) -> None:
        _, address = asked(in_bow, old(in_bow))
        answer = Client().post(f"{address}/put-right", {**key(), "text": "Thursdays", **bad})
        assert answer.status_code == 400
        assert "Thursdays" in answer.content.decode()
        assert not Matter.objects.exists()

    def test_nothing_changed_is_not_sent(self, in_bow: Any, key: Any) -> None:
        service = old(in_bow)
        _, address = asked(in_bow, service)
        same = {"phone": service.phone, "email": service.email}
        answer = Client().post(f"{address}/put-right", {**key(), **same})
        assert answer.status_code == 400
        assert "Nothing was changed" in text(answer)

    def test_a_closed_listing_closes_when_somebody_here_says_so(
        self, in_bow: Any, key: Any
    ) -> None:
        service = old(in_bow)
        _, address = asked(in_bow, service)
        Client().post(address, {**key(), "do": "closed"})
        matter = Matter.objects.get()
        carry_out(matter)
        service.refresh_from_db()
        assert service.status == Service.Status.ACTIVE
        actions.take_over(by=in_bow, matter=Matter.objects.get())
        service.refresh_from_db()
        assert service.status == Service.Status.DEFUNCT

    def test_an_old_link_takes_no_answer_and_a_new_one_goes_to_the_listing_alone(
        self, in_bow: Any, key: Any
    ) -> None:
        service = old(in_bow)
        _, address = asked(in_bow, service, at=timezone.now() - datetime.timedelta(days=46))
        actions.edit_service(by=in_bow, service=service, email="new@club.example")
        browser = Client()
        page = text(browser.get(address))
        assert "takes no answer any more" in page
        assert "Yes, this is still right" not in page
        late = browser.post(address, {**key(), "do": "right"}, follow=True)
        assert "takes no answer any more" in text(late)
        assert not Matter.objects.exists()
        browser.post(address, {**key(), "do": "again", "to": "thief@elsewhere.example"})
        carry_out(Matter.objects.get())
        assert Email.objects.latest("created_at").to == "new@club.example"
        for _ in range(3):
            browser.post(address, {**key(), "do": "again"})
        assert Matter.objects.filter(kind=Matter.Kind.AGAIN).count() == 2

    def test_a_holder_reads_what_came_by_their_link_and_nothing_else(self, in_bow: Any) -> None:
        asking, _ = asked(in_bow, old(in_bow))
        other, _ = asked(in_bow, old(in_bow, "Other"))
        reported = actions.report_wrong(by=in_bow, service=asking.service, text="Wrong number")
        with context.enter(
            context.Kind.LINK, schemes=[cast.BOW], actor="link", subject=str(asking.pk)
        ):
            assert [row.pk for row in Asking.objects.all()] == [asking.pk]
            assert not Matter.objects.filter(pk=reported.pk).exists()
            assert not Asking.objects.filter(pk=other.pk).exists()

    def test_one_that_is_public_no_more_is_not_shown(self, in_bow: Any) -> None:
        service = old(in_bow)
        _, address = asked(in_bow, service)
        actions.edit_service(by=in_bow, service=service, is_published=False)
        page = Client().get(address)
        assert page.status_code == 200
        assert "Lunch Club" not in text(page)


def _actor_of_scheme() -> Any:
    class Everywhere:
        schemes = (cast.BOW,)

    return Everywhere()


class TestWhoSeesToIt:
    def test_a_report_is_somebodys_and_its_reporter_hears(
        self, company: Any, in_bow: Any, key: Any
    ) -> None:
        service = old(in_bow)
        nadia = company.client("nadia")
        address = reverse("directory:wrong", args=[service.pk])
        assert nadia.post(address, key()).status_code == 400
        assert nadia.post(address, {**key(), "text": "The number is wrong"}).status_code == 302
        matter = Matter.objects.get()
        assert "The number is wrong" in text(company.client("tess").get("/desk/"))
        assert "The number is wrong" not in text(nadia.get("/desk/"))
        theirs = reverse("directory:matter", args=[matter.pk])
        assert nadia.get(theirs).status_code == 404
        tess = company.client("tess")
        assert "The number is wrong" in text(tess.get(theirs))
        unsaid = tess.post(theirs, {**key(), "became": "done"})
        assert unsaid.status_code == 400
        done = {**key(), "became": "done", "how": "phone", "answer": "It ends in 2 now."}
        assert tess.post(theirs, done).status_code == 302
        service.refresh_from_db()
        assert (service.assured_by, service.assured_how) == ("Tess Whitlock", "phone")
        assert "It ends in 2 now." in text(nadia.get("/desk/"))
        assert "It ends in 2 now." not in text(tess.get("/desk/"))
        nadia.post(reverse("directory:heard", args=[matter.pk]), key())
        assert "It ends in 2 now." not in text(nadia.get("/desk/"))

    def test_a_report_from_a_record_holds_nothing_of_the_person(
        self, company: Any, services: Any, key: Any
    ) -> None:
        case = a_case()
        nadia = company.client("nadia")
        address = reverse("directory:wrong", args=[services["lunch"].pk])
        asked_for = f"{address}?for={case.person_id}"
        assert "Nothing of the person" in text(nadia.get(asked_for))
        named = nadia.post(asked_for, {**key(), "text": "Maya stood before a locked door"})
        assert named.status_code == 400
        assert "Leave the person’s name out" in text(named)
        sent = nadia.post(asked_for, {**key(), "text": "The door was locked"})
        assert sent["Location"] == f"/desk/people/{case.person_id}"
        assert str(case.person_id) not in str(Matter.objects.values().get())
        assert company.client("sam").get(asked_for).status_code == 404

    def test_who_looks_after_a_listing_has_it_and_whoever_covers(
        self, company: Any, in_bow: Any, key: Any
    ) -> None:
        service = old(in_bow)
        nadia = Membership.objects.get(scheme_id=cast.BOW, name="Nadia Rahman")
        tess = company.client("tess")
        address = reverse("directory:keeper", args=[service.pk])
        assert company.client("nadia").get(address).status_code == 403
        assert (
            tess.post(address, {**key(), "answers": "Joy", "member": str(nadia.pk)}).status_code
            == 302
        )
        actions.call_due(by=in_bow, service=service, why="Ring them.")
        matter = Matter.objects.get()
        assert "Ring them." in text(company.client("nadia").get("/desk/"))
        assert "Ring them." not in text(tess.get("/desk/"))
        assert "Ring them." in text(tess.get("/desk/directory/checks"))
        assert "Ring them." not in text(company.client("priya").get("/desk/directory/checks"))
        done = {**key(), "became": "done", "how": "phone"}
        theirs = reverse("directory:matter", args=[matter.pk])
        assert company.client("nadia").post(theirs, done).status_code == 302
        matter.refresh_from_db()
        assert matter.became == Matter.Became.DONE
        Membership.objects.filter(pk=nadia.pk).update(to_date=datetime.date(2020, 1, 1))
        actions.call_due(by=in_bow, service=service, why="Ring again.")
        assert "Ring again." in text(tess.get("/desk/"))

    def test_checking_by_hand_ends_what_was_asked_and_due(self, in_bow: Any) -> None:
        service = old(in_bow)
        asking, _ = asked(in_bow, service)
        actions.call_due(by=in_bow, service=service, why="Ring")
        actions.confirm_service(by=in_bow, service=service, how="visit")
        asking.refresh_from_db()
        assert asking.ended_at is not None
        assert Matter.objects.get().became == Matter.Became.DONE


class TestTheWhole:
    def test_only_what_was_ticked_is_confirmed_and_how_is_asked(
        self, company: Any, in_bow: Any, key: Any
    ) -> None:
        one, two = old(in_bow, "One"), old(in_bow, "Two")
        tess, address = company.client("tess"), "/desk/directory/checks/confirm"
        page = tess.get("/desk/directory/checks")
        assert "2 before that" not in text(page)
        assert "0 of 2 listings (0%)" in text(page)
        assert "checked>" not in page.content.decode()
        for bad in (
            {},
            {"service": str(one.pk)},
            {"how": "phone"},
            {"service": str(one.pk), "how": "link"},
        ):
            tess.post(address, {**key(), **bad})
        one.refresh_from_db()
        assert one.assured_on != today()
        tess.post(address, {**key(), "service": [str(one.pk)], "how": "website"})
        one.refresh_from_db()
        two.refresh_from_db()
        assert (one.assured_on, one.assured_how) == (today(), "website")
        assert two.assured_on != today()
        assert "1 of 2 listings (50%)" in text(tess.get("/desk/directory/checks"))
        assert "1 of 2 listings (50%)" in text(tess.get("/desk/team"))
        actions.report_wrong(by=in_bow, service=two, text="Wrong")
        tess.post(address, {**key(), "service": [str(two.pk)], "how": "website"})
        two.refresh_from_db()
        assert two.assured_how == "phone"
        assert tess.post(address, {**key(), "service": "x", "how": "phone"}).status_code == 404

    def test_a_list_of_three_asks_no_more_than_one_of_one(
        self, company: Any, in_bow: Any, django_assert_max_num_queries: Any
    ) -> None:
        tess = company.client("tess")
        for number in (1, 3):
            while Service.objects.count() < number:
                service = old(in_bow, f"Club {Service.objects.count()}")
                asked(in_bow, service)
                actions.report_wrong(by=in_bow, service=service, text="Wrong")
            with django_assert_max_num_queries(24):
                tess.get("/desk/directory/checks")

    def test_today_asks_once_and_says_how_many_more(
        self, company: Any, in_bow: Any, django_assert_num_queries: Any
    ) -> None:
        for number in range(7):
            actions.call_due(by=in_bow, service=old(in_bow, f"Club {number}"), why="Ring")
        duty = Duty(company.actor("tess"), timezone.now())
        with (
            context.enter(
                context.Kind.SCHEME,
                schemes=[cast.BOW],
                user_id=duty.actor.user_id,
                actor=duty.actor.key,
            ),
            django_assert_num_queries(1),
        ):
            found = queries.for_today(duty)
        [block] = check_presenters.on_today(found, duty)
        assert block.line == "listings to see to: 7"
        assert block.rows[-1].name == "2 more listings to see to"

    def test_another_scheme_sees_none_of_it(self, company: Any, in_bow: Any) -> None:
        service = old(in_bow)
        matter = actions.report_wrong(by=in_bow, service=service, text="Wrong")
        max_ = company.client("max")
        assert max_.get(reverse("directory:matter", args=[matter.pk])).status_code == 404
        assert max_.get(reverse("directory:keeper", args=[service.pk])).status_code == 404
        assert "Wrong" not in text(max_.get("/desk/directory/checks"))
