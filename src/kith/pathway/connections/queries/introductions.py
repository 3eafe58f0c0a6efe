"""Reading introductions: one, those due, those sent to one's own organisation."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Q, QuerySet
from django.http import Http404

from kith.accounts.roles import Manager, Provider
from kith.directory.models import Service
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.models import Membership, Scheme
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.queries import going_on
from kith.pathway.caseload.states import CaseState
from kith.pathway.connections.models import Introduction, News
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
            Q(case__in=going_on(seats))
            | Q(case__holder=None, case__state=CaseState.OPEN, by__in=seats),
            scheme_id__in=actor.schemes,
            progress__in=UNDER_WAY,
            ask_news_on__lte=today,
        )
        .order_by("ask_news_on", "made_at")
    )


def introduction_for(actor: Actor, introduction_id: UUID) -> Introduction:
    """One introduction of a person the actor may see; the one 404 otherwise."""
    found = _whole().filter(pk=introduction_id, person__in=with_merged_visible_to(actor)).first()
    if found is None:
        raise Http404
    return found


def listed_address(service: Service) -> str:
    """The address of the listing, to which everything of its introductions goes; "" for none, or for what the
    directory says is no address: then the link worker rings.
    """
    address = service.email or (service.organisation.email if service.organisation else "")
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return address


def has_reader(introduction: Introduction) -> bool:
    """Whether somebody of those to whom an introduction was sent can sign in to read it. Nobody answers for a service
    that had no organisation.
    """
    if introduction.recipient_organisation_id is None:
        return False
    readers = organisations.staff(introduction.scheme_id, role=Provider.key)
    return readers.filter(provider_id=introduction.recipient_organisation_id).exists()


def provider_ids(actor: Actor) -> list[UUID]:
    """The community organisations for which the actor answers."""
    rows = Membership.objects.filter(pk__in=[seat.membership_id for seat in actor.seats])
    return [pk for pk in rows.values_list("provider_id", flat=True) if pk is not None]


def without_group(actor: Actor) -> list[tuple[Scheme, list[str]]]:
    """The schemes in which the actor is to answer for a group, and nobody said yet for which, each with the names of
    the managers who can say it. One read where there is none.
    """
    ids = [seat.membership_id for seat in actor.seats if Provider.key in seat.roles]
    rows = Membership.objects.filter(pk__in=ids, provider=None).values("scheme_id")
    return [
        (scheme, [one.name for one in organisations.staff(scheme.pk, role=Manager.key)])
        for scheme in organisations.schemes().filter(pk__in=rows)
    ]


def own_services(actor: Actor) -> QuerySet[Service]:
    """The services of the organisations for which the actor answers, in every scheme of theirs."""
    return Service.objects.filter(
        scheme_id__in=actor.schemes, organisation__in=provider_ids(actor), gone_at=None
    )


def received_by(actor: Actor) -> QuerySet[Introduction]:
    """The introductions sent to the organisations for which the actor answers, newest first: to them, whoever runs the
    service by now.

    Withdrawn ones are not among them: the agreement to show them has ended.
    """
    return (
        Introduction.objects.select_related(
            "service", "case__holder", "case__merged_into__holder", "person__merged_into"
        )
        .filter(scheme_id__in=actor.schemes, recipient_organisation__in=provider_ids(actor))
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
    """The introduction of this case, or of one that goes on with it, to this service that has no end yet."""
    rows = Introduction.objects.filter(service_id=service_id, progress__in=UNDER_WAY)
    return rows.filter(Q(case=case) | Q(case__merged_into=case), scheme_id=case.scheme_id).first()


def news_of(introduction: Introduction) -> list[News]:
    """What was heard of an introduction, the newest first."""
    return list(News.objects.filter(introduction=introduction).order_by("-at", "-created_at"))


def _whole() -> QuerySet[Introduction]:
    return Introduction.objects.select_related(
        "person", "service__organisation", "case__holder", "need"
    )
