"""The address of a practice's own page, on a sheet to put on a wall."""

from __future__ import annotations

from pathlib import Path

from kith.messages.documents import render
from kith.organisations.models import Scheme
from kith.ui.dates import long_date, today

TEMPLATE = Path(__file__).parent / "documents" / "card.typ"


def card(scheme: Scheme, place: str, address: str) -> bytes:
    """A PDF of one page: for whom, at which address, and what number to ring instead."""
    day = today()
    return render.pdf(
        TEMPLATE,
        {
            "scheme": scheme.name,
            "place": place,
            "address": address,
            "phone": scheme.phone,
            "hours": scheme.opening_hours,
            "made_on": long_date(day),
            "date_parts": [day.year, day.month, day.day],
        },
    )
