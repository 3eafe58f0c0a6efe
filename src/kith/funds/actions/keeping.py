"""A fund as its manager keeps it: its rule, who approves, and what comes in."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.accounts.permissions import Permission
from kith.accounts.roles import permissions_of
from kith.audit.write import action
from kith.files import actions as files
from kith.funds import queries, rules
from kith.funds.models import Approver, Deposit, Fund
from kith.isolation.actor import Actor
from kith.organisations.models import Funder, Membership
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates
from kith.ui.money import money


@action("funds.open_fund")
def open_fund(
    *,
    by: Actor,
    scheme_id: UUID,
    name: str,
    rule: str,
    most_pence: int,
    for_whom: str = "",
    funder: Funder | None = None,
) -> Fund:
    """Open a fund, empty: `put_in` notes its start balance.

    Raises Refused without a name, a rule in words or a most per request, and for a name in use.
    """
    _check(name, rule, most_pence)
    try:
        with transaction.atomic():
            return Fund.objects.create(
                scheme_id=scheme_id,
                name=name.strip(),
                rule=rule.strip(),
                for_whom=for_whom.strip(),
                most_pence=most_pence,
                funder=funder,
            )
    except IntegrityError as error:
        raise Refused(f"There is a fund “{name.strip()}” already.", field="name") from error


@action("funds.change_fund")
def change_fund(
    *,
    by: Actor,
    fund: Fund,
    name: str,
    rule: str,
    most_pence: int,
    for_whom: str = "",
    funder: Funder | None = None,
    is_open: bool = True,
    expected: int | None = None,
) -> Fund:
    """Put a fund right, or close it to new requests (what was approved is still given).

    Raises Refused as opening does, and Stale on another's change.
    """
    _check(name, rule, most_pence)
    if (
        Fund.objects.filter(scheme_id=fund.scheme_id, name=name.strip())
        .exclude(pk=fund.pk)
        .exists()
    ):
        raise Refused(f"There is a fund “{name.strip()}” already.", field="name")
    change(
        fund,
        expected=expected,
        name=name.strip(),
        rule=rule.strip(),
        for_whom=for_whom.strip(),
        most_pence=most_pence,
        funder=funder,
        is_open=is_open,
    )
    return fund


@action("funds.name_approver")
def name_approver(*, by: Actor, fund: Fund, member: Membership) -> Approver:
    """Name somebody to approve a fund's requests; once is enough.

    Raises Refused for staff of another scheme, and for a role that may not.
    """
    may = Permission.APPROVE_MONEY in permissions_of(frozenset(member.roles))
    if member.scheme_id != fund.scheme_id or not may:
        raise Refused("Choose somebody whose role lets them approve.", field="member")
    row, _ = Approver.objects.get_or_create(
        scheme_id=fund.scheme_id, fund=fund, member=member, ended_at=None
    )
    return row


@action("funds.end_approver")
def end_approver(*, by: Actor, approver: Approver) -> Approver:
    """Let somebody approve no more; what they decided stays."""
    if approver.ended_at is None:
        change(approver, ended_at=timezone.now())
    return approver


@action("funds.put_in")
def put_in(
    *,
    by: Actor,
    fund: Fund,
    pence: int,
    evidence: str,
    kind: str = Deposit.Kind.TOP_UP,
    on: datetime.date | None = None,
    file_name: str = "",
    content: bytes = b"",
) -> Deposit:
    """Note money that came into a fund on a day (default: today), with what shows it: words, and a file
    where there is one.

    Raises Refused for nothing, a day to come, no evidence, a second start balance, and a file that
    cannot be shown.
    """
    rules.check_pence(pence)
    day = on or dates.today()
    rules.check_past(day, "on")
    if not evidence.strip():
        raise Refused("Say what shows that it came, such as a remittance number.", field="evidence")
    if kind not in Deposit.Kind.values:
        raise Refused("Choose what it is.", field="kind")
    there = Deposit.objects.filter(fund=fund, kind=Deposit.Kind.START, taken_back_at=None)
    if kind == Deposit.Kind.START and there.exists():
        raise Refused("This fund has its start balance. Note it as a top-up.", field="kind")
    upload = None
    if content:
        upload = files.take_in(by=by, scheme_id=fund.scheme_id, name=file_name, content=content)
    return Deposit.objects.create(
        scheme_id=fund.scheme_id,
        fund=fund,
        kind=kind,
        pence=pence,
        on=day,
        evidence=evidence.strip(),
        upload=upload,
        by_id=by.membership_id(fund.scheme_id),
        by_name=by.name,
    )


@action("funds.take_back_deposit")
def take_back_deposit(*, by: Actor, deposit: Deposit) -> Deposit:
    """Take back money that was noted by a slip; the row stays, struck through.

    Raises Refused when it was taken back already, or has been promised or spent since.
    """
    fund = queries.locked(deposit.fund)
    deposit.refresh_from_db()
    if deposit.taken_back_at is not None:
        raise Refused("This was taken back already.")
    free = queries.standing(fund).free
    if deposit.pence > free:
        raise Refused(
            f"Only {money(max(free, 0))} of the fund is neither spent nor promised, so"
            f" {money(deposit.pence)} cannot be taken back."
        )
    change(deposit, taken_back_at=timezone.now())
    return deposit


def _check(name: str, rule: str, most_pence: int) -> None:
    if not name.strip():
        raise Refused("Give the fund a name.", field="name")
    if not rule.strip():
        raise Refused("Write what the fund is for, and what it is not.", field="rule")
    rules.check_pence(most_pence, "most_pence")
