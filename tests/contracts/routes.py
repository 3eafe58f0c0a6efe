"""Every address of the product, as its resolver knows it."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver

from kith.accounts.permissions import Access, access_of


@dataclasses.dataclass(frozen=True)
class Route:
    """One address of the product: its name, the names of its parameters, and its rule."""

    name: str
    parameters: tuple[str, ...]
    converters: tuple[str, ...]
    pattern: str
    view: Any

    @property
    def access(self) -> Access | None:
        return access_of(self.view)

    @property
    def points_at_something(self) -> bool:
        """Whether the address holds an id or a token (a slug is public)."""
        return bool(set(self.converters) & {"UUIDConverter", "StringConverter"})


def routes() -> list[Route]:
    """Every address of the product, in the order of the resolver."""
    return list(_walk(get_resolver().url_patterns, "", "", {}))


def _walk(patterns: list[Any], space: str, before: str, given: dict[str, Any]) -> Iterator[Route]:
    for entry in patterns:
        pattern = before + str(entry.pattern)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, inner, pattern, given | entry.pattern.converters)
        elif isinstance(entry, URLPattern):
            found = given | entry.pattern.converters
            yield Route(
                f"{space}{entry.name}",
                tuple(found),
                tuple(type(converter).__name__ for converter in found.values()),
                pattern,
                entry.callback,
            )
