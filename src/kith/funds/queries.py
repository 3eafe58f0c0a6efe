"""Reading funds: what is in them, what waits for whom, what was given, and every voucher."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce, TruncMonth
from django.http import Http404

from kith.accounts.permissions import Permission, holds
from kith.accounts.roles import permissions_of
from kith.funds import rules
from kith.funds.models import (
    Approver,
    Deposit,
    Fund,
    MoneyRequest,
    Receipt,
    Returned,
    Voucher,
    VoucherBatch,
    Way,
)
from kith.funds.rules import Standing
from kith.funds.states import RequestState
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import schemes_where
from kith.pathway.caseload.states import CaseState
from kith.people import queries as people
from kith.people.models import Person
from kith.ui.dates import today

IN_HAND = Voucher.State.IN_HAND


def funds(actor: Actor, permission: Permission = Permission.WORK_WITH_PEOPLE) -> QuerySet[Fund]:
    """The funds of the actor's schemes, those first that take requests."""
    rows = Fund.objects.filter(scheme_id__in=schemes_where(actor, permission))
    return rows.select_related("funder").order_by("-is_open", "name")


def funds_of(scheme_id: UUID) -> QuerySet[Fund]:
    """Every fund of a scheme, those first that take requests."""
    rows = Fund.objects.filter(scheme_id=scheme_id).select_related("funder")
    return rows.order_by("-is_open", "name")


def fund_for(
    actor: Actor, fund_id: UUID, permission: Permission = Permission.WORK_WITH_PEOPLE
) -> Fund:
    """One fund of the actor's schemes; raises the one 404 otherwise."""
    found = funds(actor, permission).filter(pk=fund_id).first()
    if found is None:
        raise Http404
    return found


def locked(fund: Fund) -> Fund:
    """The fund, of which no other transaction takes anything until this one ends."""
    return Fund.objects.select_for_update().get(pk=fund.pk)


def locked_with(request: MoneyRequest) -> Fund:
    """The fund of a request, locked, and the request itself read anew: two who act at once wait for each
    other, and the second sees what the first did.
    """
    fund = locked(request.fund)
    request.refresh_from_db()
    return fund


def approvers(fund: Fund) -> list[Approver]:
    """Who is named to approve and works here, by name."""
    rows = Approver.objects.filter(fund=fund, ended_at=None).select_related("member")
    rows = rows.exclude(member__to_date__lt=today())
    return list(rows.order_by("member__name"))


def approver_of(fund: Fund, approver_id: UUID) -> Approver:
    """One of them; raises the one 404 otherwise."""
    row = Approver.objects.filter(fund=fund, pk=approver_id, ended_at=None).first()
    if row is None:
        raise Http404
    return row


def could_approve(scheme_id: UUID) -> list[Membership]:
    """The staff whose role lets them be named, by name."""
    return [
        member
        for member in organisations.staff(scheme_id)
        if Permission.APPROVE_MONEY in permissions_of(frozenset(member.roles))
    ]


def deposits(fund: Fund) -> list[Deposit]:
    """What came into a fund, the newest first; what was taken back is among it."""
    return list(Deposit.objects.filter(fund=fund).order_by("-on", "-created_at"))


def deposit_of(fund: Fund, deposit_id: UUID) -> Deposit:
    """One deposit; raises the one 404 otherwise."""
    row = Deposit.objects.filter(fund=fund, pk=deposit_id, taken_back_at=None).first()
    if row is None:
        raise Http404
    return row


def standing(fund: Fund) -> Standing:
    """What is in a fund now."""
    return standings([fund.pk])[fund.pk]


def standings(fund_ids: Iterable[UUID]) -> dict[UUID, Standing]:
    """What is in each of these funds now, computed from their rows in one read each."""
    ids = list(fund_ids)
    asked = MoneyRequest.objects.filter(fund__in=ids)
    by_voucher = Q(way=Way.VOUCHER)
    promised = asked.filter(state=RequestState.APPROVED)
    sums = {
        "put_in": _sum(Deposit.objects.filter(fund__in=ids, taken_back_at=None), "fund", "pence"),
        "bought": _sum(Voucher.objects.filter(batch__fund__in=ids), "batch__fund", "batch__pence"),
        "given": _sum(asked.exclude(by_voucher), "fund", "given_pence"),
        "returned": _sum(Returned.objects.filter(request__fund__in=ids), "request__fund", "pence"),
        "promised": _sum(promised.exclude(by_voucher), "fund", "approved_pence"),
        "stock": _sum(
            Voucher.objects.filter(batch__fund__in=ids, state=IN_HAND),
            "batch__fund",
            "batch__pence",
        ),
        "stock_promised": _sum(promised.filter(by_voucher), "fund", "approved_pence"),
    }
    return {
        pk: Standing(**{name: totals.get(pk, 0) for name, totals in sums.items()}) for pk in ids
    }


def _sum(rows: QuerySet[Any], whose: str, of: str) -> dict[UUID, int]:
    found = rows.order_by().values_list(whose).annotate(total=Coalesce(Sum(of), Value(0)))
    return {pk: int(total) for pk, total in found}


def spent(fund: Fund) -> list[dict[str, Any]]:
    """What was given by foundation and purpose: how many requests, how many pence, what came back."""
    back = _sum_of(Returned.objects.filter(request=OuterRef("pk")))
    rows = MoneyRequest.objects.filter(fund=fund, state=RequestState.GIVEN)
    found: QuerySet[Any, Any] = rows.annotate(back=back).order_by().values("foundation", "purpose")
    return list(
        found.annotate(
            requests=Count("pk"), given=Sum("given_pence"), returned=Sum("back")
        ).order_by("foundation", "purpose")
    )


def spent_by_month(fund: Fund) -> list[dict[str, Any]]:
    """The same by month and way of paying, for whoever funds it: figures, and no person."""
    back = _sum_of(Returned.objects.filter(request=OuterRef("pk")))
    rows = MoneyRequest.objects.filter(fund=fund, state=RequestState.GIVEN)
    found: QuerySet[Any, Any] = rows.annotate(back=back, month=TruncMonth("given_on")).order_by()
    return list(
        found.values("month", "foundation", "purpose", "way")
        .annotate(requests=Count("pk"), given=Sum("given_pence"), returned=Sum("back"))
        .order_by("month", "foundation", "purpose", "way")
    )


def _sum_of(rows: QuerySet[Returned]) -> Coalesce:
    total = rows.order_by().values("request").annotate(n=Sum("pence")).values("n")
    return Coalesce(Subquery(total), Value(0))


def requests(actor: Actor) -> QuerySet[Any]:
    """Requests of the actor's schemes, the newest first, with `visible` (whether the actor may open the
    record) and `decides` (whether the actor is named to decide on it).
    """
    own = _own(actor)
    seen = people.with_merged_visible_to(actor).filter(pk=OuterRef("person_id"))
    named = Approver.objects.filter(fund=OuterRef("fund"), member__in=own, ended_at=None)
    rows = MoneyRequest.objects.filter(
        scheme_id__in=schemes_where(actor, Permission.WORK_WITH_PEOPLE)
    )
    found: QuerySet[Any] = rows.annotate(visible=Exists(seen), named=Exists(named))
    return found.select_related("fund", "person__merged_into", "asked_by").order_by(
        "-asked_at", "pk"
    )


def request_for(actor: Actor, request_id: UUID) -> Any:
    """One request about a person whose record the actor may open, or which the actor decides on; raises
    the one 404 otherwise.
    """
    found = requests(actor).filter(pk=request_id).filter(Q(visible=True) | Q(named=True)).first()
    if found is None or not (found.visible or _decides(actor, found)):
        raise Http404
    return found


def own_request(actor: Actor, request_id: UUID) -> Any:
    """One request about a person whose record the actor may open; raises the one 404 otherwise."""
    found = requests(actor).filter(pk=request_id, visible=True).first()
    if found is None:
        raise Http404
    return found


def request_to_decide(actor: Actor, request_id: UUID) -> Any:
    """One request on which the actor decides; raises the one 404 otherwise."""
    found = requests(actor).filter(pk=request_id, named=True).first()
    if found is None or not _decides(actor, found):
        raise Http404
    return found


def may_decide(actor: Actor, request: MoneyRequest) -> bool:
    """Whether the actor is one who decides on a request."""
    return rules.may_approve(actor, request, approvers(request.fund))


def _decides(actor: Actor, request: Any) -> bool:
    own = actor.membership_id(request.scheme_id)
    may = holds(actor, Permission.APPROVE_MONEY, request.scheme_id)
    return bool(request.named and may and own != request.asked_by_id)


def of_person(person: Person) -> list[MoneyRequest]:
    """What was asked for somebody, the newest first, with what came back."""
    rows = MoneyRequest.objects.filter(person__in=person.records).select_related("fund")
    return list(rows.prefetch_related("returns").order_by("-asked_at", "-created_at"))


def returned_of(request: MoneyRequest) -> list[Returned]:
    """What came back of a request."""
    return list(Returned.objects.filter(request=request).order_by("on", "created_at"))


def receipts_of(request: MoneyRequest) -> list[Receipt]:
    """The receipts of a request."""
    rows = Receipt.objects.filter(request=request).select_related("upload__original")
    return list(rows.order_by("created_at"))


def receipt_for(actor: Actor, receipt_id: UUID) -> Receipt:
    """One receipt of a person whose record the actor may open; raises the one 404 otherwise."""
    rows = Receipt.objects.filter(
        pk=receipt_id, request__person__in=people.with_merged_visible_to(actor)
    )
    row = rows.select_related("request__person", "upload__original").first()
    if row is None:
        raise Http404
    return row


@dataclass
class Owed:
    """What funds ask of somebody today.

    to_decide  requests on which they decide
    to_give    approved requests of theirs, to be given
    asked_more requests of theirs about which something was asked
    refused    requests of theirs that were refused, until they have read it
    no_receipt given ones of theirs for which nothing shows yet what was paid
    """

    to_decide: list[Any] = field(default_factory=list)
    to_give: list[Any] = field(default_factory=list)
    asked_more: list[Any] = field(default_factory=list)
    refused: list[Any] = field(default_factory=list)
    no_receipt: list[Any] = field(default_factory=list)


def for_today(duty: Duty) -> Owed:
    """What waits for somebody's decision; and of what they asked for, or another for a person whose case
    they hold, what to do next. Those whom they cover count as themselves.
    """
    looked_after = set(duty.looked_after)
    kept = Coalesce(OuterRef("person__merged_into"), OuterRef("person"))
    cases = Case.objects.filter(person=kept, state=CaseState.OPEN, holder__in=looked_after)
    mine = Q(visible=True) & (Q(asked_by__in=looked_after) | Q(held=True))
    settled = Q(state=RequestState.REFUSED, seen_at__isnull=False)
    shown = Exists(Receipt.objects.filter(request=OuterRef("pk")))
    has_one = Q(state=RequestState.GIVEN) & (~Q(no_receipt_why="") | Q(shown))
    waiting = Q(state=RequestState.ASKED, named=True)
    rows = (
        requests(duty.actor)
        .annotate(held=Exists(cases))
        .filter(mine | waiting)
        .exclude(settled | has_one)
    )
    rows = rows.exclude(state=RequestState.WITHDRAWN).order_by("asked_at", "pk")
    owed = Owed()
    for row in rows:
        if row.state == RequestState.ASKED and _decides(duty.actor, row):
            owed.to_decide.append(row)
        elif row.visible and (row.held or row.asked_by_id in looked_after):
            _lists(owed).get(row.state, []).append(row)
    return owed


def _lists(owed: Owed) -> dict[str, list[Any]]:
    return {
        RequestState.APPROVED.value: owed.to_give,
        RequestState.MORE_ASKED.value: owed.asked_more,
        RequestState.REFUSED.value: owed.refused,
        RequestState.GIVEN.value: owed.no_receipt,
    }


def batches(fund: Fund) -> list[Any]:
    """The batches of vouchers of a fund, the newest first, with how many are in hand."""
    rows: QuerySet[Any] = VoucherBatch.objects.filter(fund=fund).annotate(
        count=Count("vouchers"), left=Count("vouchers", filter=Q(vouchers__state=IN_HAND))
    )
    return list(rows.order_by("-bought_on", "-created_at"))


def vouchers(actor: Actor, fund: Fund) -> QuerySet[Any]:
    """Every voucher of a fund, by where it is, with `visible`: whether the actor may open the record
    of whom it was given to.
    """
    seen = people.with_merged_visible_to(actor).filter(pk=OuterRef("request__person_id"))
    rows: QuerySet[Any] = Voucher.objects.filter(batch__fund=fund).annotate(visible=Exists(seen))
    return rows.select_related("batch", "request__person__merged_into").order_by(
        "-state", "batch__bought_on", "serial"
    )


def in_hand(fund: Fund) -> list[Voucher]:
    """The vouchers of a fund that can be given, those bought first before others."""
    rows = Voucher.objects.filter(batch__fund=fund, state=IN_HAND).select_related("batch")
    return list(rows.order_by("batch__bought_on", "batch__kind", "serial"))


def vouchers_of(request: MoneyRequest) -> list[Voucher]:
    """The vouchers given for a request."""
    rows = Voucher.objects.filter(request=request).select_related("batch")
    return list(rows.order_by("serial"))


def voucher_of(fund: Fund, voucher_id: UUID) -> Voucher:
    """One voucher of a fund; raises the one 404 otherwise."""
    row = Voucher.objects.filter(batch__fund=fund, pk=voucher_id).select_related("batch").first()
    if row is None:
        raise Http404
    return row


def known_serials(scheme_id: UUID, folded: Iterable[str]) -> list[Voucher]:
    """The vouchers of a scheme that have one of these serials already."""
    rows = Voucher.objects.filter(scheme_id=scheme_id, folded__in=list(folded))
    return list(rows.select_related("batch__fund"))


def _own(actor: Actor) -> list[UUID]:
    return [seat.membership_id for seat in actor.seats]
