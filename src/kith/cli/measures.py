"""`kith measures`: the instrument library, and scoring from the command line. Needs no database."""

from __future__ import annotations

import json
from collections.abc import Sequence

import click

from kith.pathway.outcomes.instruments import LIBRARY, Instrument
from kith.pathway.outcomes.scoring import Scored
from kith.pathway.outcomes.scoring import score as score_answers
from kith.resilience.errors import Refused

FORMAT = click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
    help="How to print it.",
)  # fmt: skip


@click.group()
def measures() -> None:
    """List the outcome measures, and score answers."""


@measures.command("list")
@FORMAT
def list_measures(form: str) -> None:
    """Say which measures there are, with their ranges, source and licence."""
    rows = [_described(one) for one in LIBRARY.values()]
    if form == "json":
        click.echo(json.dumps(rows, ensure_ascii=False, indent=2))
        return
    for row in rows:
        click.echo(
            f"{row['name']:<11} {row['title']}\n"
            f"            {row['items']} items, each {row['least']} to {row['most']};"
            f" age {row['minimum_age']} and over; licence: {row['licence']}"
        )


@measures.command()
@click.argument("measure")
@click.argument("answers", nargs=-1, required=True, metavar="ITEM=VALUE...")
@FORMAT
def score(measure: str, answers: Sequence[str], form: str) -> None:
    """Score MEASURE from its answers.

    Items are numbered from 1; each VALUE is the number printed beside the answer on the form, as
    in: kith measures score ucla-3 1=2 2=1 3=3
    """
    scored = score_answers(measure, _read(answers))
    if form == "json":
        click.echo(json.dumps(scored.as_json(), ensure_ascii=False))
    else:
        click.echo(_in_words(scored))


def _described(one: Instrument) -> dict[str, object]:
    values = one.items[0].values
    return {
        "name": one.key,
        "title": one.title,
        "about": one.asks,
        "items": len(one.items),
        "least": min(values),
        "most": max(values),
        "better": one.better,
        "minimum_age": one.minimum_age,
        "text_ships": one.text_ships,
        "source": one.source,
        "licence": one.licence,
    }


def _read(words: Sequence[str]) -> dict[int, int | str]:
    answers: dict[int, int | str] = {}
    for word in words:
        item, equals, value = word.partition("=")
        if not equals or not (item.isascii() and item.isdigit() and len(item) < 4):
            raise click.UsageError(f"“{word[:40]}” is not ITEM=VALUE, such as 1=4.")
        if int(item) in answers:
            raise Refused(f"Item {int(item)} was given twice. Give each item once.")
        answers[int(item)] = value
    return answers


def _in_words(scored: Scored) -> str:
    lines = [scored.measure]
    if scored.score is not None:
        lines.append(f"  score {scored.score:g} (raw {scored.raw}): {scored.band}")
    lines += [f"  {part.title}: {part.score} ({part.band})" for part in scored.subscales]
    if scored.watch:
        listed = ", ".join(str(number) for number in scored.watch)
        lines.append(f"  Ask about safety now: see the answer to item {listed}.")
    return "\n".join([*lines, f"  {scored.meaning}"])
