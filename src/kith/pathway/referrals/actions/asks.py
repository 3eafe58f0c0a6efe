"""What somebody writes on a page without an account: kept by a stranger, read by a job."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.audit.write import action
from kith.files import actions as files_left
from kith.files import queries as kept
from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.pathway.referrals.actions.word_back import LINK_LASTS, STATUS
from kith.pathway.referrals.models import Ask
from kith.pathway.referrals.queries.doors import left_with
from kith.pathway.referrals.rules import DOUBTFUL_KEPT
from kith.resilience.errors import Refused
from kith.resilience.versions import change

NOBODYS = "Looked at: no person wrote this."


@action("referrals.send_ask")
def send_ask(
    *,
    by: Actor,
    scheme_id: UUID,
    answers: dict[str, Any],
    via: UUID | None = None,
    doubt: str = "",
    files: Sequence[tuple[str, bytes]] = (),
) -> Ask:
    """Keep what a stranger wrote and have it read by a job.

    `via` is the subject of the private link they held. `files` (name, content) wait in quarantine. With a
    `doubt` that anybody wrote it, no job reads it before a person has. Whoever calls this counts how
    often a network does (`resilience.limits`). Raises Refused, naming it, for a file that is not taken.
    """
    left = [str(_leave(by, scheme_id, name, content)) for name, content in files]
    said = {**answers, "files": left} if left else answers
    ask = Ask(scheme_id=scheme_id, via=via, answers=said, doubt=doubt[:100])
    # Without a look first: a stranger may write here and read nothing.
    ask.save(force_insert=True)
    if not doubt:
        _defer(ask)
    return ask


def _leave(by: Actor, scheme_id: UUID, name: str, content: bytes) -> UUID:
    try:
        return files_left.leave(by=by, scheme_id=scheme_id, name=name, content=content).pk
    except Refused as refusal:
        raise Refused(f"{name}: {refusal.message}", field="files") from refusal


@action("referrals.give_page_of_ask")
def give_page_of_ask(*, by: Actor, ask: Ask) -> None:
    """Give whoever sent it, and left no e-mail, the private page of what they sent. The referral that a job makes of
    it has the same id, and so the same page. Made in the scheme's own context: a stranger makes no link.
    """
    with context.in_scheme(ask.scheme_id, actor=by.key):
        links.give(
            scheme_id=ask.scheme_id,
            purpose=STATUS,
            subject_id=ask.pk,
            expires_at=timezone.now() + LINK_LASTS,
        )


@action("referrals.trust_ask")
def trust_ask(*, by: Actor, ask: Ask) -> Ask:
    """Somebody looked, and a person wrote it: it is read like any other, though it had been put aside."""
    change(ask, doubt="", handled_at=None, problem="")
    _defer(ask)
    return ask


@action("referrals.put_aside_ask")
def put_aside_ask(*, by: Actor, ask: Ask, reason: str) -> Ask:
    """Put aside something that is no request. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("Say why, in a few words.", field="reason")
    change(ask, handled_at=timezone.now(), problem=reason.strip()[:300])
    return ask


@action("referrals.put_aside_doubtful")
def put_aside_doubtful(*, by: Actor, ask: Ask) -> Ask:
    """Somebody looked, and no person wrote it: it goes in thirty days, and is taken for a person's until then."""
    return put_aside_ask(by=by, ask=ask, reason=NOBODYS)


@action("referrals.forget_doubtful")
def forget_doubtful(*, by: Actor, scheme_id: UUID) -> int:
    """Delete what probably nobody wrote, thirty days after somebody looked and put it aside, with the files that
    came along; how many. What nobody has looked at stays.
    """
    old = Ask.objects.filter(
        scheme_id=scheme_id, referral=None, handled_at__lt=timezone.now() - DOUBTFUL_KEPT
    ).exclude(doubt="")
    left = [upload_id for ask in old for upload_id in left_with(ask)]
    files_left.forget(by=by, uploads=kept.left(scheme_id, left))
    for ask in old:
        links.end(purpose=STATUS, subject_id=ask.pk)
    return old.delete()[0]


def _defer(ask: Ask) -> None:
    app.configure_task("referrals.read_ask").defer(scheme_id=str(ask.scheme_id), ask_id=str(ask.pk))
