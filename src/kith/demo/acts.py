"""What happens to one of the demonstration's people, an act at a time, through the write doors."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field
from zoneinfo import ZoneInfo

from kith.demo.people import Someone, test_nhs_number
from kith.demo.situations import ABOUTS, Situation
from kith.demo.year.ground import acting
from kith.directory.models import Service
from kith.isolation import links
from kith.isolation.actor import Actor
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


def refer(story: Story, days: float, *, urgency: str = "routine", source: str = "01") -> Referral:
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


def take_on(
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


def try_to_reach(story: Story, case: Case, days: float, hour: int, then: int) -> None:
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


def talk(story: Story, case: Case, days: float, then: int, *, agreed: bool | None = True) -> None:
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


def agree_plan(story: Story, case: Case, days: float) -> None:
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
        measure(story, case, "start", days, (4, 4, 5, 7))
        outcomes.rate_goal(
            by=story.by, case=case, goal=goal, moment="start", rating=3,
            taken_on=moment.date(), at=moment,
        )  # fmt: skip
    case.refresh_from_db()


def give_own_page(story: Story, case: Case) -> None:
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


def measure(story: Story, case: Case, when: str, days: float, around: tuple[int, ...]) -> None:
    answers = {
        item: min(10, max(0, value + story.pick.randint(-1, 1)))
        for item, value in enumerate(around, start=1)
    }
    moment = story.ago(days, 15)
    outcomes.record_score(
        by=story.by, case=case, measure="ons4", moment=when, answers=answers, mode="phone",
        taken_on=moment.date(), at=moment,
    )  # fmt: skip


def ask_about_risks(story: Story, case: Case, days: float) -> None:
    if not case.person.risks.exists():
        people.state_none_known(by=story.by, person=case.person, stated_on=story.ago(days).date())


def introduce(story: Story, case: Case, days: float, *, offer: int = 0, news_in: int = 7):  # type: ignore[no-untyped-def]
    ask_about_risks(story, case, days)
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
        keep_safe="Hard of hearing on the left side." if story.number % 6 == 1 else "Nothing",
        getting_there="Walks; will be met at the door the first time.",
        ask_news_on=(moment + datetime.timedelta(days=news_in)).date(),
        at=moment,
    )


def hear_news(story: Story, introduction, progress: Progress, days: float, note: str) -> None:  # type: ignore[no-untyped-def]
    connections.record_progress(
        by=story.by, introduction=introduction, progress=progress, note=note, at=story.ago(days, 12)
    )


def find_it_full(story: Story, case: Case, days: float) -> None:
    """A first group had no place for them, which their worker knows and told them; so another was found."""
    introduction = introduce(story, case, days, offer=-1)
    hear_news(story, introduction, Progress.FULL, days - 3, "No place before the spring.")
    connections.note_seen(by=story.by, introduction=introduction)


def say_wishes(scheme: Scheme, by: Actor) -> None:
    """One group that reads its e-mail once a week, and takes a few people a month."""
    cafes = Service.objects.filter(scheme_id=scheme.pk, name__startswith="Conversation café")
    connections.set_wishes(
        by=by,
        service=cafes.order_by("name")[0],
        told_by="weekly",
        monthly_ceiling=8,
    )


def say_thanks(story: Story, introduction) -> None:  # type: ignore[no-untyped-def]
    """The person got there, it helped, and they thank the group in words it may quote."""
    connections.person_says(
        by=story.by, introduction=introduction, said="helped", words="I look forward to Tuesdays."
    )
    connections.thank(
        by=story.by,
        introduction=introduction,
        words="Somebody waited at the gate for me. That is why I came back.",
        quotable=bool(story.number % 2),
        at=story.ago(20, 12),
    )


def give_support(story: Story, case: Case, days: float) -> None:
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


def promise(
    story: Story, case: Case, text: str, days: int, at: datetime.time | None = None
) -> None:
    caseload.set_next_step(by=story.by, case=case, text=text, on=story.day(days), time=at)


def make_appointment(story: Story, case: Case, days: int) -> None:
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


def finish(story: Story, case: Case, days: float, reason: str = "02") -> None:
    case.refresh_from_db()
    closures.close(
        by=story.by,
        case=case,
        reason=reason,
        summary=story.situation.summary if reason == "02" else "",
        why_now="Agreed with the person"
        if reason == "02"
        else "Three tries and a letter, no answer",
        follow_up=reason == "02",
        # The newest letters are still to be sent, so that closing is of now.
        at=story.ago(days, 15) if days > 5 else None,
    )
