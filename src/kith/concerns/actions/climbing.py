"""Asking one after the other until somebody answers: used by concerns and by visits, inside their doors."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.urls import reverse

from kith.audit.write import apart
from kith.concerns import rules
from kith.concerns.models import Ladder, LadderStep
from kith.concerns.rules import Rung
from kith.isolation.actor import Actor
from kith.messages import actions as messages
from kith.organisations.models import Membership
from kith.resilience.errors import Refused
from kith.resilience.versions import change

Kind = LadderStep.Kind


@dataclass(frozen=True)
class Alert:
    """What a ladder says and how long it waits: the e-mail to whoever is asked, the one that tells
    everybody (and `also`) that nobody answered, the page both lead to.
    """

    asking: str
    unheld: str
    view: str
    subject_id: UUID
    wait: Callable[[datetime.datetime], datetime.datetime]
    also: Membership | None = None


def new_ladder(
    scheme_id: UUID, *, climb_at: datetime.datetime, last: Membership | None = None
) -> Ladder:
    """A ladder on which nobody has been asked yet."""
    return Ladder.objects.create(scheme_id=scheme_id, climb_at=climb_at, last=last)


def climb(
    by: Actor,
    ladder: Ladder,
    rungs: Sequence[Rung],
    alert: Alert,
    moment: datetime.datetime,
    at: datetime.datetime | None = None,
) -> None:
    """Ask the first who has not been asked; when everybody was, say so to all of them, and again later."""
    steps = list(LadderStep.objects.filter(ladder=ladder, kind=Kind.ASKED))
    asked = {step.member_id for step in steps}
    rung = next((one for one in rungs if one.member.pk not in asked), None)
    if rung is None:
        _end(by, ladder, rungs, alert, moment, at)
        return
    _note(ladder, Kind.ASKED, moment, rung)
    _tell(by, alert.asking, rung.member, alert, at)
    change(ladder, asked=rung.member, asked_at=moment, climb_at=alert.wait(moment))


def settle(ladder: Ladder, moment: datetime.datetime) -> None:
    """Somebody answered, or it is over: nobody else is asked."""
    change(ladder, climb_at=None, settled_at=moment)


def note_taken(ladder: Ladder, member: Membership, moment: datetime.datetime) -> None:
    """Note on a ladder that goes on that somebody sees to it."""
    _note(ladder, Kind.TAKEN, moment, Rung(member, ""))


def _end(
    by: Actor,
    ladder: Ladder,
    rungs: Sequence[Rung],
    alert: Alert,
    moment: datetime.datetime,
    at: datetime.datetime | None,
) -> None:
    _note(ladder, Kind.AGAIN if ladder.ended_at else Kind.ENDED, moment)
    told = {rung.member.pk: rung.member for rung in rungs}
    if alert.also is not None:
        told[alert.also.pk] = alert.also
    for member in told.values():
        _tell(by, alert.unheld, member, alert, at)
    change(
        ladder,
        ended_at=ladder.ended_at or moment,
        climb_at=max(alert.wait(moment), moment + rules.REST),
    )


def _note(
    ladder: Ladder, kind: LadderStep.Kind, moment: datetime.datetime, rung: Rung | None = None
) -> None:
    LadderStep.objects.create(
        scheme_id=ladder.scheme_id,
        ladder=ladder,
        kind=kind,
        number=LadderStep.objects.filter(ladder=ladder).count() + 1,
        member=rung.member if rung else None,
        member_name=rung.member.name if rung else "",
        as_what=rung.what if rung else "",
        at=moment,
    )


def _tell(
    by: Actor, kind: str, member: Membership, alert: Alert, at: datetime.datetime | None
) -> None:
    """By e-mail, which names nobody. An address that cannot be used keeps nobody from being asked on the page."""
    link = settings.SITE_URL.rstrip("/") + reverse(alert.view, args=[alert.subject_id])
    with contextlib.suppress(Refused), apart():
        messages.queue_email(
            by=by, scheme_id=member.scheme_id, kind=kind, to=member.user.email, link=link, at=at
        )
