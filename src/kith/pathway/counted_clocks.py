"""The clocks of many referrals in one statement: the definitions of `pathway.clocks`, in SQL.

A page of a few referrals computes them in Python. A list of thousands is counted here, and so are a
scheme's figures (`kith.insight`), from the same parts. A test holds the two against each other.
"""

from __future__ import annotations

import datetime as dt
import functools
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from kith.isolation.parts import part
from kith.pathway.clocks import FACE_TO_FACE, NEARLY_FROM, NO_TRY, Clock, Name, State
from kith.vocabulary import working_days

# What a statement that uses PARTS says of the referrals it asks about, under the name `asked`.
ASKED = (
    "id", "scheme_id", "case_id", "received_at", "urgency", "decision", "decided_at", "case_ended_at",
)  # fmt: skip

# Working days are a sorted list, so that the day so many after another is a step in it. London days.
# `known_until`: nothing that happened from then on is known yet.
PARTS = {
    "calendar": "SELECT %(working)s::date[] AS working",
    "read_first": """
        SELECT a.id, min(r.read_at) AS at FROM asked a
        JOIN referrals_reading r ON r.scheme_id = a.scheme_id AND r.referral_id = a.id
        WHERE r.read_at < %(known_until)s::timestamptz GROUP BY a.id""",
    "tried_first": """
        SELECT a.id, min(c.happened_at) FILTER (WHERE c.outcome <> ALL (%(no_try)s)) AS tried,
            min(c.happened_at) FILTER (WHERE c.outcome = 'reached') AS talked,
            min(c.happened_at) FILTER (WHERE c.outcome = 'reached'
                AND (c.planned_for IS NOT NULL OR c.medium = ANY (%(face_to_face)s))) AS met
        FROM asked a JOIN contacts_contact c ON c.scheme_id = a.scheme_id AND c.case_id = a.case_id
        WHERE c.happened_at >= a.received_at AND c.happened_at < %(known_until)s::timestamptz
        GROUP BY a.id""",
    # The later day that the person chose last.
    "chosen_last": """
        SELECT DISTINCT ON (a.id) a.id, w.chosen_on FROM asked a
        JOIN contacts_wait w ON w.scheme_id = a.scheme_id AND w.case_id = a.case_id
        WHERE w.kind = 'chose' AND w.noted_at < %(known_until)s::timestamptz
        ORDER BY a.id, w.noted_at DESC, w.created_at DESC""",
    # A row a referral: looked for clock by clock, the pauses of a year were read once for each.
    "paused": """
        SELECT a.id, array_agg(p.from_on) AS from_on, array_agg(COALESCE(p.ended_on, p.until)) AS over_on
        FROM asked a JOIN caseload_pause p ON p.scheme_id = a.scheme_id AND p.case_id = a.case_id
        WHERE p.created_at < %(known_until)s::timestamptz GROUP BY a.id""",
    "decided": """
        SELECT a.id, d.decided_at, CASE WHEN a.case_ended_at < %(known_until)s::timestamptz
                THEN a.case_ended_at
                WHEN a.decision NOT IN ('received', 'taken_on') THEN d.decided_at END AS ended_at
        FROM asked a CROSS JOIN LATERAL (SELECT CASE
            WHEN a.decided_at < %(known_until)s::timestamptz THEN a.decided_at END AS decided_at) AS d""",
    "timed": """
        SELECT a.id, a.case_id, s.read_within, s.talk_within, s.meet_within, c.chosen_on,
            CASE WHEN a.urgency = 'routine' THEN s.call_within ELSE s.call_soon_within END AS call_within,
            (a.received_at AT TIME ZONE 'Europe/London')::date AS received_on,
            (LEAST(r.at, d.decided_at) AT TIME ZONE 'Europe/London')::date AS read_on,
            (t.tried AT TIME ZONE 'Europe/London')::date AS tried_on,
            (t.talked AT TIME ZONE 'Europe/London')::date AS talked_on,
            (t.met AT TIME ZONE 'Europe/London')::date AS met_on,
            (d.ended_at AT TIME ZONE 'Europe/London')::date AS ended_on,
            p.from_on AS rests_from, p.over_on AS rests_over
        FROM asked a JOIN organisations_scheme s ON s.id = a.scheme_id
        JOIN decided d ON d.id = a.id
        LEFT JOIN read_first r ON r.id = a.id LEFT JOIN tried_first t ON t.id = a.id
        LEFT JOIN chosen_last c ON c.id = a.id LEFT JOIN paused p ON p.id = a.id""",
    "clocks": """
        SELECT t.id, t.case_id, c.place, c.name, u.due_on, v.due_on > p.due_on AS chosen,
            u.due_on > v.due_on AS rested,
            COALESCE(c.stopped_on, t.ended_on) AS stopped_on,
            CASE WHEN c.stopped_on <= u.due_on THEN 'met' WHEN c.stopped_on IS NOT NULL THEN 'late'
                WHEN t.ended_on IS NOT NULL THEN 'stopped'
                WHEN u.due_on < %(clock_day)s::date THEN 'breached'
                WHEN u.due_on <= CASE WHEN c.within > %(nearly_from)s THEN %(day_after)s::date
                    ELSE %(clock_day)s::date END THEN 'nearly'
                ELSE 'running' END AS state
        FROM timed t CROSS JOIN calendar k
        CROSS JOIN LATERAL (VALUES
            (1, 'read', t.read_within, t.read_on, NULL::date),
            (2, 'attempt', t.call_within, t.tried_on, t.chosen_on),
            (3, 'conversation', t.talk_within, t.talked_on, t.chosen_on),
            (4, 'appointment', t.meet_within, t.met_on, t.chosen_on)
        ) AS c (place, name, within, stopped_on, chosen_on)
        CROSS JOIN LATERAL (SELECT k.working[GREATEST(c.within, 1)
            + width_bucket(t.received_on - (c.within = 0)::int, k.working)] AS due_on) AS p
        CROSS JOIN LATERAL (SELECT GREATEST(p.due_on, c.chosen_on) AS due_on) AS v
        CROSS JOIN LATERAL (SELECT GREATEST(v.due_on, (SELECT max(r.over_on)
            FROM unnest(t.rests_from, t.rests_over) AS r (from_on, over_on)
            WHERE c.place > 1 AND v.due_on BETWEEN r.from_on AND r.over_on)) AS due_on) AS u""",
}
FIRST_YEAR = 2000
YEARS_AHEAD = 2


@dataclass(frozen=True)
class Counted:
    """One clock of one referral; `case_id` when somebody took it on."""

    referral_id: UUID
    case_id: UUID | None
    clock: Clock


def parameters(day: dt.date, known_until: dt.datetime | None = None) -> dict[str, Any]:
    """What PARTS are asked with, for a London day; with `known_until`, as if it were not later than that."""
    return {
        "working": _calendar(day.year + YEARS_AHEAD),
        "known_until": known_until or "infinity",
        "clock_day": day,
        "day_after": working_days.on_or_after(day + dt.timedelta(days=1)),
        "nearly_from": NEARLY_FROM,
        "no_try": sorted(NO_TRY),
        "face_to_face": sorted(FACE_TO_FACE),
    }


def counted(
    asked: QuerySet[Any, Any], *, today: dt.date, states: Collection[State] = tuple(State)
) -> list[Counted]:
    """The clocks of some referrals that are in one of `states`, the one due first at the beginning.

    `asked` gives the columns of ASKED, in their order.
    """
    try:
        wanted, given = part(asked)
    except EmptyResultSet:  # the actor may see nobody
        return []
    listed = ",\n".join(f"{name} AS MATERIALIZED ({text})" for name, text in PARTS.items())
    with connection.cursor() as cursor:
        cursor.execute(
            # Only our own parts are put together; what was asked for comes as parameters.
            f"WITH asked ({', '.join(ASKED)}) AS MATERIALIZED ({wanted}), {listed}"  # noqa: S608
            " SELECT id, case_id, name, due_on, state, stopped_on, chosen, rested FROM clocks"
            " WHERE state = ANY (%(states)s) ORDER BY due_on, id, place",
            {**given, **parameters(today), "states": [state.value for state in states]},
        )
        return [
            Counted(
                pk,
                case_id,
                Clock(Name(name), due_on, State(state), stopped_on, bool(chosen), bool(rested)),
            )
            for pk, case_id, name, due_on, state, stopped_on, chosen, rested in cursor.fetchall()
        ]


@functools.cache
def _calendar(last_year: int) -> str:
    """The working days of all years that matter, as PostgreSQL writes an array."""
    days = working_days.listed(dt.date(FIRST_YEAR, 1, 1), dt.date(last_year, 12, 31))
    return "{" + ",".join(day.isoformat() for day in days) + "}"
