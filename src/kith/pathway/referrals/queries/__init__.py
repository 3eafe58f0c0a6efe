"""Reading referrals: the queue, one's own, and one of them."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Count, F, Prefetch, Q, QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone

from kith.accounts.permissions import Permission
from kith.accounts.roles import permissions_of
from kith.isolation import links
from kith.isolation.actor import Actor
from kith.organisations.models import Membership, Practice
from kith.pathway.referrals import rules
from kith.pathway.referrals.models import (
    Ask,
    CodeOwed,
    Question,
    Reading,
    Redirect,
    Referral,
    ReferralReason,
    Reply,
    WordBack,
    WordWanted,
)
from kith.pathway.referrals.states import Decision
from kith.people import queries as people
from kith.people.models import Channel, PartnerAccess, Person
from kith.ui.dates import today


def visible_to(actor: Actor) -> QuerySet[Referral]:
    """The referrals an actor may read.

    Whoever decides reads those that wait for a decision or for their referrer; everybody reads those of
    the people they may see, and those they made or wrote down. Jobs and commands read their scheme.
    """
    rows = Referral.objects.select_related(
        "person", "person__practice", "practice", "organisation", "programme"
    )
    if actor.kind == "system":
        return rows
    if actor.kind != "staff":
        return rows.none()
    deciding = _schemes(actor, Permission.DECIDE_REFERRALS)
    own = [s.membership_id for s in actor.seats if _may(s.roles, Permission.REFER)]
    return rows.filter(
        Q(scheme_id__in=deciding, decision__in=[Decision.RECEIVED, Decision.RETURNED])
        | Q(person__in=people.with_merged_visible_to(actor))
        | Q(referrer_id__in=own)
        | Q(taken_by_id__in=own)
    )


def waiting(actor: Actor) -> QuerySet[Referral]:
    """The referrals the actor may decide on that nobody has read, the oldest first."""
    rows = visible_to(actor).filter(decision=Decision.RECEIVED)
    if actor.kind != "system":
        rows = rows.filter(scheme_id__in=_schemes(actor, Permission.DECIDE_REFERRALS))
    return with_reasons(rows).order_by("received_at", "id")


@dataclass(frozen=True)
class Standing:
    """What the person of a referral is to a reader.

    `seen`: the reader may open the record; without it, only what the referral carried is theirs to read.
    `decides`: they may decide on it. `deciders`: who else may, in words, when they may not.
    """

    seen: bool
    decides: bool
    deciders: str = ""


def standing_of(actor: Actor, referral: Referral) -> Standing:
    """How somebody stands to the person of one referral."""
    return standings_of(actor, [referral])[referral.pk]


def standings_of(actor: Actor, rows: Sequence[Referral]) -> dict[UUID, Standing]:
    """How somebody stands to the person of each referral; in a fixed number of reads.

    A person who came with the referral and whom no partner knows is for whoever reads first. One who was
    on record before, or whom a partner supports, is only for those who may see them: who could take them on
    would be given the whole record for a name, a birth date and a telephone number.
    """
    ids = {row.person_id for row in rows}
    seen = set(people.with_merged_visible_to(actor).filter(pk__in=ids).values_list("pk", flat=True))
    known = _partners_ever(ids - seen)
    found = {}
    for row in rows:
        closed = row.person_id not in seen and (row.joined or row.person_id in known)
        by_whom = known.get(row.person_id, []) if closed else []
        found[row.pk] = Standing(
            row.person_id in seen, not closed, _deciders(by_whom) if closed else ""
        )
    return found


def _partners_ever(person_ids: set[UUID]) -> dict[UUID, list[str]]:
    """Person -> the partners that see them today by name, empty when none does any more."""
    day = today()
    found: dict[UUID, list[str]] = {}
    rows = PartnerAccess.objects.filter(person_id__in=person_ids).select_related("partner")
    for row in rows.order_by("partner__name"):
        names = found.setdefault(row.person_id, [])
        if row.from_date <= day and (row.to_date is None or row.to_date >= day):
            names.append(row.partner.name)
    return found


def _deciders(partners: list[str]) -> str:
    named = list(dict.fromkeys(partners))
    return ", ".join(f"the team lead of {name}" for name in named) + (
        " or the manager" if named else "the manager"
    )


def just_decided(actor: Actor) -> QuerySet[Referral]:
    """What the actor decided within the minute in which it can be undone, newest first."""
    own = [seat.membership_id for seat in actor.seats]
    undoable = Q(decision__in=rules.UNDOABLE) | Q(
        decision=Decision.WITHDRAWN, answer__in=rules.NOES
    )
    rows = Referral.objects.filter(
        undoable, decided_by_id__in=own, decided_at__gt=timezone.now() - rules.UNDO_WITHIN
    )
    return rows.select_related("person").order_by("-decided_at")


def undoable_for(actor: Actor, referral_id: UUID) -> Referral:
    """A referral on which the actor decided within the minute in which that is undone, or which they may
    read; raises the one 404 otherwise.
    """
    own = [seat.membership_id for seat in actor.seats]
    just = timezone.now() - rules.UNDO_WITHIN
    row = Referral.objects.select_related("person").filter(
        pk=referral_id, decided_by_id__in=own, decided_at__gt=just
    )
    return row.first() or referral_for(actor, referral_id)


def mine(actor: Actor) -> QuerySet[Referral]:
    """The referrals the actor made, newest first."""
    ids = [seat.membership_id for seat in actor.seats]
    rows = with_reasons(visible_to(actor).filter(referrer_id__in=ids)).order_by("-received_at")
    return rows.prefetch_related(told_last())


def told_last() -> Prefetch:
    """For a list of referrals: what was told of each, as `.told`, the newest first."""
    return Prefetch("words_back", words_back(), to_attr="told")


def words_back() -> QuerySet[WordBack]:
    """What was said to those who referred, the newest first."""
    rows = WordBack.objects.select_related("email", "letter")
    return rows.order_by("-said_at", "-created_at")


def told_of(referral_id: UUID) -> list[WordBack]:
    """What the holder of a referral's private link may read: its words back alone, newest first."""
    return list(
        WordBack.objects.filter(referral_id=referral_id).order_by("-said_at", "-created_at")
    )


def has_status_link(referral: Referral) -> bool:
    """Whether a private link to the status of a referral is in force."""
    return links.in_force(purpose="referrals.status", subject_id=referral.pk).exists()


def status_address(referral: Referral) -> str:
    """The address of the private page on which a referral's status is read; "" while no link is in force."""
    link = links.in_force(purpose="referrals.status", subject_id=referral.pk).first()
    if link is None:
        return ""
    path = reverse("referrals:status", args=[links.token_of(link.pk)])
    return str(settings.SITE_URL).rstrip("/") + path


def replies_to(referral: Referral) -> QuerySet[Reply]:
    """What the referrer wrote by their private link, newest first."""
    return Reply.objects.filter(referral=referral).order_by("-created_at")


def referral_for(actor: Actor, referral_id: UUID) -> Referral:
    """One referral the actor may read; raises the one 404 otherwise."""
    found = with_reasons(visible_to(actor)).filter(pk=referral_id).first()
    if found is None:
        raise Http404
    return found


def of_person(person: Person) -> QuerySet[Referral]:
    """Every referral of a person, newest first. The caller has asked whether they may be seen."""
    rows = Referral.objects.filter(person__in=person.records).select_related(
        "practice", "organisation"
    )
    return with_reasons(rows).order_by("-referred_on", "-received_at")


def with_reasons(rows: QuerySet[Referral]) -> QuerySet[Referral]:
    """The same referrals, their reasons read with them."""
    return rows.prefetch_related(
        Prefetch(
            "reasons", ReferralReason.objects.select_related("reason").order_by("reason__position")
        )
    )


def questions_of(referral: Referral) -> list[Question]:
    """What the team asked the referrer, the newest first. The caller has asked whether they may read it."""
    rows = Question.objects.filter(referral=referral).select_related("asked_by")
    return list(rows.order_by("-asked_at"))


def open_questions(rows: Sequence[Referral]) -> dict[UUID, Question]:
    """Referral -> the question that waits for an answer."""
    return open_and_answered(rows)[0]


def open_and_answered(
    rows: Sequence[Referral],
) -> tuple[dict[UUID, Question], dict[UUID, Question]]:
    """Referral -> the question that waits for an answer, and referral -> the one answered last; one read."""
    asked = Question.objects.filter(referral__in=[row.pk for row in rows]).order_by("answered_at")
    found = list(asked)
    return (
        {one.referral_id: one for one in found if one.answered_at is None},
        {one.referral_id: one for one in found if one.answered_at is not None},
    )


def first_readings(rows: Sequence[Referral]) -> dict[UUID, Reading]:
    """Referral -> who read it first, and when; those nobody has read are left out."""
    found = Reading.objects.filter(referral__in=[row.pk for row in rows]).select_related("by")
    return {one.referral_id: one for one in found.order_by("-read_at")}


def redirects_due() -> QuerySet[Redirect]:
    """What is still to be sent to another scheme of this installation and is due, for a job of its own scheme."""
    return _to_send().filter(to=Redirect.To.SCHEME, try_at__lte=timezone.now())


def redirect_to_send(redirect_id: UUID) -> Redirect | None:
    """One redirect that is neither sent nor undone nor given up, due or not."""
    rows = _to_send().select_related("referral__person", "sent_by__user")
    return rows.filter(pk=redirect_id).first()


def _to_send() -> QuerySet[Redirect]:
    """What the decision that stands sends on. One that was undone before `undone_at` was kept is older than that."""
    return Redirect.objects.filter(
        sent_at=None, problem="", undone_at=None,
        referral__decision=Decision.REDIRECTED, created_at__gte=F("referral__decided_at"),
    )  # fmt: skip


def asks_waiting(scheme_ids: list[UUID]) -> QuerySet[Ask]:
    """What people wrote on pages without an account that is not yet a referral, the oldest first.

    Without what probably nobody wrote: that has its own list (`queries.doors.doubtful`).
    """
    rows = Ask.objects.filter(scheme_id__in=scheme_ids, referral=None, handled_at=None, doubt="")
    return rows.order_by("created_at")


def last_received(actor: Actor) -> Referral | None:
    """The referral that came last among those the actor may read."""
    return visible_to(actor).order_by("-received_at").first()


def wanted_by_practice(scheme_id: UUID) -> list[tuple[Practice, WordWanted]]:
    """Each practice of a scheme by name, with what it chose to get or the default; two reads."""
    practices = list(Practice.objects.filter(scheme_id=scheme_id).order_by("name"))
    chosen = {row.practice_id: row for row in WordWanted.objects.filter(scheme_id=scheme_id)}
    return [(one, chosen.get(one.pk) or WordWanted(practice=one)) for one in practices]


def wanted_by(practice: Practice) -> WordWanted:
    """What a practice chose to get, or the default."""
    return WordWanted.objects.filter(practice=practice).first() or WordWanted(practice=practice)


def codes_owed_to(practice: Practice) -> QuerySet[CodeOwed]:
    """The codes owed to a practice that nobody ticked, the oldest first."""
    rows = CodeOwed.objects.filter(practice=practice, filed_on=None)
    return rows.select_related("referral__person", "sheet").order_by("owed_at", "id")


def codes_for(actor: Actor, practice: Practice) -> QuerySet[CodeOwed]:
    """The codes of a practice that an actor may see: its own referrers all, staff those of their people."""
    rows = CodeOwed.objects.filter(practice=practice).select_related("referral__person", "sheet")
    if practice.pk in own_practices(actor):
        return rows
    return rows.filter(referral__person__in=people.with_merged_visible_to(actor))


def owed_counts(actor: Actor) -> dict[UUID, int]:
    """Practice -> how many codes are owed of the people an actor may see, in one read."""
    rows = CodeOwed.objects.filter(filed_on=None, practice__in=practices_for(actor))
    seen = Q(practice__in=own_practices(actor)) | Q(
        referral__person__in=people.with_merged_visible_to(actor)
    )
    counted = rows.filter(seen).values("practice_id").annotate(owed=Count("id"))
    return {row["practice_id"]: row["owed"] for row in counted}


def ticked_lately(rows: QuerySet[CodeOwed]) -> QuerySet[CodeOwed]:
    """Of these codes, those ticked in the last four weeks, newest first."""
    since = today() - datetime.timedelta(days=28)
    return rows.filter(filed_on__gte=since).order_by("-filed_on", "-owed_at")


def code_for(actor: Actor, code_id: UUID) -> CodeOwed:
    """One code the actor may tick; raises the one 404 otherwise."""
    row = CodeOwed.objects.select_related("practice").filter(pk=code_id).first()
    if row is None or row.practice is None:
        raise Http404
    if not codes_for(actor, practice_for(actor, row.practice_id)).filter(pk=code_id).exists():
        raise Http404
    return row


def own_practices(actor: Actor) -> set[UUID]:
    """The practices for which the actor refers."""
    ids = [s.membership_id for s in actor.seats if _may(s.roles, Permission.REFER)]
    rows = Membership.objects.filter(pk__in=ids, practice__isnull=False)
    return set(rows.values_list("practice_id", flat=True))


def practices_for(actor: Actor) -> QuerySet[Practice]:
    """The practices whose codes an actor may look at: their own, or for staff those of the scheme."""
    staffed = _schemes(actor, Permission.WORK_WITH_PEOPLE)
    rows = Practice.objects.filter(Q(pk__in=own_practices(actor)) | Q(scheme_id__in=staffed))
    return rows.order_by("name")


def practice_for(actor: Actor, practice_id: UUID | None) -> Practice:
    """One of those practices; raises the one 404 otherwise."""
    found = practices_for(actor).filter(pk=practice_id).first() if practice_id else None
    if found is None:
        raise Http404
    return found


def address_of(referral: Referral) -> str:
    """The e-mail address that word back goes to: the one given, else the account of whoever referred; or "".

    To whoever asked for themselves it goes to an address that they said is safe, and to no other.
    """
    if rules.asked_for_themselves(referral):
        safe = people.safe_points(referral.person, Channel.EMAIL)
        return safe[0].value if safe else ""
    account = referral.referrer.user.email if referral.referrer is not None else ""
    found = (one for one in (referral.referrer_contact.strip(), account) if is_address(one))
    return next(found, "")


def is_address(text: str) -> bool:
    """Whether a text is an e-mail address."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return True


def _schemes(actor: Actor, permission: Permission) -> list[UUID]:
    return [seat.scheme_id for seat in actor.seats if _may(seat.roles, permission)]


def _may(roles: frozenset[str], permission: Permission) -> bool:
    return permission in permissions_of(roles)
