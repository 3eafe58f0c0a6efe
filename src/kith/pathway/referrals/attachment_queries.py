"""Reading files of referrals and letters that wait to be typed in."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q, QuerySet
from django.http import Http404

from kith.accounts.permissions import Permission
from kith.accounts.roles import permissions_of
from kith.isolation.actor import Actor
from kith.pathway.referrals.models import Attachment, IncomingLetter, Referral
from kith.pathway.referrals.queries import visible_to
from kith.people import queries as people


def attachments_of(referral: Referral) -> QuerySet[Attachment]:
    """The files of a referral, the oldest first."""
    rows = Attachment.objects.filter(referral=referral)
    return rows.select_related("upload", "upload__original").order_by("created_at")


def attachment_for(actor: Actor, attachment_id: UUID) -> Attachment:
    """One file of a referral that the actor may read; the one 404 otherwise."""
    seen = Q(came_along=True) | Q(referral__person__in=people.visible_to(actor))
    rows = Attachment.objects.filter(seen, pk=attachment_id, referral__in=visible_to(actor))
    found = rows.select_related("referral__person", "upload", "upload__original").first()
    if found is None:
        raise Http404
    return found


def letters_waiting(actor: Actor) -> QuerySet[IncomingLetter]:
    """The letters to type in of the schemes whose referrals the actor reads, the oldest first."""
    rows = letters(actor).filter(ended_at=None)
    return rows.order_by("came_on", "created_at")


def letters(actor: Actor) -> QuerySet[IncomingLetter]:
    """Every letter of the schemes whose referrals the actor reads."""
    schemes = [
        seat.scheme_id
        for seat in actor.seats
        if Permission.DECIDE_REFERRALS in permissions_of(seat.roles)
    ]
    rows = IncomingLetter.objects.filter(scheme_id__in=schemes)
    return rows.select_related("upload", "upload__original", "taken_by")


def letter_for(actor: Actor, letter_id: UUID) -> IncomingLetter:
    """One letter that nobody has dealt with; the one 404 for anyone who reads no referrals there.

    A letter that was typed in is a file of its referral from then on.
    """
    found = letters(actor).filter(pk=letter_id).first()
    if found is None:
        raise Http404
    return found
