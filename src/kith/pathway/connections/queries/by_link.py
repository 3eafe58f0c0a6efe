"""What the holder of a private link reads: what was agreed, and nothing else of the record (decision 0040)."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils import timezone

from kith.directory.models import Service
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.isolation.links import Link
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.pathway.connections import rules
from kith.pathway.connections.models import GroupWishes, Introduction, Shared
from kith.pathway.connections.queries.following import (
    ANSWER,
    WEEK,
    bid_of,
    sent_to_present,
    wishes_of,
)
from kith.pathway.connections.queries.introductions import listed_address
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.people.models import ContactPoint
from kith.people.queries import contact_points, records_of_all
from kith.ui import dates
from kith.vocabulary import phone as phones

# What a group's own page still shows of those who have ended.
ENDED_SHOWN = datetime.timedelta(days=60)


@dataclass(frozen=True)
class ForGroup:
    """One introduction as a community service reads it. `shared` and the words to it are empty where the agreement
    has ended, and once the group has said that it is not right for it; `ring` is whom to ring about it and the number.
    """

    id: UUID
    scheme_id: UUID
    person_id: UUID
    version: int
    called: str
    service_name: str
    scheme: str
    progress: Progress
    shared: dict[str, str]
    keep_safe: str
    getting_there: str
    made_at: datetime.datetime
    starts_on: datetime.date | None
    waiting_place: int | None
    thanks: str
    ring: tuple[str, str]
    locked: bool
    steps: tuple[Progress, ...]
    again: tuple[Progress, ...]


@dataclass(frozen=True)
class Asked:
    """What the page of a person's link knows: no name of theirs, and not where they went."""

    id: UUID
    made_at: datetime.datetime
    worker: str
    phone: str
    said: str
    thanked: bool


@dataclass(frozen=True)
class Group:
    """A service as its coordinator's page shows it: what they asked for, and whom they were sent."""

    service: Service
    scheme: str
    wishes: GroupWishes | None
    people: list[ForGroup]


def for_group(
    introduction: Introduction,
    scheme: str,
    number: str,
    on: datetime.date,
    points: Iterable[ContactPoint],
) -> ForGroup:
    """What a group reads of an introduction read with its service and the holder of its case; `number` is rung
    where the worker has none. Of the contact details, only those that are among `points`, the person's of today.
    """
    locked = rules.is_locked(introduction, on)
    hidden = locked or introduction.progress == Progress.NOT_RIGHT
    shared = {} if hidden else rules.still_shared(introduction.shared, points)
    holder: Membership | None = introduction.case.kept.holder
    return ForGroup(
        id=introduction.pk,
        scheme_id=introduction.scheme_id,
        person_id=introduction.person_id,
        version=introduction.version,
        called=str(shared.get(Shared.NAME, "Someone")),
        service_name=introduction.service_name,
        scheme=scheme,
        progress=Progress(introduction.progress),
        shared=shared,
        keep_safe="" if hidden else introduction.keep_safe,
        getting_there="" if hidden else introduction.getting_there,
        made_at=introduction.made_at,
        starts_on=introduction.starts_on,
        waiting_place=introduction.waiting_place,
        thanks=introduction.thanks,
        ring=(
            holder.name if holder else introduction.by_name,
            (holder.phone if holder else "") or number,
        ),
        locked=locked,
        steps=() if locked else tuple(rules.steps_for(introduction, as_provider=True)),
        again=tuple(rules.steps_again(introduction, timezone.now())),
    )


def seen_by_group(link: Link, actor: Actor) -> ForGroup | None:
    """The introduction behind a group's link; None when the person has withdrawn.

    What a stranger cannot read is read here in the scheme's own context: this row, and only what was agreed leaves it.
    """
    with context.in_scheme(link.scheme_id, actor=actor.key):
        row = _with_all().filter(pk=link.subject_id).first()
        if row is None or row.progress == Progress.WITHDRAWN:
            return None
        scheme = organisations.scheme(link.scheme_id)
        points = contact_points(row.person.kept)
        return for_group(row, scheme.name, scheme.phone, dates.today(), points)


def seen_by_person(link: Link, actor: Actor) -> Asked | None:
    """What the holder of a person's link is asked; None when there is nothing to ask any more."""
    with context.in_scheme(link.scheme_id, actor=actor.key):
        row = _with_all().filter(pk=link.subject_id).first()
        if row is None or row.progress == Progress.WITHDRAWN or row.person.kept.died_on:
            return None
        holder: Membership | None = row.case.kept.holder
        return Asked(
            id=row.pk,
            made_at=row.made_at,
            worker=holder.name if holder else row.by_name,
            phone=(holder.phone if holder else "") or organisations.scheme(row.scheme_id).phone,
            said=row.person_said,
            thanked=bool(row.thanks),
        )


def over(link: Link, actor: Actor) -> str:
    """Whom to ring where a new link to an introduction would open nothing either, and not why; "" where it would."""
    if link.purpose != ANSWER:
        return ""
    with context.in_scheme(link.scheme_id, actor=actor.key):
        row = of_link(link.subject_id)
        if (
            row is not None
            and INTRODUCTIONS.allowed(row.progress)
            and not rules.is_locked(row, dates.today())
        ):
            return ""
        scheme = organisations.scheme(link.scheme_id)
    number = f" on {phones.display(scheme.phone)}" if scheme.phone else ""
    return f"Ring us{number} to talk about it: {scheme.name}."


def of_link(introduction_id: UUID) -> Introduction | None:
    """The introduction that a link is about, to be written in the scheme's own context."""
    return _with_all().filter(pk=introduction_id).first()


def service_of_link(service_id: UUID) -> Service | None:
    """The listing that a group's weekly link is about, while it is listed."""
    rows = Service.objects.filter(pk=service_id, gone_at=None)
    return rows.select_related("organisation").first()


def group_of_link(link: Link, actor: Actor) -> Group | None:
    """The service behind a group's weekly link, with those it was sent; None when it is no longer listed."""
    with context.in_scheme(link.scheme_id, actor=actor.key):
        rows = Service.objects.filter(pk=link.subject_id, gone_at=None)
        return next(iter(groups_of(rows)), None)


def bid_of_link(
    link: Link, actor: Actor, on: datetime.date
) -> tuple[dict[str, int], list[str], datetime.date]:
    """The numbers and quotes of the service behind a group's weekly link (`bid_of`)."""
    with context.in_scheme(link.scheme_id, actor=actor.key):
        return bid_of(Service.objects.get(pk=link.subject_id), on)


def groups_of(services: QuerySet[Service]) -> list[Group]:
    """These services with what was asked for and whom those who run them now were sent lately, in a fixed number of
    reads.
    """
    found = list(services.select_related("organisation").order_by("name"))
    schemes = {row.pk: row for row in organisations.schemes()}
    wishes = {row.service_id: row for row in GroupWishes.objects.filter(service__in=found)}
    since = dates.midday(dates.today()) - ENDED_SHOWN
    rows = _with_all().filter(sent_to_present(), service__in=found)
    rows = rows.exclude(progress=Progress.WITHDRAWN)
    rows = rows.filter(Q(progress_at__gte=since) | _not_ended()).order_by("-made_at")
    points = points_of(rows)
    people: dict[UUID, list[ForGroup]] = {}
    for row in rows:
        scheme, reached = schemes[row.scheme_id], points.get(row.person.kept.pk, ())
        shown = for_group(row, scheme.name, scheme.phone, dates.today(), reached)
        people.setdefault(row.service_id, []).append(shown)
    return [
        Group(one, schemes[one.scheme_id].name, wishes.get(one.pk), people.get(one.pk, []))
        for one in found
    ]


def link_stands(link: Link) -> bool:
    """Whether a group's private link still opens something for the mailbox to which it was sent (`address_stands`)."""
    with context.in_scheme(link.scheme_id, actor=Actor.link(link.id).key):
        return address_stands(link.purpose, link.subject_id)


def address_stands(purpose: str, subject_id: UUID) -> bool:
    """Whether the mailbox to which a group's link was sent is still that of the listing: whoever reads the one before
    reads on of nobody (decision 0058). A link about somebody sent to others than run it by now stays with those. Of
    what is not there any more the page says so itself.
    """
    if purpose == WEEK:
        service = service_of_link(subject_id)
        if service is None:
            return True
        wishes = wishes_of(service)
        return wishes is not None and wishes.week_sent_to == listed_address(service)
    row = of_link(subject_id)
    if row is None or rules.run_by_others(row):
        return True
    return row.link_sent_to == listed_address(row.service)


def points_of(rows: Iterable[Introduction]) -> dict[UUID, list[ContactPoint]]:
    """The ways to reach the people of introductions that are in use, by the id of the record that is kept."""
    kept = {row.person.kept.pk for row in rows}
    points = ContactPoint.objects.filter(person__in=records_of_all(kept), ended_on=None)
    found: dict[UUID, list[ContactPoint]] = {}
    for point in points.select_related("person").order_by("-is_preferred", "kind", "created_at"):
        found.setdefault(point.person.merged_into_id or point.person_id, []).append(point)
    return found


def _not_ended() -> Q:
    return Q(progress__in=(*rules.NEEDS_AGREEMENT, Progress.DID_NOT_COME))


def _with_all() -> QuerySet[Introduction]:
    return Introduction.objects.select_related(
        "service__organisation", "case__holder", "case__merged_into__holder", "person__merged_into"
    )
