"""Who gets what at every address: method, route and role, written down and reviewed by hand.

`permissions.csv` is the specification. Where the product differs from it the test says how the line
would have to read; whether it ought to is for a person to say.

    page      the page or the file itself
    form      a form that says what is missing (the walk sends forms empty)
    goes on   sent on to another page, which asks again who is there
    sign-in   sent to sign in first
    403       the role does not reach here
    404       not there, or not for them
    405       not an address of this method
"""

from __future__ import annotations

import csv
import re
from pathlib import Path

from kith.accounts.roles import BY_KEY
from tests.contracts.routes import Route, routes
from tests.contracts.world import VISITORS, World

TABLE = Path(__file__).with_name("permissions.csv")
METHODS = ("GET", "POST")


def test_every_route_has_a_rule_and_a_name_of_its_own() -> None:
    found = routes()
    assert len(found) > 40
    assert [route.pattern for route in found if route.access is None] == []
    patterns = [re.sub(r"<(\w+:)?\w+>", "<>", route.pattern) for route in found]
    assert {one for one in patterns if patterns.count(one) > 1} == set(), (
        "the second is never reached"
    )
    names = [route.name for route in found]
    assert [name for name in names if "None" in name] == []
    assert {name for name in names if names.count(name) > 1} == set()


def test_names_of_routes_and_views_are_the_same() -> None:
    """URL name = view function, so that either is found from the other."""
    different = {
        route.name
        for route in routes()
        if route.name.split(":")[-1] != route.view.__name__
        and route.name not in {"scheme"}  # beside organisations:scheme, which changes it
    }
    assert different == set()


def test_paths_are_in_kebab_case_and_staff_pages_stand_under_desk() -> None:
    for route in routes():
        fixed = "".join(part for part in route.pattern.split("<") if ">" not in part)
        assert route.pattern == route.pattern.lower().replace("_", "_"), route.pattern
        assert "_" not in fixed, route.pattern
        if "UUIDConverter" in route.converters:
            assert route.pattern.startswith("desk/"), route.pattern


def test_who_gets_what_everywhere_is_as_reviewed(world: World) -> None:
    written = _written()
    found: dict[tuple[str, str], list[str]] = {}
    for route in routes():
        got = ["" for _ in VISITORS]
        for method in METHODS:
            # Whom a GET turns away by their role is turned away by the same line for a POST.
            got = [
                cell if cell in ("403", "sign-in") else _outcome(world, route, who, method)
                for who, cell in zip(VISITORS, got, strict=True)
            ]
            found[method, route.name] = got
    broken = [
        f"{method} {name}: {cell}"
        for (method, name), cells in found.items()
        for cell in sorted(set(cells))
        if cell.startswith("5")
    ]
    assert not broken, "\n".join(broken)
    wrong = [
        f"{','.join((*place, *cells))}\n    written: {','.join(written.get(place, ['nothing']))}"
        for place, cells in found.items()
        if written.get(place) != cells
    ]
    stale = [",".join(place) for place in written if place not in found]
    assert not wrong, f"Review, then put into {TABLE.name}:\n" + "\n".join(wrong)
    assert not stale, f"Take out of {TABLE.name}: no such route.\n" + "\n".join(stale)


def test_the_table_names_every_role_and_nobody_else() -> None:
    with TABLE.open(newline="") as file:
        header = next(csv.reader(file))
    assert header == ["method", "route", *VISITORS]
    assert set(VISITORS) - {"anonymous", "nobody"} == set(BY_KEY)


def test_a_role_without_the_permission_is_refused_everywhere() -> None:
    """The reviewed table agrees with what the roles say of themselves."""
    rules = {route.name: route.access for route in routes()}
    for (method, name), cells in _written().items():
        access = rules[name]
        assert access is not None
        if access.permission is None:
            continue
        for who, cell in zip(VISITORS, cells, strict=True):
            if who == "anonymous":
                assert cell in ("sign-in", "405"), (method, name, who)
            elif who == "nobody" or access.permission not in BY_KEY[who].permissions:
                assert cell in ("403", "405"), (method, name, who)
            else:
                assert cell != "403", (method, name, who)


def _written() -> dict[tuple[str, str], list[str]]:
    with TABLE.open(newline="") as file:
        rows = list(csv.reader(file))[1:]
    return {(row[0], row[1]): row[2:] for row in rows}


def _outcome(world: World, route: Route, who: str, method: str) -> str:
    try:
        answer = world.visit(who, world.address(route), method)
    except Exception as error:  # what a visitor would see as a 500
        return f"500 {type(error).__name__}: {error}".replace(",", ";").replace("\n", " ")
    if answer.status_code in (301, 302, 303):
        return "sign-in" if answer["Location"].startswith("/sign-in?") else "goes on"
    return {200: "page", 400: "form", 409: "form"}.get(answer.status_code, str(answer.status_code))
