"""Introducing somebody, and hearing the news."""

from __future__ import annotations

import datetime
from collections.abc import Collection

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from kith.audit.write import action
from kith.directory.models import Service
from kith.isolation.actor import Actor
from kith.messages.actions import queue_email
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.connections import queries, rules
from kith.pathway.connections.models import Introduction, Shared
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.pathway.plans.models import Need
from kith.people.models import Person
from kith.people.queries import contact_points
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui import dates

UNDER_WAY = "{} is being introduced to {} already. Record its news there, or withdraw it first."
NOT_KNOWN = "We have nothing safe to share for: {}. Untick it, or put it on the record first."


@action("connections.introduce")
def introduce(
    *,
    by: Actor,
    person: Person,
    case: Case,
    service: Service,
    agreed_fields: Collection[str],
    agreed_how: str,
    agreed_on: datetime.date,
    keep_safe: str = "",
    getting_there: str = "",
    note: str = "",
    need: Need | None = None,
    ask_news_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
) -> Introduction:
    """Hand someone over to a community service, sharing what they agreed to and nothing else.

    What is shared is kept as the recipient sees it, with `keep_safe` and `getting_there`; `note` is
    for the record alone. An e-mail without personal data tells the service that something waits, if
    someone there can sign in to read it (`queries.mail_address`).
    Raises Refused when nobody has asked about risks, without an agreement or a field agreed to,
    when the service has closed or left its feed, or when one is under way.
    """
    now = at or timezone.now()
    shared = preview(person=person, service=service, agreed_fields=agreed_fields, need=need, at=now)
    if case.person_id != person.pk or case.state != CaseState.OPEN:
        raise Refused(
            f"We are not supporting {person.called} at present, so nothing was sent."
            " Re-open their case first."
        )
    if not agreed_how.strip():
        raise Refused("Say how they agreed, such as “on the phone”.", field="agreed_how")
    if agreed_on > dates.day_of(now):
        raise Refused(
            "The day they agreed cannot be in the future. Enter today or an earlier day.",
            field="agreed_on",
        )
    already = Refused(UNDER_WAY.format(person.called, service.name))
    if queries.under_way(case, service.pk):
        raise already
    try:
        with transaction.atomic():
            made = Introduction.objects.create(
                scheme_id=person.scheme_id,
                person=person,
                case=case,
                service=service,
                service_name=service.name,
                need=need,
                agreed_fields=list(shared),
                agreed_how=agreed_how.strip(),
                agreed_on=agreed_on,
                shared=shared,
                keep_safe=keep_safe.strip(),
                getting_there=getting_there.strip(),
                note=note.strip(),
                made_at=now,
                progress_at=now,
                ask_news_on=ask_news_on,
                by_id=by.membership_id(person.scheme_id),
                by_name=by.name[:200],
            )
    except IntegrityError as error:
        raise already from error
    _tell(by, service, at)
    return made


def preview(
    *,
    person: Person,
    service: Service,
    agreed_fields: Collection[str],
    need: Need | None,
    at: datetime.datetime | None = None,
) -> dict[str, str]:
    """What the recipient would see. Raises Refused as `introduce` does; writes nothing."""
    if refusal := rules.why_not(person, service):
        raise Refused(refusal)
    if not agreed_fields or set(agreed_fields) - set(Shared.values):
        raise Refused(
            "Choose what they agreed to share. Without an agreement nobody is introduced:"
            " give the name and number instead.",
            field="agreed_fields",
        )
    if need is not None and need.person_id != person.pk:
        raise Refused("Choose one of their own needs.", field="need")
    day = dates.day_of(at or timezone.now())
    values = rules.shareable(person, contact_points(person), need, day)
    missing = [
        Shared(key).label for key in Shared.values if key in agreed_fields and key not in values
    ]
    if missing:
        raise Refused(NOT_KNOWN.format(", ".join(missing).lower()), field="agreed_fields")
    return rules.agreed_only(values, agreed_fields)


@action("connections.record_progress")
def record_progress(
    *,
    by: Actor,
    introduction: Introduction,
    progress: Progress,
    note: str = "",
    ask_news_on: datetime.date | None = None,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Introduction:
    """Record the news of an introduction, by the community service or by who heard it.

    `ask_news_on` is when to ask again; nothing is asked of one that has ended. Raises Refused when
    this news cannot follow, Stale when someone else recorded news meanwhile.
    """
    INTRODUCTIONS.check(introduction.progress, progress)
    ended = not INTRODUCTIONS.allowed(progress)
    heard = at or timezone.now()
    came_at = heard if progress == Progress.CAME else None
    change(
        introduction,
        expected=expected,
        progress=progress.value,
        progress_note=note.strip(),
        progress_at=heard,
        came_at=introduction.came_at or came_at,
        ask_news_on=None if ended else ask_news_on or introduction.ask_news_on,
    )
    return introduction


@action("connections.withdraw")
def withdraw(
    *,
    by: Actor,
    introduction: Introduction,
    reason: str,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Introduction:
    """End the agreement: the community service no longer sees the person. What it saw stays on the
    record. Raises Refused for one that has ended.
    """
    return record_progress(
        by=by,
        introduction=introduction,
        progress=Progress.WITHDRAWN,
        note=reason,
        expected=expected,
        at=at,
    )


def _tell(by: Actor, service: Service, at: datetime.datetime | None) -> None:
    address = queries.mail_address(service)
    if address:
        link = f"{settings.SITE_URL}{reverse('connections:received')}"
        queue_email(
            by=by, scheme_id=service.scheme_id, kind="waiting", to=address, at=at, link=link
        )
