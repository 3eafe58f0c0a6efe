"""What holds of introductions that stand, when the service, who runs it, the person's numbers or their case change."""

from __future__ import annotations

import datetime
import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.directory import actions as directory
from kith.directory.facts import OrganisationFacts, ServiceFacts
from kith.directory.models import Service
from kith.isolation import context
from kith.messages.models import Email
from kith.organisations.models import Membership
from kith.pathway.closures import actions as closures
from kith.pathway.closures.models import Closure
from kith.pathway.connections import actions, jobs, queries
from kith.pathway.connections.actions.linking import give_link
from kith.pathway.connections.models import GroupWishes, Introduction
from kith.pathway.connections.states import Progress
from kith.people import actions as people
from kith.people.models import ContactPoint
from kith.people.queries import contact_points
from kith.resilience.errors import Refused
from kith.ui.dates import LONDON, today
from tests import cast
from tests.unit.pathway.connections.test_following import a_monday, days, introduce, on_today
from tests.unit.pathway.stories import a_case

FEED = "https://feed.example/"
NUTS = "Allergic to nuts"


def in_scheme():
    return context.in_scheme(cast.BOW, actor=cast.TESTS.key)


def text(response):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def link_to(purpose, subject):
    with in_scheme():
        return "/" + give_link(cast.BOW, purpose, subject).split("/", 3)[3]


def now_is(made):
    with in_scheme():
        return Introduction.objects.select_related("service__organisation").get(pk=made.pk)


def feed(organisation="Green Steps", **facts):
    """What a feed says of one walk; other words of it are another fingerprint."""
    with in_scheme():
        directory.take_in_feed(
            by=cast.TESTS,
            scheme_id=cast.BOW,
            source=FEED,
            version="3",
            services=[
                ServiceFacts(
                    source_id="walk",
                    fingerprint=f"{organisation}{facts}",
                    name="Feed Walk",
                    email="walk@green.example",
                    organisation=OrganisationFacts(source_id=organisation, name=organisation),
                    **facts,
                ),
                ServiceFacts(source_id="other", fingerprint="1", name="Another"),
            ],
            is_whole=lambda: True,
        )
        return Service.objects.get(source_id="walk")


def della_is_of(service):
    with in_scheme():
        Membership.objects.filter(name="Della Marsh").update(provider_id=service.organisation_id)


def in_a_scheme_introduce(case, service, agreement, **more):
    with in_scheme():
        return introduce(case, service, agreement, **more)


def test_others_who_run_a_service_now_read_only_who_was_sent_to_them(case, agreement, company, key):
    before = feed()
    made = in_a_scheme_introduce(case, before, agreement)
    link = link_to(queries.ANSWER, made.pk)
    after = feed("Other House")
    della_is_of(after)
    noor = a_case(first_name="Noor", last_name="Ali")
    new = in_a_scheme_introduce(noor, after, agreement)
    della = company.client("della")
    week = link_to(queries.WEEK, after.pk)
    for page in (
        della.get(reverse("connections:received")),
        della.get(reverse("connections:groups")),
        Client().get(week),
    ):
        assert ("Noor Ali" in text(page), "Maya" in text(page)) == (True, False)
    theirs, not_theirs = (reverse("connections:answer", args=[one.pk]) for one in (new, made))
    assert della.get(theirs).status_code == 200
    assert della.get(not_theirs).status_code == 404
    answer = {**key(), "version": now_is(made).version, "progress": "accepted"}
    assert della.post(not_theirs, answer).status_code == 404
    bid = text(della.get(reverse("connections:bid", args=[after.pk])))
    assert "1 person was introduced" in bid
    # Full, said by those of now, answers nobody who was sent to those before.
    till = (today() + days(7)).isoformat()
    assert Client().post(week, {**key(), "till": till}).status_code == 302
    assert (now_is(new).progress, now_is(made).progress) == (Progress.FULL, Progress.SENT)
    # To those before it stays what it was, by their link and by their account.
    assert "Maya Okafor" in text(Client().get(link))
    della_is_of(before)
    assert "Maya Okafor" in text(company.client("della").get(not_theirs))


def test_an_account_of_others_gets_no_mail_about_whom_it_may_not_read(case, agreement):
    before = feed()
    made = in_a_scheme_introduce(case, before, agreement)
    after = feed("Other House")
    della_is_of(after)
    with in_scheme():
        assert not queries.has_reader(now_is(made))
        with pytest.raises(Refused, match="run by others"):
            actions.send_link(by=cast.TESTS, introduction=now_is(made))
        assert not actions.ask_again(
            by=cast.TESTS, scheme_id=cast.BOW, purpose=queries.ANSWER, subject_id=made.pk
        )
    della_is_of(before)
    with in_scheme():
        assert queries.has_reader(now_is(made))


def test_the_worker_is_told_once_that_others_run_it_and_the_person_can_agree_to_them(
    case, agreement, company, key
):
    made = in_a_scheme_introduce(case, feed(), agreement)
    jobs.note_changes_at(timezone.now())
    with in_scheme():
        assert on_today(company) == []
    old = link_to(queries.ANSWER, made.pk)
    after = feed("Other House")
    jobs.note_changes_at(timezone.now())
    told = [("news", "Feed Walk is now run by Other House", "Ask Maya whether we may tell them")]
    with in_scheme():
        assert on_today(company) == told
    nadia = company.client("nadia")
    page = reverse("connections:introduction", args=[made.pk])
    assert "Feed Walk is now run by Other House" in text(nadia.get(page))
    nadia.post(reverse("connections:noted", args=[made.pk]), key())
    jobs.note_changes_at(timezone.now())
    jobs.follow_up_at(a_monday() + days(14))
    with in_scheme():
        assert on_today(company) == []
        assert not Email.objects.filter(kind="introduction_reminder").exists()
    renew = reverse("connections:renew", args=[made.pk])
    assert "now run by Other House" in text(nadia.get(renew))
    day = today()
    agreed = {"agreed_how": "on the phone", "agreed_on_day": day.day}
    agreed |= {"agreed_on_month": day.month, "agreed_on_year": day.year}
    sent = {**key(), **agreed, "version": now_is(made).version}
    assert nadia.post(renew, sent).status_code == 302
    assert now_is(made).recipient_organisation_id == after.organisation_id
    assert Client().get(old).status_code == 410


def test_who_was_introduced_to_what_closes_is_somebodys_work_and_nobody_is_reminded(
    case, agreement, company
):
    made = in_a_scheme_introduce(case, feed(), agreement)
    feed(status="defunct")
    jobs.note_changes_at(timezone.now())
    with in_scheme():
        assert on_today(company) == [
            ("news", "Feed Walk: This service has closed for good",
             "Tell Maya and look for something else")
        ]  # fmt: skip
        with pytest.raises(Refused, match="closed for good"):
            actions.send_link(by=cast.TESTS, introduction=now_is(made))
        actions.note_seen(by=cast.TESTS, introduction=now_is(made))
    jobs.follow_up_at(a_monday() + days(14))
    with in_scheme():
        assert on_today(company) == []
        assert not Email.objects.filter(kind="introduction_reminder").exists()
    feed()
    jobs.follow_up_at(a_monday() + days(14))
    with in_scheme():
        assert Email.objects.filter(kind="introduction_reminder").count() == 1


def test_the_job_of_each_morning_puts_a_closed_service_to_the_worker_too(
    case, walk, agreement, in_bow
):
    made = introduce(case, walk, agreement)
    Service.objects.filter(pk=walk.pk).update(gone_at=timezone.now())

    def follow_up(after):
        return actions.follow_up(
            by=cast.TESTS, introduction=now_is(made), policy=queries.policy(cast.BOW),
            wishes=None, on=today() + days(after),
        )  # fmt: skip

    assert follow_up(7) == "given"
    assert now_is(made).changed == ["closed"]
    assert follow_up(8) == ""


def test_a_number_that_is_safe_no_longer_leaves_every_page_of_the_group_and_the_worker_tells_them(
    case, lunch, agreement, company
):
    made = in_a_scheme_introduce(case, lunch, agreement)
    link = link_to(queries.ANSWER, made.pk)
    della = company.client("della")
    pages = [(Client(), link), (della, reverse("connections:answer", args=[made.pk]))]
    for client, page in pages:
        assert "07700 900123" in text(client.get(page))
    with in_scheme():
        point = contact_points(case.person).get(kind="phone")
        ContactPoint.objects.filter(pk=point.pk).update(safe_for=["text"])
    for client, page in pages:
        shown = text(client.get(page))
        assert ("07700" in shown, "Maya Okafor" in shown) == (False, True)
    jobs.note_changes_at(timezone.now())
    with in_scheme():
        ((kind, why, what),) = on_today(company)
    assert (kind, what) == (
        "news", "Tell Chrisp Street Lunch Club not to use what they noted down"
    )  # fmt: skip
    assert "shown to them no longer" in why
    with in_scheme():
        actions.note_seen(by=cast.TESTS, introduction=now_is(made))
    jobs.note_changes_at(timezone.now())
    with in_scheme():
        assert on_today(company) == []
        # Another caution on a number that may be called goes with it; nothing else comes back.
        ContactPoint.objects.filter(pk=point.pk).update(safe_for=["call"])
    assert "07700 900123 (do not leave a message)" in text(Client().get(link))


def test_an_address_that_ended_is_shown_no_longer(case, walk, agreement):
    made = in_a_scheme_introduce(case, walk, agreement, agreed_fields=["name", "address"])
    link = link_to(queries.ANSWER, made.pk)
    assert "Fairfield" in text(Client().get(link))
    with in_scheme():
        for point in contact_points(case.person).filter(kind="address"):
            people.end_contact_point(by=cast.TESTS, point=point)
    assert "Fairfield" not in text(Client().get(link))


def finished(case, reason="02"):
    with in_scheme():
        case.refresh_from_db()
        return closures.close(
            by=cast.TESTS, case=case, reason=reason, summary="Done", letter_owed=False
        )


def accepted(case, service, agreement):
    with in_scheme():
        people.add_contact_point(
            by=cast.TESTS, person=case.person, kind="email", value="maya@people.example",
            safe_for=["email"],
        )  # fmt: skip
        made = introduce(case, service, agreement)
        return actions.record_progress(
            by=cast.TESTS, introduction=made, progress=Progress.ACCEPTED, heard="link"
        )


@pytest.mark.parametrize(
    ("reason", "asked"), [("02", 1), ("no-contact", 1), ("03", 0), ("07", 0), ("09", 0)]
)
def test_who_was_finished_with_is_asked_how_it_went_unless_they_moved_or_want_no_more(
    walk, agreement, reason, asked
):
    case = a_case(agreed=True)
    accepted(case, walk, agreement)
    finished(case, reason)
    jobs.follow_up_at(timezone.now() + days(8))
    with in_scheme():
        assert Email.objects.filter(kind="did_you_get_there").count() == asked


@pytest.mark.parametrize(
    "not_asked", [{"agreement_until": today()}, {"ask_person_on": today() - days(40)}]
)
def test_who_was_finished_with_is_asked_by_the_agreement_that_was_given_and_in_time(
    walk, agreement, not_asked
):
    case = a_case(agreed=True)
    made = accepted(case, walk, agreement)
    finished(case)
    with in_scheme():
        Introduction.objects.filter(pk=made.pk).update(**not_asked)
    jobs.follow_up_at(timezone.now() + days(8))
    with in_scheme():
        assert not Email.objects.filter(kind="did_you_get_there").exists()


def test_a_group_is_reminded_of_somebody_whose_case_has_just_ended(lunch, agreement):
    case = a_case(agreed=True)
    in_a_scheme_introduce(case, lunch, agreement)
    finished(case)
    jobs.follow_up_at(a_monday() + days(14))
    with in_scheme():
        assert Email.objects.filter(kind="introduction_reminder").count() == 1


def todays(company, name):
    page = company.client(name).get(reverse("desk:today"))
    return "Introduced, and our support has finished" in text(page), page.content.decode()


def test_a_no_after_closing_is_the_last_holders_with_two_ways_on(lunch, agreement, company, key):
    case = a_case(agreed=True)
    made = in_a_scheme_introduce(case, lunch, agreement)
    went = link_to(queries.WENT, made.pk)
    closure = finished(case)
    assert not todays(company, "nadia")[0]
    said = {**key(), "said": "no_help", "words": "They laughed at me"}
    assert Client().post(went, said).status_code == 302
    there, page = todays(company, "nadia")
    assert there
    for words in ("They laughed at me", "Open again", "I have read this"):
        assert words in page
    assert reverse("closures:done", args=[closure.pk]) in page
    assert not todays(company, "tess")[0]
    company.client("nadia").post(reverse("connections:noted", args=[made.pk]), key())
    assert not todays(company, "nadia")[0]


def test_a_no_after_closing_is_the_leads_where_the_last_holder_has_left(
    walk, agreement, company, key
):
    case = a_case(agreed=True)
    made = in_a_scheme_introduce(case, walk, agreement)
    went = link_to(queries.WENT, made.pk)
    finished(case)
    Client().post(went, {**key(), "said": "not_there"})
    with in_scheme():
        Membership.objects.filter(name="Nadia Rahman").update(to_date=today() - days(1))
    assert todays(company, "tess")[0]
    with in_scheme():
        row = Closure.objects.get()
        closures.reopen(by=cast.TESTS, case=row.case, why="Did not get there")
    assert not todays(company, "tess")[0]


def weeks(count):
    """Each Monday from the next on, at eight."""
    monday = today() + days(7 - today().weekday())
    for week in range(count):
        at = datetime.datetime.combine(monday + days(7 * week), datetime.time(8), tzinfo=LONDON)
        for day in range(5):
            jobs.send_weeks_at(at + days(day))


def told_weekly(service):
    with in_scheme():
        actions.set_wishes(by=cast.TESTS, service=service, told_by="weekly")


def test_a_group_that_says_nothing_is_told_for_some_weeks_and_not_for_ever(lunch, agreement):
    told_weekly(lunch)
    in_a_scheme_introduce(a_case(agreed=True), lunch, agreement)
    weeks(12)
    with in_scheme():
        assert 1 <= Email.objects.filter(kind="group_week").count() <= 3


@pytest.mark.parametrize("why", ["locked", "moved away"])
def test_nobody_is_told_of_what_can_no_longer_be_read(lunch, agreement, why):
    told_weekly(lunch)
    case = a_case(agreed=True)
    made = in_a_scheme_introduce(case, lunch, agreement)
    if why == "locked":
        with in_scheme():
            Introduction.objects.filter(pk=made.pk).update(agreement_until=today())
    else:
        finished(case, "03")
    weeks(2)
    with in_scheme():
        assert not Email.objects.filter(kind="group_week").exists()
        assert GroupWishes.objects.get().digest_at is None


@pytest.mark.parametrize("told_by", ["each", "weekly"])
def test_an_agreement_that_has_ended_introduces_nobody_however_the_group_is_told(
    case, lunch, agreement, in_bow, told_by
):
    actions.set_wishes(by=in_bow, service=lunch, told_by=told_by)
    with pytest.raises(Refused, match="this one has ended") as refusal:
        introduce(case, lunch, agreement, agreed_on=today() - days(181))
    assert refusal.value.field == "agreed_on"
    assert not Introduction.objects.exists()
    assert introduce(case, lunch, agreement, agreed_on=today() - days(180)).pk
