"""Who holds a case: given, handed over, and nobody leaves while holding."""

from __future__ import annotations

import datetime

from django.db.models.functions import Greatest
from django.utils import timezone

from kith.audit.write import action
from kith.concerns import queries as concerns
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case, Holding, JointWork, Passing
from kith.pathway.caseload.rules import may_give_to, may_hold, may_work_along
from kith.pathway.caseload.states import CaseState
from kith.people import actions as people
from kith.people import queries as people_queries
from kith.people.models import PartnerAccess
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import day_of, today


@action("caseload.allocate")
def allocate(
    *,
    by: Actor,
    case: Case,
    holder: Membership,
    note: str = "",
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Case:
    """Give an open case to a worker, whose partner sees the person from that day.

    The partner that saw the person through the former holder sees them until the end of the day.
    Raises Refused for an ended case, its present holder, or someone to whom the actor may not give.
    """
    check_giving(by, holder)
    return give_to(by, case, holder, note, at or timezone.now(), expected)


@action("caseload.hand_over")
def hand_over(
    *,
    by: Actor,
    case: Case,
    holder: Membership,
    note: str,
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Case:
    """Hand one's own case to a colleague of the same partner, with what they need to know.

    Raises Refused without a note, for a case held by someone else, or another partner's colleague.
    """
    if not note.strip():
        raise Refused("Write what the next worker needs to know.", field="note")
    own = by.membership_id(case.scheme_id)
    if by.kind != "system" and case.holder_id != own:
        raise Refused("Only the worker who holds a case hands it over. Ask the team lead.")
    giver = case.holder
    if by.kind != "system" and (giver is None or giver.partner_id != holder.partner_id):
        raise Refused("Ask the team lead to give it to someone of another partner.", field="holder")
    return give_to(by, case, holder, note.strip(), at or timezone.now(), expected)


@action("caseload.read_note")
def read_note(*, by: Actor, holding: Holding) -> Holding:
    """Note that whoever was given a case has read what the giver wrote. Raises Refused for anyone else."""
    if holding.holder_id != by.membership_id(holding.scheme_id):
        raise Refused("Only the worker to whom this was written marks it as read.")
    if holding.note_read_at is None:
        change(holding, note_read_at=timezone.now())
    return holding


@action("caseload.end_membership")
def end_membership(
    *, by: Actor, member: Membership, to_date: datetime.date | None = None
) -> Membership:
    """End someone's place in the scheme; what they worked along on ends with it.

    Raises Refused while they hold open cases, or have a concern. `desk.end_place` asks of all rooms.
    """
    held = Case.objects.filter(holder=member, state=CaseState.OPEN).count()
    if held:
        cases = "an open case" if held == 1 else f"{held} open cases"
        raise Refused(f"{member.name} holds {cases}. Hand them over first.")
    if concerns.held_by(member.pk):
        raise Refused(f"{member.name} has a concern. Somebody has to take it over first.")
    day = to_date or today()
    if day < member.from_date:
        raise Refused("This would end before it began. Choose a later day.", field="to_date")
    change(member, to_date=day)
    JointWork.objects.filter(member=member, ended_on=None).update(ended_on=Greatest("from_on", day))
    return member


def check_giving(by: Actor, holder: Membership) -> None:
    """Raise Refused unless the actor may give a case to this worker."""
    if may_give_to(by, holder):
        return
    opened = organisations.scheme(holder.scheme_id).partners_see_each_other
    if not may_give_to(by, holder, partners_see_each_other=opened):
        raise Refused(
            f"You cannot give people to {holder.name}. Choose someone of your team.", field="holder"
        )


def give_to(
    by: Actor,
    case: Case,
    holder: Membership,
    note: str,
    moment: datetime.datetime,
    expected: int | None = None,
    passing: Passing | None = None,
) -> Case:
    """Let a worker hold a case from a moment on, their partner seeing the person from that day.

    The caller has asked whether the actor may; `passing` is the act in which several were given. A colleague
    who may not see the person any longer works along no longer. Raises Refused for somebody who cannot
    hold it.
    """
    _check_can_hold(case, holder)
    before, partner, was_held = case.partner_id, holder.partner, case.holder_id is not None
    change(
        case,
        expected=case.version if expected is None else expected,
        holder=holder,
        partner=partner,
    )
    if was_held:
        end_holding(case, moment)
    Holding.objects.create(
        scheme_id=case.scheme_id,
        case=case,
        holder=holder,
        from_at=moment,
        given_by_id=by.membership_id(case.scheme_id),
        note=note,
        note_read_at=passing.read_at if passing else None,
        passing=passing,
    )
    day = day_of(moment)
    if partner is not None:
        people.give_partner_access(by=by, person=case.person.kept, partner=partner, from_date=day)
    if before is not None and before != (partner.pk if partner else None):
        for access in people_queries.partners_who_see(case.person.kept, day).filter(
            partner_id=before
        ):
            _end(by, access, day)
    _end_joint_work_of_others(case, day)
    return case


def _end_joint_work_of_others(case: Case, day: datetime.date) -> None:
    """What a colleague worked along on ends as they hold it themselves, or may not see the person."""
    opened = organisations.scheme(case.scheme_id).partners_see_each_other
    for row in JointWork.objects.filter(case=case, ended_on=None).select_related("member__partner"):
        if row.member_id == case.holder_id or not may_work_along(case, row.member, opened=opened):
            change(row, ended_on=max(day, row.from_on))


def _check_can_hold(case: Case, holder: Membership) -> None:
    if case.state != CaseState.OPEN:
        raise Refused("This case has ended. Re-open it first.")
    if case.holder_id == holder.pk:
        raise Refused(
            f"{holder.name} holds this case already. Choose someone else.", field="holder"
        )
    gone = holder.to_date is not None and holder.to_date < today()
    if holder.scheme_id != case.scheme_id or gone or not may_hold(holder):
        raise Refused("Choose someone who supports people in this scheme.", field="holder")


def end_holding(case: Case, moment: datetime.datetime) -> None:
    """Note that whoever holds the case holds it no longer."""
    for held in Holding.objects.filter(case=case, to_at=None):
        change(held, to_at=max(moment, held.from_at))


def _end(by: Actor, access: PartnerAccess, day: datetime.date) -> None:
    if access.to_date is None or access.to_date > day:
        people.end_partner_access(by=by, access=access, to_date=day)
