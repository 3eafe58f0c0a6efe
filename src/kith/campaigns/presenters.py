"""Campaigns as the rows of their tables."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.urls import reverse
from markupsafe import Markup

from kith.campaigns.models import Campaign
from kith.campaigns.rules import OUTCOMES, days_in_words
from kith.pathway.contacts.models import Outcome
from kith.ui import dates, text

ELSEWHERE = "Someone another employer supports"


def words(outcome: str) -> str:
    """An outcome in words; empty for none."""
    return str(Outcome(outcome).label) if outcome else ""


def campaign_rows(campaigns: Iterable[Any]) -> list[list[Any]]:
    """One row a campaign: name, days, and how many are on the list, were called, were reached."""
    return [
        [
            {"text": row.name, "href": reverse("campaigns:campaign", args=[row.pk])},
            _sentence(days_in_words(row)),
            f"{row.listed:,}",
            f"{row.called:,}",
            f"{row.reached:,}",
            f"{row.made:,}",
        ]
        for row in campaigns
    ]


def outcome_rows(counts: Mapping[str, int], campaign: Campaign) -> list[list[Any]]:
    """One row an outcome: how many calls, and their share of all."""
    total = sum(counts.values())
    here = reverse("campaigns:campaign", args=[campaign.pk])
    return [
        [
            {"text": one.label, "href": f"{here}?outcome={one.value}"},
            f"{counts.get(one, 0):,}",
            f"{round(100 * counts.get(one, 0) / total)} %" if total else "-",
        ]
        for one in OUTCOMES
    ]


def call_rows(calls: Iterable[Any]) -> list[list[Any]]:
    """One row a call."""
    return [
        [
            dates.date_and_time(row.contact.happened_at),
            _person(row.contact.person) if row.visible else ELSEWHERE,
            words(row.contact.outcome),
            "" if row.contact.minutes is None else f"{row.contact.minutes} minutes",
            text.bidi(row.contact.by_name) if row.visible else "",
            _worried(row.contact.person) if row.visible else "",
        ]
        for row in calls
    ]


def person_rows(listings: Iterable[Any]) -> list[list[Any]]:
    """One row a person on the list."""
    return [
        [
            _person(row.person),
            dates.medium_date(row.added_on),
            str(row.tries),
            "Reached" if row.was_reached else "Not reached yet",
            _worried(row.person),
        ]
        for row in listings
    ]


def _sentence(said: str) -> str:
    return said[:1].upper() + said[1:]


def _worried(person: Any) -> Markup:
    """Saying that one is worried, in one press, whether or not there is a case."""
    address = reverse("concerns:raise_concern", args=[person.pk])
    return Markup(
        '<a class="nhsuk-link" href="{}">I am worried'
        '<span class="nhsuk-u-visually-hidden"> about {}</span></a>'
    ).format(address, person.full_name)


def _person(person: Any) -> dict[str, Any]:
    return {
        "text": text.bidi(person.full_name),
        "href": reverse("desk:record", args=[person.pk]),
    }
