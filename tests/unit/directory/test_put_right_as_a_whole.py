"""Where, when, in which languages, the words it is found by and who runs it are put right here like the rest."""

from __future__ import annotations

import datetime
import re
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from kith.directory import actions, as_a_whole
from kith.directory.facts import OrganisationFacts, PlaceFacts, ServiceFacts, SessionFacts
from kith.directory.models import CommunityOrganisation, Correction, Matter, Place, Service
from kith.directory.queries.checking import address_of, matters_of
from kith.exchange.directory_feed.lists import offered
from kith.resilience.errors import Refused, Stale
from tests import cast

DAY = datetime.date(2026, 11, 26)
NINE, NOON, TWO = datetime.time(9), datetime.time(12), datetime.time(14)
HALL = PlaceFacts(
    "Hall", "1 Market Square", "E14 6AH", 51.5, -0.01, is_step_free=True, source_id="loc-1",
    more={"transportation": "Bus 309"},
)  # fmt: skip
LIBRARY = PlaceFacts("Library", "", "E3 5ES", source_id="loc-2")
MONDAYS = SessionFacts("WEEKLY", ("MO",), NINE, NOON)
THURSDAYS = SessionFacts("WEEKLY", ("TH",), NOON, TWO)
BOATS = OrganisationFacts("Boats for All", "o1", email="boats@bow.example")
FEED = ServiceFacts(
    source_id="s1", fingerprint="", name="Walk", languages=("en", "bn"),
    terms=({"taxonomy": "Leisure", "code": "E1", "name": "Boating"},), organisation=BOATS,
    places=(HALL, LIBRARY), sessions=(MONDAYS, THURSDAYS),
)  # fmt: skip

# Each part: what the team says, what the feed says next, and what of it is read on a page.
OURS: dict[str, dict[str, Any]] = {
    "places": {"places": [replace(HALL, is_step_free=False), PlaceFacts("Church", "", "E3 3PN")]},
    "sessions": {
        "sessions": [replace(MONDAYS, interval=2), SessionFacts("MONTHLY", ("2TU",), TWO)]
    },
    "languages": {"languages": ["en", "Cockney"]},
    "terms": {"terms": ["Boating", "Company"]},
    "organisation": {"organisation_name": "Bow Walks"},
}
NEXT: dict[str, dict[str, Any]] = {
    "places": {"places": (LIBRARY,)},
    "sessions": {"sessions": (MONDAYS,)},
    "languages": {"languages": ("pl",)},
    "terms": {"terms": ({"taxonomy": "", "code": "", "name": "Rowing"},)},
    "organisation": {"organisation": OrganisationFacts("Rowers", "o2", email="boats@bow.example")},
}
AGREED: dict[str, dict[str, Any]] = {
    "places": {
        "places": (
            PlaceFacts("Church", "", "E3 3PN", 51.6, 0.0, source_id="loc-9"),
            replace(HALL, address="1 Market  Square", latitude=51.7, is_step_free=False, more={}),
        )
    },
    "sessions": {
        "sessions": (
            SessionFacts("MONTHLY", ("2TU",), TWO),
            replace(MONDAYS, interval=2, description="Every 2 weeks"),
        )
    },
    "languages": {"languages": ("cockney", "English")},
    "terms": {"terms": ({"taxonomy": "X", "code": "1", "name": "company"}, FEED.terms[0])},
    "organisation": {"organisation": OrganisationFacts("Bow  walks", "o3")},
}
WORDS = {
    "places": (
        "Hall, 1 Market Square, E14 6AH (not step-free); Church, E3 3PN",
        "Hall, 1 Market Square, E14 6AH (step-free); Library, E3 5ES",
    ),
    "sessions": (
        "Second Tuesday of the month, from 2pm; Mondays, every second week, 9am to midday",
        "Mondays, 9am to midday; Thursdays, midday to 2pm",
    ),
    "languages": ("English, Cockney", "English, Bengali"),
    "terms": ("Boating, Company", "Boating"),
    "organisation": ("Bow Walks", "Boats for All"),
}
EACH = pytest.mark.parametrize("part", as_a_whole.WHOLE)


def read(by: Any, print_: str = "1", **said: Any) -> tuple[Service, Any]:
    """One visit to the feed."""
    feed, run = actions.take_in_feed(
        by=by, scheme_id=cast.BOW, source="https://feed.example/", version="3",
        services=[replace(FEED, fingerprint=print_, **said)], is_whole=lambda: True,
    )  # fmt: skip
    return Service.objects.select_related("organisation").get(feed=feed), run


def put_right(by: Any, part: str) -> Service:
    service, _ = read(by)
    return actions.edit_service(by=by, service=service, **OURS[part])


def now(service: Service, part: str) -> str:
    """A part of a service as it stands in the database, as it is read."""
    row = Service.objects.select_related("organisation").get(pk=service.pk)
    return as_a_whole.in_words(part, as_a_whole.standing(row, part), DAY)


def same_words(one: str, other: str) -> bool:
    return set(re.split("[;,] ", one)) == set(re.split("[;,] ", other))


@EACH
class TestEachPart:
    def test_it_outlives_the_next_visit_and_theirs_moves_along(
        self, in_bow: Any, part: str
    ) -> None:
        service = put_right(in_bow, part)
        assert same_words(now(service, part), WORDS[part][0])
        read(in_bow, "2", description="Slow")
        assert same_words(now(service, part), WORDS[part][0])
        _, run = read(in_bow, "3", description="Slow", **NEXT[part])
        assert same_words(now(service, part), WORDS[part][0])
        told = {row["field"]: row for row in run.changes}
        assert told[part]["ours_stands"]
        standing = Correction.objects.get(ended_at=None)
        expected = as_a_whole.said(replace(FEED, **NEXT[part]), part)
        assert as_a_whole.same(part, standing.theirs, expected)
        assert service.corrections.get().field == part
        assert Service.objects.get(pk=service.pk).corrected == [part]

    def test_it_ends_by_itself_when_the_feed_says_the_same(self, in_bow: Any, part: str) -> None:
        service = put_right(in_bow, part)
        _, run = read(in_bow, "2", **AGREED[part])
        ended = Correction.objects.get()
        assert ended.caught_up
        assert part not in {row["field"] for row in run.changes}
        assert Service.objects.get(pk=service.pk).corrected == []
        read(in_bow, "3")
        assert same_words(now(service, part), WORDS[part][1])

    def test_it_is_dropped_and_the_feeds_own_word_stands_again(
        self, in_bow: Any, part: str
    ) -> None:
        service, _ = read(in_bow)
        before = as_a_whole.standing(service, part)
        ids = set(Place.objects.filter(service=service).values_list("pk", flat=True))
        actions.edit_service(by=in_bow, service=service, **OURS[part])
        actions.drop_correction(by=in_bow, correction=Correction.objects.get())
        again = Service.objects.select_related("organisation").get(pk=service.pk)
        assert as_a_whole.standing(again, part) == before
        assert set(Place.objects.filter(service=service).values_list("pk", flat=True)) == ids
        assert again.corrected == []
        with pytest.raises(Refused, match="ended"):
            actions.drop_correction(by=in_bow, correction=Correction.objects.get())

    def test_what_the_feed_said_last_stands_when_it_is_dropped(
        self, in_bow: Any, part: str
    ) -> None:
        service = put_right(in_bow, part)
        read(in_bow, "2", **NEXT[part])
        actions.drop_correction(by=in_bow, correction=Correction.objects.get())
        said = as_a_whole.said(replace(FEED, **NEXT[part]), part)
        assert same_words(now(service, part), as_a_whole.in_words(part, said, DAY))

    def test_putting_back_what_the_feed_says_ends_it(self, in_bow: Any, part: str) -> None:
        service = put_right(in_bow, part)
        theirs: dict[str, dict[str, Any]] = {
            "places": {"places": FEED.places}, "sessions": {"sessions": FEED.sessions},
            "languages": {"languages": ["bn", "en"]}, "terms": {"terms": ["boating"]},
            "organisation": {"organisation_name": "boats for all"},
        }  # fmt: skip
        actions.edit_service(by=in_bow, service=service, **theirs[part])
        assert not Correction.objects.filter(ended_at=None).exists()
        assert same_words(now(service, part), WORDS[part][1])
        stands = Service.objects.select_related("organisation").get()
        assert stands.terms == [dict(FEED.terms[0])]
        assert stands.organisation is not None
        assert stands.organisation.source_id == "o1"

    def test_both_words_are_on_its_page_and_in_what_is_offered_back(
        self, company: Any, in_bow: Any, part: str
    ) -> None:
        service = put_right(in_bow, part)
        page = company.client("nadia").get(f"/desk/directory/{service.pk}").content.decode()
        said = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page))
        shown = re.search("we say “([^”]*)”, the feed says “([^”]*)”", said)
        assert shown is not None
        sheet = offered(Correction.objects.select_related("service")).decode()
        for told, words in zip(shown.groups(), WORDS[part], strict=True):
            assert same_words(told, words)
            assert told.replace("&#39;", "'") in sheet
        assert f"s1,Walk,{part}," in sheet

    def test_a_second_writer_is_told_and_the_first_stands(self, in_bow: Any, part: str) -> None:
        service, _ = read(in_bow)
        seen = service.version
        actions.edit_service(by=in_bow, service=service, expected=seen, **OURS[part])
        with pytest.raises(Stale):
            actions.edit_service(by=in_bow, service=service, expected=seen, **OURS[part])
        other = next(one for one in OURS if one != part)
        with pytest.raises(Stale):
            actions.edit_service(by=in_bow, service=service, expected=seen, **OURS[other])
        assert [row.field for row in Correction.objects.all()] == [part]


def outside(service: Service) -> dict[str, Any]:
    found: dict[str, Any] = Client().get(f"/open-referral/services/{service.pk}").json()
    return found


class TestWhatOthersRead:
    def test_places_are_ours_under_the_ids_that_were_known(self, in_bow: Any) -> None:
        service, _ = read(in_bow)
        before = {at["location"]["name"]: at for at in outside(service)["service_at_locations"]}
        actions.edit_service(by=in_bow, service=service, **OURS["places"])
        first = outside(service)["service_at_locations"]
        read(in_bow, "2", description="Slow")
        now_told = {at["location"]["name"]: at for at in outside(service)["service_at_locations"]}
        assert [at["id"] for at in first] == [at["id"] for at in now_told.values()]
        assert set(now_told) == {"Hall", "Church"}
        hall = now_told["Hall"]
        assert (hall["id"], hall["location_id"]) == (
            before["Hall"]["id"], before["Hall"]["location_id"],
        )  # fmt: skip
        assert [one["accessibility"] for one in hall["location"]["accessibility"]] == [
            "No step-free access"
        ]

    def test_sessions_languages_and_words_are_ours(self, in_bow: Any) -> None:
        service, _ = read(in_bow)
        for part in ("sessions", "languages", "terms"):
            actions.edit_service(by=in_bow, service=service, **OURS[part])
        read(in_bow, "2", description="Slow", sessions=(), languages=("pl",), terms=())
        told = outside(service)
        days = [(one.get("byday"), one.get("interval")) for one in told["schedules"]]
        assert sorted(days) == [("2TU", None), ("MO", 2)]
        assert [one["name"] for one in told["languages"]] == ["English", "Cockney"]
        words = {one["taxonomy_term"]["name"]: one["taxonomy_term"] for one in told["attributes"]}
        assert set(words) >= {"Boating", "Company"}
        assert words["Boating"]["taxonomy"] == "Leisure"

    def test_who_runs_it_is_ours_and_whom_the_feed_names_there_is_left_out(
        self, in_bow: Any
    ) -> None:
        more = {"contacts": [{"name": "The boat office", "email": "office@boats.example"}]}
        service, _ = read(in_bow, more=more)
        assert outside(service)["contacts"][0]["name"] == "The boat office"
        actions.edit_service(by=in_bow, service=service, **OURS["organisation"])
        read(in_bow, "2", more=more, description="Slow", **NEXT["organisation"])
        told = outside(service)
        assert told["organization"]["name"] == "Bow Walks"
        assert "contacts" not in told
        listed = {
            one["name"] for one in Client().get("/open-referral/organizations").json()["contents"]
        }
        assert listed == {"Bow Walks"}
        actions.drop_correction(by=in_bow, correction=Correction.objects.get())
        assert outside(service)["organization"]["name"] == "Rowers"
        assert outside(service)["contacts"][0]["name"] == "The boat office"


class TestWhereIntroductionsGo:
    """A team's own word changes it; a feed's never does by itself (decision 0052)."""

    def corrected(self, by: Any, email: str = "") -> Service:
        service, _ = read(by)
        ours = actions.add_organisation(by=by, scheme_id=cast.BOW, name="Bow Walks", email=email)
        actions.edit_service(by=by, service=service, organisation_name=ours.name)
        return service

    def listed(self) -> Service:
        return Service.objects.select_related("organisation").get(name="Walk")

    def test_the_teams_word_changes_it_at_once_and_no_feed_after_it(self, in_bow: Any) -> None:
        self.corrected(in_bow, "walks@bow.example")
        assert address_of(self.listed()) == "walks@bow.example"
        for print_, who in (
            ("2", OrganisationFacts("Rowers", "o2", email="rowers@elsewhere.example")),
            ("3", OrganisationFacts("Boats for All", "o1", email="new@elsewhere.example")),
        ):
            read(in_bow, print_, organisation=who)
            assert address_of(self.listed()) == "walks@bow.example"
            assert matters_of(self.listed()) == []

    def test_a_feed_that_catches_up_with_another_address_waits(self, in_bow: Any) -> None:
        service = self.corrected(in_bow, "walks@bow.example")
        same = OrganisationFacts("Bow Walks", "o9", email="walks@elsewhere.example")
        read(in_bow, "2", organisation=same)
        assert address_of(self.listed()) == "walks@bow.example"
        assert self.listed().organisation.source_id == "o9"  # type: ignore[union-attr]
        assert self.listed().corrected == ["email"]
        [matter] = matters_of(service)
        assert matter.said == {"email": ["walks@bow.example", "walks@elsewhere.example"]}
        actions.take_over(by=in_bow, matter=matter)
        assert address_of(self.listed()) == "walks@elsewhere.example"

    def test_what_waited_because_of_who_runs_it_needs_nobody_once_the_team_said_who(
        self, in_bow: Any
    ) -> None:
        service, _ = read(in_bow)
        read(in_bow, "2", organisation=OrganisationFacts("Rowers", "o2", email="r@row.example"))
        assert address_of(self.listed()) == "boats@bow.example"
        assert len(matters_of(service)) == 1
        ours = actions.add_organisation(
            by=in_bow, scheme_id=cast.BOW, name="Bow Walks", email="walks@bow.example"
        )
        actions.edit_service(by=in_bow, service=self.listed(), organisation_name=ours.name)
        assert address_of(self.listed()) == "walks@bow.example"
        assert matters_of(service) == []
        assert self.listed().corrected == ["organisation"]

    def test_an_address_of_the_organisation_that_waits_is_asked_beside_what_it_runs(
        self, in_bow: Any
    ) -> None:
        service, _ = read(in_bow)
        changed = replace(BOATS, email="new@elsewhere.example")
        read(in_bow, "2", organisation=changed)
        assert len(matters_of(service)) == 1
        actions.edit_service(by=in_bow, service=self.listed(), organisation_name="Bow Walks")
        assert matters_of(service) == []
        actions.drop_correction(by=in_bow, correction=Correction.objects.get())
        assert address_of(self.listed()) == "boats@bow.example"
        [matter] = matters_of(service)
        assert matter.said == {"organisation_email": ["boats@bow.example", "new@elsewhere.example"]}
        actions.take_over(by=in_bow, matter=matter)
        assert address_of(self.listed()) == "new@elsewhere.example"

    def test_a_feed_that_goes_back_to_who_ran_it_needs_nobody(self, in_bow: Any) -> None:
        service, _ = read(in_bow)
        read(in_bow, "2", organisation=OrganisationFacts("Rowers", "o2", email="r@row.example"))
        read(in_bow, "3")
        assert address_of(self.listed()) == "boats@bow.example"
        assert matters_of(service) == []
        assert not Correction.objects.filter(ended_at=None).exists()
        assert Matter.objects.get().settled_at is not None

    def test_a_team_that_said_there_is_no_address_of_its_own_is_not_led_elsewhere(
        self, in_bow: Any
    ) -> None:
        service, _ = read(in_bow, email="own@bow.example")
        actions.edit_service(by=in_bow, service=service, email="")
        assert address_of(self.listed()) == "boats@bow.example"
        other = OrganisationFacts("Rowers", "o2", email="r@row.example")
        read(in_bow, "2", email="own@bow.example", organisation=other)
        assert address_of(self.listed()) == "boats@bow.example"
        assert len(matters_of(service)) == 1


def edit(company: Any, service: Service) -> dict[str, Any]:
    """What the page of an entry would send, untouched."""
    page = company.client("tess").get(f"/desk/directory/{service.pk}/edit")
    assert page.status_code == 200
    return sent(page.content.decode())


def sent(html: str) -> dict[str, Any]:
    """The fields of the page's main form as a browser would send them."""
    found: dict[str, Any] = {}
    main = html[html.index("<main") :]
    for tag in re.findall(r"<input[^>]*>", main):
        name = re.search(r' name="([^"]+)"', tag)
        value = re.search(r' value="([^"]*)"', tag)
        if name is None or name[1] in ("csrfmiddlewaretoken", "q", "idempotency_key"):
            continue
        if re.search(r'type="(checkbox|radio)"', tag):
            if " checked" in tag and value:
                found.setdefault(name[1], []).append(value[1])
        else:
            found[name[1]] = value[1].replace("&#39;", "'") if value else ""
    for name, inside in re.findall(
        r'<textarea[^>]* name="([^"]+)"[^>]*>(.*?)</textarea>', main, re.S
    ):
        found[name] = inside.strip()
    for name, inside in re.findall(r'<select[^>]* name="([^"]+)"[^>]*>(.*?)</select>', main, re.S):
        chosen = re.search(r'<option value="([^"]*)"[^>]*selected', inside)
        found[name] = chosen[1] if chosen else ""
    return found


@pytest.fixture
def own(in_bow: Any) -> Service:
    """An entry of the scheme's own with two sites and three times."""
    return actions.add_service(
        by=in_bow, scheme_id=cast.BOW, name="Lunch", organisation_name="Bow Walks",
        places=[replace(HALL, source_id=""), replace(LIBRARY, source_id="")],
        sessions=[
            MONDAYS, replace(THURSDAYS, interval=2, from_date=DAY),
            SessionFacts("MONTHLY", ("1MO", "3TH"), NINE, NOON, month_days=()),
        ],
    )  # fmt: skip


class TestTheEditor:
    def address(self, service: Service) -> str:
        return f"/desk/directory/{service.pk}/edit"

    @pytest.mark.parametrize("fed", [True, False])
    def test_what_is_sent_back_untouched_changes_nothing(
        self, company: Any, in_bow: Any, own: Service, key: Any, fed: bool
    ) -> None:
        awkward = SessionFacts(
            "WEEKLY", ("2TU", "WE"), TWO, NINE, description="Till late. Every 2 weeks", interval=2
        )
        last = SessionFacts("MONTHLY", (), NINE, None, month_days=(1, -1), to_date=DAY)
        online = PlaceFacts("By phone", "E3, anywhere", is_online=True, access="Ring\ntwice")
        terms = ({"taxonomy": "L", "code": "", "name": "Arts, crafts and music"}, *FEED.terms)
        service = own
        if fed:
            service, _ = read(
                in_bow, sessions=(awkward, last, MONDAYS), places=(HALL, online), terms=terms,
                languages=("en", "lt", "Cockney"),
            )  # fmt: skip
        before = {part: as_a_whole.standing(service, part) for part in as_a_whole.WHOLE}
        ids = set(Place.objects.filter(service=service).values_list("pk", flat=True))
        typed = edit(company, service)
        done = company.client("tess").post(self.address(service), {**key(), **typed})
        assert done.status_code == 302
        again = Service.objects.select_related("organisation").get(pk=service.pk)
        assert not Correction.objects.exists()
        assert {part: as_a_whole.standing(again, part) for part in before} == before
        assert set(Place.objects.filter(service=service).values_list("pk", flat=True)) == ids

    @pytest.mark.parametrize("fed", [True, False])
    def test_one_of_several_is_changed_one_removed_and_one_added(
        self, company: Any, in_bow: Any, own: Service, key: Any, fed: bool
    ) -> None:
        service = read(in_bow)[0] if fed else own
        tess, typed = company.client("tess"), edit(company, service)
        more = tess.post(self.address(service), {**key(), **typed, "another": "session"})
        assert more.status_code == 200
        typed = sent(more.content.decode())
        new = max(int(name.split("_")[1]) for name in typed if name.startswith("session_"))
        assert new == (2 if fed else 4)
        typed |= {
            "session_0_opens": "9:30am", f"session_{1 if fed else 3}_remove": "yes",
            f"session_{new}_days": ["TU"], f"session_{new}_nth": ["2", "-1"],
            f"session_{new}_opens": "2pm",
            "place_1_remove": "yes", "place_0_access": "Ring the bell",
        }  # fmt: skip
        assert tess.post(self.address(service), {**key(), **typed}).status_code == 302
        said = now(service, "sessions")
        assert "9:30am to midday" in said
        assert "Second Tuesday of the month and last Tuesday of the month, from 2pm" in said
        assert "midday to 2pm" not in said
        assert now(service, "places") == "Hall, 1 Market Square, E14 6AH (step-free; Ring the bell)"
        fields = set(Correction.objects.values_list("field", flat=True))
        assert fields == ({"places", "sessions"} if fed else set())

    @pytest.mark.parametrize(
        ("typed", "said"),
        [
            ({"place_0_postcode": "nowhere"}, "postcode"),
            ({"session_0_opens": "2pm", "session_0_closes": "1pm"}, "ends before it starts"),
            (
                {
                    "session_0_from_date_day": "2", "session_0_from_date_month": "3",
                    "session_0_from_date_year": "2026", "session_0_to_date_day": "1",
                    "session_0_to_date_month": "3", "session_0_to_date_year": "2026",
                },
                "last day is before the first",
            ),
            ({"session_0_month_days": "32"}, "Days of the month"),
            ({"session_0_nth": "2", "session_0_frequency": "WEEKLY"}, "second Tuesday"),
            ({"session_0_nth": "2", "session_0_days": [], "session_0_frequency": ""}, "Choose the day"),
            ({"session_0_interval": "0"}, "must be 1 or more"),
            ({"session_0_opens": "later"}, "must be a time"),
            ({f"place_{at}_name": f"Hall {at}" for at in range(40)}, "at most 30 places"),
            ({f"session_{at}_days": "MO" for at in range(40)}, "at most 30 sessions"),
        ],
    )  # fmt: skip
    def test_what_cannot_be_is_said_and_nothing_is_kept_but_what_was_typed(
        self, company: Any, own: Service, key: Any, typed: dict[str, Any], said: str
    ) -> None:
        before, seen = now(own, "sessions"), edit(company, own)
        whole = {**key(), **seen, "name": "Supper", "place_1_name": "Chapel", **typed}
        answer = company.client("tess").post(self.address(own), whole)
        assert answer.status_code == 400
        page = answer.content.decode()
        assert said in page
        assert "Supper" in page
        assert "Chapel" in page or "place_1_name" in typed
        row = Service.objects.get(pk=own.pk)
        assert (row.name, now(own, "sessions")) == ("Lunch", before)

    def test_what_is_removed_need_not_be_right(self, company: Any, own: Service, key: Any) -> None:
        typed = edit(company, own) | {"session_0_opens": "later", "session_0_remove": "yes"}
        typed |= {"place_1_postcode": "nowhere", "place_1_remove": "yes"}
        done = company.client("tess").post(self.address(own), {**key(), **typed})
        assert done.status_code == 302
        assert now(own, "places").startswith("Hall")

    def test_two_who_edit_see_both(self, company: Any, own: Service, key: Any, in_bow: Any) -> None:
        typed = edit(company, own) | {"session_0_opens": "10am"}
        actions.edit_service(by=in_bow, service=own, places=[LIBRARY], sessions=[THURSDAYS])
        answer = company.client("tess").post(self.address(own), {**key(), **typed})
        assert answer.status_code == 409
        page = re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))
        assert "Thursdays, midday to 2pm" in page
        assert "Mondays, 10am to midday" in page

    def test_an_entry_with_more_than_fit_keeps_them(
        self, company: Any, in_bow: Any, key: Any
    ) -> None:
        many = tuple(replace(HALL, name=f"Hall {at}", source_id=f"l{at}") for at in range(31))
        service, _ = read(in_bow, places=many)
        typed = edit(company, service) | {"phone": "020 7946 0999"}
        assert "place_0_name" not in typed
        done = company.client("tess").post(self.address(service), {**key(), **typed})
        assert done.status_code == 302
        assert Place.objects.filter(service=service).count() == 31
        assert [row.field for row in Correction.objects.all()] == ["phone"]

    def test_a_team_that_changes_where_introductions_go_is_told(
        self, company: Any, in_bow: Any, key: Any
    ) -> None:
        service, _ = read(in_bow)
        actions.add_organisation(
            by=in_bow, scheme_id=cast.BOW, name="Bow Walks", email="walks@bow.example"
        )
        tess = company.client("tess")
        typed = edit(company, service) | {"organisation_name": "Bow Walks"}
        tess.post(self.address(service), {**key(), **typed})
        page = tess.get(f"/desk/directory/{service.pk}").content.decode()
        assert "announced at walks@bow.example from now on" in page
        fix = Correction.objects.get().pk
        tess.post(f"/desk/directory/corrections/{fix}/drop", key())
        page = tess.get(f"/desk/directory/{service.pk}").content.decode()
        assert "announced at boats@bow.example from now on" in page
        assert CommunityOrganisation.objects.get(name="Bow Walks").is_published is False


def test_a_place_that_moved_leaves_behind_what_was_known_of_the_old_one(
    company: Any, in_bow: Any, key: Any
) -> None:
    service, _ = read(in_bow)
    typed = edit(company, service) | {"place_0_postcode": "e35es"}
    company.client("tess").post(f"/desk/directory/{service.pk}/edit", {**key(), **typed})
    moved = Place.objects.get(service=service, name="Hall")
    assert (moved.postcode, moved.source_id, moved.more) == ("E3 5ES", "loc-1", {})
    assert moved.latitude not in (None, HALL.latitude)


@pytest.mark.parametrize(
    ("session", "said"),
    [
        (replace(MONDAYS, interval=2), "Mondays, every second week, 9am to midday"),
        (
            replace(MONDAYS, interval=2, description="Every 2 weeks"),
            "Mondays, every second week, 9am to midday",
        ),
        (
            replace(MONDAYS, interval=2, description="Fortnightly, ring first"),
            "Mondays, 9am to midday. Fortnightly, ring first",
        ),
        (
            replace(MONDAYS, interval=2, description="Tea first. Every 2 weeks"),
            "Mondays, every second week, 9am to midday. Tea first",
        ),
        (SessionFacts("WEEKLY", (), interval=6), "Every 6th week"),
        (SessionFacts("MONTHLY", ("2TU",), interval=2), "Second Tuesday of the month, every second month"),
        (
            SessionFacts("MONTHLY", (), NINE, month_days=(1, 22, -1), description="On day 1, 22, -1 of the month"),
            "On the 1st, 22nd and last of the month, from 9am",
        ),
        (SessionFacts("MONTHLY", ("-2FR",)), "Last but one Friday of the month"),
    ],
)  # fmt: skip
def test_how_often_is_said_once(session: SessionFacts, said: str) -> None:
    assert as_a_whole.in_words("sessions", as_a_whole.kept("sessions", [session]), DAY) == said
