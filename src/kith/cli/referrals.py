"""`kith referrals`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from kith.cli.operator_command import operator_command
from kith.cli.progress import progress, rows


@click.group()
def referrals() -> None:
    """Take in referrals."""


def _in_words(answer: dict[str, Any]) -> str:
    refused = answer["refused"]
    lines = [
        f"{rows(answer['rows'])} read: {answer['taken']} taken,"
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
        progress=progress(),
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


def _where(row: dict[str, Any]) -> str:
    return f"line {row['line']}, {row['column']}" if row["column"] else f"line {row['line']}"
