"""Anybody suggests a service; a colleague adds it or drops it, and nothing of it is shown before."""

from __future__ import annotations

import datetime
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.directory import actions, check_presenters, jobs, queries
from kith.directory.models import Service, Suggestion
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations.duty import Duty
from kith.resilience import strangers
from kith.resilience.errors import Refused
from tests import cast
from tests.unit.directory.conftest import add

ADDRESS = "/s/bow/suggest"
SAID = {
    "name": "Sewing on Fridays", "description": "Quilts and company", "place": "Bromley Public Hall",
    "contact": "020 7946 0003", "sender_email": "amina@person.example",
}  # fmt: skip


@pytest.fixture
def sent(in_bow: Any, monkeypatch: pytest.MonkeyPatch, key: Any) -> Suggestion:
    monkeypatch.setattr(strangers, "FASTEST_SECONDS", 0.0)
    browser = Client()
    page = browser.get(ADDRESS).content.decode()
    opened = re.search(r'name="opened"[^>]*value="([^"]+)"', page)
    assert opened
    done = browser.post(ADDRESS, {**key(), "opened": opened[1], **SAID})
    assert done["Location"] == f"{ADDRESS}/sent"
    return Suggestion.objects.get()


def test_a_suggestion_waits_and_is_in_no_list(sent: Suggestion, company: Any) -> None:
    assert sent.doubt == ""
    assert not Service.objects.exists()
    assert b"Sewing" not in Client().get("/open-referral/services").content
    tess = company.client("tess")
    assert "Suggested by the public: 1" in tess.get("/desk/directory/checks").content.decode()
    assert "Sewing on Fridays" in tess.get("/desk/directory/suggestions").content.decode()
    assert company.client("nadia").get("/desk/directory/suggestions").status_code == 403
    theirs = reverse("directory:suggestion", args=[sent.pk])
    assert company.client("max").get(theirs).status_code == 404
    assert "amina@person.example" in tess.get(theirs).content.decode()


def test_it_is_added_for_the_team_first_and_the_sender_is_forgotten(
    sent: Suggestion, company: Any, key: Any
) -> None:
    tess, address = company.client("tess"), reverse("directory:suggestion", args=[sent.pk])
    assert tess.post(address, {**key(), "do": "add"}).status_code == 302
    service = Service.objects.get()
    assert (service.is_published, service.assured_on) == (False, None)
    assert "020 7946 0003" in service.description
    sent.refresh_from_db()
    assert (sent.became, sent.sender_email) == ("added", "")
    tess.post(address, {**key(), "do": "add"})
    assert Service.objects.count() == 1


def test_it_is_dropped_with_one_reason(sent: Suggestion, company: Any, key: Any) -> None:
    tess, address = company.client("tess"), reverse("directory:suggestion", args=[sent.pk])
    assert tess.post(address, key()).status_code == 400
    assert tess.post(address, {**key(), "reason": "It closed in May"}).status_code == 302
    sent.refresh_from_db()
    assert (sent.became, sent.reason, sent.sender_email) == ("dropped", "It closed in May", "")
    assert not Service.objects.exists()


@pytest.mark.parametrize(
    "bad", [{"name": ""}, {"sender_email": "nobody"}, {"name": "x" * 301}, {"place": "a\x00b"}]
)
def test_what_cannot_be_is_said_and_kept_on_the_page(
    in_bow: Any, key: Any, bad: dict[str, str]
) -> None:
    answer = Client().post(ADDRESS, {**key(), **SAID, **bad})
    assert answer.status_code == 400
    assert "Quilts and company" in answer.content.decode()
    assert not Suggestion.objects.exists()


def test_what_a_program_may_have_written_is_doubted_and_its_sender_sees_nothing_of_it(
    in_bow: Any, key: Any, company: Any
) -> None:
    trapped = Client().post(ADDRESS, {**key(), **SAID, strangers.TRAP: "yes"})
    assert trapped["Location"] == f"{ADDRESS}/sent"
    assert Suggestion.objects.get().doubt
    page = company.client("tess").get("/desk/directory/suggestions").content.decode()
    assert "Perhaps written by a program" in page


def test_one_network_suggests_so_many_and_no_more(in_bow: Any, key: Any) -> None:
    answers = [Client().post(ADDRESS, {**key(), **SAID}).status_code for _ in range(12)]
    assert answers == [302] * 10 + [400] * 2
    assert Client().get("/s/nowhere/suggest").status_code == 404


def test_what_is_not_needed_any_more_is_forgotten(in_bow: Any) -> None:
    for days, doubt in ((31, "Too fast"), (29, "Too fast"), (91, "")):
        row = actions.suggest(by=in_bow, scheme_id=cast.BOW, doubt=doubt, **SAID)
        Suggestion.objects.filter(pk=row.pk).update(
            created_at=timezone.now() - datetime.timedelta(days=days)
        )
    jobs.forget_suggestions()
    kept = dict(Suggestion.objects.values_list("doubt", "sender_email"))
    assert kept == {"Too fast": "amina@person.example", "": ""}


def test_a_stranger_writes_one_and_what_is_settled_stays_so(in_bow: Any) -> None:
    with context.enter(context.Kind.PUBLIC, schemes=[cast.BOW], actor="public"):
        actions.suggest(by=Actor.public("browser"), scheme_id=cast.BOW, name="Choir")
    row = Suggestion.objects.get()
    actions.drop_suggestion(by=in_bow, suggestion=row, reason="Known")
    with pytest.raises(Refused, match="already"):
        actions.add_suggested(by=in_bow, suggestion=row)


class TestToday:
    """What is suggested is the work of whoever keeps the directory."""

    def test_it_stands_there_until_it_is_settled(self, sent: Suggestion, company: Any) -> None:
        tess = company.client("tess")
        page = tess.get("/desk/").content.decode()
        assert "services suggested: 1" in page
        assert "Sewing on Fridays" in page
        assert reverse("directory:suggestion", args=[sent.pk]) in page
        assert "Sewing on Fridays" not in company.client("nadia").get("/desk/").content.decode()
        actions.drop_suggestion(by=cast.TESTS, suggestion=sent, reason="Closed")
        assert "Sewing on Fridays" not in tess.get("/desk/").content.decode()

    def test_listings_and_suggestions_are_asked_at_once(
        self, in_bow: Any, company: Any, django_assert_num_queries: Any
    ) -> None:
        lunch = add(in_bow, "Lunch Club")
        reported = actions.report_wrong(by=in_bow, service=lunch, text="Moved")
        for number in range(7):
            actions.suggest(by=in_bow, scheme_id=cast.BOW, name=f"Choir {number}")
        actions.suggest(by=in_bow, scheme_id=cast.BOW, name="Cheap pills", doubt="Too fast")
        duty = Duty(company.actor("tess"), timezone.now())
        with context.in_scheme(cast.BOW, actor="tests"), django_assert_num_queries(1):
            found = queries.for_today(duty)
        assert [row.pk for row in found.matters] == [reported.pk]
        listings, suggested = check_presenters.on_today(found, duty)
        assert (listings.rows[0].name, listings.rows[0].what) == ("Lunch Club", "Moved")
        assert suggested.line == "services suggested: 7"
        assert [row.name for row in suggested.rows][:2] == ["Choir 0", "Choir 1"]
        assert suggested.rows[-1].name == "2 more suggested"

    def test_who_keeps_no_directory_is_not_asked_about_them(
        self, in_bow: Any, company: Any, django_assert_num_queries: Any
    ) -> None:
        actions.suggest(by=in_bow, scheme_id=cast.BOW, name="Choir")
        duty = Duty(company.actor("nadia"), timezone.now())
        with context.in_scheme(cast.BOW, actor="tests"), django_assert_num_queries(1):
            assert queries.for_today(duty) == queries.Waiting()


def test_an_error_names_the_question_it_is_about(company: Any, key: Any) -> None:
    sent = {**SAID, **dict.fromkeys(("name", "description", "place", "contact"), "x" * 4000)}
    answer = Client().post(ADDRESS, {**key(), **sent})
    assert answer.status_code == 400
    shown = answer.content.decode()
    for label in ("What is it called?", "Where is it?", "How does one reach them?"):
        assert f"Your answer to “{label}” must be" in shown
