"""People made for the desk's tests, through the write doors."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.utils import timezone

from kith.isolation.actor import Actor
from kith.organisations.models import Membership, Practice
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.models import Referral
from kith.people.actions import Who
from tests import cast

NAMES = (
    "Amina Begum", "Bert Coker", "Chidi Eze", "Dot Farrow", "Élodie Girard", "Faisal Haque",
    "Grace Imani", "Hua Jin", "Iris Kemp", "Joyce Lamptey",
)  # fmt: skip


def member(name: str, scheme_id: Any = cast.BOW) -> Membership:
    """A member of the cast in a scheme; `name` is their first name."""
    return Membership.objects.get(scheme_id=scheme_id, name__startswith=name)


def referred(
    by: Actor = cast.TESTS, number: int = 0, scheme_id: Any = cast.BOW, **told: Any
) -> Referral:
    """A referral of the `number`th person, not decided yet."""
    first, last = NAMES[number % 10].split()
    who = {
        "first_name": first,
        "last_name": f"{last}{'' if number < 10 else number}",
        "date_of_birth": dt.date(1950 + number % 50, 3, 14),
        "phone": f"+447700900{number + 100}",
        "phone_safe_for": ("call", "voicemail"),
        "phone_when_safe": "mornings",
        "address": "1 Fictional Row, London",
        "address_safe_for": ("letter",),
    }
    values = {
        "source": "01",
        "practice": Practice.objects.filter(scheme_id=scheme_id).order_by("ods_code").first(),
        "referrer_name": "Dr Ruth Abelson",
        "referrer_sees": "Lost her husband in May and has stopped going out.",
        "person_says": "I miss the noise of people.",
        "person_knows": True,
    }
    return referrals.receive(
        by=by,
        scheme_id=scheme_id,
        who=Who(**(who | told.pop("who", {}))),
        **(values | told),
    )


def case_of(
    holder: str = "Nadia",
    number: int = 0,
    *,
    scheme_id: Any = cast.BOW,
    days_ago: int = 10,
    in_days: int | None = 5,
    step: str = "Ring about the lunch club",
    **told: Any,
) -> Case:
    """An open case opened `days_ago`, its next step `in_days` from now (None: nothing promised)."""
    at = timezone.now() - dt.timedelta(days=days_ago)
    referral = referred(number=number, scheme_id=scheme_id, at=at, **told)
    case = caseload.take_on(
        by=cast.TESTS, referral=referral, holder=member(holder, scheme_id), at=at
    )
    today = timezone.localdate()
    on = today + dt.timedelta(days=in_days) if in_days is not None else None
    return caseload.set_next_step(by=cast.TESTS, case=case, text=step if on else "", on=on)
