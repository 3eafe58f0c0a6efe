"""Finding the service that fits, with why; and saying what was left out."""

from __future__ import annotations

import datetime
from typing import Any

import pytest

from kith.directory import actions, presenters, queries
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import Service
from kith.directory.queries import checking
from kith.geography.postcodes import locate
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.isolation.context import Kind
from kith.ui.dates import today
from tests import cast

BOW_ROAD = locate("E3 3PN")


def names(found: queries.Found) -> list[str]:
    return [match.name for match in found.matches]


def marks(found: queries.Found) -> list[str]:
    """How fresh each entry is, as the list shows it."""
    known = queries.detailed(match.service_id for match in found.matches)
    return [
        presenters.last_checked(known[match.service_id], today()).freshness.value
        for match in found.matches
    ]


def left(found: queries.Found) -> dict[str, int]:
    return {entry.key: entry.count for entry in found.left_out}


@pytest.mark.parametrize(
    ("words", "first"),
    [
        ("walking", "Green Walking Group"),
        ("walk", "Green Walking Group"),
        ("lun", "Chrisp Street Lunch Club"),
        ("luhcn club", "Chrisp Street Lunch Club"),
        ("thames", "Money Worries Line"),
        ("debts", "Money Worries Line"),
        ("help with benefits", "Money Worries Line"),
        ("walkign", "Green Walking Group"),
    ],
)
def test_words_are_found_by_stem_beginning_organisation_and_slipped_spelling(
    services, words, first
):
    assert names(queries.find([cast.BOW], words=words))[0] == first


@pytest.mark.parametrize("words", ["xyzzyq", "لندن", "a" * 300, "xyzzyq'); --"])
def test_words_that_are_nowhere_find_nothing_and_break_nothing(services, words):
    assert queries.find([cast.BOW], words=words).matches == ()


@pytest.mark.parametrize("words", ["' | & !:*", '\\ %_ "', "<>", "for the", "  "])
def test_words_that_say_nothing_narrow_nothing(services, words):
    assert len(queries.find([cast.BOW], words=words).matches) == 4


def test_when_nothing_has_all_the_words_those_with_most_are_found_and_it_says_so(services):
    found = queries.find([cast.BOW], words="walking submarine")
    assert names(found) == ["Green Walking Group"]
    assert found.only_some_words
    assert not queries.find([cast.BOW], words="walking group").only_some_words


def test_a_foundation_narrows_and_says_why(services):
    found = queries.find([cast.BOW], foundations=["money"])
    assert names(found) == ["Money Worries Line"]
    assert "Money" in found.matches[0].why
    assert left(found) == {"foundations": 3}


def test_distance_is_measured_said_and_narrows_but_not_what_is_online(services):
    found = queries.find([cast.BOW], near=BOW_ROAD, within_km=3)
    assert set(names(found)) == {
        "Chrisp Street Lunch Club",
        "Green Walking Group",
        "Money Worries Line",
    }
    assert left(found) == {"distance": 1}
    walk = next(match for match in found.matches if match.name == "Green Walking Group")
    assert walk.km is not None
    assert 0.3 < walk.km < 3
    assert any(why.endswith("away, at Roman Road Library") for why in walk.why)
    wider = queries.find([cast.BOW], near=BOW_ROAD)
    assert "Friday Youth Club" in names(wider)


def test_a_place_that_nobody_can_measure_is_not_called_too_far(in_bow):
    for name, place in (
        ("Barn dance", PlaceFacts(name="The barn")),
        ("Barge dance", PlaceFacts(postcode="E3 3PN")),
        ("Far dance", PlaceFacts(postcode="SW1A 1AA")),
    ):
        actions.add_service(by=in_bow, scheme_id=cast.BOW, name=name, places=[place])
    found = queries.find([cast.BOW], words="dance", near=BOW_ROAD, within_km=2)
    assert names(found) == ["Barge dance", "Barn dance"]
    assert found.matches[1].to_ask == ("where it is",)
    assert left(found) == {"distance": 1}


def test_a_page_of_results_holds_those_and_the_count_of_all(services):
    whole = names(queries.find([cast.BOW]))
    assert len(whole) == 4
    pages = [queries.find([cast.BOW], first=at, most=3) for at in (0, 3, 6)]
    assert [names(found) for found in pages] == [whole[:3], whole[3:], []]
    assert {found.count for found in pages} == {4}


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("art for women", "Women", "Anybody"),
        ("free art", "Free", "Five pounds"),
        ("art online", "Online", "Anybody"),
        ("stepfree art", "Step-free", "Anybody"),
        ("somali art", "Somali", "Anybody"),
        ("art on saturdays", "Saturdays", "Mondays"),
        ("art for a pensioner", "Over fifty", "Under thirty"),
        ("art for a 20 year old", "Under thirty", "Over fifty"),
    ],
)
def test_what_words_hint_at_puts_first_and_leaves_nothing_out(in_bow, words, first, last):
    told: dict[str, dict[str, Any]] = {
        "Anybody": {}, "Women": {"is_women_only": True}, "Free": {"is_free": True},
        "Five pounds": {"is_free": False}, "Online": {"places": [PlaceFacts(is_online=True)]},
        "Step-free": {"places": [PlaceFacts(name="Hall", is_step_free=True)]},
        "Somali": {"languages": ["Somali"]}, "Over fifty": {"minimum_age": 50},
        "Under thirty": {"maximum_age": 30},
        "Saturdays": {"sessions": [SessionFacts("WEEKLY", ("SA",))]},
        "Mondays": {"sessions": [SessionFacts("WEEKLY", ("MO",))]},
    }  # fmt: skip
    for name, values in told.items():
        actions.add_service(by=in_bow, scheme_id=cast.BOW, name=name, terms=["art"], **values)
    found = names(queries.find([cast.BOW], words=words))
    assert set(found) == set(told)
    assert found[0] == first
    assert found.index(first) < found.index(last)


def test_who_speaks_the_person_s_language_comes_first_and_nobody_is_left_out(in_bow):
    for name, spoken in (("Art A", ["English"]), ("Art B", []), ("Art C", ["Sylheti"])):
        actions.add_service(by=in_bow, scheme_id=cast.BOW, name=name, languages=spoken)
    found = queries.find([cast.BOW], words="art", speaks="syl")
    assert names(found) == ["Art C", "Art A", "Art B"]
    assert "Speaks Sylheti" in found.matches[0].why
    assert [match.to_ask for match in found.matches] == [
        (), ("who could interpret from Sylheti",), ("whether anyone speaks Sylheti",),
    ]  # fmt: skip
    assert left(queries.find([cast.BOW], words="art", language="syl")) == {"language": 1}


@pytest.mark.parametrize(
    ("wish", "values"),
    [
        ({"women": True}, {"is_women_only": True}),
        ({"no_recourse": True}, {"takes_no_recourse": True}),
        ({"free": True}, {"is_free": True}),
        ({"places": True}, {"places_free": 2}),
        ({"setting": "group"}, {"setting": "group"}),
        ({"step_free": True}, {"places": [PlaceFacts(name="Hall", is_step_free=True)]}),
        ({"step_free": True}, {"places": [PlaceFacts(is_online=True)]}),
        ({"days": ["MO"]}, {"sessions": [SessionFacts("WEEKLY", ("MO",))]}),
    ],
)
def test_what_is_known_to_fit_comes_before_what_has_to_be_asked(in_bow, wish, values):
    actions.add_service(by=in_bow, scheme_id=cast.BOW, name="Art")
    actions.add_service(by=in_bow, scheme_id=cast.BOW, name="Something", terms=["art"], **values)
    found = queries.find([cast.BOW], words="art", **wish)
    assert names(found) == ["Something", "Art"]
    assert (found.known, found.count) == (1, 2)
    assert found.matches[1].to_ask
    assert names(queries.find([cast.BOW], words="art"))[0] == "Art"


def test_what_is_full_comes_after_what_is_not(in_bow):
    for name, room in (("Art A", 0), ("Art B", None), ("Art C", 3)):
        actions.add_service(by=in_bow, scheme_id=cast.BOW, name=name, places_free=room)
    assert names(queries.find([cast.BOW], words="art"))[-1] == "Art A"


def test_no_recourse_beside_something_else_says_for_whom_it_is(in_bow):
    told: dict[str, bool | None] = {"Pantry A": False, "Pantry B": None, "Pantry C": True}
    for name, takes in told.items():
        actions.add_service(
            by=in_bow, scheme_id=cast.BOW, name=name, takes_no_recourse=takes, terms=["food bank"]
        )
    actions.add_service(by=in_bow, scheme_id=cast.BOW, name="Immigration advice")
    found = queries.find([cast.BOW], words="food, no recourse to public funds")
    assert names(found) == ["Pantry C", "Pantry B", "Pantry A"]
    assert "Open to people with no recourse to public funds" in found.matches[0].why
    assert names(queries.find([cast.BOW], words="no recourse")) == ["Immigration advice"]


def test_letters_are_compared_only_where_a_word_is_nowhere(in_bow):
    for name in ("Foot clinic", "Food bank"):
        actions.add_service(by=in_bow, scheme_id=cast.BOW, name=name)
    assert names(queries.find([cast.BOW], words="food")) == ["Food bank"]
    assert "Food bank" in names(queries.find([cast.BOW], words="foodd"))


def test_age_price_language_and_steps_leave_out_only_what_is_known_to_be_wrong(services):
    found = queries.find(
        [cast.BOW], age=70, language="syl", step_free=True, foundations=["belonging"]
    )
    assert names(found) == ["Chrisp Street Lunch Club", "Green Walking Group"]
    lunch, walk = found.matches
    assert {"Takes ages 50 and over", "Speaks Bengali", "Step-free"} <= set(lunch.why)
    assert lunch.to_ask == ("whether anyone speaks Sylheti",)
    assert walk.to_ask == ("whether anyone speaks Sylheti", "whether it is step-free")
    assert left(found) == {"foundations": 1, "age": 1}
    assert left(queries.find([cast.BOW], free=True)) == {"free": 1}
    assert names(queries.find([cast.BOW], online=True)) == ["Money Worries Line"]
    assert "Free" in queries.find([cast.BOW], free=True, words="walk").matches[0].why


def test_what_is_for_women_only_says_so_and_is_not_offered_to_a_man(services, in_bow):
    actions.edit_service(by=in_bow, service=services["walk"], is_women_only=True)
    walk = next(one for one in queries.find([cast.BOW]).matches if one.name.startswith("Green"))
    assert "Women only" in walk.why
    found = queries.find([cast.BOW], man=True)
    assert "Green Walking Group" not in names(found)
    assert left(found) == {"man": 1}


def test_what_has_closed_or_gone_is_left_out_and_counted(services, in_bow):
    actions.edit_service(by=in_bow, service=services["walk"], status="defunct")
    Service.objects.filter(pk=services["debt"].pk).update(gone_at="2026-01-01T00:00:00Z")
    found = queries.find([cast.BOW])
    assert set(names(found)) == {"Chrisp Street Lunch Club", "Friday Youth Club"}
    assert left(found) == {"closed": 2}


def test_of_two_alike_the_one_checked_lately_comes_first(in_bow):
    old = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
    actions.add_service(by=in_bow, scheme_id=cast.BOW, name="Art class A", at=old, checked="phone")
    actions.add_service(by=in_bow, scheme_id=cast.BOW, name="Art class B", checked="phone")
    found = queries.find([cast.BOW], words="art class")
    assert names(found) == ["Art class B", "Art class A"]
    assert marks(found) == ["fresh", "stale"]


def test_a_date_that_is_yet_to_come_makes_no_entry_fresh(in_bow):
    ahead = actions.add_service(by=in_bow, scheme_id=cast.BOW, name="Art class A")
    lately = actions.add_service(by=in_bow, scheme_id=cast.BOW, name="Art class B")
    Service.objects.filter(pk=lately.pk).update(assured_on=today())
    Service.objects.filter(pk=ahead.pk).update(assured_on=datetime.date(2999, 1, 1))
    found = queries.find([cast.BOW], words="art class")
    assert names(found) == ["Art class B", "Art class A"]
    assert marks(found) == ["fresh", "unknown"]
    assert list(checking.due([cast.BOW], today())) == [ahead]
    counted = checking.freshness([cast.BOW], today())
    assert (counted.entries, counted.fresh) == (2, 1)


def on(name: str, by: Actor, *sessions: SessionFacts) -> Service:
    return actions.add_service(by=by, scheme_id=cast.BOW, name=name, sessions=list(sessions))


def test_what_does_not_say_on_which_days_it_is_stays_in_and_is_to_be_asked(in_bow):
    nine, eleven = datetime.time(9), datetime.time(11)
    on("Knitting", in_bow, SessionFacts("WEEKLY", (), nine, eleven))
    on("Monday club", in_bow, SessionFacts("WEEKLY", ("MO",), nine, eleven))
    on("Friday club", in_bow, SessionFacts("WEEKLY", ("FR",), nine, eleven))
    found = queries.find([cast.BOW], days=["MO"])
    asked = {match.name: match.to_ask for match in found.matches}
    assert asked == {"Knitting": ("when it runs",), "Monday club": ()}
    assert left(found) == {"when": 1}
    # Of the time it is known.
    late = queries.find([cast.BOW], days=["MO"], after=datetime.time(12))
    assert names(late) == []


def test_what_closes_after_midnight_is_open_at_night(in_bow):
    nine, ten = datetime.time(21), datetime.time(22)
    late = on("Nightline", in_bow, SessionFacts("WEEKLY", ("MO",), nine, ten))
    # As a feed gives it.
    late.sessions.update(opens=ten, closes=datetime.time(2))
    for after, before, open_then in (
        (23, None, True), (1, None, True), (None, 3, True), (9, 12, False), (9, 23, True), (None, None, True),
    ):  # fmt: skip
        found = queries.find(
            [cast.BOW], days=["MO"], after=after and datetime.time(after), before=before and datetime.time(before)
        )  # fmt: skip
        assert bool(names(found)) is open_then, (after, before)


def test_a_search_stays_in_its_schemes_even_where_rows_are_published(services, in_bow, acting):
    hidden = actions.add_service(
        by=in_bow, scheme_id=cast.BOW, name="Quiet group", is_published=False
    )
    acting("nadia")
    assert "Quiet group" in names(queries.find([cast.BOW], words="quiet"))
    sana = acting("sana")
    assert names(queries.find(sana.schemes)) == []
    assert Service.objects.filter(pk=services["lunch"].pk).exists()
    assert not Service.objects.filter(pk=hidden.pk).exists()


def test_a_public_page_of_another_scheme_reads_published_services_and_no_others(services, in_bow):
    hidden = actions.add_service(
        by=in_bow, scheme_id=cast.BOW, name="Quiet group", is_published=False
    )
    with context.enter(Kind.PUBLIC, schemes=[cast.POPLAR], actor=Actor.public().key):
        seen: Any = set(Service.objects.values_list("pk", flat=True))
    assert services["lunch"].pk in seen
    assert hidden.pk not in seen
