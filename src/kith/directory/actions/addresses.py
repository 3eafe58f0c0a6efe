"""An e-mail address that a feed changes waits for a person: private links of introductions go there (decision 0052)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from kith.directory.actions.corrections import drop_correction
from kith.directory.models import CommunityOrganisation, Correction, Matter, Service
from kith.directory.queries.checking import address_of
from kith.directory.rules import ORGANISATIONS_ADDRESS, THEIR_ADDRESS
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change

HELD_BY = "Kith, until somebody has looked"
WHY = (
    "Its feed gives another e-mail address. Introductions still go to the one that stood: make sure that the new one"
    " is theirs before they go there."
)
YET_ANOTHER = "The feed gives another address by now. Reload the page."
_BACK = "The feed gives the address again that stood."


def pinned(
    row: Service, was: str, standing: Iterable[Correction], now: datetime.datetime
) -> Correction | None:
    """What keeps the address `was` over the one that a feed has just given to the row in memory, unsaved. None where
    introductions go on as before: no address before or now, the same one, or one that was put right here.
    """
    offered = address_of(row)
    known = any(one.field == THEIR_ADDRESS for one in standing)
    if known or not (was and offered) or _same(was, offered):
        return None
    return Correction(
        scheme_id=row.scheme_id, service=row, field=THEIR_ADDRESS, theirs=row.email, ours=was,
        corrected_by=HELD_BY, corrected_at=now,
    )  # fmt: skip


def kept(organisation: CommunityOrganisation, offered: str) -> dict[str, str]:
    """The addresses of an organisation to which a feed gives `offered`: the one in use, and the one that waits."""
    if not (organisation.email and offered) or _same(organisation.email, offered):
        return {"email": offered, "offered_email": ""}
    return {"email": organisation.email, "offered_email": offered}


def ask_of_services(
    corrections: Iterable[Correction], rows: Mapping[UUID, Service], now: datetime.datetime
) -> None:
    """Have somebody look at each address that is held back; one that the feed takes back needs nobody any more."""
    for row in corrections:
        if row.field != THEIR_ADDRESS:
            continue
        if row.ended_at is not None:
            _settle([row.service_id], THEIR_ADDRESS, now)
        elif row.corrected_by == HELD_BY:
            _ask(
                rows[row.service_id],
                [row.service_id],
                THEIR_ADDRESS,
                [str(row.ours), _offered(row)],
            )


def ask_of_organisation(organisation: CommunityOrganisation, now: datetime.datetime) -> None:
    """The same of an organisation, once, beside a service that has no address of its own if there is one."""
    rows = Service.objects.filter(organisation=organisation).order_by("email", "pk")
    services = list(rows.only("pk", "scheme_id"))
    theirs = [row.pk for row in services]
    if not organisation.offered_email:
        _settle(theirs, ORGANISATIONS_ADDRESS, now)
    elif services:
        both = [organisation.email, organisation.offered_email]
        _ask(services[0], theirs, ORGANISATIONS_ADDRESS, both)


def let_change(*, by: Actor, matter: Matter) -> None:
    """Let the address that waits take the place of the one that stood. Raises Refused when the feed gives another by
    now. Inside a door.
    """
    service = matter.service
    if both := matter.said.get(ORGANISATIONS_ADDRESS):
        organisation = service.organisation
        if organisation is None or organisation.offered_email != both[1]:
            raise Refused(YET_ANOTHER)
        change(organisation, email=both[1], offered_email="")
    if both := matter.said.get(THEIR_ADDRESS):
        rows = Correction.objects.filter(service=service, field=THEIR_ADDRESS, ended_at=None)
        held = rows.select_related("service__organisation").first()
        if held is not None and _offered(held) != both[1]:
            raise Refused(YET_ANOTHER)
        if held is not None:
            drop_correction(by=by, correction=held)


def _offered(held: Correction) -> str:
    organisation = held.service.organisation
    return str(held.theirs or (organisation.email if organisation else ""))


def _ask(service: Service, beside: Collection[UUID], name: str, both: list[str]) -> None:
    if not _open(beside, name).update(said={name: both}):
        Matter.objects.create(
            scheme_id=service.scheme_id, service=service, kind=Matter.Kind.FEED, said={name: both},
            text=WHY,
        )  # fmt: skip


def _settle(services: Collection[UUID], name: str, now: datetime.datetime) -> None:
    _open(services, name).update(
        settled_at=now, settled_by_name="Kith", became=Matter.Became.DONE, answer=_BACK
    )


def _open(services: Collection[UUID], name: str):  # type: ignore[no-untyped-def]
    rows = Matter.objects.filter(service__in=services, kind=Matter.Kind.FEED, settled_at=None)
    return rows.filter(said__has_key=name)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
