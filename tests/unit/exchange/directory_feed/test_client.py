"""The web client cannot be turned against us, nor held up."""

from __future__ import annotations

import gzip
import socket
import time

import pytest

from kith.exchange.directory_feed import client as client_module
from kith.exchange.directory_feed.client import FeedClient, checked_url, is_public
from kith.exchange.directory_feed.faults import FeedRefused, PageFailed
from kith.exchange.directory_feed.limits import FeedLimits

LOCAL = frozenset({"127.0.0.1"})


def get(address, allow_hosts=LOCAL, **limits):
    with FeedClient(
        limits=FeedLimits(**({"page_seconds": 5} | limits)), allow_hosts=allow_hosts
    ) as client:
        return client.get_json(address)


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.215.14", "2606:4700:4700::1111", "64:ff9b::808:808"]
)
def test_public_addresses_are_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.0.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1%eth0",
        "fc00::1",
        "::ffff:127.0.0.1",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "2001:0:7f00:1::",
        "fec0::1",
        "ff02::1",
        "nonsense",
    ],
)
def test_every_other_address_is_not(address):
    assert not is_public(address)


def test_loopback_is_refused_unless_allowed(server):
    assert get(server.base)["version"] == "HSDS-UK-3.0"
    server.asked.clear()
    port = server.base.rsplit(":", 1)[1]
    for host in (
        "127.0.0.1",
        "localhost",
        "2130706433",
        "0x7f000001",
        "127.1",
        "[::ffff:127.0.0.1]",
    ):
        with pytest.raises(FeedRefused) as refusal:
            get(f"http://{host}:{port}", allow_hosts=())
        assert not isinstance(refusal.value, PageFailed)
    assert server.asked == []


def test_a_name_that_changes_its_mind_is_asked_once_and_its_private_answer_never_connected_to(
    server, monkeypatch
):
    port = int(server.base.rsplit(":", 1)[1])
    asked = []

    def answer(host, *_args, **_options):
        asked.append(host)
        address = "127.0.0.1" if len(asked) > 1 else "198.51.99.7"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    connected = []

    def connect(_self, host, *_args):
        connected.append(host)
        raise client_module.httpcore.ConnectError("stopped by the test")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(client_module.httpcore.SyncBackend, "connect_tcp", connect)
    with FeedClient() as client:
        with pytest.raises(PageFailed, match="could not be reached"):
            client.get_json(f"http://feed.example:{port}/")
        with pytest.raises(FeedRefused, match="private network"):
            client.get_json(f"http://feed.example:{port}/")
    assert connected == ["198.51.99.7"]


@pytest.mark.parametrize(
    "address",
    [
        "file:///etc/passwd",
        "ftp://feed.example/",
        "gopher://x",
        "http://",
        "http://a:b@feed.example/",
        "http://[",
        "http://feed.example:99999/",
        "//feed.example",
        "data:application/json,{}",
    ],
)
def test_only_plain_web_addresses(address):
    with pytest.raises(FeedRefused):
        checked_url(address)


def test_redirects_stay_on_the_same_place(server, feeds):
    def to(place):
        return lambda _query: feeds.Answer(b"", 302, {"Location": place})

    server.routes["/here"] = to("/")
    assert get(f"{server.base}/here")["version"] == "HSDS-UK-3.0"
    for place in (
        "http://169.254.169.254/latest",
        "http://127.0.0.1:1/",
        "https://feed.example/",
        "file:///etc/passwd",
    ):
        server.routes["/away"] = to(place)
        with pytest.raises(FeedRefused):
            get(f"{server.base}/away")
    server.routes["/round"] = to("/round")
    with pytest.raises(PageFailed, match="too many times"):
        get(f"{server.base}/round")


def test_the_environment_has_no_say(server, monkeypatch):
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:1")
    assert get(server.base)


def test_a_page_may_be_large_but_not_larger(server, feeds):
    body = b'"' + b"x" * 5000 + b'"'
    packed = {"Content-Encoding": "gzip"}
    server.routes["/plain"] = lambda _query: feeds.Answer(body)
    server.routes["/packed"] = lambda _query: feeds.Answer(gzip.compress(body), 200, packed)
    for path in ("/plain", "/packed"):
        assert len(get(server.base + path, page_bytes=6000)) == 5000
        with pytest.raises(PageFailed, match="larger than"):
            get(server.base + path, page_bytes=4000)
        with pytest.raises(FeedRefused, match="The feed is larger"):
            get(server.base + path, total_bytes=4000)


@pytest.mark.parametrize("encoding", ["br", "gzip, gzip", "compress"])
def test_other_compressions_are_refused(server, feeds, encoding):
    server.routes["/"] = lambda _query: feeds.Answer(b"{}", 200, {"Content-Encoding": encoding})
    with pytest.raises(PageFailed, match="compressed"):
        get(server.base)


def test_a_server_that_drips_is_left_at_the_limit(server, feeds):
    def drip():
        for _ in range(100):
            time.sleep(0.02)
            yield b" "

    server.routes["/"] = lambda _query: feeds.Answer(b"[", then=drip)
    with pytest.raises(PageFailed, match="in time"):
        get(server.base, page_seconds=0.2)


def test_the_whole_import_has_an_end(server):
    with pytest.raises(FeedRefused, match="longer than"):
        get(server.base, total_seconds=0)


def test_a_closed_port_and_a_broken_answer_are_page_failures(server, feeds):
    server.routes["/"] = lambda _query: feeds.Answer(b"{", 200, {"Content-Length": "100"})
    with pytest.raises(PageFailed):
        get(server.base)
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        with pytest.raises(PageFailed, match="could not be reached"):
            get(f"http://127.0.0.1:{taken.getsockname()[1]}/")


@pytest.mark.parametrize(
    ("address", "goes"),
    [
        ("https://feeds.example/v3", True),
        ("https://bow.feeds.example/v3", True),
        ("https://FEEDS.example./v3", True),
        ("https://notfeeds.example/v3", False),
        ("https://feeds.example.elsewhere.example/v3", False),
    ],
)
def test_the_operator_narrows_the_hosts(address, goes):
    only = (" Feeds.example", "other.example")
    client_module.check_allowed(address, ())
    if goes:
        client_module.check_allowed(address, only)
    else:
        with pytest.raises(FeedRefused, match="has not allowed feeds from"):
            client_module.check_allowed(address, only)
