"""A visit to a feed, from a folder or over HTTP, into the directory."""

from __future__ import annotations

import datetime
import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from kith.cli.main import run as kith
from kith.directory.models import Feed, Place, Service, Session
from kith.exchange.directory_feed.actions import import_feed
from kith.exchange.directory_feed.faults import FeedRefused
from kith.isolation import context
from kith.isolation.context import Kind
from tests import cast

MOCKS = Path(__file__).parents[2] / "data" / "oruk-mocks"
DEFAULT, TEST = MOCKS / "V3.0-UK-Default", MOCKS / "V3.0-UK-Test"


def take_in(source: Any, scheme_id: Any = cast.BOW, **options: Any) -> dict[str, Any]:
    """The counts of one visit."""
    answer = import_feed(
        by=cast.TESTS,
        scheme_id=scheme_id,
        source=str(source),
        allow_hosts=("127.0.0.1",),
        **options,
    ).as_json()
    return answer


def counts(answer: dict[str, Any]) -> tuple[int, int, int, int]:
    return answer["services"], answer["new"], answer["changed"], answer["unchanged"]


@pytest.fixture
def server() -> Iterator[Any]:
    """Serves `pages` (path to bytes) on the loopback address."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            address, _, query = self.path.partition("?")
            body = None if "page=2" in query else running.pages.get(address.rstrip("/"))
            self.send_response(404 if body is None else 200)
            self.send_header("Content-Type", running.kind)
            self.end_headers()
            self.wfile.write(body or b"{}")

        def log_message(self, *_: Any) -> None:
            pass

    running: Any = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.pages, running.kind = {}, "application/json"
    running.base = f"http://127.0.0.1:{running.server_address[1]}"
    thread = threading.Thread(target=running.serve_forever, args=(0.02,))
    thread.start()
    yield running
    running.shutdown()
    running.server_close()
    thread.join()


def serve(server: Any, folder: Path) -> None:
    """The published mock as an API: its list, and each service in full."""
    server.pages[""] = (folder / "api_details.json").read_bytes()
    server.pages["/services"] = (folder / "service_list.json").read_bytes()
    full = json.loads((folder / "service_full.json").read_text())
    for row in json.loads((folder / "service_list.json").read_text())["contents"]:
        body = full if row["id"] == full["id"] else row
        server.pages[f"/services/{row['id']}"] = json.dumps(body).encode()


@pytest.mark.parametrize("folder", [DEFAULT, TEST])
@pytest.mark.parametrize("over_http", [False, True])
def test_a_mock_feed_goes_in_once_and_the_second_visit_changes_nothing(
    db, server, folder, over_http
):
    serve(server, folder)
    source = server.base if over_http else folder
    first = take_in(source)
    assert first["services"] >= 1
    assert counts(first) == (first["services"], first["services"], 0, 0)
    assert first["refused"] == []
    assert counts(take_in(source)) == (first["services"], 0, 0, first["services"])
    with context.in_scheme(cast.BOW, actor="tests"):
        assert Service.objects.count() == first["services"]
        assert Feed.objects.get().last_result["unchanged"] == first["services"]
        assert all(service.raw["id"] == service.source_id for service in Service.objects.all())


def test_a_mock_service_arrives_whole(db):
    take_in(DEFAULT)
    with context.in_scheme(cast.BOW, actor="tests"):
        service = Service.objects.select_related("organisation").get()
        assert service.organisation is not None
        assert service.name
        assert service.description
        assert Place.objects.filter(service=service).exists()
        assert Session.objects.filter(service=service).exists()


def test_a_dry_run_says_the_same_and_writes_nothing(db):
    would = take_in(TEST, dry_run=True)
    assert would["dry_run"]
    with context.in_scheme(cast.BOW, actor="tests"):
        assert not Service.objects.exists()
        assert not Feed.objects.exists()
    assert counts(take_in(TEST)) == counts(would)


def test_two_schemes_keep_their_own(db):
    take_in(DEFAULT)
    take_in(DEFAULT, scheme_id=cast.POPLAR)
    for scheme_id in (cast.BOW, cast.POPLAR):
        with context.enter(Kind.JOB, schemes=[scheme_id], actor="tests"):
            assert Service.objects.filter(scheme_id=scheme_id).count() == 1
    assert counts(take_in(DEFAULT)) == (1, 0, 0, 1)


def listed(folder: Path) -> Any:
    return json.loads((folder / "service_list.json").read_text())


def keep(folder: Path, document: Any, number: int) -> None:
    contents = document["contents"][:number]
    changed = {**document, "contents": contents}
    for key in ("total_items", "size"):
        if key in changed:
            changed[key] = len(contents)
    changed["empty"] = not contents
    (folder / "service_list.json").write_text(json.dumps(changed))


@pytest.fixture
def feed(tmp_path: Path) -> Path:
    """A folder with five services made of the mock's one."""
    folder = tmp_path / "feed"
    folder.mkdir()
    whole = listed(TEST)
    one = whole["contents"][0]
    whole["contents"] = [{**one, "id": f"s-{i}", "name": f"Group {i}"} for i in range(5)]
    keep(folder, whole, 5)
    return folder


def test_a_service_that_left_the_feed_is_marked_and_comes_back(db, feed):
    whole = listed(feed)
    number = len(whole["contents"])
    take_in(feed)
    keep(feed, whole, number - 1)
    fewer = take_in(feed)
    assert (fewer["unchanged"], fewer["no_longer_listed"]) == (number - 1, 1)
    with context.in_scheme(cast.BOW, actor="tests"):
        assert Service.objects.exclude(gone_at=None).count() == 1
        assert Service.objects.count() == number
    keep(feed, whole, number)
    assert take_in(feed)["changed"] == 1
    with context.in_scheme(cast.BOW, actor="tests"):
        assert not Service.objects.exclude(gone_at=None).exists()


def test_an_empty_feed_marks_nothing_as_gone_and_says_so(db, feed):
    whole = listed(feed)
    take_in(feed)
    keep(feed, whole, 0)
    answer = take_in(feed)
    assert counts(answer) == (0, 0, 0, 0)
    assert any("empty" in warning for warning in answer["warnings"])
    with context.in_scheme(cast.BOW, actor="tests"):
        assert not Service.objects.exclude(gone_at=None).exists()


def test_a_feed_that_answers_with_html_is_refused_and_nothing_changes(db, server):
    serve(server, TEST)
    number = take_in(server.base)["services"]
    server.kind = "text/html"
    server.pages = dict.fromkeys(server.pages, b"<!doctype html><h1>Be back soon</h1>")
    with pytest.raises(FeedRefused):
        take_in(server.base)
    with context.in_scheme(cast.BOW, actor="tests"):
        assert Service.objects.filter(gone_at=None).count() == number


def test_an_incomplete_feed_marks_nothing_as_gone(db, server):
    serve(server, TEST)
    number = take_in(server.base)["services"]
    page = json.loads(server.pages["/services"])
    page |= {"contents": page["contents"][:1], "total_items": number, "total_pages": 2}
    page |= {"last_page": False, "page_number": 1, "size": 1}
    serve_pages = json.dumps(page).encode()
    server.pages["/services"] = serve_pages
    answer = take_in(server.base)
    assert answer["incomplete"]
    assert answer["no_longer_listed"] == 0
    with context.in_scheme(cast.BOW, actor="tests"):
        assert Service.objects.filter(gone_at=None).count() == number


def test_a_service_that_cannot_be_read_is_reported_and_not_taken_for_gone(db, feed):
    whole = listed(feed)
    number = len(whole["contents"])
    take_in(feed)
    whole["contents"][0]["name"] = ""
    keep(feed, whole, number)
    answer = take_in(feed)
    assert [row["id"] for row in answer["refused"]] == [whole["contents"][0]["id"]]
    assert (answer["services"], answer["unchanged"], answer["no_longer_listed"]) == (
        number,
        number - 1,
        0,
    )


def test_text_that_a_database_cannot_hold_costs_no_service(db, feed):
    whole = listed(feed)
    whole["contents"][0]["extra"] = {"nul": "a\x00b", "half": "\ud800", "more": [float("1e400")]}
    (feed / "service_list.json").write_text(json.dumps(whole))
    assert take_in(feed)["refused"] == []


def test_the_checking_day_of_the_feed_is_kept(db, feed):
    whole = listed(feed)
    whole["contents"][0]["assured_date"] = "2026-05-04"
    keep(feed, whole, 1)
    take_in(feed)
    with context.in_scheme(cast.BOW, actor="tests"):
        assert Service.objects.get().assured_on == datetime.date(2026, 5, 4)


def test_the_command_prints_counts_in_words_and_as_json(db, capsys):
    assert kith(["directory", "import", str(TEST), "--scheme", "bow", "--format", "json"]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert {"services", "new", "changed", "unchanged", "warnings", "refused"} <= set(answer)
    assert kith(["directory", "import", str(TEST), "--scheme", "bow", "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert f"{answer['services']} services read: 0 new" in said
    assert "nothing was written" in said


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["/no/such/folder", "--scheme", "bow"], 1, "neither a web address nor a file"),
        ([str(DEFAULT), "--scheme", "nowhere"], 1, "There is no scheme “nowhere” here."),
        ([str(DEFAULT)], 2, "Missing option"),
    ],
)
def test_the_command_refuses_in_one_sentence(db, capsys, words, code, said):
    assert kith(["directory", "import", *words]) == code
    assert said in capsys.readouterr().err


def test_the_command_reads_a_feed_on_this_machine_because_who_types_it_is_here(db, server, capsys):
    serve(server, DEFAULT)
    assert kith(["directory", "import", server.base, "--scheme", "bow", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["new"] == 1


def test_help_needs_no_database():
    from kith.cli.directory import directory

    assert "import" in CliRunner().invoke(directory, ["--help"]).output
