"""A session that does not take place: nobody who was expected stands before a locked door."""

from __future__ import annotations

import datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kith.audit.write import action
from kith.groups import queries
from kith.groups.models import GroupPlace, GroupSession, Notice
from kith.groups.states import SESSIONS, SessionState
from kith.isolation import links
from kith.isolation.actor import Actor
from kith.messages import actions as messages
from kith.people.models import Channel
from kith.people.queries import safe_points
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates

LINK_LASTS = datetime.timedelta(days=14)


@action("groups.cancel")
def cancel(
    *,
    by: Actor,
    session: GroupSession,
    why: str,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> list[Notice]:
    """Cancel a session, in words that those who were expected will read. Who has an e-mail address that is safe is
    sent a link to them; everybody else is on a list of whom to ring; each person's worker sees it.

    Raises Refused without a reason, for a session that was held or cancelled, Stale on another's change.
    """
    SESSIONS.check(session.state, SessionState.CANCELLED)
    if not why.strip():
        raise Refused(
            "Say why it does not take place. Those who were expected read it.", field="why"
        )
    change(
        session,
        expected=expected,
        state=SessionState.CANCELLED.value,
        cancelled_why=why.strip(),
        cancelled_at=at or timezone.now(),
        shown=_shown(session, why.strip()),
    )
    link = links.give(
        scheme_id=session.scheme_id,
        purpose=queries.OFF,
        subject_id=session.pk,
        expires_at=session.starts_at + LINK_LASTS,
    )
    address = settings.SITE_URL.rstrip("/") + reverse("groups:off", args=[links.token_of(link.pk)])
    return [_tell(by, session, place, address, at) for place in queries.expected(session.group)]


@action("groups.settle_notice")
def settle_notice(*, by: Actor, notice: Notice) -> Notice:
    """Note that somebody was told that a session is cancelled, or that their worker read that they were."""
    if notice.settled_at is None:
        change(notice, settled_at=timezone.now(), settled_by_name=by.name[:200])
    return notice


def _tell(
    by: Actor,
    session: GroupSession,
    place: GroupPlace,
    address: str,
    at: datetime.datetime | None,
) -> Notice:
    """The e-mail names neither the person nor the group: it is read on other people's screens."""
    safe = safe_points(place.person.kept, Channel.EMAIL)
    if safe:
        messages.queue_email(
            by=by,
            scheme_id=session.scheme_id,
            kind="group_off",
            to=safe[0].value,
            link=address,
            at=at,
        )
    return Notice.objects.create(
        scheme_id=session.scheme_id,
        session=session,
        joined=place,
        how=Notice.How.EMAIL if safe else Notice.How.RING,
    )


def _shown(session: GroupSession, why: str) -> dict[str, str]:
    """What the link shows: which group, which day, why, and when it meets next."""
    following = queries.next_session(session.group, after=session.starts_at)
    return {
        "group": session.group.name,
        "when": _when(session.starts_at),
        "why": why,
        "next": _when(following.starts_at) if following else "",
        "where": session.group.where if following else "",
    }


def _when(moment: datetime.datetime) -> str:
    return f"{dates.long_date(moment)} at {dates.clock(moment)}"
