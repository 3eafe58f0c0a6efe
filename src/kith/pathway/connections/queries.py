"""Reading introductions and signposts."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from kith.accounts.roles import Provider
from kith.directory.models import Service
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.connections.models import Introduction, Signpost, UnmetNeed
from kith.pathway.connections.rules import UNDER_WAY
from kith.pathway.plans.models import Need
from kith.people.models import Person
from kith.people.queries import with_merged_visible_to


def due(actor: Actor, today: datetime.date) -> QuerySet[Introduction]:
    """Introductions whose news the actor should ask for by today: those of the cases they hold, and
    those they made for a case that nobody holds. The longest due first.
    """
    seats = [seat.membership_id for seat in actor.seats]
    return (
        _whole()
        .filter(
            Q(case__holder__in=seats) | Q(case__holder=None, by__in=seats),
            scheme_id__in=actor.schemes,
            progress__in=UNDER_WAY,
            ask_news_on__lte=today,
            case__state=CaseState.OPEN,
        )
        .order_by("ask_news_on", "made_at")
    )


def introduction_for(actor: Actor, introduction_id: UUID) -> Introduction:
    """One introduction of a person the actor may see; the one 404 otherwise."""
    found = _whole().filter(pk=introduction_id, person__in=with_merged_visible_to(actor)).first()
    if found is None:
        raise Http404
    return found


def mail_address(service: Service) -> str:
    """The address to tell that something waits; "" when nobody there could sign in to read it, or
    what the directory says is no address: then the link worker rings.
    """
    readers = organisations.staff(service.scheme_id, role=Provider.key)
    if not readers.filter(provider_id=service.organisation_id).exists():
        return ""
    address = service.email or (service.organisation.email if service.organisation else "")
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def provider_ids(actor: Actor) -> list[UUID]:
    """The community organisations for which the actor answers."""
    rows = Membership.objects.filter(pk__in=[seat.membership_id for seat in actor.seats])
    return [pk for pk in rows.values_list("provider_id", flat=True) if pk is not None]


def received_by(actor: Actor) -> QuerySet[Introduction]:
    """The introductions sent to the organisations for which the actor answers, newest first.

    Withdrawn ones are not among them: the agreement to show them has ended.
    """
    return (
        Introduction.objects.select_related("service")
        .filter(scheme_id__in=actor.schemes, service__organisation__in=provider_ids(actor))
        .exclude(progress="withdrawn")
        .order_by("-made_at")
    )


def open_case(person: Person) -> Case | None:
    """The case under which someone can be introduced."""
    return Case.objects.filter(
        scheme_id=person.scheme_id, person__in=person.records, state=CaseState.OPEN
    ).first()


def needs_of(case: Case) -> QuerySet[Need]:
    """What matters to the person, as their plan has it."""
    return Need.objects.filter(
        scheme_id=case.scheme_id, plan__case=case, ended_on=None, taken_back_at=None
    ).order_by("created_at")


def under_way(case: Case, service_id: UUID) -> Introduction | None:
    """The introduction of this case to this service that has no end yet."""
    return Introduction.objects.filter(
        scheme_id=case.scheme_id, case=case, service_id=service_id, progress__in=UNDER_WAY
    ).first()


def signpost_for(actor: Actor, signpost_id: UUID) -> Signpost:
    """One name and number given to a person the actor may see; the one 404 otherwise."""
    rows = Signpost.objects.filter(pk=signpost_id, person__in=with_merged_visible_to(actor))
    found = rows.select_related("person__merged_into", "service").first()
    if found is None:
        raise Http404
    return found


def for_today(duty: Duty) -> list[Signpost]:
    """The names and numbers of which to ask on somebody's day, in one read."""
    return signposts_to_ask(duty.looked_after, duty.day)


def signposts_to_ask(memberships: Collection[UUID], on: datetime.date) -> list[Signpost]:
    """Names and numbers given to people whose open case these workers hold, of whom to ask by a day whether
    they used them; the longest due first.
    """
    rows = Signpost.objects.filter(
        case__holder__in=memberships, case__state=CaseState.OPEN, ask_news_on__lte=on, used=""
    )
    return list(rows.select_related("person__merged_into").order_by("ask_news_on", "created_at"))


def unmet_of(person: Person) -> list[UnmetNeed]:
    """What we found nothing for, for a person; what is still missing first, then the newest."""
    rows = UnmetNeed.objects.filter(person__in=person.records)
    return list(rows.order_by(F("met_at").desc(nulls_first=True), "-noted_on", "-created_at"))


def unmet_for(actor: Actor, unmet_id: UUID) -> UnmetNeed:
    """One unmet need: of a person the actor may see, or of nobody in a scheme of theirs; the one 404 otherwise."""
    rows = UnmetNeed.objects.filter(
        Q(person__in=with_merged_visible_to(actor)) | Q(person=None), scheme_id__in=actor.schemes
    )
    found = rows.filter(pk=unmet_id).select_related("person__merged_into").first()
    if found is None:
        raise Http404
    return found


def unmet_in(schemes: Collection[UUID], actor: Actor) -> QuerySet[Any]:
    """What these schemes found nothing for, the newest first, with `visible`: whether the actor may know for whom."""
    seen = with_merged_visible_to(actor).filter(pk=OuterRef("person_id"))
    rows: QuerySet[Any] = UnmetNeed.objects.filter(scheme_id__in=schemes, met_at=None)
    rows = rows.annotate(visible=Exists(seen)).select_related("person__merged_into")
    return rows.order_by("-noted_on", "-created_at")


def _whole() -> QuerySet[Introduction]:
    return Introduction.objects.select_related("person", "service", "case", "need")
