"""What changed, in words, and what there is to ask."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse

from kith.pathway.caseload.models import Case
from kith.pathway.outcomes import queries, rules
from kith.pathway.outcomes.instruments import OFFERED, Better
from kith.pathway.outcomes.models import Moment
from kith.pathway.outcomes.queries import Pair
from kith.ui import dates

NOT_PROOF = "This is change, not proof: it does not say what brought it about."


@dataclass(frozen=True)
class Change:
    """One line of what changed."""

    title: str
    numbers: str
    words: str
    days: str


@dataclass(frozen=True)
class Asked:
    """One measure at one moment: taken, skipped or still to be offered."""

    title: str
    moment: str
    said: str
    href: str


def changes(case: Case) -> list[Change]:
    """Each pair as "start → end" with its bands and direction in words."""
    return [_change(pair) for pair in queries.paired(case)]


def asked(case: Case) -> list[Asked]:
    """Every offered measure at every moment, then the goals; empty words where nothing is said."""
    standing = {(row.measure, row.moment): row for row in queries.scores(case)}
    lines = []
    for measure in OFFERED:
        if rules.why_not_asked(measure, case.person, dates.today()):
            continue
        for moment in Moment:
            row = standing.get((measure.key, moment.value))
            said = ""
            if row is not None and row.skipped_why:
                said = f"Skipped: {row.skipped_why}"
            elif row is not None:
                said = f"Answered on {dates.medium_date(row.taken_on)}"
            href = reverse("outcomes:measure", args=[case.pk, measure.key, moment.value])
            lines.append(Asked(measure.title, moment.label, said, href))
    return lines


def _change(pair: Pair) -> Change:
    start, end = pair.start, pair.end
    better = {"better": "better", "worse": "worse", "same": "no change"}[pair.direction]
    moved = "" if not pair.difference else f"{'up' if pair.difference > 0 else 'down'} "
    size = f"{abs(pair.difference):g}: " if pair.difference else ""
    bands = f" ({start.words} → {end.words})" if start.words else ""
    way = " Lower is better here." if pair.better == Better.LOWER else ""
    return Change(
        title=pair.title,
        numbers=f"{start.value:g} → {end.value:g}",
        words=_capital(f"{moved}{size}{better}{bands}.{way}"),
        days=f"{dates.short_date(start.on)} to {dates.short_date(end.on)}",
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
