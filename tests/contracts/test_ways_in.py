"""Each way in to a scheme is walked through by somebody in a browser, to a caseload and back to who referred."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from kith.vocabulary.doors import Door
from tests.journeys.test_every_way_in import BY_DOOR

JOURNEYS = Path(__file__).parent.parent / "journeys"
# The steps that give somebody to a link worker. Who is moved in from another system has one, and no referrer.
GIVEN = {"onwards", "give_to", "take_on"}


@pytest.mark.parametrize("door", list(Door))
def test_a_journey_walks_through_each_door(door: Door) -> None:
    file, _, name = BY_DOOR[door].partition(".")
    tree = ast.parse((JOURNEYS / f"{file}.py").read_text())
    assert name in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
    calls = [node.func for node in ast.walk(tree) if isinstance(node, ast.Call)]
    called = {one.id for one in calls if isinstance(one, ast.Name)}
    assert door == Door.MOVED_IN or GIVEN & called
