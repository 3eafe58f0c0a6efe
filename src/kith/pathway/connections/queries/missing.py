"""Reading names and numbers given, and what nothing was found for."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.http import Http404

from kith.isolation.actor import Actor
from kith.organisations.duty import Duty
from kith.pathway.caseload.queries import open_now
from kith.pathway.caseload.states import CaseState
from kith.pathway.connections.models import Signpost, UnmetNeed
from kith.people.models import Person
from kith.people.queries import with_merged_visible_to


def signpost_for(actor: Actor, signpost_id: UUID) -> Signpost:
    """One name and number given to a person the actor may see; the one 404 otherwise."""
    rows = Signpost.objects.filter(pk=signpost_id, person__in=with_merged_visible_to(actor))
    found = rows.select_related("person__merged_into", "service").first()
    if found is None:
        raise Http404
    return found


def for_today(duty: Duty) -> list[Signpost]:
    """The names and numbers of which to ask on somebody's day, in one read."""
    seen = with_merged_visible_to(duty.actor).filter(pk=OuterRef("person_id"))
    rows = _to_ask(duty.looked_after, duty.day).annotate(visible=Exists(seen))
    return [row for row in rows if row.visible]


def signposts_to_ask(memberships: Collection[UUID], on: datetime.date) -> list[Signpost]:
    """Names and numbers of which to ask by a day whether they were used: for whoever holds the person's open case
    and, where they have none, for whoever gave them; the longest due first. Nobody asks who died or said no.
    """
    return list(_to_ask(memberships, on))


def _to_ask(memberships: Collection[UUID], on: datetime.date) -> QuerySet[Signpost]:
    held = Exists(open_now().filter(holder__in=memberships))
    own = Q(~Exists(open_now()), by__in=memberships) & ~Q(case__state=CaseState.DECLINED)
    rows = Signpost.objects.filter(Q(held) | own, ask_news_on__lte=on, used="")
    rows = rows.filter(person__died_on=None, person__merged_into__died_on=None)
    return rows.select_related("person__merged_into").order_by("ask_news_on", "created_at")


def to_be_asked(person: Person) -> list[Signpost]:
    """The names and numbers of which somebody is still to be asked, on whichever day; the soonest first."""
    rows = Signpost.objects.filter(person__in=person.records, used="").exclude(ask_news_on=None)
    return list(rows.order_by("ask_news_on", "created_at"))


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
