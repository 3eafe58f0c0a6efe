"""A real worker, as a process of its own and as the run-time role, does what was deferred."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
import uuid
from collections.abc import Iterator

import psycopg
import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from psycopg import sql

from kith import environment
from kith.operate import database
from tests import cast
from tests.server import TEMPLATE

# What is deferred in a transaction that is rolled back is never done.
DEFER = """
import django; django.setup()
from django.conf import settings
from django.db import transaction
from kith.isolation import context
from kith.messages import actions
from tests import cast
for to, kept in (("kept@practice.example", True), ("lost@practice.example", False)):
    with context.in_scheme(cast.BOW, actor="job:tests"):
        actions.queue_email(by=cast.TESTS, scheme_id=cast.BOW, kind="waiting", to=to,
                            link=settings.SITE_URL + "/home")
        if not kept:
            transaction.set_rollback(True)
"""
STALL = """
import django; django.setup()
from django.db import connection
with connection.cursor() as cursor:
    cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat)"
                   " VALUES (now() - interval '1 hour') RETURNING id")
    worker = cursor.fetchone()
    cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", worker)
"""
SEND = """
import django; django.setup()
from kith.exchange.mail import jobs
jobs.send_due()
"""
COUNT = "SELECT status::text FROM procrastinate_jobs WHERE task_name = 'mail.send'"


@pytest.fixture
def variables() -> Iterator[dict[str, str]]:
    """The environment of a process that has a database of its own, with the cast in it."""
    name = f"kith_test_worker_{uuid.uuid4().hex[:8]}"
    with psycopg.connect(os.environ["KITH_TEST_ADMIN_URL"], autocommit=True) as connection:
        connection.execute(
            sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(
                sql.Identifier(name), sql.Identifier(TEMPLATE)
            )
        )
    urls = database.prepare(environment.read(), database=name)
    given = {**os.environ, "KITH_APP_URL": urls.app_url, "KITH_SMTP_HOST": ""}
    given.pop("KITH_OWNER_URL", None)  # a worker never knows the owner
    yield given
    database.drop(environment.read(), name)


def run(variables: dict[str, str], *words: str) -> None:
    subprocess.run([sys.executable, "-W", "ignore", *words], env=variables, check=True, timeout=60)


def jobs(variables: dict[str, str]) -> list[str]:
    with psycopg.connect(variables["KITH_APP_URL"]) as connection:
        return [row[0] for row in connection.execute(COUNT)]


WORKER = ("-m", "django", "procrastinate", "worker", "--one-shot", "--queues=mail")


def test_a_worker_does_what_was_kept_and_nothing_else(variables: dict[str, str]) -> None:
    run(variables, "-c", DEFER)
    assert jobs(variables) == ["todo"]

    run(variables, *WORKER)

    assert jobs(variables) == []  # done, and succeeded jobs leave no row


def test_what_a_dead_worker_held_is_done_by_another(variables: dict[str, str]) -> None:
    run(variables, "-c", DEFER)
    run(variables, "-c", STALL)
    run(variables, *WORKER)
    assert jobs(variables) == ["doing"]

    run(variables, "-c", RETRY)
    run(variables, *WORKER)

    assert jobs(variables) == []


RETRY = """
import asyncio, django; django.setup()
from procrastinate.contrib.django import app
from kith.resilience.jobs import retry_stalled
async def main():
    with app.replace_connector(app.connector.get_worker_connector()):
        async with app.open_async():
            assert await retry_stalled() == 1
asyncio.run(main())
"""


def test_the_cast_is_the_templates(variables: dict[str, str]) -> None:
    with psycopg.connect(variables["KITH_APP_URL"]) as connection:
        found = connection.execute("SELECT organisations_scheme_of_slug('bow')").fetchone()
    assert found == (cast.BOW,)


class SlowPostbox:
    """A mail server that takes its time, so that others meet the e-mail while it is being sent."""

    def __init__(self) -> None:
        self.received: list[str] = []

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        await asyncio.sleep(1)
        self.received += envelope.rcpt_tos
        return "250 OK"


def test_workers_that_meet_send_an_email_once(variables: dict[str, str]) -> None:
    run(variables, "-c", DEFER)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    box = SlowPostbox()
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    given = {**variables, "KITH_SMTP_HOST": "127.0.0.1", "KITH_SMTP_PORT": str(port)}
    words = [sys.executable, "-W", "ignore", "-c", SEND]
    try:
        racing = [subprocess.Popen(words, env=given) for _ in range(3)]
        assert [process.wait(60) for process in racing] == [0, 0, 0]
    finally:
        controller.stop()

    assert box.received == ["kept@practice.example"]
