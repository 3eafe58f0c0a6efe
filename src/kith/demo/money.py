"""One fund of the demonstration with three requests: given, to be given, and waiting for a decision."""

from __future__ import annotations

import datetime

from kith.demo.accounts import BY_KEY
from kith.demo.year.ground import acting
from kith.funds import actions
from kith.organisations.models import Funder, Membership, Scheme
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState

REQUESTS = (
    {
        "foundation": "belonging", "purpose": "travel", "what": "Bus fares to the lunch club for a month",
        "why": "The pass comes in April. Without fares the only outing of the week falls away.",
        "pence": 1_400, "way": "fare",
    },
    {
        "foundation": "money", "purpose": "food", "what": "A supermarket voucher until the first payment",
        "why": "The benefit was awarded and is paid in nine days. Nothing in the house.",
        "pence": 3_000, "way": "voucher",
    },
    {
        "foundation": "purpose", "purpose": "activity", "what": "Materials for the workshop",
        "why": "Was asked to show beginners how to solder, and has no iron of his own.",
        "pence": 2_650, "way": "supplier", "payee": "Devons Road Tools",
    },
)  # fmt: skip


def tell(scheme: Scheme, *, now: datetime.datetime) -> int:
    """Open the fund, and ask three times for people of the first account; about how many people."""
    member = {
        key: Membership.objects.get(scheme_id=scheme.pk, user__email=BY_KEY[key].email)
        for key in ("linkworker", "teamlead", "manager")
    }
    worker, lead, manager = (acting(member[key]) for key in ("linkworker", "teamlead", "manager"))
    fund = actions.open_fund(
        by=manager,
        scheme_id=scheme.pk,
        name="Small things that help",
        rule="Fares, food, and what somebody needs to start something. No debts, no rent.",
        for_whom="People with an open case",
        most_pence=5_000,
        funder=Funder.objects.filter(scheme_id=scheme.pk).order_by("name").first(),
    )
    for key in ("teamlead", "manager"):
        actions.name_approver(by=manager, fund=fund, member=member[key])
    start = now.date() - datetime.timedelta(days=60)
    actions.put_in(
        by=manager, fund=fund, pence=120_000, kind="start", on=start, evidence="Remittance 4411"
    )
    actions.buy_vouchers(
        by=manager,
        fund=fund,
        kind="Supermarket card",
        pence=1_500,
        serials=[f"6390 4471 {number}" for number in range(2201, 2211)],
        evidence="Invoice 88-102",
        bought_on=start,
    )
    cases = Case.objects.filter(holder=member["linkworker"], state=CaseState.OPEN)
    people = [case.person for case in cases.select_related("person").order_by("-opened_at", "pk")]
    asked = [
        actions.ask(by=worker, fund=fund, person=person, **told)  # type: ignore[arg-type]
        for person, told in zip(people, REQUESTS, strict=False)
    ]
    for row in asked[:2]:
        actions.approve(by=lead, request=row, approved_pence=row.pence)
    actions.give(by=worker, request=asked[0], pence=1_400, reference="Tickets of 4 weeks")
    actions.say_no_receipt(by=worker, request=asked[0], why="The bus gives none")
    return len(asked)
