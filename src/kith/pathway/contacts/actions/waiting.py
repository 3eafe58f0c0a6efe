"""Waiting well: told, asked, or waiting by their own choice."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CaseState
from kith.pathway.contacts.actions.happened import record
from kith.pathway.contacts.models import Outcome, Wait
from kith.resilience.errors import Refused
from kith.ui.dates import day_of, today
from kith.vocabulary import working_days

# Ours: after two weeks without a word a human looks again.
REMIND_AFTER = 10


@action("contacts.note_wait")
def note_wait(
    *,
    by: Actor,
    case: Case,
    kind: str,
    words: str,
    medium: str = "02",
    outcome: str = Outcome.REACHED,
    chosen_on: datetime.date | None = None,
    reason: str = "",
    at: datetime.datetime | None = None,
) -> Wait:
    """Note what was said about the wait. What we said ourselves is a contact, by a way that is safe.

    `words` are ours (told, asked) or the person's own (chose a later day, `chosen_on`). Raises Refused for
    no words, an ended case, a day that is no later one, or a way not marked safe without a reason.
    """
    said, kind = words.strip(), Wait.Kind(kind)
    moment = at or timezone.now()
    if case.state != CaseState.OPEN:
        raise Refused("This case has ended. Re-open it first.")
    if not said:
        raise Refused("Write what was said.", field="words")
    chose = kind == Wait.Kind.CHOSE
    if chose and (chosen_on is None or chosen_on <= today()):
        raise Refused("Enter the later day that they chose.", field="chosen_on")
    contact = None
    if not chose:
        contact = record(
            by=by, person=case.person, case=case, medium=medium, outcome=outcome, note=said,
            reason=reason, at=at,
        )  # fmt: skip
    asked = kind == Wait.Kind.ASKED and outcome != Outcome.REACHED
    return Wait.objects.create(
        scheme_id=case.scheme_id,
        case=case,
        kind=kind,
        words=said,
        noted_at=moment,
        chosen_on=chosen_on if chose else None,
        remind_on=working_days.add(day_of(moment), REMIND_AFTER) if asked else None,
        contact=contact,
        by_id=by.membership_id(case.scheme_id),
        by_name=by.name[:200],
    )
