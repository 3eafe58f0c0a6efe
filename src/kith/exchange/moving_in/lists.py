"""The lists that the other system's words are matched to, and what a word is taken for."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from kith.organisations import queries as organisations
from kith.organisations.models import Membership, Practice, Reason
from kith.pathway.contacts.models import Contact, Outcome
from kith.pathway.outcomes.instruments import LIBRARY
from kith.pathway.outcomes.models import Moment
from kith.pathway.plans.models import Action
from kith.vocabulary import (
    closure_reasons,
    ethnicity,
    foundations,
    gender,
    languages,
    media,
    referral_sources,
    urgency,
)
from kith.vocabulary.terms import fold

Choices = list[tuple[str, str]]
Recognise = Callable[[str], str | None]


@dataclass(frozen=True, slots=True)
class Listed:
    """One of our lists. `otherwise` is taken for a word that nobody matched; "" where none will do."""

    choices: Choices
    recognise: Recognise
    otherwise: str = ""


def _words(choices: Choices, also: Mapping[str, str]) -> Recognise:
    known = {fold(label): code for code, label in choices} | {fold(c): c for c, _ in choices}
    known |= {fold(word): code for word, code in also.items()}
    return lambda text: known.get(fold(text))


_OUTCOMES = {
    "Attended": Outcome.REACHED, "Completed": Outcome.REACHED, "Spoke to client": Outcome.REACHED,
    "Reached": Outcome.REACHED, "Successful": Outcome.REACHED, "Yes": Outcome.REACHED,
    "No reply": Outcome.NO_ANSWER, "Unsuccessful": Outcome.NO_ANSWER, "Voicemail":
    Outcome.LEFT_MESSAGE, "DNA": Outcome.DID_NOT_ATTEND, "Did not attend": Outcome.DID_NOT_ATTEND,
    "Cancelled": Outcome.CANCELLED_BY_PERSON, "Cancelled by client": Outcome.CANCELLED_BY_PERSON,
    "Sent": Outcome.SENT,
}  # fmt: skip
_MOMENTS = {
    "Baseline": Moment.START, "Initial": Moment.START, "First": Moment.START, "Pre": Moment.START,
    "Follow up": Moment.REVIEW, "Interim": Moment.REVIEW, "Final": Moment.END, "Exit": Moment.END,
    "Post": Moment.END, "Closing": Moment.END,
}  # fmt: skip


class Lists:
    """Every list of one scheme, read once. The context must be of the scheme."""

    def __init__(self, scheme_id: UUID) -> None:
        self.workers = {str(m.pk): m for m in organisations.staff(scheme_id)}
        self.practices = {str(p.pk): p for p in organisations.practices(scheme_id)}
        self.reasons = {str(r.pk): r for r in organisations.reasons(scheme_id)}
        self._listed = {
            "worker": _of(self.workers.values(), lambda m: m.name),
            "practice": _of(self.practices.values(), lambda p: p.name, lambda p: p.ods_code),
            "reason": _of(self.reasons.values(), lambda r: r.label),
            "gender": Listed(list(gender.choices()), gender.recognise),
            "ethnicity": Listed(list(ethnicity.choices()), ethnicity.recognise),
            "language": Listed(list(languages.choices()), languages.recognise),
            "source": Listed(list(referral_sources.choices()), referral_sources.recognise, "99"),
            "urgency": Listed(list(urgency.choices()), urgency.recognise, "routine"),
            "close_reason": Listed(list(closure_reasons.choices()), closure_reasons.recognise),
            "medium": Listed(list(media.choices()), media.recognise, "98"),
            "outcome": _coded(list(Outcome.choices), _OUTCOMES, Outcome.REACHED),
            "direction": _coded(
                list(Contact.Direction.choices), {"Inbound": "in", "Outbound": "out"}, "out"
            ),
            "foundation": Listed(
                list(foundations.choices()), lambda text: foundations.recognise(text)
            ),
            "who": _coded(
                list(Action.Who.choices), {"Client": "person", "Link worker": "worker"}, "worker"
            ),
            "measure": _coded(
                [(key, one.title) for key, one in LIBRARY.items()], {"WEMWBS short": "swemwbs"}
            ),
            "moment": _coded(list(Moment.choices), _MOMENTS),
        }

    def __getitem__(self, name: str) -> Listed:
        return self._listed[name]

    def worker(self, code: str) -> Membership | None:
        """The membership that a worker's name was matched to."""
        return self.workers.get(code)

    def practice(self, code: str) -> Practice | None:
        """The practice that a code or name was matched to."""
        return self.practices.get(code)

    def reason(self, code: str) -> Reason | None:
        """The reason that words were matched to."""
        return self.reasons.get(code)


def _of(rows, name, *others) -> Listed:  # type: ignore[no-untyped-def]
    choices = [(str(row.pk), name(row)) for row in rows]
    also = {other(row): str(row.pk) for row in rows for other in others}
    return Listed(choices, _words(choices, also))


def _coded(choices: Choices, also: Mapping[str, str], otherwise: str = "") -> Listed:
    return Listed(choices, _words(choices, also), otherwise)
