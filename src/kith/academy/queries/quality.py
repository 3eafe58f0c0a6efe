"""Reading quality checks: what may be drawn, what was found, and how it moves by question."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.http import Http404

from kith.academy.models import QualityAnswer, QualityCheck, QualityRound
from kith.academy.rules import OLD_ENOUGH
from kith.accounts.permissions import Permission, holds
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.connections.models import Introduction
from kith.pathway.plans.models import Plan
from kith.pathway.referrals.models import WordBack
from kith.people.queries import contact_points, risks, with_merged_visible_to
from kith.people.rules import risk_summary
from kith.ui.dates import medium_date

Found = QualityAnswer.Found


def drawable(actor: Actor, scheme_id: UUID, now: dt.datetime) -> dict[UUID, list[UUID]]:
    """Worker -> the open cases a sample may be drawn from: those the actor may see and does not hold, old
    enough to have something in them.
    """
    cases = Case.objects.filter(
        scheme_id=scheme_id,
        state=CaseState.OPEN,
        holder__isnull=False,
        opened_at__lte=now - OLD_ENOUGH,
        person__in=with_merged_visible_to(actor),
    ).exclude(holder=actor.membership_id(scheme_id))
    held: dict[UUID, list[UUID]] = defaultdict(list)
    for holder, case in cases.values_list("holder_id", "pk"):
        if holder is not None:
            held[holder].append(case)
    return dict(held)


def rounds(actor: Actor) -> QuerySet[QualityRound]:
    """The samples that the actor drew, or anybody did where they see the whole scheme, the newest first;
    with `size` and `looked` (at how many).
    """
    own = [seat.membership_id for seat in actor.seats]
    whole = [
        seat.scheme_id
        for seat in actor.seats
        if seat.sees_all and holds(actor, Permission.SEE_TEAM, seat.scheme_id)
    ]
    rows = QualityRound.objects.filter(Q(drawn_by__in=own) | Q(scheme_id__in=whole))
    looked = Count("checks", filter=Q(checks__done_at__isnull=False))
    return rows.annotate(size=Count("checks"), looked=looked).order_by("-drawn_at", "pk")


def round_for(actor: Actor, round_id: UUID) -> QualityRound:
    """One sample of the actor's; raises the one 404 otherwise."""
    found = rounds(actor).filter(pk=round_id).first()
    if found is None:
        raise Http404
    return found


def checks_of(actor: Actor, drawn: QualityRound) -> list[Any]:
    """The cases of a sample in the order drawn, with `visible`: whether the actor may open the record."""
    return list(_with_visible(actor, QualityCheck.objects.filter(round=drawn)).order_by("number"))


def check_for(actor: Actor, check_id: UUID) -> QualityCheck:
    """One case of a sample of the actor's, whose record they may open; raises the one 404 otherwise."""
    rows = QualityCheck.objects.filter(pk=check_id, round__in=rounds(actor).values("pk"))
    found = _with_visible(actor, rows).filter(visible=True).first()
    if found is None:
        raise Http404
    checked: QualityCheck = found
    return checked


def findings_for(actor: Actor) -> list[Any]:
    """What was found of the actor's own cases, that they have not settled, the oldest first."""
    own = [seat.membership_id for seat in actor.seats]
    rows = QualityCheck.objects.filter(worker__in=own, done_at__isnull=False, settled_at=None)
    found = _with_visible(actor, rows).filter(visible=True).prefetch_related("answers")
    return list(found.order_by("done_at", "pk"))


def trends(
    actor: Actor, most: int = 4
) -> tuple[list[QualityRound], dict[str, dict[UUID, tuple[int, int]]]]:
    """The last samples looked at, oldest first, and by question and sample how many of how many were found.

    By question alone: no worker is in it.
    """
    looked_at = QualityCheck.objects.filter(round=OuterRef("pk"), done_at__isnull=False)
    last = list(reversed(rounds(actor).filter(Exists(looked_at))[:most]))
    rows = QualityAnswer.objects.filter(check_of__round__in=[one.pk for one in last])
    counts = rows.order_by().values_list("question", "check_of__round").annotate(
        yes=Count("pk", filter=Q(found=Found.YES)),
        asked=Count("pk", filter=~Q(found=Found.NOT_HERE)),
    )  # fmt: skip
    found: dict[str, dict[UUID, tuple[int, int]]] = defaultdict(dict)
    for question, drawn, yes, asked in counts:
        found[question][drawn] = (yes, asked)
    return last, dict(found)


def shown_by(case: Case) -> dict[str, str]:
    """What a record shows of each question of the checklist: a start, and no answer."""
    person = case.person.kept
    plan = Plan.objects.filter(case=case).first()
    agreed = plan.agreed_on if plan else None
    told = WordBack.objects.filter(referral=case.referral_id).order_by("-said_at").first()
    made = Introduction.objects.filter(case=case).count()
    ways = [row for row in contact_points(person) if row.safe_for]
    return {
        "risks": f"The record says: {risk_summary(person, risks(person)).words}",
        "own_words": f"Agreed on {medium_date(agreed)}" if agreed else "No plan agreed yet",
        "told": f"Last word back: {medium_date(told.said_at)}" if told else "No word back yet",
        "consent": f"Introductions made: {made}",
        "safe": f"Ways marked as safe for something: {len(ways)}",
    }


def _with_visible(actor: Actor, rows: QuerySet[QualityCheck]) -> QuerySet[Any]:
    seen = with_merged_visible_to(actor).filter(pk=OuterRef("case__person_id"))
    found: QuerySet[Any] = rows.annotate(visible=Exists(seen))
    return found.select_related("case__person__merged_into", "worker", "round")
