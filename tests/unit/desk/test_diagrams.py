"""docs/pathway.md says what the tables say."""

from __future__ import annotations

import os
import pkgutil
from importlib import import_module
from pathlib import Path

from kith import pathway
from kith.desk.diagrams import TABLES, pathway_markdown
from kith.resilience.states import Transitions
from tests.pictures.compare import SWITCH

ROOT = Path(__file__).parents[3]


def test_the_page_is_as_the_tables_are() -> None:
    drawn = ROOT / "docs" / "pathway.md"
    if os.environ.get(SWITCH):
        drawn.write_text(pathway_markdown(), encoding="utf-8")
    assert drawn.read_text(encoding="utf-8") == pathway_markdown(), "Draw it: KITH_MAKE_PICTURES=1"


def test_every_table_of_every_stage_is_drawn() -> None:
    found = []
    for stage in pkgutil.iter_modules(pathway.__path__):
        if stage.ispkg and (Path(pathway.__path__[0]) / stage.name / "states.py").exists():
            states = import_module(f"kith.pathway.{stage.name}.states")
            found += [table for table in vars(states).values() if isinstance(table, Transitions)]
    assert {table.name for table in found} <= {table.name for table in TABLES}


def test_a_diagram_names_every_state_and_every_act() -> None:
    page = pathway_markdown()
    for table in TABLES:
        for now, following in table.after.items():
            assert f" as {now.value}\n" in page
            for then, act in following.items():
                assert f"{now.value} --> {then.value}: {act}" in page
