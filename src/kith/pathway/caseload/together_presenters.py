"""What passed to somebody and what they are asked to help with, as they read it on their day."""

from __future__ import annotations

from django.urls import reverse
from markupsafe import Markup

from kith.organisations.duty import Duty
from kith.pathway.caseload.models import JointWork, Passing
from kith.pathway.caseload.together_queries import ToHear
from kith.ui.dates import long_date
from kith.ui.items import Block, Item, Press, blocks
from kith.ui.text import bidi


def on_today(found: ToHear, duty: Duty) -> list[Block]:
    """What is theirs since a colleague left, with whom it is about; and colleagues who ask for help."""
    rows = [*map(_passed, found.passings), *map(_asked, found.asked)]
    return blocks(Block("passed-on", "New with you", rows, line=f"{len(rows)} new with you"))


def _passed(row: Passing) -> Item:
    names = [one.case.person.kept.full_name for one in row.holdings.all()]
    said = [("", row.note)] if row.note else []
    if names:
        said.append(("Who is yours now", ", ".join(sorted(names))))
    if row.words:
        said.append(("And", row.words))
    return Item(
        f"From {row.giver.name}",
        Markup("{} passed it to you on {}").format(bidi(row.by_name), long_date(row.at)),
        said=said,
        acts=[_read("desk:passing_read", row, f"what passed from {row.giver.name}")],
    )


def _asked(row: JointWork) -> Item:
    person, holder = row.case.person, row.case.holder
    return Item(
        person.full_name,
        Markup("{} asked you to work along; {} holds the case").format(
            bidi(row.by_name), bidi(holder.name if holder else "nobody")
        ),
        href=reverse("desk:record", args=[person.pk]),
        said=[("What you help with", row.why)],
        acts=[_read("caseload:read_together", row, f"what you help {person.full_name} with")],
    )


def _read(route: str, row: Passing | JointWork, about: str) -> Press:
    return Press("I have read it", reverse(route, args=[row.pk]), about=about, sends={})
