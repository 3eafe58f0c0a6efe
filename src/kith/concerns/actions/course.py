"""What is done about a concern, until it is closed; and opening it again."""

from __future__ import annotations

import datetime
from collections.abc import Iterable

from django.utils import timezone

from kith.audit.write import action
from kith.concerns import queries, rules
from kith.concerns.actions.raising import ask_anew, check_holder, note_state
from kith.concerns.models import Concern, ConcernEntry
from kith.concerns.states import CONCERNS, ConcernState
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.vocabulary import concerns as terms

Kind = ConcernEntry.Kind


@action("concerns.write_entry")
def write_entry(
    *,
    by: Actor,
    concern: Concern,
    kind: str,
    text: str = "",
    whom: str = "",
    place: str = "",
    spoke_to: str = "",
    reference: str = "",
    at: datetime.datetime | None = None,
) -> ConcernEntry:
    """Write down what was done: a note, that somebody was rung (`place`, and the name of who answered), a referral.

    `at` is when it happened (default: now). Raises Refused for what is missing, a time to come, a closed concern, and
    for anybody who may not read it.
    """
    moment = at or timezone.now()
    _check_reader(by, concern)
    if not concern.is_open:
        raise Refused("This concern is closed. Open it again to write on it.")
    if moment > timezone.now() + rules.UNDO:
        raise Refused("This has not happened yet. Enter when it happened.", field="time")
    values = _checked(kind, text, whom, place, spoke_to, reference)
    return ConcernEntry.objects.create(
        scheme_id=concern.scheme_id,
        concern=concern,
        happened_at=moment,
        by_id=by.membership_id(concern.scheme_id),
        by_name=by.name,
        **values,
    )


@action("concerns.correct_entry")
def correct_entry(
    *,
    by: Actor,
    entry: ConcernEntry,
    text: str = "",
    whom: str = "",
    place: str = "",
    spoke_to: str = "",
    reference: str = "",
    expected: int | None = None,
) -> ConcernEntry:
    """Put an entry right; what it said before is kept in the log of changes.

    Raises Refused for what is missing and for somebody else's entry, Stale on another's change.
    """
    _check_reader(by, entry.concern)
    if entry.kind == Kind.STATE:
        raise Refused("What became of a concern stays as it was written.")
    if by.kind != "system" and entry.by_id != by.membership_id(entry.scheme_id):
        raise Refused("Only whoever wrote this puts it right. Write another note.")
    values = _checked(entry.kind, text, whom, place, spoke_to, reference)
    change(entry, expected=expected, **values)
    return entry


@action("concerns.change_concern")
def change_concern(
    *,
    by: Actor,
    concern: Concern,
    kind: str,
    urgency: str,
    must_know: Iterable[str] = (),
    must_not_know: str = "",
    keep_safe: str = "",
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Concern:
    """Change how a concern is seen: what kind, how urgent, who must know, what keeps everyone safe.

    Where it has become more urgent and nobody has it, whoever is asked has less time. The words stay as they were
    raised. Raises Refused for an unknown choice and for anybody who may not read it, Stale on another's change.
    """
    _check_reader(by, concern)
    if kind not in terms.KINDS or urgency not in terms.URGENCIES:
        raise Refused("Choose from the list.", field="kind")
    if not set(must_know) <= {term.code for term in terms.WHOM}:
        raise Refused("Choose who must know from the list.", field="must_know")
    change(
        concern,
        expected=expected,
        kind=kind,
        urgency=urgency,
        must_know=list(must_know),
        must_not_know=must_not_know.strip(),
        keep_safe=keep_safe.strip(),
    )
    _hurry(concern, at or timezone.now())
    return concern


@action("concerns.close_concern")
def close_concern(
    *,
    by: Actor,
    concern: Concern,
    outcome: str,
    words: str,
    not_phoned: str = "",
    expected: int | None = None,
    at: datetime.datetime | None = None,
) -> Concern:
    """Close a concern with what came of it; whoever raised it reads that.

    What is urgent about health is not closed before somebody was rung and the name kept, or without a reason
    (`not_phoned`). Raises Refused for that, for what is missing, and for anybody but who has it; Stale.
    """
    moment = at or timezone.now()
    check_holder(by, concern)
    CONCERNS.check(concern.state, ConcernState.CLOSED)
    if outcome not in terms.OUTCOMES:
        raise Refused("Choose what came of it.", field="outcome")
    if not words.strip():
        raise Refused("Say what came of it.", field="words")
    if concern.must_be_phoned and not not_phoned.strip() and not queries.was_phoned(concern):
        raise Refused(
            "This is urgent and about health, and nobody is noted as rung. Write down whom you rang and who"
            " answered, or say here why nobody was.",
            field="not_phoned",
        )
    change(
        concern,
        expected=expected,
        state=ConcernState.CLOSED,
        outcome=outcome,
        closed_words=words.strip(),
        not_phoned=not_phoned.strip(),
        closed_at=moment,
        closed_by_name=by.name,
    )
    said = terms.OUTCOMES.label(outcome)
    note_state(by, concern, f"Closed: {said}. {words.strip()}", moment)
    return concern


@action("concerns.undo_close")
def undo_close(*, by: Actor, concern: Concern, at: datetime.datetime | None = None) -> Concern:
    """Take a closing back within a minute: who had it has it still. Raises Refused later, and for anybody else."""
    moment = at or timezone.now()
    there = queries.locked(concern)
    if there.state != ConcernState.CLOSED or there.holder_id is None or there.closed_at is None:
        raise Refused("There is nothing to undo. Reload the page.")
    check_holder(by, there)
    if moment > there.closed_at + rules.UNDO:
        raise Refused("The minute for this is over. Open the concern again instead.")
    CONCERNS.check(there.state, ConcernState.ACCEPTED)
    _reopened(there, ConcernState.ACCEPTED)
    note_state(by, there, "The closing was undone", moment)
    return there


@action("concerns.open_again")
def open_again(
    *, by: Actor, concern: Concern, words: str, at: datetime.datetime | None = None
) -> Concern:
    """Open a closed concern again, saying why: those of the ladder are asked anew.

    Raises Refused without words, while it is open, and for anybody who may not read it.
    """
    moment = at or timezone.now()
    there = queries.locked(concern)
    _check_reader(by, there)
    CONCERNS.check(there.state, ConcernState.RAISED)
    if there.state != ConcernState.CLOSED:
        raise Refused("It is open. Give it back instead.")
    if not words.strip():
        raise Refused("Say why it is not over.", field="words")
    note_state(by, there, f"Opened again: {words.strip()}", moment)
    _reopened(there, ConcernState.RAISED)
    ask_anew(by, there, moment, at=at)
    return there


def _reopened(concern: Concern, state: ConcernState) -> None:
    change(
        concern,
        state=state,
        outcome="",
        closed_words="",
        not_phoned="",
        closed_at=None,
        closed_by_name="",
    )


def _hurry(concern: Concern, moment: datetime.datetime) -> None:
    ladder = concern.ladder
    if concern.state != ConcernState.RAISED or ladder.climb_at is None:
        return
    sooner = rules.answer_by(queries.policy(concern.scheme_id), concern.urgency, moment)
    if sooner < ladder.climb_at:
        change(ladder, climb_at=sooner)


def _check_reader(by: Actor, concern: Concern) -> None:
    if not queries.may_read(by, concern):
        raise Refused("Only those who may read a concern write on it.")


def _checked(
    kind: str, text: str, whom: str, place: str, spoke_to: str, reference: str
) -> dict[str, str]:
    values = {
        "kind": kind,
        "text": text.strip(),
        "whom": whom,
        "place": place.strip(),
        "spoke_to": spoke_to.strip(),
        "reference": reference.strip(),
    }
    if kind not in (Kind.NOTE, Kind.RANG, Kind.REFERRED):
        raise Refused("Choose what you did.", field="kind")
    if whom and whom not in terms.WHOM:
        raise Refused("Choose from the list.", field="whom")
    if kind == Kind.NOTE and not values["text"]:
        raise Refused("Write what was done or decided.", field="text")
    if kind != Kind.NOTE and not values["place"]:
        raise Refused("Say whom: the practice, the team, the service.", field="place")
    if kind == Kind.RANG and not values["spoke_to"]:
        raise Refused("Say who answered.", field="spoke_to")
    return values
