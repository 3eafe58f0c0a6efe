"""The functions of the database as the migrations install them: the only declaration there is of each."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations import RunSQL

# Functions that run with the owner's rights, reviewed one by one; each returns ids or checks the context.
DEFINER = {
    "isolation.context",
    "isolation.kind",
    "isolation.schemes",
    "isolation.schemes_or_none",
    "isolation.user_id",
    "isolation.actor",
    "isolation.subject",
    "isolation.link_subject",
    "isolation.is_one_of",
    "isolation.stamp",
    "public.isolation_link_of",
    "public.audit_keep_old",
    "public.organisations_scheme_of_slug",
    "public.organisations_open_schemes",
    "public.organisations_seats_of",
}
# Called by other functions and by triggers alone.
NOT_CALLED = {"isolation.context", "isolation.stamp", "public.audit_keep_old"}

_CREATED = re.compile(
    r"CREATE (?:OR REPLACE )?FUNCTION (?P<name>[\w.]+)\s*\((?P<arguments>[^)]*)\)\s*"
    r"RETURNS (?P<result>.*?)\s+LANGUAGE (?P<language>\w+)\s+(?P<options>[^$]*?)\s*AS \$\$(?P<body>.*?)\$\$"
    r"|DROP FUNCTION (?P<dropped>[\w.]+)",
    re.DOTALL,
)


@dataclass(frozen=True)
class Function:
    """What is compared: who calls it how, with whose rights it runs, and what it does."""

    name: str
    arguments: str
    result: str
    language: str
    volatility: str
    definer: bool
    settings: str
    body: str

    @property
    def statement(self) -> str:
        """SQL that installs it again."""
        options = f"{self.volatility} {'SECURITY DEFINER' if self.definer else ''} {self.settings}"
        return (
            f"CREATE OR REPLACE FUNCTION {self.name}({self.arguments}) RETURNS {self.result}"
            f" LANGUAGE {self.language} {options} AS $${self.body}$$"
        )


@cache
def declared() -> dict[str, Function]:
    """Name -> function, of those that stand once every migration has run."""
    found: dict[str, Function] = {}
    for sql in _installed():
        for match in _CREATED.finditer(sql):
            if match["dropped"]:
                found.pop(_full(match["dropped"]), None)
            else:
                function = _function(match)
                found[function.name] = function
    return found


def _installed() -> Iterator[str]:
    """The SQL of the migrations, in an order in which they can run."""
    graph, seen = MigrationLoader(None).graph, set()
    for leaf in sorted(graph.leaf_nodes()):
        for node in graph.forwards_plan(leaf):
            if node not in seen:
                seen.add(node)
                operations = graph.nodes[node].operations
                yield from (str(o.sql) for o in operations if type(o) is RunSQL)


def _function(match: re.Match[str]) -> Function:
    options = match["options"]
    volatility = re.search(r"\b(IMMUTABLE|STABLE)\b", options)
    settings = re.search(r"\bSET search_path = (\w+)", options)
    return Function(
        name=_full(match["name"]),
        arguments=_spaced(match["arguments"]),
        result=_spaced(match["result"]).replace("TABLE (", "TABLE("),
        language=match["language"],
        volatility=volatility[1] if volatility else "VOLATILE",
        definer="SECURITY DEFINER" in options,
        settings=settings[0] if settings else "",
        body=match["body"],
    )


def _full(name: str) -> str:
    return name if "." in name else f"public.{name}"


def _spaced(text: str) -> str:
    return " ".join(text.split())
