"""Feeds that are files and folders."""

from __future__ import annotations

import json

import pytest

from kith.exchange.directory_feed.documents import FeedVersion
from kith.exchange.directory_feed.faults import FeedRefused
from kith.exchange.directory_feed.limits import FeedLimits
from kith.exchange.directory_feed.records import FeedService
from kith.exchange.directory_feed.sources import open_feed


def write(path, document):
    path.write_text(json.dumps(document), encoding="utf-8")


def read(source, **options):
    with open_feed(source, **options) as feed:
        return feed, list(feed.services())


def test_the_mock_folder_gives_its_service_with_the_detail(feeds):
    feed, services = read(feeds.mocks / "V3.0-UK-Default")
    assert feed.version == FeedVersion.UK_3
    assert (feed.count, feed.empty, feed.incomplete, feed.warnings) == (1, False, "", [])
    assert services[0].schedules
    assert len(feed.taxonomies) == 1


def test_the_test_mock_holds_one_service_128_times(feeds):
    feed, services = read(feeds.mocks / "V3.0-UK-Test")
    assert feed.count == 128
    assert len(services) == 1
    assert any("127 entries" in warning for warning in feed.warnings)


@pytest.mark.parametrize("form", ["v3", "v1", "list", "one", "ndjson", "ndjson-by-another-name"])
def test_a_single_file_in_any_form(tmp_path, feeds, form):
    group = feeds.walking_group()
    document = {"v3": {"contents": [group]}, "v1": {"content": [group]}, "list": [group]}.get(
        form, group
    )
    path = tmp_path / ("feed.ndjson" if form == "ndjson" else "feed.json")
    write(path, document)
    if form.startswith("ndjson"):
        path.write_text(f"{json.dumps(group)}\n\n{json.dumps(feeds.walking_group(2))}\n")
    feed, services = read(path)
    assert services[0].name == "Walking group 1"
    assert feed.count == (2 if form.startswith("ndjson") else 1)
    assert feed.version == (FeedVersion.UK_1 if form == "v1" else FeedVersion.UK_3)


def test_pages_of_any_name_details_and_taxonomies_together(tmp_path, feeds):
    write(tmp_path / "api_details.json", {"version": "HSDS-3.0"})
    for number in (1, 2, 10):
        shallow = {"id": f"svc-{number}", "name": f"Walking group {number}", "status": "active"}
        write(tmp_path / f"page{number}.json", feeds.envelope([shallow], number, 3, 3))
    (tmp_path / "service_full").mkdir()
    write(tmp_path / "service_full" / "a.json", feeds.walking_group(2))
    write(tmp_path / "service_full" / "b.json", feeds.walking_group(99))
    write(tmp_path / "taxonomy_list.json", {"contents": [{"id": "t", "name": "T", "version": "1"}]})
    write(tmp_path / "organization_list.json", {"contents": [{"id": "o", "name": "Org"}]})
    (tmp_path / "readme.txt").write_text("no")
    feed, services = read(tmp_path)
    assert [service.source_id for service in services] == ["svc-1", "svc-2", "svc-10", "svc-99"]
    assert [bool(service.schedules) for service in services] == [False, True, False, True]
    assert feed.version == FeedVersion.HSDS_3
    assert feed.incomplete == ""


def test_a_folder_with_a_page_missing_or_broken_is_incomplete_but_read(tmp_path, feeds):
    write(tmp_path / "page1.json", feeds.envelope([feeds.walking_group()], 1, 2, 2))
    feed, services = read(tmp_path)
    assert len(services) == 1
    assert feed.incomplete == "The feed has 2 pages, of which 1 are here."
    (tmp_path / "page2.json").write_text("<html>Sorry</html>")
    assert "page2.json is a web page" in read(tmp_path)[0].incomplete
    write(tmp_path / "page2.json", feeds.envelope([feeds.walking_group(2)], 2, 2, 2))
    assert read(tmp_path)[0].incomplete == ""


def test_an_empty_feed_is_flagged_and_allowed(tmp_path, feeds):
    write(tmp_path / "feed.json", feeds.envelope([], 1, 0, 0))
    feed, services = read(tmp_path / "feed.json")
    assert feed.empty
    assert services == []
    assert feed.warnings == ["The feed is empty. Nothing was changed because of it."]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!doctype html><p>Hi",
        b"%PDF-1.7",
        b"{",
        b"\xff\xfe\x00",
        b"3",
        b'"x"',
        b"{}",
        b'{"version": "HSDS-UK-3.0"}',
        b'{"contents": 3}',
        b"[" * 100_000,
        b"null",
    ],
)
def test_a_file_that_is_no_feed_is_refused_with_a_sentence(tmp_path, content):
    path = tmp_path / "feed.json"
    path.write_bytes(content)
    with pytest.raises(FeedRefused) as refusal:
        open_feed(path)
    assert "feed.json" in str(refusal.value)
    with pytest.raises(FeedRefused):
        open_feed(tmp_path)


@pytest.mark.parametrize("source", ["", "nowhere/at/all", "a\0b", "x" * 5000])
def test_a_source_that_is_not_there_is_refused(source, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(FeedRefused):
        open_feed(source)


def test_one_bad_record_or_line_does_not_stop_the_rest(tmp_path, feeds):
    deep = '{"id": "deep", "name": "Deep", "a": ' + "[" * 400 + "]" * 400 + "}"
    lines = [
        json.dumps(feeds.walking_group()),
        "not json",
        "null",
        deep,
        json.dumps(feeds.walking_group(2)),
    ]
    path = tmp_path / "feed.ndjson"
    path.write_text("\n".join(lines))
    feed, services = read(path)
    ids = [service.source_id for service in services if isinstance(service, FeedService)]
    assert [key for key in ids if key != "deep"] == ["svc-1", "svc-2"]
    assert "1 lines of feed.ndjson" in feed.incomplete


def test_limits_of_size_and_number(tmp_path, feeds):
    write(tmp_path / "feed.json", [feeds.walking_group(number) for number in range(5)])
    assert len(read(tmp_path / "feed.json", limits=FeedLimits(services=5))[1]) == 5
    for limits in (FeedLimits(services=4), FeedLimits(file_bytes=100), FeedLimits(total_bytes=100)):
        with pytest.raises(FeedRefused):
            open_feed(tmp_path / "feed.json", limits=limits)


def test_a_feed_can_be_read_twice_and_waits_where_it_is_told(tmp_path, feeds):
    write(tmp_path / "feed.json", [feeds.walking_group()])
    with open_feed(tmp_path / "feed.json", spool_in=tmp_path) as feed:
        assert list(feed.raw_services()) == list(feed.raw_services()) == [feeds.walking_group()]
