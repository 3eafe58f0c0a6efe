"""Addresses of databases that cannot be used: one sentence, and never their password."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote

import pytest

from kith.operate.addresses import DatabaseRefused, put_together, taken_apart, with_role
from kith.operate.database import prepare
from tests.unit.operate.conftest import environment


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://town:s3cret@db.example:notaport/kith",
        "postgresql://town:s3cret@db.example:99999/kith",
        "postgresql://town:p@s3cret@db.example/kith",
        "postgresql://town:s3/cret@db.example/kith",
        "postgresql://town:s3%zzcret@db.example/kith",
        "postgresql://town:s3?cret@db.example/kith",
        "postgresql://town:s3#cret@db.example/kith",
        "postgresql://[::1/kith?password=s3cret",
    ],
)
def test_a_malformed_address_is_one_sentence_that_repeats_none_of_it(home: Path, url: str) -> None:
    with pytest.raises(Exception, match="DATABASE_URL.*(understood|address)") as refusal:
        prepare(environment(home, DATABASE_URL=url))
    said = str(refusal.value)
    assert type(refusal.value).__name__.endswith("Refused")
    assert not any(part in said for part in ("s3", "cret", "town"))
    assert "\n" not in said


def test_an_address_without_a_database_is_refused(home: Path) -> None:
    with pytest.raises(DatabaseRefused, match="names no database"):
        prepare(environment(home, DATABASE_URL="postgresql://town@db.example"))


def test_a_server_that_does_not_answer_is_one_sentence(home: Path) -> None:
    url = f"postgresql://town:s3cret@/kith?host={quote(str(home))}"
    with pytest.raises(DatabaseRefused, match="nothing answers there.*server is running") as told:
        prepare(environment(home, DATABASE_URL=url))
    assert "s3cret" not in str(told.value)


def test_an_address_survives_being_taken_apart_and_put_together() -> None:
    url = "postgres://t%40wn:p%2Fw@db.example:6432/a%20b?sslmode=require&options=-c%20geqo%3Doff"
    parts = taken_apart(url, "DATABASE_URL")
    assert taken_apart(put_together(parts), "DATABASE_URL") == parts
    assert with_role(parts, "kith_owner")["options"] == "-c geqo=off -c role=kith_owner"
