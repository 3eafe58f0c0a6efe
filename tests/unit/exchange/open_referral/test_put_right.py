"""What a team put right of a feed's entry, and what it says of places, is what others read."""

from __future__ import annotations

import datetime
from typing import Any

from kith.directory import actions
from kith.directory.models import Correction, Service, Session
from kith.exchange.directory_feed.actions import import_feed
from kith.isolation import context
from kith.ui.dates import today
from tests import cast

BOAT = "Canal Boat Afternoons"


def boat() -> Service:
    return Service.objects.get(name=BOAT)


def put_right(**values: Any) -> None:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.edit_service(by=cast.TESTS, service=boat(), **values)


def outside(get: Any) -> dict[str, Any]:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        pk = boat().pk
    found: dict[str, Any] = get(f"services/{pk}")
    return found


def numbers(record: dict[str, Any]) -> set[str]:
    """Every telephone number in a service's own record."""
    people = [phone for one in record.get("contacts", []) for phone in one.get("phones", [])]
    return {phone["number"] for phone in (*record.get("phones", []), *people)}


def test_a_number_that_was_put_right_stands_alone(get: Any, fed: None) -> None:
    before = numbers(outside(get))
    assert before
    put_right(phone="020 7946 0999")
    record = outside(get)
    assert numbers(record) == {"020 7946 0999"}
    assert record["contacts"][0]["phones"][0]["number"] == "020 7946 0999"
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.drop_correction(by=cast.TESTS, correction=Correction.objects.get())
    assert numbers(outside(get)) == before


def test_a_price_that_was_put_right_takes_the_feeds_words_along(get: Any, fed: None) -> None:
    before = outside(get)
    assert before["cost_options"]
    put_right(is_free=True, cost="")
    record = outside(get)
    assert record["free"] is True
    assert not {"cost_options", "fees_description"} & set(record)
    put_right(is_free=False, cost="£2")
    assert [one["option"] for one in outside(get)["cost_options"]] == ["£2"]


def test_full_is_said_outside_and_what_the_feed_says_of_places_comes_back(
    get: Any, fed: None
) -> None:
    before = outside(get)["capacities"]
    put_right(places_free=0)
    (said,) = outside(get)["capacities"]
    assert (said["available"], said["unit"]["name"]) == (0, "places")
    put_right(places_free=3)
    assert outside(get)["capacities"] == before


def test_a_correction_stands_through_the_next_pull_and_ends_when_the_feed_says_the_same(
    fed: None, monkeypatch: Any, tmp_path: Any
) -> None:
    put_right(places_free=0)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        source = boat().feed
        assert boat().corrected == ["places_free"]
    monkeypatch.setattr("kith.exchange.directory_feed.fingerprint.TRANSLATION", 99)
    assert source is not None
    import_feed(by=cast.TESTS, scheme_id=cast.BOW, source=source.source)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert (boat().places_free, boat().corrected) == (0, ["places_free"])
        Correction.objects.update(ours=3)
        import_feed(by=cast.TESTS, scheme_id=cast.BOW, source=source.source)
    monkeypatch.setattr("kith.exchange.directory_feed.fingerprint.TRANSLATION", 100)
    import_feed(by=cast.TESTS, scheme_id=cast.BOW, source=source.source)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        assert boat().corrected == []


def test_places_of_an_entry_that_was_typed_are_said(get: Any, published: Any) -> None:
    pk = published["lunch"].pk
    assert "capacities" not in get(f"services/{pk}")
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.edit_service(by=cast.TESTS, service=Service.objects.get(pk=pk), places_free=2)
    assert get(f"services/{pk}")["capacities"][0]["available"] == 2


def test_a_session_that_is_over_fits_no_day(get: Any, published: Any) -> None:
    day = today()
    lasts = {"lunch": day, "sewing": day - datetime.timedelta(days=1)}
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        for name, last in lasts.items():
            rows = Session.objects.filter(service=published[name])
            assert rows.update(days=["FR"], to_date=last) == 1
    found = {row["name"] for row in get("services", day="FR")["contents"]}
    assert found == {"Chrisp Street Lunch Club"}


def test_every_second_week_and_a_day_of_the_month_are_said_as_they_came(
    get: Any, fed: None
) -> None:
    told = [
        {name: one[name] for name in ("freq", "interval", "byday", "bymonthday") if name in one}
        for one in outside(get)["schedules"]
    ]
    assert {"freq": "WEEKLY", "interval": 2, "byday": "TU,TH"} in told
    assert {"freq": "MONTHLY", "bymonthday": "1"} in told
    assert {"freq": "WEEKLY", "byday": "MO,TU,WE,TH,FR,SA,SU"} in told
