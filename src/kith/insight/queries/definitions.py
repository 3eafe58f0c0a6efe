"""Each figure's definition, once, as a named part of SQL.

The figures and the lists of what was counted are both made from these parts, so that a list is what
its figure counted. Every part has one scheme, and people who were merged count as one. Days are
London days. A day compared with a moment is a day: what happened on the day of the referral
counts as after it.

Parameters: scheme; since, until (moments, `until` excluded); first, last (days, both included);
measures, better (the library's names and directions, in step).
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

from django.db import connection

from kith.insight.rules.periods import Period
from kith.pathway.outcomes.instruments import LIBRARY

PARTS = {
    # Who a row is about, after merging.
    "who": """
        SELECT id, COALESCE(merged_into_id, id) AS person_id FROM people_person
        WHERE scheme_id = %(scheme)s""",
    # Cases alive in the period.
    "cases": """
        SELECT k.id, w.person_id, k.opened_at, k.ended_at
        FROM caseload_case k JOIN who w ON w.id = k.person_id
        WHERE k.scheme_id = %(scheme)s AND k.opened_at < %(until)s
        AND (k.ended_at IS NULL OR k.ended_at >= %(since)s)""",
    # Conversations of the period.
    "talked": """
        SELECT c.id, w.person_id, c.case_id, c.happened_at,
            (c.happened_at AT TIME ZONE 'Europe/London')::date AS day
        FROM contacts_contact c JOIN who w ON w.id = c.person_id
        WHERE c.scheme_id = %(scheme)s AND c.outcome = 'reached'
        AND c.happened_at >= %(since)s AND c.happened_at < %(until)s""",
    # Until when each person had a case.
    "covered": """
        SELECT person_id, max(COALESCE(ended_at, 'infinity')) AS until_at
        FROM cases GROUP BY person_id""",
    # Conversations with people who have a case: then, or opened from it on.
    "conversations": """
        SELECT t.* FROM talked t LEFT JOIN covered c USING (person_id)
        WHERE t.case_id IS NOT NULL OR t.happened_at <= c.until_at""",
    "given": """
        SELECT s.id, w.person_id, s.given_on AS day
        FROM contacts_supportgiven s JOIN who w ON w.id = s.person_id
        WHERE s.scheme_id = %(scheme)s AND s.given_on BETWEEN %(first)s AND %(last)s""",
    "supported": """
        SELECT person_id, min(day) AS day, count(*) FILTER (WHERE spoke) AS conversations,
            count(*) FILTER (WHERE NOT spoke) AS support
        FROM (SELECT person_id, day, true AS spoke FROM conversations
              UNION ALL SELECT person_id, day, false FROM given) AS happened
        GROUP BY person_id""",
    "received": """
        SELECT r.id, w.person_id, r.received_at, r.source, r.door,
            (r.received_at AT TIME ZONE 'Europe/London')::date AS day
        FROM referrals_referral r JOIN who w ON w.id = r.person_id
        WHERE r.scheme_id = %(scheme)s
        AND r.received_at >= %(since)s AND r.received_at < %(until)s""",
    # Each referral received, and the first conversation with its person from that day on.
    "through": """
        SELECT r.id, r.person_id, r.door, r.day, min(t.day) AS talked_on
        FROM received r LEFT JOIN talked t ON t.person_id = r.person_id AND t.day >= r.day
        GROUP BY r.id, r.person_id, r.door, r.day""",
    # Calls of campaigns in the period, answered or not.
    "calls": """
        SELECT c.id, w.person_id, c.happened_at, c.outcome, c.by_name, g.campaign_id,
            (c.happened_at AT TIME ZONE 'Europe/London')::date AS day
        FROM campaigns_campaigncall g
        JOIN contacts_contact c ON c.scheme_id = g.scheme_id AND c.id = g.contact_id
        JOIN who w ON w.id = c.person_id
        WHERE g.scheme_id = %(scheme)s
        AND c.happened_at >= %(since)s AND c.happened_at < %(until)s""",
    # A person reached in a campaign, and their age on the day of the call.
    "outreach": """
        SELECT c.id, c.person_id, c.day, extract(year FROM age(c.day, p.date_of_birth))::int AS age
        FROM calls c JOIN people_person p ON p.scheme_id = %(scheme)s AND p.id = c.person_id
        WHERE c.outcome = 'reached'""",
    "practices": """
        SELECT DISTINCT m.practice_id FROM organisations_practiceinpcn m
        WHERE m.scheme_id = %(scheme)s AND m.from_date <= %(last)s
        AND (m.to_date IS NULL OR m.to_date >= %(first)s)""",
    # The newest list size of each of these practices on or before the last day.
    "registered": """
        SELECT DISTINCT ON (l.practice_id) l.practice_id, l.registered, l.on_date
        FROM organisations_listsize l JOIN practices USING (practice_id)
        WHERE l.scheme_id = %(scheme)s AND l.on_date <= %(last)s
        ORDER BY l.practice_id, l.on_date DESC""",
    # The funnel: people referred in the period, each stage some of those of the stage before.
    "referred": "SELECT person_id, min(day) AS day FROM received GROUP BY person_id",
    "contacted": """
        SELECT r.person_id, r.day AS referred_on, min(t.day) AS day
        FROM referred r JOIN talked t ON t.person_id = r.person_id AND t.day >= r.day
        GROUP BY r.person_id, r.day""",
    "plan": """
        SELECT s.person_id, s.referred_on, min(p.agreed_on) AS day
        FROM contacted s JOIN who w ON w.person_id = s.person_id
        JOIN plans_plan p ON p.scheme_id = %(scheme)s AND p.person_id = w.id
        WHERE p.agreed_on BETWEEN s.referred_on AND %(last)s
        GROUP BY s.person_id, s.referred_on""",
    "introductions": """
        SELECT w.person_id, i.case_id, (i.made_at AT TIME ZONE 'Europe/London')::date AS made_on,
            (COALESCE(i.came_at, CASE WHEN i.progress = 'came' THEN i.progress_at END)
                AT TIME ZONE 'Europe/London')::date AS came_on
        FROM connections_introduction i JOIN who w ON w.id = i.person_id
        WHERE i.scheme_id = %(scheme)s AND i.made_at < %(until)s""",
    "connected": """
        SELECT s.person_id, s.referred_on, min(i.made_on) AS day
        FROM plan s JOIN introductions i ON i.person_id = s.person_id
        WHERE i.made_on >= s.referred_on
        GROUP BY s.person_id, s.referred_on""",
    "attended": """
        SELECT s.person_id, s.referred_on, min(i.came_on) AS day
        FROM connected s JOIN introductions i ON i.person_id = s.person_id
        WHERE i.came_on BETWEEN s.referred_on AND %(last)s
        GROUP BY s.person_id, s.referred_on""",
    # What was measured in these cases: `thing` is the goal that was rated, or the case.
    "readings": """
        SELECT k.person_id, s.case_id AS thing, s.measure COLLATE "C" AS measure, s.result,
            s.moment COLLATE "C" AS moment, s.taken_on, s.created_at, s.id
        FROM outcomes_score s JOIN cases k ON k.id = s.case_id
        WHERE s.scheme_id = %(scheme)s AND s.replaced_at IS NULL AND s.skipped_why = ''
        AND s.taken_on <= %(last)s
        UNION ALL
        SELECT k.person_id, g.goal_id, 'goal', jsonb_build_object('score', g.rating),
            g.moment, g.taken_on, g.created_at, g.id
        FROM outcomes_goalrating g JOIN cases k ON k.id = g.case_id
        WHERE g.scheme_id = %(scheme)s AND g.replaced_at IS NULL AND g.taken_on <= %(last)s""",
    "started": """
        SELECT DISTINCT ON (thing, measure) * FROM readings WHERE moment = 'start'
        ORDER BY thing, measure, taken_on, created_at, id""",
    # The last at the end; without one, the last at a review.
    "again": """
        SELECT DISTINCT ON (thing, measure) * FROM readings WHERE moment IN ('end', 'review')
        ORDER BY thing, measure, moment = 'end' DESC, taken_on DESC, created_at DESC, id DESC""",
    "library": """
        SELECT measure COLLATE "C" AS measure, better
        FROM unnest(%(measures)s::text[], %(better)s::text[]) AS l (measure, better)
        UNION ALL SELECT 'goal', 'higher'""",
    # First and last, part by part where a measure is not added up.
    "pairs": """
        SELECT person_id, measure, part, before, after, day,
            CASE WHEN before = after THEN 'same'
                WHEN (after > before) = (better = 'higher') THEN 'better'
                ELSE 'worse' END AS direction
        FROM (
            SELECT a.person_id, measure, b.taken_on AS day,
                COALESCE(part.was ->> 'key', '') AS part,
                COALESCE(part.was ->> 'better', l.better) AS better,
                (COALESCE(part.was, a.result) ->> 'score')::numeric AS before,
                (COALESCE(b.result #> ARRAY['subscales', (part.n - 1)::text], b.result)
                    ->> 'score')::numeric AS after
            FROM started a JOIN again b USING (thing, measure) JOIN library l USING (measure)
            LEFT JOIN LATERAL jsonb_array_elements(a.result -> 'subscales')
                WITH ORDINALITY AS part (was, n) ON l.better = 'each') AS both_times
        WHERE before IS NOT NULL AND after IS NOT NULL""",
    "changed": """
        SELECT s.person_id, s.referred_on, min(p.day) AS day
        FROM attended s JOIN pairs p ON p.person_id = s.person_id
        WHERE p.direction = 'better' AND p.day >= s.referred_on
        GROUP BY s.person_id, s.referred_on""",
    # Needs in the plans of cases alive in the period, of the people supported.
    "needed": """
        SELECT DISTINCT s.person_id, n.foundation, s.day
        FROM plans_need n JOIN plans_plan p ON p.scheme_id = n.scheme_id AND p.id = n.plan_id
        JOIN cases k ON k.id = p.case_id JOIN supported s ON s.person_id = k.person_id
        WHERE n.scheme_id = %(scheme)s AND n.taken_back_at IS NULL""",
    "alone": """
        SELECT s.* FROM supported s WHERE NOT EXISTS (
            SELECT FROM introductions i JOIN cases k ON k.id = i.case_id
            WHERE i.person_id = s.person_id)""",
    # People supported, and what they were at the end of the period.
    "described": """
        SELECT s.person_id, extract(year FROM age(%(last)s, p.date_of_birth))::int AS age,
            p.ethnicity, p.practice_id
        FROM supported s JOIN people_person p ON p.scheme_id = %(scheme)s AND p.id = s.person_id""",
}
# The parts that others read more than once: worked out once.
_KEPT = {"who", "cases", "talked", "supported", "introductions", "contacted", "readings", "pairs"}


def parts_for(*names: str) -> str:
    """The WITH clause that defines these parts and every part they are made of, in order."""
    wanted: set[str] = set()
    for name in reversed(PARTS):
        if name in names or any(_mentions(PARTS[other], name) for other in wanted):
            wanted.add(name)
    listed = (
        f"{name} AS {'MATERIALIZED ' if name in _KEPT else ''}({text})"
        for name, text in PARTS.items()
        if name in wanted
    )
    return "WITH " + ",\n".join(listed)


def parameters(scheme_id: UUID, period: Period) -> dict[str, Any]:
    """What the parts are asked with."""
    return {
        "scheme": scheme_id,
        "since": period.since,
        "until": period.until,
        "first": period.first,
        "last": period.last,
        "measures": list(LIBRARY),
        "better": [one.better.value for one in LIBRARY.values()],
    }


@contextmanager
def planned_for_many_rows() -> Iterator[Any]:
    """A cursor whose statements join by hashing, not by looping.

    The planner cannot know how many rows a part has, and before a new database is analysed guesses
    one: looping, it then takes minutes for what hashing does in a moment. What was set before is
    put back.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT current_setting('enable_nestloop'), current_setting('jit'),"
            " set_config('enable_nestloop', 'off', true), set_config('jit', 'off', true)"
        )
        loops, jit, *_ = cursor.fetchone()
        yield cursor
        cursor.execute(
            "SELECT set_config('enable_nestloop', %s, true), set_config('jit', %s, true)",
            [loops, jit],
        )


def _mentions(sql: str, name: str) -> bool:
    words = sql.replace("(", " ").replace(")", " ").replace(",", " ").split()
    return any(
        before in ("FROM", "JOIN") and word == name for before, word in itertools.pairwise(words)
    )
