"""Reading the doors: who stands behind a private link, what is asked there, what was counted there."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from kith.accounts.permissions import Permission, holds
from kith.directory import queries as directory
from kith.directory.models import CommunityOrganisation
from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.isolation.models import PrivateLink
from kith.organisations.models import Membership, Practice, ReferringOrganisation
from kith.pathway.referrals.models import (
    Ask,
    DoorPage,
    DoorQuestion,
    Referral,
    SavedAsk,
    Signposting,
)
from kith.pathway.referrals.queries import told_last
from kith.pathway.referrals.questions import Question
from kith.pathway.referrals.rules import SIGNPOST_UNDO_WITHIN, door_of_source
from kith.ui.dates import today
from kith.vocabulary.doors import Door

REFER, RESUME, STATUS = "referrals.refer", "referrals.resume", "referrals.status"
GP = "01"
CLOSED = "This way in is closed at present. Nothing was sent. Ring us instead."
# A list to choose from; what is not among them is written down.
MOST_LISTED = 500


@dataclass(frozen=True)
class Place:
    """A practice or an organisation whose staff refer by their own page."""

    id: UUID
    scheme_id: UUID
    name: str
    email: str
    source: str
    door: Door
    practice: Practice | None = None
    organisation: ReferringOrganisation | None = None


def place(place_id: UUID) -> Place | None:
    """The practice or organisation of an id, as far as the context may see it."""
    practice = Practice.objects.filter(pk=place_id).first()
    if practice is not None:
        return _of_practice(practice)
    found = ReferringOrganisation.objects.filter(pk=place_id).first()
    return _of_organisation(found) if found else None


def referrer_at(actor: Actor, place_id: UUID) -> Membership | None:
    """The seat from which an actor refers for a practice or an organisation; None where they do not."""
    ids = [s.membership_id for s in actor.seats if holds(actor, Permission.REFER, s.scheme_id)]
    rows = Membership.objects.filter(Q(practice=place_id) | Q(organisation=place_id), pk__in=ids)
    return rows.first()


def listed_not_referring(scheme_id: UUID) -> list[CommunityOrganisation]:
    """The first organisations of a scheme's directory by name that do not refer yet."""
    there = ReferringOrganisation.objects.filter(scheme_id=scheme_id).exclude(listed_id=None)
    rows = directory.organisations(scheme_id).exclude(pk__in=there.values("listed_id"))
    return list(rows[:MOST_LISTED])


def places(scheme_id: UUID) -> list[Place]:
    """Every practice, then every organisation whose staff refer, by name."""
    practices = Practice.objects.filter(scheme_id=scheme_id).order_by("name")
    others = ReferringOrganisation.objects.filter(scheme_id=scheme_id).order_by("name")
    return [*map(_of_practice, practices), *map(_of_organisation, others)]


def _of_practice(row: Practice) -> Place:
    return Place(row.pk, row.scheme_id, row.name, row.email, GP, Door.PRACTICE, practice=row)


def _of_organisation(row: ReferringOrganisation) -> Place:
    door = door_of_source(row.source)
    return Place(row.pk, row.scheme_id, row.name, row.email, row.source, door, organisation=row)


def token(place_id: UUID) -> str:
    """The token of a place's own page, or "" while it has none. Read by staff."""
    link = links.in_force(purpose=REFER, subject_id=place_id).first()
    return links.token_of(link.pk) if link else ""


def with_link(scheme_id: UUID) -> set[UUID]:
    """The ids of the places that have their own page."""
    rows = PrivateLink.objects.filter(scheme_id=scheme_id, purpose=REFER, ended_at=None)
    return set(rows.values_list("subject_id", flat=True))


def door_page(scheme_id: UUID, door: str) -> DoorPage:
    """What the scheme says at a door; unsaved, and open, where it has said nothing."""
    found = DoorPage.objects.filter(scheme_id=scheme_id, door=door).first()
    return found or DoorPage(scheme_id=scheme_id, door=door)


def door_pages(scheme_id: UUID, doors: Sequence[Door]) -> list[DoorPage]:
    """The same of several doors, in their order, in one read."""
    said = {row.door: row for row in DoorPage.objects.filter(scheme_id=scheme_id, door__in=doors)}
    return [said.get(door) or DoorPage(scheme_id=scheme_id, door=door) for door in doors]


def closed_words(scheme_id: UUID, door: str) -> str:
    """What is said at a door that the scheme closed; "" while it is open."""
    found = door_page(scheme_id, door)
    return "" if found.is_open else found.closed_words or CLOSED


def questions(scheme_id: UUID, door: str) -> QuerySet[DoorQuestion]:
    """The scheme's own questions at a door, in order."""
    rows = DoorQuestion.objects.filter(scheme_id=scheme_id, door=door, is_asked=True)
    return rows.order_by("position", "created_at")


def question(question_id: UUID) -> DoorQuestion:
    """One of them; raises the one 404 when the context sees none."""
    found = DoorQuestion.objects.filter(pk=question_id).first()
    if found is None:
        raise Http404
    return found


def asked(scheme_id: UUID, door: str) -> list[Question]:
    """The same, as a form asks them."""
    return [
        Question(row.pk.hex, row.label, row.kind, row.hint, row.is_required)
        for row in questions(scheme_id, door)
    ]


def standing(via: UUID | None = None) -> QuerySet[Signposting]:
    """What was signposted and not taken back: of one place, or of all that the context may see."""
    rows = Signposting.objects.filter(undoes=None, undone_by=None)
    return rows if via is None else rows.filter(via=via)


def signposted_in_month(via: UUID, day: datetime.date | None = None) -> int:
    """How often a place pointed somebody to a group in the month of a day, today's by default."""
    first = (day or today()).replace(day=1)
    return standing(via).filter(created_at__date__gte=first).count()


def last_signposting(via: UUID) -> Signposting | None:
    """The last press of a place, while it can be undone."""
    since = timezone.now() - SIGNPOST_UNDO_WITHIN
    return standing(via).filter(created_at__gt=since).order_by("-created_at").first()


@dataclass(frozen=True)
class Counted:
    """How often one place signposted, and for what: (foundation or "", times)."""

    place: str
    this_month: int
    this_year: int
    by_foundation: Sequence[tuple[str, int]]


def signposting(scheme_id: UUID) -> list[Counted]:
    """What each place of a scheme signposted this month and in the last twelve months."""
    names = {one.id: one.name for one in places(scheme_id)}
    month = today().replace(day=1)
    rows = standing().filter(
        scheme_id=scheme_id, created_at__date__gt=today() - datetime.timedelta(days=365)
    )
    counts = rows.values("via", "foundation").annotate(
        year=Count("id"), month=Count("id", filter=Q(created_at__date__gte=month))
    )
    found: dict[UUID, list[Any]] = {}
    for row in counts:
        found.setdefault(row["via"], []).append(row)
    return [
        Counted(
            names.get(via, "A place that is gone"),
            sum(row["month"] for row in of_place),
            sum(row["year"] for row in of_place),
            [(str(row["foundation"]), row["year"]) for row in of_place],
        )
        for via, of_place in sorted(found.items(), key=lambda item: names.get(item[0], ""))
    ]


def recent_of_place(scheme_id: UUID, own: Practice | ReferringOrganisation) -> list[Referral]:
    """The last referrals of a practice or organisation, for those of its own who signed in."""
    whose = {"practice" if isinstance(own, Practice) else "organisation": own}
    rows = Referral.objects.filter(scheme_id=scheme_id, **whose).select_related("person")
    return list(rows.prefetch_related(told_last()).order_by("-received_at")[:5])


def saved(saved_id: UUID) -> SavedAsk | None:
    """What was kept for later, for the holder of its link; None once it is gone."""
    return SavedAsk.objects.filter(pk=saved_id).first()


def resume_path(saved_id: UUID, *, scheme_id: UUID, actor: str) -> str:
    """The path of the link to what was kept for later, for the page that shows it to its writer."""
    with context.in_scheme(scheme_id, actor=actor):
        link = links.in_force(purpose=RESUME, subject_id=saved_id).first()
    return reverse("referrals:resume", args=[links.token_of(link.pk)]) if link else ""


def page_of_ask(ask_id: UUID, *, scheme_id: UUID, actor: str) -> UUID | None:
    """The link to the private page of what was just sent, by its id, for the page that shows it to whoever sent it."""
    with context.in_scheme(scheme_id, actor=actor):
        link = links.in_force(purpose=STATUS, subject_id=ask_id).first()
    return link.pk if link else None


def status_path(link_id: UUID) -> str:
    """The path of such a page, whatever it is about by now; "" once it was ended."""
    token = links.token_of(link_id)
    link = links.link_of(token)
    return "" if link is None or link.ended else reverse("referrals:status", args=[token])


def left_with(ask: Ask) -> list[UUID]:
    """The uploads that were left with an ask."""
    return [UUID(upload_id) for upload_id in ask.answers.get("files", ())]


def doubtful(scheme_ids: Sequence[UUID]) -> QuerySet[Ask]:
    """What probably nobody wrote, until a person has looked at it, the oldest first."""
    return _doubted(scheme_ids).filter(handled_at=None).order_by("created_at")


def doubtful_aside(scheme_ids: Sequence[UUID]) -> QuerySet[Ask]:
    """What a person looked at and put aside as nobody's, until it is deleted, the newest first."""
    return _doubted(scheme_ids).exclude(handled_at=None).order_by("-handled_at")


def doubtful_ask(scheme_ids: Sequence[UUID], ask_id: UUID) -> Ask:
    """One of either; raises the one 404 otherwise."""
    found = _doubted(scheme_ids).filter(pk=ask_id).first()
    if found is None:
        raise Http404
    return found


def _doubted(scheme_ids: Sequence[UUID]) -> QuerySet[Ask]:
    return Ask.objects.filter(scheme_id__in=scheme_ids, referral=None).exclude(doubt="")


def ask_to_settle(scheme_ids: Sequence[UUID], ask_id: UUID) -> Ask:
    """What was sent without an account, whatever became of it since; raises the one 404 otherwise."""
    found = Ask.objects.filter(scheme_id__in=scheme_ids, pk=ask_id).first()
    if found is None:
        raise Http404
    return found
