"""Where the people of many open cases are, in one statement: for lists to count, sort and narrow by.

The position of a person is computed in Python (`pathway.progress`), a case at a time. A list of
twenty thousand cases is counted by the same rules in SQL; then only the page that is shown is placed.
A test holds the two against each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet

from kith.isolation.parts import part
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.together_queries import rests_until
from kith.pathway.contacts.rules.tries import UNANSWERED
from kith.pathway.plans.models import Need
from kith.pathway.progress import UNDER_WAY, Stage
from kith.ui.dates import day_of
from kith.vocabulary.foundations import Foundation

# Each part has the name of what it says; `wanted` are the cases asked about.
PARTS = {
    "reopened": """
        SELECT r.case_id, max(r.reopened_at) AS at
        FROM wanted w JOIN closures_closure r ON r.scheme_id = w.scheme_id AND r.case_id = w.id
        WHERE r.reopened_at IS NOT NULL GROUP BY r.case_id""",
    "began": """
        SELECT w.*, COALESCE(r.at, w.opened_at) AS began,
            w.answer IN ('declined', 'withdrawn') AND COALESCE(w.answered_at >= r.at, true) AS said_no
        FROM wanted w LEFT JOIN reopened r ON r.case_id = w.id""",
    # The last conversation; the last time they got in touch; the last try of ours without an answer.
    "spoken": """
        SELECT c.case_id, max(c.happened_at) FILTER (WHERE c.outcome = 'reached') AS spoke,
            max(c.happened_at) FILTER (WHERE c.direction = 'in') AS came_in,
            max(c.happened_at) FILTER (WHERE c.direction = 'out' AND c.outcome = ANY (%(unanswered)s))
                AS tried
        FROM wanted w JOIN contacts_contact c ON c.scheme_id = w.scheme_id AND c.case_id = w.id
        WHERE c.happened_at IS NOT NULL GROUP BY c.case_id""",
    "introduced": """
        SELECT i.case_id, bool_or(i.progress = 'came') AS came,
            bool_or(i.progress = ANY (%(under_way)s)) AS under_way
        FROM wanted w
        JOIN connections_introduction i ON i.scheme_id = w.scheme_id AND i.case_id = w.id
        GROUP BY i.case_id""",
    "measured": """
        SELECT s.case_id, max(s.taken_on) AS day
        FROM wanted w JOIN outcomes_score s ON s.scheme_id = w.scheme_id AND s.case_id = w.id
        WHERE s.moment = 'end' AND s.replaced_at IS NULL GROUP BY s.case_id""",
    "planned": """
        SELECT p.case_id, p.agreed_on
        FROM wanted w JOIN plans_plan p ON p.scheme_id = w.scheme_id AND p.case_id = w.id""",
}
SELECTED = """
SELECT b.id, b.holder_id, b.sort_name, b.next_step_on, b.weight, b.began, b.rests_until,
    CASE WHEN b.said_no THEN b.answer
        WHEN s.spoke >= b.began THEN
            CASE WHEN m.day >= (b.began AT TIME ZONE 'Europe/London')::date THEN 'finishing'
                WHEN i.came THEN 'attending' WHEN i.under_way THEN 'connected'
                WHEN p.agreed_on IS NOT NULL THEN 'planned' ELSE 'talking' END
        WHEN s.tried >= b.began AND (s.came_in IS NULL OR s.came_in < s.tried) THEN 'trying'
        ELSE 'first_call' END,
    CASE WHEN b.said_no THEN b.opened_at
        ELSE COALESCE(s.spoke, b.opened_at) END
FROM began b LEFT JOIN spoken s ON s.case_id = b.id LEFT JOIN introduced i ON i.case_id = b.id
LEFT JOIN measured m ON m.case_id = b.id LEFT JOIN planned p ON p.case_id = b.id
"""


class Standing(NamedTuple):
    """Where one case is. `began` is when this stretch of support did, `heard` the last conversation
    or, before the first, the opening; `rests_until` the day on which its last pause is or was over.
    """

    case_id: UUID
    holder_id: UUID | None
    sort_name: str
    next_step_on: dt.date | None
    weight: int
    began: dt.datetime
    rests_until: dt.date | None
    stage: Stage
    heard: dt.datetime

    def days_silent(self, today: dt.date) -> int:
        """Days since the last conversation, or since the opening when there has been none."""
        return max((today - day_of(self.heard)).days, 0)

    def rests(self, today: dt.date) -> bool:
        """Whether it is paused."""
        return self.rests_until is not None and self.rests_until > today

    def is_quiet(self, today: dt.date, after: int) -> bool:
        """Whether nobody has talked with them for so many days; not while it is paused."""
        return self.days_silent(today) >= after and not self.rests(today)

    def is_late(self, today: dt.date) -> bool:
        """Whether the day promised for the next step has gone."""
        return self.next_step_on is not None and self.next_step_on < today


def standing(cases: QuerySet[Case]) -> list[Standing]:
    """Where each of these open cases is, in no order."""
    try:
        wanted, given = _wanted(cases)
    except EmptyResultSet:  # the actor may see nobody
        return []
    parts = {"wanted": wanted, **PARTS}
    listed = ",\n".join(f"{name} AS MATERIALIZED ({text})" for name, text in parts.items())
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {listed} {SELECTED}", given)
        return [
            Standing(pk, holder, name, step_on, weight, began, rests, _STAGES[stage], heard)
            for pk, holder, name, step_on, weight, began, rests, stage, heard in cursor.fetchall()
        ]


def with_foundation(cases: QuerySet[Case], foundation: Foundation) -> set[UUID]:
    """Those of these cases whose plan has a need in a foundation, by id."""
    needs = Need.objects.filter(plan__case__in=cases.order_by(), foundation=foundation)
    return set(
        needs.filter(ended_on=None, taken_back_at=None).values_list("plan__case_id", flat=True)
    )


def in_order(cases: QuerySet[Case], ids: Iterable[UUID]) -> list[Case]:
    """The cases of these ids, in the order of the ids."""
    wanted = list(ids)
    found = {case.pk: case for case in cases.filter(pk__in=wanted)}
    return [found[pk] for pk in wanted if pk in found]


_STAGES = {stage.value: stage for stage in Stage}


def _wanted(cases: QuerySet[Case]) -> tuple[str, dict[str, Any]]:
    """The cases as a part of the statement, its parameters named."""
    rows = cases.select_related(None).order_by().annotate(over=rests_until())
    chosen = rows.values_list(
        "id", "scheme_id", "holder_id", "opened_at", "next_step_on", "weight",
        "person__sort_name", "referral__answer", "referral__answered_at", "over",
    )  # fmt: skip
    text, named = part(chosen)
    head = (
        "id, scheme_id, holder_id, opened_at, next_step_on, weight, sort_name, answer, answered_at,"
        " rests_until"
    )
    return f"SELECT * FROM ({text}) AS w ({head})", {  # noqa: S608  our own words
        **named,
        "unanswered": [outcome.value for outcome in UNANSWERED],
        "under_way": [progress.value for progress in UNDER_WAY],
    }
