"""Opening a feed wherever it is: a web address, a file, or a folder of pages. All three give the
same Feed.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from kith.exchange.directory_feed.client import FeedClient, check_allowed
from kith.exchange.directory_feed.faults import FeedRefused
from kith.exchange.directory_feed.feed import Feed, Gathering
from kith.exchange.directory_feed.folder import gather_file, gather_folder
from kith.exchange.directory_feed.limits import FeedLimits
from kith.exchange.directory_feed.web import gather_web


def open_feed(
    source: str | Path,
    *,
    allow_hosts: Iterable[str] = (),
    only_hosts: Iterable[str] = (),
    limits: FeedLimits | None = None,
    spool_in: Path | None = None,
) -> Feed:
    """Read the feed at `source` to its end and return it; close it after use (it is a context
    manager).

    `source` is an http(s) address, a file or a folder. `allow_hosts` are hosts that may be asked
    although they are not public; where `only_hosts` names some, no other is asked. What is read
    waits in an unnamed temporary file in the folder `spool_in`, the system's own without one. Raises
    FeedRefused with a sentence for a person when nothing of it can be used.
    """
    limits = limits or FeedLimits()
    name = str(source)
    gathering = Gathering(name, limits, spool_in)
    try:
        if isinstance(source, str) and "://" in source:
            check_allowed(source, only_hosts)
            with FeedClient(limits=limits, allow_hosts=allow_hosts) as client:
                gather_web(source, client, gathering, limits)
        else:
            _gather_path(name, gathering, limits)
    except BaseException:
        gathering.close()
        raise
    if gathering.feed.empty and not gathering.feed.refused:
        gathering.warn("The feed is empty. Nothing was changed because of it.")
    return gathering.feed


def _gather_path(name: str, gathering: Gathering, limits: FeedLimits) -> None:
    try:
        path = Path(name)
        is_folder, is_file = path.is_dir(), path.is_file()
    except (OSError, ValueError):
        is_folder = is_file = False
    if is_folder:
        gather_folder(path, gathering, limits)
    elif is_file:
        gather_file(path, gathering, limits)
    else:
        raise FeedRefused(
            f"{name[:200]!r} is neither a web address nor a file or folder that exists."
        )
