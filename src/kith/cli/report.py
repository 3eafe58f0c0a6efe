"""`kith report`: figures from the command line."""

from __future__ import annotations

import datetime
from typing import Any

import click

from kith.cli.operator_command import operator_command

DAY = click.DateTime(["%Y-%m-%d"])


@click.group()
def report() -> None:
    """Count what a scheme did."""


def _in_words(answer: dict[str, Any]) -> str:
    def said(value: Any) -> str:
        return "not shown" if value is None else f"{value:,}" if isinstance(value, int) else value

    lines = [f"{answer['scheme']}, {answer['from']} to {answer['to']}"]
    for name, value in answer.items():
        if name in ("scheme", "from", "to", "suppressed_means"):
            continue
        label = name.replace("_", " ")
        if not isinstance(value, list | tuple):
            lines.append(f"{label}: {said(value)}")
        elif name in ("funnel", "foundations"):
            lines.append(f"{label}:")
            lines += [f"  {next(iter(row.values()))}: {said(row['people'])}" for row in value]
    return "\n".join([*lines, f"Not shown: {answer['suppressed_means'].removeprefix('null: ')}."])


@operator_command("in-numbers", text=_in_words)
@click.option("--scheme", "slug", required=True, help="The short name of the scheme.")
@click.option("--from", "first", required=True, type=DAY, help="The first day, such as 2019-06-01.")
@click.option("--to", "last", required=True, type=DAY, help="The last day, such as 2020-06-30.")
def in_numbers(slug: str, first: datetime.datetime, last: datetime.datetime) -> dict[str, Any]:
    """Count the headline figures of a period.

    Both days are included. The figures are those of the public page, small numbers withheld; here
    the period may begin and end on any day.
    """
    from kith.insight.queries.in_numbers import in_numbers as counted
    from kith.insight.rules.periods import Period
    from kith.organisations.queries import scheme_of_slug
    from kith.resilience.errors import Refused

    scheme_id = scheme_of_slug(slug)
    if scheme_id is None:
        raise Refused(f"There is no scheme “{slug}” here. Check its short name.")
    return counted(scheme_id, Period(first.date(), last.date())).as_json()


report.add_command(in_numbers)
