"""`docs/pathway.md`, drawn from the tables of every `states.py`, so that it cannot be out of date.

A test fails when it is stale, and draws it anew with KITH_MAKE_PICTURES=1.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Any

from kith.concerns.states import CONCERNS, VISITS
from kith.exchange.runs.states import RUNS
from kith.funds.states import REQUESTS
from kith.groups.states import MATCHES, PLACES, SESSIONS
from kith.meetings.states import MEETINGS
from kith.pathway.caseload.states import CASES
from kith.pathway.connections.states import INTRODUCTIONS
from kith.pathway.progress import Stage
from kith.pathway.referrals.states import ANSWERS, DECISIONS
from kith.resilience.states import Transitions

TABLES: tuple[Transitions[Any], ...] = (
    DECISIONS,
    ANSWERS,
    CASES,
    INTRODUCTIONS,
    CONCERNS,
    VISITS,
    MEETINGS,
    SESSIONS,
    PLACES,
    MATCHES,
    REQUESTS,
    RUNS,
)
OPENING = """# The pathway

Drawn from the transition tables of every room's `states.py` in `src/kith`. Do not edit this page:
change the table, then run `tests/unit/desk/test_diagrams.py` with KITH_MAKE_PICTURES=1.

Decisions are stored; where a person is on the pathway is computed from them
(`src/kith/pathway/progress.py`).
"""


def pathway_markdown() -> str:
    """The whole page as Markdown: a Mermaid state diagram and the owners of each decision."""
    parts = [OPENING, *(_section(table) for table in TABLES), _stages()]
    return "\n".join(parts)


def _section(table: Transitions[Any]) -> str:
    return "\n".join(
        [
            f"## {table.name}\n",
            "```mermaid",
            "stateDiagram-v2",
            *(
                f"    state {_quoted(words)} as {state.value}"
                for state, words in table.words.items()
            ),
            f"    [*] --> {next(iter(table.words)).value}",
            *(
                f"    {now.value} --> {then.value}: {act}"
                for now, following in table.after.items()
                for then, act in following.items()
            ),
            *(f"    {state.value} --> [*]" for state in _ends(table)),
            "```\n",
            "| State | Who moves it on |",
            "|---|---|",
            *(f"| {table.words[state]} | {owner} |" for state, owner in table.owners.items()),
            "",
        ]
    )


def _ends(table: Transitions[Any]) -> list[StrEnum]:
    return [state for state in table.words if not table.after.get(state)]


def _stages() -> str:
    rows = [f"| {stage.label} | {stage.proposes or 'nothing: it has ended'} |" for stage in Stage]
    return "\n".join(
        [
            "## Where a person is\n",
            "Computed, never stored; everyone is in exactly one.\n",
            "| Stage | Next step, unless another was promised |",
            "|---|---|",
            *rows,
            "",
        ]
    )


def _quoted(words: str) -> str:
    return '"' + words.replace('"', "'") + '"'
