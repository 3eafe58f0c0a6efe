"""Loads the demonstration through the write doors, part by part; what was told already is left as it is."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kith.demo import parts
from kith.demo.accounts import BOW, POPLAR, scheme_id_of
from kith.demo.processes import told_by_processes
from kith.organisations import queries
from kith.resilience.errors import Refused

WORKERS = 2
Say = Callable[[str], None]


def load(*, say: Say = lambda sentence: None, workers: int = WORKERS, year: bool = True) -> bool:
    """Load what is not there yet; true when something was. It can be interrupted and called again.

    `workers` processes tell the year at once; without `year` only the days around today are told. Raises Refused when the database holds a scheme that is
    not the demonstration's, or an earlier edition of it.
    """
    ours = {slug: scheme_id_of(slug) for slug in (BOW, POPLAR)}
    there = set(queries.open_schemes())
    if there - set(ours.values()):
        raise Refused(
            "This database holds a scheme that is not the demonstration's, so the demonstration was not"
            " loaded. Use another database for it, or start without KITH_DEMO."
        )
    did = [_open(slug, say, there=scheme_id in there) for slug, scheme_id in ours.items()]
    wanted = [
        (slug, part)
        for slug in ours
        for part in parts.missing(slug, [parts.NOW, *(parts.year_parts(slug) if year else ())])
    ]
    if wanted:
        _tell(wanted, say, workers)
    for slug in ours:
        for part in parts.missing(slug, parts.AFTERWARDS):
            parts.tell_part(slug, part)
            did.append(True)
    return any(did) or bool(wanted)


def _open(slug: str, say: Say, *, there: bool) -> bool:
    if there and parts.missing(slug, [parts.OPENED]):
        raise Refused(
            f"This database holds an earlier edition of the scheme {slug}, which cannot be completed."
            " Start with an empty database, such as another KITH_HOME."
        )
    if not there:
        say(f"Opening the demonstration scheme {slug}…")
        parts.tell_part(slug, parts.OPENED)
    return not there


def _tell(wanted: list[tuple[str, str]], say: Say, workers: int) -> None:
    say("Telling the year from June 2019 to June 2020, and the days around today…")
    people, shown = 0, 0
    for done, count in enumerate(_told(wanted, workers), start=1):
        people += count
        tenths = 10 * done // len(wanted)
        if tenths > shown:
            shown = tenths
            say(f"  {10 * tenths} %: {people} people")


def _told(wanted: list[tuple[str, str]], workers: int) -> Iterator[int]:
    if workers == 1 or len(wanted) == 1:
        for slug, part in wanted:
            yield parts.tell_part(slug, part)
        return
    yield from told_by_processes(wanted, workers)
