"""Every form that writes carries its key and its token, and every page is a whole page."""

from __future__ import annotations

import csv
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from kith.accounts.permissions import access_of
from tests.contracts.page import FormOnPage, Page, faults
from tests.contracts.routes import Route, routes
from tests.contracts.test_routes import TABLE
from tests.contracts.world import PRIVATE, World, undone

# The routes that answer a POST without a key, and why.
WITHOUT = {
    "accounts:sign_in": "signing in twice is signing in",
    "accounts:sign_out": "signing out twice is signing out",
    "demo:sign_in": "signing in, in the demonstration",
    "desk:rang_back": "finds who rang and writes nothing",
    "desk:search": "finds people and writes nothing",
    "draft": "keeps what is typed, each time anew",
    "groups:find": "finds whom to put into a group and writes nothing",
    "meetings:find": "finds whom to talk about and writes nothing",
    "clinics:fill": "finds whom to put into a time and writes nothing",
    "healthz": "reads",
    "version": "reads",
    **{
        f"{space}:{name}": "reads"
        for space in ("open_referral", "open_referral_of_scheme")
        for name in ("about", "openapi", "collection", "entry")
    },
}


def test_the_routes_without_a_key_are_these_and_no_others() -> None:
    found = {r.name for r in routes() if r.access is not None and not r.access.needs_key}
    assert found == set(WITHOUT)


def test_a_post_without_a_key_is_refused_and_with_one_is_not(world: World) -> None:
    wrong = []
    for method, who, route in _doors():
        if method != "POST" or route.name in WITHOUT:
            continue
        client, address = world.clients[who], world.address(route)
        with undone():
            bare = client.post(address)
        with undone():
            spoilt = client.post(address, {"idempotency_key": "not a key"})
        keyed = world.visit(who, address, "POST")
        if (bare.status_code, spoilt.status_code) != (400, 400):
            wrong.append(f"{route.name}: {bare.status_code} without a key")
        if b"arrived incomplete" not in bare.content or b"arrived incomplete" in keyed.content:
            wrong.append(f"{route.name}: says something else about the key")
    assert not wrong, "\n".join(wrong)


def test_every_page_is_whole_and_every_form_on_it_carries_what_it_must(world: World) -> None:
    said, pages, posted = [], 0, 0
    for method, who, route in _doors():
        if method != "GET":
            continue
        answer = world.visit(who, world.address(route))
        if answer.status_code != 200 or not answer["Content-Type"].startswith("text/html"):
            continue
        pages += 1
        html = answer.content.decode()
        said += [f"{route.name} for {who} {fault}" for fault in faults(html, PRIVATE)]
        for form in Page(html).forms:
            posted += form.method == "post"
            said += [f"{route.name} for {who}: {fault}" for fault in _form(form, route, world)]
    assert (pages > 30, posted > 30) == (True, True)
    assert not said, "\n".join(sorted(set(said)))


def test_pages_that_say_no_are_whole_too(world: World) -> None:
    for who, address, status in (
        ("linkworker", "/desk/setup", 403),
        ("linkworker", "/desk/nowhere", 404),
        ("anonymous", "/nowhere", 404),
        ("anonymous", "/s/nowhere/", 404),
    ):
        answer = world.visit(who, address)
        assert answer.status_code == status
        assert faults(answer.content.decode(), PRIVATE) == [], address


@pytest.mark.parametrize(
    ("planted", "noticed"),
    [
        ("<h1>Two</h1>", "has 2 h1"),
        ("<script>alert(1)</script>", "inline"),
        ('<p style="color: red">', "inline"),
        ('<a onclick="go()">', "inline"),
        ('<a href="javascript:go()">', "inline"),
        ('<a href="/desk/search?q=Quenby">', "in the address"),
        ('<form action="/find?nhs=9990000018">', "in the address"),
    ],
)
def test_a_planted_fault_is_noticed(planted: str, noticed: str) -> None:
    whole = '<html lang="en-GB"><title>A page - Kith</title><h1>A page</h1>{}</html>'
    assert faults(whole.format('<a href="tel:07700900123">Ring</a>'), PRIVATE) == []
    assert any(noticed in said for said in faults(whole.format(planted), PRIVATE))


def _doors() -> list[tuple[str, str, Route]]:
    """Method, first visitor with each right to be there, route: by the reviewed table."""
    known = {route.name: route for route in routes()}
    found = []
    with TABLE.open(newline="") as file:
        for row in csv.DictReader(file):
            method, name = row.pop("method"), row.pop("route")
            inside = [who for who, cell in row.items() if cell in ("page", "form", "goes on")]
            if name in known and inside:
                # The first and the last: pages differ by what their reader may do.
                chosen = {inside[0], inside[-1]} if method == "GET" else {inside[0]}
                found += [(method, who, known[name]) for who in sorted(chosen)]
    return found


def _form(form: FormOnPage, route: Route, world: World) -> list[str]:
    if form.method != "post":
        return []
    target = urlsplit(form.action).path or world.address(route)
    access = access_of(resolve(target).func)
    said = []
    if "csrfmiddlewaretoken" not in form.names:
        said.append(f"the form to {target} carries no token")
    if access is not None and access.needs_key and "idempotency_key" not in form.names:
        said.append(f"the form to {target} carries no key")
    return said
