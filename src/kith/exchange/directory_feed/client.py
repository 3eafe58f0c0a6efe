"""A web client for other people's feeds that cannot be turned against our own network.

Only http and https; only addresses that are public, checked at the moment of connecting and
connected to as checked, so that a name which changes its mind between the two (DNS rebinding) gains
nothing; no proxies or settings from the environment; no redirects to another host; limits of size
and time that hold against a server that drips. OWASP ASVS 5.0 section 1.3 (server-side request
forgery) asks for each of these.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from collections.abc import Iterable, Iterator
from typing import Any, Self
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from kith.exchange.directory_feed.documents import parse_json
from kith.exchange.directory_feed.faults import FeedRefused, PageFailed
from kith.exchange.directory_feed.limits import MEGABYTE, FeedLimits

USER_AGENT = "Kith directory import"
NAT64 = ipaddress.ip_network("64:ff9b::/96")


class FeedClient:
    """Fetches JSON from one host. Use as a context manager.

    `allow_hosts` are host names or addresses, as written in the URL, that may be reached although
    they are not public.
    """

    def __init__(
        self, *, limits: FeedLimits | None = None, allow_hosts: Iterable[str] = ()
    ) -> None:
        self._limits = limits or FeedLimits()
        self._network = _CheckedNetwork(frozenset(host.casefold() for host in allow_hosts))
        self._end = time.monotonic() + self._limits.total_seconds
        self._bytes = 0
        self._client = httpx.Client(
            transport=_Transport(self._network),
            trust_env=False,
            follow_redirects=False,
            timeout=httpx.Timeout(self._limits.page_seconds, connect=self._limits.connect_seconds),
            headers={
                "User-Agent": USER_AGENT,
                "Accept": "application/json",
                "Accept-Encoding": "gzip",
            },
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self._client.close()

    def get_json(self, address: str, **parameters: str | int) -> Any:
        """Return the JSON at `address` with `parameters` added to its query.

        Raises PageFailed when this page cannot be had, FeedRefused when nothing more may be asked
        (an address that is not public, a limit of the whole import).
        """
        url = checked_url(address)
        if parameters:
            url = url.copy_merge_params(parameters)
        for _hop in range(self._limits.redirects + 1):
            status, location, body = self._get(url)
            if location is None:
                return parse_json(_accepted(url, status, body), str(url))
            url = _followed(url, location)
        raise PageFailed(f"{url} redirects too many times.", answered=True)

    def _get(self, url: httpx.URL) -> tuple[int, str | None, bytes]:
        now = time.monotonic()
        if now >= self._end:
            raise FeedRefused(
                f"The feed took longer than {self._limits.total_seconds:.0f} seconds and was left."
            )
        self._network.deadline = min(now + self._limits.page_seconds, self._end)
        try:
            with self._client.stream("GET", url) as response:
                if response.is_redirect:
                    return response.status_code, response.headers.get("location", ""), b""
                if response.headers.get("content-encoding", "identity").lower() not in (
                    "gzip",
                    "identity",
                    "",
                ):
                    raise PageFailed(
                        f"{url} is compressed in a way that was not asked for.", answered=True
                    )
                return response.status_code, None, self._body(url, response)
        except (httpcore.TimeoutException, httpx.TimeoutException):
            raise PageFailed(f"{url} did not answer in time.") from None
        except (httpcore.ConnectError, httpx.ConnectError):
            raise PageFailed(f"{url} could not be reached.") from None
        except (
            *_HTTPCORE_FAULTS,
            httpx.HTTPError,
            httpx.InvalidURL,
            httpx.StreamError,
            OSError,
            ValueError,
        ):
            raise PageFailed(f"{url} broke off or did not speak HTTP.") from None

    def _body(self, url: httpx.URL, response: httpx.Response) -> bytes:
        body = bytearray()
        for chunk in response.iter_bytes():
            body += chunk
            self._bytes += len(chunk)
            if len(body) > self._limits.page_bytes:
                raise PageFailed(
                    f"{url} is larger than {self._limits.page_bytes / MEGABYTE:.0f} MB.",
                    answered=True,
                )
            if self._bytes > self._limits.total_bytes:
                raise FeedRefused(
                    f"The feed is larger than {self._limits.total_bytes / MEGABYTE:.0f} MB, "
                    "and was left."
                )
        return bytes(body)


def checked_url(address: str) -> httpx.URL:
    """Return `address` as a URL that may be asked for; raises FeedRefused when it is not a plain
    web address.
    """
    try:
        url = httpx.URL(address).copy_with(fragment=None)
        # httpx lets an unclosed bracket and a port above 65535 through; urlsplit raises ValueError.
        _ = urlsplit(str(address)).port
    except (httpx.InvalidURL, ValueError, TypeError):
        raise FeedRefused("The address of the feed is not a web address.") from None
    if url.scheme not in ("http", "https") or not url.host:
        raise FeedRefused(
            "The address of the feed must begin with http:// or https:// and name a host."
        )
    if url.userinfo:
        raise FeedRefused(
            "The address of the feed has a user name or password in it. "
            "Feeds are public: leave it out."
        )
    return url


def check_allowed(address: str, only: Iterable[str]) -> None:
    """Raise FeedRefused for an address whose host is none of `only`, nor below one of them; without any, every host
    may be asked.
    """
    hosts = [host.strip().casefold().strip(".") for host in only if host.strip()]
    asked = checked_url(address).host.casefold().rstrip(".")
    if hosts and not any(asked == host or asked.endswith(f".{host}") for host in hosts):
        raise FeedRefused(
            f"Whoever runs this installation has not allowed feeds from {asked}."
            " Ask them to add it, or give them the feed as a file."
        )


def check_outside(address: str, allow_hosts: Iterable[str]) -> None:
    """Raise FeedRefused for an address that names this machine or a private network outright, so that it is said when
    it is typed; a name is looked up when the feed is read. None of `allow_hosts` is refused.
    """
    host = checked_url(address).host.casefold().rstrip(".")
    inside = host == "localhost" or host.endswith((".localhost", ".local", ".internal"))
    number = _as_number(host)
    if host in {one.casefold() for one in allow_hosts} or not (inside or number):
        return
    if inside or not is_public(number):
        raise FeedRefused(
            f"{host} is this machine or inside a private network. Feeds are only read from public addresses:"
            " ask whoever keeps the feed for its address on the internet."
        )


def _as_number(host: str) -> str:
    """A host that is written as a number, however (127.1, 0x7f000001), as an IP address; "" for a name."""
    try:
        return str(ipaddress.ip_address(host.split("%", 1)[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except (OSError, UnicodeError):
        return ""


def is_public(address: str) -> bool:
    """Whether an IP address (text) is one that the whole internet could reach."""
    try:
        ip = ipaddress.ip_address(address.split("%", 1)[0])
    except ValueError:
        return False
    if isinstance(ip, ipaddress.IPv6Address):
        if ip in NAT64:
            ip = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        elif ip.ipv4_mapped is not None:
            ip = ip.ipv4_mapped
        elif ip.sixtofour is not None or ip.teredo is not None or ip.is_site_local:
            return False
    return ip.is_global and not (ip.is_multicast or ip.is_reserved or ip.is_unspecified)


def _accepted(url: httpx.URL, status: int, body: bytes) -> bytes:
    if status in (404, 410):
        raise PageFailed(
            f"{url} does not exist (the server answered {status}).", answered=True, missing=True
        )
    if status in (401, 403):
        raise PageFailed(
            f"{url} is not open to the public (the server answered {status}).", answered=True
        )
    if status != 200:
        raise PageFailed(
            f"{url} failed (the server answered {status}). Try again later.", answered=True
        )
    return body


def _followed(url: httpx.URL, location: str) -> httpx.URL:
    try:
        target = checked_url(urljoin(str(url), location))
    except (FeedRefused, ValueError):
        raise PageFailed(
            f"{url} redirects to something that is not a web address.", answered=True
        ) from None
    same = (target.scheme, target.host, target.port) == (url.scheme, url.host, url.port)
    upgraded = (
        (url.scheme, target.scheme) == ("http", "https")
        and url.host == target.host
        and not (url.port or target.port)
    )
    if not (same or upgraded):
        raise PageFailed(
            f"{url} redirects to another place, {target}. Use that address if you trust it.",
            answered=True,
        )
    return target


_HTTPCORE_FAULTS = (
    httpcore.NetworkError,
    httpcore.ProtocolError,
    httpcore.UnsupportedProtocol,
    httpcore.ConnectionNotAvailable,
)


class _CheckedNetwork(httpcore.NetworkBackend):
    """Resolves, checks, and connects to the very address that was checked; every read and write
    ends at `deadline`.
    """

    def __init__(self, allow_hosts: frozenset[str]) -> None:
        self._allow_hosts = allow_hosts
        self._sockets = httpcore.SyncBackend()
        self.deadline = 0.0

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        fault: Exception = httpcore.ConnectError("no address")
        for address in self._addresses(host, port):
            try:
                stream = self._sockets.connect_tcp(
                    address, port, self.within(timeout), local_address, socket_options
                )
            except (httpcore.ConnectError, httpcore.ConnectTimeout) as error:
                fault = error
            else:
                return _DeadlineStream(stream, self)
        raise fault

    def within(self, timeout: float | None) -> float:
        left = self.deadline - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout
        return left if timeout is None else min(timeout, left)

    def _addresses(self, host: str, port: int) -> list[str]:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):
            raise httpcore.ConnectError("unknown host") from None
        addresses = list(dict.fromkeys(str(entry[4][0]) for entry in found))
        if host.casefold() not in self._allow_hosts and not all(map(is_public, addresses)):
            raise FeedRefused(
                f"{host} is an address inside a private network. "
                "Feeds are only read from public ones."
            )
        return addresses


class _DeadlineStream(httpcore.NetworkStream):
    def __init__(self, stream: httpcore.NetworkStream, network: _CheckedNetwork) -> None:
        self._stream = stream
        self._network = network

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._stream.read(max_bytes, self._network.within(timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._stream.write(buffer, self._network.within(timeout))

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        secured = self._stream.start_tls(
            ssl_context, server_hostname, self._network.within(timeout)
        )
        return _DeadlineStream(secured, self._network)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)


class _Body(httpx.SyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    def __iter__(self) -> Iterator[bytes]:
        yield from self._stream

    def close(self) -> None:
        self._stream.close()


class _Transport(httpx.BaseTransport):
    """httpx over a connection pool whose every connection is made by `_CheckedNetwork`."""

    def __init__(self, network: _CheckedNetwork) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(trust_env=False),
            max_connections=1,
            network_backend=network,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        url = httpcore.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        response = self._pool.handle_request(
            httpcore.Request(
                request.method, url, headers=request.headers.raw, extensions=request.extensions
            )
        )
        return httpx.Response(
            response.status, headers=response.headers, stream=_Body(response.stream)
        )

    def close(self) -> None:
        self._pool.close()
