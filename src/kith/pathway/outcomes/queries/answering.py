"""Who answers when a person's answer asks somebody to act: asked anew each time, since people leave."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.pathway.outcomes.models import Alert
from kith.pathway.outcomes.queries.shelf import Kept
from kith.pathway.outcomes.rules import Responder, why_nobody_answers
from kith.people import queries as people
from kith.people.models import Person
from kith.ui import dates


def answering(kept: Kept, person: Person, on: datetime.date) -> tuple[Membership | None, str]:
    """Who is told on a day if an answer to this measure asks for it, and why it cannot be asked if nobody.

    The named responder, or their cover while they are away. (None, "") where a measure needs none.
    """
    if not kept.measure.needs_responder:
        return None, ""
    named = kept.responder
    if named is None:
        return None, why_nobody_answers(kept.measure, None, person, on)
    absence = organisations.away_on(named.scheme_id, on).get(named.pk)
    acts = named if absence is None else absence.cover
    facts = Responder(
        named, acts, absence is not None, sees=acts is not None and _sees(acts, person)
    )
    why_not = why_nobody_answers(kept.measure, facts, person, on)
    return (None if why_not else acts), why_not


def _sees(member: Membership, person: Person) -> bool:
    actor = Actor("staff", member.name, f"user:{member.user_id}", member.user_id,
                  (organisations.seat_of(member),))  # fmt: skip
    return people.visible_to(actor).filter(pk=person.kept.pk).exists()


def _of(rows: QuerySet[Alert]) -> QuerySet[Alert]:
    return rows.select_related("person__merged_into", "responder", "score", "case").order_by(
        "raised_at"
    )


def for_today(duty: Duty) -> list[Alert]:
    """The open alerts that wait for somebody, or for those whom they cover; the oldest first."""
    rows = Alert.objects.filter(responder_id__in=duty.looked_after, acknowledged_at=None)
    return list(_of(rows))


def open_alerts(person: Person) -> list[Alert]:
    """The alerts about a person that nobody has taken up."""
    return list(_of(Alert.objects.filter(person__in=person.records, acknowledged_at=None)))


def alert_for(actor: Actor, alert_id: UUID) -> Alert:
    """One alert about a person the actor may see; the one 404 otherwise."""
    rows = Alert.objects.filter(pk=alert_id, person__in=people.with_merged_visible_to(actor))
    found = _of(rows).first()
    if found is None:
        raise Http404
    return found


def may_acknowledge(actor: Actor, alert: Alert) -> bool:
    """Whether the actor is the one who was told, covers for them today, or leads: so that an answer is taken
    up even when the one who was told has left.
    """
    own = actor.membership_id(alert.scheme_id)
    if own is None:
        return False
    if holds(actor, Permission.SEE_TEAM, alert.scheme_id):
        return True
    covered = {row.member_id for row in organisations.covered_by([own], dates.today())}
    return alert.responder_id == own or alert.responder_id in covered
