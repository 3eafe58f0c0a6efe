"""Work done after a page has answered."""

from __future__ import annotations

from uuid import UUID

from procrastinate.contrib.django import app

from kith.isolation import context
from kith.isolation.actor import Actor
from kith.pathway.contacts import actions
from kith.pathway.referrals.models import Referral

ANOTHER_WAY = "98"  # vocabulary.media
STOP = (
    "On the page of their own they pressed: I do not want this any more."
    " Ring only if something is open, and finish."
)


@app.task(name="contacts.pass_on_stop")
def pass_on_stop(scheme_id: str, referral_id: str) -> None:
    """Tell the link worker that somebody who asked for themselves wants no more support."""
    by = "job:contacts.pass_on_stop"
    with context.in_scheme(UUID(scheme_id), actor=by):
        row = Referral.objects.select_related("person__merged_into").filter(pk=referral_id).first()
        if row is not None:
            actions.take_message(
                by=Actor.system(by), person=row.person.kept, words=STOP, medium=ANOTHER_WAY
            )
