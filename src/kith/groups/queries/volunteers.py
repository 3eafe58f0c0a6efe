"""Volunteers, what was checked of each, whom they are matched with, and their visits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    Exists,
    OuterRef,
    Prefetch,
    Q,
    QuerySet,
    prefetch_related_objects,
)
from django.http import Http404

from kith.accounts.permissions import Permission
from kith.groups.models import (
    BefrienderVisit,
    Match,
    VisitPage,
    Volunteer,
    VolunteerCheck,
    VolunteerPolicy,
)
from kith.groups.models.volunteers import MOST_WARN_DAYS
from kith.groups.rules import Standing, standings
from kith.groups.states import MatchState
from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.isolation.models import PrivateLink
from kith.pathway.caseload.queries import schemes_where
from kith.people.models import ContactPoint, Person
from kith.people.queries import contact_points, with_merged_visible_to
from kith.ui.dates import today

# The purpose of the link to the page on which a volunteer notes their visits.
VISITS = "groups.visits"


def volunteers(actor: Actor) -> QuerySet[Any]:
    """The volunteers of the schemes in which somebody works with people, by name, those who left last; with their
    checks in force and `matched`, how many people they are matched with.
    """
    rows = Volunteer.objects.filter(scheme_id__in=schemes_where(actor, Permission.WORK_WITH_PEOPLE))
    return _whole(rows).order_by("ended_on", "name", "pk")


def of_scheme(scheme_id: UUID) -> list[Any]:
    """Those on the list of a scheme, as `volunteers` gives them."""
    rows = Volunteer.objects.filter(scheme_id=scheme_id, ended_on=None)
    return list(_whole(rows).order_by("name", "pk"))


def volunteer_for(actor: Actor, volunteer_id: UUID) -> Any:
    """One volunteer whom somebody may see; raises the one 404 otherwise."""
    found = volunteers(actor).filter(pk=volunteer_id).first()
    if found is None:
        raise Http404
    return found


def checks_of(volunteer: Volunteer) -> list[VolunteerCheck]:
    """What was checked of a volunteer, each kind as it stands."""
    return list(VolunteerCheck.objects.filter(volunteer=volunteer, replaced_at=None))


def every_check(volunteer: Volunteer) -> list[VolunteerCheck]:
    """What was ever checked of a volunteer, the newest first."""
    rows = VolunteerCheck.objects.filter(volunteer=volunteer)
    return list(rows.order_by("-made_on", "-created_at"))


def policies(scheme_ids: Iterable[UUID]) -> dict[UUID, VolunteerPolicy]:
    """What each of these schemes asks of a volunteer, in one read; the defaults, not kept, where it set none."""
    wanted = set(scheme_ids)
    found = {row.scheme_id: row for row in VolunteerPolicy.objects.filter(scheme_id__in=wanted)}
    return {one: found.get(one) or VolunteerPolicy(scheme_id=one) for one in wanted}


def policy_of(scheme_id: UUID) -> VolunteerPolicy:
    """The same of one scheme."""
    return policies([scheme_id])[scheme_id]


def checks_due(scheme_ids: Iterable[UUID], today: dt.date) -> list[Standing]:
    """What ran out or runs out soon, of those on the list of these schemes, the first to run out first. In one read,
    or two where something may be due; in three where one ran out, whose volunteer comes with the matches `going_on`.
    """
    rows = VolunteerCheck.objects.filter(
        scheme_id__in=list(scheme_ids),
        replaced_at=None,
        expires_on__lte=today + dt.timedelta(days=MOST_WARN_DAYS),
        volunteer__ended_on=None,
    )
    listed = list(rows.select_related("volunteer").order_by("expires_on", "volunteer__name"))
    asked = policies(row.scheme_id for row in listed)
    found = [Standing(row.kind, row, today, asked[row.scheme_id]) for row in listed]
    due = [one for one in found if one.due]
    gone = [one.check.volunteer for one in due if one.check and not one.holds]
    going_on = Match.objects.filter(state=MatchState.GOING_ON).order_by("created_at")
    prefetch_related_objects(gone, Prefetch("matches", going_on, to_attr="going_on"))
    return due


def checked_until(page: VisitPage, actor: str) -> dt.date | None:
    """The last day on which all held that the scheme requires of whoever visits by this page; None while all hold. Read
    in the scheme's own context, since the holder of a link reads none of it.
    """
    with context.in_scheme(page.scheme_id, actor=actor):
        volunteer = Volunteer.objects.get(matches__pages=page.pk)
        found = standings(policy_of(page.scheme_id), checks_of(volunteer), today())
    ended = [one.check.expires_on for one in found if one.lacking and one.check]
    return min((day for day in ended if day), default=None)


def matches_of(actor: Actor, volunteer: Volunteer) -> list[Any]:
    """Whom a volunteer is or was matched with, newest first, with `visible` (whether the actor may open the record)."""
    return list(_matches(actor).filter(volunteer=volunteer).order_by("-state_at", "pk"))


def match_for(actor: Actor, match_id: UUID) -> Any:
    """One match of somebody whose record the actor may open; raises the one 404 otherwise."""
    row = _matches(actor).filter(pk=match_id, visible=True).first()
    if row is None:
        raise Http404
    return row


def visits_of(match: Match) -> list[BefrienderVisit]:
    """The visits of a match, the newest first."""
    rows = BefrienderVisit.objects.filter(match=match)
    return list(rows.order_by("-visited_on", "-created_at"))


def pages_of(match: Match) -> list[VisitPage]:
    """The pages that a volunteer was given for a match."""
    return list(VisitPage.objects.filter(match=match))


def link_of(match: Match) -> PrivateLink | None:
    """The link that a volunteer has now, if it opens something."""
    for page in VisitPage.objects.filter(match=match).order_by("-created_at")[:1]:
        return links.in_force(purpose=VISITS, subject_id=page.pk).first()
    return None


def page_shown(page_id: UUID) -> VisitPage | None:
    """The page of a private link, in its own context."""
    return VisitPage.objects.filter(pk=page_id).first()


def noted_on(page_id: UUID) -> list[dt.date]:
    """The days of the visits that were noted on a page, the newest first: nothing else is read there."""
    rows = BefrienderVisit.objects.filter(page_id=page_id).order_by("-visited_on", "-created_at")
    return list(rows.values_list("visited_on", flat=True))


def matches_of_person(person: Person) -> list[Match]:
    """Who befriends somebody or did, the newest first, with their checks and visits; in one read for most."""
    rows = Match.objects.filter(person__in=person.records).select_related("volunteer")
    rows = rows.prefetch_related(
        "visits",
        Prefetch("volunteer__checks", queryset=VolunteerCheck.objects.filter(replaced_at=None)),
    )
    return list(rows.order_by("-state_at", "pk"))


def homes_of(person: Person) -> list[ContactPoint]:
    """Where somebody lives."""
    return list(contact_points(person).filter(kind=ContactPoint.Kind.ADDRESS))


def _matches(actor: Actor) -> QuerySet[Any]:
    seen = with_merged_visible_to(actor).filter(pk=OuterRef("person_id"))
    rows = Match.objects.select_related("volunteer", "person__merged_into")
    found: QuerySet[Any] = rows.annotate(visible=Exists(seen))
    return found


def _whole(rows: QuerySet[Any]) -> QuerySet[Any]:
    current = VolunteerCheck.objects.filter(replaced_at=None)
    on = Count("matches", filter=~Q(matches__state=MatchState.ENDED))
    found: QuerySet[Any] = rows.annotate(matched=on)
    return found.prefetch_related(Prefetch("checks", queryset=current))
