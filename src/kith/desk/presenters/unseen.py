"""What waits beside the list of new referrals, in the words of a page."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from kith.messages.rules import LETTER_SENT_WITHIN
from kith.pathway.referrals import presenters as referrals
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.queries.unseen import Unseen, Waits
from kith.pathway.referrals.rules import COMPLETED_WITHIN, READ_WITHIN, waits_too_long
from kith.ui.dates import date_in_words, midday
from kith.vocabulary.word_back import Kind


@dataclass(frozen=True)
class Beside:
    """One place where something waits: what, since when, and whether longer than promised."""

    what: str
    why: str
    href: str
    late: bool


def unseen_rows(found: Unseen, day: datetime.date, *, for_lead: bool = False) -> list[Beside]:
    """The places where something waits. What was returned has its own list on New referrals; `for_lead`, on another
    page, it is named once its referrer has had their days.
    """
    triage = reverse("desk:triage")
    rows = [
        _row(
            found.letters,
            "letter to type in",
            "letters to type in",
            reverse("referrals:letters"),
            day,
        ),
        _row(
            found.asks,
            "thing sent without an account, and not yet a referral",
            "things sent without an account, and not yet referrals",
            f"{triage}#beside",
            day,
        ),
        _row(
            found.doubtful,
            "thing sent without an account, perhaps not by a person",
            "things sent without an account, perhaps not by a person",
            reverse("referrals:doubtful"),
            day,
        ),
    ]
    returned = _row(
        found.returned,
        "returned referral, waiting for the referrer",
        "returned referrals, waiting for the referrer",
        f"{triage}#returned",
        day,
        within=COMPLETED_WITHIN,
    )
    if for_lead and returned is not None and returned.late:
        rows.append(returned)
    return [row for row in rows if row is not None]


def owed_row(owed: Waits, day: datetime.date) -> Beside | None:
    """The letters that we owe, as such a place; None when every letter has gone."""
    href = reverse("messages:letters")
    return _row(owed, "letter to send", "letters to send", href, day, within=LETTER_SENT_WITHIN)


def _row(
    waits: Waits, one: str, many: str, href: str, day: datetime.date, *, within: int = READ_WITHIN
) -> Beside | None:
    if waits.since is None:
        return None
    return Beside(
        what=f"{waits.count} {one if waits.count == 1 else many}",
        why=f"The oldest: {date_in_words(waits.since, now=midday(day))}.",
        href=href,
        late=waits_too_long(waits.since, day, within=within),
    )


def returned_line(row: Referral, *, now: datetime.datetime) -> list[Any]:
    """A returned referral as a line of the table: who, since when, whether word could go, and what to do."""
    assert row.decided_at is not None
    told = next((one for one in row.told if one.kind == Kind.RETURNED), None)  # type: ignore[attr-defined]
    how = (told and referrals.ways_told(told)) or referrals.NO_ADDRESS
    number = row.referrer_contact if "@" not in row.referrer_contact else ""
    return [
        {"text": row.name_given, "href": reverse("referrals:detail", args=[row.pk])},
        date_in_words(row.decided_at, now=now),
        f"{how}: {number}" if how == referrals.NO_ADDRESS and number else how,
        {"text": "Note what they add", "href": reverse("referrals:send_again", args=[row.pk])},
    ]
