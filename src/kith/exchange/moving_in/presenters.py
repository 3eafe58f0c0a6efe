"""Moving in, as its pages show it: what was found beside what the other system counts."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kith.exchange.moving_in.actions.preparing import DAYS_TO_UNDO
from kith.exchange.moving_in.fields import PARTS
from kith.exchange.moving_in.models import MovedRow
from kith.exchange.moving_in.taking import ENDED
from kith.exchange.runs.models import RefusedRow, Run, RunFile
from kith.exchange.runs.states import RunState
from kith.ui.dates import medium_date

LABELS = {**{name: part.label for name, part in PARTS.items()}, ENDED: "Closed cases",
          "cases": "Open cases"}  # fmt: skip
_TOTALS = {"people": "people", "cases": "open_cases", ENDED: "closed_cases", "contacts": "contacts"}


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One sheet that was added: what it holds, and how far its matching is."""

    name: str
    label: str
    href: str
    missing: Sequence[str]
    unmatched: int


def sheet_rows(files: Sequence[RunFile]) -> list[SheetRow]:
    """The sheets of a run, those that are read twice once."""
    return [
        SheetRow(
            name=file.file.name,
            label=PARTS[file.part].label,
            href=reverse("exchange:mapping", args=[file.pk]),
            missing=[
                f.label
                for f in PARTS[file.part].fields
                if f.needed and f.name not in file.mapping["columns"]
            ],
            unmatched=_unmatched(file),
        )
        for file in files
        if file.part != ENDED
    ]


def _unmatched(file: RunFile) -> int:
    matched = file.mapping.get("words", {})
    return sum(
        word not in matched.get(name, {})
        for name, words in file.facts.get("words", {}).items()
        for word in words
    )


def reconciled(run: Run, files: Sequence[RunFile]) -> list[list[Any]]:
    """For each part: what the other system counts, what the sheets hold, what became of it, and the
    difference between the first two. The refused rows below say the rest.
    """
    rows = []
    for part in dict.fromkeys(file.part for file in files):
        own = [file for file in files if file.part == part]
        held = sum(file.rows for file in own)
        theirs = run.totals.get(_TOTALS.get(part, ""))
        rows.append(
            [
                LABELS[part],
                "Not said" if theirs is None else f"{theirs:,}",
                f"{held:,}",
                f"{sum(file.taken for file in own):,}",
                f"{sum(file.already_there for file in own):,}",
                f"{sum(file.refused for file in own):,}",
                _difference(theirs, held),
            ]
        )
    return rows


def _difference(theirs: int | None, held: int) -> str:
    if theirs is None:
        return ""
    if theirs == held:
        return "None"
    if theirs > held:
        return f"{theirs - held:,} are not in the sheets: export them too"
    return f"The sheets hold {held - theirs:,} more"


def refused_rows(files: Sequence[RunFile], rows: Sequence[RefusedRow]) -> list[list[Any]]:
    """Refused rows as cells of a table, with the sheet that each is in."""
    names = {file.pk: file for file in files}
    labels = {f.name: f.label for part in PARTS.values() for f in part.fields}
    return [
        [
            f"{names[row.file_id].file.name}, line {row.line:,}",
            LABELS[names[row.file_id].part],
            labels.get(row.column, "The row"),
            row.reason,
        ]
        for row in rows
    ]


def kept_rows(rows: Sequence[MovedRow]) -> list[list[Any]]:
    """What undoing left, by the other system's number."""
    return [[f"{LABELS[row.part]}: {row.old_id}", f"{row.line:,}", row.kept_why] for row in rows]


def undo_until(run: Run) -> str:
    """Until which day a run can be undone; "" when it cannot."""
    if run.state != RunState.TAKEN or run.ended_at is None:
        return ""
    return medium_date(run.ended_at + datetime.timedelta(days=DAYS_TO_UNDO))
