"""What is said about a listing: by its own people through their link, and by colleagues; and what becomes of it."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.audit.write import action, apart
from kith.directory import rules
from kith.directory.actions.addresses import offered
from kith.directory.actions.checking import (
    HOW_BY_STAFF,
    ask_listing_anew,
    call_due,
    confirm_service,
)
from kith.directory.actions.corrections import drop_correction
from kith.directory.actions.services import edit_service
from kith.directory.models import Asking, Correction, Matter, Service
from kith.directory.queries import checking as queries
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.limits import Limit, spend
from kith.resilience.versions import change

READ = "directory.read_answer"
BY_ONE_LINK = Limit("answer for a listing by its link", burst=10, per_hour=10)
NEW_LINKS = Limit("have a new link sent to a listing", burst=2, per_hour=0.2)
YET_ANOTHER = "The feed gives another address by now. Reload the page."
NOT_ANY_MORE = "This link takes no answer any more. Press “Send me a new link” to get one at the listing’s address."


@action("directory.answer_listing")
def answer_listing(
    *,
    by: Actor,
    scheme_id: UUID,
    asking: Asking,
    kind: str,
    said: dict[str, list[Any]] | None = None,
    text: str = "",
) -> Matter:
    """Keep what the holder of a link says of its listing, and have it read by a job. The listing is not touched.

    `said` is what they put right: field -> [before, after]. Raises Refused when the link takes no answer any more or
    nothing was put right, TooOften for too many.
    """
    spend(BY_ONE_LINK, by=str(asking.pk))
    if kind == Matter.Kind.AGAIN:
        spend(NEW_LINKS, by=str(asking.service_id))
    told = queries.said_by(asking)
    if kind != Matter.Kind.AGAIN and not rules.still_answers(asking, told, timezone.now()):
        raise Refused(NOT_ANY_MORE)
    if kind == Matter.Kind.CHANGED and not said and not text.strip():
        raise Refused("Nothing was changed. If all of it is right, go back and say so.")
    row = Matter(
        scheme_id=scheme_id,
        service_id=asking.service_id,
        asking_id=asking.pk,
        kind=kind,
        said={name: both for name, both in (said or {}).items() if name in rules.ANSWERABLE},
        text=text.strip()[: rules.MOST_LETTERS],
    )
    row.save(force_insert=True)  # the holder of a link inserts, and changes nothing
    app.configure_task(READ).defer(scheme_id=str(scheme_id), matter_id=str(row.pk))
    return row


@action("directory.read_answer")
def read_answer(*, by: Actor, matter: Matter) -> Matter:
    """Do what a link's holder asked, once: note that the listing is right, or send a new link. What they put right
    and what they say has closed wait for somebody.
    """
    if matter.settled_at is not None or matter.asking is None:
        return matter
    service = matter.service
    if matter.kind == Matter.Kind.RIGHT:
        confirm_service(by=by, service=service, how=Service.How.LINK, who=_who_answers(service))
        return _settled(by, matter, Matter.Became.DONE)
    if matter.kind == Matter.Kind.AGAIN:
        _send_anew(by, service)
        return _settled(by, matter, Matter.Became.DONE)
    waits = Asking.objects.filter(pk=matter.asking.pk, ended_at=None)
    waits.update(ended_at=timezone.now(), ended_how=Asking.Ended.ANSWERED)
    return matter


@action("directory.report_wrong")
def report_wrong(*, by: Actor, service: Service, text: str) -> Matter:
    """Report that something is wrong with a listing. Raises Refused without words."""
    words = text.strip()
    if not words:
        raise Refused("Write what is wrong.", field="text")
    return Matter.objects.create(
        scheme_id=service.scheme_id,
        service=service,
        kind=Matter.Kind.WRONG,
        text=words[: rules.MOST_LETTERS],
        reported_by_id=by.membership_id(service.scheme_id),
        reported_by_name=by.name[:200],
    )


@action("directory.take_over")
def take_over(*, by: Actor, matter: Matter, fields: Collection[str] | None = None) -> Matter:
    """Put a listing right as its own people or its feed said: all of it, or these `fields`; or close it, as they said.

    What they did not put right counts as checked by them. Raises Refused for anything else, and when it was settled.
    """
    service = matter.service
    theirs = matter.kind in (Matter.Kind.CHANGED, Matter.Kind.CLOSED)
    if not theirs and not (matter.kind == Matter.Kind.FEED and matter.said):
        raise Refused("There is nothing of theirs to take over here.")
    _settled(by, matter, Matter.Became.DONE)
    if matter.kind == Matter.Kind.CLOSED:
        edit_service(by=by, service=service, status=Service.Status.DEFUNCT)
        return matter
    values = {
        name: both[1] for name, both in matter.said.items() if fields is None or name in fields
    }
    if not values:
        raise Refused("Tick what to take over, or say below why the listing stays as it is.")
    if matter.kind == Matter.Kind.FEED:
        _let_change(by=by, matter=matter)
        return matter
    edit_service(by=by, service=service, **values)
    confirm_service(by=by, service=service, how=Service.How.LINK, who=_who_answers(service))
    return matter


@action("directory.settle_matter")
def settle_matter(
    *, by: Actor, matter: Matter, became: str, how: str = "", answer: str = ""
) -> Matter:
    """Say what became of a matter: right now, left as it is, or nobody reached; `answer` is read by who reported it.

    With `how` the listing was checked as well. Raises Refused for a listing that is right without saying how one
    knows, one left without saying why, and when it was settled already.
    """
    if became == Matter.Became.DONE and how not in HOW_BY_STAFF:
        raise Refused("Say how you know that it is right now.", field="how")
    if became == Matter.Became.LEFT and not answer.strip():
        raise Refused("Say why it stays as it is.", field="answer")
    _settled(by, matter, became, answer)
    if became == Matter.Became.DONE:
        confirm_service(by=by, service=matter.service, how=how)
    return matter


@action("directory.hear_matter")
def hear_matter(*, by: Actor, matter: Matter) -> Matter:
    """Note that whoever reported it has read what became of it. Raises Refused for anybody else."""
    if matter.reported_by_id is None or matter.reported_by_id != by.membership_id(matter.scheme_id):
        raise Refused("Somebody else reported this.")
    change(matter, heard_at=timezone.now())
    return matter


def _let_change(*, by: Actor, matter: Matter) -> None:
    """Let the address that waits take the place of the one that stood. Raises Refused when the feed gives another by
    now. Inside a door.
    """
    service = matter.service
    if both := matter.said.get(rules.ORGANISATIONS_ADDRESS):
        organisation = service.organisation
        if organisation is None or organisation.offered_email != both[1]:
            raise Refused(YET_ANOTHER)
        change(organisation, email=both[1], offered_email="")
    if both := matter.said.get(rules.THEIR_ADDRESS):
        rows = Correction.objects.filter(service=service, field=rules.THEIR_ADDRESS, ended_at=None)
        held = rows.select_related("service__organisation").first()
        if held is not None and offered(held, held.service) != both[1]:
            raise Refused(YET_ANOTHER)
        if held is not None:
            drop_correction(by=by, correction=held)


def _who_answers(service: Service) -> str:
    keeper = queries.keeper_of(service)
    named = keeper.answers if keeper else ""
    return named or (service.organisation.name if service.organisation else service.name)


def _send_anew(by: Actor, service: Service) -> None:
    """Where there is no address to send it to any more, somebody rings."""
    try:
        with apart():
            ask_listing_anew(by=by, service=service)
    except Refused as refusal:
        call_due(by=by, service=service, why=f"Their old link was opened. {refusal.message}")


def _settled(by: Actor, matter: Matter, became: str, answer: str = "") -> Matter:
    waits = Matter.objects.filter(pk=matter.pk, settled_at=None)
    if not waits.update(
        settled_at=timezone.now(),
        settled_by_name=by.name[:200],
        became=became,
        answer=answer.strip()[: rules.MOST_LETTERS],
    ):
        raise Refused("This was settled already. Reload the page to see how.")
    matter.refresh_from_db(fields=["settled_at", "settled_by_name", "became", "answer"])
    return matter
