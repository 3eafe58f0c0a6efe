"""How true the directory is, what waits about its listings, and what their own people are shown."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator

from kith.directory import presenters, rules
from kith.directory.models import (
    Asking,
    Feed,
    FeedVisit,
    Keeper,
    Matter,
    Service,
    Suggestion,
)
from kith.directory.queries import Waiting
from kith.directory.queries.checking import Fresh
from kith.organisations.duty import Duty
from kith.ui import dates
from kith.ui.items import Block, Item, Press, blocks

SHOWN_ON_TODAY = 5
SHOWN_OF_TEXT = 200
NOT_GIVEN = "Nothing"
_COLOURS = {
    Matter.Kind.CHANGED.value: "blue", Matter.Kind.CLOSED.value: "orange",
    Matter.Kind.WRONG.value: "orange", Matter.Kind.RING.value: "yellow",
    Matter.Kind.FEED.value: "blue",
}  # fmt: skip
# Of no use to those whose listing it is, or the team's own.
_NOT_THEIRS = frozenset({"Foundations", "Also found by", "Last checked"})


def on_today(found: Waiting, duty: Duty) -> list[Block]:
    """Listings to see to, feeds that went wrong, what the public suggests, and what became of reports."""
    news = [row for row in found.matters if row.settled_at is not None]
    open_ = [row for row in found.matters if row.settled_at is None]
    suggested = found.suggestions
    return blocks(
        Block(
            "listings",
            "Listings to see to",
            _first([item(row) for row in open_], "more listings to see to", "directory:checks"),
            line=f"listings to see to: {len(open_)}",
        ),
        Block(
            "feeds",
            "Directory feeds to look at",
            _first([feed_item(row) for row in found.feeds], "more feeds", "directory:checks"),
            line=f"directory feeds to look at: {len(found.feeds)}",
        ),
        Block(
            "suggested",
            "Suggested by the public",
            _first(
                [_suggested(row) for row in suggested], "more suggested", "directory:suggestions"
            ),
            line=f"services suggested: {len(suggested)}",
        ),
        Block("listings-settled", "What you reported about listings", [_news(row) for row in news]),
    )


def _first(rows: list[Item], more: str, route: str) -> list[Item]:
    """As many as a day holds, and a link to the rest."""
    rest = len(rows) - SHOWN_ON_TODAY
    if rest <= 0:
        return rows
    return [*rows[:SHOWN_ON_TODAY], Item(f"{rest} {more}", "", href=reverse(route))]


def _suggested(suggestion: Suggestion) -> Item:
    page = reverse("directory:suggestion", args=[suggestion.pk])
    return Item(
        suggestion.name,
        f"Suggested on {dates.medium_date(suggestion.created_at)}. Nobody is shown it before you add it.",
        href=page,
        what=Truncator(suggestion.description).chars(SHOWN_OF_TEXT),
        acts=[Press("Look at it", page, about=f": {suggestion.name}", first=True)],
    )


def item(matter: Matter) -> Item:
    """One thing that waits about a listing."""
    return Item(
        matter.service.name,
        _why(matter),
        href=reverse("directory:service", args=[matter.service_id]),
        what=matter.text,
        aside=_keeper(matter),
        tags=[(Matter.Kind(matter.kind).label, _COLOURS.get(matter.kind, "grey"))],
        acts=[
            Press(
                "See to it",
                reverse("directory:matter", args=[matter.pk]),
                about=f": {matter.service.name}",
                first=True,
            )
        ],
    )


def feed_item(feed: Feed) -> Item:
    """A feed that failed, was empty, or of which too much had gone at once."""
    page = reverse("exchange:feed", args=[feed.pk])
    since = dates.medium_date(feed.wrong_since or timezone.now())
    outcome = FeedVisit.Outcome(feed.outcome)
    return Item(
        str(feed),
        f"A directory feed, so since {since}. What stands in the directory stays.",
        href=page,
        what=feed.sentence,
        tags=[(outcome.label, "orange" if outcome == FeedVisit.Outcome.HELD else "red")],
        acts=[Press("Look at it", page, about=f": {feed}", first=True)],
    )


def _news(matter: Matter) -> Item:
    return Item(
        matter.service.name,
        f"{Matter.Became(matter.became).label}, said {matter.settled_by_name}"
        f" on {dates.medium_date(matter.settled_at or matter.created_at)}.",
        href=reverse("directory:service", args=[matter.service_id]),
        what=matter.answer,
        said=[("You reported", matter.text)],
        acts=[
            Press(
                "I have read it",
                reverse("directory:heard", args=[matter.pk]),
                about=f": {matter.service.name}",
                sends={},
                first=True,
            )
        ],
    )


def _why(matter: Matter) -> str:
    when = dates.medium_date(matter.created_at)
    if matter.kind == Matter.Kind.WRONG:
        return f"Reported by {matter.reported_by_name} on {when}."
    if matter.kind == Matter.Kind.RING:
        return f"Due since {when}."
    if matter.kind == Matter.Kind.FEED:
        return f"Read from its feed on {when}."
    return f"They said so on {when}, by the message we sent them. The listing has not changed yet."


def _keeper(matter: Matter) -> str:
    name = getattr(matter, "keeper_name", "")
    return f"looked after by {name}" if name else ""


def before_and_after(matter: Matter) -> list[dict[str, Any]]:
    """What a listing's own people put right, or its feed: each field with what stood there and what they say."""
    labels = rules.ADDRESSES if matter.kind == Matter.Kind.FEED else rules.ANSWERABLE
    return [
        {
            "field": name,
            "label": labels[name],
            "before": _said(before),
            "after": _said(after),
            "sent_to": name in rules.SENT_TO or name in rules.ADDRESSES,
        }
        for name, (before, after) in sorted(matter.said.items())
        if name in labels
    ]


def _said(value: Any) -> str:
    return NOT_GIVEN if value in (None, "") else str(value)


def their_rows(service: Service, today: datetime.date) -> list[dict[str, object]]:
    """What a listing says, as its own people are asked about it."""
    return [row for row in presenters.facts(service, today) if row["key"] not in _NOT_THEIRS]


def what_they_said(said: Iterable[Matter]) -> str:
    """What came by a link last, for whoever opens it again; "" when nothing did."""
    words = {
        Matter.Kind.RIGHT.value: "You told us on {} that it is right. Thank you.",
        Matter.Kind.CHANGED.value: "You put it right on {}. The team reads it, and then the listing changes.",
        Matter.Kind.CLOSED.value: "You told us on {} that it has closed. The team reads it next.",
        Matter.Kind.AGAIN.value: "A new link was asked for on {}. It goes to the address of the listing.",
    }
    last = next(iter(said), None)
    return words[last.kind].format(dates.medium_date(last.created_at)) if last else ""


def keeping_rows(
    service: Service, keeper: Keeper | None, asked: Asking | None, may_keep: bool
) -> list[dict[str, object]]:
    """Who answers for a listing, who looks after it, and when its own people were asked."""
    change = {"href": reverse("directory:keeper", args=[service.pk])} if may_keep else {}
    organisation = service.organisation.name if service.organisation else ""
    answers = (keeper.answers if keeper else "") or organisation
    member = keeper.member.name if keeper and keeper.member else "Whoever keeps the directory"
    return [
        {"key": "Answers for it there", "value": answers, **change},
        {"key": "Looks after it here", "value": member, **change},
        {"key": "Asked whether it is right", "value": asked_in_words(asked)},
    ]


def asked_in_words(asked: Asking | None) -> str:
    """When a listing's own people were asked last, and what came of it."""
    if asked is None:
        return "Not yet"
    when = f"On {dates.medium_date(asked.asked_at)}"
    if asked.ended_at is not None:
        return f"{when}. {Asking.Ended(asked.ended_how).label}."
    again = asked.asked_again_at
    reminded = f", reminded on {dates.medium_date(again)}" if again else ""
    return f"{when}{reminded}. No answer yet."


def fresh_words(fresh: Fresh) -> str:
    """How fresh a directory is, in a sentence with its counts."""
    if not fresh.entries:
        return "The directory holds nothing that people can be introduced to."
    share = round(100 * fresh.fresh / fresh.entries)
    return (
        f"{fresh.fresh:,} of {fresh.entries:,} listings ({share}%) were checked in the last three months;"
        f" {fresh.due:,} before that, and {fresh.stale:,} more than six months ago or never."
    )


def how_rows(fresh: Fresh) -> list[list[Any]]:
    """How we know of those checked lately, as cells of a table."""
    label = dict(Service.How.choices)
    return [
        [label.get(how, "Nobody noted how"), {"text": f"{n:,}", "numeric": True}]
        for how, n in fresh.how
    ]


def due_rows(
    services: Iterable[Service], asked: dict[Any, Asking], today: datetime.date
) -> list[dict[str, Any]]:
    """Listings whose check is due: how long ago, how to reach them, and whether they were asked."""
    found = []
    for service in services:
        checked = presenters.last_checked(service, today)
        ways = (service.phone, service.email, service.url)
        found.append(
            {
                "service": service,
                "checked": checked,
                "colour": presenters.colour_of(checked),
                "ways": " · ".join(way for way in ways if way),
                "asked": f"Asked: {asked_in_words(asked[service.pk])}"
                if service.pk in asked
                else "",
            }
        )
    return found
