"""What a contact sets going in the case: the person's yes or no, and the next step."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kith.concerns import queries as concerns
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.contacts.actions.calling_off import call_off_to_come
from kith.pathway.contacts.models import Contact, Outcome
from kith.pathway.contacts.rules import UNANSWERED, counted_tries
from kith.resilience.errors import Refused
from kith.vocabulary.word_back import Kind

SAID_NO = "They do not want our support."


@dataclass(frozen=True)
class Following:
    """What follows a contact: the person's answer (None: not asked) and what was promised. After a no the appointments
    to come are called off, unless they are kept (`keep_planned`).
    """

    agreed: bool | None = None
    answer_note: str = ""
    text: str = ""
    on: datetime.date | None = None
    time: datetime.time | None = None
    keep_planned: bool = False


def follow(
    *,
    by: Actor,
    case: Case | None,
    outcome: str,
    following: Following,
    at: datetime.datetime | None,
) -> None:
    """Carry out what follows. Raises Refused for an answer nobody can have given, a promise
    without its day, or a promise where there is no open support to hold it."""
    if following.agreed is not None and outcome != Outcome.REACHED:
        raise Refused(
            "They can only have answered if you talked."
            " Choose “We talked”, or leave the answer out.",
            field="agreed",
        )
    promises = bool(following.text.strip())
    if promises and following.on is None:
        raise Refused("Say on which day the next step is.", field="next_step_on")
    if following.on is not None and not promises:
        raise Refused("Say what the next step is.", field="next_step")
    if len(following.text) > 200:
        raise Refused(
            "Keep the next step to 200 characters; the rest goes in the note.", field="next_step"
        )
    if case is None:
        if promises or following.agreed is not None:
            raise Refused("There is no open support to hold this. Take a referral on first.")
        return
    if outcome in UNANSWERED | {Outcome.SENT}:
        _tell_when_tries_are_spent(by, case, at)
    if following.agreed is False:
        _check_concern(case, following)
        caseload.decline(by=by, case=case, note=following.answer_note, at=at)
        if not following.keep_planned:
            call_off_to_come(by=by, person=case.person, why=SAID_NO)
        return
    if following.agreed:
        caseload.record_agreed(by=by, case=case, note=following.answer_note, at=at)
    if promises:
        assert following.on is not None
        caseload.set_next_step(
            by=by, case=case, text=following.text.strip(), on=following.on, time=following.time
        )


def _tell_when_tries_are_spent(by: Actor, case: Case, at: datetime.datetime | None) -> None:
    """The referrer, who may know a better number, hears when the scheme's policy on tries is spent."""
    most = organisations.scheme(case.scheme_id).contact_attempts
    tries = counted_tries(Contact.objects.filter(case=case, happened_at__isnull=False))
    if len(tries) >= most:
        caseload.tell(by=by, case=case, kind=Kind.COULD_NOT_REACH, at=at)


def _check_concern(case: Case, following: Following) -> None:
    """While somebody is worried about them, our support does not end on a no without a word of what they said."""
    if not following.answer_note.strip() and concerns.is_open_for(case.person):
        raise Refused(
            "A concern about them is open. Write what they said, and speak with whoever has it.",
            field="answer_note",
        )
