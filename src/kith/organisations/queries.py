"""Reading the scheme, its lists and its staff."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, F, QuerySet
from django.utils import timezone

from kith.accounts.roles import sees_whole_scheme
from kith.isolation import context, links
from kith.isolation.actor import Actor, Seat
from kith.organisations.models import (
    Absence,
    Contract,
    DeliveryPartner,
    Funder,
    Invitation,
    ListSize,
    Membership,
    Practice,
    Programme,
    ProgrammePrompt,
    ProgrammeQuestion,
    ProgrammeReferrer,
    ProgrammeStage,
    Reason,
    ReferringOrganisation,
    Scheme,
)
from kith.ui.dates import today

if TYPE_CHECKING:
    from kith.directory.models import CommunityOrganisation

CALENDAR = "desk.calendar"
"""The purpose of the private link to a worker's times."""


def scheme_of_slug(slug: str) -> UUID | None:
    """The id of a scheme by its slug, known before any context; None when there is none."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT organisations_scheme_of_slug(%s)", [slug])
        found: UUID | None = cursor.fetchone()[0]
        return found


def open_schemes() -> list[UUID]:
    """The ids of the schemes of this installation, known before any context."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organisations_open_schemes()")
        return [row[0] for row in cursor.fetchall()]


def seats_of(user_id: UUID) -> list[tuple[UUID, UUID]]:
    """(scheme id, membership id) of a user's memberships in force, known before any context."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM organisations_seats_of(%s)", [user_id])
        return list(cursor.fetchall())


def seats(membership_ids: list[UUID]) -> tuple[Seat, ...]:
    """The seats of the acting user, read inside their context."""
    rows = Membership.objects.filter(pk__in=membership_ids).select_related("partner")
    found = {row.pk: seat_of(row) for row in rows}
    return tuple(found[pk] for pk in membership_ids if pk in found)


def seat_of(membership: Membership) -> Seat:
    """A membership as values. The prime contractor's staff see the whole scheme."""
    partner = membership.partner
    roles = frozenset(membership.roles)
    return Seat(
        scheme_id=membership.scheme_id,
        membership_id=membership.pk,
        roles=roles,
        name=membership.name,
        partner_id=membership.partner_id,
        organisation_id=membership.organisation_id or membership.practice_id,
        sees_all=sees_whole_scheme(roles) or bool(partner and partner.is_prime),
        works_on=frozenset(membership.works_on),
    )


def schemes() -> QuerySet[Scheme]:
    """The schemes of the context."""
    return Scheme.objects.order_by("name")


def scheme(scheme_id: UUID) -> Scheme:
    """One scheme of the context."""
    return Scheme.objects.get(pk=scheme_id)


def other_schemes(scheme_id: UUID) -> list[Scheme]:
    """The other schemes of this installation by name, as their public pages tell of them."""
    ids = [one for one in open_schemes() if one != scheme_id]
    with context.enter(context.Kind.PUBLIC, schemes=ids, actor="public:schemes"):
        return list(schemes())


def reasons(scheme_id: UUID) -> QuerySet[Reason]:
    """The reasons a scheme offers, in its own order."""
    return Reason.objects.filter(scheme_id=scheme_id, is_offered=True).order_by("position", "label")


def practices(scheme_id: UUID) -> QuerySet[Practice]:
    """The practices of a scheme by name."""
    return Practice.objects.filter(scheme_id=scheme_id).order_by("name")


def partners(scheme_id: UUID) -> QuerySet[DeliveryPartner]:
    """The delivery partners of a scheme by name, the prime contractor first."""
    return DeliveryPartner.objects.filter(scheme_id=scheme_id).order_by("-is_prime", "name")


def programmes(scheme_id: UUID) -> QuerySet[Programme]:
    """The strands of a scheme that are open, by name."""
    return Programme.objects.filter(scheme_id=scheme_id, is_open=True).order_by("name")


def every_programme(scheme_id: UUID) -> QuerySet[Programme]:
    """The strands of a scheme, those first that take people."""
    return Programme.objects.filter(scheme_id=scheme_id).order_by("-is_open", "name")


def programme(scheme_id: UUID, programme_id: UUID) -> Programme | None:
    """One programme of a scheme, open or not; None when it is not there."""
    return Programme.objects.filter(scheme_id=scheme_id, pk=programme_id).first()


def questions(programme: Programme, asked: str = "") -> QuerySet[ProgrammeQuestion]:
    """What a programme asks, in its order; with `asked`, at that moment alone."""
    rows = ProgrammeQuestion.objects.filter(programme=programme, is_asked=True)
    return (rows.filter(asked=asked) if asked else rows).order_by("position", "created_at")


def stages(programme: Programme) -> QuerySet[ProgrammeStage]:
    """The stages that a programme offers, in its order."""
    return ProgrammeStage.objects.filter(programme=programme, is_offered=True).order_by(
        "position", "created_at"
    )


def prompts(programme_ids: Iterable[UUID]) -> QuerySet[ProgrammePrompt]:
    """What these programmes remind of, in their order."""
    rows = ProgrammePrompt.objects.filter(programme_id__in=list(programme_ids), is_offered=True)
    return rows.select_related("after_stage").order_by("position", "created_at")


def programme_part(
    programme: Programme, part_id: UUID
) -> ProgrammeQuestion | ProgrammeStage | ProgrammePrompt | None:
    """A question, stage or prompt of a programme by its id."""
    kinds: tuple[Any, ...] = (ProgrammeQuestion, ProgrammeStage, ProgrammePrompt)
    found = (kind.objects.filter(programme=programme, pk=part_id).first() for kind in kinds)
    return next((part for part in found if part is not None), None)


def referring_organisations(scheme_id: UUID) -> QuerySet[ReferringOrganisation]:
    """The hospitals, councils and charities whose staff refer, by name."""
    return ReferringOrganisation.objects.filter(scheme_id=scheme_id).order_by("name")


def community_organisations(scheme_id: UUID, name: str) -> list[CommunityOrganisation]:
    """The organisations of a scheme's directory of a name, else those with it within theirs, five at most. Of
    several of one name the scheme's own entry comes first, then that with the most services.
    """
    # By the pointer at them: the directory is a room above, which nothing here may import (decision 0051).
    organisation: Any = Membership._meta.get_field("provider").related_model
    rows = organisation.objects.filter(scheme_id=scheme_id)
    rows = rows.annotate(services_listed=Count("services")).order_by(
        F("feed").asc(nulls_first=True), "-services_listed", "name"
    )
    exact = list(rows.filter(name__iexact=name.strip())[:1])
    return exact or list(rows.filter(name__icontains=name.strip())[:5])


def referrers_of(programme: Programme) -> set[UUID]:
    """The places whose staff may refer to a programme, wherever the person lives."""
    rows = ProgrammeReferrer.objects.filter(programme=programme, ended_at=None)
    return set(rows.values_list("organisation_id", flat=True))


def programmes_of_referrer(organisation_id: UUID) -> QuerySet[Programme]:
    """The open programmes that name a place as theirs."""
    return Programme.objects.filter(
        referrers__organisation_id=organisation_id, referrers__ended_at=None, is_open=True
    ).order_by("name")


def contracts(scheme_id: UUID, programme: Programme | None = None) -> QuerySet[Contract]:
    """What is paid for, the newest first; with `programme`, for that alone."""
    of_programme = {"programme": programme} if programme else {}
    return (
        Contract.objects.filter(scheme_id=scheme_id, **of_programme)
        .select_related("funder", "programme")
        .order_by("-from_date", "title")
    )


def funders(scheme_id: UUID) -> QuerySet[Funder]:
    """Those who pay for a scheme, by name."""
    return Funder.objects.filter(scheme_id=scheme_id).order_by("name")


def invitations(scheme_id: UUID) -> QuerySet[Invitation]:
    """Invitations that can still be accepted, newest first."""
    return Invitation.objects.filter(
        scheme_id=scheme_id, accepted_at=None, withdrawn_at=None, expires_at__gt=timezone.now()
    ).order_by("-created_at")


def invitations_to_send(scheme_id: UUID) -> list[tuple[Invitation, str]]:
    """Invitations whose link has not gone to their address, with its token."""
    found = []
    for invitation in invitations(scheme_id).filter(sent_at=None):
        link = links.in_force(purpose="organisations.join", subject_id=invitation.pk).first()
        if link is not None:
            found.append((invitation, links.token_of(link.pk)))
    return found


def unproven(scheme_id: UUID) -> list[str]:
    """The names of those whose account was made by a link that was not sent to its address."""
    rows = staff(scheme_id).filter(user__address_unproven=True)
    return list(rows.values_list("name", flat=True))


def staff(scheme_id: UUID, *, role: str | None = None) -> QuerySet[Membership]:
    """Those who work in a scheme now, by name; with `role`, only its holders."""
    day = today()
    rows = Membership.objects.filter(scheme_id=scheme_id, from_date__lte=day).exclude(
        to_date__lt=day
    )
    if role:
        rows = rows.filter(roles__contains=[role])
    return rows.select_related("partner", "team").order_by("name")


def members(membership_ids: Iterable[UUID]) -> list[Membership]:
    """These memberships, by name."""
    rows = Membership.objects.filter(pk__in=list(membership_ids))
    return list(rows.select_related("partner").order_by("name"))


def phone_of(membership_id: UUID) -> str:
    """The number from which a member of staff rings; empty when none is on record."""
    return Membership.objects.values_list("phone", flat=True).get(pk=membership_id)


def registered_patients(scheme_id: UUID, on: datetime.date) -> int:
    """The sum of the newest list size of each practice on or before a day."""
    newest = (
        ListSize.objects.filter(scheme_id=scheme_id, on_date__lte=on)
        .order_by("practice", "-on_date")
        .distinct("practice")
        .values_list("registered", flat=True)
    )
    return sum(newest)


def paying_contract(
    scheme_id: UUID, *, on: datetime.date, practice_code: str, programme_id: UUID | None
) -> Contract | None:
    """The contract that pays for a case opened on a day: the one for its programme before a general one."""
    rows = Contract.objects.filter(scheme_id=scheme_id, from_date__lte=on).exclude(to_date__lt=on)
    fitting = [
        row
        for row in rows.order_by("from_date", "id")
        if row.programme_id in (None, programme_id)
        and (not row.practice_codes or practice_code in row.practice_codes)
    ]
    fitting.sort(key=lambda row: row.programme_id is None)
    return fitting[0] if fitting else None


def away_on(scheme_id: UUID, day: datetime.date) -> dict[UUID, Absence]:
    """Membership id -> the absence, for those of a scheme who are away on a day."""
    rows = Absence.objects.filter(scheme_id=scheme_id, from_date__lte=day, to_date__gte=day)
    return {row.member_id: row for row in rows.select_related("cover")}


def away_between(scheme_id: UUID, day: datetime.date, until: datetime.date) -> list[Absence]:
    """The absences of those of a scheme that touch a stretch of days, those that begin first first."""
    rows = Absence.objects.filter(scheme_id=scheme_id, from_date__lte=until, to_date__gte=day)
    return list(rows.order_by("from_date", "to_date"))


def uncovered_beside(absence: Absence) -> list[Absence]:
    """The absences of others of the scheme that nobody covers, on days of this one, by name."""
    rows = Absence.objects.filter(
        scheme_id=absence.scheme_id,
        cover=None,
        from_date__lte=absence.to_date,
        to_date__gte=absence.from_date,
    )
    others = rows.exclude(member_id=absence.member_id).select_related("member")
    return list(others.order_by("member__name"))


def covered_by(membership_ids: list[UUID], day: datetime.date) -> list[Absence]:
    """The absences of a day that these members cover, by name of whom they cover."""
    rows = Absence.objects.filter(cover_id__in=membership_ids, from_date__lte=day, to_date__gte=day)
    return list(rows.select_related("member").order_by("member__name"))


def in_charge(member: Membership, day: datetime.date) -> Membership:
    """Who looks after a worker's people on a day: the worker, or their cover while they are away."""
    absence = (
        Absence.objects.filter(member=member, from_date__lte=day, to_date__gte=day)
        .select_related("cover")
        .first()
    )
    return absence.cover if absence is not None and absence.cover is not None else member


def staff_actor(user_id: UUID) -> Actor:
    """The actor of a signed-in user, with their seats, known before any context."""
    found = seats_of(user_id)
    key = f"user:{user_id}"
    with context.enter(
        context.Kind.SCHEME,
        schemes=[scheme_id for scheme_id, _ in found],
        user_id=user_id,
        actor=key,
    ):
        held = seats([membership for _, membership in found])
    return Actor(kind="staff", name="", key=key, user_id=user_id, seats=held)
