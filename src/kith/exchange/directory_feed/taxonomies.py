"""Taxonomies published beside the services: names for terms that services only point at."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from kith.exchange.directory_feed.fields import identity, objects, text

# Deeper than any taxonomy in use; also what ends a circle among a thousand terms.
DEEPEST = 12
MOST_TERMS = 50_000


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    taxonomy: str
    parent: str


class Taxonomies:
    """Terms by id. Circles and parents that are not there end a chain instead of breaking it."""

    def __init__(self) -> None:
        self._terms: dict[str, _Entry] = {}

    def __len__(self) -> int:
        return len(self._terms)

    def add(self, document: Any) -> None:
        """Take the terms of a taxonomy, a term, a list or a page of either; anything else is
        ignored.
        """
        for record, taxonomy in _terms(document):
            key = identity(record)
            name = text(record, "name", "term", notes=[])
            if key and name and len(self._terms) < MOST_TERMS:
                owner = text(record, "taxonomy", "vocabulary", notes=[]) or taxonomy
                parent = record.get("parent_id")
                self._terms[key] = _Entry(name, owner, parent if isinstance(parent, str) else "")

    def name(self, key: str) -> str:
        """Return the name of a term, or ""."""
        return self._terms[key].name if key in self._terms else ""

    def taxonomy(self, key: str) -> str:
        """Return the name of the taxonomy a term belongs to, or ""."""
        return self._terms[key].taxonomy if key in self._terms else ""

    def ancestors(self, key: str) -> tuple[str, ...]:
        """Return the names above a term, nearest first."""
        names: list[str] = []
        seen = {key}
        entry = self._terms.get(key)
        while entry and entry.parent and entry.parent not in seen and len(names) < DEEPEST:
            seen.add(entry.parent)
            entry = self._terms.get(entry.parent)
            if entry:
                names.append(entry.name)
        return tuple(names)


def _terms(document: Any) -> Iterator[tuple[Any, str]]:
    if isinstance(document, dict) and ("contents" in document or "content" in document):
        document = document.get("contents", document.get("content"))
    for record in objects(document):
        if "taxonomy_terms" in record:
            owner = text(record, "name", notes=[])
            yield from ((term, owner) for term in objects(record["taxonomy_terms"]))
        elif {"term", "parent_id", "vocabulary", "taxonomy", "term_uri", "code"} & record.keys():
            yield record, ""
