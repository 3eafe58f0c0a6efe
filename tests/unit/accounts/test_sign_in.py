"""Signing in with an e-mail address and a password."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections
from django.test import Client

from kith.accounts.views import network_of
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
