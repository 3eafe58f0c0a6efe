"""Referrals that were sent on, as they stand on the day of whoever decides."""

from __future__ import annotations

from django.urls import reverse
from markupsafe import Markup

from kith.organisations.duty import Duty
from kith.pathway.referrals.models import Redirect, Referral
from kith.pathway.referrals.queries.sent_on import SentOn
from kith.ui.dates import long_date
from kith.ui.items import Block, Item, Press, blocks
from kith.ui.text import bidi


def on_today(found: SentOn, duty: Duty) -> list[Block]:
    """What could not be sent on, and what another scheme sent: each waits for somebody who may be nobody's."""
    rows = [*map(_came_back, found.came_back), *map(_came_to_us, found.came_to_us)]
    return blocks(Block("sent-on", "Referrals sent on", rows, line=f"{len(rows)} sent on"))


def _came_back(row: Redirect) -> Item:
    at, name = reverse("desk:triage_referral", args=[row.referral_id]), row.referral.name_given
    return Item(
        name,
        Markup("Could not be sent on to {}. {}").format(bidi(row.to_name), row.problem),
        href=at,
        acts=[Press("Decide on it again", at, about=name)],
    )


def _came_to_us(row: Referral) -> Item:
    return Item(
        row.name_given,
        Markup("Sent on to you by {} on {}, and nobody has read it").format(
            bidi(row.organisation_name), long_date(row.received_at)
        ),
        href=reverse("desk:triage_referral", args=[row.pk]),
    )
