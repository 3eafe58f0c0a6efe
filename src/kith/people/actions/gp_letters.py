"""What a person's practice gets: letters, or codes only."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today


@action("people.choose_codes_only")
def choose_codes_only(
    *,
    by: Actor,
    person: Person,
    codes_only: bool,
    on_whose_word: str,
    on: datetime.date | None = None,
    expected: int | None = None,
) -> Person:
    """Record whether the person's practice gets codes only, on whose word and when; it holds from now on.

    Raises Refused without whose word it is, or for a day to come; Stale on another's change.
    """
    day = on or today()
    if not on_whose_word.strip():
        raise Refused("Say on whose word.", field="on_whose_word")
    if day > today():
        raise Refused("This day has not come yet. Enter when it was chosen.", field="on")
    change(
        person,
        expected=expected,
        codes_only=codes_only,
        codes_only_on=day,
        codes_only_word=on_whose_word.strip()[:140],
    )
    return person
