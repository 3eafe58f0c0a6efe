"""A stranger's id and a missing id are one and the same 404, and nothing happens.

Two outsiders try every address that holds an id: one of another scheme, who holds every role
there, and one of another delivery partner in Bow. From the same setup somebody gets in.
"""

from __future__ import annotations

import csv
import re
import uuid
from typing import Any

import pytest
from django.http import HttpResponse

from kith.accounts.roles import permissions_of
from kith.isolation import context, walls
from kith.isolation.context import Kind
from kith.organisations import actions as organisations
from tests import cast
from tests.contracts.routes import Route, routes
from tests.contracts.test_routes import TABLE
from tests.contracts.world import NARROW, ROLES, World, key, undone

# Addresses that are about nobody, or about somebody whom the whole scheme may read about; the
# wall between schemes holds for them too, the one between partners does not.
OF_THE_SCHEME = {
    **dict.fromkeys(
        (
            "directory:note",
            "directory:end_note",
            "directory:drop_correction",
            "directory:join",
            "directory:part",
            "directory:keeper",
            "directory:publish",
            "directory:suggestion",
            "exchange:service_sheet",
            "exchange:take_in_services",
            "exchange:refused_services",
            "directory:ask_them",
            "directory:wrong",
            "directory:check_policy",
            "directory:matter",
            "directory:take_over",
            "directory:heard",
            "exchange:feed",
            "exchange:stop_feed",
            "exchange:take_up_feed",
            "exchange:read_feed",
            "exchange:corrections_csv",
            "exchange:visit",
            "exchange:accept_gone",
        ),
        "the directory is the scheme's",
    ),
    "connections:unmet_of_scheme": "a search for nobody in particular, noted for the scheme",
    "directory:confirm": "the directory is the scheme's",
    "directory:edit": "the directory is the scheme's",
    "directory:service": "the directory is the scheme's",
    "messages:send_again": "an e-mail to a community service names no person",
    "referrals:codes": "the practice is the scheme's; its rows are only of people one may see",
    "referrals:codes_csv": "the practice is the scheme's; its rows are only of people one may see",
    "referrals:codes_pdf": "the practice is the scheme's; its rows are only of people one may see",
    "desk:triage_ask": "what came by the public page belongs to no partner yet",
    "referrals:ask_refer": "what came without an account belongs to no partner yet",
    "referrals:send_again": "a referral that waits for its referrer belongs to no partner yet",
    "referrals:trust_ask": "what came without an account belongs to no partner yet",
    "desk:triage_answer": "a referral that nobody took on belongs to no partner yet",
    "desk:triage_referral": "a referral that nobody took on belongs to no partner yet",
    "desk:triage_join": "a referral that nobody took on belongs to no partner yet",
    "desk:triage_take_on": "a referral that nobody took on belongs to no partner yet",
    "referrals:letter": "a letter that nobody typed in is about nobody on record yet",
    "referrals:letter_take": "a letter that nobody typed in is about nobody on record yet",
    "referrals:letter_aside": "a letter that nobody typed in is about nobody on record yet",
    "referrals:letter_page": "a letter that nobody typed in is about nobody on record yet",
    "referrals:letter_original": "a letter that nobody typed in is about nobody on record yet",
    "connections:policy": "how a scheme follows its introductions up",
    "concerns:go_in": "everyone says for themselves where they go in",
    "insight:programme_report": "figures, and no person",
    "exchange:sheet": "a sheet is the scheme's: its referrals belong to no partner yet",
    "exchange:take_in": "a sheet is the scheme's: its referrals belong to no partner yet",
    "exchange:refused_rows": "a sheet is the scheme's: its referrals belong to no partner yet",
    "funds:fund": "a fund is the scheme's; whom it gave to is shown by who may see them",
    "funds:spent_csv": "figures, and no person",
    "funds:vouchers": "a voucher is the scheme's; whom it was given to is shown by who may see them",
    "funds:voucher": "a voucher that nobody was given is about nobody",
    "clinics:new": "a clinic is planned in a scheme, and has nobody in it yet",
    "groups:new": "a group is the scheme's, and has nobody in it yet",
    "groups:group": "a group is the scheme's; the people in it are shown by who may see them",
    "groups:change": "a group is the scheme's: what it is, and nobody who comes",
    "groups:end": "a group is the scheme's: what it is, and nobody who comes",
    "groups:plan": "a group is the scheme's: when it meets, and nobody who comes",
    "groups:poster": "a group is the scheme's: what stands on a wall, and nobody who comes",
    "groups:find": "a group is the scheme's; who is found is by who may see them",
    "groups:register": "a session is the scheme's; the people on it are shown by who may see them",
    "groups:new_volunteer": "the list of volunteers is the scheme's",
    "groups:volunteer": "a volunteer is the scheme's; whom they befriend is shown by who may see them",
    "groups:change_volunteer": "a volunteer is the scheme's, and nobody whom it supports",
    "groups:add_check": "a volunteer is the scheme's, and nobody whom it supports",
    "groups:end_volunteer": "a volunteer is the scheme's, and nobody whom it supports",
    "groups:cancel": "a session is the scheme's: that it does not take place",
    "groups:after_all": "a session is the scheme's: that it takes place after all",
    "groups:check_policy": "what a scheme has checked of its volunteers",
    "meetings:new": "a meeting is the scheme's, and has nobody on its list yet",
    "meetings:meeting": "a meeting is the scheme's; the people on its list are shown by who may see them",
    "academy:draw": "a sample is drawn of the cases that whoever draws it may see",
    "campaigns:campaign": "a campaign is the scheme's; the people on it are shown by who may see them",
}
# Addresses that name a person after the question mark.
ALSO = (
    "/desk/directory?for={person}",
    "/desk/directory/{service}?for={person}",
    "/desk/directory/{service}/wrong?for={person}",
)


def pointing() -> list[Route]:
    """The routes of staff pages with an id in their address."""
    return [route for route in routes() if "UUIDConverter" in route.converters]


def test_there_are_addresses_to_try_and_the_exceptions_are_not_stale() -> None:
    names = {route.name for route in pointing()}
    assert len(names) > 25
    assert set(OF_THE_SCHEME) - names == set()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_strangers_and_missing_ids_get_the_same_404(world: World, method: str) -> None:
    faults = []
    for route in pointing():
        ids = _ids(route)
        for who in ("stranger", "other_partner"):
            if who == "other_partner" and route.name in OF_THE_SCHEME:
                continue
            theirs = world.visit(who, world.address(route), method)
            for parameter in ids:
                missing = world.visit(who, world.address(route, missing=parameter), method)
                if _told(theirs) != _told(missing):
                    faults.append(
                        f"{method} {route.name}: {who} gets {theirs.status_code}, and"
                        f" {missing.status_code} when {parameter} is nobody's"
                    )
            if theirs.status_code not in _refusals(route, who):
                faults.append(f"{method} {route.name}: {who} gets {theirs.status_code}")
    assert not faults, "\n".join(faults)


def test_somebody_gets_in_at_each_of_these_addresses(world: World) -> None:
    """By the reviewed table, whose right visitor is then asked for an id that nobody has."""
    written = _written()
    faults = []
    for route in pointing():
        method, who = _let_in(written, route)
        if not who:
            faults.append(f"{route.name}: the reviewed table lets nobody in")
            continue
        here = world.visit(who, world.address(route), method)
        if here.status_code not in (200, 302, 400):
            faults.append(f"{method} {route.name}: {who} gets {here.status_code}")
        for parameter in _ids(route):
            away = world.visit(who, world.address(route, missing=parameter), method)
            if away.status_code != 404:
                faults.append(
                    f"{method} {route.name}: {who} gets {away.status_code} for nobody's id"
                )
    assert not faults, "\n".join(faults)


def test_a_strangers_post_has_no_effect_and_leaves_no_line(world: World) -> None:
    before = _everything()
    for route in pointing():
        for who in ("stranger", "other_partner"):
            if who == "other_partner" and route.name in OF_THE_SCHEME:
                continue
            client = world.clients[who]
            client.post(world.address(route), {**key(), **TYPED})
    assert _everything() == before
    # The same presses by those who may: the count would have noticed.
    noticed = 0
    for route in pointing():
        with undone():
            world.clients["manager"].post(world.address(route), {**key(), **TYPED})
            noticed += _everything() != before
    assert noticed > 10


def test_addresses_that_name_a_person_after_the_question_mark(world: World) -> None:
    for text in ALSO:
        held = {"person": world.person.pk, "service": world.service.pk}
        assert world.visit("linkworker", text.format(**held)).status_code == 200, text
        for who in ("stranger", "other_partner"):
            theirs = world.visit(who, text.format(**held))
            missing = world.visit(who, text.format(**{**held, "person": uuid.uuid4()}))
            assert (theirs.status_code, _told(theirs)) == (404, _told(missing)), (text, who)


def test_a_private_link_says_nothing_once_it_has_ended(world: World) -> None:
    route = next(route for route in routes() if route.name == "organisations:join")
    here, nowhere = world.address(route), world.address(route, missing="token")
    shown = world.visit("anonymous", here)
    assert (shown.status_code, b"new@kith.example" in shown.content) == (200, True)
    assert world.visit("anonymous", nowhere).status_code == 404
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        organisations.withdraw_invitation(by=cast.TESTS, invitation=world.invitation)
    before = _everything()
    for method in ("GET", "POST"):
        ended = world.visit("anonymous", here, method, password="a long enough passphrase")
        assert (ended.status_code, b"new@kith.example" in ended.content) == (410, False)
    assert _everything() == before


def test_what_the_whole_scheme_may_open_names_nobody_of_another_partner(world: World) -> None:
    by_name = {route.name: route for route in pointing()}
    for name in OF_THE_SCHEME:
        here = world.address(by_name[name])
        for address in (here, f"{here}?show=people"):
            theirs = world.visit("other_partner", address)
            assert b"Quenby Okonjo" not in theirs.content, name
    listed = world.address(by_name["campaigns:campaign"]) + "?show=people"
    assert b"Quenby Okonjo" in world.visit("linkworker", listed).content


def _refusals(route: Route, who: str) -> set[int]:
    """404, or 403 to those whose role does not reach there, whatever the id."""
    access = route.access
    assert access is not None
    roles = set(ROLES) if who == "stranger" else set(NARROW)
    reaches = access.permission in permissions_of(frozenset(roles))
    return {404, 405} if reaches else {403, 405}


# What would do something, were it allowed to.
TYPED: dict[str, Any] = {
    "decision": "take_on", "reason": "01", "words": "No", "note": "Planted", "step": "finish",
    "outcome": "reached", "how": "post", "press": "goal", "status": "reached", "text": "Planted",
    "next_step": "Planted", "next_step_on_0": "1", "progress": "accepted", "name": "Planted",
    "why": "Planted", "summary": "Planted", "do": "cancel", "who": "person", "version": "1",
}  # fmt: skip


def _ids(route: Route) -> list[str]:
    return [
        name
        for name, kind in zip(route.parameters, route.converters, strict=True)
        if kind == "UUIDConverter"
    ]


def _told(answer: HttpResponse) -> tuple[int, str, dict[str, str]]:
    """Everything a visitor could tell answers apart by, without what is new on every page."""
    body = answer.content.decode(errors="replace")
    body = re.sub(r'(name="(?:csrfmiddlewaretoken|idempotency_key)"[^>]*value=")[^"]*', r"\1", body)
    headers = {name: value for name, value in answer.items() if name not in ("Content-Length",)}
    return answer.status_code, body, headers


def _written() -> dict[tuple[str, str], dict[str, str]]:
    with TABLE.open(newline="") as file:
        return {(row["method"], row["route"]): row for row in csv.DictReader(file)}


def _let_in(written: dict[tuple[str, str], dict[str, str]], route: Route) -> tuple[str, str]:
    for method in ("GET", "POST"):
        for who, cell in written.get((method, route.name), {}).items():
            if who not in ("method", "route", "anonymous") and cell in ("page", "form", "goes on"):
                return method, who
    return "", ""


def _everything() -> dict[str, int]:
    """How many rows there are of everything, the logs of acts and of changes among them."""
    counts = {}
    with context.enter(Kind.JOB, schemes=[cast.BOW, cast.POPLAR], actor=cast.TESTS.key):
        for model in walls.walled_models():
            if walls.wall_of(model).actor_column is None:
                counts[model.__name__] = model._default_manager.count()
    return counts
