"""Saying that one is worried, asking until somebody accepts, and who has it."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from kith.accounts.permissions import Permission, holds
from kith.audit.write import action
from kith.concerns import queries, rules
from kith.concerns.actions.climbing import Alert, climb, new_ladder, settle
from kith.concerns.models import Concern, ConcernEntry
from kith.concerns.states import CONCERNS, ConcernState
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.people.models import Person
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary import concerns as terms


@action("concerns.raise_concern")
def raise_concern(
    *,
    by: Actor,
    person: Person,
    kind: str,
    urgency: str,
    words: str,
    source: str = Concern.Source.SEEN,
    told_by: str = "",
    must_know: Iterable[str] = (),
    must_not_know: str = "",
    keep_safe: str = "",
    at: datetime.datetime | None = None,
) -> Concern:
    """Say that one is worried about somebody: the first of the ladder is asked at once, by page and e-mail.

    `source` is in whose words (`told_by`: who told it), `must_know` codes of `terms.WHOM`, `keep_safe` what
    everybody with the record open reads. Nobody has it until somebody accepts. Raises Refused without words,
    or for an unknown choice.
    """
    _check(kind, urgency, words, source, told_by, must_know)
    moment = at or timezone.now()
    wait = rules.answer_by(queries.policy(person.scheme_id), urgency, moment)
    concern = Concern.objects.create(
        scheme_id=person.scheme_id,
        person=person,
        kind=kind,
        urgency=urgency,
        words=words.strip(),
        source=source,
        told_by=told_by.strip(),
        must_know=list(must_know),
        must_not_know=must_not_know.strip(),
        keep_safe=keep_safe.strip(),
        raised_at=moment,
        raised_by_id=by.membership_id(person.scheme_id),
        raised_by_name=by.name,
        ladder=new_ladder(person.scheme_id, climb_at=wait),
    )
    ask_next(by, concern, moment, at=at)
    return concern


@action("concerns.climb_concern")
def climb_concern(*, by: Actor, concern: Concern, now: datetime.datetime) -> Concern:
    """Ask the next, when nobody has accepted and the time of whoever was asked is over at `now`; else nothing."""
    there = queries.locked(concern)
    due = there.ladder.climb_at
    if there.state == ConcernState.RAISED and due is not None and due <= now:
        ask_next(by, there, now)
    return there


@action("concerns.accept")
def accept(*, by: Actor, concern: Concern, at: datetime.datetime | None = None) -> Concern:
    """Accept a concern, or take it over from whoever has it: from now on the actor has it.

    Raises Refused for somebody who is not among those who are asked (never whoever raised it, while there is another),
    for a closed one, and for one's own.
    """
    moment = at or timezone.now()
    there = queries.locked(concern)
    member = _among_those_asked(by, there, moment)
    if there.state == ConcernState.ACCEPTED and there.holder_id == member.pk:
        raise Refused("You have it already.")
    if there.state != ConcernState.ACCEPTED:
        CONCERNS.check(there.state, ConcernState.ACCEPTED)
    if there.state == ConcernState.CLOSED:
        raise Refused("This concern is closed. Open it again first.")
    said = f"Took it over from {there.holder_name}" if there.holder_name else "Accepted"
    change(
        there,
        state=ConcernState.ACCEPTED,
        holder=member,
        holder_name=member.name,
        accepted_at=moment,
    )
    if there.ladder.settled_at is None:
        settle(there.ladder, moment)
    note_state(by, there, said, moment)
    return there


@action("concerns.give_back")
def give_back(
    *, by: Actor, concern: Concern, words: str, at: datetime.datetime | None = None
) -> Concern:
    """Give a concern back, saying what the next must know: the ladder is asked anew, whoever gave it back last.

    Raises Refused without words, and for anybody but who has it.
    """
    moment = at or timezone.now()
    there = queries.locked(concern)
    check_holder(by, there)
    if not words.strip():
        raise Refused("Say what the next must know.", field="words")
    CONCERNS.check(there.state, ConcernState.RAISED)
    giver = there.holder
    note_state(by, there, f"Given back: {words.strip()}", moment)
    ask_anew(by, there, moment, last=giver, at=at)
    return there


@action("concerns.hand_on")
def hand_on(
    *, by: Actor, concern: Concern, words: str, at: datetime.datetime | None = None
) -> Concern:
    """Take a concern from somebody who leaves: the ladder is asked anew until somebody accepts it, whoever had
    it last. For those who give people to workers; it opens nothing of what is written in it.

    Raises Refused without words, for anybody else, and for a concern that nobody has.
    """
    moment = at or timezone.now()
    there = queries.locked(concern)
    if by.kind != "system" and not holds(by, Permission.ALLOCATE, there.scheme_id):
        raise Refused("Only a team lead or manager takes a concern from somebody who leaves.")
    if not words.strip():
        raise Refused("Say what the next must know.", field="words")
    if there.state != ConcernState.ACCEPTED:
        raise Refused("Nobody has this concern. Reload the page to see where it is.")
    had = there.holder
    note_state(by, there, f"Handed on: {words.strip()}", moment)
    ask_anew(by, there, moment, last=had, at=at)
    return there


@action("concerns.take_back")
def take_back(
    *, by: Actor, concern: Concern, words: str, at: datetime.datetime | None = None
) -> Concern:
    """Take back what one raised by a slip, while nobody has accepted it; it stays to be read.

    Raises Refused without words, once somebody has it, and for anybody but who raised it.
    """
    moment = at or timezone.now()
    there = queries.locked(concern)
    if by.kind != "system" and there.raised_by_id != by.membership_id(there.scheme_id):
        raise Refused("Only whoever raised a concern takes it back.")
    if there.state != ConcernState.RAISED:
        raise Refused(f"{there.holder_name or 'Somebody'} has it already. Tell them instead.")
    if not words.strip():
        raise Refused("Say what the slip was.", field="words")
    settle(there.ladder, moment)
    change(
        there,
        state=ConcernState.CLOSED,
        outcome=terms.RAISED_BY_SLIP,
        closed_words=words.strip(),
        closed_at=moment,
        closed_by_name=by.name,
    )
    note_state(by, there, f"Taken back: {words.strip()}", moment)
    return there


def ask_next(
    by: Actor,
    concern: Concern,
    moment: datetime.datetime,
    *,
    at: datetime.datetime | None = None,
) -> None:
    """Ask the next of a concern's ladder, or say that nobody is left."""
    policy = queries.policy(concern.scheme_id)
    alert = Alert(
        asking="concern_waits",
        unheld="concern_unheld",
        view="concerns:concern",
        subject_id=concern.pk,
        wait=lambda asked: rules.answer_by(policy, concern.urgency, asked),
        also=concern.raised_by,
    )
    climb(by, concern.ladder, queries.rungs_of(concern, now=moment), alert, moment, at)


def ask_anew(
    by: Actor,
    concern: Concern,
    moment: datetime.datetime,
    *,
    last: Membership | None = None,
    at: datetime.datetime | None = None,
) -> None:
    """Nobody has it any more: a new ladder, from its first step."""
    change(
        concern,
        state=ConcernState.RAISED,
        holder=None,
        holder_name="",
        accepted_at=None,
        ladder=new_ladder(concern.scheme_id, climb_at=moment, last=last),
    )
    ask_next(by, concern, moment, at=at)


def check_holder(by: Actor, concern: Concern) -> None:
    """Raise Refused unless the actor has this concern. Jobs and commands may."""
    if by.kind == "system":
        return
    if concern.holder_id is None or concern.holder_id != by.membership_id(concern.scheme_id):
        raise Refused("Only whoever has this concern does that. Accept it or take it over first.")


def note_state(by: Actor, concern: Concern, text: str, moment: datetime.datetime) -> ConcernEntry:
    """Keep a line of what became of a concern."""
    return ConcernEntry.objects.create(
        scheme_id=concern.scheme_id,
        concern=concern,
        kind=ConcernEntry.Kind.STATE,
        text=text,
        happened_at=moment,
        by_id=by.membership_id(concern.scheme_id),
        by_name=by.name,
    )


def _among_those_asked(by: Actor, concern: Concern, moment: datetime.datetime) -> Membership:
    own = by.membership_id(concern.scheme_id)
    rungs = queries.rungs_of(concern, now=moment)
    member = next((rung.member for rung in rungs if rung.member.pk == own), None)
    if member is None:
        if own is not None and own == concern.raised_by_id:
            raise Refused("You raised this, so somebody else looks at it too.")
        raise Refused("Only those who are asked accept a concern: ask your team lead.")
    return member


def _check(
    kind: str, urgency: str, words: str, source: str, told_by: str, must_know: Iterable[str]
) -> None:
    if kind not in terms.KINDS:
        raise Refused("Choose what you are worried about.", field="kind")
    if urgency not in terms.URGENCIES:
        raise Refused("Choose how urgent it is.", field="urgency")
    if not words.strip():
        raise Refused("Say what worries you.", field="words")
    if source not in Concern.Source.values:
        raise Refused("Choose in whose words it is.", field="source")
    if (source == Concern.Source.TOLD) != bool(told_by.strip()):
        raise Refused("Say who told you.", field="told_by")
    if not set(must_know) <= {term.code for term in terms.WHOM}:
        raise Refused("Choose who must know from the list.", field="must_know")
