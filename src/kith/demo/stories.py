"""Tells what happened with the demonstration's people, dated around today."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Sequence
from itertools import cycle

from kith.demo.accounts import ACCOUNTS, BOW, SECOND_SEATS
from kith.demo.acts import (
    Story,
    agree_plan,
    find_it_full,
    finish,
    give_own_page,
    give_support,
    hear_news,
    introduce,
    make_appointment,
    measure,
    promise,
    refer,
    say_thanks,
    say_wishes,
    take_on,
    talk,
    try_to_reach,
)
from kith.demo.people import Someone
from kith.demo.situations import SITUATIONS
from kith.demo.year.ground import acting
from kith.isolation.actor import Actor
from kith.organisations import queries
from kith.organisations.models import Scheme
from kith.pathway.caseload.models import Case
from kith.pathway.connections.states import Progress
from kith.pathway.contacts import actions as contacts
from kith.pathway.referrals import actions as referrals

# How far each person has come, in order; the rest start again from the top. In the small scheme a
# few, among them people of the link worker who serves both.
POPLAR_STAGES = (
    "received",
    "talking_today",
    "first_call_due",
    "first_call_late",
    "trying_once",
    "introduced",
)
STAGES = (
    "received", "received_urgent", "received_self", "unallocated", "first_call_due", "first_call_late",
    "trying_once", "trying_twice", "talking", "talking_today", "planned", "planned_quiet",
    "introduced", "introduced_full", "came", "came_twice", "did_not_come", "ready_to_finish",
    "finished", "declined", "could_not_reach", "returned", "not_taken_on",
)  # fmt: skip


def tell(
    scheme: Scheme, someones: Sequence[Someone], *, pick: random.Random, now: datetime.datetime
) -> None:
    """Tell a story for each of the people; the same seed gives the same ones."""
    lead = queries.staff(scheme.pk, role="teamlead").first()
    emails = {account.email for account in (*ACCOUNTS, *SECOND_SEATS)}
    staff = queries.staff(scheme.pk, role="linkworker").filter(user__email__in=emails)
    workers = cycle(staff)
    stages = STAGES if scheme.slug == BOW else POPLAR_STAGES
    practices = cycle(queries.practices(scheme.pk))
    for number, (someone, stage) in enumerate(zip(someones, cycle(stages), strict=False)):
        story = Story(
            scheme=scheme,
            someone=someone,
            situation=SITUATIONS[number % len(SITUATIONS)],
            practice=next(practices),
            worker=next(workers),
            pick=pick,
            now=now,
            number=number,
            lead=acting(lead) if lead else Actor.system("the demonstration"),
        )
        TELLINGS[stage](story)
    if scheme.slug == BOW:
        say_wishes(scheme, Actor.system("the demonstration"))


def _received(story: Story) -> None:
    refer(story, 1 + story.number % 3)


def _received_urgent(story: Story) -> None:
    refer(story, 0.1, urgency="urgent")


def _received_self(story: Story) -> None:
    refer(story, 0.3, source="02")


def _unallocated(story: Story) -> None:
    take_on(story, refer(story, 4), 3, held=False)


def _first_call_due(story: Story) -> None:
    take_on(story, refer(story, 5), 3, due=0)


def _first_call_late(story: Story) -> None:
    take_on(story, refer(story, 9, urgency="soon"), 7, due=-2)


def _trying_once(story: Story) -> None:
    case = take_on(story, refer(story, 12), 9)
    try_to_reach(story, case, 5, 10, 0)


def _trying_twice(story: Story) -> None:
    case = take_on(story, refer(story, 16), 13)
    try_to_reach(story, case, 9, 10, -4)
    case.refresh_from_db()
    try_to_reach(story, case, 4, 17, 0)


def _talking(story: Story) -> None:
    case = take_on(story, refer(story, 20), 17)
    talk(story, case, 6, 3)
    make_appointment(story, case, 2)


def _talking_today(story: Story) -> None:
    case = take_on(story, refer(story, 21), 18)
    talk(story, case, 7, 0)
    promise(story, case, "Ring back about the letter", 0, datetime.time(14, 30))


def _planned(story: Story) -> Case:
    case = take_on(story, refer(story, 34), 31)
    talk(story, case, 24, -12)
    agree_plan(story, case, 14)
    give_own_page(story, case)
    promise(story, case, "See how the first step went", 2)
    make_appointment(story, case, 2)
    return case


def _planned_quiet(story: Story) -> None:
    case = take_on(story, refer(story, 70), 66)
    talk(story, case, 55, -40)
    agree_plan(story, case, 48)
    promise(story, case, "Ring to see how things are", -6)


def _introduced(story: Story) -> Case:
    case = take_on(story, refer(story, 45), 42)
    talk(story, case, 35, -20)
    agree_plan(story, case, 28)
    introduction = introduce(story, case, 10)
    if story.number % 2:
        hear_news(story, introduction, Progress.ACCEPTED, 7, "There is a place from next week.")
    give_support(story, case, 12)
    promise(story, case, "Ask how the first visit was", 1)
    return case


def _introduced_full(story: Story) -> None:
    case = take_on(story, refer(story, 48), 45)
    talk(story, case, 38, -20)
    agree_plan(story, case, 30)
    introduction = introduce(story, case, 9)
    hear_news(story, introduction, Progress.FULL, 1, "Full until after the holidays.")
    promise(story, case, "Find something else: the group is full", 0)


def _came(story: Story) -> Case:
    case = take_on(story, refer(story, 80), 77)
    talk(story, case, 70, -60)
    agree_plan(story, case, 60)
    find_it_full(story, case, 55)
    introduction = introduce(story, case, 40)
    hear_news(story, introduction, Progress.ACCEPTED, 36, "")
    hear_news(story, introduction, Progress.CAME, 25, "Came, and stayed for the tea.")
    say_thanks(story, introduction)
    give_support(story, case, 33)
    promise(story, case, "Review the plan together", 5)
    return case


def _came_twice(story: Story) -> None:
    case = _came(story)
    second = introduce(story, case, 15, offer=1)
    hear_news(story, second, Progress.CAME, 6, "")


def _did_not_come(story: Story) -> None:
    case = take_on(story, refer(story, 52), 49)
    talk(story, case, 41, -30)
    agree_plan(story, case, 33)
    introduction = introduce(story, case, 20)
    hear_news(story, introduction, Progress.ACCEPTED, 17, "")
    hear_news(
        story,
        introduction,
        Progress.DID_NOT_COME,
        3,
        "The bus did not come, and then it felt too late.",
    )
    promise(story, case, "Offer to go along the first time", 0)


def _ready_to_finish(story: Story) -> Case:
    case = take_on(story, refer(story, 150), 146)
    talk(story, case, 139, -120)
    agree_plan(story, case, 130)
    find_it_full(story, case, 122)
    introduction = introduce(story, case, 110)
    hear_news(story, introduction, Progress.ACCEPTED, 106, "")
    hear_news(story, introduction, Progress.CAME, 90, "")
    give_support(story, case, 100)
    if story.someone.born.year < 2008:
        measure(story, case, "end", 4, (7, 7, 7, 4))
    promise(story, case, "Talk about finishing", 1)
    return case


def _finished(story: Story) -> None:
    case = _ready_to_finish(story)
    finish(story, case, 2)


def _declined(story: Story) -> None:
    case = take_on(story, refer(story, 25), 22)
    contacts.record(
        by=story.by,
        person=case.person,
        case=case,
        outcome="reached",
        minutes=6,
        note="Kind, but clear: the family is rallying round, and they do not want this now.",
        agreed=False,
        at=story.ago(15, 11),
    )


def _could_not_reach(story: Story) -> None:
    case = take_on(story, refer(story, 60), 57)
    for days, hour in ((50, 10), (44, 18), (38, 13)):
        try_to_reach(story, case, days, hour, -30)
        case.refresh_from_db()
    finish(story, case, 20, "no-contact")


def _returned(story: Story) -> None:
    referral = refer(story, 6)
    referrals.return_to_referrer(
        by=story.lead,
        referral=referral,
        reason="The number does not work. Please send another way to reach them.",
        at=story.ago(5, 12),
    )


def _not_taken_on(story: Story) -> None:
    referral = refer(story, 8)
    referrals.not_take_on(
        by=story.lead,
        referral=referral,
        reason_code="02",
        words="Needs a memory clinic first; we told the practice which.",
        at=story.ago(7, 12),
    )


TELLINGS: dict[str, Callable[[Story], object]] = {
    "received": _received,
    "received_urgent": _received_urgent,
    "received_self": _received_self,
    "unallocated": _unallocated,
    "first_call_due": _first_call_due,
    "first_call_late": _first_call_late,
    "trying_once": _trying_once,
    "trying_twice": _trying_twice,
    "talking": _talking,
    "talking_today": _talking_today,
    "planned": _planned,
    "planned_quiet": _planned_quiet,
    "introduced": _introduced,
    "introduced_full": _introduced_full,
    "came": _came,
    "came_twice": _came_twice,
    "did_not_come": _did_not_come,
    "ready_to_finish": _ready_to_finish,
    "finished": _finished,
    "declined": _declined,
    "could_not_reach": _could_not_reach,
    "returned": _returned,
    "not_taken_on": _not_taken_on,
}
