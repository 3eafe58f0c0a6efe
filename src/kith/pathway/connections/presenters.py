"""Introductions in words, for those who work with the person and for the community service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse

from kith.organisations.duty import Duty
from kith.pathway.connections import queries
from kith.pathway.connections.models import Introduction, Shared, Signpost
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.ui import dates
from kith.ui.items import Block, Item, Press, blocks

_COLOURS = {
    Progress.SENT: "blue",
    Progress.ACCEPTED: "aqua-green",
    Progress.FULL: "orange",
    Progress.NOT_RIGHT: "orange",
    Progress.CAME: "green",
    Progress.DID_NOT_COME: "orange",
    Progress.FINISHED: "green",
    Progress.WITHDRAWN: "grey",
}
# What a button says: what it does.
BUTTONS = {
    Progress.ACCEPTED: "Accepted",
    Progress.FULL: "Full",
    Progress.NOT_RIGHT: "Not right for the group",
    Progress.CAME: "Came",
    Progress.DID_NOT_COME: "Did not come",
    Progress.FINISHED: "Finished",
}
PROVIDERS_BUTTONS = {
    **BUTTONS,
    Progress.ACCEPTED: "Yes, they can come",
    Progress.FULL: "We are full",
    Progress.NOT_RIGHT: "Not right for our group",
    Progress.CAME: "They came",
    Progress.DID_NOT_COME: "They did not come",
}


def what_they_see(
    shared: dict[str, str], *, keep_safe: str, getting_there: str
) -> list[dict[str, str]]:
    """What a recipient reads, as rows, in the same order for the check and for the recipient."""
    labels = dict(Shared.choices)
    rows = [{"key": labels[key], "value": shared[key]} for key in Shared.values if key in shared]
    rows.append({"key": "To keep everyone safe", "value": keep_safe or "Nothing was said"})
    rows.append({"key": "Getting there", "value": getting_there or "Nothing was said"})
    return rows


def called(introduction: Introduction) -> str:
    """Whom a community service reads about: the name, when it was shared."""
    return str(introduction.shared.get(Shared.NAME, "Someone"))


def ring(introduction: Introduction) -> str:
    """That nobody there could be e-mailed and must be rung, while an introduction has no answer."""
    service = introduction.service
    if introduction.progress != Progress.SENT or queries.mail_address(service):
        return ""
    number = f" on {service.phone}" if service.phone else ""
    return (
        f"Nobody at {introduction.service_name} was e-mailed: they have no way to sign in here."
        f" Ring them{number}, and note their answer below."
    )


def state(introduction: Introduction) -> dict[str, str]:
    """The state as a tag's words and colour."""
    progress = Progress(introduction.progress)
    return {"text": INTRODUCTIONS.said(progress), "colour": _COLOURS[progress]}


def on_today(found: Sequence[Signpost], duty: Duty) -> list[Block]:
    """Names and numbers given, of which nobody has asked yet whether they were used."""
    rows = [_signpost(row, duty) for row in found]
    return blocks(
        Block("signposts", "Names and numbers given", rows, line=f"{len(rows)} to ask about")
    )


def _signpost(row: Signpost, duty: Duty) -> Item:
    person = row.person.kept
    return Item(
        person.full_name,
        f"Given {dates.relative_day(row.given_on, now=duty.now)}",
        href=reverse("desk:record", args=[person.pk]),
        what=f"Ask whether they used {row.service_name}",
        acts=[
            Press(
                "Write the answer",
                reverse("connections:signpost_used", args=[row.pk]),
                about=person.full_name,
            )
        ],
    )


def buttons(steps: Iterable[Progress], *, as_provider: bool) -> list[dict[str, str]]:
    """One button for each piece of news."""
    words = PROVIDERS_BUTTONS if as_provider else BUTTONS
    return [{"value": step.value, "text": words[step]} for step in steps]


def history(introduction: Introduction) -> list[dict[str, Any]]:
    """How it was agreed, made and answered, as rows."""
    rows = [
        {
            "key": "Agreed",
            "value": f"{introduction.agreed_how}, {dates.medium_date(introduction.agreed_on)}",
        },
        {
            "key": "Sent",
            "value": f"{dates.date_and_time(introduction.made_at)} by {introduction.by_name}",
        },
        {"key": "Last news", "value": _news(introduction)},
        {"key": "Note for the record", "value": introduction.note},
    ]
    if introduction.ask_news_on:
        rows.append({"key": "Ask for news on", "value": dates.long_date(introduction.ask_news_on)})
    return rows


def _news(introduction: Introduction) -> str:
    words = f"{state(introduction)['text']}, {dates.date_and_time(introduction.progress_at)}"
    return f"{words}: {introduction.progress_note}" if introduction.progress_note else words
