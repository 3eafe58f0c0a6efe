"""Keeping the directory true: adding, correcting, confirming, fading."""

from __future__ import annotations

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from kith.audit.models import Entry
from kith.directory import actions, presenters, rules
from kith.directory.facts import OrganisationFacts, PlaceFacts, ServiceFacts, SessionFacts
from kith.directory.models import Service, Session
from kith.directory.queries import checking
from kith.directory.when_and_where import sessions_in_words
from kith.resilience.errors import Refused, Stale
from kith.ui.dates import today
from tests import cast

TODAY = datetime.date(2026, 11, 23)


def test_a_service_is_added_with_its_organisation_once(in_bow):
    for name in ("Lunch", "Tea"):
        made = actions.add_service(
            by=in_bow, scheme_id=cast.BOW, name=name, organisation_name="Bow Neighbours"
        )
    assert made.organisation is not None
    assert made.organisation.services.count() == 2
    with pytest.raises(Refused, match="already"):
        actions.add_organisation(by=in_bow, scheme_id=cast.BOW, name="bow neighbours")


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"name": " "}, "name"),
        ({"minimum_age": 60, "maximum_age": 50}, "maximum_age"),
        ({"foundations": ["luck"]}, "foundations"),
        ({"places": [PlaceFacts(postcode="nowhere")]}, "postcode"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_kept(in_bow, values, field):
    with pytest.raises(Refused) as refusal:
        actions.add_service(by=in_bow, scheme_id=cast.BOW, **{"name": "Lunch", **values})
    assert refusal.value.field == field
    assert not Service.objects.exists()
    assert Entry.objects.filter(action="directory.add_service").exclude(refused="").count() == 1


def test_the_second_of_two_writers_is_told_and_the_first_stands(services, in_bow):
    lunch = services["lunch"]
    actions.edit_service(by=in_bow, service=lunch, expected=1, description="Soup")
    with pytest.raises(Stale):
        actions.edit_service(by=in_bow, service=lunch, expected=1, description="Cake")
    lunch.refresh_from_db()
    assert lunch.description == "Soup"


def test_times_are_said_in_words(services, in_bow):
    lunch = services["lunch"]
    assert sessions_in_words(lunch.sessions.all(), TODAY) == ["Tuesdays, midday to 2pm"]
    actions.edit_service(
        by=in_bow,
        service=lunch,
        sessions=[
            SessionFacts("MONTHLY", ("2TU",), datetime.time(10)),
            SessionFacts(
                "WEEKLY", ("MO", "TU", "WE", "TH", "FR"), None, None, description="Ring first"
            ),
            SessionFacts("WEEKLY", ("SU",), to_date=datetime.date(2020, 1, 1)),
        ],
    )
    assert Session.objects.filter(service=lunch).count() == 3
    assert sessions_in_words(lunch.sessions.all(), TODAY) == [
        "Second Tuesday of the month, from 10am",
        "Monday to Friday. Ring first",
    ]


@pytest.mark.parametrize(
    ("days", "state"),
    [(-1, "unknown"), (0, "fresh"), (90, "fresh"), (91, "due"), (180, "due"), (181, "stale")],
)
def test_an_entry_fades_by_days(days, state):
    assert rules.freshness(TODAY - datetime.timedelta(days), TODAY).value == state


def test_an_entry_that_nobody_checked_says_so():
    unknown = presenters.last_checked(Service(name="x"), TODAY)
    assert unknown.freshness is rules.Freshness.UNKNOWN
    assert "Nobody has said" in unknown.words
    ahead = presenters.last_checked(Service(name="x", assured_on=datetime.date(2999, 1, 1)), TODAY)
    assert (ahead.freshness, ahead.words) == (unknown.freshness, unknown.words)
    stale = presenters.last_checked(
        Service(name="x", assured_on=datetime.date(2026, 1, 2), assured_by="Tess"), TODAY
    )
    assert stale.words == (
        "Checked on 2 January 2026 by Tess, 10 months ago: ring first, it may have changed"
    )


def test_who_confirms_is_kept(services, acting):
    nadia = acting("nadia")
    service = Service.objects.get(pk=services["walk"].pk)
    actions.confirm_service(by=nadia, service=service)
    service.refresh_from_db()
    assert service.assured_by == "Nadia Rahman"


def feed(in_bow, *facts, whole=True, also_there=()):
    return actions.take_in_feed(
        by=in_bow,
        scheme_id=cast.BOW,
        source="https://feed.example/",
        version="3.0",
        services=facts,
        is_whole=lambda: whole,
        also_there=also_there,
    )[1]


def facts(number, name="Walk", **values):
    return ServiceFacts(source_id=f"s{number}", fingerprint=name, name=name, **values)


def test_a_feed_is_taken_in_once_and_what_is_the_same_is_not_touched(in_bow):
    first = feed(in_bow, facts(1), facts(2))
    version = Service.objects.get(source_id="s1").version
    again = feed(in_bow, facts(1), facts(2, "Walk slowly"))
    assert (first.new, again.new, again.changed, again.unchanged) == (2, 0, 1, 1)
    assert Service.objects.get(source_id="s1").version == version
    assert Service.objects.get(source_id="s2").name == "Walk slowly"
    entry = Entry.objects.filter(action="directory.note_feed_run").latest("created_at")
    assert entry.reason.startswith("2 services: 0 new, 1 changed, 1 unchanged")


def test_foundations_chosen_here_outlive_the_next_visit(in_bow):
    feed(in_bow, facts(1, foundations=("health",)))
    service = Service.objects.get(source_id="s1")
    assert service.foundations == ["health"]
    actions.edit_service(by=in_bow, service=service, foundations=["belonging"])
    feed(in_bow, facts(1, "Walk further", foundations=("money",)))
    service.refresh_from_db()
    assert (service.name, service.foundations) == ("Walk further", ["belonging"])


def test_a_later_check_of_ours_outlives_the_feed_and_a_later_one_of_the_feed_counts(in_bow):
    feed(in_bow, facts(1, assured_on=datetime.date(2020, 1, 1)))
    service = Service.objects.get(source_id="s1")
    when = datetime.datetime(2026, 5, 1, 12, tzinfo=datetime.UTC)
    actions.confirm_service(by=in_bow, service=service, at=when)
    feed(in_bow, facts(1, "B", assured_on=datetime.date(2026, 4, 1)))
    service.refresh_from_db()
    assert service.assured_on == when.date()
    feed(in_bow, facts(1, "C", assured_on=datetime.date(2026, 6, 1)))
    service.refresh_from_db()
    assert service.assured_on == datetime.date(2026, 6, 1)


def test_only_a_whole_feed_with_services_says_what_has_gone(in_bow):
    feed(in_bow, facts(1), facts(2), facts(3))
    assert feed(in_bow, facts(1), whole=False).gone == 0
    assert feed(in_bow).gone == 0
    assert Service.objects.filter(gone_at=None).count() == 3
    assert feed(in_bow, facts(1), also_there={"s3"}).gone == 1
    assert Service.objects.exclude(gone_at=None).get().source_id == "s2"
    back = feed(in_bow, facts(1), facts(2), facts(3))
    assert (back.changed, back.unchanged) == (1, 2)
    assert Service.objects.filter(gone_at=None).count() == 3


def test_a_service_that_cannot_be_kept_costs_no_other(in_bow):
    run = feed(in_bow, facts(1), facts(2, minimum_age=9, maximum_age=3), facts(3))
    assert (run.new, [row[0] for row in run.refused]) == (2, ["s2"])
    assert set(Service.objects.values_list("source_id", flat=True)) == {"s1", "s3"}


def test_a_listing_is_taken_out_of_the_public_directory_and_put_back(
    company, services, in_bow, key
):
    lunch, tess = services["lunch"], company.client("tess")
    address = reverse("directory:publish", args=[lunch.pk])
    public = f"/open-referral/services/{lunch.pk}"
    runs = f"/open-referral/organizations/{lunch.organisation_id}"
    assert Client().get(public).status_code == 200
    assert company.client("nadia").post(address, {**key(), "public": "no"}).status_code == 403
    tess.post(address, {**key(), "public": "no"})
    assert Client().get(public).status_code == 404
    assert Client().get(runs).status_code == 404
    page = company.client("nadia").get(reverse("directory:service", args=[lunch.pk]))
    assert "for your team alone" in page.content.decode()
    assert (
        "Chrisp Street Lunch Club"
        in company.client("nadia").get("/desk/directory").content.decode()
    )
    tess.post(address, {**key(), "public": "yes"})
    assert Client().get(public).status_code == 200
    assert Client().get(runs).status_code == 200


def test_what_was_taken_out_stays_out_when_its_feed_is_read_again(in_bow):
    organisation = OrganisationFacts(name="Bow Neighbours", source_id="o1")
    feed(in_bow, facts(1, organisation=organisation))
    service = Service.objects.get()
    actions.set_published(by=in_bow, service=service, is_published=False)
    with pytest.raises(Refused, match="so already"):
        actions.set_published(by=in_bow, service=service, is_published=False)
    feed(in_bow, facts(1, "Walk further", organisation=organisation))
    service.refresh_from_db()
    assert (service.name, service.is_published) == ("Walk further", False)
    assert not service.organisation.is_published
    feed(
        in_bow,
        facts(1, "Walk further", organisation=organisation),
        facts(2, organisation=organisation),
    )
    service.organisation.refresh_from_db()
    assert service.organisation.is_published


def test_adding_is_no_check(in_bow):
    plain = actions.add_service(by=in_bow, scheme_id=cast.BOW, name="Choir")
    rung = actions.add_service(by=in_bow, scheme_id=cast.BOW, name="Band", checked="phone")
    assert (plain.assured_on, plain.assured_how) == (None, "")
    assert (rung.assured_on, rung.assured_how) == (today(), "phone")
    fresh = checking.freshness([cast.BOW], today())
    assert (fresh.entries, fresh.fresh) == (2, 1)
    with pytest.raises(Refused, match="how you made sure"):
        actions.add_service(by=in_bow, scheme_id=cast.BOW, name="Duo", checked="somehow")
