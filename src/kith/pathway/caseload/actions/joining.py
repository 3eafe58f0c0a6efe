"""A further referral of somebody whom we support joins their case; it is no second case."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.caseload import queries, rules
from kith.pathway.caseload.actions.ending import end
from kith.pathway.caseload.models import Case, Holding, Joining
from kith.pathway.caseload.states import CaseState
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals import queries as referral_queries
from kith.pathway.referrals.models import Referral
from kith.people import queries as people_queries
from kith.people.models import Merge, PartnerAccess
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary.word_back import Kind

APART = (
    "The record that this referral joined turned out to be another person’s. Decide on it again."
)


@action("caseload.join")
def join(
    *,
    by: Actor,
    referral: Referral,
    opened_again: rules.OpenedAgain | None = None,
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Joining:
    """Join a referral to the open case of its person, whose holder is to read what it says.

    The case stays the episode that it is: no code is owed anew, and its later word goes to this referrer
    too. `opened_again` is what the case was before the closures room opened it again for this. Raises
    Refused where there is no open case or for somebody who may not see the person, and Stale.
    """
    moment = at or timezone.now()
    person = people_queries.locked(referral.person.kept)
    case = queries.open_case_of(person)
    if case is None:
        raise Refused(
            f"{person.full_name} has no open case. Take the referral on, or open their last case again."
        )
    if not referral_queries.standing_of(by, referral).seen:
        raise Refused("Only somebody who may see the person can join a referral to their case.")
    referrals.mark_joined(by=by, referral=referral, at=moment, expected=expected)
    joining = _keep(by, case, referral, moment, opened_again)
    kind, next_by = (Kind.TAKEN_ON, case.next_step_on) if opened_again else (Kind.JOINED, None)
    referrals.tell(by=by, referral=referral, kind=kind, next_by=next_by, at=at)
    return joining


@action("caseload.undo_join")
def undo_join(
    *, by: Actor, referral: Referral, at: datetime.datetime | None = None
) -> Joining | None:
    """Take joining back within its minute: the referral is to be decided on again. What it was is returned.

    Raises Refused after the minute.
    """
    joining = Joining.objects.select_related("case").filter(referral=referral).first()
    referrals.undo(by=by, referral=referral, at=at)
    if joining is not None:
        Joining.objects.filter(pk=joining.pk).delete()
    return joining


@action("caseload.undo_reopening")
def undo_reopening(*, by: Actor, joining: Joining) -> Case:
    """Let a case that was opened again for a referral be ended as it was before; closures calls this.

    Raises Refused when it ended meanwhile.
    """
    case, since = joining.case, joining.joined_at
    assert joining.was_ended_at is not None
    if case.state != CaseState.OPEN:
        raise Refused("The case has ended again already, so this cannot be undone.")
    Holding.objects.filter(case=case, from_at__gte=since).delete()
    PartnerAccess.objects.filter(
        person=case.person.kept, partner=case.partner, created_at__gte=since
    ).delete()
    end(case, CaseState(joining.was_state), joining.was_ended_at, None)
    last = Holding.objects.filter(case=case).order_by("-from_at").first()
    change(case, holder_id=last.holder_id if last else None)
    for row in (case.referral, *queries.joined_to(case)):
        referrals.take_back_words(by=by, referral=row, since=since)
    return case


@action("caseload.read_joined")
def read_joined(*, by: Actor, joining: Joining, at: datetime.datetime | None = None) -> Joining:
    """Note that whoever holds the case, or covers for them, has read the referral that joined it.

    Raises Refused for anybody else. Reading twice is reading once.
    """
    if joining.case.holder_id not in queries.looked_after(by):
        raise Refused(
            "Only the worker who holds the case, or who covers for them, marks it as read."
        )
    if joining.read_at is None:
        member_id = by.membership_id(joining.scheme_id)
        change(joining, read_at=at or timezone.now(), read_by_id=member_id)
    return joining


@action("caseload.part_joined")
def part_joined(*, by: Actor, merge: Merge) -> None:
    """Put back to be decided on what joined a case of the other of two records that are apart again."""
    both = people_queries.records_of_all([merge.kept_id, merge.lost_id])
    rows = Joining.objects.filter(case__person__in=both)
    for joining in rows.select_related("case__person", "referral__person"):
        if joining.case.person.kept.pk != joining.referral.person.kept.pk:
            Joining.objects.filter(pk=joining.pk).delete()
            referrals.mark_parted(by=by, referral=joining.referral, why=APART)


def _keep(
    by: Actor,
    case: Case,
    referral: Referral,
    moment: datetime.datetime,
    was: rules.OpenedAgain | None,
) -> Joining:
    """The row; read at once by somebody who joins it to a case of their own."""
    member_id = by.membership_id(case.scheme_id)
    reads = member_id is not None and member_id == case.holder_id
    return Joining.objects.create(
        scheme_id=case.scheme_id,
        case=case,
        referral=referral,
        joined_at=was.at if was else moment,
        by_id=member_id,
        read_at=moment if reads else None,
        read_by_id=member_id if reads else None,
        was_state=was.state if was else "",
        was_ended_at=was.ended_at if was else None,
    )
