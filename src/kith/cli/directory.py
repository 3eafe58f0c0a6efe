"""`kith directory`."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

import click

from kith.cli.operator_command import operator_command

EVERY = 500


@click.group()
def directory() -> None:
    """Look after the directory of community services."""


def _in_words(answer: dict[str, Any]) -> str:
    would = " This was a dry run: nothing was written." if answer["dry_run"] else ""
    lines = [
        f"{answer['services']} services read: {answer['new']} new, {answer['changed']} changed,"
        f" {answer['unchanged']} unchanged, {answer['no_longer_listed']} no longer listed,"
        f" {len(answer['refused'])} refused.{would}"
    ]
    if answer["held_back"]:
        lines.append(answer["held_back"])
    if answer["refused"]:
        lines.append("\nNot taken:")
        lines += [
            f"  {row['name'] or row['id'] or 'A service without a name'}: {row['reason']}"
            for row in answer["refused"]
        ]
    if answer["warnings"]:
        lines.append("\nTo know:")
        lines += [f"  {warning}" for warning in answer["warnings"]]
    return "\n".join(lines)


@operator_command("import", text=_in_words)
@click.argument("source")
@click.option("--scheme", "slug", required=True, help="The short name of the scheme.")
@click.option("--dry-run", is_flag=True, help="Say what would be done, and do nothing.")
def import_(source: str, slug: str, dry_run: bool) -> dict[str, Any]:
    """Take in the services of an Open Referral UK feed.

    SOURCE is a web address, a file, or a folder of pages. Services that have left a complete feed
    are kept and marked as no longer listed.
    """
    from kith.exchange.directory_feed.actions import import_and_report
    from kith.isolation.actor import Actor
    from kith.organisations.queries import scheme_of_slug
    from kith.resilience.errors import Refused

    scheme_id = scheme_of_slug(slug)
    if scheme_id is None:
        raise Refused(f"There is no scheme “{slug}” here. Check its short name.")
    return import_and_report(
        by=Actor.system("kith directory import"),
        scheme_id=scheme_id,
        source=source,
        dry_run=dry_run,
        progress=_progress,
        # Who types an address at this command line could reach it without us.
        allow_hosts=_host_of(source),
    ).as_json()


directory.add_command(import_)


def _progress(read: int) -> None:
    if read % EVERY == 0:
        click.echo(f"{read} services read…", err=True)


def _host_of(source: str) -> tuple[str, ...]:
    try:
        host = urlsplit(source).hostname
    except ValueError:
        host = None
    return (host,) if host else ()
