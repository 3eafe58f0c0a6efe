"""Who answers when a person's answer asks somebody to act: asked anew each time, since people leave."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.concerns.models import LadderStep
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
    wanted = ("person__merged_into", "responder", "score", "case", "ladder", "concern")
    return rows.select_related(*wanted).order_by("raised_at")


def for_today(duty: Duty) -> list[Alert]:
    """The open alerts that wait for somebody, or for those whom they cover, and those of which they were told
    because nobody took them up; the oldest first.
    """
    told = Q(responder_id__in=duty.looked_after) | Q(Exists(_told(duty.own)))
    return list(_of(Alert.objects.filter(told, acknowledged_at=None)))


def _told(members: list[UUID]) -> QuerySet[LadderStep]:
    """The steps at which one of these was told of an alert."""
    asked = LadderStep.Kind.ASKED
    return LadderStep.objects.filter(ladder=OuterRef("ladder"), kind=asked, member__in=members)


def alerts_to_climb(scheme_id: UUID, now: datetime.datetime) -> list[Alert]:
    """The alerts of a scheme that nobody took up in time."""
    rows = Alert.objects.filter(scheme_id=scheme_id, acknowledged_at=None)
    return list(rows.filter(ladder__climb_at__lte=now).order_by("ladder__climb_at"))


def locked_alert(alert: Alert) -> Alert:
    """The same alert, which no other transaction changes until this one ends."""
    rows = Alert.objects.select_for_update(of=("self",))
    return rows.select_related("person__merged_into", "score", "ladder", "concern").get(pk=alert.pk)


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
    """Whether the actor is one of those who were told, covers for the first today, or leads: so that an answer
    is taken up even when the one who was told has left.
    """
    own = actor.membership_id(alert.scheme_id)
    if own is None:
        return False
    if holds(actor, Permission.SEE_TEAM, alert.scheme_id):
        return True
    covered = {row.member_id for row in organisations.covered_by([own], dates.today())}
    if alert.responder_id == own or alert.responder_id in covered:
        return True
    return Alert.objects.filter(Exists(_told([own])), pk=alert.pk).exists()
