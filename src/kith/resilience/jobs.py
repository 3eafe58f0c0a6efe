"""Housekeeping: the jobs of a worker that died, and what is no longer needed."""

from __future__ import annotations

import datetime
import logging
from importlib import import_module

from django.conf import settings
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.jobs import Status

from kith.resilience.models import Allowance

log = logging.getLogger(__name__)
MOST_ATTEMPTS = 5


@app.periodic(cron="40 3 * * *")
@app.task(name="resilience.sweep")
def sweep(timestamp: int = 0) -> None:
    """Forget sessions that have ended, with the answers kept in them, and allowances that are full
    again.
    """
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    Allowance.objects.filter(filled_at__lt=timezone.now() - datetime.timedelta(days=2)).delete()


@app.periodic(cron="* * * * *")
@app.task(name="resilience.retry_stalled")
async def retry_stalled(timestamp: int = 0) -> int:
    """Queue again what was being done by a worker that has sent no sign of life for 30 seconds.

    A job that was with five workers when they died may be what killed them: it is marked as failed.
    Returns how many were found. It has no lock, so that one that stalled itself hinders no other.
    """
    stalled = list(await app.job_manager.get_stalled_jobs())
    for job in stalled:
        if job.attempts >= MOST_ATTEMPTS:
            log.error(
                "The job %s (%s) stopped its worker %s times.", job.task_name, job.id, job.attempts
            )
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
        else:
            await app.job_manager.retry_job(job)
    return len(stalled)
