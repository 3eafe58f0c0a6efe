"""`kith measures`: the instrument library, scoring from the command line, and loading licensed questions.

Listing and scoring need no database.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import click

from kith.cli.operator_command import operator_command
from kith.pathway.outcomes.instruments import ELSEWHERE, LIBRARY, Instrument
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
    titles = ", ".join(one.title for one in ELSEWHERE.values())
    click.echo(f"\nNot scored here; a score from elsewhere can be kept: {titles}.")


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


@operator_command("load", text=lambda answer: answer["said"])
@click.argument("measure")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--scheme", "slug", required=True, help="The short name of the scheme.")
@click.option("--organisation", required=True, help="Who is registered with the measure’s owner.")
@click.option(
    "--registered-on", required=True, type=click.DateTime(["%Y-%m-%d"]), help="Since when."
)
@click.option("--reference", required=True, help="Licence number, or the message that granted it.")
def load(
    measure: str, file: Path, slug: str, organisation: str, registered_on: datetime, reference: str
) -> dict[str, Any]:
    """Load the questions of MEASURE, which your organisation is registered to show, from a TOML FILE.

    The file has `items`, a list of the questions in the order of the form; and, if you like, `answers` (the words
    of the answers in the order they are printed), `asks` (what stands above) and `notice`.
    """
    from kith.isolation import context
    from kith.isolation.actor import Actor
    from kith.organisations.queries import scheme_of_slug
    from kith.pathway.outcomes import actions

    text = _text(file)
    scheme_id = scheme_of_slug(slug)
    if scheme_id is None:
        raise Refused(f"There is no scheme “{slug}” here: nothing was loaded.")
    by = Actor.system("kith measures load")
    with context.in_scheme(scheme_id, actor=by.key):
        row = actions.register(
            by=by, scheme_id=scheme_id, measure=measure, organisation=organisation,
            registered_on=registered_on.date(), reference=reference, **text,
        )  # fmt: skip
    said = f"{LIBRARY[measure].title}: {len(row.text['items'])} questions loaded."
    return {"measure": measure, "items": len(row.text["items"]), "said": said}


measures.add_command(load)

_LISTS, _WORDS = ("items", "answers"), ("asks", "notice")


def _text(file: Path) -> dict[str, Any]:
    """The texts of a TOML file. Raises Refused when it is none, or holds something else."""
    try:
        with file.open("rb") as stream:
            found = tomllib.load(stream)
    except OSError as error:
        raise Refused(f"{file} cannot be read: nothing was loaded.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refused(f"{file} is not TOML ({error}): nothing was loaded.") from error
    lists = all(_is_list(found.get(name, [])) for name in _LISTS)
    words = all(isinstance(found.get(name, ""), str) for name in _WORDS)
    if not set(found) <= {*_LISTS, *_WORDS} or "items" not in found or not (lists and words):
        raise Refused(
            f"{file} needs `items`, a list of texts, and may have `answers`, `asks` and `notice`:"
            " nothing was loaded."
        )
    return found


def _is_list(found: object) -> bool:
    return isinstance(found, list) and all(isinstance(one, str) for one in found)


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
    lines += [f"  Somebody must act now: {said}" for said in scored.alerts]
    return "\n".join([*lines, f"  {scored.meaning}"])
