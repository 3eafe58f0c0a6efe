"""Reading what a listing's own people said, and each working morning asking those whose check is due."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.directory import actions, rules
from kith.directory.actions.checking import BOUNCED, NO_ADDRESS, NO_ANSWER
from kith.directory.actions.matters import READ
from kith.directory.models import Asking, Matter
from kith.directory.queries import checking as queries
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.messages.models import Email
from kith.organisations import queries as organisations
from kith.resilience.errors import Refused
from kith.ui.dates import today
from kith.vocabulary import working_days

ANSWERS = "job:directory.read_answer"
ASKING = "job:directory.ask_due"
FORGETTING = "job:directory.forget_suggestions"


@app.task(name=READ)
def read_answer(*, scheme_id: str, matter_id: str) -> None:
    """Do what the holder of a listing's link asked."""
    with context.in_scheme(UUID(scheme_id), actor=ANSWERS):
        rows = Matter.objects.select_related("service__organisation", "asking")
        matter = rows.filter(pk=matter_id).first()
        if matter is not None:
            actions.read_answer(by=Actor.system(ANSWERS), matter=matter)


@app.periodic(cron="40 6 * * *")
@app.task(name="directory.ask_due", queueing_lock="directory.ask_due")
def ask_due(timestamp: int = 0) -> None:
    """On working days: remind, give up on who does not answer, and ask listings whose check is due.

    `timestamp` is the periodic job's own and is not used.
    """
    if working_days.on_or_after(today()) != today():
        return
    for scheme_id in organisations.open_schemes():
        with context.in_scheme(scheme_id, actor=ASKING):
            follow_up(scheme_id)
            ask(scheme_id)


def follow_up(scheme_id: UUID) -> None:
    """Remind those who were asked two weeks ago; have somebody ring those who do not answer or whose address fails."""
    by, now = Actor.system(ASKING), timezone.now()
    for asking in queries.open_askings(scheme_id):
        since = now - asking.asked_at
        if asking.email is not None and asking.email.state == Email.State.FAILED:
            actions.call_due(by=by, service=asking.service, why=BOUNCED)
        elif since >= rules.RING_AFTER and _waited_after_reminder(asking):
            actions.call_due(by=by, service=asking.service, why=NO_ANSWER)
        elif since >= rules.ASK_AGAIN_AFTER and asking.asked_again_at is None:
            actions.ask_listing_again(by=by, asking=asking)


def ask(scheme_id: UUID) -> None:
    """Ask the listings whose check has been due the longest, as many as the scheme says; a listing without an
    address waits for a call instead.
    """
    policy = queries.policy_of(scheme_id)
    if not policy.writes:
        return
    by = Actor.system(ASKING)
    for service in queries.to_ask(scheme_id, timezone.now(), today())[: policy.most_a_day]:
        if not queries.address_of(service):
            actions.call_due(by=by, service=service, why=NO_ADDRESS)
            continue
        try:
            actions.ask_listing(by=by, service=service)
        except Refused as refusal:  # an address that a feed gave and that is none
            actions.call_due(by=by, service=service, why=refusal.message)


def _waited_after_reminder(asking: Asking) -> bool:
    """A worker that was down for a while reminds before it gives up."""
    if asking.asked_again_at is None:
        return False
    return timezone.now() - asking.asked_again_at >= rules.RING_AFTER - rules.ASK_AGAIN_AFTER


@app.periodic(cron="31 3 * * *")
@app.task(name="directory.forget_suggestions", queueing_lock="directory.forget_suggestions")
def forget_suggestions(timestamp: int = 0) -> None:
    """Forget what nobody took for a person's, and old addresses. `timestamp` is the job's own and is not used."""
    for scheme_id in organisations.open_schemes():
        with context.in_scheme(scheme_id, actor=FORGETTING):
            actions.forget_suggestions(by=Actor.system(FORGETTING), scheme_id=scheme_id)
