"""What of an entry is put right as a whole: where, when, in which languages, the words it is found by, who runs it.

A correction keeps such a part as JSON. Two are the same when a person reads the same: the ids of a feed, what the
standard knows beyond our columns and a position worked out from a postcode do not count, nor does the order.
"""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, fields
from typing import Any

from kith.directory.facts import PlaceFacts, ServiceFacts, SessionFacts
from kith.directory.models import Place, Service, Session
from kith.directory.when_and_where import When, own_words, place_in_words, sessions_in_words
from kith.vocabulary import languages

WHOLE = ("organisation", "sessions", "places", "languages", "terms")
_CLOCKS, _DAYS = ("opens", "closes"), ("from_date", "to_date")


def standing(service: Service, name: str) -> Any:
    """What stands in a field of a service now, as a correction keeps it."""
    if name in ("places", "sessions"):
        return kept(name, getattr(service, name).all())
    return kept(name, getattr(service, name))


def said(facts: ServiceFacts, name: str) -> Any:
    """What a feed says of a field, as a correction keeps it."""
    return kept(name, getattr(facts, name))


def kept(name: str, value: Any) -> Any:
    """A value as a correction keeps it: that of a plain field is itself."""
    if name == "organisation":
        return {"id": str(getattr(value, "pk", "")), "name": value.name} if value else None
    if name == "places":
        return [asdict(place_facts(place)) for place in value]
    if name == "sessions":
        return [_session_kept(session_facts(session)) for session in value]
    return list(value) if name in WHOLE else value


def places_of(rows: Iterable[Mapping[str, Any]]) -> list[PlaceFacts]:
    """Places out of a correction."""
    return [PlaceFacts(**row) for row in rows]


def sessions_of(rows: Iterable[Mapping[str, Any]]) -> list[SessionFacts]:
    """Sessions out of a correction."""
    return [_session_of(dict(row)) for row in rows]


def place_facts(row: Place | PlaceFacts) -> PlaceFacts:
    """A place as a value."""
    return PlaceFacts(**{each.name: getattr(row, each.name) for each in fields(PlaceFacts)})


def session_facts(row: Session | SessionFacts) -> SessionFacts:
    """A session as a value."""
    told = {each.name: getattr(row, each.name) for each in fields(SessionFacts)}
    return SessionFacts(**{**told, "days": tuple(row.days), "month_days": tuple(row.month_days)})


def same(name: str, one: Any, other: Any) -> bool:
    """Whether a person reads the same in both, as corrections keep them."""
    read = _READ.get(name)
    return bool(one == other) if read is None else read(one) == read(other)


def in_words(name: str, value: Any, today: datetime.date) -> str:
    """A part of an entry as it is read, on one line; "" for nothing."""
    if name == "organisation":
        return str(value["name"]) if value else ""
    if name == "places":
        return "; ".join(map(_place_in_words, places_of(value)))
    if name == "sessions":
        return "; ".join(sessions_in_words(sessions_of(value), today, ended=True))
    if name == "languages":
        return ", ".join(map(language_in_words, value))
    return ", ".join(str(term["name"]) for term in value)


def language_in_words(said: str) -> str:
    """A language by its name on our list; the feed's own word where it is on none."""
    code = languages.recognise(said)
    return languages.label(code) if code else said


def frequency_of(session: When) -> str:
    """How often, where a feed leaves it to its days: the second Tuesday is of a month, whatever it says."""
    if session.month_days or any(len(day) > 2 for day in session.days):
        return "MONTHLY"
    return session.frequency or ("WEEKLY" if session.days else "")


def _place_in_words(place: PlaceFacts) -> str:
    steps = {True: "step-free", False: "not step-free"}.get(place.is_step_free)  # type: ignore[arg-type]
    inside = [part for part in (steps, *place.access.splitlines()) if part]
    return place_in_words(place) + (f" ({'; '.join(inside)})" if inside else "")


def _session_kept(session: SessionFacts) -> dict[str, Any]:
    told: dict[str, Any] = asdict(session)
    for name in (*_CLOCKS, *_DAYS):
        told[name] = told[name].isoformat() if told[name] else None
    return {**told, "days": list(session.days), "month_days": list(session.month_days)}


def _session_of(told: dict[str, Any]) -> SessionFacts:
    for name in _CLOCKS:
        told[name] = datetime.time.fromisoformat(told[name]) if told[name] else None
    for name in _DAYS:
        told[name] = datetime.date.fromisoformat(told[name]) if told[name] else None
    return SessionFacts(
        **{**told, "days": tuple(told["days"]), "month_days": tuple(told["month_days"])}
    )


def _tidy(words: str) -> str:
    return " ".join(words.split())


def _read_place(row: Mapping[str, Any]) -> tuple[Any, ...]:
    where = None if row["postcode"] else (row["latitude"], row["longitude"])
    words = (_tidy(row[name]) for name in ("name", "address", "access"))
    return (*words, row["postcode"], row["is_step_free"], row["is_online"], where)


def _read_session(session: SessionFacts) -> Iterator[tuple[Any, ...]]:
    """A session on two days is read as two sessions are."""
    for day in session.days or ("",):
        yield (
            frequency_of(session), day, session.interval,
            tuple(sorted(session.month_days)), session.opens, session.closes, session.from_date,
            session.to_date, _tidy(own_words(session)),
        )  # fmt: skip


_READ: dict[str, Callable[[Any], Any]] = {
    "places": lambda rows: Counter(map(_read_place, rows)),
    "sessions": lambda rows: Counter(
        part for session in sessions_of(rows) for part in _read_session(session)
    ),
    "languages": lambda rows: {languages.recognise(one) or one.casefold() for one in rows},
    "terms": lambda rows: {_tidy(str(row["name"])).casefold() for row in rows},
    "organisation": lambda row: _tidy(row["name"]).casefold() if row else "",
}
