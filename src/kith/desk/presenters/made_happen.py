"""What somebody made happen, in words, each with how it is counted."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.urls import reverse

from kith.desk.presenters.people import counted
from kith.desk.queries.made_happen import MadeHappen
from kith.pathway.contacts.models import SupportGiven
from kith.ui.dates import relative_day
from kith.ui.items import Item
from kith.ui.money import money

Often, Sure = SupportGiven.Frequency, SupportGiven.Certainty
_GAINED = (
    (Often.YEARLY, Sure.CONFIRMED, "a year for people, confirmed"),
    (Often.YEARLY, Sure.ESTIMATED, "a year for people, estimated"),
    (Often.ONE_OFF, Sure.CONFIRMED, "once for people, confirmed"),
    (Often.ONE_OFF, Sure.ESTIMATED, "once for people, estimated"),
)


def shown(made: MadeHappen, *, now: dt.datetime) -> dict[str, Any]:
    """Everything on the page: lines of (figure, words, how it is counted), and what people wrote."""
    lines = [
        *_money(made),
        (
            counted(made.attending, "person", "people"),
            "still going where you introduced them",
            "People whom you introduced, who came, and of whom nobody has said that they stopped or finished."
            " One person counts once.",
        ),
        (
            counted(made.ever_came, "person", "people"),
            "came at least once",
            "People whom you introduced and of whom news came that they went.",
        ),
    ]
    return {
        "lines": lines,
        "words": [
            Item(
                row.page.person.kept.full_name,
                relative_day(row.created_at, now=now),
                href=reverse("desk:record", args=[row.page.person.kept.pk]),
                said=[("", row.text)],
            )
            for row in made.words
        ],
    }


def _money(made: MadeHappen) -> list[tuple[str, str, str]]:
    how = (
        "The amounts that you noted with support you gave, as often and as sure as you noted them."
    )
    lines = [
        (money(made.gained[often, sure]), words, how)
        for often, sure, words in _GAINED
        if (often, sure) in made.gained
    ] or [("£0", "gained for people", how)]
    if made.given:
        asked = "Requests of yours that were given, less what came back."
        lines.append((money(made.given), "from small grants, vouchers and fares", asked))
    return lines
