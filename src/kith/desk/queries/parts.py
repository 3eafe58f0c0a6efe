"""For what somebody is named in a scheme besides its people, and that must be somebody else's before they go."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import UUID

from kith.concerns import queries as concerns
from kith.funds.models import Approver
from kith.organisations.models import Membership
from kith.pathway.clinics.models import Clinic
from kith.pathway.outcomes.models import Setting
from kith.pathway.outcomes.queries import known
from kith.ui.dates import medium_date

POLICY = {
    "lead": "Is asked first when somebody is worried (safeguarding lead)",
    "deputy": "Is asked when somebody is worried and the safeguarding lead does not answer",
    "manager": "Is asked last when somebody is worried",
}


@dataclass(frozen=True)
class Part:
    """One thing that names somebody, in words, and the page on which somebody else is named."""

    what: str
    route: str
    args: tuple[UUID | str, ...]


def parts_of(member: Membership, now: dt.datetime) -> list[Part]:
    """Everything that names a member: policies, funds, measures and clinics to come; in five reads."""
    return [*_asked(member), *_approves(member), *_responds(member), *_clinics(member, now)]


def _asked(member: Membership) -> Iterator[Part]:
    policy = concerns.policy(member.scheme_id)
    for field, what in POLICY.items():
        if getattr(policy, f"{field}_id") == member.pk:
            yield Part(what, "concerns:policy", (member.scheme_id,))


def _approves(member: Membership) -> Iterator[Part]:
    rows = Approver.objects.filter(member=member, ended_at=None, fund__is_open=True)
    for row in rows.select_related("fund").order_by("fund__name"):
        yield Part(f"Approves what is asked of {row.fund}", "funds:setup", (member.scheme_id,))


def _responds(member: Membership) -> Iterator[Part]:
    rows = list(Setting.objects.filter(responder=member, is_on=True).order_by("measure"))
    measures = known(member.scheme_id) if rows else {}
    for row in rows:
        yield Part(
            f"Is told when an answer to {measures[row.measure].title} asks somebody to act",
            "outcomes:scheme_measure",
            (member.scheme_id, row.measure),
        )


def _clinics(member: Membership, now: dt.datetime) -> Iterator[Part]:
    rows = Clinic.objects.filter(worker=member, called_off_at=None, ends_at__gt=now)
    for row in rows.order_by("starts_at"):
        yield Part(
            f"Holds the clinic at {row.where}, {medium_date(row.starts_at)}",
            "clinics:clinic",
            (row.pk,),
        )
