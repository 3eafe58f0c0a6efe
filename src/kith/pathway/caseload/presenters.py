"""Cases as they are read on the day of whoever holds them."""

from __future__ import annotations

from django.urls import reverse
from markupsafe import Markup

from kith.organisations.duty import Duty
from kith.pathway.caseload.models import Holding, Joining
from kith.pathway.caseload.queries import ToRead
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.presenters import whence
from kith.ui.dates import long_date
from kith.ui.items import Block, Item, Press, blocks
from kith.ui.text import bidi
from kith.vocabulary import urgency

_URGENCY_COLOURS = {"urgent": "red", "soon": "orange"}


def on_today(found: ToRead, duty: Duty) -> list[Block]:
    """What to read before ringing anybody: it may change what one says."""
    rows = [*map(_joined, found.joined), *map(_note, found.notes)]
    return blocks(Block("to-read", "To read", rows, line=f"{len(rows)} to read"))


def _joined(row: Joining) -> Item:
    person, referral = row.case.person, row.referral
    colour = _URGENCY_COLOURS.get(referral.urgency)
    return Item(
        person.full_name,
        Markup("Another referral came for them, {}").format(bidi(whence(referral))),
        href=reverse("desk:record", args=[person.pk]),
        tags=[(urgency.label(referral.urgency), colour)] if colour else [],
        said=_words(referral),
        acts=[_read("desk:joined_read", row, f"the referral of {person.full_name}")],
    )


def _words(referral: Referral) -> list[tuple[str, str]]:
    asked_for = ", ".join(one.reason.label for one in referral.reasons.all())
    parts = (
        ("What the referrer sees", referral.referrer_sees),
        ("What they say", referral.person_says),
        ("Asked for", asked_for),
        ("Risk", referral.risk_given),
    )
    return [(heading, text) for heading, text in parts if text]


def _note(row: Holding) -> Item:
    person = row.case.person
    giver = row.given_by.name if row.given_by else "Somebody"
    return Item(
        person.full_name,
        Markup("{} gave you them on {}, with a note").format(bidi(giver), long_date(row.from_at)),
        href=reverse("desk:record", args=[person.pk]),
        said=[("", row.note)],
        acts=[_read("desk:note_read", row, f"the note about {person.full_name}")],
    )


def _read(route: str, row: Joining | Holding, about: str) -> Press:
    return Press("I have read it", reverse(route, args=[row.pk]), about=about, sends={})
