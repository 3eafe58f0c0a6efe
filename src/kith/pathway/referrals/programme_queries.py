"""Reading what a programme keeps with a referral."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from kith.organisations import queries as organisations
from kith.organisations.models import Programme
from kith.organisations.rules import in_catchment
from kith.pathway.referrals.models import (
    Attachment,
    HolisticConcern,
    Referral,
    StageReached,
)


@dataclass
class ProgrammeFacts:
    """What is known of a referral's programme: stages newest first, concerns oldest first."""

    programme: Programme | None
    in_catchment: bool = True
    stages: list[StageReached] = field(default_factory=list)
    concerns: list[HolisticConcern] = field(default_factory=list)
    attachments: list[Attachment] = field(default_factory=list)


def facts_of(referrals: Sequence[Referral]) -> dict[UUID, ProgrammeFacts]:
    """Referral id -> its facts. The reads do not grow with the number of referrals."""
    named = {row.pk: row.programme for row in _with_programmes(referrals)}
    found = {row.pk: ProgrammeFacts(named.get(row.pk)) for row in referrals}
    ids = list(found)
    for reached in _stages(ids):
        found[reached.referral_id].stages.append(reached)
    rated = HolisticConcern.objects.filter(referral_id__in=ids)
    for concern in rated.order_by("on_date", "created_at"):
        found[concern.referral_id].concerns.append(concern)
    files = Attachment.objects.filter(referral_id__in=ids).select_related("upload__original")
    for row in files.order_by("created_at"):
        found[row.referral_id].attachments.append(row)
    _place(referrals, found)
    return found


def _with_programmes(referrals: Sequence[Referral]) -> list[Referral]:
    ids = [row.pk for row in referrals if row.programme_id]
    return list(Referral.objects.filter(pk__in=ids).select_related("programme")) if ids else []


def _stages(ids: list[UUID]) -> list[StageReached]:
    rows = StageReached.objects.filter(referral_id__in=ids, taken_back_at=None)
    return list(rows.select_related("stage").order_by("-on_date", "-created_at"))


def _place(referrals: Sequence[Referral], found: dict[UUID, ProgrammeFacts]) -> None:
    """Whether each is in its programme's catchment: two reads for each programme named."""
    referrers: dict[UUID, set[UUID]] = {}
    for row in referrals:
        programme = found[row.pk].programme
        if programme is None:
            continue
        if programme.pk not in referrers:
            referrers[programme.pk] = organisations.referrers_of(programme)
        # What this referral said; of who was on record before, not what only the record says.
        homes = [way["postcode"] for way in row.as_given.get("ways", ()) if way["postcode"]]
        found[row.pk].in_catchment = in_catchment(
            programme,
            referrers[programme.pk],
            organisation_id=row.organisation_id,
            postcode=homes[0] if homes else "",
        )


def stages_of(referral: Referral) -> list[StageReached]:
    """The stages of one referral, newest first."""
    return _stages([referral.pk])


def first_days(referral_ids: list[UUID]) -> dict[tuple[UUID, UUID], StageReached]:
    """(referral id, stage id) -> when the stage was reached first."""
    found: dict[tuple[UUID, UUID], StageReached] = defaultdict()
    for reached in reversed(_stages(referral_ids)):
        found.setdefault((reached.referral_id, reached.stage_id), reached)
    return found


def stage_reached(reached_id: UUID) -> StageReached | None:
    """One stage that is not taken back, if it is there. The caller asks whether it may be seen."""
    rows = StageReached.objects.filter(pk=reached_id, taken_back_at=None)
    return rows.select_related("stage").first()
