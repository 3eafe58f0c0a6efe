"""An answer that asks somebody to act: told at once, open until taken up."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.concerns import actions as concerns
from kith.concerns import queries as concern_queries
from kith.concerns.actions.climbing import Alert as Climbing
from kith.concerns.actions.climbing import climb, new_ladder, settle
from kith.concerns.models import Concern
from kith.concerns.rules import answer_by
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.pathway.outcomes import queries
from kith.pathway.outcomes.models import Alert, Score
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import long_date
from kith.vocabulary import concerns as terms


@action("outcomes.raise_alert")
def raise_alert(*, by: Actor, score: Score, said: str, responder: Membership) -> Alert:
    """Tell the responder what an answer said: on their Today, and by an e-mail that names nobody. While nobody
    takes it up, the next of the scheme's ladder is asked in turn, as for a concern that cannot wait.
    """
    now = timezone.now()
    alert = Alert.objects.create(
        scheme_id=score.scheme_id,
        person_id=score.person_id,
        case_id=score.case_id,
        score=score,
        said=said,
        responder=responder,
        raised_at=now,
        by_name=by.name[:200],
        ladder=new_ladder(score.scheme_id, climb_at=now),
    )
    _ask_next(by, alert, now)
    return alert


@action("outcomes.climb_alert")
def climb_alert(*, by: Actor, alert: Alert, now: datetime.datetime) -> Alert:
    """Ask the next, when nobody took it up and the time of whoever was asked is over at `now`; else nothing."""
    there = queries.locked_alert(alert)
    due = there.ladder.climb_at if there.ladder else None
    if there.acknowledged_at is None and due is not None and due <= now:
        _ask_next(by, there, now)
    return there


@action("outcomes.raise_concern_about")
def raise_concern_about(*, by: Actor, alert: Alert) -> Concern:
    """Raise a concern with what the answer said: from then on its ladder asks, and the alert's rests.

    Once is enough: a second press gives the same concern.
    """
    there = queries.locked_alert(alert)
    if there.concern is not None:
        return there.concern
    title = queries.known(there.scheme_id)[there.score.measure].title
    concern = concerns.raise_concern(
        by=by,
        person=there.person.kept,
        kind=terms.MENTAL_HEALTH,
        urgency=terms.TODAY,
        words=f"{title}, answered on {long_date(there.score.taken_on)}:\n{there.said}",
        source=Concern.Source.PERSON,
    )
    change(there, concern=concern)
    _settle(there)
    return concern


@action("outcomes.acknowledge")
def acknowledge(*, by: Actor, alert: Alert, done: str) -> Alert:
    """Take an alert up, saying what was done. Raises Refused without that, for anybody but the one who was
    told, their cover or a lead, and when it was taken up already.
    """
    if not done.strip():
        raise Refused("Say what you did, or what happens now.", field="done")
    if not queries.may_acknowledge(by, alert):
        raise Refused(
            f"{alert.responder.name} was told of this, and takes it up, or whoever covers or leads."
        )
    changed = Alert.objects.filter(pk=alert.pk, acknowledged_at=None).update(
        acknowledged_at=timezone.now(),
        acknowledged_by_id=by.membership_id(alert.scheme_id),
        acknowledged_by_name=by.name[:200],
        done=done.strip(),
    )
    if not changed:
        raise Refused("This was taken up already. Reload the page to see by whom.")
    alert.refresh_from_db()
    _settle(alert)
    return alert


def _ask_next(by: Actor, alert: Alert, moment: datetime.datetime) -> None:
    policy = concern_queries.policy(alert.scheme_id)
    said = Climbing(
        asking="alert",
        unheld="alert",
        view="outcomes:alert",
        subject_id=alert.pk,
        wait=lambda asked: answer_by(policy, terms.NOW, asked),
    )
    rungs = concern_queries.rungs_for_person(
        alert.person, now=moment, without=None, responder=alert.responder_id
    )
    assert alert.ladder is not None
    climb(by, alert.ladder, rungs, said, moment)


def _settle(alert: Alert) -> None:
    if alert.ladder is not None and alert.ladder.settled_at is None:
        settle(alert.ladder, timezone.now())
