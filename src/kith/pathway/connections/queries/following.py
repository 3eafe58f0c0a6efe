"""Reading what follows an introduction: the scheme's way, what a group asked for, what falls due, how it answers."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import (
    Count,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    F,
    Min,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
)
from django.utils import timezone

from kith.directory.models import Service
from kith.isolation import links
from kith.organisations.models import Scheme
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.connections import rules
from kith.pathway.connections.models import (
    FollowUp,
    GroupWishes,
    Heard,
    Introduction,
    News,
    PersonSaid,
)
from kith.pathway.connections.rules import ANSWERS, LONG_AGO, NEEDS_AGREEMENT
from kith.pathway.connections.states import Progress
from kith.ui.dates import LONDON, midday
from kith.vocabulary import closure_reasons, working_days

# For whom each private link is, and what it opens.
ANSWER, WENT, WEEK = "connections.answer", "connections.went", "connections.week"
# How a group answers is said from as many introductions on, of the last year; fewer say nothing.
FEWEST = 10
LOOKED_AT = datetime.timedelta(days=365)
# Ours: from so long after the first visit on, a sign that somebody comes says that they stayed.
STAYED_AFTER = datetime.timedelta(weeks=4)
# Why a case ended whose person is asked nothing more of an introduction.
NOT_ASKED = (
    closure_reasons.DIED, closure_reasons.MOVED, closure_reasons.PERSON_DECLINED,
    closure_reasons.ASKED_TO_FINISH,
)  # fmt: skip
BY_THE_GROUP = (Heard.LINK, Heard.ACCOUNT, Heard.PHONE)


@dataclass(frozen=True)
class Standing:
    """How a group has answered: of `introductions`, how many it `answered` and `accepted`, and the median of
    working days to its first answer.
    """

    introductions: int
    answered: int
    accepted: int
    days: int


def policy(scheme_id: UUID) -> FollowUp:
    """A scheme's way with its introductions; the defaults, not kept, where it has set none."""
    return FollowUp.objects.filter(scheme_id=scheme_id).first() or FollowUp(scheme_id=scheme_id)


def wishes_of(service: Service) -> GroupWishes | None:
    """What whoever runs a service asked for, if they did."""
    return GroupWishes.objects.filter(scheme_id=service.scheme_id, service=service).first()


def no_room(service: Service, on: datetime.date, *, lock: bool = False) -> str:
    """Why a group takes nobody at present, as a sentence; "" when it does. What was asked of an entry that is joined to
    this one counts as well: it is one group. With `lock` nobody else takes the last place of the month meanwhile.
    """
    rows = GroupWishes.objects.filter(_entries_of(service)).order_by("pk")
    found = list(rows.select_for_update(of=("self",)) if lock else rows)
    sent = sent_in_month(service, on) if found else 0
    said = (rules.why_not_now(wishes, service.name, sent, on) for wishes in found)
    return next(filter(None, said), "")


def sent_in_month(service: Service, on: datetime.date) -> int:
    """How many were introduced to a service, by whichever of its entries, in the month of a day; who withdrew does not
    count.
    """
    first = datetime.datetime.combine(on.replace(day=1), datetime.time.min, tzinfo=LONDON)
    rows = Introduction.objects.filter(_entries_of(service), made_at__gte=first)
    return rows.exclude(progress=Progress.WITHDRAWN).count()


def unanswered(scheme_id: UUID, on: datetime.date) -> QuerySet[Introduction]:
    """The introductions without an answer, of cases that go on or ended lately; the longest waiting first."""
    rows = _going(scheme_id, on, made_at__gte=midday(on) - LONG_AGO)
    return rows.filter(progress=Progress.SENT).order_by("made_at")


def to_ask(scheme_id: UUID, on: datetime.date) -> QuerySet[Introduction]:
    """The introductions whose person should be asked by a day and has not been."""
    rows = _going(scheme_id, on, ask_person_on__gte=on - LONG_AGO)
    rows = rows.filter(ask_person_on__lte=on, person_asked_at=None)
    rows = rows.filter(person__died_on=None, person__merged_into__died_on=None)
    return rows.order_by("ask_person_on")


def full_no_longer(scheme_id: UUID, on: datetime.date) -> QuerySet[GroupWishes]:
    """The groups that said they were full until a day that has come."""
    rows = GroupWishes.objects.filter(scheme_id=scheme_id, full_until__lte=on)
    return rows.select_related("service__organisation")


def sent_to_present() -> Q:
    """Of introductions, those sent to whoever runs the service now: the others are not theirs to read."""
    return Q(recipient_organisation=F("service__organisation")) | Q(
        recipient_organisation=None, service__organisation=None
    )


def standing_around(scheme_id: UUID, on: datetime.date) -> QuerySet[Introduction]:
    """The introductions by which a group still reads of somebody, of cases that go on or ended lately."""
    return _going(scheme_id, on).filter(progress__in=NEEDS_AGREEMENT)


def weekly(scheme_id: UUID, on: datetime.date) -> QuerySet[GroupWishes]:
    """The groups that want one e-mail a week and that can read or answer something: somebody was sent since the last,
    or waits for an answer in the weeks in which they are reminded; or a thank-you came.
    """
    weeks = datetime.timedelta(weeks=policy(scheme_id).reminders + 1)
    waits = Q(made_at__gte=midday(on) - weeks) | Q(made_at__gt=OuterRef("digest_at"))
    theirs = Introduction.objects.filter(sent_to_present(), service=OuterRef("service"))
    waiting = _going(scheme_id, on).filter(waits & _agreed(on), progress=Progress.SENT)
    waiting = waiting.filter(sent_to_present(), service=OuterRef("service"))
    thanked = theirs.filter(thanked_at__gt=OuterRef("digest_at"))
    new = Q(Exists(waiting)) | Q(Exists(thanked))
    rows = GroupWishes.objects.filter(new, scheme_id=scheme_id, told_by=GroupWishes.ToldBy.WEEKLY)
    return rows.select_related("service__organisation")


def standing(service: Service) -> Standing | None:
    """How a group answers, from ten introductions of the last year on; None with fewer. For link workers alone."""
    first = (
        News.objects.filter(
            introduction=OuterRef("pk"), progress__in=ANSWERS, heard__in=BY_THE_GROUP
        )
        .order_by()
        .values("introduction")
        .annotate(first=Min("at"))
        .values("first")
    )
    yes = News.objects.filter(
        introduction=OuterRef("pk"), progress__in=(Progress.ACCEPTED, Progress.CAME)
    )
    rows = Introduction.objects.filter(service=service, made_at__gte=timezone.now() - LOOKED_AT)
    rows = rows.exclude(progress=Progress.WITHDRAWN).annotate(
        first=Subquery(first), said_yes=Exists(yes)
    )
    made = list(rows.values_list("made_at", "first", "said_yes"))
    if len(made) < FEWEST:
        return None
    waits = sorted(
        working_days.between(at.astimezone(LONDON).date(), answer.astimezone(LONDON).date())
        for at, answer, _ in made
        if answer
    )
    return Standing(
        introductions=len(made),
        answered=len(waits),
        accepted=sum(said_yes for _, _, said_yes in made),
        days=waits[len(waits) // 2] if waits else 0,
    )


def link_in_force(purpose: str, subject_id: UUID) -> str:
    """The token of the newest link of a purpose that still opens something; "" without one."""
    link = links.in_force(purpose=purpose, subject_id=subject_id).first()
    return links.token_of(link.pk) if link else ""


def bid_of(service: Service, on: datetime.date) -> tuple[dict[str, int], list[str], datetime.date]:
    """For a bid for money of whoever runs a service now, of the year that ends on a day: how many they were sent, came,
    and stayed or finished; what people agreed to be quoted, without a name; and since when.

    Having come once is not having stayed: whoever stayed has finished without having stopped before, or came, or
    said that it helped, four weeks and more after they first came.
    """
    since, later = on - LOOKED_AT, F("came_at") + STAYED_AFTER
    rows = Introduction.objects.filter(sent_to_present(), service=service)
    rows = rows.filter(made_at__gte=midday(since))
    came = Q(came_at__isnull=False)
    stopped = News.objects.filter(
        introduction=OuterRef("pk"), progress=Progress.DID_NOT_COME, at__gte=OuterRef("came_at")
    )
    still = Q(progress=Progress.CAME) & (
        Q(progress_at__gte=later) | Q(person_said=PersonSaid.HELPED, person_said_at__gte=later)
    )
    stayed = still | Q(~Exists(stopped), progress=Progress.FINISHED)
    counts = rows.aggregate(
        sent=Count("pk", filter=came | ~Q(progress=Progress.WITHDRAWN)),
        came=Count("pk", filter=came),
        stayed=Count("pk", filter=came & stayed),
    )
    quotes = rows.filter(thanks_quotable=True).exclude(progress=Progress.WITHDRAWN)
    return counts, list(quotes.order_by("-thanked_at").values_list("thanks", flat=True)), since


def ended_lately(on: datetime.date) -> Q:
    """Of introductions, those of a case that ended so lately that it can be opened again, whose agreement holds, of
    people who can still be asked: they did not die, move away, or want no more of us.
    """
    a_day = Value(datetime.timedelta(days=1), DurationField())
    days = ExpressionWrapper(F("reopen_within_days") * a_day, DurationField())
    since = ExpressionWrapper(Value(midday(on)) - days, DateTimeField())
    again = Scheme.objects.alias(since=since).filter(
        pk=OuterRef("scheme_id"), since__lte=OuterRef("case__ended_at")
    )
    gone = Case.objects.filter(
        pk=OuterRef("case"), closures__reopened_at=None, closures__reason__in=NOT_ASKED
    )
    return Q(
        Exists(again), ~Exists(gone), _agreed(on), case__state=CaseState.CLOSED,
        case__merged_into=None, person__died_on=None, person__merged_into__died_on=None,
    )  # fmt: skip


def _agreed(on: datetime.date) -> Q:
    return Q(agreement_until=None) | Q(agreement_until__gte=on)


def _going(scheme_id: UUID, on: datetime.date, **lately: Any) -> QuerySet[Introduction]:
    """Of cases that are open; and of those that ended lately, where it was as `lately` says."""
    going = Q(case__state=CaseState.OPEN) | Q(case__merged_into__state=CaseState.OPEN)
    ended = ended_lately(on) & Q(**lately)
    rows = Introduction.objects.filter(going | ended, scheme_id=scheme_id)
    return rows.select_related(
        "person__merged_into", "service__organisation", "case__holder", "case__merged_into__holder"
    )


def _entries_of(service: Service) -> Q:
    same = Q(service=service) | Q(service__joined_to=service)
    return Q(scheme_id=service.scheme_id) & same
