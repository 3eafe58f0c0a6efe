"""Money asked for a person, and the decision of somebody else."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.funds import queries, rules
from kith.funds.models import Fund, MoneyRequest
from kith.funds.states import REQUESTS, RequestState
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change


@action("funds.ask")
def ask(
    *,
    by: Actor,
    fund: Fund,
    person: Person,
    foundation: str,
    purpose: str,
    what: str,
    why: str,
    pence: int,
    way: str,
    payee: str = "",
    at: datetime.datetime | None = None,
) -> MoneyRequest:
    """Ask a fund for money for somebody; whoever is named for it finds it on their Today.

    Raises Refused for a record that the asker may not open, for what the fund's rule in figures does not
    allow, and where nobody but the asker could approve it.
    """
    rules.check_may_open(by, person)
    rules.check_request(
        fund, foundation=foundation, purpose=purpose, what=what, why=why, pence=pence, way=way, payee=payee
    )  # fmt: skip
    own = by.membership_id(fund.scheme_id)
    named = {row.member_id for row in queries.approvers(fund)} - {own}
    if not named & {member.pk for member in queries.could_approve(fund.scheme_id)}:
        raise Refused(
            f"Nobody is named who could approve this for {fund.name}. Ask your manager to name"
            " somebody; what you wrote is kept here.",
            field="fund",
        )
    return MoneyRequest.objects.create(
        scheme_id=fund.scheme_id,
        fund=fund,
        person=person,
        foundation=foundation,
        purpose=purpose,
        what=what.strip(),
        why=why.strip(),
        pence=pence,
        way=way,
        payee=payee.strip(),
        asked_at=at or timezone.now(),
        asked_by_id=own,
        asked_by_name=by.name,
    )


@action("funds.approve")
def approve(
    *,
    by: Actor,
    request: MoneyRequest,
    approved_pence: int,
    why: str = "",
    at: datetime.datetime | None = None,
) -> MoneyRequest:
    """Approve a request, wholly or in part: the money is promised.

    Raises Refused for somebody who may not decide on it, more than was asked, more than the fund has and
    promised to nobody, and when it was decided meanwhile. Two at once wait for each other.
    """
    _check_decides(by, request)
    fund = queries.locked_with(request)
    REQUESTS.check(request.state, RequestState.APPROVED)
    rules.check_pence(approved_pence, "approved_pence")
    if approved_pence > request.pence:
        raise Refused("This is more than was asked for.", field="approved_pence")
    rules.check_enough(queries.standing(fund), approved_pence, request.way, fund)
    return _decide(by, request, RequestState.APPROVED, why, at, approved_pence=approved_pence)


@action("funds.refuse")
def refuse(
    *, by: Actor, request: MoneyRequest, why: str, at: datetime.datetime | None = None
) -> MoneyRequest:
    """Refuse a request, with the reason. Raises Refused as approving does, and without a reason."""
    _check_decides(by, request)
    queries.locked_with(request)
    REQUESTS.check(request.state, RequestState.REFUSED)
    if not why.strip():
        raise Refused("Say why, so that it can be told to the person.", field="why")
    return _decide(by, request, RequestState.REFUSED, why, at)


@action("funds.ask_more")
def ask_more(
    *, by: Actor, request: MoneyRequest, why: str, at: datetime.datetime | None = None
) -> MoneyRequest:
    """Ask something before deciding. Raises Refused as approving does, and without a question."""
    _check_decides(by, request)
    queries.locked_with(request)
    REQUESTS.check(request.state, RequestState.MORE_ASKED)
    if not why.strip():
        raise Refused("Write what you need to know.", field="why")
    return _decide(by, request, RequestState.MORE_ASKED, why, at)


@action("funds.answer_more")
def answer_more(*, by: Actor, request: MoneyRequest, answer: str) -> MoneyRequest:
    """Answer what was asked: the request waits for a decision again, question and answer kept.

    Raises Refused without an answer, when nothing is asked, and for a record one may not open.
    """
    rules.check_may_open(by, request.person)
    queries.locked_with(request)
    if request.state != RequestState.MORE_ASKED:
        raise Refused("Nothing is asked about this request. Reload the page to see where it is.")
    if not answer.strip():
        raise Refused("Write the answer.", field="answer")
    said = f"Asked: {request.decided_why}\nAnswered: {answer.strip()}"
    more = "\n\n".join(part for part in (request.more, said) if part)
    _undecide(request, more)
    return request


@action("funds.take_decision_back")
def take_decision_back(*, by: Actor, request: MoneyRequest) -> MoneyRequest:
    """Take an approval or a refusal back that was a slip: the request waits for a decision again.

    Raises Refused for somebody who may not decide on it, and when it was given meanwhile.
    """
    _check_decides(by, request)
    queries.locked_with(request)
    if request.state not in (RequestState.APPROVED, RequestState.REFUSED):
        raise Refused("There is no decision to take back. Reload the page to see where it is.")
    _undecide(request, request.more)
    return request


@action("funds.withdraw")
def withdraw(*, by: Actor, request: MoneyRequest) -> MoneyRequest:
    """Take a request back that is not needed any more; what was promised is free again.

    Raises Refused when it was refused, given or withdrawn already, and for a record one may not open.
    """
    rules.check_may_open(by, request.person)
    queries.locked_with(request)
    REQUESTS.check(request.state, RequestState.WITHDRAWN)
    change(request, state=RequestState.WITHDRAWN.value, approved_pence=None)
    return request


@action("funds.pass_on")
def pass_on(*, by: Actor, request: MoneyRequest, to: Membership) -> MoneyRequest:
    """Let a colleague go on with a request of somebody who leaves; who asked for it stays on it by name.

    Raises Refused for the colleague who decided on it, and for a record one may not open.
    """
    rules.check_may_open(by, request.person)
    if request.decided_by_id == to.pk:
        raise Refused(f"{to.name} decided on this request. Choose somebody else to go on with it.")
    change(request, asked_by=to)
    return request


@action("funds.see_refused")
def see_refused(*, by: Actor, request: MoneyRequest) -> MoneyRequest:
    """Note that whoever asked, or covers for them, has read the refusal."""
    rules.check_may_open(by, request.person)
    if request.state != RequestState.REFUSED:
        raise Refused("This request is not refused. Reload the page to see where it is.")
    if request.seen_at is None:
        change(request, seen_at=timezone.now())
    return request


def _decide(
    by: Actor,
    request: MoneyRequest,
    state: RequestState,
    why: str,
    at: datetime.datetime | None,
    approved_pence: int | None = None,
) -> MoneyRequest:
    change(
        request,
        state=state.value,
        approved_pence=approved_pence,
        decided_at=at or timezone.now(),
        decided_by_id=by.membership_id(request.scheme_id),
        decided_by_name=by.name,
        decided_why=why.strip(),
        seen_at=None,
    )
    return request


def _undecide(request: MoneyRequest, more: str) -> None:
    change(
        request,
        state=RequestState.ASKED.value,
        approved_pence=None,
        decided_at=None,
        decided_by=None,
        decided_by_name="",
        decided_why="",
        more=more,
    )


def _check_decides(by: Actor, request: MoneyRequest) -> None:
    if (
        request.asked_by_id is not None
        and by.membership_id(request.scheme_id) == request.asked_by_id
    ):
        raise Refused("Somebody else decides on what you asked for.")
    if not queries.may_decide(by, request):
        raise Refused("Only somebody who is named for this fund decides on its requests.")
