"""What a programme keeps with a referral, in the words of a page."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from kith.files.models import Upload
from kith.pathway.referrals.models import Attachment, HolisticConcern, Referral, StageReached
from kith.pathway.referrals.programme_queries import ProgrammeFacts
from kith.ui.dates import medium_date
from kith.vocabulary import foundations, holistic_concerns


@dataclass(frozen=True)
class StageShown:
    """One stage: its name, the day, who said so."""

    id: UUID
    label: str
    on: datetime.date
    said_by: str


@dataclass(frozen=True)
class ConcernShown:
    """One concern: in words, its number, where it belongs, the day."""

    label: str
    rating: int
    foundation: str
    on: datetime.date


@dataclass(frozen=True)
class FileShown:
    """One file of a referral; `waits` says why it is not to be seen."""

    id: UUID
    name: str
    what: str
    by: str
    waits: str


@dataclass(frozen=True)
class ProgrammeShown:
    """A referral's programme on a card or a record. Empty when there is neither programme nor file."""

    referral_id: UUID
    name: str
    condition: str
    outside: bool
    now: str
    stages: Sequence[StageShown]
    answers: Sequence[tuple[str, str]]
    concerns: Sequence[ConcernShown]
    files: Sequence[FileShown]

    def __bool__(self) -> bool:
        return bool(self.name or self.files)


def shown(referral: Referral, facts: ProgrammeFacts, *, seen: bool) -> ProgrammeShown:
    """A referral's programme, stage, answers, concerns and files; for those who may not see the record,
    only what came along with the referral.
    """
    stages = [stage(row) for row in facts.stages if seen or row.came_along]
    keys = ("programme_", "conversation_") if seen else ("programme_",)
    programme = facts.programme
    return ProgrammeShown(
        referral_id=referral.pk,
        name=programme.name if programme else "",
        condition=programme.condition if programme else "",
        outside=not facts.in_catchment,
        now=f"{stages[0].label}, since {medium_date(stages[0].on)}" if stages else "",
        stages=stages,
        answers=[
            (row["question"], row["answer"])
            for row in referral.more
            if str(row.get("key", "")).startswith(keys)
        ],
        concerns=_newest(row for row in facts.concerns if seen or row.came_along),
        files=[file(row) for row in facts.attachments if seen or row.came_along],
    )


def stage(row: StageReached) -> StageShown:
    """One stage as it is shown."""
    return StageShown(row.pk, row.stage.label, row.on_date, row.said_by)


def _newest(rows: Iterable[HolisticConcern]) -> list[ConcernShown]:
    """The last number given to each concern, the greatest first; `rows` are in the order of their days."""
    newest = {(row.what, row.words): row for row in rows}
    return sorted(map(concern, newest.values()), key=lambda one: (-one.rating, one.label))


def concern(row: HolisticConcern) -> ConcernShown:
    """One concern as it is shown."""
    return ConcernShown(
        holistic_concerns.label(row.what, row.words),
        row.rating,
        foundations.label(row.foundation),
        row.on_date,
    )


def file(row: Attachment) -> FileShown:
    """One file as it is shown."""
    name, what = row.upload.original.name, row.get_what_display()
    return FileShown(row.pk, name, what, row.by_name, waits(row.upload))


def waits(upload: Upload) -> str:
    """Why nothing of a file is shown; "" for one that is."""
    if upload.state == Upload.State.QUARANTINE:
        return "is still being checked. Look again in a minute."
    if upload.state == Upload.State.REFUSED:
        return f"cannot be shown. {upload.problem}"
    return ""
