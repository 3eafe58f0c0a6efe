"""Work done after a page has answered, and what is deleted on its day."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.pathway.referrals import actions
from kith.pathway.referrals.models import Ask

NAME = "job:referrals.read_ask"
SWEEP = "job:referrals.forget"


@app.task(name="referrals.read_ask")
def read_ask(scheme_id: str, ask_id: str) -> None:
    """Make a referral of what somebody wrote on a page without an account."""
    with context.in_scheme(UUID(scheme_id), actor=NAME):
        ask = Ask.objects.filter(pk=ask_id).first()
        if ask is not None:
            actions.read_ask(by=Actor.system(NAME), ask=ask)


@app.periodic(cron="23 3 * * *")
@app.task(name="referrals.forget", queueing_lock="referrals.forget")
def forget(timestamp: int = 0) -> None:
    """Delete what was kept for later and never sent, and what nobody took for a person's.

    `timestamp` is the periodic job's own and is not used.
    """
    by = Actor.system(SWEEP)
    for scheme_id in organisations.open_schemes():
        with context.in_scheme(scheme_id, actor=SWEEP):
            actions.forget_expired(by=by, scheme_id=scheme_id)
            actions.forget_doubtful(by=by, scheme_id=scheme_id)
