"""What whoever runs a group asks of a scheme: how they are told, how many, full until a day; the weekly e-mail."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from kith.audit.write import action
from kith.directory import actions as directory
from kith.directory import queries as listed
from kith.directory.models import Correction, Service
from kith.isolation import context
from kith.isolation.actor import Actor
from kith.messages.actions import queue_email
from kith.messages.models import Email
from kith.pathway.connections import queries
from kith.pathway.connections.actions.linking import give_link
from kith.pathway.connections.actions.news import record_progress
from kith.pathway.connections.models import GroupWishes, Heard, Introduction
from kith.pathway.connections.states import Progress
from kith.resilience.errors import Refused
from kith.resilience.limits import Limit, spend
from kith.resilience.versions import change
from kith.ui.dates import long_date, today
from kith.vocabulary import phone as phones

WISHING = Limit("ask something by the link of a group's week", burst=10, per_hour=10)
FURTHEST = datetime.timedelta(days=366)


@action("connections.set_wishes")
def set_wishes(
    *,
    by: Actor,
    service: Service,
    told_by: str,
    ring_name: str = "",
    ring_phone: str = "",
    monthly_ceiling: int | None = None,
    expected: int | None = None,
) -> GroupWishes:
    """How a group wants to be told, and how many people a month it takes. Raises Refused for an unknown way, for
    ringing without a number, and for a ceiling of none: that is “full”.
    """
    if told_by not in GroupWishes.ToldBy.values:
        raise Refused("Choose how we tell you.", field="told_by")
    number = _number(ring_phone)
    if told_by == GroupWishes.ToldBy.PHONE and not number:
        raise Refused("Give the number that we ring.", field="ring_phone")
    if monthly_ceiling is not None and monthly_ceiling < 1:
        raise Refused("For nobody at all, say that you are full.", field="monthly_ceiling")
    row = _wishes(service)
    change(
        row,
        expected=expected,
        told_by=told_by,
        ring_name=ring_name.strip(),
        ring_phone=number,
        monthly_ceiling=monthly_ceiling,
    )
    return row


@action("connections.say_full")
def say_full(*, by: Actor, service: Service, until: datetime.date) -> GroupWishes:
    """A group is full until a day: its listing shows no places till then, and the workers of those who wait for an
    answer hear it. Raises Refused for a day that is not ahead, or more than a year.
    """
    if not today() < until <= today() + FURTHEST:
        raise Refused("Choose a day ahead, within a year.", field="until")
    row = _wishes(service)
    before = row.places_before if row.full_until else _own_places(service)
    change(row, full_until=until, places_before=before)
    directory.edit_service(by=by, service=service, places_free=0)
    note = f"Full until {long_date(until)}."
    for waiting in _theirs(service).filter(progress=Progress.SENT):
        record_progress(
            by=by,
            introduction=waiting,
            progress=Progress.FULL,
            note=note,
            heard=_way(by),
            ask_news_on=until,
        )
    return row


@action("connections.say_open")
def say_open(*, by: Actor, service: Service) -> GroupWishes:
    """A group takes people again: its listing says of places what it said before, or what its feed says by now, and
    each who waits for a place is on their worker's Today. Raises Refused where it is open.
    """
    row = _wishes(service)
    if row.full_until is None:
        raise Refused("It is open already.")
    before = row.places_before
    change(row, full_until=None, places_before=None)
    _restore_places(by, service, before)
    for waiting in _theirs(service).filter(progress=Progress.FULL):
        change(waiting, ask_news_on=today())
    return row


@action("connections.send_week")
def send_week(*, by: Actor, wishes: GroupWishes) -> Email | None:
    """The one e-mail of the week, with a new private link to the group's page; None without an address."""
    address = queries.listed_address(wishes.service)
    if not address:
        return None
    change(wishes, digest_at=timezone.now())
    link = give_link(wishes.scheme_id, queries.WEEK, wishes.service_id)
    return queue_email(by=by, scheme_id=wishes.scheme_id, kind="group_week", to=address, link=link)


@action("connections.wish_by_link")
def wish_by_link(
    *, by: Actor, scheme_id: UUID, service_id: UUID, do: str, **typed: object
) -> GroupWishes:
    """What a group asks by its weekly link: `do` is wishes, full or open, with what that takes. Raises Refused as those
    do, and for a group that is no longer listed; TooOften for too many.
    """
    spend(WISHING, by=str(service_id))
    with context.in_scheme(scheme_id, actor=by.key):
        service = queries.service_of_link(service_id)
        if service is None:
            raise Refused("This group is no longer listed. Ring us.")
        doing = {"wishes": set_wishes, "full": say_full, "open": say_open}
        if do not in doing:
            raise Refused("Choose what to do.")
        return doing[do](by=by, service=service, **typed)  # type: ignore[operator,no-any-return]


def _theirs(service: Service) -> QuerySet[Introduction]:
    """Whom a group that answers now was sent: what was sent to others before is not theirs to answer."""
    return Introduction.objects.filter(queries.sent_to_present(), service=service)


def _wishes(service: Service) -> GroupWishes:
    found = queries.wishes_of(service)
    return found or GroupWishes.objects.create(scheme_id=service.scheme_id, service=service)


def _own_places(service: Service) -> int | None:
    """What is said here of a listing's places; of one that a feed brings, what was put in place of the feed's word."""
    if not service.feed_id:
        return service.places_free
    standing = _correction(service)
    ours: int | None = standing.ours if standing else None
    return ours


def _restore_places(by: Actor, service: Service, before: int | None) -> None:
    """What was said of places before; not where somebody has said something else since, nor over what a feed says."""
    standing = _correction(service) if service.feed_id else None
    if service.places_free != 0 or (service.feed_id and standing is None):
        return
    if standing is not None and before is None:
        directory.drop_correction(by=by, correction=standing)
    else:
        directory.edit_service(by=by, service=service, places_free=before)


def _correction(service: Service) -> Correction | None:
    return listed.corrections_of(service).filter(field="places_free").first()


def _way(by: Actor) -> str:
    return Heard.LINK if by.kind == "link" else Heard.ACCOUNT


def _number(text: str) -> str:
    if not text.strip():
        return ""
    try:
        return phones.normalise(text)
    except phones.InvalidPhone as error:
        raise Refused(str(error), field="ring_phone") from error
