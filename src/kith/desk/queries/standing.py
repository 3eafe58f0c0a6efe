"""Where the people of many open cases are, in one statement: for lists to count, sort and narrow by.

The position of a person is computed in Python (`pathway.progress`), a case at a time. A list of
twenty thousand cases is counted by the same rules in SQL; then only the page that is shown is placed.
A test holds the two against each other.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.db.models.functions import Coalesce
from django.utils import timezone

from kith.desk.queries.today import QUIET_AFTER_DAYS
from kith.desk.queries.weights import IN_TOUCH_DAYS, points, reasons
from kith.isolation.parts import part
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.together_queries import rests_until
from kith.pathway.contacts.rules.tries import UNANSWERED, WRITTEN
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
    # The last conversation, and the first of this stretch; the last time they got in touch; the last try of
    # ours without an answer; how often there was anything of late.
    "spoken": """
        SELECT c.case_id, max(c.happened_at) FILTER (WHERE c.outcome = 'reached') AS spoke,
            min(c.happened_at) FILTER (WHERE c.outcome = 'reached' AND c.happened_at >= b.began) AS met,
            max(c.happened_at) FILTER (WHERE c.direction = 'in') AS came_in,
            max(c.happened_at) FILTER (WHERE c.direction = 'out' AND (c.outcome = ANY (%(unanswered)s)
                OR c.outcome = 'sent' AND c.counts AND c.medium = ANY (%(written)s))) AS tried,
            count(*) FILTER (WHERE c.happened_at >= %(lately)s) AS lately
        FROM began b JOIN contacts_contact c ON c.scheme_id = b.scheme_id AND c.case_id = b.id
        WHERE c.happened_at IS NOT NULL GROUP BY c.case_id""",
    "introduced": """
        SELECT i.case_id, min(i.progress_at) FILTER (WHERE i.progress = 'came') AS came,
            min(i.progress_at) FILTER (WHERE i.progress = ANY (%(under_way)s)) AS under_way
        FROM wanted w
        JOIN connections_introduction i ON i.scheme_id = w.scheme_id AND i.case_id = w.id
        GROUP BY i.case_id""",
    "measured": """
        SELECT s.case_id, min(s.taken_on) AS day
        FROM began b JOIN outcomes_score s ON s.scheme_id = b.scheme_id AND s.case_id = b.id
        WHERE s.moment = 'end' AND s.replaced_at IS NULL
            AND s.taken_on >= (b.began AT TIME ZONE 'Europe/London')::date
        GROUP BY s.case_id""",
    "planned": """
        SELECT p.case_id, p.agreed_on
        FROM wanted w JOIN plans_plan p ON p.scheme_id = w.scheme_id AND p.case_id = w.id""",
    # Each person's records: the one that is kept, and those merged into it.
    "records": """
        SELECT w.scheme_id, w.root, w.root AS record FROM wanted w
        UNION ALL SELECT p.scheme_id, p.merged_into_id, p.id FROM people_person p
        WHERE p.merged_into_id IS NOT NULL""",
    "worrying": """
        SELECT DISTINCT r.root FROM records r
        JOIN concerns_concern c ON c.scheme_id = r.scheme_id AND c.person_id = r.record
        WHERE c.state <> 'closed'""",
    "at_risk": """
        SELECT DISTINCT r.root FROM records r
        JOIN people_riskstatement k ON k.scheme_id = r.scheme_id AND k.person_id = r.record
        WHERE k.kind = 'stated' AND k.ended_on IS NULL""",
    "standing": """
        SELECT b.*,
            CASE WHEN b.said_no THEN b.answer
                WHEN s.spoke >= b.began THEN
                    CASE WHEN m.day IS NOT NULL THEN 'finishing'
                        WHEN i.came IS NOT NULL THEN 'attending'
                        WHEN i.under_way IS NOT NULL THEN 'connected'
                        WHEN p.agreed_on IS NOT NULL THEN 'planned' ELSE 'talking' END
                WHEN s.tried >= b.began AND (s.came_in IS NULL OR s.came_in < s.tried) THEN 'trying'
                ELSE 'first_call' END AS stage,
            CASE WHEN b.said_no THEN b.opened_at ELSE COALESCE(s.spoke, b.opened_at) END AS heard,
            CASE WHEN m.day IS NOT NULL AND s.met IS NOT NULL THEN m.day
                WHEN s.met IS NULL THEN (b.began AT TIME ZONE 'Europe/London')::date
                WHEN i.came IS NULL AND i.under_way IS NULL AND p.agreed_on IS NOT NULL THEN p.agreed_on
                ELSE (COALESCE(i.came, i.under_way, s.met) AT TIME ZONE 'Europe/London')::date END
                AS since,
            COALESCE(s.lately, 0) AS lately, y.root IS NOT NULL AS concern, k.root IS NOT NULL AS risk
        FROM began b LEFT JOIN spoken s ON s.case_id = b.id LEFT JOIN introduced i ON i.case_id = b.id
        LEFT JOIN measured m ON m.case_id = b.id LEFT JOIN planned p ON p.case_id = b.id
        LEFT JOIN worrying y ON y.root = b.root LEFT JOIN at_risk k ON k.root = b.root""",
}
COLUMNS = (
    "id, holder_id, sort_name, next_step_on, began, rests_until, stage, heard, since,"
    f" {points()}, {reasons()}"
)
# After how many days in one stage somebody may be stuck there: ours, until a scheme sets its own. Those who
# wait for a first conversation are watched by the clocks of the scheme besides.
LONG_IN_STAGE = {
    Stage.FIRST_CALL: 14,
    Stage.TRYING: 28,
    Stage.TALKING: 42,
    Stage.PLANNED: 28,
    Stage.CONNECTED: 42,
    Stage.ATTENDING: 84,
    Stage.FINISHING: 28,
}


class Stuck(StrEnum):
    """Why a case may be stuck, the plainest first."""

    NO_STEP = "no_step"
    QUIET = "quiet"
    SAME_STAGE = "same_stage"


class Standing(NamedTuple):
    """Where one case is. `began` is when this stretch of support did, `heard` the last conversation
    or, before the first, the opening; `since` the day on which the stage began (of support, until somebody
    was reached); `rests_until` the day on which its last pause is or was over. `weight` is how much of a week
    it takes, `why` the keys of the rules that say so.
    """

    case_id: UUID
    holder_id: UUID | None
    sort_name: str
    next_step_on: dt.date | None
    began: dt.datetime
    rests_until: dt.date | None
    stage: Stage
    heard: dt.datetime
    since: dt.date
    weight: int
    why: tuple[str, ...]

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

    def stuck(self, today: dt.date) -> tuple[Stuck, ...]:
        """Why it may be stuck on a day: no next step, no conversation for long, the same stage for long.
        Nobody is stuck while the case is paused.
        """
        long = LONG_IN_STAGE.get(self.stage)
        holds = {
            Stuck.NO_STEP: self.next_step_on is None,
            Stuck.QUIET: self.is_quiet(today, QUIET_AFTER_DAYS),
            Stuck.SAME_STAGE: long is not None and (today - self.since).days >= long,
        }
        moves = self.stage.is_open and not self.rests(today)
        return tuple(why for why, true in holds.items() if true and moves)


def standing(cases: QuerySet[Case]) -> list[Standing]:
    """Where each of these open cases is, in no order."""
    return [
        Standing(
            pk,
            holder,
            name,
            step_on,
            began,
            rests,
            _STAGES[stage],
            heard,
            since,
            weight,
            tuple(why),
        )
        for pk, holder, name, step_on, began, rests, stage, heard, since, weight, why in _read(
            cases, COLUMNS
        )
    ]


def standing_of(case: Case) -> Standing:
    """Where one open case is."""
    (row,) = standing(Case.objects.filter(pk=case.pk))
    return row


def weights(cases: QuerySet[Case]) -> dict[UUID, int]:
    """What the holders of these open cases carry, by holder: the weights of their cases added up."""
    held = _read(cases, f"holder_id, sum({points()})", "WHERE holder_id IS NOT NULL GROUP BY 1")
    return dict(held)


def _read(cases: QuerySet[Case], columns: str, then: str = "") -> list[Any]:
    """These columns of the part `standing`."""
    try:
        wanted, given = _wanted(cases)
    except EmptyResultSet:  # the actor may see nobody
        return []
    parts = {"wanted": wanted, **PARTS}
    listed = ",\n".join(f"{name} AS MATERIALIZED ({text})" for name, text in parts.items())
    with connection.cursor() as cursor:
        cursor.execute(f"WITH {listed} SELECT {columns} FROM standing {then}", given)  # noqa: S608
        return list(cursor.fetchall())


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
    head = (
        "id, scheme_id, holder_id, opened_at, next_step_on, own_weight, sort_name, answer,"
        " answered_at, urgency, root, interpreter, rests_until"
    )
    chosen = rows.values_list(
        "id", "scheme_id", "holder_id", "opened_at", "next_step_on", "own_weight",
        "person__sort_name", "referral__answer", "referral__answered_at", "referral__urgency",
        Coalesce("person__merged_into", "person"),
        Coalesce("person__merged_into__needs_interpreter", "person__needs_interpreter", False),
        "over",
    )  # fmt: skip
    text, named = part(chosen)
    return f"SELECT * FROM ({text}) AS w ({head})", {  # noqa: S608  our own words
        **named,
        "unanswered": [outcome.value for outcome in UNANSWERED],
        "written": sorted(WRITTEN),
        "under_way": [progress.value for progress in UNDER_WAY],
        "lately": timezone.now() - dt.timedelta(days=IN_TOUCH_DAYS),
    }
