"""The clocks of referrals and cases (pathway.clocks), in a fixed number of queries.

Of a few referrals they are computed in Python; of all that wait, counted in SQL (pathway.counted_clocks).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import DateTimeField, QuerySet, UUIDField, Value
from django.db.models.functions import Cast

from kith.desk.queries.record import Record
from kith.organisations.models import Scheme
from kith.pathway.caseload.models import Case, Pause
from kith.pathway.clocks import Clock, Happened, Standards, State, Times, clocks
from kith.pathway.contacts.models import Wait
from kith.pathway.counted_clocks import Counted, counted
from kith.pathway.progress import ContactFacts
from kith.pathway.referrals import queries as referrals
from kith.pathway.referrals.models import Reading, Referral
from kith.pathway.referrals.states import Decision

PRESSING = (State.BREACHED, State.NEARLY)


def undecided(rows: QuerySet[Referral]) -> QuerySet[Any, Any]:
    """Referrals nobody has taken on, as `counted_clocks` asks about them."""
    none, never = Cast(Value(None), UUIDField()), Cast(Value(None), DateTimeField())
    return rows.order_by().values_list(
        "id", "scheme_id", none, "received_at", "urgency", "decision", "decided_at", never
    )


def taken_on(rows: QuerySet[Case]) -> QuerySet[Any, Any]:
    """The referrals of some cases, as `counted_clocks` asks about them."""
    of = ("received_at", "urgency", "decision", "decided_at")
    said = [f"referral__{name}" for name in of]
    return rows.order_by().values_list("referral_id", "scheme_id", "id", *said, "ended_at")


def pressing(asked: QuerySet[Any, Any], *, today: dt.date) -> list[Counted]:
    """Of each referral the clock that ran out first, or is about to; the one due first at the beginning."""
    first: dict[UUID, Counted] = {}
    for one in counted(asked, today=today, states=PRESSING):
        first.setdefault(one.referral_id, one)
    return list(first.values())


def standards(scheme_ids: Collection[UUID]) -> dict[UUID, Standards]:
    """What each scheme promises."""
    return {row.pk: standards_of(row) for row in Scheme.objects.filter(pk__in=scheme_ids)}


def standards_of(scheme: Scheme) -> Standards:
    """What one scheme promises."""
    return Standards(
        read_within=scheme.read_within,
        call_soon_within=scheme.call_soon_within,
        call_within=scheme.call_within,
        talk_within=scheme.talk_within,
        meet_within=scheme.meet_within,
    )


def of_referrals(
    rows: Sequence[Referral],
    readings: dict[UUID, Reading],
    schemes: Mapping[UUID, Scheme],
    *,
    today: dt.date,
) -> dict[UUID, tuple[Clock, ...]]:
    """Referral -> its clocks, for those nobody has taken on."""
    promised = {pk: standards_of(scheme) for pk, scheme in schemes.items()}
    return {
        row.pk: clocks(times_of(row, readings.get(row.pk)), promised[row.scheme_id], today=today)
        for row in rows
    }


def chosen_days(case_ids: Collection[UUID]) -> dict[UUID, Wait]:
    """Case -> the later day the person chose last."""
    rows = Wait.objects.filter(case_id__in=case_ids, kind=Wait.Kind.CHOSE)
    return {row.case_id: row for row in rows.order_by("noted_at", "created_at")}


def times_of(
    referral: Referral,
    reading: Reading | None,
    *,
    contacts: Iterable[ContactFacts] = (),
    ended_at: dt.datetime | None = None,
    chosen: Wait | None = None,
    pauses: Iterable[Pause] = (),
) -> Times:
    """The values that the clocks are computed from. A referral decided on was read by then."""
    read = [at for at in (reading.read_at if reading else None, referral.decided_at) if at]
    ended = referral.decision not in (Decision.RECEIVED, Decision.TAKEN_ON)
    return Times(
        received_at=referral.received_at,
        urgency=referral.urgency,
        read_at=min(read, default=None),
        contacts=tuple(
            Happened(one.outcome, one.happened_at, one.medium, one.planned) for one in contacts
        ),
        ended_at=ended_at or (referral.decided_at if ended else None),
        chosen_on=chosen.chosen_on if chosen else None,
        pauses=tuple((one.from_on, one.over_on) for one in pauses),
    )


def of_record(record: Record, *, today: dt.date) -> tuple[Clock, ...]:
    """The clocks of the referral that a record is about; none without one."""
    referral, case = record.referral, record.case
    if referral is None:
        return ()
    contacts = [
        ContactFacts(row.outcome, row.happened_at, row.inbound, row.medium, bool(row.planned_for))
        for row in record.contacts
        if row.happened_at is not None and case is not None and row.case_id == case.pk
    ]
    times = times_of(
        referral,
        referrals.first_readings([referral]).get(referral.pk),
        contacts=contacts,
        ended_at=case.ended_at if case else None,
        chosen=chosen_days([case.pk]).get(case.pk) if case else None,
        pauses=[row for row in record.pauses if case is not None and row.case_id == case.pk],
    )
    promised = standards([referral.scheme_id])[referral.scheme_id]
    return clocks(times, promised, today=today)
