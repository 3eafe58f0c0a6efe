"""The write door of the scheme: opening it, its lists, its practices, its staff."""

from __future__ import annotations

import datetime
import hashlib
import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.accounts.models import User, normal_email
from kith.accounts.roles import BY_KEY
from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import (
    PCN,
    Absence,
    Contract,
    DeliveryPartner,
    Funder,
    Invitation,
    ListSize,
    Membership,
    Practice,
    PracticeInPCN,
    Programme,
    Reason,
    ReferringOrganisation,
    Scheme,
    Team,
)
from kith.organisations.models.staff import JobRole
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today
from kith.vocabulary import foundations, ods
from kith.vocabulary.reasons import DEFAULT_REASONS

INVITATION_DAYS = 14


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
    """Change what the scheme says of itself and its policies. Raises Stale on another's change."""
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
    *, by: Actor, scheme_id: UUID, name: str, source: str, email: str = "", phone: str = ""
) -> ReferringOrganisation:
    """Add a hospital, council or charity whose staff refer; the same name again returns the one there is."""
    organisation, _ = ReferringOrganisation.objects.get_or_create(
        scheme_id=scheme_id, name=name, defaults={"source": source, "email": email, "phone": phone}
    )
    return organisation


@action("organisations.add_partner")
def add_partner(
    *, by: Actor, scheme_id: UUID, name: str, is_prime: bool = False
) -> DeliveryPartner:
    """Add an employer of staff. Raises Refused when there is a prime contractor already."""
    rows = DeliveryPartner.objects.filter(scheme_id=scheme_id)
    if is_prime and rows.filter(is_prime=True).exists():
        raise Refused(
            "The scheme has a prime contractor already. Add this partner as one of the others.",
            field="is_prime",
        )
    if rows.filter(name=name).exists():
        raise Refused(
            "This partner is in the scheme already."
            " Use it as it is, or give this one another name.",
            field="name",
        )
    return DeliveryPartner.objects.create(scheme_id=scheme_id, name=name, is_prime=is_prime)


@action("organisations.add_team")
def add_team(*, by: Actor, partner: DeliveryPartner, name: str) -> Team:
    """Add a team to a delivery partner."""
    return Team.objects.create(scheme_id=partner.scheme_id, partner=partner, name=name)


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


@action("organisations.add_member")
def add_member(
    *,
    by: Actor,
    scheme_id: UUID,
    user: User,
    roles: Sequence[str],
    name: str = "",
    job_role: str = JobRole.OTHER,
    partner: DeliveryPartner | None = None,
    team: Team | None = None,
    leads_partner: bool = False,
    practice: Practice | None = None,
    organisation: ReferringOrganisation | None = None,
    provider_id: UUID | None = None,
    phone: str = "",
    works_on: Sequence[int] = (0, 1, 2, 3, 4),
    languages: Sequence[str] = (),
    from_date: datetime.date | None = None,
) -> Membership:
    """Give someone a place in the scheme. `works_on` are days of the week, Monday being 0.

    Raises Refused for an unknown role, no role, or someone who has a place already.
    """
    unknown = set(roles) - set(BY_KEY)
    if unknown or not roles:
        raise Refused("Choose at least one role from the list.", field="roles")
    if Membership.objects.filter(scheme_id=scheme_id, user=user, to_date=None).exists():
        raise Refused(f"{user.name} works in this scheme already.", field="email")
    return Membership.objects.create(
        scheme_id=scheme_id,
        user=user,
        name=name or user.name,
        roles=list(roles),
        job_role=job_role,
        partner=partner,
        team=team,
        leads_partner=leads_partner,
        practice=practice,
        organisation=organisation,
        provider_id=provider_id,
        phone=phone,
        works_on=sorted(set(works_on)),
        languages=list(languages),
        from_date=from_date or today(),
    )


@action("organisations.add_absence")
def add_absence(
    *,
    by: Actor,
    member: Membership,
    from_date: datetime.date,
    to_date: datetime.date,
    kind: str = Absence.Kind.LEAVE,
    cover: Membership | None = None,
    note: str = "",
) -> Absence:
    """Note that someone is away, both days included, and who covers.

    Raises Refused when the days are turned round, when they overlap days already noted, and for a cover who
    is the same person, of another scheme, or away on one of these days themself.
    """
    if to_date < from_date:
        raise Refused("The last day is before the first. Turn them round.", field="to_date")
    if Absence.objects.filter(
        member=member, from_date__lte=to_date, to_date__gte=from_date
    ).exists():
        raise Refused(
            f"{member.name} is noted as away on some of these days already. Change that first.",
            field="from_date",
        )
    if cover is not None:
        _check_cover(member, cover, from_date, to_date)
    return Absence.objects.create(
        scheme_id=member.scheme_id,
        member=member,
        kind=Absence.Kind(kind),
        from_date=from_date,
        to_date=to_date,
        cover=cover,
        note=note.strip(),
    )


def _check_cover(
    member: Membership, cover: Membership, from_date: datetime.date, to_date: datetime.date
) -> None:
    if cover.pk == member.pk or cover.scheme_id != member.scheme_id:
        raise Refused("Choose a colleague of this scheme to cover.", field="cover")
    if Absence.objects.filter(
        member=cover, from_date__lte=to_date, to_date__gte=from_date
    ).exists():
        raise Refused(
            f"{cover.name} is away on some of these days too. Choose someone else.", field="cover"
        )


@action("organisations.remove_absence")
def remove_absence(*, by: Actor, absence: Absence) -> Membership:
    """Take back an absence that was entered wrongly or does not happen; the history keeps it."""
    member = absence.member
    Absence.objects.filter(pk=absence.pk).delete()
    return member


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
) -> tuple[Invitation, str]:
    """Invite someone to a place in the scheme.

    Returns the invitation and the token of its private link, which is not kept and cannot be shown again.
    Raises Refused for an unknown role.
    """
    if not roles or set(roles) - set(BY_KEY):
        raise Refused("Choose at least one role from the list.", field="roles")
    token = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        scheme_id=scheme_id,
        email=normal_email(email),
        name=name,
        roles=list(roles),
        job_role=job_role,
        partner=partner,
        practice=practice,
        organisation=organisation,
        token_hash=token_hash(token),
        expires_at=timezone.now() + datetime.timedelta(days=INVITATION_DAYS),
    )
    return invitation, token


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
    return invitation


def token_hash(token: str) -> str:
    """What is kept of a private link's token (SHA-256)."""
    return hashlib.sha256(token.encode()).hexdigest()
