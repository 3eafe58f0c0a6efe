"""How large the year of each scheme was: how many people came how far. The rows are made of this; figures are counted."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from kith.demo.accounts import BOW, POPLAR

# How far someone came. Those from TALKED on had a conversation within the year.
TALKED, DECLINED, ALONE, PLANNED = "talked", "declined", "alone", "planned"
INTRODUCED, ATTENDED, CHANGED = "introduced", "attended", "changed"
NOT_REACHED, NOT_TAKEN_ON, WITHDRAWN, LATE = "not_reached", "not_taken_on", "withdrawn", "late"
CALLED = "called"  # by the campaign alone: no referral, no case
SUPPORTED = (TALKED, DECLINED, ALONE, PLANNED, INTRODUCED, ATTENDED, CHANGED)

# Referrals by month, June 2019 to June 2020: a quiet August and December, and the spring of 2020.
SEASON = (88, 104, 86, 116, 132, 130, 82, 146, 140, 112, 66, 84, 72)


@dataclass(frozen=True)
class Shape:
    """One scheme's year. `youngest` and `oldest` are ages at the call, of people whom outreach reached."""

    slug: str
    people: Mapping[str, int]
    calls: int
    known_called: int
    through_outreach: int
    youngest: int
    oldest: int
    twice: int
    reopened: int
    cancer: int
    first_number: int
    calls_after: int


BOW_YEAR = Shape(
    slug=BOW,
    people={
        TALKED: 402, DECLINED: 66, ALONE: 43, PLANNED: 290, INTRODUCED: 150, ATTENDED: 160,
        CHANGED: 210, NOT_REACHED: 112, NOT_TAKEN_ON: 22, WITHDRAWN: 8, LATE: 10, CALLED: 230,
    },
    calls=848,
    known_called=250,
    through_outreach=46,
    youngest=9,
    oldest=90,
    twice=18,
    reopened=14,
    cancer=58,
    first_number=1000,
    calls_after=34,
)  # fmt: skip
POPLAR_YEAR = Shape(
    slug=POPLAR,
    people={
        TALKED: 38, DECLINED: 7, ALONE: 6, PLANNED: 30, INTRODUCED: 14, ATTENDED: 16,
        CHANGED: 26, NOT_REACHED: 21, NOT_TAKEN_ON: 4, WITHDRAWN: 2, LATE: 2, CALLED: 15,
    },
    calls=61,
    known_called=18,
    through_outreach=5,
    youngest=23,
    oldest=84,
    twice=2,
    reopened=1,
    cancer=6,
    first_number=4000,
    calls_after=5,
)  # fmt: skip
SHAPES = {shape.slug: shape for shape in (BOW_YEAR, POPLAR_YEAR)}
CAMPAIGN = "Lockdown calls, spring 2020"
CAMPAIGN_AFTER = "Calls after the first wave, July 2020"
AFTER_FROM, AFTER_TO = datetime.date(2020, 7, 6), datetime.date(2020, 7, 31)
