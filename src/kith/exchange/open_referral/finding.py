"""Rows for what was asked, out of what the schemes publish and nothing else."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Prefetch, Q, QuerySet, prefetch_related_objects

from kith.directory.models import CommunityOrganisation, Place, Service, Session
from kith.directory.queries import within
from kith.directory.queries.meant import meant, split
from kith.directory.queries.words import hits_of
from kith.exchange.open_referral import terms
from kith.exchange.open_referral.asked import NEAR
from kith.ui.dates import today

Asked = Mapping[str, Any]


def services(schemes: Sequence[UUID], asked: Asked) -> QuerySet[Service]:
    """Published services that fit, in the order of their ids."""
    rows = Service.objects.filter(scheme_id__in=list(schemes), is_published=True, joined_to=None)
    rows = _by_words(rows, schemes, asked.get("search", ""))
    rows = _by_terms(rows, schemes, asked)
    rows = _by_columns(rows, asked)
    rows = _by_time(rows, asked)
    if "postcode" in asked:
        near = _near(schemes, asked).values_list("service_id", flat=True)
        rows = rows.filter(pk__in=list(near))
    return rows.defer("raw").order_by("pk")


def service_at_locations(schemes: Sequence[UUID], asked: Asked) -> QuerySet[Place]:
    """The places of published services that fit; by distance the places themselves count."""
    about = {key: value for key, value in asked.items() if key not in ("postcode", "proximity")}
    places = _near(schemes, asked) if "postcode" in asked else _places(schemes)
    return places.filter(service__in=services(schemes, about)).order_by("pk")


def organizations(schemes: Sequence[UUID], asked: Asked) -> QuerySet[CommunityOrganisation]:
    """Who runs a service that is published, stands for itself and has not left its source."""
    runs = Service.objects.filter(
        organisation=OuterRef("pk"), is_published=True, joined_to=None, gone_at=None
    )
    rows = CommunityOrganisation.objects.filter(
        Exists(runs), scheme_id__in=list(schemes), is_published=True
    )
    for word in split(asked.get("search", "")):
        rows = rows.filter(Q(name__icontains=word) | Q(description__icontains=word))
    return rows.order_by("pk")


def taxonomies(schemes: Sequence[UUID], asked: Asked) -> list[terms.Taxonomy]:
    """The lists of words in use."""
    words = split(asked.get("search", ""))
    every = terms.every_taxonomy(schemes)
    return [row for row in every if all(word in row.name.casefold() for word in words)]


def taxonomy_terms(schemes: Sequence[UUID], asked: Asked) -> list[terms.Term]:
    """The words in use."""
    words, rows = split(asked.get("search", "")), terms.every_term(schemes)
    if "parent_id" in asked:
        return []
    if "taxonomy_id" in asked:
        rows = [row for row in rows if row.taxonomy.id == asked["taxonomy_id"]]
    return [row for row in rows if all(word in row.name.casefold() for word in words)]


def with_parts(rows: list[Service]) -> list[Service]:
    """The services, with what a full record needs, in three queries."""
    prefetch_related_objects(
        rows,
        "organisation",
        Prefetch("places", Place.objects.order_by("pk")),
        Prefetch("sessions", Session.objects.order_by("pk")),
    )
    return rows


def with_services(places: list[Place]) -> list[Place]:
    """The places, with their services in full, in five queries."""
    prefetch_related_objects(places, Prefetch("service", Service.objects.defer("raw")))
    with_parts(list({row.service_id: row.service for row in places}.values()))
    return places


def services_of(rows: list[CommunityOrganisation]) -> dict[UUID, list[Service]]:
    """The published services of each, in full."""
    found: dict[UUID, list[Service]] = {}
    theirs = Service.objects.filter(organisation__in=rows, is_published=True, joined_to=None).defer(
        "raw"
    )
    for row in with_parts(list(theirs.order_by("pk"))):
        if row.organisation_id is not None:
            found.setdefault(row.organisation_id, []).append(row)
    return found


def _by_words(rows: QuerySet[Service], schemes: Sequence[UUID], said: str) -> QuerySet[Service]:
    if not said.strip():
        return rows
    found, _ = hits_of(schemes, meant(said))
    return rows if found is None else rows.filter(pk__in=list(found))


def _by_terms(rows: QuerySet[Service], schemes: Sequence[UUID], asked: Asked) -> QuerySet[Service]:
    for name in ("taxonomy_term_id", "taxonomy_id"):
        if name in asked:
            every = terms.every_term(schemes)
            wanted = (
                term
                for term in every
                if asked[name] == (term.id if name == "taxonomy_term_id" else term.taxonomy.id)
            )
            rows = terms.having(rows, wanted)
    return rows


def _by_columns(rows: QuerySet[Service], asked: Asked) -> QuerySet[Service]:
    if "organization_id" in asked:
        rows = rows.filter(organisation_id=asked["organization_id"] or UUID(int=0))
    if "modified_after" in asked:
        rows = rows.filter(modified_at__gte=asked["modified_after"])
    if "minimum_age" in asked:
        rows = rows.exclude(maximum_age__lt=asked["minimum_age"])
    if "maximum_age" in asked:
        rows = rows.exclude(minimum_age__gt=asked["maximum_age"])
    return rows


def _by_time(rows: QuerySet[Service], asked: Asked) -> QuerySet[Service]:
    """One session must fit day and time together. One without times fits any time of its days; one of which the day is
    not known fits none. One that closes before it opens goes on past midnight.
    """
    if not {"day", "start_time", "end_time"} & set(asked):
        return rows
    sessions = Session.objects.exclude(to_date__lt=today())
    if "day" in asked:
        # "2TU" is a Tuesday as well.
        nth = ("", *range(1, 6), *range(-5, 0))
        sessions = sessions.filter(days__overlap=[f"{n}{day}" for day in asked["day"] for n in nth])
    sessions = sessions.filter(_open_between(asked.get("start_time"), asked.get("end_time")))
    return rows.filter(pk__in=sessions.values("service_id"))


def _open_between(after: datetime.time | None, before: datetime.time | None) -> Q:
    by_day, by_night = ~Q(pk=None), Q(closes__lt=F("opens"))
    if after is not None:
        by_day &= Q(closes=None) | Q(closes__gt=after)
    if before is not None:
        by_day &= Q(opens=None) | Q(opens__lt=before)
        by_night &= Q(opens__lt=before) | Q(closes__gt=after or datetime.time())
    return by_day | by_night


def _places(schemes: Sequence[UUID]) -> QuerySet[Place]:
    return Place.objects.filter(
        scheme_id__in=list(schemes), is_published=True, service__joined_to=None
    )


def _near(schemes: Sequence[UUID], asked: Asked) -> QuerySet[Place]:
    metres = asked.get("proximity", NEAR)
    return within(_places(schemes), asked["postcode"], metres / 1000)
