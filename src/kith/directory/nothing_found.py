"""What is kept of a search that found nothing: enough to show a gap, and nothing of whom it was for.

What was typed may hold a name, so no word of it is kept: only what our own table of everyday words
(`queries.everyday`) calls it. Of where somebody lives the postcode district is kept, of who searched
nothing (decision 0044).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from procrastinate.contrib.django import app

from kith.directory import queries
from kith.directory.looking import Looking
from kith.directory.queries.meant import Meant, meant
from kith.directory.queries.wanted import CLOSED, FOUNDATION
from kith.geography.postcodes import district
from kith.resilience.limits import Limit, TooOften, spend
from kith.ui import dates

KEEP = "insight.keep_empty_search"
BY_USER = Limit("searches that found nothing", burst=40, per_hour=60)
MOST_THINGS = 6


def keep(
    looking: Looking, found: queries.Found, scheme_ids: Iterable[UUID], user_id: UUID | None
) -> None:
    """Have a job keep that a search found nothing, in each of the schemes that were searched.

    Nothing is kept of a search that asked for nothing, nor of more than one person could mean in an hour.
    """
    if looking.nothing_asked:
        return
    try:
        spend(BY_USER, by=str(user_id))
    except TooOften:
        return
    kept = what_is_kept(looking, found)
    for scheme_id in scheme_ids:
        app.configure_task(KEEP).defer(scheme_id=str(scheme_id), **kept)


def what_is_kept(looking: Looking, found: queries.Found) -> dict[str, Any]:
    """A search that found nothing, as plain values."""
    wanted, read = looking.wanted(), meant(looking.typed.get("words", ""))
    wishes = [key for key in looking.typed.get("wishes") or () if key != "step_free"]
    return {
        "searched_on": dates.today().isoformat(),
        "foundations": sorted(wanted["foundations"]),
        "about": _things(read),
        "wishes": sorted([*wishes, *(["step_free"] if wanted["step_free"] else [])]),
        "setting": wanted["setting"],
        "days": sorted(wanted["days"]),
        "time": looking.typed.get("time") or "",
        "language": wanted["language"] or wanted["speaks"] or read.language,
        "district": _district(looking),
        "in_the_way": next(
            (one.key for one in found.left_out if one.key not in (CLOSED, FOUNDATION)), ""
        ),
    }


def _things(read: Meant) -> list[str]:
    """What was looked for, in the words of our own table."""
    called = {row.called.apt[0] for row in (*read.sought, *read.rest) if row.called.apt}
    return sorted(called)[:MOST_THINGS]


def _district(looking: Looking) -> str:
    if looking.near is None:
        return ""
    typed = looking.typed.get("near", "")
    if looking.person is not None and not typed:
        return queries.district_of(looking.person)
    return district(typed)
