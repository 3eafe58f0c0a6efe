"""What is still owed of introductions whose case has ended: the person said no, or nobody has answered yet."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery

from kith.accounts.permissions import Permission
from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case, Holding
from kith.pathway.caseload.queries import schemes_where
from kith.pathway.caseload.states import CaseState
from kith.pathway.connections.models import Introduction, PersonSaid
from kith.pathway.connections.queries.following import ended_lately
from kith.pathway.connections.rules import LONG_AGO, NEEDS_AGREEMENT
from kith.pathway.connections.states import Progress
from kith.people.queries import with_merged_visible_to


def for_today(duty: Duty) -> list[Introduction]:
    """The introductions of ended cases that are somebody's, in one read: of the last holder's day, and where that one
    is gone of the team lead's. Each with `closure_id`, by which its case is opened again, and `visible`.
    """
    held = Holding.objects.filter(case=OuterRef("case")).order_by("-from_at")
    ended = Case.objects.filter(pk=OuterRef("case"), closures__reopened_at=None)
    seen = with_merged_visible_to(duty.actor).filter(pk=OuterRef("person_id"))
    rows = _due(duty).annotate(
        last_holder=Subquery(held.values("holder")[:1]),
        closure_id=Subquery(ended.values("closures__pk")[:1]),
        visible=Exists(seen),
    )
    rows = rows.filter(_whose(duty)).select_related("person__merged_into", "service__organisation")
    return [row for row in rows.order_by("progress_at") if row.visible]


def _whose(duty: Duty) -> Q:
    here = Membership.objects.filter(from_date__lte=duty.day).exclude(to_date__lt=duty.day)
    gone = ~Exists(here.filter(pk=OuterRef("last_holder")))
    leads = schemes_where(duty.actor, Permission.SEE_TEAM)
    return Q(last_holder__in=duty.looked_after) | Q(gone, scheme_id__in=leads)


def _due(duty: Duty) -> QuerySet[Introduction]:
    """A no is answered however long ago the case ended; what else is asked, only for as long as it can be opened."""
    day, oldest = duty.day, duty.day - LONG_AGO
    no = Q(person_said__in=(PersonSaid.NO_HELP, PersonSaid.NOT_THERE), ask_news_on__lte=day)
    asked = Q(person_said="", ask_person_on__range=(oldest, day))
    silent = Q(progress=Progress.SENT, ask_news_on__range=(oldest, day))
    changed = ~Q(changed=[]) & Q(progress__in=NEEDS_AGREEMENT)
    lately = ended_lately(day) & (asked | silent | changed)
    rows = Introduction.objects.filter(no | lately, scheme_id__in=duty.actor.schemes)
    rows = rows.exclude(case__state=CaseState.OPEN).filter(case__merged_into=None)
    return rows.filter(person__died_on=None, person__merged_into__died_on=None)
