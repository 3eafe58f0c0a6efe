"""How a life begins with us: the referral, what the scheme decides, the first talk and those that follow."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass, field
from typing import Any

from django.db.models import prefetch_related_objects

from kith.demo.year import days, words
from kith.demo.year.ground import ITSELF, OTHERS, PRACTICE, RELATIVE, SCHOOL, SHARES, Ground, acting
from kith.demo.year.identity import who
from kith.demo.year.roster import Life
from kith.demo.year.schedule import Moments
from kith.demo.year.staff import Colleague
from kith.isolation.actor import Actor
from kith.organisations.models import Practice, ReferringOrganisation
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.connections.models import Introduction
from kith.pathway.contacts import actions as contacts
from kith.pathway.plans.models import Goal, Need
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.actions import ForProgramme, RatedConcern
from kith.pathway.referrals.models import Referral
from kith.people import actions as people
from kith.people import queries as people_queries
from kith.people.models import Person
from kith.people.rules import ADULT_AT, DECIDES_FROM
from kith.vocabulary import holistic_concerns, working_days
from kith.vocabulary.doors import Door

DOCTORS = ("Dr Sen", "Dr Lloyd", "Dr Osei", "Dr Marchetti", "Nurse Abbott", "Dr Iqbal", "Dr Frost")
PARENTS = ("Ines", "Farida", "Joan", "Ama", "Lena", "Salma", "Ruth")
# By which ways each source's referrals come, and how often in a hundred.
DOORS = {
    PRACTICE: ((Door.PRACTICE, 55), (Door.ACCOUNT, 30), (Door.SHEET, 15)),
    ITSELF: ((Door.ASK, 60), (Door.TELEPHONE, 40)),
    RELATIVE: ((Door.ASK, 70), (Door.TELEPHONE, 30)),
    "06": ((Door.PROFESSIONAL, 75), (Door.LETTER, 25)),
}
PHONE, FACE_TO_FACE, VIDEO = "02", "01", "03"


@dataclass
class Beginning:
    """One life while it is told: how it began. The rows are filled in as they come about."""

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
            door=self._door(source),
            referred_on=at.date(),
            practice=self.practice if source == PRACTICE else None,
            organisation=other,
            organisation_name="A primary school in Bow" if source == SCHOOL else "",
            referrer_name="" if by_itself else pick.choice(DOCTORS) if source == PRACTICE else "",
            referrer_role="GP" if source == PRACTICE else "",
            referrer_contact=self._address(source, other),
            programme=self.ground.programme if self.life.cancer else None,
            for_programme=self._for_programme(at.date()) if self.life.cancer else None,
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

    def _address(self, source: str, other: ReferringOrganisation | None) -> str:
        """Where word back goes: to a practice, an organisation or a school, and to nobody at home."""
        if source == PRACTICE:
            return self.practice.email
        if source == SCHOOL:
            return "office@a-primary-school.example"
        word = "".join(c for c in other.name.casefold() if c.isalnum()) if other else ""
        return f"referrals@{word}.example" if word else ""

    def _for_programme(self, day: datetime.date) -> ForProgramme:
        # Drawn by itself, so that nothing else of the life changes with it.
        pick = random.Random(f"stage {self.life.number}")  # noqa: S311  not a secret
        rated = pick.sample(sorted(holistic_concerns.CONCERNS), 4)
        return ForProgramme(
            stage=pick.choices(self.ground.stages, (35, 30, 20, 10, 5))[0],
            stage_on=day - datetime.timedelta(days=pick.randrange(3, 60)),
            said_by=self.life.someone.first,
            concerns=[RatedConcern(rating=pick.randrange(3, 10), what=what) for what in rated],
        )

    def _know(self, person: Person) -> None:
        """Their ways of being reached do not change in the year, so they are read once."""
        prefetch_related_objects([person], "contact_points")
        self.person = person

    def _door(self, source: str) -> str:
        # Drawn by itself, so that nothing else of the life changes with it.
        pick = random.Random(f"door {self.life.number} {source}")  # noqa: S311  not a secret
        if self.life.through_outreach:
            return Door.TEAM
        doors = DOORS.get(source, ((Door.PARTNER, 70), (Door.LETTER, 30)))
        return pick.choices([door for door, _ in doors], [share for _, share in doors])[0]

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
            next_step_on=working_days.add(at.date(), 4),
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
            next_step_on=working_days.add(at.date(), 7),
        )
        self._somebody_agreed(at)
        if not self.risk_asked:
            people.state_none_known(by=self.by, person=self.person, stated_on=at.date(), at=at)
            self.risk_asked = True

    def _somebody_agreed(self, at: datetime.datetime) -> None:
        """Of a child, a parent or the young person; it is asked in the first conversation."""
        age = self.person.age_on(at.date())
        if age >= ADULT_AT or people_queries.agreement_of(self.person) is not None:
            return
        said: dict[str, Any] = {"authority": "sixteen"}
        if age < DECIDES_FROM:
            said = {
                "authority": "parent",
                "parent_name": f"{PARENTS[self.life.number % len(PARENTS)]} {self.person.last_name}",
                "parent_relationship": "mother" if self.life.number % 3 else "father",
            }
        people.record_who_agreed(
            by=self.by, person=self.person, agreed_on=at.date(), how="In the first conversation",
            school="A school in Bow", at=at, **said,
        )  # fmt: skip

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
            next_step_on=working_days.add(at.date(), 10),
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
            as_asked=True,
            at=at,
            **said,  # type: ignore[arg-type]
        )

    def _open_case(self) -> Case:
        assert self.case is not None
        return self.case
