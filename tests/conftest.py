"""What every test has: the cast, in a database that forgets each test."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from django.db import connections
from django.test import Client

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.isolation.context import Kind
from tests import cast, server


# Contexts are signed for the moment of the database, which does not travel with a test.
def _clock() -> float:
    hatch = time_machine.escape_hatch
    return hatch.time.time() if hatch.is_travelling() else time.time()


context.clock = _clock


@pytest.fixture(scope="session")
def django_db_setup() -> None:
    """The database is made by tests.server, as its owner; Django's runner makes none."""


@pytest.fixture(autouse=True)
def _counted_afresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a stranger is shown of a test is of that test; see insight.queries.kept."""
    monkeypatch.setattr("kith.insight.queries.kept.SECONDS", 0)


class Company:
    """The cast, signed in or acting."""

    def actor(self, name: str) -> Actor:
        """The actor that the middleware would make for a member of the cast."""
        from kith.accounts.models import User
        from kith.organisations import queries

        user = User.objects.get(email=f"{name.lower()}@kith.example")
        seats = queries.seats_of(user.pk)
        key = f"user:{user.pk}"
        with context.enter(Kind.SCHEME, schemes=[s for s, _ in seats], user_id=user.pk, actor=key):
            found = queries.seats([membership for _, membership in seats])
        return Actor(kind="staff", name=user.name, key=key, user_id=user.pk, seats=found)

    def client(self, name: str) -> Client:
        """A browser in which a member of the cast is signed in."""
        from kith.accounts.models import User

        client = Client()
        client.force_login(
            User.objects.get(email=f"{name.lower()}@kith.example"),
            backend="kith.accounts.backends.ByEmail",
        )
        return client


@pytest.fixture
def committed(django_db_blocker: Any) -> Iterator[None]:
    """For races: what the test writes is committed, and the database is copied anew after it."""
    with django_db_blocker.unblock():
        yield
        for wrapper in connections.all(initialized_only=True):
            wrapper.close()
            if wrapper.alias == "default":
                wrapper.close_pool()
        server.renew()


@pytest.fixture
def company(request: pytest.FixtureRequest) -> Company:
    """Who plays: `company.client("nadia")`, `company.actor("sana")`."""
    request.getfixturevalue("committed" if "committed" in request.fixturenames else "db")
    return Company()


@pytest.fixture
def acting(company: Company) -> Iterator[Callable[[str], Actor]]:
    """`by = acting("nadia")` enters her context for the rest of the test (or until the next call)."""
    import contextlib

    stack = contextlib.ExitStack()

    def start(name: str) -> Actor:
        stack.close()
        actor = company.actor(name)
        stack.enter_context(
            context.enter(
                Kind.SCHEME, schemes=actor.schemes, user_id=actor.user_id, actor=actor.key
            )
        )
        return actor

    with stack:
        yield start


@pytest.fixture
def in_bow(db: None) -> Iterator[Actor]:
    """The context of a job in Bow; returns the tests' own actor."""
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        yield cast.TESTS


@pytest.fixture
def in_poplar(db: None) -> Iterator[Actor]:
    """The context of a job in Poplar."""
    with context.in_scheme(cast.POPLAR, actor=cast.TESTS.key):
        yield cast.TESTS


@pytest.fixture
def key() -> Callable[[], dict[str, str]]:
    """What every form carries: `client.post(url, {**key(), ...})`."""
    return lambda: {"idempotency_key": str(uuid.uuid4())}
