"""Tells what happened with the demonstration's people, through the write doors, dated around today."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from zoneinfo import ZoneInfo

from kith.demo.accounts import ACCOUNTS, BOW, SECOND_SEATS
from kith.demo.people import Someone, test_nhs_number
from kith.demo.situations import ABOUTS, SITUATIONS, Situation
from kith.demo.year.ground import acting
from kith.directory.models import Service
from kith.isolation import links
from kith.isolation.actor import Actor
from kith.organisations import queries
from kith.organisations.models import Membership, Practice, Reason, Scheme
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.closures import actions as closures
from kith.pathway.connections import actions as connections
from kith.pathway.connections.states import Progress
from kith.pathway.contacts import actions as contacts
from kith.pathway.outcomes import actions as outcomes
from kith.pathway.plans import actions as plans
from kith.pathway.plans.models import Correction
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.models import Referral
from kith.people import actions as people
from kith.people.actions import Who
from kith.vocabulary.doors import Door

LONDON = ZoneInfo("Europe/London")

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


@dataclass
class Story:
    """One person's story while it is being told."""

    scheme: Scheme
    someone: Someone
    situation: Situation
    practice: Practice
    worker: Membership
    pick: random.Random
    now: datetime.datetime
    number: int
    lead: Actor
    by: Actor = field(init=False)

    def __post_init__(self) -> None:
        self.by = acting(self.worker)

    def ago(self, days: float, hour: int = 10, minute: int = 0) -> datetime.datetime:
        """A moment some working days back, at a London hour, never after now; parts of a day as they are."""
        if days < 1:
            return self.now - datetime.timedelta(days=days)
        day = (self.now - datetime.timedelta(days=days)).astimezone(LONDON).date()
        while day.weekday() > 4:
            day -= datetime.timedelta(days=1)
        moment = datetime.datetime.combine(day, datetime.time(hour, minute), LONDON)
        return min(moment.astimezone(datetime.UTC), self.now - datetime.timedelta(minutes=20))

    def day(self, days: int) -> datetime.date:
        """A working day that many days on (or, negative, back)."""
        day = self.now.astimezone(LONDON).date() + datetime.timedelta(days=days)
        while day.weekday() > 4 and days > 0:
            day += datetime.timedelta(days=1)
        return day


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


def _refer(story: Story, days: float, *, urgency: str = "routine", source: str = "01") -> Referral:
    _someone, said = story.someone, story.situation
    moment = story.ago(days, 9, 5 + story.number % 50)
    reason = Reason.objects.get(scheme_id=story.scheme.pk, label=said.reason)
    itself = source == "02"
    risk = "Does not open the door to people she does not know." if story.number % 9 == 4 else ""
    return referrals.receive(
        by=Actor.system("the referral form"),
        scheme_id=story.scheme.pk,
        who=_who(story),
        source=source,
        door=Door.ASK if itself else Door.ACCOUNT if _known_referrer(story) else Door.PRACTICE,
        referred_on=moment.date(),
        practice=None if itself else story.practice,
        referrer=None if itself else _known_referrer(story),
        referrer_name=""
        if itself
        else f"Dr {story.pick.choice(('Achebe', 'Sen', 'Lloyd', 'Osei'))}",
        referrer_role="" if itself else "GP",
        referrer_contact="" if itself else story.practice.email,
        urgency=urgency,
        reasons=[reason],
        referrer_sees="" if itself else said.referrer_sees,
        person_says=said.person_says,
        person_knows=True,
        consent_note="Agreed to be rung" if not itself else "Asked for support themselves",
        risk=risk,
        no_risk_known=not risk and story.number % 5 != 2,
        at=moment,
    )


def _known_referrer(story: Story) -> Membership | None:
    """Those of the practice who can sign in see what became of their referrals."""
    return Membership.objects.filter(practice=story.practice, roles__contains=["referrer"]).first()


def _who(story: Story) -> Who:
    someone, number = story.someone, story.number
    nhs_number = test_nhs_number(number + (500 if story.scheme.slug.startswith("poplar") else 0))
    safe = ("call",) if _guarded(number) else ("call", "voicemail", "text")
    return Who(
        first_name=someone.first,
        last_name=someone.last,
        date_of_birth=someone.born,
        preferred_name=someone.preferred,
        nhs_number=nhs_number if number % 7 else "",
        gender=someone.gender,
        ethnicity=someone.ethnicity,
        language=someone.language,
        needs_interpreter=someone.interpreter,
        access_notes="Large print, please." if number % 11 == 1 else "",
        practice=story.practice,
        phone=f"07700 900{300 + number:03}",
        phone_safe_for=safe,
        phone_when_safe="Mornings, when he is at work" if _guarded(number) else "",
        email=f"{number}@people.example" if number % 3 == 0 else "",
        email_safe_for=("email",) if number % 3 == 0 else (),
        address=f"Flat {number + 1}, {number % 30 + 2} Devons Road, London",
        postcode=("E3 3PN", "E3 3PA", "E14 6PB", "E3 2AR", "E3 3NL", "E14 6HR")[number % 6],
        address_safe_for=() if _guarded(number) else ("letter", "visit"),
    )


def _guarded(number: int) -> bool:
    """Some live with someone who must not know."""
    return number % 10 in (3, 6)


def _take_on(
    story: Story, referral: Referral, days: float, *, held: bool = True, due: int = 0
) -> Case:
    case = caseload.take_on(
        by=story.lead,
        referral=referral,
        holder=story.worker if held else None,
        next_step="First call" if held else "",
        next_step_on=story.day(due) if held else None,
        at=story.ago(days, 11),
    )
    return case


def _try(story: Story, case: Case, days: float, hour: int, then: int) -> None:
    outcome = story.pick.choice(("no_answer", "left_message"))
    if _guarded(story.number):
        outcome = "no_answer"
    contacts.record(
        by=story.by,
        person=case.person,
        case=case,
        outcome=outcome,
        medium="02",
        minutes=2,
        note="Rang, no answer." if outcome == "no_answer" else "Left a message with our number.",
        as_asked=True,
        next_step="Try again at another time of day",
        next_step_on=story.day(then),
        at=story.ago(days, hour),
    )


def _talk(story: Story, case: Case, days: float, then: int, *, agreed: bool | None = True) -> None:
    contacts.record(
        by=story.by,
        person=case.person,
        case=case,
        outcome="reached",
        medium="02",
        minutes=story.pick.choice((25, 30, 40, 45)),
        interpreter="1" if story.someone.interpreter else "",
        note=story.situation.first_talk,
        next_step="Ring back to talk about a plan",
        next_step_on=story.day(then),
        agreed=agreed,
        at=story.ago(days, 14),
    )
    case.refresh_from_db()


def _plan(story: Story, case: Case, days: float) -> None:
    said, moment = story.situation, story.ago(days, 15)
    said_of = ABOUTS[story.number % len(ABOUTS)]
    plans.start(by=story.by, case=case, at=moment)
    plans.save_about(
        by=story.by, case=case, strengths=said.strengths, what_matters=said.matters,
        who_matters=said_of.around, please_do=said_of.please, at=moment,
    )  # fmt: skip
    need = plans.add_need(
        by=story.by, case=case, foundation=said.foundation, text=said.need, at=moment
    )
    goal = plans.add_goal(
        by=story.by, need=need, text=said.goal, importance=story.pick.randint(7, 10), at=moment
    )
    plans.add_action(
        by=story.by, goal=goal, text=said.own_action, who="person",
        by_when=story.day(9), confidence=story.pick.randint(4, 8), at=moment,
    )  # fmt: skip
    plans.add_action(
        by=story.by,
        goal=goal,
        text=said.worker_action,
        who="worker",
        by_when=story.day(4),
        at=moment,
    )
    plans.agree(
        by=story.by,
        case=case,
        agreed_with=story.someone.first,
        also_present="Their daughter" if story.number % 4 == 2 else "",
        agreed_on=moment.date(),
        at=moment,
    )
    plans.set_review(by=story.by, case=case, on=story.day(30), reviewer=story.worker, at=moment)
    if story.someone.born.year < 2008:
        _measure(story, case, "start", days, (4, 4, 5, 7))
        outcomes.rate_goal(
            by=story.by, case=case, goal=goal, moment="start", rating=3,
            taken_on=moment.date(), at=moment,
        )  # fmt: skip
    case.refresh_from_db()


def _own_page(story: Story, case: Case) -> None:
    """A page of their own: one word of theirs waits for an answer, another was read."""
    page = plans.give_page(by=story.by, case=case)
    link = links.in_force(purpose="plans.page", subject_id=page.pk).get()
    holder, scheme_id = Actor.link(link.pk), story.scheme.pk
    opened = plans.open_page(
        by=holder, scheme_id=scheme_id, page_id=page.pk, born=story.someone.born
    )
    assert opened is not None

    def write(kind: str, text: str, line: str = "") -> Correction:
        return plans.write_on_page(
            by=holder, scheme_id=scheme_id, page=opened, kind=kind, text=text, line=line
        )

    goal = opened.shown["needs"][0]["goals"][0]["line"]["key"]
    write("not_meant", ABOUTS[story.number % len(ABOUTS)].meant, goal)
    went = write("went", "Harder than I thought, but I went.")
    plans.take_over(by=story.by, correction=went)


def _measure(story: Story, case: Case, when: str, days: float, around: tuple[int, ...]) -> None:
    answers = {
        item: min(10, max(0, value + story.pick.randint(-1, 1)))
        for item, value in enumerate(around, start=1)
    }
    moment = story.ago(days, 15)
    outcomes.record_score(
        by=story.by, case=case, measure="ons4", moment=when, answers=answers, mode="phone",
        taken_on=moment.date(), at=moment,
    )  # fmt: skip


def _ask_about_risks(story: Story, case: Case, days: float) -> None:
    if not case.person.risks.exists():
        people.state_none_known(by=story.by, person=case.person, stated_on=story.ago(days).date())


def _introduce(story: Story, case: Case, days: float, *, offer: int = 0, news_in: int = 7):  # type: ignore[no-untyped-def]
    _ask_about_risks(story, case, days)
    wanted = story.situation.offers[offer % len(story.situation.offers)]
    service = Service.objects.filter(scheme_id=story.scheme.pk, name__startswith=wanted).order_by(
        "name"
    )[story.number % 3 if story.scheme.slug.startswith("bow") else 0]
    moment = story.ago(days, 16)
    return connections.introduce(
        by=story.by,
        person=case.person,
        case=case,
        service=service,
        agreed_fields=["name", "phone", "need"],
        agreed_how="Said yes on the phone, after hearing what would be shared",
        agreed_on=moment.date(),
        need=case.plans.get().needs.first(),
        keep_safe="Hard of hearing on the left side." if story.number % 6 == 1 else "",
        getting_there="Walks; will be met at the door the first time.",
        ask_news_on=(moment + datetime.timedelta(days=news_in)).date(),
        at=moment,
    )


def _news(story: Story, introduction, progress: Progress, days: float, note: str) -> None:  # type: ignore[no-untyped-def]
    connections.record_progress(
        by=story.by, introduction=introduction, progress=progress, note=note, at=story.ago(days, 12)
    )


def _support(story: Story, case: Case, days: float) -> None:
    kind, result, pence = story.situation.support
    moment = story.ago(days, 13)
    contacts.give_support(
        by=story.by,
        case=case,
        kind=kind,
        given_on=moment.date(),
        minutes=story.pick.choice((20, 45, 90)),
        result=result,
        money_pence=pence,
        money_frequency="yearly" if pence else "",
        money_certainty="confirmed" if pence and story.number % 2 else "estimated" if pence else "",
        at=moment,
    )


def _next(story: Story, case: Case, text: str, days: int, at: datetime.time | None = None) -> None:
    caseload.set_next_step(by=story.by, case=case, text=text, on=story.day(days), time=at)


def _appointment(story: Story, case: Case, days: int) -> None:
    """At the practice, with an interpreter asked for where one is needed, who has not said yes."""
    contact = contacts.plan_contact(
        by=story.by,
        person=case.person,
        planned_for=datetime.datetime.combine(story.day(days), datetime.time(11), LONDON),
        medium="01",
        place=story.practice.name,
        minutes=90 if story.someone.interpreter else 45,
    )
    if story.someone.interpreter:
        contacts.book_interpreter(
            by=story.by,
            contact=contact,
            language=case.person.language,
            supplier="Limehouse Voices",
            reference=f"LV-{2040 + story.number}",
        )


def _finish(story: Story, case: Case, days: float, reason: str = "02") -> None:
    case.refresh_from_db()
    closures.close(
        by=story.by,
        case=case,
        reason=reason,
        summary=story.situation.summary if reason == "02" else "",
        why_now="Agreed with the person"
        if reason == "02"
        else "Three tries and a letter, no answer",
        # The newest letters are still to be sent, so that closing is of now.
        at=story.ago(days, 15) if days > 5 else None,
    )


def _received(story: Story) -> None:
    _refer(story, 1 + story.number % 3)


def _received_urgent(story: Story) -> None:
    _refer(story, 0.1, urgency="urgent")


def _received_self(story: Story) -> None:
    _refer(story, 0.3, source="02")


def _unallocated(story: Story) -> None:
    _take_on(story, _refer(story, 4), 3, held=False)


def _first_call_due(story: Story) -> None:
    _take_on(story, _refer(story, 5), 3, due=0)


def _first_call_late(story: Story) -> None:
    _take_on(story, _refer(story, 9, urgency="soon"), 7, due=-2)


def _trying_once(story: Story) -> None:
    case = _take_on(story, _refer(story, 12), 9)
    _try(story, case, 5, 10, 0)


def _trying_twice(story: Story) -> None:
    case = _take_on(story, _refer(story, 16), 13)
    _try(story, case, 9, 10, -4)
    case.refresh_from_db()
    _try(story, case, 4, 17, 0)


def _talking(story: Story) -> None:
    case = _take_on(story, _refer(story, 20), 17)
    _talk(story, case, 6, 3)
    _appointment(story, case, 2)


def _talking_today(story: Story) -> None:
    case = _take_on(story, _refer(story, 21), 18)
    _talk(story, case, 7, 0)
    _next(story, case, "Ring back about the letter", 0, datetime.time(14, 30))


def _planned(story: Story) -> Case:
    case = _take_on(story, _refer(story, 34), 31)
    _talk(story, case, 24, -12)
    _plan(story, case, 14)
    _own_page(story, case)
    _next(story, case, "See how the first step went", 2)
    _appointment(story, case, 2)
    return case


def _planned_quiet(story: Story) -> None:
    case = _take_on(story, _refer(story, 70), 66)
    _talk(story, case, 55, -40)
    _plan(story, case, 48)
    _next(story, case, "Ring to see how things are", -6)


def _introduced(story: Story) -> Case:
    case = _take_on(story, _refer(story, 45), 42)
    _talk(story, case, 35, -20)
    _plan(story, case, 28)
    introduction = _introduce(story, case, 10)
    if story.number % 2:
        _news(story, introduction, Progress.ACCEPTED, 7, "There is a place from next week.")
    _support(story, case, 12)
    _next(story, case, "Ask how the first visit was", 1)
    return case


def _introduced_full(story: Story) -> None:
    case = _take_on(story, _refer(story, 48), 45)
    _talk(story, case, 38, -20)
    _plan(story, case, 30)
    introduction = _introduce(story, case, 9)
    _news(story, introduction, Progress.FULL, 1, "Full until after the holidays.")
    _next(story, case, "Find something else: the group is full", 0)


def _came(story: Story) -> Case:
    case = _take_on(story, _refer(story, 80), 77)
    _talk(story, case, 70, -60)
    _plan(story, case, 60)
    introduction = _introduce(story, case, 40)
    _news(story, introduction, Progress.ACCEPTED, 36, "")
    _news(story, introduction, Progress.CAME, 25, "Came, and stayed for the tea.")
    _support(story, case, 33)
    _next(story, case, "Review the plan together", 5)
    return case


def _came_twice(story: Story) -> None:
    case = _came(story)
    second = _introduce(story, case, 15, offer=1)
    _news(story, second, Progress.CAME, 6, "")


def _did_not_come(story: Story) -> None:
    case = _take_on(story, _refer(story, 52), 49)
    _talk(story, case, 41, -30)
    _plan(story, case, 33)
    introduction = _introduce(story, case, 20)
    _news(story, introduction, Progress.ACCEPTED, 17, "")
    _news(
        story,
        introduction,
        Progress.DID_NOT_COME,
        3,
        "The bus did not come, and then it felt too late.",
    )
    _next(story, case, "Offer to go along the first time", 0)


def _ready_to_finish(story: Story) -> Case:
    case = _take_on(story, _refer(story, 150), 146)
    _talk(story, case, 139, -120)
    _plan(story, case, 130)
    introduction = _introduce(story, case, 110)
    _news(story, introduction, Progress.ACCEPTED, 106, "")
    _news(story, introduction, Progress.CAME, 90, "")
    _support(story, case, 100)
    if story.someone.born.year < 2008:
        _measure(story, case, "end", 4, (7, 7, 7, 4))
    _next(story, case, "Talk about finishing", 1)
    return case


def _finished(story: Story) -> None:
    case = _ready_to_finish(story)
    _finish(story, case, 2)


def _declined(story: Story) -> None:
    case = _take_on(story, _refer(story, 25), 22)
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
    case = _take_on(story, _refer(story, 60), 57)
    for days, hour in ((50, 10), (44, 18), (38, 13)):
        _try(story, case, days, hour, -30)
        case.refresh_from_db()
    _finish(story, case, 20, "no-contact")


def _returned(story: Story) -> None:
    referral = _refer(story, 6)
    referrals.return_to_referrer(
        by=story.lead,
        referral=referral,
        reason="The number does not work. Please send another way to reach them.",
        at=story.ago(5, 12),
    )


def _not_taken_on(story: Story) -> None:
    referral = _refer(story, 8)
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
