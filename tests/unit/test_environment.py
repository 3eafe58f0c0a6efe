"""What the environment says, and the secrets of a home."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from kith.environment import EnvironmentRefused, private_folder, read, secret


def test_nothing_set_means_the_embedded_database_beside_us(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    found = read({})
    assert found.home == tmp_path / ".kith"
    assert (found.port, found.demo) == (8000, False)
    assert (found.database_url, found.app_url, found.postgres_bin) == (None, None, None)


def test_everything_set_is_taken(tmp_path: Path) -> None:
    for name in ("initdb", "postgres"):
        (tmp_path / name).write_text("")
    found = read(
        {
            "KITH_HOME": "/srv/kith",
            "KITH_PORT": "8123",
            "KITH_DEMO": "1",
            "DATABASE_URL": "postgresql://owner@db.example/kith",
            "DATABASE_APP_URL": "postgres://app@db.example/kith",
            "KITH_POSTGRES_BIN": str(tmp_path),
        }
    )
    assert (found.home, found.port, found.demo) == (Path("/srv/kith"), 8123, True)
    assert found.database_url == "postgresql://owner@db.example/kith"
    assert found.app_url == "postgres://app@db.example/kith"
    assert found.postgres_bin == tmp_path


def test_an_empty_value_counts_as_absent() -> None:
    names = ("KITH_PORT", "KITH_DEMO", "DATABASE_URL", "DATABASE_APP_URL", "KITH_POSTGRES_BIN")
    assert read(dict.fromkeys(names, "")) == read({})


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"KITH_PORT": "eighty"}, "KITH_PORT is 'eighty'"),
        ({"KITH_PORT": "0"}, "between 1 and 65535"),
        ({"KITH_PORT": "65536"}, "between 1 and 65535"),
        ({"KITH_PORT": "-1"}, "between 1 and 65535"),
        ({"KITH_PORT": "٨٠٠٠"}, "between 1 and 65535"),
        ({"KITH_DEMO": "perhaps"}, "KITH_DEMO is 'perhaps'"),
        ({"DATABASE_URL": "mysql://db.example/kith"}, "not the address of a PostgreSQL database"),
        ({"DATABASE_URL": "kith"}, "not the address of a PostgreSQL database"),
        ({"DATABASE_URL": "postgresql://[half/kith"}, "not the address of a PostgreSQL database"),
        ({"DATABASE_APP_URL": "postgresql://db.example/kith"}, "without DATABASE_URL"),
        ({"KITH_POSTGRES_BIN": "/nowhere"}, "does not hold PostgreSQL's programs"),
    ],
)
def test_a_value_that_cannot_be_meant_is_refused(variables: dict[str, str], said: str) -> None:
    with pytest.raises(EnvironmentRefused, match=said) as refusal:
        read(variables)
    assert "\n" not in str(refusal.value)


def test_a_refused_address_is_not_repeated() -> None:
    with pytest.raises(EnvironmentRefused) as refusal:
        read({"DATABASE_URL": "mysql://town:s3cret@db.example/kith"})
    assert "s3cret" not in str(refusal.value)


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_secret_is_made_once_and_kept_private(tmp_path: Path) -> None:
    home = tmp_path / "home"
    made = secret(home, "session")
    assert secret(home, "session") == made
    assert secret(home, "other") != made
    assert len(made) == 43  # 32 bytes in base64 without padding, RFC 4648 section 5
    assert (mode(home), mode(home / "secrets")) == (0o700, 0o700)
    assert mode(home / "secrets/session") == 0o600
    assert sorted(path.name for path in (home / "secrets").iterdir()) == ["other", "session"]


def test_those_who_ask_at_once_get_one_secret(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        found = set(pool.map(lambda _: secret(tmp_path / "home", "session"), range(64)))
    assert len(found) == 1


def test_an_empty_secret_is_refused_and_not_replaced(tmp_path: Path) -> None:
    secret(tmp_path, "session")
    (tmp_path / "secrets/session").write_text("")
    with pytest.raises(EnvironmentRefused, match="is empty: restore it"):
        secret(tmp_path, "session")
    assert (tmp_path / "secrets/session").read_text() == ""


def test_a_secret_that_is_not_text_is_refused(tmp_path: Path) -> None:
    secret(tmp_path, "session")
    (tmp_path / "secrets/session").write_bytes(b"\xff\xfe")
    with pytest.raises(EnvironmentRefused, match="it is damaged"):
        secret(tmp_path, "session")


def test_a_folder_that_is_there_keeps_its_permissions(tmp_path: Path) -> None:
    there = tmp_path / "there"
    there.mkdir(mode=0o750)
    private_folder(there)
    assert mode(there) == 0o750
    assert mode(private_folder(there / "new")) == 0o700
    assert mode(there) == 0o750


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file", tmp_path / "file" / "folder"):
        with pytest.raises(EnvironmentRefused, match="cannot be made.*set KITH_HOME"):
            private_folder(path)
