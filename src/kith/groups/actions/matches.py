"""A volunteer and a person: proposed, agreed by both, paused, ended."""

from __future__ import annotations

import datetime
from typing import Any

from django.utils import timezone

from kith.audit.write import action
from kith.groups import rules
from kith.groups.models import Match, Volunteer
from kith.groups.queries import volunteers as queries
from kith.groups.states import MATCHES, MatchState
from kith.isolation import links
from kith.isolation.actor import Actor
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change


@action("groups.propose_match")
def propose_match(
    *,
    by: Actor,
    volunteer: Volunteer,
    person: Person,
    why: str = "",
    at: datetime.datetime | None = None,
) -> Match:
    """Propose a befriender for somebody; neither has been asked yet.

    Raises Refused while a required check of the volunteer is missing or has run out, for somebody who left the list,
    has died or is of another scheme, and for two who are matched already.
    """
    _check_pair(volunteer, person)
    check_checks(volunteer)
    now = at or timezone.now()
    return Match.objects.create(
        scheme_id=person.scheme_id,
        created_at=now,
        volunteer=volunteer,
        person=person,
        why=why.strip(),
        state_at=now,
        by_id=by.membership_id(person.scheme_id),
        by_name=by.name,
    )


@action("groups.agree_match")
def agree_match(
    *,
    by: Actor,
    match: Match,
    who: str,
    on: datetime.date,
    how: str,
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Match:
    """Note that one of the two agreed (`who`: `person` or `volunteer`), when and how; once both have, it goes on.

    Raises Refused for anybody else, without how, for a day to come, once it goes on or has ended, and while a required
    check of the volunteer is missing or has run out; Stale on another's change.
    """
    if who not in ("person", "volunteer"):
        raise Refused("Say which of the two agreed.", field="who")
    if match.state != MatchState.PROPOSED:
        raise Refused(
            f"This match is “{MATCHES.said(match.state)}”: both have said what they want."
        )
    rules.check_agreed(on, how)
    check_checks(match.volunteer)
    values: dict[str, Any] = {f"{who}_agreed_on": on, f"{who}_agreed_how": how.strip()}
    other = match.volunteer_agreed_on if who == "person" else match.person_agreed_on
    if other is not None:
        MATCHES.check(match.state, MatchState.GOING_ON)
        values |= {"state": MatchState.GOING_ON.value, "state_at": at or timezone.now()}
    change(match, expected=expected, **values)
    return match


@action("groups.pause_match")
def pause_match(*, by: Actor, match: Match, why: str, at: datetime.datetime | None = None) -> Match:
    """Let a match rest, with why. Raises Refused without a reason, and for one that does not go on."""
    if not why.strip():
        raise Refused("Say why it rests.", field="why")
    _move(match, MatchState.PAUSED, why, at)
    return match


@action("groups.go_on")
def go_on(*, by: Actor, match: Match, at: datetime.datetime | None = None) -> Match:
    """Go on after a pause. Raises Refused for a match that does not rest, and while a required check is missing or has
    run out.
    """
    MATCHES.check(match.state, MatchState.GOING_ON)
    if match.state != MatchState.PAUSED:
        raise Refused("Both must agree before it goes on.")
    check_checks(match.volunteer)
    _move(match, MatchState.GOING_ON, "", at)
    return match


@action("groups.end_match")
def end_match(*, by: Actor, match: Match, why: str, at: datetime.datetime | None = None) -> Match:
    """End a match, or take a proposal back, with why; the volunteer's link opens nothing any more.

    Raises Refused without a reason, and for one that has ended.
    """
    if not why.strip():
        raise Refused("Say why it ends.", field="why")
    _move(match, MatchState.ENDED, why, at)
    for page in queries.pages_of(match):
        links.end(purpose=queries.VISITS, subject_id=page.pk)
    return match


def _move(match: Match, then: MatchState, why: str, at: datetime.datetime | None) -> None:
    MATCHES.check(match.state, then)
    change(match, state=then.value, state_at=at or timezone.now(), state_why=why.strip())


def check_checks(volunteer: Volunteer) -> None:
    """Raise Refused while a check that the scheme requires of a volunteer is missing or has run out."""
    policy = queries.policy_of(volunteer.scheme_id)
    rules.check_checks(policy, volunteer, queries.checks_of(volunteer))


def _check_pair(volunteer: Volunteer, person: Person) -> None:
    if volunteer.scheme_id != person.scheme_id:
        raise Refused("This volunteer is not of the person's scheme.", field="volunteer")
    if volunteer.ended_on is not None:
        raise Refused(f"{volunteer.name} is not on the list any more.", field="volunteer")
    if person.died_on is not None:
        raise Refused(f"{person.called} has died.")
    there = Match.objects.filter(volunteer=volunteer, person__in=person.records)
    if there.exclude(state=MatchState.ENDED).exists():
        raise Refused(
            f"{volunteer.name} and {person.called} are matched already.", field="volunteer"
        )
