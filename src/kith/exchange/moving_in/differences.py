"""Why the other system's count of a part is not ours, row by row, and what nobody can explain."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.http import Http404

from kith.exchange.moving_in.models import MovedRow
from kith.exchange.moving_in.taking import ENDED
from kith.exchange.runs import queries as runs
from kith.exchange.runs.models import Run, RunFile

TOTALS = {"people": "people", "cases": "open_cases", ENDED: "closed_cases", "contacts": "contacts"}


@dataclass(frozen=True, slots=True)
class Difference:
    """One part of a run: what the other system counts (None where nobody said), what its sheets hold, and
    what became of the rows. `joined` are among those taken: people who were on record already.
    """

    part: str
    theirs: int | None
    held: int
    taken: int
    already_there: int
    refused: int
    joined: int

    @property
    def here(self) -> int:
        """How many of them are here, each counted once."""
        return self.taken + self.already_there - self.joined

    @property
    def unexplained(self) -> int | None:
        """What neither refused nor joined rows explain: rows that no sheet holds, or (below zero) too many;
        None where nobody said how many there are.
        """
        return None if self.theirs is None else self.theirs - self.held


def of_run(run: Run, files: Sequence[RunFile]) -> list[Difference]:
    """Each part that the run's sheets hold, in their order."""
    joined = joined_rows(run).count()
    return [
        _of_part(run, part, [file for file in files if file.part == part], joined)
        for part in dict.fromkeys(file.part for file in files)
    ]


def of_part(run: Run, part: str) -> tuple[Difference, list[RunFile]]:
    """One part, and the sheets that hold it. Raises the one 404 for a part that no sheet holds."""
    files = [file for file in runs.files_of(run) if file.part == part]
    if not files:
        raise Http404
    (found,) = of_run(run, files)
    return found, files


def joined_rows(run: Run) -> QuerySet[MovedRow]:
    """The people of a run who were on record already. Somebody with two old numbers there joins themself."""
    return MovedRow.objects.filter(run=run, joined=True, undone_at=None).order_by("number")


def refused_by_reason(files: Sequence[RunFile]) -> list[tuple[str, int]]:
    """(why, how many rows), the most first."""
    return Counter(runs.refusals_of(files).values_list("reason", flat=True)).most_common()


def _of_part(run: Run, part: str, own: Sequence[RunFile], joined: int) -> Difference:
    return Difference(
        part=part,
        theirs=run.totals.get(TOTALS.get(part, "")),
        held=sum(file.rows for file in own),
        taken=sum(file.taken for file in own),
        already_there=sum(file.already_there for file in own),
        refused=sum(file.refused for file in own),
        joined=joined if part == "people" else 0,
    )
