"""The operator's commands as the console script runs them, on a database of the tests."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from kith.environment import private_folder
from tests import cast, server
from tests.unit.exchange.referral_sheet.sheets import AMINA, HEADER, as_csv

Kith = Callable[..., subprocess.CompletedProcess[str]]
BAD = ("9990000019", *AMINA[1:])


@pytest.fixture
def kith(committed: None, tmp_path: Path) -> Kith:
    """`kith("doctor")` runs the console script against this test's own copy of the database."""
    environment = {
        **{name: os.environ[name] for name in ("PATH", "KITH_HOME")},
        "DATABASE_URL": _owner_of(server.OWN),
    }

    def run(*words: str, **more: str) -> subprocess.CompletedProcess[str]:
        script = Path(sys.executable).with_name("kith")
        return subprocess.run(
            [script, *words], env={**environment, **more}, capture_output=True, text=True,
            cwd=tmp_path,
        )  # fmt: skip

    return run


def _owner_of(database: str) -> str:
    admin = urlsplit(os.environ["KITH_TEST_ADMIN_URL"])
    return admin._replace(path=f"/{database}").geturl()


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A sheet with one row to take and one that cannot be."""
    path = tmp_path / "march.csv"
    path.write_bytes(as_csv(HEADER, AMINA, BAD))
    return path


def answer(done: subprocess.CompletedProcess[str]) -> Any:
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def refusal(done: subprocess.CompletedProcess[str]) -> str:
    assert done.returncode == 1, done.stdout + done.stderr
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    return done.stderr


def test_a_sheet_goes_in_once_and_says_what_was_not_taken(kith: Kith, file: Path) -> None:
    words = ("referrals", "import", str(file), "--scheme", "bow")
    would = answer(kith(*words, "--dry-run", "--format", "json"))
    assert (would["taken"], len(would["refused"])) == (1, 1)
    first = answer(kith(*words, "--format", "json"))
    assert (first["rows"], first["taken"], first["already_there"]) == (2, 1, 0)
    assert [(row["line"], row["column"]) for row in first["refused"]] == [(3, "nhs_number")]

    again = kith(*words)
    assert again.returncode == 0
    assert again.stdout.startswith("2 rows read: 0 taken, 1 there already, 1 not taken.\n")
    assert "line 3, nhs_number: " in again.stdout
    assert "9990000019" not in again.stdout


def test_what_cannot_be_imported_is_one_sentence(kith: Kith, file: Path, tmp_path: Path) -> None:
    pdf = tmp_path / "scan.csv"
    pdf.write_bytes(b"%PDF-1.7\n")
    to_bow = ("--scheme", "bow")
    assert "no scheme “stepney”" in refusal(
        kith("referrals", "import", str(file), "--scheme", "stepney")
    )
    assert "is a PDF" in refusal(kith("referrals", "import", str(pdf), *to_bow))
    assert "no such file" in refusal(kith("referrals", "import", "lost.csv", *to_bow))
    assert kith("referrals", "import", str(file)).returncode == 2


def test_a_scheme_opens_and_its_manager_is_invited(kith: Kith) -> None:
    opened = answer(
        kith("scheme", "new", "--name", "Stepney Links", "--template", "cancer",
             "--manager-email", "ada@stepney.example", "--manager-name", "Ada Okafor",
             "--format", "json", KITH_SITE_URL="https://kith.example")
    )  # fmt: skip
    assert opened["scheme"] == "stepney-links"
    assert opened["invitation"].startswith("https://kith.example/join/")

    from kith.isolation import context, links
    from kith.organisations.models import Invitation, Programme, Reason

    found = links.link_of(opened["invitation"].rsplit("/", 1)[1])
    assert found is not None
    with context.in_scheme(found.scheme_id, actor=cast.TESTS.key):
        invitation = Invitation.objects.get(pk=found.subject_id)
        assert (invitation.email, invitation.roles) == ("ada@stepney.example", ["manager"])
        assert [programme.name for programme in Programme.objects.all()] == ["Cancer programme"]
        assert Reason.objects.filter(label="After cancer treatment").exists()

    plain = kith("scheme", "new", "--name", "Wapping", "--template", "general")
    assert plain.returncode == 0
    assert "manager@wapping.invalid" in plain.stdout
    assert "/join/" in plain.stdout


def test_a_scheme_that_cannot_open_is_one_sentence(kith: Kith) -> None:
    assert "already" in refusal(kith("scheme", "new", "--name", "Bow"))
    assert "short name" in refusal(kith("scheme", "new", "--name", "Bow", "--slug", "B o w"))
    assert "short name" in refusal(kith("scheme", "new", "--name", "???"))
    assert "e-mail" in refusal(kith("scheme", "new", "--name", "Old Ford", "--manager-email", "me"))
    assert kith("scheme", "new", "--name", "Old Ford", "--template", "space").returncode == 2


def test_the_doctor_finds_a_sound_installation_sound(kith: Kith) -> None:
    done = kith("doctor", "--format", "json")
    found = {row["check"]: row for row in json.loads(done.stdout)}
    wrong = [row for row in found.values() if row["state"] == "wrong"]
    assert (wrong, done.returncode) == ([], 0), done.stderr
    assert {"database", "database role", "walls", "migrations", "jobs", "disk"} <= set(found)
    assert all(set(row) == {"check", "state", "said"} for row in found.values())
    assert found["mail"]["state"] == "warning"
    assert "walls" in kith("doctor").stdout


def test_the_doctor_finds_what_is_wrong_and_exits_1(kith: Kith) -> None:
    home = private_folder(Path(os.environ["KITH_HOME"]))
    (home / "secrets").chmod(0o755)
    try:
        done = kith("doctor")
    finally:
        (home / "secrets").chmod(0o700)
    assert done.returncode == 1
    assert "go-rwx" in done.stdout

    nowhere = kith("doctor", "--format", "json", DATABASE_URL="postgresql://kith@127.0.0.1:1/kith")
    assert nowhere.returncode == 1
    [only] = json.loads(nowhere.stdout)
    assert (only["check"], only["state"]) == ("database", "wrong")


def test_a_folder_of_another_system_moves_in_and_makes_nothing_twice(
    kith: Kith, tmp_path: Path
) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    (folder / "clients.csv").write_bytes(
        as_csv(("Kennung", "Forename", "DOB"), ("C1", "Amina", "1956-03-02"))
    )
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"people": {"file": "clients.csv", "columns": {"old_id": "Kennung"}}}')
    words = ("cases", "import", str(folder), "--scheme", "bow", "--mapping", str(mapping))
    would = answer(kith(*words, "--dry-run", "--format", "json"))
    assert would["parts"]["people"]["taken"] == 1
    assert answer(kith(*words, "--format", "json"))["parts"]["people"]["taken"] == 1
    assert answer(kith(*words, "--format", "json"))["parts"]["people"]["already_there"] == 1
    mapping.write_text('{"people": {"file": "clients.csv", "columns": {"old_id": "Nummer"}}}')
    assert "no such heading" in refusal(kith(*words))
