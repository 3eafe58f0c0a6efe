"""Work done after a page has answered."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.pathway.referrals import actions
from kith.pathway.referrals.models import Ask

NAME = "job:referrals.read_ask"


@app.task(name="referrals.read_ask")
def read_ask(scheme_id: str, ask_id: str) -> None:
    """Make a referral of what somebody wrote on the public page."""
    with context.in_scheme(UUID(scheme_id), actor=NAME):
        ask = Ask.objects.filter(pk=ask_id).first()
        if ask is not None:
            actions.read_ask(by=Actor.system(NAME), ask=ask)
