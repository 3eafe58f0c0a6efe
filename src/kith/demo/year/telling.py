"""Tells one life of the year, act by act in the order in which they happened."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from kith.campaigns import actions as campaigns
from kith.demo.year import days, shape, words
from kith.demo.year.ground import Ground, acting
from kith.demo.year.identity import who
from kith.demo.year.roster import Life
from kith.demo.year.schedule import moments
from kith.demo.year.supporting import Supporting
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.states import CaseState
from kith.pathway.closures import actions as closures
from kith.people import actions as people

Act = Callable[[datetime.datetime], None]


class Telling(Supporting):
    """One life while it is told: handing over, finishing, beginning again; and the campaign that rang."""

    def acts(self) -> list[tuple[datetime.datetime, Act]]:
        """What happens, in order."""
        return [(moment, getattr(self, f"_{name}")) for name, moment in self.moments]

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
        self._close(at, "no-contact", "", why_now="Their practice knows that we stopped trying.")

    def _close(self, at: datetime.datetime, reason: str, summary: str, why_now: str = "") -> None:
        closures.close(
            by=self.by,
            case=self._open_case(),
            reason=reason,
            summary=summary,
            why_now="Agreed with the family." if self.person.age_on(at.date()) < 18 else why_now,
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
