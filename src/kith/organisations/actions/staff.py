"""Those who work in the scheme: their employers, their places, their days away."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import TYPE_CHECKING
from uuid import UUID

from kith.accounts.models import User
from kith.accounts.roles import BY_KEY, Provider
from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations.models import (
    Absence,
    DeliveryPartner,
    Membership,
    Practice,
    ReferringOrganisation,
    Team,
)
from kith.organisations.models.staff import JobRole
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today
from kith.vocabulary import phone as phones

if TYPE_CHECKING:
    from kith.directory.models import CommunityOrganisation


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


@action("organisations.answer_for")
def answer_for(
    *, by: Actor, member: Membership, provider: CommunityOrganisation | None
) -> Membership:
    """Say for which organisation of the directory a community provider answers, instead of any other before: from
    then on they read what is sent to its services, and to these alone. Raises Refused as `check_provider` does.
    """
    check_provider(member.scheme_id, member.roles, provider)
    change(member, provider_id=provider.pk if provider else None)
    return member


def check_provider(
    scheme_id: UUID, roles: Sequence[str], provider: CommunityOrganisation | None
) -> None:
    """Raise Refused for a community provider without an organisation of this scheme's directory, and for an
    organisation given to somebody who is no community provider.
    """
    if Provider.key not in roles:
        if provider is not None:
            raise Refused(
                "Only a community provider answers for an organisation of the directory.",
                field="provider",
            )
        return
    if provider is None or provider.scheme_id != scheme_id:
        raise Refused(
            "Say for which organisation of the directory they answer: they see what is sent to it.",
            field="provider",
        )


@action("organisations.set_phone")
def set_phone(*, by: Actor, member: Membership, phone: str) -> Membership:
    """Note the telephone number at which somebody who works here is rung; "" for none.

    Raises Refused for a number that is none.
    """
    try:
        kept = phones.normalise(phone) if phone.strip() else ""
    except phones.InvalidPhone as error:
        raise Refused(f"{member.name}: {error}", field=f"phone_{member.pk}") from error
    change(member, phone=phones.display(kept) if kept else "")
    return member


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
    """Note that someone is away, both days included, and who covers. Whomever they were to cover on these days has
    nobody then, and shows as such until somebody is found.

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
        check_cover(member, cover, from_date, to_date)
    _end_covering(member, from_date, to_date)
    return Absence.objects.create(
        scheme_id=member.scheme_id,
        member=member,
        kind=Absence.Kind(kind),
        from_date=from_date,
        to_date=to_date,
        cover=cover,
        note=note.strip(),
    )


def _end_covering(member: Membership, from_date: datetime.date, to_date: datetime.date) -> None:
    """Take somebody who is away off the absences that they cover, for these days alone."""
    day = datetime.timedelta(days=1)
    rows = Absence.objects.filter(cover=member, from_date__lte=to_date, to_date__gte=from_date)
    for row in rows:
        first, last = row.from_date, row.to_date
        change(row, from_date=max(first, from_date), to_date=min(last, to_date), cover=None)
        for begins, ends in ((first, from_date - day), (to_date + day, last)):
            if begins <= ends:
                Absence.objects.create(
                    scheme_id=row.scheme_id, member_id=row.member_id, kind=row.kind,
                    from_date=begins, to_date=ends, cover=member, note=row.note,
                )  # fmt: skip


def check_cover(
    member: Membership, cover: Membership, from_date: datetime.date, to_date: datetime.date
) -> None:
    """Raise Refused for a cover who is the same person, of another scheme, or away on one of these days."""
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
