"""Each way in to a scheme is walked through by somebody in a browser."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kith.vocabulary.doors import Door
from tests.journeys.test_every_way_in import BY_DOOR

JOURNEYS = Path(__file__).parent.parent / "journeys"


@pytest.mark.parametrize("door", list(Door))
def test_a_journey_walks_through_each_door(door: Door) -> None:
    file, _, name = BY_DOOR[door].partition(".")
    tree = ast.parse((JOURNEYS / f"{file}.py").read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
