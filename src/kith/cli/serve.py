"""`kith serve`: everything an instance needs, from one command, until it is told to stop."""

from __future__ import annotations

import http.client
import sys
import time
from collections.abc import Callable

import click

from kith.cli.instance import Instance, has_demo, instance
from kith.demo.accounts import ACCOUNTS
from kith.environment import Environment, read
from kith.operate.postgres import PostgresRefused
from kith.operate.processes import Child, Interrupted, check_port, supervise

# Most threads wait, for a request to arrive; twelve a worker have a connection to the database (settings).
WORKERS, THREADS = 2, 32
REVIVE_SECONDS = 5.0


@click.command()
def serve() -> None:
    """Run the web server and the job worker until Ctrl-C.

    Starts the embedded database (or uses DATABASE_URL), brings it up to date and serves on
    http://127.0.0.1:KITH_PORT. With KITH_DEMO=1 it loads the demonstration first.
    """
    check_port(read().port)
    try:
        with instance() as up:
            try:
                _serve(up)
            finally:
                _say("Stopping…")
    except Interrupted:
        _say("Stopped. Everything is kept.")


def _serve(up: Instance) -> None:
    _say("Bringing the database up to date…")
    up.migrate()
    if up.environment.demo and has_demo():
        _say("Loading the demonstration (the first time this takes a moment)…")
        up.load_demo()
    _say("Starting the web server and the job worker…")
    supervise(
        [
            Child("the web server", _web(up.environment), needed=True),
            Child("the job worker", [sys.executable, "-m", "django", "procrastinate", "worker"]),
        ],
        up.variables(),
        say=_say,
        look=_watch(up),
    )


def _web(environment: Environment) -> list[str]:
    command = [sys.executable, "-m", "gunicorn", f"--bind=127.0.0.1:{environment.port}"]
    command += [
        "--worker-class=kith.config.worker.Worker",
        f"--workers={WORKERS}",
        f"--threads={THREADS}",
    ]
    command += ["--timeout=60", "--graceful-timeout=4", "--log-level=warning"]
    # The most that gunicorn takes: a long search is answered by our page, not by a bare 414.
    command.append("--limit-request-line=8190")
    # Its socket would be outside the home folder, where nothing is written.
    return [*command, "--no-control-socket", "kith.config.wsgi:application"]


def _watch(up: Instance) -> Callable[[], None]:
    """Says once that the web server answers, and starts the database again if it dies."""
    greeted = False
    revive_at = time.monotonic() + REVIVE_SECONDS

    def look() -> None:
        nonlocal greeted, revive_at
        if not greeted and _answers(up.environment.port):
            _greet(up.environment)
            greeted = True
        if time.monotonic() >= revive_at:
            try:
                up.server.revive()
            except PostgresRefused as refusal:
                _say(str(refusal))
            revive_at = time.monotonic() + REVIVE_SECONDS

    return look


def _answers(port: int) -> bool:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/healthz")
        connection.getresponse()
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
    return True


def _greet(environment: Environment) -> None:
    address = f"http://127.0.0.1:{environment.port}"
    _say(f"\nKith is at {address}")
    if environment.demo:
        _say(f"Sign in at {address}/sign-in: a button each for")
        for account in ACCOUNTS:
            _say(f"  {account.key:<12} {account.name}")
    _say("Ctrl-C stops it.\n")


def _say(sentence: str) -> None:
    click.echo(sentence)
    sys.stdout.flush()
