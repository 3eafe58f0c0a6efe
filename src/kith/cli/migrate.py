"""`kith migrate`."""

from __future__ import annotations

import click

from kith.cli.instance import instance


@click.command()
def migrate() -> None:
    """Bring the database up to date: its roles, tables and walls."""
    with instance() as up:
        up.migrate()
    click.echo("The database is up to date.")
