"""`kith cases`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from kith.cli.operator_command import operator_command
from kith.cli.progress import progress, rows


@click.group()
def cases() -> None:
    """Move in from another system."""


def _in_words(answer: dict[str, Any]) -> str:
    lines = [
        f"{part}: {rows(n['rows'])}, {n['taken']} taken, {n['already_there']} there already,"
        f" {n['refused']} not taken."
        for part, n in answer["parts"].items()
    ]
    if answer["refused"]:
        lines.append("\nNot taken:")
        lines += [
            f"  {row['file']}, line {row['line']}{', ' + row['column'] if row['column'] else ''}:"
            f" {row['reason']}"
            for row in answer["refused"]
        ]
    return "\n".join([*lines, *answer["notices"]])


@operator_command("import", text=_in_words)
@click.argument("folder", type=click.Path(exists=True, file_okay=False, path_type=Path))
@click.option("--scheme", "slug", required=True, help="The short name of the scheme.")
@click.option(
    "--mapping",
    "mapping_file",
    required=True,
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="JSON: for each part its file, and field to heading.",
)
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def import_(folder: Path, slug: str, mapping_file: Path, dry_run: bool) -> dict[str, Any]:
    """Move in the sheets of FOLDER: people, cases, contacts, plans and scores.

    The mapping names for each part its file and which heading is which field, such as
    {"people": {"file": "clients.csv", "columns": {"old_id": "Client ID"}}}; a field that it leaves
    out is guessed. A second run of a newer export adds what is new and makes nothing twice.
    """
    from kith.exchange.moving_in.command import import_folder
    from kith.isolation.actor import Actor
    from kith.organisations.queries import scheme_of_slug
    from kith.resilience.errors import Refused

    scheme_id = scheme_of_slug(slug)
    if scheme_id is None:
        raise Refused(f"There is no scheme “{slug}” here: nothing was taken.")
    try:
        mapping = json.loads(mapping_file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise Refused(f"{mapping_file} is not a JSON file: nothing was taken.") from error
    return import_folder(
        by=Actor.system("kith cases import"),
        scheme_id=scheme_id,
        folder=folder,
        mapping=mapping,
        dry_run=dry_run,
        progress=progress(),
    )


cases.add_command(import_)
