"""The scheme itself, and its list of reasons."""

from __future__ import annotations

from uuid import UUID

from django.db import IntegrityError, transaction

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import (
    Reason,
    Scheme,
)
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary import foundations
from kith.vocabulary.reasons import DEFAULT_REASONS


@action("organisations.open_scheme")
def open_scheme(
    *,
    by: Actor,
    scheme_id: UUID,
    slug: str,
    name: str,
    phone: str = "",
    email: str = "",
    address: str = "",
    is_demonstration: bool = False,
) -> Scheme:
    """Open a scheme with the default list of reasons. The context must already be of `scheme_id`.

    Raises Refused when the slug is taken.
    """
    try:
        with transaction.atomic():
            scheme = Scheme.objects.create(
                id=scheme_id,
                slug=slug,
                name=name,
                phone=phone,
                email=email,
                address=address,
                is_demonstration=is_demonstration,
            )
    except IntegrityError as error:
        raise Refused(
            f"There is a scheme at “{slug}” already. Choose another short name."
        ) from error
    for position, reason in enumerate(DEFAULT_REASONS):
        Reason.objects.create(
            scheme_id=scheme.pk,
            label=reason.label,
            foundation=reason.foundation,
            snomed_code=reason.national.code if reason.national else "",
            snomed_term=reason.national.term if reason.national else "",
            position=position,
        )
    return scheme


@action("organisations.change_scheme")
def change_scheme(
    *, by: Actor, scheme: Scheme, expected: int | None = None, **values: object
) -> Scheme:
    """Change what the scheme says of itself and its policies. Raises Stale on another's change.

    Raises Refused for a published period without one of its ends, or that ends before it begins.
    """
    first, last = values.get("published_from"), values.get("published_to")
    if (first is None) != (last is None) or (first and last and str(last) < str(first)):
        raise Refused("Give both days of the period, the earlier one first.", field="published_to")
    change(scheme, expected=expected, **values)
    return scheme


@action("organisations.add_reason")
def add_reason(
    *,
    by: Actor,
    scheme_id: UUID,
    label: str,
    foundation: str,
    snomed_code: str = "",
    snomed_term: str = "",
) -> Reason:
    """Add a reason to the scheme's list. Raises Refused when it is there, or a code lacks its term."""
    if foundation not in {key for key, _ in foundations.choices()}:
        raise Refused("Choose where this reason belongs.", field="foundation")
    if bool(snomed_code) != bool(snomed_term):
        raise Refused("Give the code and its term, or neither.", field="snomed_term")
    if Reason.objects.filter(scheme_id=scheme_id, label=label).exists():
        raise Refused(
            "This reason is on the list already. Use that one, or give this one another name.",
            field="label",
        )
    return Reason.objects.create(
        scheme_id=scheme_id,
        label=label,
        foundation=foundation,
        snomed_code=snomed_code,
        snomed_term=snomed_term,
        position=Reason.objects.filter(scheme_id=scheme_id).count(),
    )


@action("organisations.stop_offering_reason")
def stop_offering_reason(*, by: Actor, reason: Reason) -> Reason:
    """Take a reason off the list that is offered; where it was given it stays."""
    change(reason, is_offered=False)
    return reason
