"""What to think of before finishing, and until when a case can be opened again."""

from __future__ import annotations

import calendar
import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from kith.messages.wording import fill
from kith.pathway.referrals.models import Referral
from kith.pathway.referrals.states import Answer
from kith.people.models import Person
from kith.people.rules import RiskSummary, is_child
from kith.ui.dates import medium_date
from kith.vocabulary import closure_reasons, working_days
from kith.vocabulary.snomed import CONCEPTS, DECLINED, Concept


@dataclass(frozen=True, slots=True)
class LooseEnds:
    """What is not finished in a case."""

    introductions: Sequence[str] = ()
    """The services that were asked and of which there is no news."""
    steps: Sequence[str] = ()
    """Actions still to be done."""
    unmeasured: Sequence[str] = ()
    """Measures taken at the start and not at the end."""
    unread: Sequence[str] = ()
    """Who sent the referrals that joined the case and that nobody has read."""
    planned: Sequence[str] = ()
    """The appointments to come, each with its day."""
    unsaid: Sequence[str] = ()
    """The appointments whose time has gone, and of which nobody has said what came."""
    to_ask: Sequence[str] = ()
    """The names and numbers given of whose use somebody is to be asked, each with its day."""

    @property
    def ahead(self) -> bool:
        """Whether something is planned that finishing calls off or keeps."""
        return bool(self.planned or self.to_ask)


def warnings(
    person: Person,
    risk: RiskSummary,
    ends: LooseEnds,
    *,
    on: datetime.date,
    reason: str = "",
    concern_open: bool = False,
) -> list[str]:
    """What to think of before finishing on a day, as sentences. None of them forbids it."""
    said = []
    if concern_open:
        said.append(
            "A concern is open. Speak with whoever has it, and say why it is right to finish all the same."
        )
    if is_child(person, on):
        said.append(f"{person.called} is {person.age_on(on)}. Say why it is right to finish now.")
    if risk.kind == "stated":
        said.append(
            f"A risk is on the record: {risk.words}. Somebody should know who looks after it now."
        )
    if not risk.asked:
        said.append("Nobody has asked about risk. The letter will say “Not yet asked”.")
    if ends.introductions:
        said.append(f"There is no news yet of the introduction to {_listed(ends.introductions)}.")
    if ends.steps:
        said.append(f"Still to be done: {_listed(ends.steps)}.")
    said += [f"An appointment is planned for {row}." for row in ends.planned]
    said += [f"To be asked whether they used {row}." for row in ends.to_ask]
    said += [
        f"Nobody has said what came of the appointment on {row}. It stays on your Today."
        for row in ends.unsaid
    ]
    if ends.unread:
        said.append(f"Nobody has read the later referral from {_listed(ends.unread)}.")
    if ends.unmeasured and reason != closure_reasons.DIED:
        said.append(
            f"Taken at the start and not at the end: {_listed(ends.unmeasured)}."
            " The letter will say “n/a”."
        )
    return said


def codes_at_close(referral: Referral, reason: str, told: set[str]) -> list[Concept]:
    """The codes that the letter tells the practice, with this reason for finishing and without those `told` before.

    "Declined" only when the person, who had not agreed, says no; never for "could not reach". Somebody who
    agreed and then withdrew did agree: that code is owed once all the same.
    """
    owed = {row.code for row in referral.codes_owed.all()}
    if declines(referral, reason):
        owed.add(DECLINED.code)
    return [one for one in CONCEPTS if one.code in owed - told]


def declines(referral: Referral, reason: str) -> bool:
    """Whether finishing for this reason is the person's no to a support they had not agreed to."""
    return reason == closure_reasons.PERSON_DECLINED and referral.answer != Answer.AGREED


# Nobody is rung afterwards who died, said no or withdrew, or whom we could not reach.
_NOT_RUNG = (
    closure_reasons.DIED, closure_reasons.PERSON_DECLINED, closure_reasons.COULD_NOT_CONTACT,
)  # fmt: skip


def is_rung_after(reason: str) -> bool:
    """Whether somebody may be rung some months after our support finished for this reason."""
    return reason not in _NOT_RUNG


def call_on(day: datetime.date, months: int) -> datetime.date:
    """The working day, so many months after a day, on which to ring; the last of a shorter month."""
    year, month = divmod(day.month - 1 + months, 12)
    first = datetime.date(day.year + year, month + 1, 1)
    last = calendar.monthrange(first.year, first.month)[1]
    return working_days.on_or_after(first.replace(day=min(day.day, last)))


def months_words(months: Sequence[int]) -> str:
    """Some numbers of months: "3 and 6 months"."""
    return f"{_listed([str(n) for n in sorted(months)])} {'month' if list(months) == [1] else 'months'}"


def reopen_until(ended_on: datetime.date, days: int) -> datetime.date:
    """The last day on which a case can be opened again without a new referral."""
    return ended_on + datetime.timedelta(days=days)


def reopening_words(words: str, called: str, until: datetime.date, phone: str, reason: str) -> str:
    """How support can begin again, for the letter, in the scheme's words; nothing when the person has died."""
    if reason == closure_reasons.DIED:
        return ""
    given = {"name": called, "until": medium_date(until), "phone": phone or "the office"}
    return fill(words, given)


def _listed(items: Sequence[str]) -> str:
    shown = [item.rstrip(".") for item in items[:5]]
    if len(items) > 5:
        shown.append(f"{len(items) - 5} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"
