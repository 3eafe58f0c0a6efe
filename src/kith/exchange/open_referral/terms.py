"""The taxonomies of the API: the words of the feeds and of the team, the foundations, and how a
service works. Ids come of the words alone, so that they are the same on every instance.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from uuid import UUID, uuid5

from django.db import connection
from django.db.models import Q, QuerySet

from kith.directory import marks
from kith.directory.models import Service
from kith.vocabulary import foundations

SPACE = UUID("0f3d8b06-4d0c-5b0e-9a51-6f2f6c1f7a10")
_ABOUT = {
    marks.FOUNDATIONS: "What makes people ill or well: the five foundations, and health and daily life.",
    marks.HOW_IT_WORKS: "Whether a service is for a group or one person, and who may come.",
    marks.WORDS: "Words that a service should be found by.",
}


@dataclass(frozen=True, slots=True)
class Taxonomy:
    """A list of words; what a feed did not name has the name of ours."""

    name: str

    @property
    def id(self) -> UUID:
        """The same wherever the list has this name."""
        return uuid5(SPACE, self.name.casefold())

    @property
    def about(self) -> str:
        """What the list is, in a sentence."""
        return _ABOUT.get(self.name, self.name)


@dataclass(frozen=True, slots=True)
class Term:
    """A word of a list."""

    taxonomy: Taxonomy
    code: str
    name: str

    @property
    def id(self) -> UUID:
        """The same wherever the list has this word."""
        return uuid5(self.taxonomy.id, f"{self.code}\n{self.name}")


def term_of(stored: dict[str, str]) -> Term:
    """A term as `Service.terms` keeps it."""
    name = str(stored.get("name") or "")
    return Term(
        Taxonomy(stored.get("taxonomy") or marks.WORDS), str(stored.get("code") or ""), name
    )


def terms_of(service: Service) -> list[Term]:
    """Every term of a service: its words, its foundations, how it works."""
    told = [term_of(stored) for stored in service.terms]
    told += [_foundation(key) for key in service.foundations]
    columns = {
        name: getattr(service, name) for name in ("setting", "is_women_only", "takes_no_recourse")
    }
    told += [_mark(code, words) for code, words in marks.marks_of(columns)]
    return list(dict.fromkeys(term for term in told if term.name))


def every_term(schemes: Sequence[UUID]) -> list[Term]:
    """Every term in use among what these schemes publish, and ours, by list and name."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT t->>'taxonomy', t->>'code', t->>'name'"
            " FROM directory_service, jsonb_array_elements(terms) AS t"
            " WHERE scheme_id = ANY(%s) AND is_published AND joined_to_id IS NULL AND gone_at IS NULL"
            " AND t->>'name' <> ''",
            [list(schemes)],
        )
        used = [
            term_of({"taxonomy": taxonomy, "code": code, "name": name})
            for taxonomy, code, name in cursor.fetchall()
        ]
    found = dict.fromkeys([*used, *_ours()])
    return sorted(found, key=lambda term: (term.taxonomy.name, term.name.casefold(), term.code))


def every_taxonomy(schemes: Sequence[UUID]) -> list[Taxonomy]:
    """The lists those terms are of, by name."""
    return list(dict.fromkeys(term.taxonomy for term in every_term(schemes)))


def having(rows: QuerySet[Service], terms: Iterable[Term]) -> QuerySet[Service]:
    """Those services that have one of the terms; none when there is no term."""
    wanted = Q(pk=None)
    for term in terms:
        wanted |= _has(term)
    return rows.filter(wanted)


def _has(term: Term) -> Q:
    if term.taxonomy.name == marks.FOUNDATIONS:
        return Q(foundations__contains=[term.code])
    if term.taxonomy.name == marks.HOW_IT_WORKS:
        column, value = marks.column_of(term.code)
        return Q(**{column: value})
    stored = "" if term.taxonomy.name == marks.WORDS else term.taxonomy.name
    names = {stored, term.taxonomy.name}
    wanted = Q(pk=None)
    for name in names:
        wanted |= Q(terms__contains=[{"taxonomy": name, "code": term.code, "name": term.name}])
    return wanted


def _ours() -> Iterator[Term]:
    yield from (_foundation(key) for key, _ in foundations.choices())
    yield from (_mark(code, words) for code, words in marks.marks())


def _foundation(key: str) -> Term:
    return Term(Taxonomy(marks.FOUNDATIONS), key, foundations.label(key))


def _mark(code: str, words: str) -> Term:
    return Term(Taxonomy(marks.HOW_IT_WORKS), code, words)
