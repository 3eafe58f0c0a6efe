"""However long a sheet is, no more of it is held than two batches: the memory of an import does not grow with it."""

from __future__ import annotations

import weakref
from collections.abc import Iterator
from typing import Any

import pytest

from kith.exchange.runs import engine
from kith.exchange.tables import delimited
from kith.isolation.actor import Actor
from tests import cast

MANY = 8 * engine.BATCH


class Row:
    """A row that says whether anybody still holds it."""

    def __init__(self, line: int) -> None:
        self.line = line


class Endless:
    """A source that counts how many of its rows are held at a time."""

    def __init__(self) -> None:
        self.held: weakref.WeakSet[Row] = weakref.WeakSet()
        self.most = self.taken = 0

    def rows(self, *, after: int) -> Iterator[Row]:
        for line in range(after + 1, MANY + 1):
            row = Row(line)
            self.held.add(row)
            self.most = max(self.most, len(self.held))
            yield row

    def take(self, row: Row) -> None:
        self.taken += 1

    def notices(self) -> list[str]:
        return []


@pytest.mark.parametrize("looking", [True, False])
def test_no_more_than_two_batches_are_held(in_bow: Actor, looking: bool) -> None:
    source = Endless()
    came = list(engine.batches(in_bow, cast.BOW, source, looking=looking))
    assert source.taken == MANY
    assert [one.rows for one in came] == [engine.BATCH] * 8
    assert source.most <= 2 * engine.BATCH + 1


def test_a_text_is_read_row_by_row() -> None:
    data = b"a,b\n" * MANY
    rows: Any = delimited.split_rows(data, "utf-8", ",")
    assert next(rows).line == 1
    assert iter(rows) is rows, "a stream, and no list"
