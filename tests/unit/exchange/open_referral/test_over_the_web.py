"""Headers: readable from any page, squeezed, and not sent twice."""

from __future__ import annotations

import gzip
from typing import Any

import pytest
from django.test import Client

from kith.directory import actions
from kith.isolation import context
from tests import cast

SERVICES = "/open-referral/services"


def test_any_page_of_the_web_may_read_it(published: Any) -> None:
    for method in ("get", "head", "options"):
        answer = getattr(Client(), method)(SERVICES, headers={"origin": "https://map.example"})
        assert answer.status_code in (200, 204)
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert "Set-Cookie" not in answer
        assert not answer.cookies


def test_nothing_can_be_written(published: Any) -> None:
    for method in ("post", "put", "patch", "delete"):
        assert getattr(Client(), method)(SERVICES).status_code == 405


def test_a_script_of_another_page_sees_every_answer_and_may_ask_whether_it_changed(
    published: Any,
) -> None:
    mark = Client().get(SERVICES)["ETag"]
    answers = {
        200: Client().get(SERVICES),
        304: Client().get(SERVICES, headers={"if-none-match": mark}),
        400: Client().get(SERVICES, {"page": "x"}),
        404: Client().get("/open-referral/s/nowhere/services"),
        405: Client().post(SERVICES),
    }
    for status, answer in answers.items():
        assert answer.status_code == status
        assert answer["Access-Control-Allow-Origin"] == "*"
    asked = Client().options(SERVICES, headers={"access-control-request-headers": "if-none-match"})
    assert asked["Access-Control-Allow-Headers"] == "Accept, If-None-Match, If-Modified-Since"
    # A page that is not open data is for its own site alone.
    assert "Access-Control-Allow-Origin" not in Client().get("/")


def test_what_did_not_change_is_not_sent_again(published: Any) -> None:
    first = Client().get(SERVICES, headers={"accept-encoding": "gzip"})
    assert first["Content-Encoding"] == "gzip"
    assert b"Sewing Circle" in gzip.decompress(first.content)
    again = Client().get(
        SERVICES, headers={"accept-encoding": "gzip", "if-none-match": first["ETag"]}
    )
    assert (again.status_code, again.content) == (304, b"")
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.edit_service(by=cast.TESTS, service=published["sewing"], name="Knitting Circle")
    changed = Client().get(SERVICES, headers={"if-none-match": first["ETag"]})
    assert changed.status_code == 200


@pytest.mark.parametrize("path", ["reviews", "services/", "s/nowhere/services", "services/a/b"])
def test_what_is_not_there_is_404(published: Any, path: str) -> None:
    assert Client().get(f"/open-referral/{path}").status_code == 404
