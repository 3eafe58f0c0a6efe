"""Feeds over HTTP, as they should be and as they are."""

from __future__ import annotations

import json

import pytest

from kith.exchange.directory_feed.documents import FeedVersion
from kith.exchange.directory_feed.faults import FeedRefused
from kith.exchange.directory_feed.limits import FeedLimits
from kith.exchange.directory_feed.records import FeedService, ServiceRefused
from kith.exchange.directory_feed.sources import open_feed


def read(address, limits=None):
    with open_feed(
        address, allow_hosts={"127.0.0.1"}, limits=limits or FeedLimits(page_seconds=5)
    ) as feed:
        return feed, list(feed.services())


@pytest.fixture
def mock_feed(server, feeds):
    """The published mocks, served as the HSDS-UK 3.0 API says."""
    folder = feeds.mocks / "V3.0-UK-Default"
    for path, name in {
        "/": "api_details",
        "/services": "service_list",
        "/taxonomy_terms": "taxonomy_term_list",
        "/services/ac148810-d857-441c-9679-408f346de14b": "service_full",
    }.items():
        server.serve(path, json.loads((folder / f"{name}.json").read_text()))
    return server


@pytest.mark.parametrize("end", ["", "/", "/services"])
def test_the_mock_feed_gives_over_http_what_it_gives_as_a_folder(mock_feed, feeds, end):
    feed, services = read(mock_feed.base + end)
    with open_feed(feeds.mocks / "V3.0-UK-Default") as folder:
        assert services == list(folder.services())
    assert (feed.version, feed.warnings, feed.incomplete) == (FeedVersion.UK_3, [], "")
    assert len(feed.taxonomies) == 1
    assert mock_feed.agents == {"Kith directory import"}


@pytest.mark.parametrize("version", [3, 1])
def test_all_pages_of_both_envelopes_are_read(server, feeds, version):
    if version == 1:
        del server.routes["/"]
    server.serve_pages([feeds.walking_group(n) for n in range(7)], size=3, version=version)
    feed, services = read(server.base)
    assert [service.source_id for service in services] == [f"svc-{n}" for n in range(7)]
    assert feed.incomplete == ""
    assert feed.version == (FeedVersion.UK_1 if version == 1 else FeedVersion.UK_3)
    assert not any("/services/svc" in path for path in server.asked)


def test_shallow_lists_are_filled_from_the_details_and_a_key_in_the_query_is_kept(server, feeds):
    server.serve_pages([{"id": f"svc-{n}", "name": "W", "schedules": []} for n in range(3)], size=2)
    for n in range(3):
        server.serve(f"/services/svc-{n}", feeds.walking_group(n))
    _feed, services = read(f"{server.base}/?key=abc")
    assert all(service.schedules for service in services)
    assert all("key=abc" in path for path in server.asked if "services" in path)


def test_a_detail_that_fails_is_left_out_and_said(server, feeds):
    server.serve_pages([{"id": f"svc-{n}", "name": "W"} for n in (1, 2, 3)], size=9)
    server.serve("/services/svc-1", feeds.walking_group(1))
    server.serve("/services/svc-2", feeds.walking_group(99))
    server.routes["/services/svc-3"] = lambda _query: feeds.Answer(b"", 500)
    feed, services = read(server.base)
    assert [service.source_id for service in services if isinstance(service, FeedService)] == [
        "svc-1"
    ]
    assert [service.source_id for service in services if isinstance(service, ServiceRefused)] == [
        "svc-2",
        "svc-3",
    ]
    assert feed.incomplete


def test_a_feed_without_details_is_taken_from_its_list(server):
    server.serve_pages(
        [{"id": f"svc-{n}", "name": "W", "status": "active"} for n in range(6)], size=9
    )
    feed, services = read(server.base)
    assert len(services) == 6
    assert feed.incomplete == ""
    assert feed.warnings == [
        "The feed has no details of single services; what its list says was taken."
    ]
    assert len([path for path in server.asked if "/services/" in path]) == 3


def test_details_that_keep_failing_are_not_asked_for_without_end(server, feeds):
    server.serve_pages([{"id": f"svc-{n}", "name": "W"} for n in range(40)], size=40)
    for n in range(40):
        server.routes[f"/services/svc-{n}"] = lambda _query: feeds.Answer(b"", 500)
    feed, services = read(server.base)
    assert not any(isinstance(service, FeedService) for service in services)
    assert feed.incomplete
    assert len([path for path in server.asked if "/services/" in path]) == 10


def test_a_page_that_fails_later_leaves_the_feed_incomplete(server, feeds):
    def page(query):
        number = int(query.get("page", 1))
        if number == 3:
            return feeds.Answer(b"<html>Down</html>")
        return feeds.as_json(feeds.envelope([feeds.walking_group(number)], number, 5, 5))

    server.routes["/services"] = page
    feed, services = read(server.base)
    assert [service.source_id for service in services] == ["svc-1", "svc-2"]
    assert feed.incomplete.startswith("Page 3 could not be read")


def test_fewer_services_than_announced_is_incomplete(server, feeds):
    server.serve("/services", feeds.envelope([feeds.walking_group()], 1, 1, 40))
    assert read(server.base)[0].incomplete == "The feed says it has 40 services but gave 1."


def test_an_empty_feed_is_flagged(server, feeds):
    server.serve("/services", feeds.envelope([], 1, 0, 0))
    feed, services = read(server.base)
    assert feed.empty
    assert (services, feed.incomplete) == ([], "")


def test_a_feed_that_ignores_the_page_number_is_refused(server, feeds):
    server.serve("/services", feeds.envelope([feeds.walking_group()], 1, 9, 9))
    with pytest.raises(FeedRefused, match="repeats an earlier page"):
        read(server.base)


def test_a_feed_that_never_ends_is_refused(server, feeds):
    server.routes["/services"] = lambda query: feeds.as_json(
        {"contents": [feeds.walking_group(int(query.get("page", 1)))], "last_page": False}
    )
    with pytest.raises(FeedRefused, match="more than 20 pages"):
        read(server.base, FeedLimits(pages=20))


def uncounted(feeds, pages, first=1):
    """A feed with an envelope and nothing in it but services; past its end it is empty."""

    def page(query):
        at = int(query.get("page", first)) - first
        return feeds.as_json({"contents": pages[at] if 0 <= at < len(pages) else []})

    return page


@pytest.mark.parametrize("first", [1, 0])
def test_a_feed_that_counts_no_pages_is_read_to_its_end(server, feeds, first):
    pages = [[feeds.walking_group(10 * at + n) for n in range(10)] for at in range(3)]
    server.routes["/services"] = uncounted(feeds, pages, first)
    feed, services = read(server.base)
    assert {service.source_id for service in services} == {f"svc-{n}" for n in range(30)}
    assert feed.incomplete == ""


def test_a_last_page_that_is_given_again_ends_a_feed_that_counts_no_pages(server, feeds):
    pages = [[feeds.walking_group(10 * at + n) for n in range(10)] for at in range(2)]
    server.routes["/services"] = lambda query: feeds.as_json(
        {"contents": pages[min(int(query.get("page", 1)), 2) - 1]}
    )
    feed, services = read(server.base)
    assert len(services) == 20
    assert feed.incomplete == ""


@pytest.mark.parametrize(("many", "whole"), [(10, False), (7, True)])
def test_one_page_given_for_every_number_is_whole_unless_it_may_have_been_cut(
    server, feeds, many, whole
):
    server.serve("/services", {"contents": [feeds.walking_group(n) for n in range(many)]})
    feed, services = read(server.base)
    assert len(services) == many
    assert (feed.incomplete == "") is whole
    assert whole or "does not say how many pages" in feed.warnings[0]


@pytest.mark.parametrize(
    ("many", "status", "whole"), [(7, 404, True), (10, 404, False), (7, 500, False)]
)
def test_a_next_page_that_is_not_there_ends_a_feed_and_one_that_fails_does_not(
    server, feeds, many, status, whole
):
    one = {"contents": [feeds.walking_group(n) for n in range(many)]}
    server.routes["/services"] = lambda query: (
        feeds.as_json(one) if query.get("page", "1") == "1" else feeds.Answer(b"{}", status)
    )
    feed, services = read(server.base)
    assert len(services) == many
    assert (feed.incomplete == "") is whole


def test_no_page_is_asked_for_when_all_that_was_announced_is_there(server, feeds):
    server.serve("/services", {"contents": [feeds.walking_group()], "total_items": 1})
    assert read(server.base)[0].incomplete == ""
    assert len([path for path in server.asked if "/services?" in path]) == 1


def test_pages_counted_from_nought_are_all_read(server, feeds):
    def page(query):
        number = int(query.get("page", 0))
        return feeds.as_json(
            {
                "content": [feeds.walking_group(number)],
                "totalPages": 2,
                "totalElements": 2,
                "first": number == 0,
                "last": number == 1,
            }
        )

    server.routes["/services"] = page
    feed, services = read(f"{server.base}/services")
    assert [service.source_id for service in services] == ["svc-0", "svc-1"]
    assert feed.incomplete == ""


def test_a_list_without_an_envelope_is_one_page(server, feeds):
    server.serve("/feed.json", [feeds.walking_group(), feeds.walking_group(2)])
    assert len(read(f"{server.base}/feed.json")[1]) == 2


@pytest.mark.parametrize(
    ("body", "status", "said"),
    [
        (b"<html></html>", 200, "web page"),
        (b"oops", 200, "not JSON"),
        (b"", 200, "empty"),
        (b"{}", 404, "does not exist"),
        (b"{}", 403, "not open"),
        (b"{}", 500, "failed"),
        (b"{}", 200, "neither"),
    ],
)
def test_what_is_no_feed_is_refused_with_a_sentence(server, feeds, body, status, said):
    server.routes["/"] = lambda _query: feeds.Answer(body, status)
    with pytest.raises(FeedRefused, match=said):
        read(server.base)
