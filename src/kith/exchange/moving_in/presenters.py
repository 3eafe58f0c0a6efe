"""Moving in, as its pages show it: what was found beside what the other system counts."""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.urls import reverse

from kith.exchange.moving_in.actions.preparing import DAYS_TO_UNDO
from kith.exchange.moving_in.changed import Changed, refused_for_it
from kith.exchange.moving_in.differences import Difference
from kith.exchange.moving_in.fields import PARTS
from kith.exchange.moving_in.models import MovedRow
from kith.exchange.moving_in.taking import ENDED
from kith.exchange.runs.models import RefusedRow, Run, RunFile
from kith.exchange.runs.states import RunState
from kith.people.models import Person
from kith.ui.dates import medium_date

LABELS = {**{name: part.label for name, part in PARTS.items()}, ENDED: "Closed cases",
          "cases": "Open cases"}  # fmt: skip
NONE, EMPTY = "None", "Empty"


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


def reconciled(run: Run, parts: Sequence[Difference]) -> list[list[Any]]:
    """For each part: what the other system counts, what the sheets hold, what became of it, and what makes
    the difference, which leads to its rows.
    """
    return [
        [
            LABELS[one.part],
            "Not said" if one.theirs is None else f"{one.theirs:,}",
            f"{one.held:,}",
            f"{one.taken:,}",
            f"{one.already_there:,}",
            f"{one.refused:,}",
            _why(run, one),
        ]
        for one in parts
    ]


def _why(run: Run, one: Difference) -> Any:
    said = explained(one)
    if said == [NONE]:
        return NONE
    address = reverse("exchange:difference", args=[run.pk, one.part])
    return {"text": " ".join(said), "href": address} if said else ""


def explained(one: Difference) -> list[str]:
    """What makes the difference between the other system's count and what is here, in sentences."""
    said = [f"{_rows(one.refused)} not taken."] if one.refused else []
    if one.joined:
        said.append(f"{_rows(one.joined)} joined somebody who was on record already.")
    left = one.unexplained
    if left:
        return [*said, f"Unexplained: {_few(left)}"]
    if left == 0:
        return [*said, "Nothing is left unexplained."] if said else [NONE]
    return said


def _few(left: int) -> str:
    if left < 0:
        return f"The sheets hold {-left:,} more."
    if left == 1:
        return "1 is in no sheet: export it too."
    return f"{left:,} are in no sheet: export them too."


def _rows(count: int) -> str:
    return "1 row" if count == 1 else f"{count:,} rows"


def joined_rows(rows: Sequence[MovedRow], people: Mapping[UUID, Person]) -> list[list[Any]]:
    """The people who were on record already, as cells: where in the sheet, and who they are."""
    return [
        [
            f"Line {row.line:,}",
            row.old_id,
            {
                "text": people[row.row_id].full_name,
                "href": reverse("desk:record", args=[row.row_id]),
            }
            if row.row_id in people
            else "Somebody whose record is gone",
        ]
        for row in rows
    ]


def changed_sheets(files: Sequence[RunFile]) -> list[tuple[str, int, str]]:
    """(sheet, how many of its rows say something else by now, where both stand side by side)."""
    found = [(file, refused_for_it(file).count()) for file in files if file.refused]
    return [
        (
            f"{file.file.name}, {LABELS[file.part].lower()}",
            count,
            reverse("exchange:changed", args=[file.pk]),
        )
        for file, count in found
        if count
    ]


@dataclass(frozen=True, slots=True)
class SideBySide:
    """One row of a newer export beside what it said before."""

    line: int
    title: str
    cells: Sequence[Sequence[str]]
    problem: str


def side_by_side(one: Changed) -> SideBySide:
    """A changed row as its page shows it."""
    return SideBySide(
        line=one.now.line,
        title=f"{one.moved.old_id}, line {one.now.line:,}",
        cells=[[label, before or EMPTY, now or EMPTY] for label, before, now in one.differences()],
        problem=one.moved.change_problem,
    )


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
