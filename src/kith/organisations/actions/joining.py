"""Being invited to a place in the scheme, and taking it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from django.utils import timezone

from kith.accounts.models import User, normal_email
from kith.accounts.roles import BY_KEY
from kith.audit.write import action
from kith.isolation import links
from kith.isolation.actor import Actor
from kith.organisations.actions.staff import add_member, check_provider
from kith.organisations.models import (
    DeliveryPartner,
    Invitation,
    Membership,
    Practice,
    ReferringOrganisation,
)
from kith.organisations.models.staff import JobRole
from kith.resilience.errors import Refused

if TYPE_CHECKING:
    from kith.directory.models import CommunityOrganisation

INVITATION_DAYS = 14
PURPOSE = "organisations.join"


@action("organisations.invite")
def invite(
    *,
    by: Actor,
    scheme_id: UUID,
    email: str,
    name: str,
    roles: Sequence[str],
    job_role: str = JobRole.OTHER,
    partner: DeliveryPartner | None = None,
    practice: Practice | None = None,
    organisation: ReferringOrganisation | None = None,
    provider: CommunityOrganisation | None = None,
) -> tuple[Invitation, str]:
    """Invite someone to a place in the scheme.

    Returns the invitation and the token of its private link. Where mail is set up a job sends the link to the
    address, and whoever invites need not see it.
    Raises Refused for an unknown role, and for a community provider as `check_provider` does.
    """
    if not roles or set(roles) - set(BY_KEY):
        raise Refused("Choose at least one role from the list.", field="roles")
    check_provider(scheme_id, roles, provider)
    expires_at = timezone.now() + datetime.timedelta(days=INVITATION_DAYS)
    invitation = Invitation.objects.create(
        scheme_id=scheme_id,
        email=normal_email(email),
        name=name,
        roles=list(roles),
        job_role=job_role,
        partner=partner,
        practice=practice,
        organisation=organisation,
        provider=provider,
        expires_at=expires_at,
    )
    link = links.give(
        scheme_id=scheme_id, purpose=PURPOSE, subject_id=invitation.pk, expires_at=expires_at
    )
    return invitation, links.token_of(link.pk)


@action("organisations.invitation_sent")
def invitation_sent(*, by: Actor, invitation: Invitation) -> Invitation:
    """Record that the link went to the invited address."""
    invitation.sent_at = timezone.now()
    invitation.save(update_fields=["sent_at"])
    return invitation


@action("organisations.accept_invitation")
def accept_invitation(*, by: Actor, invitation: Invitation, user: User) -> Membership:
    """Take the place an invitation offers, once.

    Raises Refused when it was used, withdrawn or is too old, or is for another address.
    """
    now = timezone.now()
    taken = Invitation.objects.filter(
        pk=invitation.pk, accepted_at=None, withdrawn_at=None, expires_at__gt=now
    )
    if user.email != invitation.email:
        raise Refused(
            "This invitation is for another e-mail address."
            " Sign in with that address, or ask for a new invitation."
        )
    if not taken.update(accepted_at=now):
        raise Refused("This invitation was used or has ended. Ask for a new one.")
    links.end(purpose=PURPOSE, subject_id=invitation.pk)
    return add_member(
        by=by,
        scheme_id=invitation.scheme_id,
        user=user,
        roles=invitation.roles,
        name=invitation.name,
        job_role=invitation.job_role,
        partner=invitation.partner,
        practice=invitation.practice,
        organisation=invitation.organisation,
        provider_id=invitation.provider_id,
    )


@action("organisations.withdraw_invitation")
def withdraw_invitation(*, by: Actor, invitation: Invitation) -> Invitation:
    """Make an invitation's link useless. Raises Refused when it was accepted."""
    if not Invitation.objects.filter(pk=invitation.pk, accepted_at=None).update(
        withdrawn_at=timezone.now()
    ):
        raise Refused(
            "This invitation was accepted already. To take the person off, end their membership."
        )
    links.end(purpose=PURPOSE, subject_id=invitation.pk)
    return invitation
