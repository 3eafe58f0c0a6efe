"""Reading closures, and what is not finished in a case."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Mapping
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.http import Http404
from django.utils import timezone

from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.organisations.duty import Duty
from kith.organisations.models import Membership
from kith.pathway.caseload.models import Case, Holding, Joining
from kith.pathway.caseload.rules import may_give_to, may_hold
from kith.pathway.caseload.states import CaseState
from kith.pathway.closures.models import Closure, FollowUp
from kith.pathway.closures.rules import LooseEnds, reopen_until
from kith.pathway.connections import queries as connections
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.states import INTRODUCTIONS, Progress
from kith.pathway.contacts.models import Contact
from kith.pathway.contacts.wording import planned_words
from kith.pathway.outcomes import queries as outcomes
from kith.pathway.outcomes.models import Moment
from kith.pathway.plans import queries as plans
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import Decision
from kith.people.models import Person
from kith.people.queries import risks, with_merged_visible_to
from kith.people.rules import risk_summary
from kith.ui.dates import day_of, long_date
from kith.vocabulary import closure_reasons

NOBODY = UUID(int=0)
WITHOUT_NEWS = (Progress.SENT, Progress.ACCEPTED)


def has_risk(person: Person) -> bool:
    """Whether a risk is stated on somebody's record and in force."""
    return bool(risk_summary(person, risks(person)).texts)


def closures_of(case: Case) -> QuerySet[Closure]:
    """Every closure of a case, newest first: re-openings leave several."""
    return Closure.objects.filter(case=case).select_related("letter").order_by("-closed_at")


def in_force(case: Case) -> Closure | None:
    """The closure that ended a case and was not re-opened, if any."""
    return closures_of(case).filter(reopened_at=None).first()


def closure_for(actor: Actor, closure_id: UUID) -> Closure:
    """One closure of a person the actor may see; the one 404 otherwise."""
    rows = Closure.objects.select_related("person", "case", "case__referral", "letter")
    found = rows.filter(pk=closure_id, person__in=with_merged_visible_to(actor)).first()
    if found is None:
        raise Http404
    return found


def introductions(case: Case) -> list[Introduction]:
    """The introductions of a case, and of those that go on with it, in the order they were made."""
    rows = Introduction.objects.filter(Q(case=case) | Q(case__merged_into=case))
    return list(rows.order_by("made_at", "id"))


def loose_ends(case: Case) -> LooseEnds:
    """What is not finished in a case."""
    waiting = [row.service_name for row in introductions(case) if row.progress in WITHOUT_NEWS]
    merged = Case.objects.filter(merged_into=case)
    steps = [row.text for one in (case, *merged) for row in plans.open_actions(one)]
    taken = [row for row in outcomes.scores(case) if not row.skipped_why]
    started = {row.measure for row in taken if row.moment == Moment.START}
    ended = {row.measure for row in outcomes.scores(case) if row.moment == Moment.END}
    measures = outcomes.known(case.scheme_id)
    unmeasured = [one.title for key, one in measures.items() if key in started - ended]
    joined = Joining.objects.filter(case=case, read_at=None).select_related("referral")
    unread = [row.referral.referrer_name or "themselves" for row in joined]
    planned, unsaid, to_ask = planned_with(case.person)
    return LooseEnds(waiting, steps, unmeasured, unread, planned, unsaid, to_ask)


def planned_with(person: Person) -> tuple[list[str], list[str], list[str]]:
    """What is planned with somebody, in words with its days: appointments to come, those whose time has gone without
    a word of what came, and the names and numbers of whose use to ask.
    """
    now = timezone.now()
    ahead: list[str] = []
    gone: list[str] = []
    for row in appointments_of(person):
        assert row.planned_for is not None
        (ahead if row.planned_for > now else gone).append(planned_words(row))
    asked = [
        f"{row.service_name}, on {long_date(row.ask_news_on)}"
        for row in connections.to_be_asked(person)
        if row.ask_news_on
    ]
    return ahead, gone, asked


def to_measure(case: Case, today: datetime.date) -> list[outcomes.Prompt]:
    """The measures that were taken before and might be once more, before support finishes."""
    kept = outcomes.shelf(case.scheme_id)
    stage = outcomes.Stage(talked=True, finishing=True)
    return outcomes.prompts(case.person, stage, kept, outcomes.scores(case), today=today)


def last_day_to_reopen(case: Case) -> datetime.date | None:
    """The last day on which an ended case can be opened again; None while it is open."""
    if case.ended_at is None:
        return None
    days = organisations.scheme(case.scheme_id).reopen_within_days
    return reopen_until(day_of(case.ended_at), days)


def next_holder(actor: Actor, case: Case) -> Membership | None:
    """Who holds a case that is opened again: who held it last, if the actor may give it to them;
    otherwise the actor; otherwise nobody yet.
    """
    return next_holders(actor, [case])[case.pk]


def next_holders(actor: Actor, cases: Collection[Case]) -> dict[UUID, Membership | None]:
    """The same for many cases; the reads do not grow with their number within a scheme."""
    held = Holding.objects.filter(case__in=cases).order_by("from_at")
    last = dict(held.values_list("case_id", "holder_id"))
    found: dict[UUID, Membership | None] = {}
    for scheme_id in {case.scheme_id for case in cases}:
        staff = {member.pk: member for member in organisations.staff(scheme_id)}
        opened = organisations.scheme(scheme_id).partners_see_each_other
        for case in cases:
            if case.scheme_id == scheme_id:
                former = staff.get(last.get(case.pk, NOBODY))
                found[case.pk] = _next(actor, scheme_id, staff, former, opened)
    return found


def _next(
    actor: Actor,
    scheme_id: UUID,
    staff: Mapping[UUID, Membership],
    former: Membership | None,
    opened: bool,
) -> Membership | None:
    own = staff.get(actor.membership_id(scheme_id) or NOBODY)
    if former is not None and (
        former == own or may_give_to(actor, former, partners_see_each_other=opened)
    ):
        return former if may_hold(former) else None
    return own if own is not None and may_hold(own) else None


def appointments_of(person: Person) -> list[Contact]:
    """What is planned with someone and has not happened."""
    return list(
        Contact.objects.filter(person__in=person.records, happened_at=None).order_by("planned_for")
    )


def introductions_going_on(person: Person) -> list[Introduction]:
    """The introductions of someone that have not ended."""
    rows = Introduction.objects.filter(person__in=person.records).order_by("made_at", "id")
    return [row for row in rows if Progress.WITHDRAWN in INTRODUCTIONS.allowed(row.progress)]


def referrals_undecided(person: Person) -> list[Referral]:
    """Referrals of someone on which nobody has decided, or that were returned."""
    waiting = (Decision.RECEIVED, Decision.RETURNED)
    return list(Referral.objects.filter(person__in=person.records, decision__in=waiting))


def ended_by_death(person: Person) -> Closure | None:
    """The closure in force that says that someone died, if there is one."""
    rows = Closure.objects.filter(
        person__in=person.records, reason=closure_reasons.DIED, reopened_at=None
    )
    return rows.select_related("case", "case__referral").order_by("-closed_at").first()


def calls_planned(person: Person) -> QuerySet[FollowUp]:
    """The calls to somebody, some months after finishing, that are still to be made."""
    rows = FollowUp.objects.filter(person__in=person.records, contact=None, called_off_at=None)
    return rows.select_related("closure", "member", "person__merged_into").order_by("due_on")


def calls_called_off(person: Person, *, why: str, since: datetime.datetime) -> QuerySet[FollowUp]:
    """The calls to somebody that were called off for one reason, from a moment on."""
    rows = FollowUp.objects.filter(person__in=person.records, called_off_why=why)
    return rows.filter(called_off_at__gte=since)


def calls_of(closure: Closure) -> list[FollowUp]:
    """Every call after a closure: planned, made or called off."""
    rows = FollowUp.objects.filter(closure=closure).select_related("contact", "member")
    return list(rows.order_by("months"))


def calls_by(member: Membership) -> list[FollowUp]:
    """The calls that a member is still to make."""
    rows = FollowUp.objects.filter(member=member, contact=None, called_off_at=None)
    return list(rows.select_related("person__merged_into").order_by("due_on"))


def call_for(actor: Actor, call_id: UUID) -> FollowUp:
    """One call to a person whom the actor may see; the one 404 otherwise."""
    rows = FollowUp.objects.filter(pk=call_id, person__in=with_merged_visible_to(actor))
    found = rows.select_related("person__merged_into", "closure__case", "member").first()
    if found is None:
        raise Http404
    return found


def for_today(duty: Duty) -> list[FollowUp]:
    """The calls after finishing that are due to somebody's day, in one read."""
    return calls_due(duty.looked_after, duty.day)


def calls_due(memberships: Collection[UUID], on: datetime.date) -> list[FollowUp]:
    """The calls that these members make by a day; not to somebody who died or is supported again."""
    kept = Coalesce(OuterRef("person__merged_into"), OuterRef("person"))
    again = Case.objects.filter(person=kept, state=CaseState.OPEN)
    rows = FollowUp.objects.filter(
        ~Exists(again), member__in=memberships, due_on__lte=on, contact=None, called_off_at=None,
        person__died_on=None,
    )  # fmt: skip
    return list(rows.select_related("person__merged_into", "member", "closure").order_by("due_on"))
