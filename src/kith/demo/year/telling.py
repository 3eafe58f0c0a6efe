"""Tells one life of the year, act by act in the order in which they happened."""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import prefetch_related_objects

from kith.campaigns import actions as campaigns
from kith.demo.year import days, shape, words
from kith.demo.year.ground import ITSELF, OTHERS, PRACTICE, RELATIVE, SCHOOL, SHARES, Ground, acting
from kith.demo.year.identity import who
from kith.demo.year.roster import Life
from kith.demo.year.schedule import Moments, moments
from kith.demo.year.staff import Colleague
from kith.isolation.actor import Actor
from kith.organisations.models import Practice
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.closures import actions as closures
from kith.pathway.connections import actions as connections
from kith.pathway.connections.models import Introduction
from kith.pathway.connections.states import Progress
from kith.pathway.contacts import actions as contacts
from kith.pathway.outcomes import actions as outcomes
from kith.pathway.plans import actions as plans
from kith.pathway.plans.models import Goal, Need
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.models import Referral
from kith.people import actions as people
from kith.people.models import Person

DOCTORS = ("Dr Sen", "Dr Lloyd", "Dr Osei", "Dr Marchetti", "Nurse Abbott", "Dr Iqbal", "Dr Frost")
PHONE, FACE_TO_FACE, VIDEO = "02", "01", "03"
ADULT = 16  # the youngest who is asked ONS4
Act = Callable[[datetime.datetime], None]


@dataclass
class Telling:
    """One life while it is told. The rows are filled in as they come about."""

    ground: Ground
    life: Life
    pick: random.Random
    moments: Moments
    worker: Colleague
    practice: Practice
    by: Actor = field(init=False)
    person: Person = field(init=False)
    referral: Referral = field(init=False)
    case: Case | None = None
    need: Need = field(init=False)
    goal: Goal = field(init=False)
    introduction: Introduction = field(init=False)
    risk_asked: bool = False

    def __post_init__(self) -> None:
        self.by = acting(self.ground.members[self.worker.name])

    def acts(self) -> list[tuple[datetime.datetime, Act]]:
        """What happens, in order."""
        return [(moment, getattr(self, f"_{name}")) for name, moment in self.moments]

    # The referral and what the scheme decides

    def _referred(self, at: datetime.datetime) -> None:
        theme, pick = self.life.theme, self.pick
        source = self._source()
        other = next((self.ground.others[n] for n, code, _ in OTHERS if code == source), None)
        by_itself = source in (ITSELF, RELATIVE)
        risk = "Does not open the door to people they do not know." if pick.random() < 0.05 else ""
        self.risk_asked = bool(risk) or pick.random() < 0.7
        self.referral = referrals.receive(
            by=Actor.system("the referral form"),
            scheme_id=self.ground.scheme_id,
            who=None if hasattr(self, "person") else who(self.life, self.practice, pick),
            person=getattr(self, "person", None),
            source=source,
            referred_on=at.date(),
            practice=self.practice if source == PRACTICE else None,
            organisation=other,
            organisation_name="A primary school in Bow" if source == SCHOOL else "",
            referrer_name="" if by_itself else pick.choice(DOCTORS) if source == PRACTICE else "",
            referrer_role="GP" if source == PRACTICE else "",
            referrer_contact=self.practice.email if source == PRACTICE else "",
            programme=self.ground.programme if self.life.cancer else None,
            urgency=pick.choices(("routine", "soon", "urgent"), (84, 13, 3))[0],
            reasons=[self.ground.reasons[theme.reason]],
            referrer_sees="" if by_itself else pick.choice(theme.sees),
            person_says=pick.choice(theme.says),
            person_knows=True,
            consent_note="Asked for support" if by_itself else "Agreed to be rung",
            risk=risk,
            no_risk_known=self.risk_asked and not risk,
            at=at,
        )
        self._know(self.referral.person)

    def _know(self, person: Person) -> None:
        """Their ways of being reached do not change in the year, so they are read once."""
        prefetch_related_objects([person], "contact_points")
        self.person = person

    def _source(self) -> str:
        if self.life.through_outreach:
            return ITSELF
        if self.life.cancer:
            return self.pick.choice(("06", "06", PRACTICE))
        if self.life.someone.born.year > 2002:
            return self.pick.choice((PRACTICE, SCHOOL))
        shares = SHARES | {code: share for _, code, share in OTHERS}
        return self.pick.choices(list(shares), list(shares.values()))[0]

    def _taken_on(self, at: datetime.datetime) -> None:
        self.case = caseload.take_on(
            by=self.ground.lead,
            referral=self.referral,
            holder=self.ground.members[self.worker.name],
            next_step="First call",
            next_step_on=days.after(at.date(), 4),
            at=at,
        )

    def _not_taken_on(self, at: datetime.datetime) -> None:
        code, said = self.pick.choice(words.NO_TAKE_ON)
        referrals.not_take_on(
            by=self.ground.lead, referral=self.referral, reason_code=code, words=said, at=at
        )

    def _withdrawn(self, at: datetime.datetime) -> None:
        referrals.withdraw(
            by=self.ground.lead,
            referral=self.referral,
            reason="The practice rang: moving away next week.",
            at=at,
        )

    # Talking

    def _tried(self, at: datetime.datetime) -> None:
        left = self.life.number % 9 != 0 and self.pick.random() < 0.4
        self._contact(
            at,
            "left_message" if left else "no_answer",
            minutes=2,
            note="Left a message with our number." if left else "Rang, no answer.",
        )

    def _letter(self, at: datetime.datetime) -> None:
        self._contact(at, "sent", medium="letter", note="Wrote to say how to reach us.")

    def _talked(self, at: datetime.datetime) -> None:
        self._contact(
            at,
            "reached",
            minutes=self.pick.choice((25, 30, 35, 40, 45, 50)),
            note=self.pick.choice(self.life.theme.talk),
            agreed=True,
            next_step="Ring back to talk about a plan",
            next_step_on=days.after(at.date(), 7),
        )
        if not self.risk_asked:
            people.state_none_known(by=self.by, person=self.person, stated_on=at.date(), at=at)
            self.risk_asked = True

    def _said_no(self, at: datetime.datetime) -> None:
        self._contact(at, "reached", minutes=6, note=self.pick.choice(words.DECLINED), agreed=False)
        self.case = None

    def _talked_again(self, at: datetime.datetime) -> None:
        medium, place = self._how(at)
        self._contact(
            at,
            "reached",
            medium=medium,
            place=place,
            minutes=self.pick.choice((15, 20, 30, 40, 60)),
            travel_minutes=self.pick.choice((10, 20)) if place else None,
            note=self.pick.choice(words.LATER),
            next_step="Ring to see how things are",
            next_step_on=days.after(at.date(), 10),
        )

    def _how(self, at: datetime.datetime) -> tuple[str, str]:
        """Face to face for some, until nobody met any more."""
        if at.date() >= days.LOCKDOWN:
            return (VIDEO if self.pick.random() < 0.06 else PHONE), ""
        return (FACE_TO_FACE, self.practice.name) if self.pick.random() < 0.45 else (PHONE, "")

    def _contact(self, at: datetime.datetime, outcome: str, **said: object) -> None:
        interpreted = outcome == "reached" and self.life.someone.interpreter
        contacts.record(
            by=self.by,
            person=self.person,
            case=self.case,
            outcome=outcome,
            interpreter="1" if interpreted else "",
            at=at,
            **said,  # type: ignore[arg-type]
        )

    # The plan and what came of it

    def _planned(self, at: datetime.datetime) -> None:
        theme, case = self.life.theme, self._open_case()
        plans.save_about(
            by=self.by, case=case, strengths=theme.strength, what_matters=theme.matters, at=at
        )
        self.need = plans.add_need(
            by=self.by, case=case, foundation=theme.foundation, text=theme.need, at=at
        )
        importance = self.pick.randint(6, 10)
        self.goal = plans.add_goal(
            by=self.by, need=self.need, text=theme.goal, importance=importance, at=at
        )
        for text, doer in ((theme.own, "person"), (theme.ours, "worker")):
            plans.add_action(
                by=self.by, goal=self.goal, text=text, who=doer,
                by_when=days.after(at.date(), 8), at=at,
            )  # fmt: skip
        plans.agree(
            by=self.by, case=case, agreed_with=self.person.called, agreed_on=at.date(), at=at
        )
        self._measured("start", at, (4, 4, 5, 7), rating=3)

    def _measured(
        self, moment: str, at: datetime.datetime, around: tuple[int, ...], rating: int
    ) -> None:
        """ONS4 where it may be asked, for most; the person's own rating for the others."""
        case = self._open_case()
        if self.person.age_on(at.date()) >= ADULT and self.life.number % 4:
            answers = {n: v + self.pick.randint(-1, 1) for n, v in enumerate(around, start=1)}
            outcomes.record_score(
                by=self.by, case=case, measure="ons4", moment=moment, answers=answers,
                mode="phone", taken_on=at.date(), at=at,
            )  # fmt: skip
        elif self.life.came == shape.CHANGED or self.life.number % 8:
            outcomes.rate_goal(
                by=self.by, case=case, goal=self.goal, moment=moment, rating=rating,
                taken_on=at.date(), at=at,
            )  # fmt: skip

    def _supported(self, at: datetime.datetime) -> None:
        kind, result, pence = self.life.theme.support
        if kind == "went_along" and at.date() >= days.LOCKDOWN:
            kind, result = "listened", "Rang on the day, before and after."
        known = pence is not None
        contacts.give_support(
            by=self.by,
            case=self._open_case(),
            kind=kind,
            given_on=at.date(),
            minutes=self.pick.choice((20, 30, 45, 60, 90)),
            result=result,
            money_pence=pence + 1200 * self.pick.randint(-20, 20) if pence is not None else None,
            money_frequency="yearly" if known else "",
            money_certainty=self.pick.choice(("estimated", "confirmed")) if known else "",
            at=at,
        )

    def _introduced(self, at: datetime.datetime) -> None:
        offers = self.life.theme.offers if at.date() < days.LOCKDOWN else words.BY_PHONE
        service = self.pick.choice(self.ground.services[self.pick.choice(offers)])
        self.introduction = connections.introduce(
            by=self.by,
            person=self.person,
            case=self._open_case(),
            service=service,
            agreed_fields=["name", "phone", "need"],
            agreed_how="Said yes, after hearing what would be shared",
            agreed_on=at.date(),
            need=self.need,
            ask_news_on=days.after(at.date(), 5),
            at=at,
        )

    def _accepted(self, at: datetime.datetime) -> None:
        self._news(at, Progress.ACCEPTED)

    def _came(self, at: datetime.datetime) -> None:
        self._news(at, Progress.CAME)

    def _came_to_nothing(self, at: datetime.datetime) -> None:
        news = (Progress.FULL, Progress.NOT_RIGHT, Progress.DID_NOT_COME, Progress.WITHDRAWN)
        self._news(at, self.pick.choices(news, (3, 2, 5, 1))[0])

    def _news(self, at: datetime.datetime, progress: Progress) -> None:
        connections.record_progress(
            by=self.by, introduction=self.introduction, progress=progress, at=at
        )

    def _better(self, at: datetime.datetime) -> None:
        self._measured("end", at, (7, 7, 7, 4), rating=7)

    def _no_better(self, at: datetime.datetime) -> None:
        self._measured("end", at, (2, 2, 3, 9), rating=2)

    # Handing over, finishing, beginning again

    def _handed_over(self, at: datetime.datetime) -> None:
        """The worker leaves the scheme: whoever they hold goes to a colleague who stays."""
        successor = self.ground.colleague_on(
            at.date() + days.DAY, self.pick, self.worker.partner, stays=True
        )
        member = self.ground.members[successor.name]
        if self.case is not None and self.case.state == CaseState.OPEN:
            caseload.hand_over(
                by=self.by,
                case=self.case,
                holder=member,
                note="I leave at the end of the week. All that matters is in the plan.",
                at=at,
            )
        self.worker, self.by = successor, acting(member)

    def _finished(self, at: datetime.datetime) -> None:
        completed = "07" if self.pick.random() < 0.12 else "02"
        self._close(at, completed, self.life.theme.came_of_it if completed == "02" else "")

    def _gave_up(self, at: datetime.datetime) -> None:
        self._close(at, "no-contact", "")

    def _close(self, at: datetime.datetime, reason: str, summary: str) -> None:
        closures.close(
            by=self.by,
            case=self._open_case(),
            reason=reason,
            summary=summary,
            why_now="Agreed with the family." if self.person.age_on(at.date()) < 18 else "",
            at=at,
        )

    def _reopened(self, at: datetime.datetime) -> None:
        closures.reopen(by=self.by, case=self._open_case(), why="Rang us: it got harder.", at=at)

    # The campaign

    def _listed(self, at: datetime.datetime) -> None:
        if not hasattr(self, "person"):
            identity = who(self.life, self.practice, self.pick)
            scheme_id = self.ground.scheme_id
            person, _ = people.know(by=self.by, scheme_id=scheme_id, who=identity, at=at)
            self._know(person)
        self._list(at, shape.CAMPAIGN)

    def _called_in_vain(self, at: datetime.datetime) -> None:
        self._call(at, shape.CAMPAIGN, "no_answer", 1, "Rang, no answer.")

    def _called(self, at: datetime.datetime) -> None:
        said = words.CALL_WANTS if self.life.through_outreach else words.CALL_TALKED
        self._call(at, shape.CAMPAIGN, "reached", self.pick.randint(5, 25), self.pick.choice(said))

    def _list(self, at: datetime.datetime, campaign: str) -> None:
        row = self.ground.campaigns[campaign]
        campaigns.list_person(by=self.by, campaign=row, person=self.person, at=at)

    def _called_after(self, at: datetime.datetime) -> None:
        self._list(at, shape.CAMPAIGN_AFTER)
        note = self.pick.choice(words.CALL_TALKED)
        self._call(at, shape.CAMPAIGN_AFTER, "reached", self.pick.randint(5, 15), note)

    def _call(
        self, at: datetime.datetime, campaign: str, outcome: str, minutes: int, note: str
    ) -> None:
        interpreted = outcome == "reached" and self.life.someone.interpreter
        campaigns.call(
            by=self.by,
            campaign=self.ground.campaigns[campaign],
            person=self.person,
            outcome=outcome,
            minutes=minutes,
            interpreter="1" if interpreted else "",
            note=note,
            at=at,
        )

    def _open_case(self) -> Case:
        assert self.case is not None
        return self.case


def tell(ground: Ground, life: Life, seed: str) -> None:
    """Tell one life, from its first act to its last."""
    pick = life.random(f"{seed} {ground.slug}")
    partner = ground.callers_partner if life.came == shape.CALLED else ""
    worker = ground.colleague_on(life.starts_on, pick, partner)
    telling = Telling(
        ground=ground,
        life=life,
        pick=pick,
        moments=moments(life, pick, worker.left),
        worker=worker,
        practice=pick.choices(ground.practices, ground.weights)[0],
    )
    for moment, act in telling.acts():
        act(moment)
