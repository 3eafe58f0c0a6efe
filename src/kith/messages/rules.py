"""How long an e-mail is tried for, and how long a letter may lie."""

from __future__ import annotations

import datetime

# The waits add up to four and a half days (RFC 5321 section 4.5.4.1: give up after four to five).
WAITS_MINUTES = (1, 5, 15, 60, 4 * 60, 8 * 60, 24 * 60, 72 * 60)
MOST_TRIES = len(WAITS_MINUTES) + 1
# Working days. Ours: a letter that nobody sent for a week was forgotten.
LETTER_SENT_WITHIN = 5


def wait_after(tries: int) -> datetime.timedelta:
    """How long to wait after that many tries."""
    return datetime.timedelta(minutes=WAITS_MINUTES[min(tries, len(WAITS_MINUTES)) - 1])
