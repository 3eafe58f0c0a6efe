"""Vouchers: bought in batches, each by its serial; void, lost and found again."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils import timezone

from kith.audit.write import action
from kith.funds import queries, rules
from kith.funds.models import Fund, Voucher, VoucherBatch
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates
from kith.ui.money import money

# What may follow: nothing brings a voucher back that somebody was given.
AFTER = {
    Voucher.State.IN_HAND: (Voucher.State.VOID, Voucher.State.LOST),
    Voucher.State.VOID: (Voucher.State.IN_HAND,),
    Voucher.State.LOST: (Voucher.State.IN_HAND, Voucher.State.VOID),
}


@action("funds.buy_vouchers")
def buy_vouchers(
    *,
    by: Actor,
    fund: Fund,
    kind: str,
    pence: int,
    serials: Sequence[str],
    evidence: str,
    bought_on: datetime.date | None = None,
) -> VoucherBatch:
    """Note vouchers bought from a fund on a day (default: today), each worth `pence`, by their serials.

    Raises Refused for no kind, value, serial or evidence, a serial that the scheme has already, a day to
    come, and more than the fund has free.
    """
    rules.check_pence(pence)
    day = bought_on or dates.today()
    rules.check_past(day, "bought_on")
    if not kind.strip():
        raise Refused("Write what they are, such as supermarket cards.", field="kind")
    if not evidence.strip():
        raise Refused("Say what shows that they were bought, such as an invoice.", field="evidence")
    read = rules.read_serials("\n".join(serials))
    locked = queries.locked(fund)
    cost, free = pence * len(read), queries.standing(locked).free
    if cost > free:
        raise Refused(
            f"These cost {money(cost)}, and {fund.name} has {money(max(free, 0))} left that nobody"
            " was promised.",
            field="serials",
        )
    _check_new(fund, read)
    batch = VoucherBatch.objects.create(
        scheme_id=fund.scheme_id,
        fund=fund,
        kind=kind.strip(),
        pence=pence,
        bought_on=day,
        evidence=evidence.strip(),
        by_id=by.membership_id(fund.scheme_id),
        by_name=by.name,
    )
    _create(batch, read)
    return batch


@action("funds.mark_voucher")
def mark_voucher(*, by: Actor, voucher: Voucher, state: str, why: str = "") -> Voucher:
    """Say that a voucher in hand is void or lost, and why, or that it is in hand after all.

    Raises Refused for one that was given, another order of things, and void or lost without a reason.
    """
    voucher.refresh_from_db()
    if state not in AFTER.get(Voucher.State(voucher.state), ()):
        raise Refused(
            f"This voucher is “{voucher.get_state_display().lower()}”. Nothing was changed."
        )
    if state != Voucher.State.IN_HAND and not why.strip():
        raise Refused("Say what happened.", field="why")
    change(
        voucher,
        expected=voucher.version,
        state=state,
        why=why.strip(),
        changed_at=timezone.now(),
        changed_by_name=by.name,
    )
    return voucher


def _check_new(fund: Fund, serials: Sequence[str]) -> None:
    there = queries.known_serials(fund.scheme_id, map(rules.fold, serials))
    if there:
        raise Refused(
            f"The serial that ends in {there[0].masked} is there already, in {there[0].batch.fund.name}."
            " Nothing was noted.",
            field="serials",
        )


def _create(batch: VoucherBatch, serials: Sequence[str]) -> None:
    try:
        with transaction.atomic():
            Voucher.objects.bulk_create(
                Voucher(
                    scheme_id=batch.scheme_id,
                    batch=batch,
                    serial=serial,
                    folded=rules.fold(serial)[: rules.LONGEST_SERIAL],
                )
                for serial in serials
            )
    except IntegrityError as error:  # another batch of a fund beside this one, at the same moment
        raise Refused("One of these serials was noted meanwhile.", field="serials") from error
