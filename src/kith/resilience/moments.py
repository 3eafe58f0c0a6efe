"""A day and a time, as somebody typed them, as a moment."""

from __future__ import annotations

import datetime

from kith.resilience.errors import Refused
from kith.ui.dates import LONDON


def moment(day: datetime.date, clock: datetime.time, *, field: str = "time") -> datetime.datetime:
    """A day and a time on a London clock, as a moment.

    The hour that is lived twice in October is taken the first time. Raises Refused for the hour
    that the clocks skip in March.
    """
    local = datetime.datetime.combine(day, clock.replace(tzinfo=None), tzinfo=LONDON)
    there_and_back = local.astimezone(datetime.UTC).astimezone(LONDON)
    if there_and_back.replace(tzinfo=None) != local.replace(tzinfo=None):
        raise Refused(
            "The clocks go forward that night, and this time is skipped. Choose an hour later.",
            field=field,
        )
    return local.astimezone(datetime.UTC)
