"""The person's own copy of their plan, in plain English.

PRSB Social Prescribing Information Standard v1.1, "Care and support plan" and "About me": goals, actions
(what, who, when), strengths, what matters, with whom it was agreed, the review. Actions come first, as in
every message.
Ordinary print is 14 point and large print 18 point, left-aligned, without italics or capitals.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from kith.messages.documents import render
from kith.messages.documents.letterhead import Letterhead, LinkWorker
from kith.messages.documents.outcome_letter import letterhead_data, long_date, worker_data


@dataclass(frozen=True, slots=True)
class PlanAction:
    """One thing to do: what, who does it, and by when (in words; empty when open)."""

    what: str
    who: str
    when: str = ""


@dataclass(frozen=True, slots=True)
class PlanGoal:
    """Something the person wants, and the steps towards it."""

    goal: str
    actions: tuple[PlanAction, ...] = ()


@dataclass(frozen=True, slots=True)
class PlanDocument:
    """Everything the person's plan says."""

    scheme: Letterhead
    date: datetime.date
    person_name: str
    """The name the person likes to be called."""
    what_matters: str
    """The person's words."""
    goals: tuple[PlanGoal, ...]
    link_worker: LinkWorker
    strengths: str = ""
    about: tuple[tuple[str, str], ...] = ()
    """The rest of "About me": (heading, the person's words)."""
    next_step: str = ""
    agreed: str = ""
    """With whom and when it was agreed, as a sentence."""
    language_note: str = ""
    """What it says to somebody whose language is not English."""
    own_page: str = ""
    """The address of the person's own page, if they were given one."""
    review_on: datetime.date | None = None
    large_print: bool = False

    def pdf(self) -> bytes:
        """Return the plan as a tagged PDF; raises render.UnprintableText."""
        return render.pdf("plan", self.data())

    def png(self) -> list[bytes]:
        """Return a picture of each page; raises render.UnprintableText."""
        return render.png("plan", self.data())

    def data(self) -> dict[str, Any]:
        """Return what the template shows."""
        return {
            "scheme": letterhead_data(self.scheme),
            "date": long_date(self.date),
            "date_parts": [self.date.year, self.date.month, self.date.day],
            "person_name": self.person_name,
            "strengths": self.strengths,
            "what_matters": self.what_matters,
            "about": [list(one) for one in self.about],
            "goals": [
                {
                    "goal": goal.goal,
                    "actions": [[step.what, step.who, step.when] for step in goal.actions],
                }
                for goal in self.goals
            ],
            "next_step": self.next_step,
            "agreed": self.agreed,
            "language_note": self.language_note,
            "own_page": self.own_page,
            "review_on": long_date(self.review_on) if self.review_on else "",
            "link_worker": worker_data(self.link_worker),
            "large_print": self.large_print,
        }
