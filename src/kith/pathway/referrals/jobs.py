"""Work done after a page has answered, and what is deleted on its day."""

from __future__ import annotations

import datetime
from uuid import UUID

from procrastinate.contrib.django import app

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.pathway.referrals import actions
from kith.pathway.referrals.models import Ask, Reply
from kith.ui.dates import today
from kith.vocabulary import working_days

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


@app.task(name="referrals.read_reply")
def read_reply(scheme_id: str, reply_id: str) -> None:
    """Do what a referrer asked by their private link."""
    by = "job:referrals.read_reply"
    with context.in_scheme(UUID(scheme_id), actor=by):
        reply = Reply.objects.filter(pk=reply_id).select_related("referral__person").first()
        if reply is not None:
            actions.read_reply(by=Actor.system(by), reply=reply)


@app.periodic(cron="0 7 * * *")
@app.task(name="referrals.make_sheets", queueing_lock="referrals.make_sheets")
def make_sheets(timestamp: int = 0) -> None:
    """On the first working day of each week, the sheet of codes owed to each practice.

    `timestamp` is the periodic job's own and is not used.
    """
    by, day = "job:referrals.make_sheets", today()
    if day != working_days.on_or_after(day - datetime.timedelta(days=day.weekday())):
        return
    for scheme_id in organisations.open_schemes():
        with context.in_scheme(scheme_id, actor=by):
            for practice in organisations.practices(scheme_id):
                actions.make_sheet(by=Actor.system(by), practice=practice, on=day)
