"""Signing in with an e-mail address and a password."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import hashers
from django.db import connection, connections
from django.test import Client

from kith.accounts.models import User
from kith.accounts.sessions import stored
from kith.accounts.views import network_of
from kith.isolation import context
from kith.isolation.context import Kind
from tests.cast import PASSWORD


def test_the_right_password_opens_the_home_and_a_wrong_one_does_not(company, key):
    client = Client()
    refused = client.post("/sign-in", {**key(), "email": "fay@kith.example", "password": "wrong"})
    assert refused.status_code == 400
    assert "is not right" in refused.content.decode()
    let_in = client.post("/sign-in", {**key(), "email": " FAY@kith.example ", "password": PASSWORD})
    assert let_in.status_code == 302
    home = client.get("/home")
    assert home.status_code == 200
    assert "Fay Osborne" in home.content.decode()


def test_nobody_is_asked_to_sign_in_twice_and_the_way_back_is_kept(company):
    asked = Client().get("/desk/password")
    assert asked["Location"] == "/sign-in?next=%2Fdesk%2Fpassword"
    assert company.client("fay").get("/desk/password").status_code == 200


def _tries(client: Client, password: str, **extra: str) -> str:
    typed = {"email": "nadia@kith.example", "password": password}
    return client.post("/sign-in", typed, **extra).content.decode()


def test_wrong_passwords_are_counted_and_the_right_one_then_waits_too(db):
    client = Client()
    said = [_tries(client, f"wrong {n}") for n in range(11)]
    assert all("is not right" in page for page in said[:10])
    assert "Too many tries" in said[10]
    assert "Too many tries" in _tries(client, PASSWORD)
    assert client.get("/home").status_code == 302
    # Somebody else signs in from there meanwhile, and Nadia from elsewhere.
    assert (
        client.post("/sign-in", {"email": "fay@kith.example", "password": PASSWORD}).status_code
        == 302
    )
    elsewhere = Client(REMOTE_ADDR="192.0.2.7")
    assert "Too many tries" not in _tries(elsewhere, PASSWORD)
    assert elsewhere.get("/desk/password").status_code == 200


def test_ones_present_password_cannot_be_guessed_at_an_open_session(company, key):
    client = company.client("fay")
    typed = {"password": "four random words here"}
    said = [
        client.post("/desk/password", {**key(), **typed, "old": f"guess {n}"}).content.decode()
        for n in range(11)
    ]
    assert all("not your present password" in page for page in said[:10])
    assert "Too many tries" in said[10]


@pytest.mark.parametrize(
    ("peer", "told", "behind_proxy", "network"),
    [
        ("192.0.2.7", "", False, "192.0.2.0/24"),
        ("192.0.2.7", "198.51.100.1", False, "192.0.2.0/24"),
        ("127.0.0.1", "203.0.113.9, 198.51.100.1", True, "198.51.100.0/24"),
        ("127.0.0.1", "", True, "127.0.0.0/24"),
        ("2001:db8::1:2:3", "", False, "2001:db8::/64"),
        ("::ffff:192.0.2.7", "", False, "192.0.2.0/24"),
        ("127.0.0.1", "\x00no address", True, "unknown"),
    ],
)
def test_a_network_is_the_visitors_and_not_what_they_say(
    rf, settings, peer, told, behind_proxy, network
):
    settings.SECURE_COOKIES = behind_proxy
    assert network_of(rf.get("/", REMOTE_ADDR=peer, HTTP_X_FORWARDED_FOR=told)) == network


def test_tries_at_the_same_moment_are_counted_one_by_one(company, committed):
    def one(n: int) -> tuple[int, bool]:
        try:
            answer = Client().post(
                "/sign-in", {"email": "nadia@kith.example", "password": f"wrong {n}"}
            )
            return answer.status_code, "is not right" in answer.content.decode()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        said = list(pool.map(one, range(16)))
    assert {status for status, _ in said} == {400}
    assert 1 <= sum(wrong for _, wrong in said) <= 10


def _rows(sql: str, *values: object) -> list[tuple[Any, ...]]:
    """What a statement smuggled into a page for anyone would be told."""
    with context.enter(Kind.PUBLIC, actor="public:x"), connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else []


def test_a_session_read_in_the_database_opens_nothing(company):
    fay = company.client("fay")
    assert fay.get("/desk/password").status_code == 200
    key = fay.cookies[settings.SESSION_COOKIE_NAME].value
    kept = [row[0] for row in _rows("SELECT session_key FROM django_session")]
    assert stored(key) in kept
    assert key not in kept
    thief = Client()
    for found in kept:
        thief.cookies[settings.SESSION_COOKIE_NAME] = found
        assert thief.get("/desk/password").status_code == 302
    assert fay.get("/desk/password").status_code == 200


def test_what_a_session_holds_cannot_be_copied_into_another(company):
    fay, thief = company.client("fay"), company.client("max")
    theirs, mine = (c.cookies[settings.SESSION_COOKIE_NAME].value for c in (fay, thief))
    _rows(
        "UPDATE django_session SET session_data ="
        " (SELECT session_data FROM django_session WHERE session_key = %s) WHERE session_key = %s",
        stored(theirs),
        stored(mine),
    )
    assert thief.get("/desk/password").status_code == 302
    assert fay.get("/desk/password").status_code == 200


def test_a_session_that_was_ended_is_gone(company):
    fay = company.client("fay")
    key = fay.cookies[settings.SESSION_COOKIE_NAME].value
    fay.post("/sign-out")
    assert not _rows("SELECT 1 FROM django_session WHERE session_key = %s", stored(key))


def test_a_password_hash_can_neither_be_guessed_at_nor_copied_to_another_account(company):
    fay, nadia = (User.objects.get(email=f"{n}@kith.example") for n in ("fay", "nadia"))
    fay.set_password("four random words here")
    assert fay.check_password("four random words here")
    assert not hashers.check_password("four random words here", fay.password)
    nadia.password = fay.password
    assert not nadia.check_password("four random words here")
    fay.set_password(None)
    assert not fay.has_usable_password()
