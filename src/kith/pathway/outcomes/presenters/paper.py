"""A measure on paper, of the same declaration as the page, to be filled in by hand."""

from __future__ import annotations

from pathlib import Path

from kith.messages.documents import render
from kith.organisations.models import Scheme
from kith.pathway.outcomes.instruments import Instrument
from kith.ui import dates

TEMPLATE = Path(__file__).parent.parent / "documents" / "measure.typ"


def paper(measure: Instrument, scheme: Scheme, *, large: bool = False) -> bytes:
    """A PDF of a measure whose questions may be shown; its notice stands on it. It names nobody."""
    day = dates.today()
    return render.pdf(
        TEMPLATE,
        {
            "scheme": scheme.name,
            "title": measure.title,
            "asks": measure.asks,
            "items": [
                [item.text, [[str(n), words] for n, words in item.answers]]
                for item in measure.items
            ],
            "notice": measure.notice or f"{measure.source}. {measure.licence}.",
            "may_alert": measure.needs_responder,
            "large": large,
            "date_parts": [day.year, day.month, day.day],
        },
    )
