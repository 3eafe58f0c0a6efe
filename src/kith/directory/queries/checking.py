"""What keeps listings true: whose check is due, what waits for somebody, and how fresh the whole is."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, F, Q, QuerySet
from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.directory.models import Asking, CheckingPolicy, Feed, Keeper, Matter, Service
from kith.directory.rules import FRESH_DAYS, NOT_ASKED_FOR, STALE_DAYS, TO_SETTLE
from kith.isolation.actor import Actor

LINK = "directory.listing"


@dataclass(frozen=True, slots=True)
class Fresh:
    """How many entries of a directory were checked when, and how we know of those checked lately."""

    entries: int
    fresh: int
    due: int
    stale: int
    how: tuple[tuple[str, int], ...]


def policy_of(scheme_id: UUID) -> CheckingPolicy:
    """How a scheme has its listings asked; the usual way, unsaved, where it chose nothing."""
    found = CheckingPolicy.objects.filter(scheme_id=scheme_id).first()
    return found or CheckingPolicy(scheme_id=scheme_id)


def keeper_of(service: Service) -> Keeper | None:
    """Who answers for a listing and who looks after it, if anybody said."""
    rows = Keeper.objects.filter(scheme_id=service.scheme_id, service=service)
    return rows.select_related("member").first()


def address_of(service: Service) -> str:
    """The e-mail address at which a listing is asked: its own, or that of whoever runs it; "" without one."""
    own = service.email.strip()
    return own or (service.organisation.email.strip() if service.organisation else "")


def in_use(scheme_ids: Collection[UUID]) -> QuerySet[Service]:
    """The listings that people can be introduced to."""
    return Service.objects.filter(
        scheme_id__in=scheme_ids, status=Service.Status.ACTIVE, gone_at=None, joined_to=None
    )


def due(
    scheme_ids: Collection[UUID], today: datetime.date, member_ids: Collection[UUID] | None = None
) -> QuerySet[Service]:
    """The listings whose check is due, the longest first; with `member_ids`, those that these look after."""
    before = today - datetime.timedelta(days=FRESH_DAYS)
    known = Q(assured_on__range=(before, today))
    rows = in_use(scheme_ids).filter(~known | Q(assured_on=None))
    if member_ids is not None:
        rows = rows.filter(keepers__member__in=member_ids)
    rows = rows.select_related("organisation").defer("raw")
    return rows.order_by(F("assured_on").asc(nulls_first=True), "name", "id")


def to_ask(scheme_id: UUID, now: datetime.datetime, today: datetime.date) -> QuerySet[Service]:
    """Those of the due whom nobody asked lately, and of whom no call waits or was made lately."""
    lately = Asking.objects.filter(scheme_id=scheme_id, asked_at__gt=now - NOT_ASKED_FOR)
    rings = Matter.objects.filter(scheme_id=scheme_id, kind=Matter.Kind.RING).filter(
        Q(settled_at=None) | Q(settled_at__gt=now - NOT_ASKED_FOR)
    )
    rows = due([scheme_id], today).filter(is_published=True)
    rows = rows.exclude(pk__in=lately.values("service"))
    return rows.exclude(pk__in=rings.values("service"))


def open_askings(scheme_id: UUID) -> QuerySet[Asking]:
    """What was asked and not answered, the oldest first, each with its last e-mail."""
    rows = Asking.objects.filter(scheme_id=scheme_id, ended_at=None)
    return rows.select_related("service__organisation", "email").order_by("asked_at", "id")


def asking_of(service: Service) -> Asking | None:
    """The newest message to a listing's own address."""
    return Asking.objects.filter(service=service).order_by("-asked_at").first()


def asked_lately(service_ids: Iterable[UUID]) -> dict[UUID, Asking]:
    """The newest message to each of these listings that was ever asked, in one read."""
    rows = Asking.objects.filter(service__in=list(service_ids)).order_by("asked_at")
    return {row.service_id: row for row in rows}


def asking(asking_id: UUID) -> Asking | None:
    """What was asked, for the holder of its link, whom the wall shows this one alone."""
    return Asking.objects.filter(pk=asking_id).first()


def said_by(asked: Asking) -> list[Matter]:
    """What was said by a private link, the newest first."""
    return list(Matter.objects.filter(asking=asked).order_by("-created_at"))


def published(service_id: UUID) -> Service | None:
    """A listing as anybody may read it, with where and when."""
    rows = Service.objects.filter(pk=service_id, is_published=True).defer("raw")
    return rows.select_related("organisation").prefetch_related("places", "sessions").first()


def waiting(actor: Actor) -> QuerySet[Matter]:
    """What waits about the listings that the actor looks after, and about all where they keep the directory."""
    own = [seat.membership_id for seat in actor.seats]
    theirs = Q(service__keepers__member__in=own) | Q(scheme_id__in=kept_schemes(actor))
    rows = Matter.objects.filter(theirs, settled_at=None, kind__in=TO_SETTLE)
    return _with_keeper(rows).order_by("created_at", "id")


def matter_for(actor: Actor, matter_id: UUID) -> Matter:
    """One matter of the actor's schemes, with `keeper_id`; the one 404 for any other."""
    rows = _with_keeper(Matter.objects.filter(scheme_id__in=actor.schemes))
    found = rows.filter(pk=matter_id, kind__in=TO_SETTLE).first()
    if found is None:
        raise Http404
    return found


def matters_of(service: Service) -> list[Matter]:
    """What waits about one listing."""
    rows = Matter.objects.filter(service=service, settled_at=None, kind__in=TO_SETTLE)
    return list(rows.order_by("created_at"))


def reported(service_ids: Iterable[UUID]) -> set[UUID]:
    """Those of these listings of which somebody said that they are wrong or closed, which nobody settled yet."""
    rows = Matter.objects.filter(service_id__in=list(service_ids), settled_at=None)
    kinds = (Matter.Kind.WRONG, Matter.Kind.CLOSED)
    return set(rows.filter(kind__in=kinds).values_list("service_id", flat=True))


def feeds_in_trouble(scheme_ids: Collection[UUID]) -> QuerySet[Feed]:
    """The feeds of these schemes that are read and whose last visit failed, was empty or was held back, the longest
    first.
    """
    rows = Feed.objects.filter(
        scheme_id__in=scheme_ids, wrong_since__isnull=False, ended_at__isnull=True
    )
    return rows.order_by("wrong_since", "id")


def freshness(scheme_ids: Collection[UUID], today: datetime.date) -> Fresh:
    """How fresh the entries are that people can be introduced to, in one read."""
    fresh = Q(assured_on__range=(today - datetime.timedelta(days=FRESH_DAYS), today))
    due_ = Q(assured_on__range=(today - datetime.timedelta(days=STALE_DAYS), today)) & ~fresh
    rows = list(
        in_use(scheme_ids)
        .values("assured_how")
        .annotate(all=Count("id"), fresh=Count("id", filter=fresh), due=Count("id", filter=due_))
        .order_by("-fresh", "assured_how")
    )
    entries, checked, soon = (sum(row[name] for row in rows) for name in ("all", "fresh", "due"))
    how = tuple((row["assured_how"], row["fresh"]) for row in rows if row["fresh"])
    return Fresh(entries, checked, soon, entries - checked - soon, how)


def kept_schemes(actor: Actor) -> list[UUID]:
    """The schemes whose directory the actor keeps."""
    return [one for one in actor.schemes if holds(actor, Permission.KEEP_DIRECTORY, one)]


def _with_keeper(rows: QuerySet[Matter]) -> QuerySet[Matter]:
    return rows.select_related("service__organisation").annotate(
        keeper_id=F("service__keepers__member_id"), keeper_name=F("service__keepers__member__name")
    )
