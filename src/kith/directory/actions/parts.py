"""Rows of where and when, under ids that are the same next time.

Places and sessions are written anew whenever a service changes; whoever follows our API must meet
them under the ids it knows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from uuid import UUID, uuid5

from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import Place, Service, Session


def place_rows(
    service: Service, places: Iterable[PlaceFacts], *, after: int = 0
) -> Iterator[Place]:
    """The places of a service, unsaved. `after` counts the places that it has already."""
    keys: Counter[str] = Counter()
    for place in places:
        said = place.source_id or f"{place.name}|{place.address}|{place.postcode}|{place.is_online}"
        yield Place(
            id=_id(service, f"place:{said}", keys, after),
            scheme_id=service.scheme_id,
            service=service,
            is_published=service.is_published,
            **asdict(place),
        )


def session_rows(service: Service, sessions: Iterable[SessionFacts]) -> Iterator[Session]:
    """The sessions of a service, unsaved."""
    keys: Counter[str] = Counter()
    for session in sessions:
        told = asdict(session)
        # What says nothing more than before leaves the id as it was.
        more = {name: told.pop(name) for name in ("interval", "month_days")}
        said = f"session:{'|'.join(str(value) for value in told.values())}"
        if session.interval > 1 or session.month_days:
            said += f"|{session.interval}|{session.month_days}"
        yield Session(
            id=_id(service, said, keys),
            scheme_id=service.scheme_id,
            service=service,
            is_published=service.is_published,
            **{**told, "days": list(session.days)},
            interval=more["interval"],
            month_days=list(more["month_days"]),
        )


def _id(service: Service, said: str, keys: Counter[str], after: int = 0) -> UUID:
    """The second of two that say the same gets an id of its own."""
    keys[said] += 1
    return uuid5(service.pk, f"{said}:{keys[said] + after}")
