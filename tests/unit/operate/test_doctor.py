"""What the doctor notices, planted one at a time."""

from __future__ import annotations

import shutil
from typing import Any

import pytest
from django.conf import settings
from django.db import connection

from kith.isolation import catalogue
from kith.operate import doctor


def found(check: str) -> list[tuple[str, str]]:
    return [
        (str(finding.state), finding.said) for finding in doctor.examine() if finding.check == check
    ]


def test_every_check_of_a_sound_installation_is_made(db: None) -> None:
    findings = doctor.examine()
    assert {finding.check for finding in findings} == set(doctor.CHECKS)
    assert [finding for finding in findings if finding.state == "wrong"] == []


def test_it_reads_the_walls_as_the_run_time_role(db: None, monkeypatch: Any) -> None:
    assert found("walls")[0][0] == "ok"
    monkeypatch.delitem(catalogue.SHARED, "django_session")
    [(state, said)] = found("walls")
    assert state == "wrong"
    assert "django_session" in said


@pytest.mark.parametrize(
    ("planted", "state", "words"),
    [
        ("status = 'todo', scheduled_at = now() - interval '1 hour'", "wrong", "kith serve"),
        ("status = 'doing', worker_id = NULL", "warning", "half-way"),
        ("status = 'failed'", "warning", "failed"),
    ],
)
def test_it_notices_jobs_that_do_not_move(db: None, planted: str, state: str, words: str) -> None:
    assert found("jobs")[0][0] == "ok"
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (task_name, queue_name, args)"
            " VALUES ('tests.nothing', 'default', '{}') RETURNING id"
        )
        cursor.execute(
            f"UPDATE procrastinate_jobs SET {planted} WHERE id = %s", [cursor.fetchone()[0]]
        )
    [(now, said)] = found("jobs")
    assert now == state
    assert words in said


@pytest.mark.parametrize(("free", "state"), [(10**7, "wrong"), (10**9, "warning"), (10**11, "ok")])
def test_it_notices_a_full_disk(db: None, monkeypatch: Any, free: int, state: str) -> None:
    usage = shutil.disk_usage(settings.HOME)._replace(free=free)
    monkeypatch.setattr(doctor.shutil, "disk_usage", lambda _: usage)
    assert found("disk")[0][0] == state


def test_it_notices_that_no_mail_can_go_out(db: None, settings: Any) -> None:
    assert found("mail")[0][0] == "warning"
    settings.EMAIL_HOST = "mail.kith.example"
    assert found("mail") == [("ok", "Mail goes out by mail.kith.example.")]


def test_a_check_that_cannot_be_made_is_a_finding(db: None, monkeypatch: Any) -> None:
    def fails() -> doctor.Said:
        raise OSError("no such folder")
        yield

    monkeypatch.setitem(doctor.CHECKS, "disk", fails)
    assert found("disk") == [("wrong", "This could not be checked: no such folder")]
