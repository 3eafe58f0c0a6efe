"""Feeds and their visits, as tables for people."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from kith.directory import as_a_whole
from kith.directory.models import Correction, Feed, FeedVisit
from kith.exchange.runs.models import RunFile
from kith.exchange.runs.states import RUNS
from kith.exchange.tables.writing import as_csv
from kith.ui import dates

FIELDS = {
    "name": "Name", "description": "What happens there", "status": "Status", "email": "E-mail",
    "phone": "Phone", "url": "Website", "cost": "Cost", "is_free": "Free",
    "eligibility": "Who it is for", "minimum_age": "Youngest age", "maximum_age": "Oldest age",
    "setting": "Group or one to one", "is_women_only": "Women only",
    "takes_no_recourse": "Open without recourse to public funds", "capacity": "Places",
    "places_free": "Places free", "organisation": "Who runs it", "sessions": "When", "places": "Where",
    "languages": "Languages", "terms": "Words it is found by",
}  # fmt: skip
_COLOURS = {
    FeedVisit.Outcome.TAKEN.value: "green", FeedVisit.Outcome.PART.value: "yellow",
    FeedVisit.Outcome.EMPTY.value: "yellow", FeedVisit.Outcome.FAILED.value: "red",
    FeedVisit.Outcome.HELD.value: "orange",
}  # fmt: skip


def feed_rows(feeds: Iterable[Feed]) -> list[list[Any]]:
    """Each feed with how often it is read and how it last went."""
    return [
        [
            {"text": str(feed), "href": reverse("exchange:feed", args=[feed.pk])},
            "Not any more" if feed.ended_at else feed.get_every_display(),
            dates.date_and_time(feed.last_pulled_at) if feed.last_pulled_at else "Not yet",
            how_it_went(feed),
        ]
        for feed in feeds
    ]


def list_rows(lists: Iterable[tuple[Feed, RunFile | None]]) -> list[list[Any]]:
    """Each list that is sent, with its newest sheet and what became of it."""
    return [
        [
            {"text": str(feed), "href": reverse("exchange:feed", args=[feed.pk])},
            *(sheet_row(file) if file else ["No sheet is kept of it any more", ""]),
        ]
        for feed, file in lists
    ]


def sheet_row(file: RunFile) -> list[Any]:
    """A sheet: when it was sent, which leads to its report, and what became of it."""
    report = reverse("exchange:service_sheet", args=[file.run_id])
    return [
        {"text": dates.date_and_time(file.run.created_at), "href": report},
        RUNS.said(file.run.state),
    ]


def how_it_went(feed: Feed) -> str:
    """What came of the last visit, and since when it is so where it went wrong."""
    if not feed.outcome:
        return ""
    label = str(FeedVisit.Outcome(feed.outcome).label)
    return f"{label} (since {dates.medium_date(feed.wrong_since)})" if feed.wrong_since else label


def visit_rows(visits: Iterable[FeedVisit]) -> list[list[Any]]:
    """Each visit, the newest first, with what came of it."""
    return [
        [
            {
                "text": dates.date_and_time(visit.at),
                "href": reverse("exchange:visit", args=[visit.pk]),
            },
            visit.get_outcome_display(),
            visit.counts.get("new", 0),
            visit.counts.get("changed", 0),
            visit.counts.get("gone", 0),
            len(visit.refused),
        ]
        for visit in visits
    ]


def colour(visit: FeedVisit) -> str:
    """The tag's colour; its words say the same."""
    return _COLOURS.get(visit.outcome, "grey")


def change_rows(changes: Iterable[dict[str, Any]]) -> list[list[Any]]:
    """What was before and what the feed or sheet says, a row a field."""
    return [
        [
            {
                "text": row["name"],
                "href": reverse("directory:service", args=[row["service"]]),
            },
            FIELDS.get(row["field"], row["field"]),
            said(row["before"]),
            said(row["after"]) + _but(row),
        ]
        for row in changes
    ]


def _but(row: dict[str, Any]) -> str:
    if row.get("waits"):
        return " (waits until somebody has looked)"
    return " (your correction stands)" if row["ours_stands"] else ""


def went_rows(went: Iterable[Sequence[str]]) -> list[list[Any]]:
    """The services that a feed did not list any more, a row each."""
    return [[{"text": name, "href": reverse("directory:service", args=[pk])}] for pk, name in went]


def said(value: Any) -> str:
    """A value as a cell shows it."""
    if value is None or value == "":
        return "Not given"
    return (
        {True: "Yes", False: "No"}.get(value, str(value)) if isinstance(value, bool) else str(value)
    )


def correction_rows(corrections: Iterable[Correction]) -> list[list[Any]]:
    """What the team put right, beside what the feed says."""
    return [
        [
            {
                "text": row.service.name,
                "href": reverse("directory:service", args=[row.service_id]),
            },
            FIELDS.get(row.field, row.field),
            said(_read(row, row.theirs)),
            said(_read(row, row.ours)),
        ]
        for row in corrections
    ]


def offered(corrections: Iterable[Correction]) -> bytes:
    """Corrections as a sheet for whoever keeps the feed, by the feed's own ids."""
    header = ("id", "service", "field", "feed says", "should say", "corrected on")
    rows = (
        (
            row.service.source_id, row.service.name, row.field, said(_read(row, row.theirs)),
            said(_read(row, row.ours)), row.corrected_at.date().isoformat(),
        )
        for row in corrections
    )  # fmt: skip
    return as_csv(header, rows)


def _read(row: Correction, value: Any) -> Any:
    """What is made of several parts in words, as they stand on the day of the correction."""
    if row.field not in as_a_whole.WHOLE:
        return value
    return as_a_whole.in_words(row.field, value, dates.day_of(row.corrected_at))
