"""What the scheme runs and who pays for it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from uuid import UUID

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import (
    Contract,
    Funder,
    Programme,
)
from kith.resilience.errors import Refused


@action("organisations.add_programme")
def add_programme(*, by: Actor, scheme_id: UUID, name: str, description: str = "") -> Programme:
    """Add a strand of the scheme, such as a cancer programme."""
    return Programme.objects.create(scheme_id=scheme_id, name=name, description=description)


@action("organisations.add_contract")
def add_contract(
    *,
    by: Actor,
    scheme_id: UUID,
    funder_name: str,
    title: str,
    from_date: datetime.date,
    to_date: datetime.date | None = None,
    practice_codes: Sequence[str] = (),
    programme: Programme | None = None,
) -> Contract:
    """Record what a funder pays for. Raises Refused when it ends before it starts."""
    if to_date is not None and to_date < from_date:
        raise Refused("The contract ends before it starts. Check both dates.", field="to_date")
    funder, _ = Funder.objects.get_or_create(scheme_id=scheme_id, name=funder_name)
    return Contract.objects.create(
        scheme_id=scheme_id,
        funder=funder,
        title=title,
        from_date=from_date,
        to_date=to_date,
        practice_codes=list(practice_codes),
        programme=programme,
    )
