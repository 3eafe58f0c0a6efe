"""How far a long command is."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

import click

QUIET_SECONDS = 3.0
BAR = 30


def progress() -> Callable[[int, int], None]:
    """A bar on a terminal; elsewhere a line every few seconds. A short file is read in silence."""
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
        click.echo(f"{bar}{read:,} of {rows(of)} read", err=True, nl=ends_line)

    return tell


def rows(number: int) -> str:
    """So many rows, in words."""
    return "1 row" if number == 1 else f"{number:,} rows"
