"""Answers of the public page kept for later, for whoever holds the link to them."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.conf import settings
from django.utils import timezone

from kith.audit.write import action
from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.messages.actions import queue_email
from kith.pathway.referrals.models import SavedAsk
from kith.pathway.referrals.queries.doors import RESUME, resume_path
from kith.pathway.referrals.rules import SAVED_FOR


@action("referrals.save_ask")
def save_ask(
    *,
    by: Actor,
    scheme_id: UUID,
    answers: dict[str, Any],
    saved_id: UUID | None = None,
    email: str = "",
) -> SavedAsk:
    """Keep answers for a fortnight, over those of `saved_id` when they are there still.

    With `email`, one that is safe, the link is sent there too. A stranger reads and writes none of these
    rows: the write is made in the scheme's own context, of what this function was given and nothing else.
    """
    with context.in_scheme(scheme_id, actor=by.key):
        saved = SavedAsk.objects.filter(pk=saved_id).first() if saved_id else None
        if saved is None:
            saved = _new(scheme_id, answers)
        else:
            saved.answers = answers
            saved.save(update_fields=["answers"])
        if email:
            path = resume_path(saved.pk, scheme_id=scheme_id, actor=by.key)
            address = settings.SITE_URL.rstrip("/") + path
            queue_email(by=by, scheme_id=scheme_id, kind="resume", to=email, link=address)
    return saved


@action("referrals.forget_saved")
def forget_saved(*, by: Actor, scheme_id: UUID, saved_id: UUID) -> int:
    """Delete what was kept for later: it was sent, or its writer wants it gone. Its link ends."""
    with context.in_scheme(scheme_id, actor=by.key):
        links.end(purpose=RESUME, subject_id=saved_id)
        return SavedAsk.objects.filter(pk=saved_id).delete()[0]


@action("referrals.forget_expired")
def forget_expired(*, by: Actor, scheme_id: UUID) -> int:
    """Delete what was kept longer than was said; how many there were."""
    rows = SavedAsk.objects.filter(scheme_id=scheme_id, expires_at__lte=timezone.now())
    return rows.delete()[0]


def _new(scheme_id: UUID, answers: dict[str, Any]) -> SavedAsk:
    until = timezone.now() + SAVED_FOR
    saved = SavedAsk.objects.create(scheme_id=scheme_id, answers=answers, expires_at=until)
    links.give(scheme_id=scheme_id, purpose=RESUME, subject_id=saved.pk, expires_at=until)
    return saved
