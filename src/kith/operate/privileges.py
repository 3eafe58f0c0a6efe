"""Who the database server runs as. PostgreSQL refuses to run as root, so root steps down first."""

from __future__ import annotations

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

NOBODY = 65534  # the kernel's overflow user, which no account on the machine should share

CHECK = (
    'test "$(id -u)" != 0 && "$1" --version >/dev/null && : >"$2/.may-write" && rm "$2/.may-write"'
)


class NoWayDown(Exception):
    """Root, and the machine offers no way to run a program as anybody else here."""


@dataclass(frozen=True, slots=True)
class Guise:
    """How to run a program that must not be root."""

    prefix: tuple[str, ...] = ()
    """Words that go before the command."""
    owner: int | None = None
    """User number the program's own folder must belong to; None leaves it as it is."""


def guise_for(program: Path, folder: Path, *, owner: int) -> Guise:
    """How to run `program` so that it may write in `folder`; `owner` has its files now (user
    number).

    Anyone but root runs it as themselves. Raises NoWayDown where root cannot step down.
    """
    if os.geteuid() != 0:
        return Guise()
    for guise in _ways_down(owner):
        if shutil.which(guise.prefix[0]) and _works(guise, program, folder):
            return guise
    raise NoWayDown


def hand_over(folder: Path, guise: Guise) -> None:
    """Give the folder and what is in it to the user the guise needs, where it is not theirs."""
    if guise.owner is None or folder.stat().st_uid == guise.owner:
        return
    for parent, folders, files in os.walk(folder):
        for name in (*folders, *files):
            os.chown(Path(parent, name), guise.owner, -1, follow_symlinks=False)
    os.chown(folder, guise.owner, -1)


def _ways_down(owner: int) -> list[Guise]:
    if owner not in (0, NOBODY):
        return [_as_user(owner)]
    # In a user namespace root's own files stay reachable, whatever the folders above allow, and
    # belong to root still. Where the machine forbids it, nobody with the one capability that opens
    # folders does instead.
    ways = [Guise(("unshare", "--user", f"--map-user={NOBODY}", "--"), owner=0), _as_user(NOBODY)]
    return ways if owner == 0 else ways[::-1]


def _as_user(user: int) -> Guise:
    return Guise(
        (
            "setpriv",
            f"--reuid={user}",
            f"--regid={NOBODY}",
            "--clear-groups",
            "--inh-caps=+dac_override",
            "--ambient-caps=+dac_override",
            "--securebits=+no_setuid_fixup",
            "--",
        ),
        owner=user,
    )


def _works(guise: Guise, program: Path, folder: Path) -> bool:
    check = [*guise.prefix, "/bin/sh", "-c", CHECK, "sh", str(program), str(folder)]
    return subprocess.run(check, capture_output=True, cwd="/").returncode == 0
