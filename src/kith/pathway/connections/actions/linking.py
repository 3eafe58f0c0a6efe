"""The private link of an introduction: sent to the address of the listing, sent again, ended."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from kith.audit.write import action
from kith.directory.models import Service
from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.messages.actions import queue_email
from kith.messages.models import Email
from kith.pathway.connections import queries, rules
from kith.pathway.connections.models import GroupWishes, Introduction
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.resilience.errors import Refused
from kith.resilience.limits import Limit, spend
from kith.resilience.versions import change
from kith.ui.dates import today

NO_ADDRESS = (
    "The directory has no e-mail address for {}. Ring them, and put the address on the listing."
)
RUN_BY_OTHERS = (
    "{} is now run by others than those whom the person agreed to, so nothing was sent."
    " Ask the person again first."
)
ASKING = Limit("ask for the link to a group's week", burst=3, per_hour=3)
# Whoever asks, and from wherever: the mailbox of the listing is not to be filled.
SENDING_AGAIN = Limit("send a new link to one group's page", burst=3, per_hour=1)
SITE = settings.SITE_URL.rstrip("/")


@action("connections.send_link")
def send_link(
    *,
    by: Actor,
    introduction: Introduction,
    kind: str = "introduction",
    at: datetime.datetime | None = None,
) -> Email:
    """Send a group the private link to an introduction, to the address of its listing; one sent before ends.

    Where somebody there can sign in, they are asked to (`waiting`). The e-mail names nobody. Raises Refused
    without an address, and for an introduction that is over or whose agreement has ended, of a service that has
    closed, or is run by others than those whom the person agreed to.
    """
    service = introduction.service
    address = queries.listed_address(service)
    if not address:
        raise Refused(NO_ADDRESS.format(service.name))
    if at is None:
        _check_open(introduction)
    change(introduction, told_to=address, told_at=at or timezone.now())
    if at is not None or (kind == "introduction" and queries.has_reader(introduction)):
        link = SITE + reverse("connections:received")
        return queue_email(
            by=by, scheme_id=introduction.scheme_id, kind="waiting", to=address, at=at, link=link
        )
    link = give_link(introduction.scheme_id, queries.ANSWER, introduction.pk)
    return queue_email(by=by, scheme_id=introduction.scheme_id, kind=kind, to=address, link=link)


@action("connections.ask_again")
def ask_again(*, by: Actor, scheme_id: UUID, purpose: str, subject_id: UUID) -> bool:
    """For whoever holds a link that has ended: a new one, to the address of the listing and to no other.

    Whether one was sent; the asker is told the same in either case. While one that was sent there is in force none is,
    for that would end it. Raises TooOften for too many of one subject.
    """
    with context.in_scheme(scheme_id, actor=by.key):
        in_force = links.in_force(purpose=purpose, subject_id=subject_id).exists()
        if in_force and queries.address_stands(purpose, subject_id):
            return False
        spend(SENDING_AGAIN, by=str(subject_id))
        if purpose == queries.WEEK:
            return _send_week(by, scheme_id, subject_id)
        row = queries.of_link(subject_id)
        if row is None or _why_closed(row) or not (address := queries.listed_address(row.service)):
            return False
        link = give_link(scheme_id, queries.ANSWER, row.pk)
        change(row, told_to=address, told_at=timezone.now())
        queue_email(by=by, scheme_id=scheme_id, kind="introduction_link", to=address, link=link)
        return True


@action("connections.ask_week")
def ask_week(*, by: Actor, scheme_id: UUID, introduction_id: UUID) -> Email:
    """For whoever holds the link of one introduction: the link to the group's whole week, to the address of the
    listing and to no other (decision 0050). Raises Refused without an address, and when the introduction is gone;
    TooOften for too many.
    """
    with context.in_scheme(scheme_id, actor=by.key):
        row = queries.of_link(introduction_id)
        if row is None or row.progress == Progress.WITHDRAWN:
            raise Refused("This introduction is open no longer. Nothing was sent.")
        spend(ASKING, by=str(row.service_id))
        return give_week(by=by, service=row.service)


@action("connections.give_week")
def give_week(*, by: Actor, service: Service) -> Email:
    """Send a group the link to its week, to the address of its listing; one sent before ends. Raises Refused without
    an address.
    """
    address = queries.listed_address(service)
    if not address or service.gone_at:
        raise Refused(NO_ADDRESS.format(service.name))
    link = give_link(service.scheme_id, queries.WEEK, service.pk)
    return queue_email(by=by, scheme_id=service.scheme_id, kind="your_week", to=address, link=link)


def give_link(scheme_id: UUID, purpose: str, subject_id: UUID) -> str:
    """The address of a new private link; those of the same purpose and subject that stood end. A group's is good for as
    long as the listing has the e-mail address of now (`queries.link_stands`). Inside a door.
    """
    links.end(purpose=purpose, subject_id=subject_id)
    _keep_address(scheme_id, purpose, subject_id)
    route, lasts = {
        queries.ANSWER: ("connections:introduced", rules.GROUP_LINK_LASTS),
        queries.WENT: ("connections:went", rules.PERSON_LINK_LASTS),
        queries.WEEK: ("connections:group_week", rules.WEEK_LINK_LASTS),
    }[purpose]
    made = links.give(
        scheme_id=scheme_id,
        purpose=purpose,
        subject_id=subject_id,
        expires_at=timezone.now() + lasts,
    )
    return SITE + reverse(route, args=[links.token_of(made.pk)])


def _keep_address(scheme_id: UUID, purpose: str, subject_id: UUID) -> None:
    """Keep where a group's link goes: on the introduction, or for its week with its wishes."""
    if purpose == queries.ANSWER and (row := queries.of_link(subject_id)):
        address = queries.listed_address(row.service)
        if row.link_sent_to != address:
            change(row, link_sent_to=address)
    if purpose == queries.WEEK and (service := queries.service_of_link(subject_id)):
        address = queries.listed_address(service)
        wishes, _ = GroupWishes.objects.get_or_create(scheme_id=scheme_id, service=service)
        if wishes.week_sent_to != address:
            change(wishes, week_sent_to=address)


def end_links(introduction: Introduction) -> None:
    """End every link to an introduction, the group's and the person's. Inside a door."""
    links.end(purpose=queries.ANSWER, subject_id=introduction.pk)
    links.end(purpose=queries.WENT, subject_id=introduction.pk)


def _check_open(introduction: Introduction) -> None:
    if refusal := _why_closed(introduction):
        raise Refused(refusal)


def _why_closed(introduction: Introduction) -> str:
    progress = Progress(introduction.progress)
    if progress is Progress.WITHDRAWN or not INTRODUCTIONS.allowed(progress):
        return "This introduction has ended, so nothing was sent."
    if stopped := rules.why_stopped(introduction.service):
        return f"{stopped} Nothing was sent."
    if rules.run_by_others(introduction):
        return RUN_BY_OTHERS.format(introduction.service_name)
    if rules.is_locked(introduction, today()):
        return "The agreement has ended, so nothing was sent. Ask the person again first."
    return ""


def _send_week(by: Actor, scheme_id: UUID, service_id: UUID) -> bool:
    service = queries.service_of_link(service_id)
    address = queries.listed_address(service) if service else ""
    if not address:
        return False
    link = give_link(scheme_id, queries.WEEK, service_id)
    queue_email(by=by, scheme_id=scheme_id, kind="introduction_link", to=address, link=link)
    return True
