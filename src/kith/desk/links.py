"""The acts that a record offers, each a page of the room that owns it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch, reverse
from django.utils.http import urlencode

from kith.desk.queries.record import Record


def address(name: str, *ids: UUID | None, **asked: str) -> str:
    for one in ids:
        if one is None:
            continue
        try:
            found = reverse(name, args=[one])
        except NoReverseMatch:
            continue
        return f"{found}?{urlencode(asked)}" if asked else found
    try:
        found = reverse(name)
    except NoReverseMatch:
        return ""
    return f"{found}?{urlencode(asked)}" if asked else found


def acts_on(record: Record) -> dict[str, str]:
    """The address of every page on which something can be written about this person."""
    person = record.person.pk
    case = record.case.pk if record.case else None
    always = {
        "contact": address("contacts:new", person),
        "edit": address("people:edit", person),
        "ways": address("people:contact_ways", person),
        "linked": address("people:linked_people", person),
        "risks": address("people:risks", person),
        "refer_again": address("referrals:refer"),
    }
    if not record.is_open or case is None:
        return always
    return always | {
        "plan_contact": address("contacts:plan", person),
        "next_step": address("desk:next_step", person),
        "plan": address("plans:plan", case, person),
        "find": address("directory:find", **{"for": str(person)}),
        "measure": address("outcomes:measure", case, person),
        "support": address("contacts:support", case, person),
        "close": address("closures:close", case, person),
    }


def acts_today(row: dict[str, Any]) -> dict[str, str]:
    """Where a row of today's list is finished."""
    person = row["person"].pk
    new = address("contacts:new", person)
    if row["contact"] is not None:
        new = address("contacts:mark", row["contact"].pk) or new
    acts = {
        "no_answer": f"{new}?outcome=no_answer",
        "reached": f"{new}?outcome=reached",
        "next_step": address("desk:next_step", person),
    }
    if row["introduction"] is not None:
        acts["news"] = address("connections:introduction", row["introduction"].pk)
    return acts
