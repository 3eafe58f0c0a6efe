"""An e-mail address that a feed changes waits for a person: private links of introductions go there (decision 0052)."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable, Mapping
from uuid import UUID

from kith.directory.models import CommunityOrganisation, Correction, Matter, Service
from kith.directory.queries.checking import address_of
from kith.directory.rules import ORGANISATIONS_ADDRESS, THEIR_ADDRESS

HELD_BY = "Kith, until somebody has looked"
WHY = (
    "Its feed gives another e-mail address. Introductions still go to the one that stood: make sure that the new one"
    " is theirs before they go there."
)
_OURS = "Who runs it was put right here."
_BACK = "The feed gives the address again that stood."


def pinned(
    row: Service, was: str, standing: Iterable[Correction], now: datetime.datetime
) -> Correction | None:
    """What keeps the address `was` over the one that a feed has just given to the row in memory, unsaved: a new
    correction, or the standing one that said there is none. None where introductions go on as before: no address
    ever or now, the same one, or one that was put right here. An address that the feed took away (`was` is the last)
    stands again over another until somebody has looked: it was looked at once, and the new one by nobody.
    """
    given, mine = address_of(row), _of_address(standing)
    if not (was and given) or _same(was, given) or (mine is not None and mine.ours):
        return None
    if mine is None:
        mine = Correction(
            scheme_id=row.scheme_id, service=row, field=THEIR_ADDRESS, theirs=row.email,
            corrected_at=now,
        )  # fmt: skip
    mine.ours, mine.corrected_by = was, HELD_BY
    return mine


def came_back(
    row: Service, standing: Iterable[Correction], now: datetime.datetime
) -> list[Correction]:
    """What was held back and is over, on the row in memory: links would go to the same address without it."""
    held = _of_address(standing)
    if (
        held is None
        or held.corrected_by != HELD_BY
        or not _same(offered(held, row), str(held.ours))
    ):
        return []
    held.ended_at, held.caught_up, row.email = now, True, str(held.theirs)
    return [held]


def kept(organisation: CommunityOrganisation, given: str) -> dict[str, str]:
    """The addresses of an organisation to which a feed gives `given`: the one in use, and the one that waits."""
    stood = organisation.email or organisation.last_email
    if not (stood and given) or _same(stood, given):
        return {"email": given, "offered_email": "", "last_email": given or stood}
    return {"email": stood, "offered_email": given, "last_email": stood}


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
            service = rows[row.service_id]
            both = [str(row.ours), offered(row, service)]
            _ask(service, [service.pk], THEIR_ADDRESS, both)


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


def settle(service: Service, name: str, now: datetime.datetime) -> None:
    """What waits about an address of a service needs nobody any more: the team said who runs it."""
    _settle([service.pk], name, now, _OURS)


def offered(held: Correction, service: Service) -> str:
    """The address to which introductions would go if none was held back."""
    organisation = service.organisation
    return str(held.theirs or (organisation.email if organisation else ""))


def _of_address(standing: Iterable[Correction]) -> Correction | None:
    found = (one for one in standing if one.field == THEIR_ADDRESS and one.ended_at is None)
    return next(found, None)


def _ask(service: Service, beside: Collection[UUID], name: str, both: list[str]) -> None:
    if not _open(beside, name).update(said={name: both}):
        Matter.objects.create(
            scheme_id=service.scheme_id, service=service, kind=Matter.Kind.FEED, said={name: both},
            text=WHY,
        )  # fmt: skip


def _settle(
    services: Collection[UUID], name: str, now: datetime.datetime, answer: str = _BACK
) -> None:
    _open(services, name).update(
        settled_at=now, settled_by_name="Kith", became=Matter.Became.DONE, answer=answer
    )


def _open(services: Collection[UUID], name: str):  # type: ignore[no-untyped-def]
    rows = Matter.objects.filter(service__in=services, kind=Matter.Kind.FEED, settled_at=None)
    return rows.filter(said__has_key=name)


def _same(one: str, other: str) -> bool:
    return one.strip().casefold() == other.strip().casefold()
