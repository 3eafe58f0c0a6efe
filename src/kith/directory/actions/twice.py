"""One service that two sources list: joined with nothing moved, and taken apart again."""

from __future__ import annotations

from django.utils import timezone

from kith.audit.write import action
from kith.directory.models import NotTheSame, Service
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


@action("directory.say_two")
def say_two(*, by: Actor, service: Service, other: Service) -> NotTheSame:
    """Two entries look like one service and are two: they are not offered again."""
    one, two = sorted((service, other), key=lambda row: row.pk)
    found, _ = NotTheSame.objects.get_or_create(
        scheme_id=one.scheme_id, one=one, other=two, defaults={"said_by": by.name[:200]}
    )
    return found
