"""Reading a feed from disk: one file, or a folder of pages, details and taxonomies."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kith.exchange.directory_feed.documents import (
    FeedVersion,
    Page,
    guess_version,
    is_service,
    is_shallow,
    parse_json,
    read_page,
    read_version,
)
from kith.exchange.directory_feed.faults import FeedRefused, PageFailed
from kith.exchange.directory_feed.feed import Gathering
from kith.exchange.directory_feed.fields import identity
from kith.exchange.directory_feed.limits import MEGABYTE, FeedLimits

_SUFFIXES = frozenset({".json", ".ndjson", ".jsonl"})
_LINES = frozenset({".ndjson", ".jsonl"})
_TAXONOMIES = ("taxonomy", "taxonomies")
# Other collections of an Open Referral API, and pages of the validator's own dashboard: never
# services.
_OTHERS = (
    "organi",
    "service_at_location",
    "location",
    "contact",
    "review",
    "open_api",
    "openapi",
    "dashboard",
    "vocabular",
)
_LINE_LIMIT = 5 * MEGABYTE


def gather_file(path: Path, gathering: Gathering, limits: FeedLimits) -> None:
    """Read a single file: a page of either envelope, a bare list, one service, or newline-delimited
    JSON.
    """
    _Reader(gathering, limits).file(path)


def gather_folder(folder: Path, gathering: Gathering, limits: FeedLimits) -> None:
    """Read every page in a folder and the folders in it.

    `api_details.json` gives the version, `taxonomy*` files the terms; files of one service each
    stand in for the shorter entry of the same id in a list, and for themselves where no list has
    them. A file that cannot be read marks the feed incomplete. Raises FeedRefused when no file
    holds a page or a service.
    """
    reader = _Reader(gathering, limits)
    reader.folder(folder)


class _Reader:
    def __init__(self, gathering: Gathering, limits: FeedLimits) -> None:
        self._gathering = gathering
        self._limits = limits
        self._bytes = 0
        self._pages = 0
        self._announced = 0
        self._items = 0
        self._version: FeedVersion | None = None
        self._details: dict[str, Path] = {}
        self._used: set[str] = set()

    def file(self, path: Path) -> None:
        for page in self._read_pages(path):
            self._take(page)
        self._finish()

    def folder(self, folder: Path) -> None:
        lists = []
        for path in self._files(folder):
            try:
                if self._is_list(path):
                    lists.append(path)
            except PageFailed as fault:
                self._gathering.stop_short(f"A file was passed over: {fault}")
        if not lists and not self._details:
            raise FeedRefused(
                f"The folder {folder.name} holds no page of services "
                "(a JSON file with “contents” or “content”)."
            )
        for path in lists:
            for page in self._read_pages(path):
                self._take(page)
        for key, path in self._details.items():
            if key not in self._used:
                self._gathering.add(self._document(path))
        self._finish()

    def _files(self, folder: Path) -> list[Path]:
        try:
            found = sorted(
                path
                for path in folder.rglob("*")
                if path.suffix.lower() in _SUFFIXES and path.is_file()
            )
        except OSError:
            raise FeedRefused(f"The folder {folder.name} could not be read.") from None
        if len(found) > self._limits.files:
            raise FeedRefused(
                f"The folder {folder.name} has more than {self._limits.files:,} files and was left."
            )
        return sorted(found, key=_page_order)

    def _is_list(self, path: Path) -> bool:
        """Look at one file of a folder: note a detail, terms or the version; say whether it is a
        list of services.
        """
        stem = path.stem.lower()
        if stem.startswith(_OTHERS):
            return False
        if path.suffix.lower() in _LINES:
            return True
        data = self._read(path)
        if _has_lines(data):
            return True
        document = parse_json(data, path.name)
        if stem.startswith(_TAXONOMIES):
            self._gathering.feed.taxonomies.add(document)
            return False
        page = read_page(document)
        if page is None:
            self._version = self._version or read_version(document)
            if stem != "api_details" and not isinstance(document, dict):
                raise PageFailed(f"{path.name} holds no services.")
            return False
        if isinstance(document, dict) and page.records == [document]:
            key = identity(document)
            self._details[key or path.name] = path
            return False
        return (
            stem.startswith("service")
            or not page.records
            or any(is_service(record) for record in page.records)
        )

    def _read_pages(self, path: Path) -> Iterator[Page]:
        data = self._read(path)
        self._bytes += len(data)
        if self._bytes > self._limits.total_bytes:
            raise FeedRefused(
                f"The feed is larger than {self._limits.total_bytes / MEGABYTE:.0f} MB, "
                "and was left."
            )
        if path.suffix.lower() in _LINES or _has_lines(data):
            yield Page(self._lines(data, path.name))
            return
        page = read_page(parse_json(data, path.name))
        if page is None:
            raise FeedRefused(f"{path.name} is JSON but holds no services.")
        yield page

    def _lines(self, data: bytes, name: str) -> list[Any]:
        records = []
        bad = 0
        for line in data.splitlines():
            if line.strip():
                try:
                    records.append(parse_json(line[:_LINE_LIMIT], name))
                except PageFailed:
                    bad += 1
        if bad and not records:
            raise PageFailed(f"{name} is not JSON.")
        if bad:
            self._gathering.stop_short(f"{bad} lines of {name} are not JSON and were passed over.")
        return records

    def _read(self, path: Path) -> bytes:
        try:
            if path.stat().st_size > self._limits.file_bytes:
                size = f"{self._limits.file_bytes / MEGABYTE:.0f} MB"
                raise FeedRefused(
                    f"{path.name} is larger than {size}. "
                    "Save the feed as several pages in a folder."
                )
            return path.read_bytes()
        except OSError:
            raise PageFailed(f"{path.name} could not be read.") from None

    def _document(self, path: Path) -> Any:
        return parse_json(self._read(path), path.name)

    def _take(self, page: Page) -> None:
        self._pages += 1
        self._announced = max(self._announced, page.total_pages or 0)
        self._items = max(self._items, page.total_items or 0)
        self._version = self._version or page.version or guess_version(page.records)
        for record in page.records:
            self._gathering.add(self._whole(record))

    def _whole(self, record: Any) -> Any:
        if not is_shallow(record) or (path := self._details.get(identity(record))) is None:
            return record
        self._used.add(identity(record))
        return self._document(path)

    def _finish(self) -> None:
        feed = self._gathering.feed
        feed.version = self._version or FeedVersion.UK_3
        if self._announced > self._pages:
            self._gathering.stop_short(
                f"The feed has {self._announced} pages, of which {self._pages} are here."
            )
        elif self._items > feed.count:
            self._gathering.stop_short(
                f"The feed says it has {self._items:,} services but holds {feed.count:,}."
            )
        elif self._items and self._items < feed.count:
            self._gathering.warn(
                f"The feed says it has {self._items:,} services but holds {feed.count:,}."
            )


def _has_lines(data: bytes) -> bool:
    """Whether the first line is a JSON object by itself and another follows: newline-delimited JSON
    by any name.
    """
    first, _, rest = data.lstrip(b"\xef\xbb\xbf \t\r\n").partition(b"\n")
    if not first.startswith(b"{") or len(first) > _LINE_LIMIT or not rest.lstrip().startswith(b"{"):
        return False
    try:
        json.loads(first)
    except (ValueError, RecursionError):
        return False
    return True


def _page_order(path: Path) -> tuple[str, int, str]:
    """Sort service_list_2 before service_list_10."""
    stem = path.stem
    digits = stem[len(stem.rstrip("0123456789")) :]
    return str(path.parent), int(digits[-9:] or 0), stem
