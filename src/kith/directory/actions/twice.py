"""One service that two sources list: joined with nothing moved, and taken apart again."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from kith.audit.write import action
from kith.directory.models import Feed, Matter, NotTheSame, Service
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change


@action("directory.join_services")
def join_services(*, by: Actor, service: Service, into: Service) -> Service:
    """Show `into` alone from now on. Both go on being read from their sources, and whoever was
    introduced to either still is. Raises Refused for one that is joined already, or the same.
    """
    if service.pk == into.pk or service.scheme_id != into.scheme_id:
        raise Refused("These are not two entries of one directory.")
    if into.joined_to_id or service.joined_to_id:
        raise Refused("One of these is joined to another entry already. Take those apart first.")
    now = timezone.now()
    for row in Service.objects.filter(scheme_id=into.scheme_id, joined_to=service):
        change(row, joined_to_id=into.pk, modified_at=now)
    change(service, joined_to_id=into.pk, modified_at=now)
    return into


@action("directory.part_services")
def part_services(*, by: Actor, service: Service) -> Service:
    """Show an entry for itself again. Raises Refused when it is not joined."""
    if service.joined_to_id is None:
        raise Refused("This entry is not joined to another.")
    change(service, joined_to_id=None, modified_at=timezone.now())
    return service


@action("directory.part_from_closed")
def part_from_closed(*, by: Actor, feed: Feed) -> int:
    """Show entries for themselves again, whose entry to use has left its feed or is closed by it: how many. Somebody
    looks at each. Several of one entry stay joined to the first. What was closed here was closed of all of them.
    """
    closed_here = Q(joined_to__feed=None) | Q(joined_to__corrected__contains=["status"])
    closed = ~Q(joined_to__status=Service.Status.ACTIVE) & ~closed_here
    rows = Service.objects.filter(
        Q(feed=feed) | Q(joined_to__feed=feed),
        Q(joined_to__gone_at__isnull=False) | closed,
        scheme_id=feed.scheme_id, gone_at=None, status=Service.Status.ACTIVE,
    )  # fmt: skip
    first: dict[UUID | None, Service] = {}
    for row in rows.select_related("joined_to").order_by("joined_to", "created_at", "pk"):
        head, now = row.joined_to, timezone.now()
        instead = first.setdefault(row.joined_to_id, row)
        change(row, joined_to_id=None if instead is row else instead.pk, modified_at=now)
        if instead is row and head is not None:
            Matter.objects.create(
                scheme_id=row.scheme_id, service=row, kind=Matter.Kind.FEED, text=_alone(head)
            )
    return len(first)


def _alone(head: Service) -> str:
    why = "is closed, its feed says" if head.gone_at is None else "is no longer listed by its feed"
    return (
        f"“{head.name}”, which this entry was joined to, {why}. This one is shown for itself again:"
        " make sure that it still runs."
    )


@action("directory.say_two")
def say_two(*, by: Actor, service: Service, other: Service) -> NotTheSame:
    """Two entries look like one service and are two: they are not offered again."""
    one, two = sorted((service, other), key=lambda row: row.pk)
    found, _ = NotTheSame.objects.get_or_create(
        scheme_id=one.scheme_id, one=one, other=two, defaults={"said_by": by.name[:200]}
    )
    return found
