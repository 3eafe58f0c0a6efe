"""What might go wrong, as somebody said it (PRSB Social Prescribing v1.1, section 17)."""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.people.models import Person, RiskStatement
from kith.people.rules import in_force
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today

STATED, NONE_KNOWN = RiskStatement.Kind.STATED, RiskStatement.Kind.NONE_KNOWN


@action("people.state_risk")
def state_risk(
    *,
    by: Actor,
    person: Person,
    text: str,
    stated_by_name: str = "",
    stated_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
    now: Sequence[RiskStatement] | None = None,
) -> RiskStatement:
    """State a risk. A "none known" in force ends that day, and says why.

    `stated_by_name` is who knew (default: who acts); without `stated_on` it is the day of `at`. `now`
    are the statements in force, for who has read them in this transaction.
    Raises Refused for no text or a future day.
    """
    words, day = text.strip(), _day(stated_on, at)
    if not words:
        raise Refused("Say what the risk is, and what keeps everyone safe.", field="text")
    for risk in in_force(person.risks.all()) if now is None else now:
        if risk.kind == NONE_KNOWN:
            change(risk, ended_on=day, ended_why="A risk was stated.")
        elif risk.text == words:
            raise Refused(
                "This risk is on the record already."
                " Nothing needs doing; to change it, end it and write it anew.",
                field="text",
            )
    return _state(by, person, STATED, words, stated_by_name, day)


@action("people.state_none_known")
def state_none_known(
    *,
    by: Actor,
    person: Person,
    stated_by_name: str = "",
    stated_on: datetime.date | None = None,
    at: datetime.datetime | None = None,
    now: Sequence[RiskStatement] | None = None,
) -> RiskStatement:
    """Record that no risk was known to someone on a day. `now` as in `state_risk`.

    It ends nothing silently: raises Refused while a stated risk is in force. Those before it that
    said the same stay as they were.
    """
    now = in_force(person.risks.all()) if now is None else now
    stated = [risk for risk in now if risk.kind == STATED]
    if stated:
        raise Refused(
            f"A risk is on the record: “{stated[0].text}”. End it first, with why it is over."
        )
    return _state(by, person, NONE_KNOWN, "", stated_by_name, _day(stated_on, at))


@action("people.end_risk")
def end_risk(
    *, by: Actor, risk: RiskStatement, why: str, ended_on: datetime.date | None = None
) -> RiskStatement:
    """End a statement, with why it no longer holds. Raises Refused without a reason or twice."""
    day = _day(ended_on)
    if risk.ended_on is not None:
        raise Refused("This has ended already. Reload the page to see what is known now.")
    if not why.strip():
        raise Refused("Say why it no longer holds.", field="why")
    if day < risk.stated_on:
        raise Refused("It cannot end before it was stated. Choose a later day.", field="ended_on")
    change(risk, ended_on=day, ended_why=why.strip())
    return risk


def _state(
    by: Actor, person: Person, kind: RiskStatement.Kind, text: str, name: str, day: datetime.date
) -> RiskStatement:
    return RiskStatement.objects.create(
        scheme_id=person.scheme_id,
        person=person,
        kind=kind,
        text=text,
        stated_by_id=None if name else by.membership_id(person.scheme_id),
        stated_by_name=name.strip() or by.name,
        stated_on=day,
    )


def _day(given: datetime.date | None, at: datetime.datetime | None = None) -> datetime.date:
    day = given or today(at)
    if day > today():
        raise Refused("This day has not come yet. Check the date.", field="stated_on")
    return day
