"""Work done after a page has answered, and what is deleted on its day."""

from __future__ import annotations

import datetime
import logging
from uuid import UUID

from procrastinate.contrib.django import app

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.pathway.referrals import actions, queries
from kith.pathway.referrals.models import Ask, Redirect, Referral, Reply
from kith.pathway.referrals.sending_on import Parcel, opened, pack
from kith.resilience.errors import Refused
from kith.ui.dates import today
from kith.vocabulary import working_days

log = logging.getLogger(__name__)
NAME = "job:referrals.read_ask"
SWEEP = "job:referrals.forget"
CARRYING = "job:referrals.carry_redirect"


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


@app.periodic(cron="* * * * *")
@app.task(name="referrals.carry_due", queueing_lock="referrals.carry_due")
def carry_due(timestamp: int = 0) -> None:
    """Try again what could not be sent on, and what no worker took at its time.

    `timestamp` is the periodic job's own and is not used.
    """
    for scheme_id in organisations.open_schemes():
        with context.in_scheme(scheme_id, actor=CARRYING):
            due = list(queries.redirects_due().values_list("pk", flat=True))
        for redirect_id in due:
            carry_redirect(str(scheme_id), str(redirect_id))


@app.task(name="referrals.carry_redirect")
def carry_redirect(scheme_id: str, redirect_id: str) -> None:
    """Take a redirected referral to the other scheme, in its own context, unless that was undone.

    What that scheme refuses comes back at once; what goes wrong is tried again, and then comes back.
    """
    by = Actor.system(CARRYING)
    with context.in_scheme(UUID(scheme_id), actor=CARRYING):
        row = queries.redirect_to_send(UUID(redirect_id))
        if row is None or not row.to_scheme_id:
            return
        parcel = pack(row.referral, row, organisations.scheme(row.scheme_id).name)
    try:
        problem = _hand_over(by, row, parcel)
    except (
        Exception
    ):  # whatever it was, the person is waiting: somebody tries again, or hears of it
        log.exception("The redirect %s was not sent.", row.pk)
        with context.in_scheme(UUID(scheme_id), actor=CARRYING):
            actions.redirect_not_sent(by=by, redirect=row)
        return
    with context.in_scheme(UUID(scheme_id), actor=CARRYING):
        if problem:
            actions.redirect_failed(by=by, redirect=row, problem=problem)
        else:
            actions.redirect_sent(by=by, redirect=row)


def _hand_over(by: Actor, row: Redirect, parcel: Parcel) -> str:
    """Have the other scheme receive it and hear that it did; why it refuses, or "". There it has the id of the
    redirect, by which a second try knows that the first arrived.
    """
    scheme_id = row.to_scheme_id
    assert scheme_id is not None
    with context.in_scheme(scheme_id, actor=CARRYING):
        if Referral.objects.filter(pk=row.pk).exists():
            return ""
        try:
            given = opened(parcel, scheme_id)
            referral = actions.receive(by=by, scheme_id=scheme_id, asked_as=row.pk, **given)
        except Refused as refusal:
            return refusal.message
        actions.redirect_arrived(
            by=by, referral=referral, files=parcel.files, left_out=parcel.left_out
        )
    return ""


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
