"""The project keeps its own rules: its dependencies, its documents, its sizes, its settings."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import pytest
from django.conf import settings
from django.test import Client

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.txt"))
LONGEST = 600
TEXT = {".py", ".md", ".html", ".toml", ".txt", ".json", ".js", ".mjs", ".scss", ".yml", ".cfg", ""}


def files() -> list[Path]:
    """Every file of the project that is committed or would be."""
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    found = (ROOT / name for name in listed.stdout.decode().split("\0") if name)
    return [path for path in found if path.is_file()]


def texts() -> Iterator[tuple[str, str]]:
    """Path and text of the project's own text files; what others wrote is theirs."""
    for path in files():
        place = path.relative_to(ROOT).as_posix()
        if path.suffix in TEXT and not place.startswith("tests/data/"):
            yield place, path.read_text(errors="replace")


# Dependencies


def test_every_dependency_says_what_it_is_for() -> None:
    lines = (ROOT / "pyproject.toml").read_text().splitlines()
    wanted = tomllib.loads("\n".join(lines))
    groups = [wanted["project"]["dependencies"], *wanted["dependency-groups"].values()]
    named = [name for group in groups for name in group]
    told, spoken = set(), False
    for line in lines:
        text = line.strip()
        if text.startswith("#"):
            spoken = True
        elif match := re.match(r'(?:\w+ = \[)?"([^"]+)"[\],]', text):
            if spoken:
                told.add(match[1])
        elif not re.match(r"\w+ = \[$", text):
            spoken = False
    assert [name for name in named if name not in told] == []
    assert len(wanted["project"]["dependencies"]) < 25


@pytest.mark.parametrize("name", LOCKS)
def test_locks_hold_hashes_and_no_addresses(name: str) -> None:
    text = (ROOT / name).read_text()
    assert "://" not in text
    assert not re.search(r"^--(extra-)?(index|find)", text, re.MULTILINE)
    pinned = re.split(r"\n(?=\S)", re.sub(r"^#.*\n", "", text, flags=re.MULTILINE).strip())
    assert len(pinned) >= 1
    for block in pinned:
        assert re.match(r"[\w.\-\[\],]+==\S+", block), block
        assert "--hash=sha256:" in block, block


def test_the_lock_of_the_front_end_holds_integrity_and_no_addresses() -> None:
    for place, package in json.loads((ROOT / "package-lock.json").read_text())["packages"].items():
        assert not place or "integrity" in package, place
        fetched = {name: value for name, value in package.items() if name != "funding"}
        assert "://" not in json.dumps(fetched), place


# What is written


def test_no_file_holds_a_place_on_one_machine() -> None:
    """Paths of a developer's machine, and hosts that packages were fetched from."""
    places = [f"/{name}/" for name in ("root", "work", "Users")] + [
        f"{name}.{end}"
        for name, end in (("pypi", "org"), ("pythonhosted", "org"), ("npmjs", "org"))
    ]
    found = [
        f"{place}: {word}"
        for place, text in texts()
        for word in places
        if re.search(rf"(?<![\w.)}}>])(https?://(registry\.|files\.)?)?{re.escape(word)}", text)
    ]
    assert found == []


def test_the_documents_a_newcomer_needs_are_there() -> None:
    for name in ("README.md", "CONTRIBUTING.md", "CHANGELOG.md", "LICENSE", "docs/pathway.md"):
        assert (ROOT / name).is_file(), name
        assert len((ROOT / name).read_text()) > 200, name
    readme = (ROOT / "README.md").read_text()
    assert readme.index("make run") < readme.index("make test") < 3000


def test_decisions_are_numbered_without_gaps_and_say_what_was_rejected() -> None:
    found = sorted((ROOT / "docs" / "decisions").glob("[!R]*"))
    assert found
    for number, path in enumerate(found, start=1):
        assert re.fullmatch(rf"{number:04}-[a-z0-9-]+\.md", path.name), path.name
        text = path.read_text()
        assert text.startswith(f"# {number:04}. "), path.name
        for part in ("**Open.**", "**Decided.**", "**Rejected.**", "**Follows.**"):
            assert part in text, f"{path.name} lacks {part}"


# Sizes and names


def test_modules_are_named_for_what_they_do() -> None:
    vague = {"utils", "util", "common", "helpers", "misc", "shared"}
    assert [str(path) for path in files() if path.suffix == ".py" and path.stem in vague] == []
    assert [str(path) for path in files() if path.parent.name in vague] == []


def test_no_module_is_too_long_to_read() -> None:
    long = {
        place: text.count("\n")
        for place, text in texts()
        if place.endswith((".py", ".html")) and text.count("\n") > LONGEST
        and "/migrations/" not in place
    }  # fmt: skip
    assert long == {}


def test_a_class_of_the_styles_is_drawn_in_one_place() -> None:
    """Two partials that draw one class draw over each other, on pages their authors never opened."""
    drawn: dict[str, set[str]] = {}
    for sheet in sorted((ROOT / "src/kith/ui/scss").glob("*.scss")):
        for rule in re.findall(r"^(\.kith-[^{}@]*?)\s*\{", sheet.read_text(), re.MULTILINE):
            for selector in rule.split(","):
                if re.fullmatch(r"\.kith-[\w-]+", selector.strip()):
                    drawn.setdefault(selector.strip(), set()).add(sheet.name)
    assert len(drawn) > 50
    assert {name: sorted(places) for name, places in drawn.items() if len(places) > 1} == {}


def test_migrations_have_no_gaps_and_one_end() -> None:
    from django.db.migrations.loader import MigrationLoader

    loader = MigrationLoader(None, ignore_no_migrations=True)
    assert loader.detect_conflicts() == {}
    for folder in sorted((ROOT / "src").rglob("migrations")):
        numbers = sorted(int(path.name[:4]) for path in folder.glob("0*.py"))
        assert numbers == list(range(1, len(numbers) + 1)), folder


# Settings that refuse to start insecurely


def _python(code: str, **changed: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": "kith.config.settings", **changed}
    return subprocess.run(
        [sys.executable, "-W", "ignore", "-c", code],
        cwd=ROOT, env=environment, capture_output=True, text=True,
    )  # fmt: skip


SHOW = (
    "from kith.config import settings as s;"
    "print(s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE, s.SESSION_COOKIE_NAME,"
    " getattr(s, 'SECURE_HSTS_SECONDS', 0) >= 31536000, s.DEBUG)"
)


@pytest.mark.parametrize(
    "address", ["http://kith.example", "http://10.0.0.5:8000", "kith.example", "ftp://kith.example"]
)
def test_an_address_without_encryption_is_refused(address: str) -> None:
    refused = _python(SHOW, KITH_SITE_URL=address)
    assert refused.returncode != 0
    assert "KITH_SITE_URL must" in refused.stderr


def test_over_https_cookies_are_secure_and_on_the_loopback_they_work() -> None:
    secure = _python(SHOW, KITH_SITE_URL="https://kith.example")
    assert secure.stdout.split() == ["True", "True", "__Host-kith", "True", "False"], secure.stderr
    local = _python(SHOW, KITH_SITE_URL="http://127.0.0.1:8000")
    assert local.stdout.split()[:2] == ["False", "False"], local.stderr


def test_pictures_of_maps_come_from_the_one_host_that_the_operator_names_or_from_none() -> None:
    code = "from kith.config import settings as s; print(s.CONTENT_SECURITY_POLICY['DIRECTIVES']['img-src'])"
    assert _python(code).stdout.strip() == "[\"'self'\", 'data:']"
    whose = {"KITH_MAP_TILES_ATTRIBUTION": "Maps by Tiles"}
    tiles = "https://tiles.example/{z}/{x}/{y}.png"
    opened = _python(code, KITH_MAP_TILES=tiles, **whose)
    assert opened.stdout.strip() == "[\"'self'\", 'data:', 'https://tiles.example']", opened.stderr
    for refused in (
        {"KITH_MAP_TILES": tiles},
        {"KITH_MAP_TILES": "http://tiles.example/{z}/{x}/{y}.png", **whose},
        {"KITH_MAP_TILES": "https://tiles.example/map.png", **whose},
        {"KITH_MAP_TILES": "https://tiles.example; script-src *//{z}/{x}/{y}", **whose},
    ):
        said = _python(code, **refused)
        assert said.returncode != 0, refused
        assert "KITH_MAP_TILES" in said.stderr


def test_every_installation_makes_its_own_secrets(tmp_path: Path) -> None:
    code = "from kith.config import settings as s; print(s.SECRET_KEY, s.CONTEXT_KEY.hex())"
    made = set()
    for name in ("one", "two", "one"):
        shown = _python(code, KITH_HOME=str(tmp_path / name))
        assert shown.returncode == 0, shown.stderr
        made.add(shown.stdout)
    assert len(made) == 2
    for text in made:
        assert all(len(secret) >= 32 for secret in text.split())
    for path in (tmp_path / "one" / "secrets").iterdir():
        assert path.stat().st_mode & 0o077 == 0, path


def test_the_server_opens_with_the_run_time_role_and_not_with_one_that_sees_too_much() -> None:
    code = "import kith.config.wsgi; print('open')"
    assert _python(code).stdout.strip() == "open"
    database = urlsplit(os.environ["KITH_APP_URL"]).path
    admin = urlunsplit(urlsplit(os.environ["KITH_TEST_ADMIN_URL"])._replace(path=database))
    for role, words in ((admin, "superuser"), (os.environ["KITH_OWNER_URL"], "owner")):
        refused = _python(code, KITH_APP_URL=role)
        assert refused.returncode != 0
        assert "The run-time database role" in refused.stderr, refused.stderr
        assert words in refused.stderr
        assert "kith serve" in refused.stderr


def test_debug_is_off_and_no_default_hosts() -> None:
    assert settings.DEBUG is False
    assert "*" not in settings.ALLOWED_HOSTS


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/sign-in", 200),
        ("/nowhere", 404),
        ("/desk/", 302),
        ("/healthz", 200),
        ("/s/nowhere/", 404),
    ],
)
def test_every_answer_carries_the_headers_that_protect_it(address: str, status: int) -> None:
    answer = Client().get(address)
    assert answer.status_code == status
    _protected(answer)


@pytest.mark.django_db
def test_an_answer_to_a_defect_and_to_a_forged_form_carries_them_too(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    forged = Client(enforce_csrf_checks=True).post("/sign-in", {"email": "a@b.example"})
    assert forged.status_code == 403
    _protected(forged)

    from kith.accounts import views

    def breaks(*args: object, **kwargs: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(views, "SignInForm", breaks)
    broken = Client(raise_request_exception=False).get("/sign-in")
    assert broken.status_code == 500
    assert b"ZeroDivisionError" not in broken.content
    _protected(broken)


def _protected(answer: object) -> None:
    headers = answer.headers  # type: ignore[attr-defined]
    policy = headers["Content-Security-Policy"]
    for part in (
        "default-src 'none'",
        "script-src 'self'",
        "frame-ancestors 'none'",
        "form-action",
    ):
        assert part in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"
