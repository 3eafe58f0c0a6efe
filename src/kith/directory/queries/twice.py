"""Which entries look like one service, of different sources or of one."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from uuid import UUID

import jellyfish
from django.db.models import prefetch_related_objects

from kith.directory.models import NotTheSame, Place, Service

ALIKE = 0.88
"""Jaro-Winkler over the names without the words that every service has."""
MOST = 60
"""Entries that share one postcode or number beyond which it tells nothing: a whole centre's."""
_COMMON = re.compile(r"\b(?:the|and|of|at|in|for|ltd|cic|group|club|service|project)\b")


@dataclass(frozen=True, slots=True)
class Twice:
    """Two entries that look like one service, and what they share, in words."""

    one: Service
    other: Service
    shared: tuple[str, ...]


def listed_twice(scheme_ids: Collection[UUID], most: int = 50) -> list[Twice]:
    """Pairs of entries from different sources with like names that share a postcode, a telephone or an e-mail address,
    and of one source with the same name and postcode; those that share most first. Entries already joined, or said to
    be two, are not among them. Each comes with its places and sessions.
    """
    rows = Service.objects.filter(scheme_id__in=scheme_ids, joined_to=None, gone_at=None)
    known = {
        row.pk: row for row in rows.select_related("feed", "organisation").defer("raw", "more")
    }
    shared: dict[tuple[UUID, UUID], list[str]] = defaultdict(list)
    for what, keys in _keys(known, scheme_ids).items():
        for one, other in _pairs(keys):
            if what not in shared[one, other]:
                shared[one, other].append(what)
    told = set(NotTheSame.objects.filter(scheme_id__in=scheme_ids).values_list("one", "other"))
    found = [
        Twice(known[one], known[other], tuple(what))
        for (one, other), what in shared.items()
        if (one, other) not in told and _may_be_one(known[one], known[other], what)
    ]
    found.sort(key=lambda pair: (-len(pair.shared), pair.one.name.casefold(), pair.one.pk))
    entries = [row for pair in found[:most] for row in (pair.one, pair.other)]
    prefetch_related_objects(entries, "places", "sessions")
    return found[:most]


def _may_be_one(one: Service, other: Service, shared: Collection[str]) -> bool:
    """One list gives two of a kind names alike (“Yoga, beginners”), so of one source the name must be the same."""
    if one.feed_id != other.feed_id:
        return bool(shared) and _alike(one.name, other.name)
    return "postcode" in shared and _plain(one.name) == _plain(other.name) != ""


def _keys(
    known: dict[UUID, Service], scheme_ids: Collection[UUID]
) -> dict[str, dict[tuple[UUID, str], set[UUID]]]:
    """What entries may share -> its value in a scheme -> those that have it."""
    found: dict[str, dict[tuple[UUID, str], set[UUID]]] = {
        "postcode": defaultdict(set), "telephone": defaultdict(set), "e-mail": defaultdict(set),
    }  # fmt: skip
    for row in known.values():
        digits = re.sub(r"\D", "", row.phone)[-10:]
        for what, value in (("telephone", digits), ("e-mail", row.email.casefold())):
            if value:
                found[what][row.scheme_id, value].add(row.pk)
    places = Place.objects.filter(scheme_id__in=scheme_ids).exclude(postcode="")
    for pk, scheme_id, postcode in places.values_list("service_id", "scheme_id", "postcode"):
        if pk in known:
            found["postcode"][scheme_id, postcode].add(pk)
    return found


def _pairs(keys: dict[tuple[UUID, str], set[UUID]]) -> Iterator[tuple[UUID, UUID]]:
    for having in keys.values():
        if len(having) > MOST:
            continue
        ordered = sorted(having)
        for at, one in enumerate(ordered):
            for other in ordered[at + 1 :]:
                yield one, other


def _alike(one: str, other: str) -> bool:
    a, b = _plain(one), _plain(other)
    return bool(a and b) and (
        set(a.split()) == set(b.split()) or jellyfish.jaro_winkler_similarity(a, b) >= ALIKE
    )


def _plain(name: str) -> str:
    return " ".join(_COMMON.sub(" ", re.sub(r"[^\w\s]", "", name.casefold())).split())
