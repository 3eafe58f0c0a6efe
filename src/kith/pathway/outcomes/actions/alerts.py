"""An answer that asks somebody to act: told at once, open until taken up."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.messages.actions import queue_email
from kith.organisations.models import Membership
from kith.pathway.outcomes import queries
from kith.pathway.outcomes.models import Alert, Score
from kith.resilience.errors import Refused


@action("outcomes.raise_alert")
def raise_alert(*, by: Actor, score: Score, said: str, responder: Membership) -> Alert:
    """Tell the responder what an answer said: on their Today, and by an e-mail that names nobody."""
    alert = Alert.objects.create(
        scheme_id=score.scheme_id,
        person_id=score.person_id,
        case_id=score.case_id,
        score=score,
        said=said,
        responder=responder,
        raised_at=timezone.now(),
        by_name=by.name[:200],
    )
    link = f"{settings.SITE_URL}{reverse('outcomes:alert', args=[alert.pk])}"
    queue_email(by=by, scheme_id=score.scheme_id, kind="alert", to=responder.user.email, link=link)
    return alert


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
    return alert
