"""What changed, in words, numbers and a line; and what there is to ask."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from kith.pathway.caseload.models import Case
from kith.pathway.outcomes import rules
from kith.pathway.outcomes.instruments import Better
from kith.pathway.outcomes.models import Moment, Score
from kith.pathway.outcomes.queries import Pair, Series, Shelf
from kith.ui import charts, dates
from kith.ui.charts import Line

NOT_PROOF = "This is change, not proof: it does not say what brought it about."
MOST_NUMBERS = 6  # so many numbers stand in a cell; all of them are on the page of the measure
LARGE = (320, 140)
WITHOUT_PAGE = ("goal", "step")


@dataclass(frozen=True)
class Shown:
    """One thing over time: its numbers in order, the days, what they say, and a line.

    `key` is the measure that has a page of its own; "" for goals and steps.
    """

    title: str
    key: str
    numbers: str
    days: str
    words: str
    chart: Line


@dataclass(frozen=True)
class Asked:
    """One measure at one moment: taken, not taken or still to be offered."""

    title: str
    moment: str
    said: str
    href: str


def over_time(found: Iterable[Series], pairs: Iterable[Pair]) -> list[Shown]:
    """Everything that was measured, the change of this case beside it in words."""
    changes = {(pair.measure, pair.key): pair for pair in pairs}
    return [shown(one, changes.get((one.measure, one.key))) for one in found if one.readings]


def shown(one: Series, pair: Pair | None = None) -> Shown:
    """One thing over time, as a row."""
    values = [f"{reading.value:g}" for reading in one.readings]
    first, last = one.readings[0].on, one.readings[-1].on
    since = f"{dates.short_date(first)} to " if first != last else ""
    return Shown(
        title=one.title,
        key="" if one.measure in WITHOUT_PAGE else one.measure,
        numbers=(" → ").join(
            values if len(values) <= MOST_NUMBERS else ["…", *values[-MOST_NUMBERS:]]
        ),
        days=since + dates.short_date(last),
        words=change_words(one, pair) if pair else _capital(one.readings[-1].words),
        chart=chart_of(one),
    )


def chart_of(one: Series, *, large: bool = False) -> Line:
    """The line of one thing over time, its bands behind it."""
    return charts.line(
        [(reading.on, reading.value) for reading in one.readings],
        one.span,
        [(band.least, band.most, band.words) for band in one.bands],
        size=LARGE if large else (120, 40),
    )


def change_words(one: Series, pair: Pair) -> str:
    """A pair as "Up 3: better (low → medium).", and whether that is more than the measure's own error."""
    start, end = pair.start, pair.end
    better = {"better": "better", "worse": "worse", "same": "no change"}[pair.direction]
    moved = "" if not pair.difference else f"{'up' if pair.difference > 0 else 'down'} "
    size = f"{abs(pair.difference):g}: " if pair.difference else ""
    bands = f" ({start.words} → {end.words})" if start.words and end.words else ""
    way = " Lower is better here." if pair.better == Better.LOWER else ""
    return _capital(f"{moved}{size}{better}{bands}.{way}{_reliable(one, pair)}")


def _reliable(one: Series, pair: Pair) -> str:
    """Said only of a measure for which a source says how much one person's change must be."""
    if one.reliable is None or not pair.difference:
        return ""
    enough = abs(pair.difference) >= one.reliable.points
    return " More than the measure’s own error." if enough else " Within the measure’s own error."


def asked(case: Case, kept: Shelf, rows: Iterable[Score]) -> list[Asked]:
    """Every measure in use at every moment; empty words where nothing is said. `rows` are the case's."""
    standing: dict[tuple[str, str], list[Score]] = {}
    for row in rows:
        standing.setdefault((row.measure, row.moment), []).append(row)
    lines = []
    for one in kept.values():
        if not one.is_on or rules.why_not_asked(one.measure, case.person, dates.today()):
            continue
        for moment in Moment:
            said = _said(standing.get((one.measure.key, moment.value), []))
            href = reverse("outcomes:measure", args=[case.pk, one.measure.key, moment.value])
            lines.append(Asked(one.measure.title, moment.label, said, href))
    return lines


def _said(rows: list[Score]) -> str:
    taken = [row for row in rows if not row.skipped_why]
    if taken:
        return f"Answered on {dates.medium_date(taken[-1].taken_on)}"
    if not rows:
        return ""
    last = rows[-1]
    times = f" ({len(rows)} times)" if len(rows) > 1 else ""
    again = (
        f" Offered again from {dates.medium_date(last.ask_again_on)}." if last.ask_again_on else ""
    )
    return f"Not now{times}: {last.skipped_why}.{again}"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
