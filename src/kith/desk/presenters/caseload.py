"""A caseload as a table: sorted, narrowed, counted."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.paginator import Page
from django.urls import reverse
from django.utils.http import urlencode
from markupsafe import Markup

from kith.desk.presenters.people import counted
from kith.desk.presenters.weights import stuck_words, why_words
from kith.desk.queries.cases import Placed
from kith.desk.queries.standing import Standing
from kith.desk.queries.today import QUIET_AFTER_DAYS
from kith.organisations.models import Membership
from kith.pathway.progress import OPEN, Stage
from kith.ui.dates import short_date
from kith.vocabulary.foundations import FIVE, Foundation

# Two letters a foundation: enough to tell them apart in a narrow column, never the only words.
SHORT = {
    Foundation.BELONGING: "Fr",
    Foundation.PURPOSE: "Pu",
    Foundation.MONEY: "Mo",
    Foundation.HOME: "Ho",
    Foundation.HOPE: "Hp",
}
_FAR = dt.date.max

Key = Callable[[Standing, dt.date], Any]
_STAGES = list(Stage)
# Words, key, and the direction a first press gives.
SORTS: dict[str, tuple[str, Key, bool]] = {
    "name": ("Person", lambda row, today: row.sort_name, False),
    "next": ("Next step", lambda row, today: row.next_step_on or _FAR, False),
    "quiet": ("Since we talked", lambda row, today: row.days_silent(today), True),
    "stage": ("Stage", lambda row, today: _STAGES.index(row.stage), False),
    "weight": ("Weight", lambda row, today: row.weight, True),
}


@dataclass(frozen=True)
class Choice:
    """How the table is sorted and narrowed; unknown words in the address fall back to none."""

    sort: str = "quiet"
    reverse: bool = True
    stage: str = ""
    foundation: str = ""
    holder: str = ""
    stuck: bool = False

    def query(self, **changed: Any) -> str:
        """The address's query with some of it changed."""
        now = {
            "sort": self.sort,
            "down": "1" if self.reverse else "0",
            "stage": self.stage,
            "foundation": self.foundation,
            "holder": self.holder,
            "stuck": "1" if self.stuck else "",
        } | changed
        return "?" + urlencode({name: value for name, value in now.items() if value})


def chosen(asked: Mapping[str, str], *, may_choose_holder: bool) -> Choice:
    """Read the address."""
    sort = asked.get("sort", "")
    sort = sort if sort in SORTS else "quiet"
    down = {"1": True, "0": False}.get(asked.get("down", ""), SORTS[sort][2])
    stage, foundation = asked.get("stage", ""), asked.get("foundation", "")
    return Choice(
        sort=sort,
        reverse=down,
        stage=stage if stage in OPEN else "",
        foundation=foundation if foundation in set(Foundation) else "",
        holder=asked.get("holder", "") if may_choose_holder else "",
        stuck=asked.get("stuck") == "1",
    )


def sorted_and_narrowed(
    rows: Sequence[Standing], choice: Choice, *, needing: Set[UUID] | None, today: dt.date
) -> list[Standing]:
    """The rows that fit the choice, in its order; `needing` are the cases with the chosen foundation."""
    fitting = [
        row
        for row in rows
        if (not choice.stage or row.stage == choice.stage)
        and (needing is None or row.case_id in needing)
        and (not choice.stuck or row.stuck(today))
    ]
    fitting.sort(key=lambda row: (row.sort_name, row.case_id))
    key = SORTS[choice.sort][1]
    fitting.sort(key=lambda row: key(row, today), reverse=choice.reverse)
    return fitting


def shown(
    rows: Sequence[Standing],
    page: Page,
    placed: Sequence[Placed],
    choice: Choice,
    *,
    holders: Sequence[Membership],
    mine: Set[UUID],
    works: bool,
    today: dt.date,
) -> dict[str, Any]:
    """What the page shows: all `rows` counted, and those `placed` that are on this page of them."""
    with_holder = choice.holder not in ("",)
    known = {row.case_id: row for row in page}
    return {
        "choice": choice,
        "page": page,
        "line": _line(rows, today),
        "total": len(rows),
        "head": _head(choice, with_holder=with_holder),
        "rows": [
            _row(row, known[row.case.pk], today, mine, with_holder=with_holder, works=works)
            for row in placed
        ],
        "stages": _counts(rows),
        "foundations": [(f.value, f.label) for f in Foundation],
        "holders": [(str(member.pk), member.name) for member in holders],
        "chips": _chips(choice),
        "legend": [(SHORT[one], one.label) for one in FIVE],
    }


def _line(rows: Sequence[Standing], today: dt.date) -> str:
    late = sum(row.is_late(today) for row in rows)
    none = sum(row.next_step_on is None for row in rows)
    quiet = sum(row.is_quiet(today, QUIET_AFTER_DAYS) for row in rows)
    paused = sum(row.rests(today) for row in rows)
    parts = [counted(len(rows), "person", "people")]
    if late:
        parts.append(f"{late} with a next step overdue")
    if none:
        parts.append(f"{none} with no next step")
    if quiet:
        parts.append(f"{quiet} without a conversation for {QUIET_AFTER_DAYS} days or more")
    if paused:
        parts.append(f"{paused} paused")
    if rows:
        parts.append(f"weight {sum(row.weight for row in rows)}")
    return " · ".join(parts)


def _counts(rows: Sequence[Standing]) -> list[tuple[str, str]]:
    counts = Counter(row.stage for row in rows)
    return [
        (stage.value, f"{stage.label} ({counts[stage]})")
        for stage in Stage
        if counts[stage] and stage.is_open
    ]


def _head(choice: Choice, *, with_holder: bool) -> list[Any]:
    def sortable(key: str) -> dict[str, Any]:
        words, _, down = SORTS[key]
        now = choice.sort == key
        then = not choice.reverse if now else down
        head = {"text": words, "href": choice.query(sort=key, down="1" if then else "0")}
        return head | ({"sorted": "descending" if choice.reverse else "ascending"} if now else {})

    columns = [sortable(key) for key in ("name", "next", "quiet", "stage")]
    columns += [{"text": "Foundations"}, sortable("weight")]
    return [*columns, {"text": "Held by"}] if with_holder else columns


def _row(
    row: Placed,
    known: Standing,
    today: dt.date,
    mine: Set[UUID],
    *,
    with_holder: bool,
    works: bool,
) -> list[Any]:
    person, case = row.person, row.case
    cells: list[Any] = [
        {
            "text": person.full_name,
            "href": reverse("desk:record", args=[person.pk]),
            "hint": _hint(row, mine, with_holder=with_holder),
        },
        _next_cell(row, today),
        _quiet_cell(row),
        _stage_cell(row, known, today),
        marks(row.foundations),
        {
            "text": known.weight,
            "hint": ", ".join(why_words(known.why)).lower(),
            "href": reverse("desk:weight", args=[person.pk]) if works else "",
        },
    ]
    return [*cells, case.holder.name if case.holder else "Nobody yet"] if with_holder else cells


def _hint(row: Placed, mine: Set[UUID], *, with_holder: bool) -> str:
    """What they go by; and whose they are, where one works along."""
    person, holder = row.person, row.case.holder
    usual = person.preferred_name and person.preferred_name != person.first_name
    along = holder is not None and holder.pk not in mine and not with_holder
    said = [f"goes by {person.preferred_name}" if usual else ""]
    said.append(f"with {holder.name}, who holds the case" if along and holder else "")
    return "; ".join(part for part in said if part)


def _stage_cell(row: Placed, known: Standing, today: dt.date) -> dict[str, Any]:
    if row.paused_until:
        return {"text": "Paused", "hint": f"until {short_date(row.paused_until)}"}
    since = f"since {short_date(row.position.since)}"
    return {
        "text": row.position.stage.label,
        "hint": ", ".join((since, *stuck_words(known, today, short=True))),
    }


def _next_cell(row: Placed, today: dt.date) -> dict[str, Any]:
    on = row.case.next_step_on
    if on is None:
        return {"text": "None set", "hint": row.position.next_step}
    late = f", overdue by {counted((today - on).days, 'day')}" if on < today else ""
    return {"text": row.case.next_step, "hint": f"{on:%a} {short_date(on)}{late}"}


def _quiet_cell(row: Placed) -> dict[str, Any]:
    if row.position.quiet_days is None:
        return {"text": "Not yet", "hint": f"{counted(row.days_silent, 'day')} with us"}
    quiet = row.position.quiet_days
    return {"text": "Today" if quiet == 0 else counted(quiet, "day")}


def marks(foundations: frozenset[str]) -> Markup:
    """The five foundations as small marks; in words for whoever hears the page."""
    named = [one.label for one in FIVE if one in foundations]
    said = ", ".join(named) if named else "None yet"
    small = Markup("").join(
        Markup('<span class="kith-mark{}" title="{}">{}</span>').format(
            " kith-mark--on" if one in foundations else "", one.label, SHORT[one]
        )
        for one in FIVE
    )
    return Markup(
        '<span class="kith-marks" aria-hidden="true">{}</span>'
        '<span class="nhsuk-u-visually-hidden">{}</span>'
    ).format(small, said)


def _chips(choice: Choice) -> list[dict[str, str]]:
    chips = []
    if choice.stage:
        chips.append({"text": Stage(choice.stage).label, "href": choice.query(stage="")})
    if choice.foundation:
        text = Foundation(choice.foundation).label
        chips.append({"text": text, "href": choice.query(foundation="")})
    if choice.stuck:
        chips.append({"text": "May be stuck", "href": choice.query(stuck="")})
    return chips
