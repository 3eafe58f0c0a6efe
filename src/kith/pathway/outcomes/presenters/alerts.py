"""Answers that ask somebody to act, on the day of whoever was told."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from markupsafe import Markup

from kith.organisations.duty import Duty
from kith.pathway.outcomes.models import Alert
from kith.ui.dates import relative_day
from kith.ui.items import Block, Item, blocks
from kith.ui.text import bidi


def on_today(found: Sequence[Alert], duty: Duty) -> list[Block]:
    """The answers that wait for somebody to act, before everything that can wait."""
    line = "An answer asks" if len(found) == 1 else f"{len(found)} answers ask"
    rows = [_alert(one, duty) for one in found]
    heading = "Answers that ask you to act"
    return blocks(Block("alerts", heading, rows, line=f"{line} you to act now.", urgent=True))


def _alert(one: Alert, duty: Duty) -> Item:
    return Item(
        one.person.kept.full_name,
        Markup(
            "An answer to a measure, {}, asked by {}. Open it, act, and say what you did."
        ).format(relative_day(one.raised_at, now=duty.now), bidi(one.by_name)),
        href=reverse("outcomes:alert", args=[one.pk]),
        tags=[("Now", "red")],
    )
