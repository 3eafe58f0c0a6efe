"""A scheme's years made up from a seed: rows of every kind a figure reads, near and on every edge.

They are written in bulk, under the same constraints as any row. Nothing here is about counting.
"""

from __future__ import annotations

import datetime as dt
import random
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from kith.campaigns.models import Campaign, CampaignCall, CampaignListing
from kith.directory import actions as directory
from kith.isolation import context
from kith.organisations.models import PCN, ListSize, Membership, Practice, PracticeInPCN, Scheme
from kith.pathway.caseload.models import Case
from kith.pathway.connections.models import Introduction
from kith.pathway.contacts.models import Contact, SupportGiven, Wait
from kith.pathway.outcomes.models import GoalRating, Score
from kith.pathway.outcomes.scoring import score
from kith.pathway.plans.models import Goal, Need, Plan
from kith.pathway.referrals.models import Reading, Referral
from kith.people.models import Person
from kith.ui.dates import LONDON, day_of
from kith.vocabulary.foundations import Foundation
from tests import cast

OUTCOMES = ("reached", "reached", "no_answer", "left_message", "wrong_number", "sent")
# Ours to keep and not kept, or nobody's number: no try (pathway.clocks says the same by itself).
NO_TRY = ("cancelled_by_us", "no_interpreter", "wrong_number")
CALLED = ("reached", "no_answer", "left_message", "wrong_number")
# Hours at which a day in London and a day in UTC are not the same, and ordinary ones.
HOURS = (0, 0, 9, 11, 14, 16, 23, 23)


@dataclass
class Rows:
    """What was made, as the rows themselves."""

    people: list[Person] = field(default_factory=list)
    referrals: list[Referral] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)
    contacts: list[Contact] = field(default_factory=list)
    support: list[SupportGiven] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    needs: list[Need] = field(default_factory=list)
    goals: list[Goal] = field(default_factory=list)
    ratings: list[GoalRating] = field(default_factory=list)
    scores: list[Score] = field(default_factory=list)
    introductions: list[Introduction] = field(default_factory=list)
    calls: list[CampaignCall] = field(default_factory=list)
    memberships: list[PracticeInPCN] = field(default_factory=list)
    sizes: list[ListSize] = field(default_factory=list)
    readings: list[Reading] = field(default_factory=list)
    waits: list[Wait] = field(default_factory=list)
    scheme: Scheme | None = None


class Maker:
    """Makes the rows of one scheme, between two days, from a seed."""

    def __init__(
        self,
        seed: int,
        scheme_id: UUID = cast.BOW,
        first: dt.date = dt.date(2018, 11, 1),
        last: dt.date = dt.date(2020, 9, 30),
    ) -> None:
        self.seed, self.pick = seed, random.Random(seed)
        # What only clocks read is drawn apart, so that it changes nothing else.
        self.clocks = random.Random(f"clocks {seed}")
        self.scheme_id, self.first, self.last = scheme_id, first, last
        self.rows = Rows()

    def make(self, people: int = 100) -> Rows:
        """Make `people` people and what happened with them; write all of it."""
        with context.in_scheme(self.scheme_id, actor=cast.TESTS.key):
            self.practices = list(Practice.objects.order_by("name"))
            self.readers = list(Membership.objects.order_by("name")[:2])
            self.rows.scheme = Scheme.objects.get(pk=self.scheme_id)
            self.service = directory.add_service(
                by=cast.TESTS, scheme_id=self.scheme_id, name="Walking group"
            )
            self.campaign = Campaign.objects.create(
                scheme_id=self.scheme_id, name=f"Calls {self.seed}", from_date=self.first
            )
            self._networks()
            for number in range(people):
                self._person(number)
            self._merge()
            self._near_holidays()
            self._write()
            self.rows.memberships = list(PracticeInPCN.objects.all())
        return self.rows

    def day(self, after: dt.date | None = None, within: int | None = None) -> dt.date:
        start = after or self.first
        span = max((self.last - start).days, 0)
        return start + dt.timedelta(days=self.pick.randint(0, min(span, within or span)))

    def moment(self, day: dt.date) -> dt.datetime:
        hour = self.pick.choice(HOURS)
        minute = self.pick.choice((0, 0, 29, 30, 59))
        return dt.datetime.combine(day, dt.time(hour, minute), tzinfo=LONDON)

    def _later(self, moment: dt.datetime, days: int) -> dt.datetime:
        return moment + dt.timedelta(minutes=self.clocks.randrange(days * 24 * 60))

    def chance(self, of_ten: int) -> bool:
        return self.pick.randint(1, 10) <= of_ten

    def _networks(self) -> None:
        other = PCN.objects.create(scheme_id=self.scheme_id, name="Another network")
        left = Practice.objects.create(
            scheme_id=self.scheme_id,
            name="Left early",
            ods_code=f"Y{self.pick.randint(10000, 99999)}",
        )
        PracticeInPCN.objects.create(
            scheme_id=self.scheme_id,
            practice=left,
            pcn=other,
            from_date=self.first,
            to_date=dt.date(2019, 6, 30),
        )
        for practice in [*self.practices, left]:
            for day in sorted({self.day() for _ in range(3)}):
                size = self.pick.randint(2_000, 12_000)
                self.rows.sizes.append(
                    self._one(ListSize, practice=practice, on_date=day, registered=size)
                )

    def _one(self, model: Any, **values: Any) -> Any:
        return model(scheme_id=self.scheme_id, **values)

    def _person(self, number: int) -> None:
        born = self.pick.choice(
            [
                self.day().replace(year=self.pick.randint(1929, 2012), day=28),
                dt.date(2004, 2, 29),
                dt.date(1961, 3, 23),
            ]
        )
        person = self._one(
            Person,
            first_name=f"Person{number}",
            last_name="Okafor",
            sort_name=f"okafor person{number}",
            date_of_birth=born,
            ethnicity=self.pick.choice(["", "A", "A1", "K", "N", "Z", "99", "S"]),
        )
        self.rows.people.append(person)
        day = self.day()
        for _ in range(self.pick.choice((0, 1, 1, 1, 2))):
            self._referral(person, day)
            day = self.day(day)
        for _ in range(self.pick.choice((0, 0, 0, 1, 2))):
            self._call(person)
        if self.chance(2):  # talked with, outside any case
            self._contact(person, None, self.day())

    def _referral(self, person: Person, day: dt.date) -> None:
        received = self.moment(day)
        decided = self.chance(8)
        draw = self.clocks
        then = received + dt.timedelta(days=draw.choice((0, 0, 1, 2, 9)), hours=draw.randrange(9))
        refused = not decided and draw.random() < 0.4
        referral = self._one(
            Referral,
            person=person,
            source=self.pick.choice(("01", "05")),
            door=self.pick.choice(("practice", "ask", "sheet")),
            referred_on=day,
            received_at=received,
            organisation_name=f"from {len(self.rows.referrals)}",
            urgency=draw.choice(("routine", "routine", "soon", "urgent")),
            decision="taken_on" if decided else "not_taken_on" if refused else "received",
            decided_at=then if decided or refused else None,
        )
        self.rows.referrals.append(referral)
        for reader in self.readers[: draw.choice((0, 1, 1, 2))]:
            read = self._later(received, 4)
            self.rows.readings.append(
                self._one(Reading, referral=referral, by=reader, read_at=read)
            )
        if decided:
            self._case(person, referral, self.moment(self.day(day, 10)))

    def _case(self, person: Person, referral: Referral, opened: dt.datetime) -> None:
        ended = None
        if self.chance(6) or any(
            c.person is person and c.ended_at is None for c in self.rows.cases
        ):
            ended = self.moment(self.day(day_of(opened), 200)) + dt.timedelta(hours=24)
        case = self._one(
            Case,
            person=person,
            referral=referral,
            opened_at=opened,
            ended_at=ended,
            state="closed" if ended else "open",
        )
        self.rows.cases.append(case)
        for _ in range(self.clocks.choice((0, 0, 0, 1, 2))):
            noted = self._later(opened, 20)
            chosen = day_of(noted) + dt.timedelta(days=self.clocks.randrange(60))
            self.rows.waits.append(
                self._one(
                    Wait, case=case, kind="chose", words="Later", noted_at=noted, chosen_on=chosen,
                    by_name="Nadia",
                )
            )  # fmt: skip
        start = day_of(opened)
        for _ in range(self.pick.randint(0, 4)):
            self._contact(person, case, self.day(start, 120))
        for _ in range(self.pick.choice((0, 0, 1, 2))):
            self.rows.support.append(
                self._one(
                    SupportGiven,
                    person=person,
                    case=case,
                    kind="form",
                    by_name="Nadia",
                    given_on=self.day(start, 120),
                )
            )
        if self.chance(7):
            self._plan(person, case, start)
        for _ in range(self.pick.choice((0, 1, 1, 2))):
            self._introduction(person, case, start)
        self._scores(person, case, start)

    def _contact(self, person: Person, case: Case | None, day: dt.date, **said: Any) -> Contact:
        contact = self._one(
            Contact,
            person=person,
            case=case,
            medium="02",
            by_name="Nadia",
            happened_at=self.moment(day),
            **{"outcome": self.pick.choice(OUTCOMES), **said},
        )
        contact.medium = self.clocks.choice(("02", "02", "01", "03", "06"))
        planned = self.clocks.random() < 0.3
        contact.planned_for = contact.happened_at if planned else None
        if contact.outcome == "no_answer" and self.clocks.random() < 0.3:
            contact.outcome = "cancelled_by_us"
        self.rows.contacts.append(contact)
        return contact

    def _near_holidays(self) -> None:
        """Referrals on the last working day before bank holidays, read and tried on the days after."""
        for day in (dt.date(2019, 8, 23), dt.date(2019, 12, 24), dt.date(2020, 4, 9)):
            for later in range(1, 7):
                person = self._one(
                    Person, first_name=f"Eve{later}", last_name=f"Of{day:%B}",
                    sort_name=f"of{day:%b} eve{later}", date_of_birth=dt.date(1950, 5, later),
                )  # fmt: skip
                at = dt.datetime.combine(day, dt.time(16), tzinfo=LONDON)
                referral = self._one(
                    Referral, person=person, source="05", door="ask", referred_on=day, received_at=at,
                    decision="taken_on", decided_at=at + dt.timedelta(days=later), urgency="soon",
                )  # fmt: skip
                case = self._one(
                    Case, person=person, referral=referral, opened_at=referral.decided_at
                )
                self.rows.people.append(person)
                self.rows.referrals.append(referral)
                self.rows.cases.append(case)
                for outcome, after in ((NO_TRY[later % 3], later), ("no_answer", later + 4)):
                    contact = self._one(
                        Contact, person=person, case=case, medium="02", by_name="Nadia",
                        outcome=outcome, happened_at=at + dt.timedelta(days=after),
                    )  # fmt: skip
                    self.rows.contacts.append(contact)

    def _call(self, person: Person) -> None:
        day = self.day(self.pick.choice((None, dt.date(2020, 3, 20))), 120)
        open_then = [
            c
            for c in self.rows.cases
            if c.person is person and day_of(c.opened_at) <= day and c.ended_at is None
        ]
        case = open_then[0] if open_then and self.chance(8) else None
        contact = self._contact(person, case, day, outcome=self.pick.choice(CALLED))
        self.rows.calls.append(self._one(CampaignCall, campaign=self.campaign, contact=contact))

    def _plan(self, person: Person, case: Case, start: dt.date) -> None:
        agreed = self.day(start, 60) if self.chance(8) else None
        plan = self._one(
            Plan, person=person, case=case, agreed_on=agreed, agreed_with="them" if agreed else ""
        )
        self.rows.plans.append(plan)
        for _ in range(self.pick.randint(0, 3)):
            row = self.pick.choice(list(Foundation))
            need = self._one(Need, person=person, plan=plan, foundation=row.value, text="Words")
            self.rows.needs.append(need)
            goal = self._one(Goal, person=person, need=need, text="Words")
            self.rows.goals.append(goal)
            for moment, day in self._moments(start):
                self.rows.ratings.append(
                    self._one(
                        GoalRating,
                        person=person,
                        goal=goal,
                        case=case,
                        moment=moment,
                        rating=self.pick.randint(0, 10),
                        taken_on=day,
                        replaced_at=self.moment(day) if self.chance(1) else None,
                    )
                )

    def _moments(self, start: dt.date) -> list[tuple[str, dt.date]]:
        chosen = {
            (moment, self.day(start, 150))
            for moment in ("start", "start", "review", "review", "end", "end")
            if self.chance(5)
        }
        return sorted(chosen)

    def _introduction(self, person: Person, case: Case, start: dt.date) -> None:
        made = self.moment(self.day(start, 90))
        later = self.moment(self.day(day_of(made), 60))
        progress = self.pick.choice(("accepted", "came", "came", "finished", "did_not_come"))
        under_way = {(i.case.pk, i.progress) for i in self.rows.introductions}
        if progress == "accepted" and (case.pk, "accepted") in under_way:
            progress = "full"
        came = progress == "finished" and self.chance(7)
        self.rows.introductions.append(
            self._one(
                Introduction,
                person=person,
                case=case,
                service=self.service,
                service_name="Walking group",
                agreed_fields=["name"],
                agreed_how="by phone",
                agreed_on=day_of(made),
                progress=progress,
                made_at=made,
                progress_at=later,
                came_at=later - dt.timedelta(days=20) if came else None,
                by_name="Nadia",
            )
        )

    def _scores(self, person: Person, case: Case, start: dt.date) -> None:
        for measure, items, least, most in (("ons4", 4, 0, 10), ("ucla-3", 3, 1, 3)):
            for moment, day in self._moments(start):
                skipped = self.chance(1)
                answers = {n: self.pick.randint(least, most) for n in range(1, items + 1)}
                self.rows.scores.append(
                    self._one(
                        Score,
                        person=person,
                        case=case,
                        measure=measure,
                        moment=moment,
                        taken_on=day,
                        by_name="Nadia",
                        answers={} if skipped else {str(n): a for n, a in answers.items()},
                        result={} if skipped else score(measure, answers).as_json(),
                        skipped_why="Too tired" if skipped else "",
                        replaced_at=self.moment(day) if self.chance(1) else None,
                    )
                )

    def _merge(self) -> None:
        """Some people turn out to be one."""
        for _ in range(3):
            one, other = self.pick.sample(self.rows.people, 2)
            if (
                one.merged_into is None
                and other.merged_into is None
                and not any(p.merged_into is one for p in self.rows.people)
            ):
                one.merged_into = other

    def _write(self) -> None:
        rows = self.rows
        merged = [(p, p.merged_into) for p in rows.people if p.merged_into]
        for person, _ in merged:
            person.merged_into = None
        Person.objects.bulk_create(rows.people)
        for person, into in merged:
            person.merged_into = into
        Person.objects.bulk_update([person for person, _ in merged], ["merged_into"])
        for model, made in (
            (Referral, rows.referrals), (Case, rows.cases), (Contact, rows.contacts),
            (SupportGiven, rows.support), (Plan, rows.plans), (Need, rows.needs),
            (Goal, rows.goals), (GoalRating, rows.ratings), (Score, rows.scores),
            (Introduction, rows.introductions), (ListSize, rows.sizes), (CampaignCall, rows.calls),
            (Reading, rows.readings), (Wait, rows.waits),
        ):  # fmt: skip
            model.objects.bulk_create(made)
        CampaignListing.objects.bulk_create(
            self._one(CampaignListing, campaign=self.campaign, person_id=key, added_on=self.first)
            for key in {call.contact.person_id for call in rows.calls}
        )
