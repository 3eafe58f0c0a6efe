"""What is still owed of introductions whose case has ended, as somebody's day shows it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.urls import reverse

from kith.organisations.duty import Duty
from kith.pathway.connections import rules
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.presenters import why_due
from kith.ui.items import Block, Item, Press, blocks


def on_today(found: Sequence[Introduction], duty: Duty) -> list[Block]:
    """A no said after we finished, and what nobody has answered yet: our support has ended, the introduction stands."""
    rows = [_item(row, duty) for row in found]
    line = f"{len(rows)} of people whose support has finished"
    return blocks(Block("introduced", "Introduced, and our support has finished", rows, line=line))


def _item(row: Any, duty: Duty) -> Item:
    person = row.person.kept
    why, what = why_due(row, person.called, now=duty.now)
    return Item(
        person.full_name,
        why,
        href=reverse("connections:introduction", args=[row.pk]),
        what=what,
        acts=_acts(row, person.full_name, duty),
    )


def _acts(row: Any, name: str, duty: Duty) -> list[Press]:
    acts = []
    if rules.said_no(row, duty.day) or rules.to_speak_of(row):
        done = reverse("connections:noted", args=[row.pk])
        acts.append(Press("I have read this", done, about=name, sends={}))
    elif row.ask_person_on and row.ask_person_on <= duty.day:
        ask = reverse("connections:ask_person", args=[row.pk])
        acts.append(Press("Write the answer", ask, about=name))
    if row.closure_id:
        again = reverse("closures:done", args=[row.closure_id])
        acts.insert(0, Press("Open again", again, about=name))
    return acts
