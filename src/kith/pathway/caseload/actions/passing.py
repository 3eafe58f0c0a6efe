"""A worker's load, or a part of it, passes to a colleague in one act; the colleague is told."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Sequence

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kith.audit.write import action, apart
from kith.isolation.actor import Actor
from kith.messages.actions import queue_email
from kith.organisations.models import Membership
from kith.pathway.caseload.actions.holding import check_giving, give_to
from kith.pathway.caseload.models import Case, Holding, Passing
from kith.resilience.errors import Refused
from kith.resilience.versions import change


@action("caseload.pass_on")
def pass_on(
    *,
    by: Actor,
    giver: Membership,
    receiver: Membership,
    cases: Sequence[Case],
    note: str = "",
    words: str = "",
    at: datetime.datetime | None = None,
) -> Passing:
    """Give several open cases of one worker to a colleague, who has them on Today as one thing to read
    and gets an e-mail that names nobody. `words` count what else became theirs.

    Raises Refused as `allocate` does, for a case that is another's by now, and for the giver themself.
    """
    if giver.pk == receiver.pk:
        raise Refused("Choose a colleague.", field="holder")
    check_giving(by, receiver)
    moment = at or timezone.now()
    mine = by.membership_id(giver.scheme_id) == receiver.pk
    passing = Passing.objects.create(
        scheme_id=giver.scheme_id,
        giver=giver,
        receiver=receiver,
        at=moment,
        note=note.strip(),
        words=words,
        by_id=by.membership_id(giver.scheme_id),
        by_name=by.name[:200],
        read_at=moment if mine else None,
    )
    for case in cases:
        _check_still_theirs(case, giver)
        give_to(by, case, receiver, note.strip(), moment, passing=passing)
    if not mine:
        _tell(by, receiver, at)
    return passing


@action("caseload.read_passing")
def read_passing(*, by: Actor, passing: Passing) -> Passing:
    """Note that a colleague has read what passed to them. Raises Refused for anybody else."""
    if passing.receiver_id != by.membership_id(passing.scheme_id):
        raise Refused("Only the colleague to whom this passed marks it as read.")
    if passing.read_at is None:
        now = timezone.now()
        change(passing, read_at=now)
        Holding.objects.filter(passing=passing, note_read_at=None).update(note_read_at=now)
    return passing


def _check_still_theirs(case: Case, giver: Membership) -> None:
    if case.holder_id != giver.pk:
        raise Refused(
            f"{case.person.full_name} is not with {giver.name} any more. Reload the page to see who"
            " has whom. Nothing was changed."
        )


def _tell(by: Actor, receiver: Membership, at: datetime.datetime | None) -> None:
    """By e-mail, which names nobody; an address that cannot be used keeps nothing from passing."""
    link = f"{settings.SITE_URL}{reverse('desk:today')}"
    with contextlib.suppress(Refused), apart():
        queue_email(
            by=by, scheme_id=receiver.scheme_id, kind="passed_on", to=receiver.user.email,
            link=link, at=at,
        )  # fmt: skip
