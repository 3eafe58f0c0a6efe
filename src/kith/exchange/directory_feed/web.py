"""Reading a feed over the web: its version, its list of services page by page, each in full."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import quote

from kith.exchange.directory_feed.client import FeedClient, checked_url
from kith.exchange.directory_feed.documents import (
    FeedVersion,
    Page,
    guess_version,
    is_shallow,
    read_page,
    read_version,
)
from kith.exchange.directory_feed.faults import FeedRefused, PageFailed
from kith.exchange.directory_feed.feed import Gathering
from kith.exchange.directory_feed.fields import identity, text
from kith.exchange.directory_feed.limits import FeedLimits

# A feed whose first few details all are not there has none; one that fails so often in a row is
# down.
_NO_DETAILS_AFTER = 3
_DOWN_AFTER = 10
# Ours: pages are cut at round numbers, so what ends at one may have been cut.
_ROUND = 10
_NO_COUNT = "The feed does not say how many pages it has, so its end could not be made sure of."


def gather_web(address: str, client: FeedClient, gathering: Gathering, limits: FeedLimits) -> None:
    """Read the feed at `address` (its base, or its /services) into `gathering`.

    Raises FeedRefused when the feed cannot be used at all; a later page or a detail that fails
    marks it incomplete.
    """
    address = str(checked_url(address))
    services, version = _discover(address, client)
    details = _Details(services, client, gathering) if _path_ends_in_services(services) else None
    claimed = 0
    for page in _pages(services, client, gathering, limits):
        version = version or page.version or guess_version(page.records)
        claimed = max(claimed, page.total_items or 0)
        for record in page.records:
            if details and details.down:
                break
            whole = details.of(record) if details and is_shallow(record) else record
            if whole is not None:
                gathering.add(whole)
        if details and details.down:
            gathering.stop_short(
                "The feed stopped answering for single services; the rest of it was not read."
            )
            break
    _compare(claimed, gathering)
    gathering.feed.version = version or FeedVersion.UK_3
    if details:
        _taxonomies(services, client, gathering, limits)


def _discover(address: str, client: FeedClient) -> tuple[str, FeedVersion | None]:
    """Return the address of the list of services, and the version if the feed states one."""
    try:
        document = client.get_json(address)
    except PageFailed as fault:
        if not fault.answered or _path_ends_in_services(address):
            raise
        return _services_or(fault, address, client), None
    if read_page(document) is not None:
        return address, None
    version = read_version(document)
    if version is None:
        unfit = PageFailed(
            f"{address} is JSON but neither a feed nor a page of services.", answered=True
        )
        return _services_or(unfit, address, client), None
    return _below(address, "services"), version


def _services_or(fault: PageFailed, address: str, client: FeedClient) -> str:
    """Many feeds have nothing at their base: return the address of /services if that answers,
    otherwise raise `fault`.
    """
    services = _below(address, "services")
    try:
        if read_page(client.get_json(services)) is not None:
            return services
    except PageFailed:
        pass
    raise fault


def _pages(
    services: str, client: FeedClient, gathering: Gathering, limits: FeedLimits
) -> Iterator[Page]:
    seen: set[int] = set()
    number, offset = 1, 0
    while True:
        try:
            page = _page(services, number, client, limits)
        except PageFailed as fault:
            if not seen:
                raise
            gathering.stop_short(
                f"Page {number} could not be read, and the feed was left there: {fault}"
            )
            return
        if number == 1 and not offset and page.first is False:
            number, offset = 0, 1
            continue
        ids = tuple(identity(record) if isinstance(record, dict) else "" for record in page.records)
        if any(ids) and hash(ids) in seen:
            raise FeedRefused(
                f"Page {number} of the feed repeats an earlier page, so its end cannot be found."
            )
        seen.add(hash(ids))
        yield page
        last = number + offset
        if page.is_uncounted:
            yield from _uncounted(services, number, page, client, gathering, limits)
            return
        if (
            page.last
            or (page.total_pages is None and page.last is None)
            or last >= (page.total_pages or limits.pages + 1)
        ):
            if page.total_pages and last < page.total_pages:
                gathering.stop_short(
                    f"The feed ended on page {last} of the {page.total_pages} it announced."
                )
            return
        if not page.records:
            gathering.stop_short(
                f"Page {number} of the feed is empty although more pages were announced."
            )
            return
        number += 1
        if number > limits.pages:
            raise FeedRefused(f"The feed has more than {limits.pages:,} pages and was left.")


def _uncounted(
    services: str, at: int, first: Page, client: FeedClient, gathering: Gathering,
    limits: FeedLimits,
) -> Iterator[Page]:  # fmt: skip
    """The other pages of a feed that does not say how many it has, from the one after `first` (number `at`) to one that
    is empty, not there, or repeats what was read. Where more may have been cut off, the feed is incomplete.
    """
    seen, last, had = {_mark(first)}, first, len(first.records)
    # Page 0 is asked for too, since some feeds count from there; those that do not may refuse it.
    for number in (one for one in range(limits.pages + 1) if one != at):
        if not last.records or (first.total_items is not None and had >= first.total_items):
            return
        try:
            page = _page(services, number, client, limits)
        except PageFailed as fault:
            if not number and fault.answered:
                continue
            if not fault.missing or _may_be_cut(last):
                gathering.stop_short(f"{_NO_COUNT} Page {number} could not be read: {fault}")
            return
        if page.records and _mark(page) not in seen:
            seen.add(_mark(page))
            last, had = page, had + len(page.records)
            yield page
        elif number:
            if page.records and len(seen) == 1 and _may_be_cut(first):
                gathering.stop_short(f"{_NO_COUNT} It gives the same page whichever is asked for.")
            return
    raise FeedRefused(f"The feed has more than {limits.pages:,} pages and was left.")


def _mark(page: Page) -> int:
    """What tells a page from others: the ids on it, or all of it where there are none."""
    ids = tuple(identity(record) if isinstance(record, dict) else "" for record in page.records)
    return hash(ids) if any(ids) else hash(repr(page.records))


def _may_be_cut(page: Page) -> bool:
    return len(page.records) % _ROUND == 0


def _page(services: str, number: int, client: FeedClient, limits: FeedLimits) -> Page:
    page = read_page(client.get_json(services, page=number, per_page=limits.per_page))
    if page is None:
        raise PageFailed(f"Page {number} of {services} holds no list of services.", answered=True)
    return page


def _compare(claimed: int, gathering: Gathering) -> None:
    had = gathering.feed.count + len(gathering.feed.refused)
    if claimed > had:
        gathering.stop_short(f"The feed says it has {claimed:,} services but gave {had:,}.")
    elif claimed and claimed < had:
        gathering.warn(f"The feed says it has {claimed:,} services but gave {had:,}.")


def _taxonomies(
    services: str, client: FeedClient, gathering: Gathering, limits: FeedLimits
) -> None:
    """Taxonomy terms are optional in a feed (level 2 of the HSDS-UK 3.0 profile): what fails is
    left without a word.
    """
    terms = (
        str(checked_url(services).copy_with(query=None)).rstrip("/").removesuffix("services")
        + "taxonomy_terms"
    )
    try:
        for number in range(1, 101):
            document = client.get_json(terms, page=number, per_page=limits.per_page)
            gathering.feed.taxonomies.add(document)
            page = read_page(document)
            if (
                page is None
                or not page.records
                or page.last is not False
                or number >= (page.total_pages or 1)
            ):
                return
    except FeedRefused:
        return


class _Details:
    """Asks for /services/{id}, since lists of living feeds leave out everything nested."""

    def __init__(self, services: str, client: FeedClient, gathering: Gathering) -> None:
        self._services = services
        self._client = client
        self._gathering = gathering
        self._found = 0
        self._missing = 0
        self._failed_in_a_row = 0

    @property
    def down(self) -> bool:
        """Whether so many failed one after another that asking on is of no use."""
        return self._failed_in_a_row >= _DOWN_AFTER

    def of(self, record: dict[str, Any]) -> Any:
        """Return the detail of a shallow record; the record itself where the feed has no details;
        None if it failed.
        """
        key = identity(record)
        if not key or self._has_none():
            return record
        try:
            whole = self._ask(key)
        except PageFailed as fault:
            return self._without(record, key, fault)
        self._found += 1
        self._failed_in_a_row = 0
        return whole

    def _ask(self, key: str) -> dict[str, Any]:
        page = read_page(self._client.get_json(_below(self._services, quote(key, safe=""))))
        for entry in page.records if page else ():
            if isinstance(entry, dict) and identity(entry) == key:
                return entry
        raise PageFailed(
            "The feed answered with something else than the service asked for.", answered=True
        )

    def _without(self, record: dict[str, Any], key: str, fault: PageFailed) -> Any:
        if fault.missing and not self._found:
            self._missing += 1
            if self._has_none():
                self._gathering.warn(
                    "The feed has no details of single services; what its list says was taken."
                )
            return record
        self._failed_in_a_row += 1
        if not self.down:
            name = text(record, "name", notes=[])
            self._gathering.left_out(
                key, name, f"Its details could not be fetched; what we have was kept. {fault}"
            )
        if not self._gathering.feed.incomplete:
            self._gathering.stop_short("The details of one or more services could not be fetched.")
        return None

    def _has_none(self) -> bool:
        return not self._found and self._missing >= _NO_DETAILS_AFTER


def _path_ends_in_services(address: str) -> bool:
    return checked_url(address).path.rstrip("/").endswith("/services")


def _below(address: str, segment: str) -> str:
    """Return the address one step down, its query kept (some feeds ask for a key in it)."""
    url = checked_url(address)
    path, mark, query = url.raw_path.partition(b"?")
    return str(url.copy_with(raw_path=path.rstrip(b"/") + b"/" + segment.encode() + mark + query))
