"""`kith referrals`."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from kith.cli.operator_command import operator_command

QUIET_SECONDS = 3.0
BAR = 30


@click.group()
def referrals() -> None:
    """Take in referrals."""


def _in_words(answer: dict[str, Any]) -> str:
    refused = answer["refused"]
    lines = [
        f"{_rows(answer['rows'])} read: {answer['taken']} taken,"
        f" {answer['already_there']} there already, {len(refused)} not taken."
    ]
    if refused:
        lines.append("\nNot taken:")
        lines += [f"  {_where(row)}: {row['reason']}" for row in refused]
    if answer["notices"]:
        lines.append("\nTo know:")
        lines += [f"  {notice}" for notice in answer["notices"]]
    return "\n".join(lines)


@operator_command("import", text=_in_words)
@click.argument("file")
@click.option("--scheme", "slug", required=True, help="The short name of the scheme.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def import_(file: str, slug: str, dry_run: bool) -> dict[str, Any]:
    """Take in the referral sheet FILE (CSV or XLSX).

    Rows that cannot be taken are listed with the line, the column and why; the others go in. The
    same sheet can be sent again: nothing is made twice. When this is stopped on its way, give the
    same command again: it goes on where it stopped.
    """
    from kith.exchange.referral_sheet.actions import import_sheet
    from kith.isolation.actor import Actor
    from kith.organisations.queries import scheme_of_slug
    from kith.resilience.errors import Refused

    data = _read(file)
    scheme_id = scheme_of_slug(slug)
    if scheme_id is None:
        raise Refused(f"There is no scheme “{slug}” here: nothing was taken.")
    return import_sheet(
        by=Actor.system("kith referrals import"),
        scheme_id=scheme_id,
        data=data,
        filename=Path(file).name,
        dry_run=dry_run,
        progress=_progress(),
    )


referrals.add_command(import_)


def _read(file: str) -> bytes:
    from kith.exchange.tables.reader import MAX_BYTES
    from kith.resilience.errors import Refused

    try:
        with open(file, "rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        why = getattr(error, "strerror", None) or "it has no such name"
        raise Refused(f"{file} cannot be read ({why.lower()}): nothing was taken.") from error


def _progress() -> Callable[[int, int], None]:
    """A bar on a terminal; elsewhere a line every few seconds. A short sheet is read in silence."""
    began = said_at = time.monotonic()

    def tell(read: int, of: int) -> None:
        nonlocal said_at
        now = time.monotonic()
        if now - began < QUIET_SECONDS or (now - said_at < QUIET_SECONDS and read < of):
            return
        said_at = now
        on_terminal = sys.stderr.isatty()
        filled = BAR * read // max(of, 1)
        bar = f"\r[{'#' * filled}{'.' * (BAR - filled)}] " if on_terminal else ""
        ends_line = not on_terminal or read >= of
        click.echo(f"{bar}{read:,} of {_rows(of)} read", err=True, nl=ends_line)

    return tell


def _rows(number: int) -> str:
    return "1 row" if number == 1 else f"{number:,} rows"


def _where(row: dict[str, Any]) -> str:
    return f"line {row['line']}, {row['column']}" if row["column"] else f"line {row['line']}"
