"""Signing in with an e-mail address and a password."""

from __future__ import annotations

from django.test import Client

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
