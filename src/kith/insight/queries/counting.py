"""The figures of a scheme and a period as they are, before anything is withheld."""

from __future__ import annotations

import datetime as dt
import functools
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from kith.insight.queries.definitions import parameters, parts_for, planned_for_many_rows
from kith.insight.rules.periods import Period

STAGES = ("referred", "contacted", "plan", "connected", "attended", "changed")


@dataclass(frozen=True)
class Change:
    """One part of a measure (`part` is its number where a measure is not added up, else empty;
    all goals are one): how many pairs, and what they say."""

    measure: str
    part: str
    pairs: int
    better: int
    same: int
    worse: int
    before: float
    after: float
    started: int


@dataclass(frozen=True)
class Door:
    """What came through a door: referrals, those whose person we talked with, and their waits in days."""

    door: str
    referrals: int
    reached: int
    median_days: float | None
    nine_in_ten_days: int | None


@dataclass(frozen=True)
class Promise:
    """How often the scheme did by its day what it promises those who came through a door: `met` of `ran`,
    the clocks that were met, met later, or had run out."""

    door: str
    clock: str
    met: int
    ran: int


@dataclass(frozen=True)
class Counts:
    """What was counted. Ages are in years, waits in days; None where there was nothing to count."""

    people_supported: int
    conversations: int
    support_given: int
    referrals_received: int
    proactive_calls: int
    proactive_people: int
    outreach_people: int
    outreach_age_min: int | None
    outreach_age_max: int | None
    practices: int
    registered_patients: int
    referred: int
    contacted: int
    plan: int
    connected: int
    attended: int
    changed: int
    median_days_to_first_contact: float | None
    nine_in_ten_days_to_first_contact: int | None
    helped_by_link_worker_alone: int
    measured_twice: int
    measured_better: int
    foundations: dict[str, int]
    ages: dict[str, int]
    ethnicities: dict[str, int]
    changes: tuple[Change, ...]
    doors: tuple[Door, ...]
    promises: tuple[Promise, ...]


FIGURES = {
    "people_supported": "SELECT count(*) FROM supported",
    "conversations": "SELECT COALESCE(sum(conversations), 0)::int FROM supported",
    "support_given": "SELECT COALESCE(sum(support), 0)::int FROM supported",
    "referrals_received": "SELECT count(*) FROM received",
    "proactive_calls": "SELECT count(*) FROM calls",
    "proactive_people": "SELECT count(DISTINCT person_id) FROM calls",
    "outreach_people": "SELECT count(DISTINCT person_id) FROM outreach",
    "outreach_age_min": "SELECT min(age) FROM outreach",
    "outreach_age_max": "SELECT max(age) FROM outreach",
    "practices": "SELECT count(*) FROM practices",
    "registered_patients": "SELECT COALESCE(sum(registered), 0)::int FROM registered",
    **{stage: f"SELECT count(*) FROM {stage}" for stage in STAGES},  # noqa: S608  our own names
    "median_days_to_first_contact": """
        SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY day - referred_on) FROM contacted""",
    "nine_in_ten_days_to_first_contact": """
        SELECT percentile_disc(0.9) WITHIN GROUP (ORDER BY day - referred_on) FROM contacted""",
    "helped_by_link_worker_alone": "SELECT count(*) FROM alone",
    # Of the people supported: measured at the start and again, and better in at least one pair.
    "measured_twice": """
        SELECT count(DISTINCT p.person_id) FROM pairs p JOIN supported USING (person_id)""",
    "measured_better": """
        SELECT count(DISTINCT p.person_id) FROM pairs p JOIN supported USING (person_id)
        WHERE p.direction = 'better'""",
    "foundations": """
        SELECT COALESCE(json_object_agg(foundation, n), '{}') FROM (
            SELECT foundation, count(*) AS n FROM needed GROUP BY foundation) AS f""",
    "ages": """
        SELECT COALESCE(json_object_agg(band, n), '{}') FROM (
            SELECT CASE WHEN age < 18 THEN 'under_18' WHEN age < 40 THEN '18_to_39'
                WHEN age < 65 THEN '40_to_64' WHEN age < 80 THEN '65_to_79' ELSE '80_and_over'
                END AS band, count(*) AS n FROM described GROUP BY 1) AS a""",
    "ethnicities": """
        SELECT COALESCE(json_object_agg(ethnicity, n), '{}') FROM (
            SELECT ethnicity, count(*) AS n FROM described GROUP BY 1) AS e""",
    "changes": """
        SELECT COALESCE(json_agg(row_to_json(c)), '[]') FROM (
            SELECT s.measure, COALESCE(p.part, '') AS part, s.started,
                COALESCE(p.pairs, 0) AS pairs, COALESCE(p.better, 0) AS better,
                COALESCE(p.same, 0) AS same, COALESCE(p.worse, 0) AS worse,
                COALESCE(p.before, 0) AS before, COALESCE(p.after, 0) AS after
            FROM (SELECT measure, count(*) AS started FROM started JOIN supported USING (person_id)
                  GROUP BY measure) AS s
            LEFT JOIN (
                SELECT measure, part, count(*) AS pairs,
                    count(*) FILTER (WHERE direction = 'better') AS better,
                    count(*) FILTER (WHERE direction = 'same') AS same,
                    count(*) FILTER (WHERE direction = 'worse') AS worse,
                    avg(before)::float AS before, avg(after)::float AS after
                FROM pairs JOIN supported USING (person_id) GROUP BY measure, part
            ) AS p USING (measure)
            ORDER BY 1, 2) AS c""",
    "doors": """
        SELECT COALESCE(json_agg(row_to_json(d)), '[]') FROM (
            SELECT door, count(*) AS referrals, count(talked_on) AS reached,
                percentile_cont(0.5) WITHIN GROUP (ORDER BY talked_on - day) AS median_days,
                percentile_disc(0.9) WITHIN GROUP (ORDER BY talked_on - day) AS nine_in_ten_days
            FROM through GROUP BY door ORDER BY door) AS d""",
    "promises": """
        SELECT COALESCE(json_agg(row_to_json(p)), '[]') FROM (
            SELECT door, clock, count(*) FILTER (WHERE state = 'met') AS met, count(*) AS ran
            FROM promised GROUP BY door, place, clock ORDER BY door, place) AS p""",
}
_USED = (
    "supported", "received", "calls", "outreach", "practices", "registered", *STAGES, "alone",
    "pairs", "needed", "described", "started", "through", "promised",
)  # fmt: skip
_RECEIVED = """
SELECT date_trunc('month', received_at AT TIME ZONE 'Europe/London')::date, count(*)
FROM referrals_referral WHERE scheme_id = %s GROUP BY 1
"""


@functools.cache
def statement() -> str:
    """The one statement that counts everything."""
    figures = ",\n".join(f"({sql}) AS {name}" for name, sql in FIGURES.items())
    return f"{parts_for(*_USED)}\nSELECT {figures}"


def count(scheme_id: UUID, period: Period) -> Counts:
    """Count every figure of one scheme and period, in one statement."""
    with planned_for_many_rows() as cursor:
        cursor.execute(statement(), parameters(scheme_id, period))
        values: dict[str, Any] = dict(zip(FIGURES, cursor.fetchone(), strict=True))
    values["changes"] = tuple(Change(**row) for row in values["changes"])
    values["doors"] = tuple(Door(**row) for row in values["doors"])
    values["promises"] = tuple(Promise(**row) for row in values["promises"])
    return Counts(**values)


def received_by_month(scheme_id: UUID) -> dict[dt.date, int]:
    """How many referrals a scheme received in each month, by the month's first day."""
    with connection.cursor() as cursor:
        cursor.execute(_RECEIVED, [scheme_id])
        return dict(cursor.fetchall())
