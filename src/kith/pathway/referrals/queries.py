"""Reading referrals: the queue, one's own, and one of them."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet
from django.http import Http404

from kith.accounts.permissions import Permission
from kith.accounts.roles import permissions_of
from kith.isolation.actor import Actor
from kith.pathway.referrals.models import Ask, Referral, ReferralReason
from kith.pathway.referrals.states import Decision
from kith.people import queries as people


def visible_to(actor: Actor) -> QuerySet[Referral]:
    """The referrals an actor may read.

    Staff read those nobody has taken on yet, whoever employs them, and those of the people they
    may see; a referrer reads their own. Jobs and commands read their scheme.
    """
    rows = Referral.objects.select_related("person", "person__practice", "practice", "organisation")
    if actor.kind == "system":
        return rows
    if actor.kind != "staff":
        return rows.none()
    reading = _schemes(actor, Permission.READ_REFERRALS)
    referring = [s.membership_id for s in actor.seats if _may(s.roles, Permission.REFER)]
    seen = Q(scheme_id__in=reading) & (
        ~Q(decision=Decision.TAKEN_ON) | Q(person__in=people.visible_to(actor))
    )
    return rows.filter(seen | Q(referrer_id__in=referring))


def waiting(actor: Actor) -> QuerySet[Referral]:
    """The referrals the actor may decide on that nobody has read, the oldest first."""
    rows = visible_to(actor).filter(decision=Decision.RECEIVED)
    if actor.kind != "system":
        rows = rows.filter(scheme_id__in=_schemes(actor, Permission.DECIDE_REFERRALS))
    return with_reasons(rows).order_by("received_at", "id")


def mine(actor: Actor) -> QuerySet[Referral]:
    """The referrals the actor made, newest first."""
    ids = [seat.membership_id for seat in actor.seats]
    rows = with_reasons(visible_to(actor).filter(referrer_id__in=ids)).order_by("-received_at")
    return rows.prefetch_related("cases")


def referral_for(actor: Actor, referral_id: UUID) -> Referral:
    """One referral the actor may read; raises the one 404 otherwise."""
    found = with_reasons(visible_to(actor)).filter(pk=referral_id).first()
    if found is None:
        raise Http404
    return found


def of_person(person_id: UUID) -> QuerySet[Referral]:
    """Every referral of a person, newest first. The caller has asked whether they may be seen."""
    rows = Referral.objects.filter(person_id=person_id).select_related("practice", "organisation")
    return with_reasons(rows).order_by("-referred_on", "-received_at")


def with_reasons(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """The same referrals, their reasons read with them."""
    return rows.prefetch_related(
        Prefetch(
            "reasons", ReferralReason.objects.select_related("reason").order_by("reason__position")
        )
    )


def asks_waiting(scheme_ids: list[UUID]) -> QuerySet[Ask]:
    """What people wrote on the public page that is not yet a referral, the oldest first."""
    return Ask.objects.filter(scheme_id__in=scheme_ids, referral=None, handled_at=None).order_by(
        "created_at"
    )


def last_received(actor: Actor) -> Referral | None:
    """The referral that came last among those the actor may read."""
    return visible_to(actor).order_by("-received_at").first()


def _schemes(actor: Actor, permission: Permission) -> list[UUID]:
    return [seat.scheme_id for seat in actor.seats if _may(seat.roles, permission)]


def _may(roles: frozenset[str], permission: Permission) -> bool:
    return permission in permissions_of(roles)
