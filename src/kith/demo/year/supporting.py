"""The plan of a life, what the link worker did, and what came of it."""

from __future__ import annotations

import datetime

from kith.demo.year import days, shape, words
from kith.demo.year.beginning import Beginning
from kith.pathway.connections import actions as connections
from kith.pathway.connections.states import Progress
from kith.pathway.contacts import actions as contacts
from kith.pathway.outcomes import actions as outcomes
from kith.pathway.plans import actions as plans
from kith.vocabulary import working_days

ADULT = 16  # the youngest who is asked ONS4


class Supporting(Beginning):
    """One life while it is told: what mattered, and what was done about it."""

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
                by_when=working_days.add(at.date(), 8), at=at,
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
            keep_safe="Nothing",
            getting_there="By themselves",
            ask_news_on=working_days.add(at.date(), 5),
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
            by=self.by,
            introduction=self.introduction,
            progress=progress,
            note="They hoped for something else." if progress is Progress.NOT_RIGHT else "",
            at=at,
        )

    def _better(self, at: datetime.datetime) -> None:
        self._measured("end", at, (7, 7, 7, 4), rating=7)

    def _no_better(self, at: datetime.datetime) -> None:
        self._measured("end", at, (2, 2, 3, 9), rating=2)
