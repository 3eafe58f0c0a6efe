"""An outcome letter and its closure, as a page shows them."""

from __future__ import annotations

import base64
from collections.abc import Sequence
from dataclasses import dataclass

from django.urls import reverse

from kith.messages.documents.outcome_letter import OutcomeLetter
from kith.messages.documents.render import UnprintableText
from kith.organisations.duty import Duty
from kith.pathway.closures.models import FollowUp
from kith.resilience.errors import Refused
from kith.ui.dates import relative_day
from kith.ui.items import Block, Item, Press, blocks

NONE, NOT_RECORDED = "None.", "Not recorded."


@dataclass(frozen=True, slots=True)
class Part:
    """A heading of the letter with what stands below it: a list, or paragraphs."""

    heading: str
    lines: tuple[str, ...]
    is_list: bool


def parts(letter: OutcomeLetter, called: str) -> list[Part]:
    """What a letter says, in the letter's own order, "None." where it says none."""
    measures = tuple(
        f"{row.name}: {row.start} at the start, {row.end} at the end"
        + (f" ({row.note})" if row.note else "")
        for row in letter.measures
    )
    introductions = tuple(f"{row.service}: {row.outcome}" for row in letter.introductions)
    codes = (*(f"{row.code} {row.term}" for row in letter.codes), *letter.codes_told)
    if letter.codes_only:
        return [_text("Codes only", letter.codes_only), _list("SNOMED CT codes", codes)]
    return [
        _list("For the practice and its colleagues", letter.requested_actions),
        _list(f"For {called}", letter.actions_for_person),
        _text("Why support ended", f"{letter.closure_reason}\n{letter.reopening}"),
        _text("Risks", letter.risks),
        _text("Reason for referral, in the referrer’s words", letter.reason_for_referral),
        _text(f"What mattered to {called}, in their own words", letter.what_mattered),
        _list("Support we gave", letter.support_given),
        _list("Introductions, and what came of them", introductions),
        _list("Measures", measures),
        _list("SNOMED CT codes", codes),
    ]


def on_today(found: Sequence[FollowUp], duty: Duty) -> list[Block]:
    """Calls some months after finishing: the case is closed, the promise is not."""
    rows = [_call(row, duty) for row in found]
    line = f"{len(rows)} {'call' if len(rows) == 1 else 'calls'} after finishing"
    return blocks(Block("afterwards", "How they are, some months on", rows, line=line))


def _call(row: FollowUp, duty: Duty) -> Item:
    person = row.person.kept
    months = "1 month" if row.months == 1 else f"{row.months} months"
    whose = row.member.name if row.member and row.member.pk not in duty.own else ""
    return Item(
        person.full_name,
        f"{months} on: we finished {relative_day(row.closure.closed_at, now=duty.now)},"
        " and they agreed that we ring",
        href=reverse("desk:record", args=[person.pk]),
        tags=[(f"{whose}’s", "blue")] if whose else [],
        acts=[
            Press("Ring and write", reverse("closures:call", args=[row.pk]), about=person.full_name)
        ],
    )


def _list(heading: str, lines: tuple[str, ...]) -> Part:
    return Part(heading, lines or (NONE,), is_list=bool(lines))


def _text(heading: str, text: str) -> Part:
    lines = tuple(line for line in text.split("\n") if line.strip())
    return Part(heading, lines or (NOT_RECORDED,), is_list=False)


def pictures(letter: OutcomeLetter) -> list[str]:
    """The pages of a letter as addresses of pictures. Raises Refused when it cannot be made."""
    try:
        made = letter.png()
    except UnprintableText as error:
        raise Refused(f"The letter could not be made, so nothing was saved. {error}") from error
    return [f"data:image/png;base64,{base64.b64encode(page).decode()}" for page in made]
