"""How soon a group answers, and how often with yes, is for link workers: nothing public changes with it."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import product
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kith.directory import actions as directory
from kith.directory.models import Service
from kith.exchange.open_referral.asked import COLLECTIONS
from kith.isolation import context
from kith.isolation.context import Kind
from kith.pathway.caseload.models import Case
from kith.pathway.connections import actions
from kith.pathway.connections.states import Progress
from kith.ui.dates import today
from tests import cast
from tests.contracts.routes import routes
from tests.unit.pathway.stories import a_case

BASES = ("/open-referral/", "/open-referral/s/bow/")
WAYS = (
    "",
    "full=true",
    "full_service=true",
    "minimal=true",
    "format=ndjson",
    "format=ndjson&full=true",
)
SENTENCE = "Of 12 introductions in the last year they answered 11, usually after 2 working days, and said yes to 7."
# What changes by itself from one asking to the next: keys of forms, and of scripts.
OF_THE_MOMENT = re.compile(r'<input[^>]*type="hidden"[^>]*>|nonce="[^"]*"|data-[a-z-]*key="[^"]*"')


@pytest.fixture
def choir(db: None) -> Service:
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return directory.add_service(
            by=cast.TESTS, scheme_id=cast.BOW, name="Bow Choir", organisation_name="Bow Singers",
            foundations=["belonging"], email="choir@singers.example", places_free=3,
        )  # fmt: skip


@pytest.fixture
def cases(db: None) -> list[Case]:
    return [a_case(first_name=f"Ann{number}") for number in range(12)]


def answered(cases: list[Case], choir: Service) -> None:
    """Eleven of twelve introductions answered after two working days, seven of them with yes."""
    sent = _working_days_ago(10)
    answer = _working_days_ago(8)
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        for number, case in enumerate(cases):
            made = actions.introduce(
                by=cast.TESTS, person=case.person, case=case, service=choir, agreed_fields=["name"],
                agreed_how="On the phone", agreed_on=sent.date(), keep_safe="Nothing",
                getting_there="On foot", at=sent,
            )  # fmt: skip
            if number < 11:
                progress = Progress.ACCEPTED if number < 7 else Progress.FULL
                actions.record_progress(
                    by=cast.TESTS, introduction=made, progress=progress, heard="link", at=answer
                )


def _working_days_ago(count: int) -> datetime.datetime:
    day = today()
    while count:
        day -= datetime.timedelta(days=1)
        count -= day.weekday() < 5
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))


def public_addresses() -> Iterator[str]:
    """Every address without an id that a stranger may open; those of the API have their own walk."""
    given = {"scheme": "bow"}
    for route in routes():
        if route.access is None or route.access.kind not in (Kind.PUBLIC, None):
            continue
        if set(route.parameters) <= set(given):
            yield reverse(route.name, kwargs={name: given[name] for name in route.parameters})


def api_addresses() -> Iterator[str]:
    for base, collection in product(BASES, COLLECTIONS):
        for way in WAYS:
            yield f"{base}{collection}?{way}&per_page=500"
        listed = Client().get(f"{base}{collection}?per_page=500").json()
        for row in listed["contents"]:
            yield f"{base}{collection}/{row['id']}?full_service=true"


def read(address: str) -> str:
    answer: Any = Client().get(address)
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    text = content.decode("utf-8", "replace")
    return OF_THE_MOMENT.sub("", f"{answer.status_code} {text}")


def everything() -> dict[str, str]:
    return {address: read(address) for address in (*public_addresses(), *api_addresses())}


def test_nothing_public_changes_with_how_a_group_answers_and_a_link_workers_page_does(
    company: Any, choir: Service, cases: list[Case]
) -> None:
    before = everything()
    page = f"/desk/connections/introduce/{a_case(first_name='Maya').person_id}/{choir.pk}"
    nadia = company.client("nadia")
    assert "introductions in the last year" not in nadia.get(page).content.decode()
    answered(cases, choir)
    assert SENTENCE in " ".join(nadia.get(page).content.decode().split())
    after = everything()
    assert {"/s/bow/numbers", "/api/s/bow/in-numbers", f"{BASES[1]}openapi.json"} <= set(after)
    assert sum("Bow Choir" in text for text in after.values()) > 12
    assert before.keys() == after.keys()
    assert [address for address in before if before[address] != after[address]] == []


def test_this_walk_sees_what_a_public_page_says(choir: Service, cases: list[Case]) -> None:
    before = everything()
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        directory.edit_service(by=cast.TESTS, service=choir, description=SENTENCE)
    after = everything()
    changed = {address for address in before if before[address] != after[address]}
    for base, way in product(BASES, WAYS):
        if way != "minimal=true":
            assert f"{base}services?{way}&per_page=500" in changed
