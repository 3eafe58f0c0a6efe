"""Keeping listings true: who looks after one, that it was checked, and asking its own people."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from kith.audit.write import action
from kith.directory import rules
from kith.directory.models import Asking, CheckingPolicy, Keeper, Matter, Service
from kith.directory.queries import checking as queries
from kith.isolation import links
from kith.isolation.actor import Actor
from kith.messages import actions as messages
from kith.messages.models import Email
from kith.organisations.models import Membership
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today

HOW_BY_STAFF = frozenset(
    [Service.How.PHONE, Service.How.VISIT, Service.How.WEBSITE, Service.How.WROTE]
)
"""How somebody here may have made sure of an entry."""
NO_ADDRESS = "There is no e-mail address to ask. Ring them."
NO_ANSWER = "They were written to twice and did not answer. Ring them."
BOUNCED = "The message did not arrive at their address. Ring them, and put the address right."
MOST_AT_ONCE = 50


@action("directory.set_checking")
def set_checking(*, by: Actor, scheme_id: UUID, writes: bool, most_a_day: int) -> CheckingPolicy:
    """Say whether listings are written to by themselves when their check is due, and to how many a day."""
    policy, _ = CheckingPolicy.objects.update_or_create(
        scheme_id=scheme_id, defaults={"writes": writes, "most_a_day": most_a_day}
    )
    return policy


@action("directory.set_keeper")
def set_keeper(
    *, by: Actor, service: Service, answers: str = "", member: Membership | None = None
) -> Keeper:
    """Say who answers for a listing out there, and which colleague looks after it here."""
    keeper, _ = Keeper.objects.update_or_create(
        scheme_id=service.scheme_id,
        service=service,
        defaults={"answers": answers.strip()[:200], "member": member},
    )
    return keeper


@action("directory.confirm_service")
def confirm_service(
    *,
    by: Actor,
    service: Service,
    how: str = "",
    who: str = "",
    at: datetime.datetime | None = None,
) -> Service:
    """Say that an entry was checked and is true, today or on the day of `at`; `who`, if not who acts, made sure.

    Nobody is asked about it any more, and no call about it is due.
    """
    now = timezone.now()
    change(
        service,
        assured_on=at.date() if at else today(),
        assured_by=(who or by.name)[:200],
        assured_how=how,
        modified_at=now,
    )
    calls = Matter.objects.filter(service=service, kind=Matter.Kind.RING, settled_at=None)
    calls.update(settled_at=now, settled_by_name=by.name[:200], became=Matter.Became.DONE)
    how_ended = Asking.Ended.ANSWERED if how == Service.How.LINK else Asking.Ended.CHECKED
    _end_asking(service, how_ended, now)
    return service


@action("directory.confirm_services")
def confirm_services(*, by: Actor, services: Sequence[Service], how: str) -> int:
    """Say of each of these that it was checked and is true; how many. Raises Refused without any, without how, and
    for one of which its own people or a colleague said otherwise.
    """
    if not services:
        raise Refused("Tick the listings that you checked.")
    if how not in HOW_BY_STAFF:
        raise Refused("Say how you checked them.")
    if len(services) > MOST_AT_ONCE:
        raise Refused(f"Confirm at most {MOST_AT_ONCE} at once.")
    said = Matter.objects.filter(service__in=services, settled_at=None, kind__in=rules.TO_SETTLE)
    doubted = said.exclude(kind=Matter.Kind.RING).select_related("service").first()
    if doubted is not None:
        raise Refused(f"Something waits about {doubted.service.name}. Settle that first.")
    for service in services:
        confirm_service(by=by, service=service, how=how)
    return len(services)


@action("directory.ask_listing")
def ask_listing(*, by: Actor, service: Service, at: datetime.datetime | None = None) -> Asking:
    """Ask a listing's own address whether it is still right, by a private link.

    With `at` it was asked then, and nothing goes out. Raises Refused without an address, when it was asked already,
    and for one that is not public: the page behind the link could not show it.
    """
    if not queries.address_of(service):
        raise Refused("This listing has no e-mail address. Ring them instead.")
    if not service.is_published or rules.why_closed(service):
        raise Refused("Only a listing that is public and in use is asked about.")
    try:
        with transaction.atomic():
            asking = Asking.objects.create(
                scheme_id=service.scheme_id,
                service=service,
                to=queries.address_of(service),
                asked_at=at or timezone.now(),
            )
    except IntegrityError as error:
        raise Refused("They were asked already. Wait for their answer, or ring them.") from error
    links.give(
        scheme_id=service.scheme_id,
        purpose=queries.LINK,
        subject_id=asking.pk,
        expires_at=asking.asked_at + rules.LINK_LASTS,
    )
    change(asking, email=_send(by, asking, "listing_check", at))
    return asking


@action("directory.ask_listing_again")
def ask_listing_again(*, by: Actor, asking: Asking, at: datetime.datetime | None = None) -> Asking:
    """Remind once, by the same link. Raises Refused when it was answered or they were reminded before."""
    if asking.ended_at is not None or asking.asked_again_at is not None:
        raise Refused("They were reminded already.")
    email = _send(by, asking, "listing_check_again", at)
    change(asking, asked_again_at=at or timezone.now(), email=email)
    return asking


@action("directory.ask_listing_anew")
def ask_listing_anew(*, by: Actor, service: Service) -> Asking:
    """Send a new link to the address that stands on the listing now; the one before takes no answer any more."""
    _end_asking(service, Asking.Ended.ANEW, timezone.now())
    before = Asking.objects.filter(service=service, ended_how=Asking.Ended.SILENT)
    before.update(ended_how=Asking.Ended.ANEW)
    return ask_listing(by=by, service=service)


@action("directory.call_due")
def call_due(*, by: Actor, service: Service, why: str) -> Matter:
    """Have somebody ring about a listing; nobody is reminded by e-mail any more. The call that is due already stays."""
    _end_asking(service, Asking.Ended.SILENT, timezone.now())
    matter, _ = Matter.objects.get_or_create(
        scheme_id=service.scheme_id,
        service=service,
        kind=Matter.Kind.RING,
        settled_at=None,
        defaults={"text": why},
    )
    return matter


def _send(by: Actor, asking: Asking, kind: str, at: datetime.datetime | None) -> Email:
    link = links.in_force(purpose=queries.LINK, subject_id=asking.pk)[0]
    path = reverse("directory:listing", args=[links.token_of(link.pk)])
    return messages.queue_email(
        by=by,
        scheme_id=asking.scheme_id,
        kind=kind,
        to=asking.to,
        at=at,
        link=settings.SITE_URL.rstrip("/") + path,
        listing=" ".join(asking.service.name.split()),
    )


def _end_asking(service: Service, how: str, now: datetime.datetime) -> None:
    Asking.objects.filter(service=service, ended_at=None).update(ended_at=now, ended_how=how)
