"""`kith demo`."""

from __future__ import annotations

import click

from kith.cli.instance import instance


@click.command()
def demo() -> None:
    """Load the demonstration schemes: a year, and the days around today.

    What is there already is left as it is; a load that was interrupted goes on where it stopped.
    """
    with instance() as up:
        up.migrate()
        up.load_demo()
    click.echo("The demonstration is loaded. Start it with KITH_DEMO=1 kith serve.")
