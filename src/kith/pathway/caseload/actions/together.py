"""A colleague works along on a case; one stays the holder."""

from __future__ import annotations

import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case, JointWork
from kith.pathway.caseload.rules import may_give_to, may_work_along
from kith.pathway.caseload.states import CaseState
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today


@action("caseload.work_along")
def work_along(
    *,
    by: Actor,
    case: Case,
    member: Membership,
    why: str,
    from_on: datetime.date | None = None,
) -> JointWork:
    """Ask a colleague to work along on an open case, from today or an earlier day: both have it on Today and
    in their caseload, and whoever holds it holds it still. It shares nothing beyond the wall.

    Raises Refused without a reason, for the holder, for a colleague who might not see the person without
    it (`may_work_along`), one who works along already, and anybody who neither holds the case nor leads.
    """
    _check_asks(by, case)
    if not why.strip():
        raise Refused("Say what they help with.", field="why")
    day = from_on or today()
    if day > today():
        raise Refused("This day has not come yet. Choose today or an earlier day.", field="from_on")
    _check_member(case, member)
    own = by.membership_id(case.scheme_id)
    try:
        with transaction.atomic():
            return JointWork.objects.create(
                scheme_id=case.scheme_id,
                case=case,
                member=member,
                why=why.strip(),
                from_on=day,
                by_id=own,
                by_name=by.name[:200],
                read_at=timezone.now() if own == member.pk else None,
            )
    except IntegrityError as error:
        raise Refused(f"{member.name} works along on this already.", field="member") from error


@action("caseload.end_joint_work")
def end_joint_work(*, by: Actor, joint: JointWork) -> JointWork:
    """Let a colleague's part in a case end today. Raises Refused twice."""
    if joint.ended_on is not None:
        raise Refused("This has ended already. Reload the page to see who works along now.")
    change(joint, ended_on=max(today(), joint.from_on))
    return joint


@action("caseload.read_joint_work")
def read_joint_work(*, by: Actor, joint: JointWork) -> JointWork:
    """Note that a colleague has read what they are asked to help with. Raises Refused for anybody else."""
    if joint.member_id != by.membership_id(joint.scheme_id):
        raise Refused("Only the colleague who was asked marks this as read.")
    if joint.read_at is None:
        change(joint, read_at=timezone.now())
    return joint


def _check_asks(by: Actor, case: Case) -> None:
    if case.state != CaseState.OPEN:
        raise Refused("This case has ended. Re-open it first.")
    if case.holder is None:
        raise Refused("Nobody holds this case yet. Give it to somebody first.")
    if by.kind == "system" or case.holder_id == by.membership_id(case.scheme_id):
        return
    opened = organisations.scheme(case.scheme_id).partners_see_each_other
    if not may_give_to(by, case.holder, partners_see_each_other=opened):
        raise Refused(f"{case.holder.name} holds this case. Ask them, or the team lead.")


def _check_member(case: Case, member: Membership) -> None:
    if member.pk == case.holder_id:
        raise Refused(f"{member.name} holds this case. Choose a colleague.", field="member")
    gone = member.to_date is not None and member.to_date < today()
    opened = organisations.scheme(case.scheme_id).partners_see_each_other
    if (
        member.scheme_id != case.scheme_id
        or gone
        or not may_work_along(case, member, opened=opened)
    ):
        raise Refused(
            f"{member.name} cannot see this person, and working along would not change that. Choose"
            " a colleague of the same employer, or ask your manager.",
            field="member",
        )
