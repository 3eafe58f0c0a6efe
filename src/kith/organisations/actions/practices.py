"""Practices, their networks and sizes, and the other places that refer."""

from __future__ import annotations

import datetime
from uuid import UUID

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import (
    PCN,
    ListSize,
    Practice,
    PracticeInPCN,
    ReferringOrganisation,
)
from kith.resilience.errors import Refused
from kith.ui.dates import today
from kith.vocabulary import ods


@action("organisations.add_pcn")
def add_pcn(*, by: Actor, scheme_id: UUID, name: str, ods_code: str = "") -> PCN:
    """Add a primary care network."""
    return PCN.objects.create(scheme_id=scheme_id, name=name, ods_code=ods_code)


@action("organisations.add_practice")
def add_practice(
    *,
    by: Actor,
    scheme_id: UUID,
    name: str,
    ods_code: str,
    pcn: PCN | None = None,
    since: datetime.date | None = None,
    phone: str = "",
    email: str = "",
    address: str = "",
) -> Practice:
    """Add a practice, and from `since` its membership of a network.

    Raises Refused when the code is not an ODS practice code or is there already.
    """
    try:
        code = ods.practice_code(ods_code)
    except ods.InvalidOdsCode as error:
        raise Refused(str(error), field="ods_code") from error
    if Practice.objects.filter(scheme_id=scheme_id, ods_code=code).exists():
        raise Refused(
            "This practice is in the scheme already. Find it on the list of practices.",
            field="ods_code",
        )
    practice = Practice.objects.create(
        scheme_id=scheme_id, name=name, ods_code=code, phone=phone, email=email, address=address
    )
    if pcn is not None:
        PracticeInPCN.objects.create(
            scheme_id=scheme_id,
            practice=practice,
            pcn=pcn,
            from_date=since or today(),
        )
    return practice


@action("organisations.record_list_size")
def record_list_size(
    *, by: Actor, practice: Practice, on_date: datetime.date, registered: int
) -> ListSize:
    """Record how many people were registered with a practice on a day; the same day again corrects it."""
    size, _ = ListSize.objects.update_or_create(
        scheme_id=practice.scheme_id,
        practice=practice,
        on_date=on_date,
        defaults={"registered": registered},
    )
    return size


@action("organisations.add_referring_organisation")
def add_referring_organisation(
    *,
    by: Actor,
    scheme_id: UUID,
    name: str,
    source: str,
    email: str = "",
    phone: str = "",
    listed_id: UUID | None = None,
) -> ReferringOrganisation:
    """Add a hospital, council or charity whose staff refer; the same name again returns the one there is.

    `listed_id` is its entry in the directory, if it has one.
    """
    organisation, _ = ReferringOrganisation.objects.get_or_create(
        scheme_id=scheme_id,
        name=name,
        defaults={"source": source, "email": email, "phone": phone, "listed_id": listed_id},
    )
    return organisation
