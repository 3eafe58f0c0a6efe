"""Taken in, read out through the API, taken in elsewhere: equal."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from kith.directory import actions as directory
from kith.directory.facts import OrganisationFacts, PlaceFacts, ServiceFacts, SessionFacts
from kith.directory.models import Service
from kith.exchange.directory_feed.actions import import_feed
from kith.isolation import context
from tests import cast

# Ids are each instance's own; the rest says how an entry came, not what it says.
OF_ITS_OWN = {"source_id", "fingerprint", "raw"}


def said(row: Any, kind: Any) -> dict[str, Any]:
    names = [field.name for field in fields(kind) if field.name not in OF_ITS_OWN]
    return {name: getattr(row, name) for name in names}


def directory_of(scheme_id: Any) -> list[dict[str, Any]]:
    """Everything that a scheme's directory says, by the names of the services."""
    with context.in_scheme(scheme_id, actor=cast.TESTS.key):
        rows = Service.objects.filter(scheme_id=scheme_id, is_published=True)
        found = rows.select_related("organisation").prefetch_related("places", "sessions")
        return sorted((_said(row) for row in found), key=str)


def _said(row: Service) -> dict[str, Any]:
    parts = {"organisation", "places", "sessions"}
    names = [f.name for f in fields(ServiceFacts) if f.name not in OF_ITS_OWN | parts]
    found = {name: getattr(row, name) for name in names}
    for name in ("foundations", "languages", "terms"):
        found[name] = sorted(found[name], key=str)
    runs = row.organisation
    found["organisation"] = said(runs, OrganisationFacts) if runs else None
    found["places"] = sorted((said(p, PlaceFacts) for p in row.places.all()), key=str)
    found["sessions"] = sorted((said(s, SessionFacts) for s in row.sessions.all()), key=str)
    return found


def carry(get: Any, folder: Path, to: Any) -> dict[str, Any]:
    """What Bow publishes, page by page into files, and taken in by another scheme."""
    for name, path in (("api_details", ""), ("taxonomy_term_list", "taxonomy_terms")):
        (folder / f"{name}.json").write_text(json.dumps(get(path, base="/open-referral/s/bow/")))
    pages = get("services", base="/open-referral/s/bow/", per_page=2)["total_pages"]
    for at in range(1, pages + 1):
        page = get("services", base="/open-referral/s/bow/", per_page=2, page=at, full="true")
        (folder / f"services_{at}.json").write_text(json.dumps(page))
    return import_feed(by=cast.TESTS, scheme_id=to, source=str(folder)).as_json()


def test_what_a_feed_said_arrives_elsewhere_as_it_is_here(
    get: Any, fed: None, tmp_path: Path
) -> None:
    here = directory_of(cast.BOW)
    done = carry(get, tmp_path, cast.POPLAR)
    assert (done["refused"], done["incomplete"]) == ([], "")
    assert done["new"] == len(here) == 4
    rich = next(row for row in here if row["name"] == "Canal Boat Afternoons")
    assert (rich["is_women_only"], rich["places_free"], len(rich["sessions"])) == (True, 3, 4)
    assert set(rich["more"]) >= {
        "alternate_name",
        "funding",
        "capacities",
        "service_areas",
        "contacts",
    }
    assert set(rich["organisation"]["more"]) >= {"contacts", "phones"}
    mills = next(place["more"] for place in rich["places"] if place["name"] == "Three Mills")
    assert set(mills) >= {"contacts", "phones"}
    assert set(mills["at"]) == {"description", "contacts", "phones"}
    assert directory_of(cast.POPLAR) == here
    again = carry(get, tmp_path, cast.POPLAR)
    assert (again["new"], again["changed"]) == (0, 0)


def typed(published: Any) -> None:
    """One of the services with everything that the form of an entry has."""
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        lunch = Service.objects.get(pk=published["lunch"].pk)
        directory.edit_service(
            by=cast.TESTS, service=lunch, url="https://chrisp-street.example/lunch", places_free=4,
            eligibility="People over 50 who live in Poplar", status="temporarily closed",
            terms=["Lunch clubs", "Company"],
        )  # fmt: skip


def test_what_a_team_typed_arrives_as_well(get: Any, published: Any, tmp_path: Path) -> None:
    typed(published)
    here = directory_of(cast.BOW)
    done = carry(get, tmp_path, cast.POPLAR)
    assert (done["refused"], done["new"]) == ([], len(here))
    arrived = [row for row in directory_of(cast.POPLAR) if row["name"] != "Poplar Choir"]
    by_name = {row["name"]: row for row in here}
    lunch = by_name["Chrisp Street Lunch Club"]
    assert (lunch["status"], lunch["places_free"]) == ("temporarily closed", 4)
    assert all(lunch[name] for name in ("terms", "email", "url", "eligibility", "organisation"))
    # What is no address goes no further; of free places it is said since when.
    by_name["Sewing Circle"]["email"] = ""
    (places,) = next(row for row in arrived if row["name"] == lunch["name"])["more"]["capacities"]
    assert set(places) == {"available", "unit", "updated"}
    lunch["more"] = {"capacities": [places]}
    assert arrived == here
    again = carry(get, tmp_path, cast.POPLAR)
    assert (again["new"], again["changed"]) == (0, 0)


@pytest.mark.parametrize("asked", ["services", "service_at_locations", "organizations"])
def test_ids_are_uuids_and_the_same_after_the_next_visit(
    get: Any, fed: None, asked: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from tests.unit.exchange.open_referral.conftest import MOCKS

    before = {row["id"] for row in get(asked, per_page=500)["contents"]}
    monkeypatch.setattr("kith.exchange.directory_feed.fingerprint.TRANSLATION", 99)
    done = import_feed(
        by=cast.TESTS, scheme_id=cast.BOW, source=str(MOCKS / "V3.0-UK-Default")
    ).as_json()
    assert done["changed"] > 0
    assert {row["id"] for row in get(asked, per_page=500)["contents"]} == before
