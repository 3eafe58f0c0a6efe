"""What every subcommand that asks or changes the instance has in common."""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import nullcontext
from typing import Any

import click

Answer = Any
"""Plain data: what json.dumps takes, with dates and UUIDs besides; None says nothing."""


def operator_command(
    name: str,
    *,
    text: Callable[[Any], str] | None = None,
    database: bool = True,
    fails: Callable[[Any], bool] | None = None,
    **attributes: Any,
) -> Callable[[Callable[..., Answer]], click.Command]:
    """Make a function a subcommand with `--format text|json`.

    The function returns its answer as plain data, which is printed on standard output: as JSON, or
    by `text` (which has a plain default). It runs with Django set up as the run-time role, on a
    database that is started if it is down and stopped afterwards; `database=False` spares both. It
    raises Refused to say no; `fails` says of which answers the exit code is 1. Options and
    arguments are click's, below this decorator.
    """

    def decorate(function: Callable[..., Answer]) -> click.Command:
        @functools.wraps(function)
        def run(*, output_format: str, **values: Any) -> None:
            with _operating() if database else nullcontext():
                answer = function(**values)
            _show(answer, output_format, text or plain)
            if fails is not None and fails(answer):
                click.get_current_context().exit(1)

        command = click.command(name, cls=click.Command, **attributes)(run)
        command.params.append(
            click.Option(
                ["--format", "output_format"],
                type=click.Choice(["text", "json"]),
                default="text",
                show_default=True,
                help="How the answer is written.",
            )
        )
        return command

    return decorate


def plain(answer: Answer) -> str:
    """An answer for reading: rows as a table, one thing as its names and values."""
    if isinstance(answer, str):
        return answer
    if isinstance(answer, Mapping):
        return "\n".join(f"{_words(name)}: {_cell(value)}" for name, value in answer.items())
    if isinstance(answer, Sequence) and answer and all(isinstance(row, Mapping) for row in answer):
        return _table(answer)
    if isinstance(answer, Sequence):
        return "\n".join(_cell(row) for row in answer) or "None."
    return _cell(answer)


def _operating() -> Any:
    from kith.cli.instance import operating

    return operating()


def _show(answer: Answer, output_format: str, text: Callable[[Any], str]) -> None:
    if output_format == "json":
        click.echo(json.dumps(answer, ensure_ascii=False, indent=2, default=str))
    elif answer is not None:
        click.echo(text(answer))


def _table(rows: Sequence[Mapping[str, Any]]) -> str:
    names = list(dict.fromkeys(name for row in rows for name in row))
    cells = [[_words(name) for name in names]]
    cells += [[_cell(row.get(name)) for name in names] for row in rows]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip()
        for line in cells
    )


def _words(name: str) -> str:
    return name.replace("_", " ")


def _cell(value: Any) -> str:
    if value is None:
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list | tuple | dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
