"""What the scheme decides, and taking it back."""

from __future__ import annotations

import datetime

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.pathway.referrals import queries
from kith.pathway.referrals.actions import word_back
from kith.pathway.referrals.actions.codes import take_back_codes
from kith.pathway.referrals.models import Reading, Redirect, Referral
from kith.pathway.referrals.rules import UNDO_WITHIN, is_own_no
from kith.pathway.referrals.states import DECISIONS, Answer, Decision
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today
from kith.vocabulary import rejection_reasons, working_days
from kith.vocabulary.word_back import Kind

NOT_ANSWERED = {
    "answer": Answer.NOT_YET, "answered_at": None, "answer_note": "", "answer_heard_by": "",
}  # fmt: skip


@action("referrals.mark_taken_on")
def mark_taken_on(
    *,
    by: Actor,
    referral: Referral,
    why: str = "",
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Referral:
    """Note that the scheme takes it on, and why where that is asked; the caseload calls this as it opens the case."""
    return decide(by, referral, Decision.TAKEN_ON, why, at, expected)


@action("referrals.mark_joined")
def mark_joined(
    *,
    by: Actor,
    referral: Referral,
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Referral:
    """Note that it joined an open case of the person; the caseload calls this as it joins them."""
    return decide(by, referral, Decision.JOINED, "", at, expected)


@action("referrals.mark_parted")
def mark_parted(*, by: Actor, referral: Referral, why: str) -> Referral:
    """Put a referral back to be decided on whose case turned out to be another person's."""
    reopen(referral, None, decided_why=why)
    return referral


@action("referrals.return_to_referrer")
def return_to_referrer(
    *,
    by: Actor,
    referral: Referral,
    reason: str,
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Referral:
    """Return it with what is missing, which the referrer reads. Raises Refused without a reason."""
    if not reason.strip():
        raise Refused("Say what is missing. The referrer reads it.", field="reason")
    decide(by, referral, Decision.RETURNED, reason.strip(), at, expected)
    word_back.tell(by=by, referral=referral, kind=Kind.RETURNED, asked=reason, at=at)
    return referral


@action("referrals.not_take_on")
def not_take_on(
    *,
    by: Actor,
    referral: Referral,
    reason_code: str,
    words: str = "",
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Referral:
    """Decide not to take it on, with a reason of the national list and one's own words.

    It is the scheme's decision: no "declined" code follows. Raises Refused for no reason.
    """
    if reason_code not in rejection_reasons.TABLE:
        raise Refused("Choose why it is not taken on.", field="reason_code")
    why = ". ".join(part for part in (rejection_reasons.label(reason_code), words.strip()) if part)
    decide(by, referral, Decision.NOT_TAKEN_ON, why, at, expected)
    word_back.tell(by=by, referral=referral, kind=Kind.NOT_TAKEN_ON, at=at)
    return referral


@action("referrals.withdraw")
def withdraw(
    *,
    by: Actor,
    referral: Referral,
    reason: str = "",
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Referral:
    """Withdraw it, for the referrer, until it is taken on. Raises Refused after that."""
    if referral.decision in (Decision.TAKEN_ON, Decision.JOINED):
        raise Refused(
            "We are supporting this person by now, so the referral cannot be withdrawn."
            " Ring us, and they can tell their link worker."
        )
    decide(by, referral, Decision.WITHDRAWN, reason.strip(), at, expected)
    word_back.tell(by=by, referral=referral, kind=Kind.WITHDRAWN, at=at)
    return referral


@action("referrals.send_again")
def send_again(
    *,
    by: Actor,
    referral: Referral,
    referrer_sees: str,
    person_says: str = "",
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Referral:
    """Send a returned referral again, completed. It joins the queue as it was first received.

    Whoever referred may, and whoever may decide on it. Raises Refused for anybody else, without words, and when it
    was not returned; Stale when someone else changed it.
    """
    if referral.decision != Decision.RETURNED:
        raise Refused(
            "Only a referral that was returned can be sent again. Open it to see where it is."
        )
    own = by.membership_id(referral.scheme_id)
    if own is None or own != referral.referrer_id:
        check_deciding(by, referral)
    if not referrer_sees.strip():
        raise Refused("Add what was missing.", field="referrer_sees")
    come_back(
        by, referral, at=at, expected=expected,
        referrer_sees=referrer_sees, person_says=person_says,
    )  # fmt: skip
    return referral


def come_back(
    by: Actor,
    referral: Referral,
    *,
    at: datetime.datetime | None = None,
    expected: int | None = None,
    **said: object,
) -> None:
    """Put a returned referral among the unread ones with what was said anew, and say that we have it; the common half
    of the doors by which that comes.
    """
    reopen(referral, expected, **said)
    read_by = working_days.add(today(at), 1)
    word_back.tell(by=by, referral=referral, kind=Kind.SENT_AGAIN, next_by=read_by, at=at)


@action("referrals.undo")
def undo(*, by: Actor, referral: Referral, at: datetime.datetime | None = None) -> Referral:
    """Take back a decision made less than a minute ago; it is unread again, and what was to be sent on stays here.

    Raises Refused after the minute, or when there is no decision. A referral that was taken on or joined
    has a case: the rooms above undo both.
    """
    DECISIONS.check(referral.decision, Decision.RECEIVED)
    own_no = is_own_no(referral)
    if referral.decision == Decision.WITHDRAWN and not own_no:
        raise Refused("Whoever referred withdrew this. They can refer again.")
    if Redirect.objects.filter(referral=referral, sent_at__isnull=False).exists():
        raise Refused(
            "It was sent to another service already, so this cannot be undone. Ring them."
        )
    made = referral.decided_at
    if made is None or (at or timezone.now()) - made > UNDO_WITHIN:
        raise Refused(
            "More than a minute has passed, so this can no longer be undone."
            " Go on from the referral or the record."
        )
    word_back.take_back_words(by=by, referral=referral, since=made)
    for row in Redirect.objects.filter(referral=referral, undone_at=None, problem=""):
        change(row, undone_at=at or timezone.now())
    if own_no:
        take_back_codes(by=by, referral=referral)
    reopen(referral, referral.version, decided_why="", **(NOT_ANSWERED if own_no else {}))
    return referral


def check_deciding(by: Actor, referral: Referral) -> None:
    """Raise Refused for somebody to whom the person is closed, saying who decides."""
    standing = queries.standing_of(by, referral)
    if not standing.decides:
        raise Refused(
            f"{referral.name_given} is known here already, and not to your team."
            f" Ask {standing.deciders}: the referral is in their list of new referrals."
        )


def reopen(referral: Referral, expected: int | None, **values: object) -> None:
    """Put a referral back among the unread ones; the common half of several doors."""
    DECISIONS.check(referral.decision, Decision.RECEIVED)
    change(
        referral,
        expected=expected,
        decision=Decision.RECEIVED,
        decided_at=None,
        decided_by_id=None,
        **values,
    )


def decide(
    by: Actor,
    referral: Referral,
    decision: Decision,
    why: str,
    at: datetime.datetime | None,
    expected: int | None,
) -> Referral:
    """Write a decision down; the common half of the doors that decide. Whoever decides has read it."""
    if decision != Decision.WITHDRAWN:
        check_deciding(by, referral)
    DECISIONS.check(referral.decision, decision)
    change(
        referral,
        # Without a version seen on a page, the one just read: two decisions never both stand.
        expected=referral.version if expected is None else expected,
        decision=decision,
        decided_at=at or timezone.now(),
        decided_by_id=by.membership_id(referral.scheme_id),
        decided_why=why,
    )
    _note_reading(by, referral, at)
    return referral


def _note_reading(by: Actor, referral: Referral, at: datetime.datetime | None) -> None:
    member_id = by.membership_id(referral.scheme_id)
    if member_id is not None and referral.decision != Decision.WITHDRAWN:
        Reading.objects.get_or_create(
            scheme_id=referral.scheme_id,
            referral=referral,
            by_id=member_id,
            defaults={"read_at": at or timezone.now()},
        )
