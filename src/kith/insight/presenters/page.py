"""Everything the page, the document and the picture show."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from kith.insight.presenters import words
from kith.insight.queries.in_numbers import InNumbers
from kith.insight.rules.how import WITHHELD
from kith.insight.rules.periods import Period
from kith.messages.documents import render
from kith.pathway.clocks import Name

DOCUMENT = Path(__file__).parent.parent / "documents" / "templates" / "in_numbers.typ"


def shown(figures: InNumbers) -> dict[str, Any]:
    """What the templates show, whoever reads them."""
    return {
        "figures": figures,
        "period": figures.period,
        "opening": words.opening(figures),
        "headlines": words.headlines(figures),
        "funnel": words.funnel(figures),
        "benchmark": words.BENCHMARK_SAID,
        "five": words.five(figures),
        "health": words.health(figures),
        "by_age": words.reach(figures.people_by_age, figures),
        "by_ethnicity": words.reach(figures.people_by_ethnicity, figures),
        "changes": words.changes(figures),
        "changed": words.changed_sentence(figures),
        "waits": words.waits(figures),
        "doors": words.doors(figures),
        "promises": words.promises(figures),
        "promised": [name.label for name in Name],
        "alone": words.number(figures.helped_by_link_worker_alone),
        "withheld": WITHHELD,
    }


def query(period: Period) -> str:
    """The period as the end of an address."""
    return "?" + urlencode({"from": period.first.isoformat(), "to": period.last.isoformat()})


def month_options(months: list[dt.date], chosen: dt.date) -> list[dict[str, Any]]:
    """The choices of a list of months, newest first."""
    return [
        {
            "value": f"{month:%Y-%m}",
            "text": f"{month:%B} {month.year}",
            "selected": (month.year, month.month) == (chosen.year, chosen.month),
        }
        for month in reversed(months)
    ]


def pdf(figures: InNumbers, site: str) -> bytes:
    """The figures as a tagged PDF."""
    return render.pdf(DOCUMENT, _document(figures, site, picture=False))


def png(figures: InNumbers, site: str) -> bytes:
    """The headline figures as one picture, 1600 pixels wide."""
    return render.png(DOCUMENT, _document(figures, site, picture=True), ppi=144)[0]


def _document(figures: InNumbers, site: str, *, picture: bool) -> dict[str, Any]:
    shows = shown(figures)
    last = figures.period.last
    return {
        "picture": picture,
        "scheme": figures.name,
        "period": figures.period.words,
        "date_parts": [last.year, last.month, last.day],
        "opening": shows["opening"],
        "headlines": [[one.number, one.words] for one in shows["headlines"]],
        "funnel": [_bar(one) for one in shows["funnel"]],
        "benchmark": shows["benchmark"],
        "five": [_bar(one) for one in [*shows["five"]]],
        "health": _bar(shows["health"]),
        "by_age": [_bar(one) for one in shows["by_age"]],
        "by_ethnicity": [_bar(one) for one in shows["by_ethnicity"]],
        "changed": shows["changed"],
        "changes": shows["changes"],
        "waits": shows["waits"],
        "alone": shows["alone"],
        "withheld": WITHHELD,
        "is_empty": figures.is_empty,
        "address": f"{site}{reverse('insight:numbers', args=[figures.scheme])}"
        f"{query(figures.period)}",
    }


def _bar(bar: words.Bar) -> list[Any]:
    return [bar.label, bar.number, bar.share_words, bar.share, bar.benchmark]
