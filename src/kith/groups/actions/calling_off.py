"""A session that does not take place, or does after all: nobody who was expected stands before a locked door, and
nobody stays at home for nothing.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from kith.audit.write import action
from kith.groups import queries, rules
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
EMAILS = {Notice.Says.OFF: "group_off", Notice.Says.ON: "group_on"}


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
    sent a link to them; everybody else is on a list of whom to ring; each person's worker sees it. Of a day that
    has gone it is noted that it was not held, and nobody is told.

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
    _say_next_anew(session)
    if session.on < dates.day_of(at or timezone.now()):
        return []
    return _tell_all(by, session, queries.expected(session.group), Notice.Says.OFF, at)


@action("groups.hold_after_all")
def hold_after_all(
    *, by: Actor, session: GroupSession, at: datetime.datetime | None = None
) -> list[Notice]:
    """Take a cancellation back: the session takes place after all. Whoever was told that it does not is told again, by
    what is safe now; whom nobody had rung yet is not rung any more.

    Returns what they are told. Raises Refused for a session that was not cancelled, once it cannot be taken back
    (`rules.why_stays_off`), and where another is planned at its time.
    """
    SESSIONS.check(session.state, SessionState.PLANNED)
    stays_off = rules.why_stays_off(session, at or timezone.now())
    if stays_off:
        raise Refused(f"{stays_off} Plan another session instead.")
    again = {"group": session.group.name, "when": _when(session.starts_at)}
    try:
        with transaction.atomic():
            change(
                session,
                state=SessionState.PLANNED.value,
                cancelled_why="",
                cancelled_at=None,
                shown={**again, "where": session.group.where},
            )
    except IntegrityError as error:
        raise Refused("Another session is planned at this time, so this one stays off.") from error
    _say_next_anew(session)
    return _tell_all(by, session, queries.told_off(session), Notice.Says.ON, at)


@action("groups.settle_notice")
def settle_notice(*, by: Actor, notice: Notice) -> Notice:
    """Note that somebody was told what a notice says, or that their worker read that they were. Raises Refused when
    it is true no longer.
    """
    if notice.replaced_at is not None:
        raise Refused(
            "This has changed since you opened the page. Look below what they are told now, and ring them"
            " again if you rang them already."
        )
    if notice.settled_at is None:
        change(notice, settled_at=timezone.now(), settled_by_name=by.name[:200])
    return notice


def _tell_all(
    by: Actor,
    session: GroupSession,
    places: Iterable[GroupPlace],
    says: Notice.Says,
    at: datetime.datetime | None,
) -> list[Notice]:
    """One link for all of them, which always says what is true now; what they were told before is so no longer."""
    places = list(places)
    before = Notice.objects.filter(session=session, replaced_at=None)
    before.update(replaced_at=at or timezone.now())
    there = links.in_force(purpose=queries.OFF, subject_id=session.pk).first()
    link = there or links.give(
        scheme_id=session.scheme_id,
        purpose=queries.OFF,
        subject_id=session.pk,
        expires_at=session.starts_at + LINK_LASTS,
    )
    address = settings.SITE_URL.rstrip("/") + reverse("groups:off", args=[links.token_of(link.pk)])
    return [_tell(by, session, place, says, address, at) for place in places]


def _tell(
    by: Actor,
    session: GroupSession,
    place: GroupPlace,
    says: Notice.Says,
    address: str,
    at: datetime.datetime | None,
) -> Notice:
    """The e-mail names neither the person nor the group: it is read on other people's screens."""
    safe = safe_points(place.person.kept, Channel.EMAIL)
    if safe:
        messages.queue_email(
            by=by,
            scheme_id=session.scheme_id,
            kind=EMAILS[says],
            to=safe[0].value,
            link=address,
            at=at,
        )
    return Notice.objects.create(
        scheme_id=session.scheme_id,
        session=session,
        joined=place,
        says=says,
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


def _say_next_anew(changed: GroupSession) -> None:
    """What the links of sessions cancelled before this one say of when the group meets next."""
    for row in queries.cancelled_before(changed):
        change(row, shown=_shown(row, row.cancelled_why))


def _when(moment: datetime.datetime) -> str:
    return f"{dates.long_date(moment)} at {dates.clock(moment)}"
