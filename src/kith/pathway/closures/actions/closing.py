"""The write door of endings: finishing our support, and beginning again."""

from __future__ import annotations

import dataclasses
import datetime

import typst
from django.utils import timezone

from kith.audit.write import action
from kith.concerns import queries as concerns
from kith.isolation.actor import Actor
from kith.messages import actions as messages
from kith.messages.documents.outcome_letter import OutcomeLetter
from kith.messages.documents.render import UnprintableText
from kith.messages.models import Letter
from kith.pathway.caseload import actions as caseload
from kith.pathway.caseload.models import Case
from kith.pathway.caseload.states import CASES, CaseState
from kith.pathway.closures import queries, recipients, rules
from kith.pathway.closures.actions.afterwards import BEGAN_AGAIN, call_off_all, plan_calls
from kith.pathway.closures.letter import addressee, letter_of
from kith.pathway.closures.models import Closure, ClosureLetter, LetterRecipient
from kith.pathway.connections import actions as connections
from kith.pathway.contacts import actions as contacts
from kith.pathway.referrals import actions as referrals
from kith.pathway.referrals.queries import wanted_by
from kith.people.models import Person
from kith.people.rules import ADULT_AT, is_child
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import day_of, medium_date, today
from kith.vocabulary import closure_reasons
from kith.vocabulary.word_back import Kind

LETTER_KIND = "outcome_letter"
FINISHED = "Our support finished."


@action("closures.close")
def close(
    *,
    by: Actor,
    case: Case,
    reason: str,
    summary: str = "",
    requests_for_professionals: str = "",
    why_now: str = "",
    letter_owed: bool = True,
    follow_up: bool | None = None,
    keep_planned: bool = False,
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Closure:
    """Finish our support of a person: the case ends and its outcome letter is owed.

    `reason` is a code of `closure_reasons`; `requests_for_professionals` one request a line;
    `why_now` says why it is right to finish with a child, or while a concern is open; no letter is owed for
    what finished in another system (`letter_owed`); with `follow_up` they agreed to be rung in the months that
    the scheme chose. The appointments to come are called off by us and nobody asks about names and numbers given any
    more, unless `keep_planned`. Never automatic: somebody acts.
    Raises Refused, and changes nothing, for an ended case, an unknown reason, a child or an open concern
    without `why_now`, a day before it opened or to come, or a letter that cannot be made; Stale when it
    changed since `expected`.
    """
    moment = at or timezone.now()
    _check(case, reason, why_now, moment)
    outcome, letter = None, None
    if letter_owed:
        outcome = letter_of(
            case,
            reason=reason,
            summary=summary,
            requests=requests_for_professionals,
            on=day_of(moment),
            signed_by=by.name,
        )
        letter = _stored(by, case, outcome, at)
    ending = caseload.decline if rules.declines(case.referral, reason) else caseload.mark_closed
    ending(by=by, case=case, letter=letter, at=at, expected=expected)
    if letter is not None and not _is_wanted(case) and at is None:
        messages.mark_not_needed(by=by, letter=letter, reason="The practice wants no such letter")
    elif outcome is not None and outcome.codes:
        referrals.mark_codes_told(by=by, referral=case.referral, how="The closing letter", at=at)
    closure = Closure.objects.create(
        scheme_id=case.scheme_id,
        person_id=case.person_id,
        case=case,
        reason=reason,
        summary=summary.strip(),
        requests_for_professionals=requests_for_professionals.strip(),
        why_now=why_now.strip(),
        closed_at=case.ended_at or moment,
        letter=letter,
        by_id=by.membership_id(case.scheme_id),
        by_name=by.name,
    )
    if outcome is not None:
        _copy(by, closure, outcome, at)
    if follow_up:
        plan_calls(by=by, closure=closure)
    if not keep_planned:
        stop(by, case.person, FINISHED, at)
    return closure


def stop(by: Actor, person: Person, why: str, at: datetime.datetime | None = None) -> None:
    """Call off what is planned with somebody, and ask no more about the names and numbers they were given."""
    contacts.call_off_to_come(by=by, person=person, why=why, at=at)
    connections.ask_no_more(by=by, person=person)


def _stored(by: Actor, case: Case, outcome: OutcomeLetter, at: datetime.datetime | None) -> Letter:
    to = outcome.addressee
    return messages.store_letter(
        by=by,
        scheme_id=case.scheme_id,
        kind=LETTER_KIND,
        person_id=case.person_id,
        to_name=to.name,
        to_organisation=to.organisation,
        to_address="\n".join(to.address),
        document=_printed(outcome),
        at=at,
    )


def _copy(
    by: Actor, closure: Closure, outcome: OutcomeLetter, at: datetime.datetime | None
) -> None:
    """A letter of their own for each further recipient: the codes are the practice's alone."""
    for recipient in recipients.in_force(closure.case):
        theirs = dataclasses.replace(
            outcome, addressee=addressee(recipient), codes=(), codes_told=(), codes_only=""
        )
        ClosureLetter.objects.create(
            scheme_id=closure.scheme_id,
            closure=closure,
            recipient=recipient,
            letter=_stored(by, closure.case, theirs, at),
        )


@action("closures.add_recipient")
def add_recipient(
    *,
    by: Actor,
    case: Case,
    kind: str,
    name: str = "",
    organisation: str = "",
    address: str = "",
    agreed_how: str,
    agreed_on: datetime.date,
) -> LetterRecipient:
    """Add somebody who gets a letter of their own when the case ends.

    Raises Refused without a name or an organisation, without the person's agreement, or for a day to come.
    """
    if kind not in LetterRecipient.Kind.values:
        raise Refused("Choose who they are.", field="kind")
    if not name.strip() and not organisation.strip():
        raise Refused("Give a name or a team.", field="name")
    if not agreed_how.strip():
        raise Refused("Say how the person agreed.", field="agreed_how")
    if agreed_on > today():
        raise Refused("This day has not come yet. Check the date.", field="agreed_on")
    return LetterRecipient.objects.create(
        scheme_id=case.scheme_id,
        case=case,
        kind=kind,
        name=name.strip(),
        organisation=organisation.strip(),
        address=address.strip(),
        agreed_how=agreed_how.strip(),
        agreed_on=agreed_on,
    )


@action("closures.end_recipient")
def end_recipient(*, by: Actor, recipient: LetterRecipient) -> LetterRecipient:
    """Take somebody off the list; letters that were made stay."""
    change(recipient, ended_at=timezone.now())
    return recipient


@action("closures.reopen")
def reopen(
    *,
    by: Actor,
    case: Case,
    why: str,
    at: datetime.datetime | None = None,
    expected: int | None = None,
) -> Case:
    """Open an ended case again, inside the scheme's window: the same episode, no new referral.

    Raises Refused without a reason, for a case that is open, or after the window.
    """
    moment = at or timezone.now()
    words = why.strip()
    if not words:
        raise Refused("Say why support begins again.", field="why")
    if len(words) > 300:
        raise Refused("Keep the reason to 300 characters.", field="why")
    CASES.check(case.state, CaseState.OPEN)
    if case.person.died_on is not None:
        raise Refused(
            f"It is on the record that {case.person.called} has died. If that is wrong, take it back on"
            " the record first."
        )
    until = queries.last_day_to_reopen(case)
    if until is not None and day_of(moment) > until:
        raise Refused(
            f"This could be re-opened until {medium_date(until)}. Nothing was changed."
            " Make a new referral: what is on the record stays."
        )
    holder = queries.next_holder(by, case)
    if case.state == CaseState.DECLINED and queries.in_force(case) is None:
        _keep_refusal(by, case)
    caseload.mark_reopened(by=by, case=case, holder=holder, at=at, expected=expected)
    Closure.objects.filter(case=case, reopened_at=None).update(
        reopened_at=moment, reopened_why=words
    )
    call_off_all(by=by, person=case.person.kept, why=BEGAN_AGAIN)
    return case


def _keep_refusal(by: Actor, case: Case) -> None:
    """Somebody who said no at once has no closure; opening again is written on one."""
    Closure.objects.create(
        scheme_id=case.scheme_id,
        person_id=case.person_id,
        case=case,
        reason=closure_reasons.PERSON_DECLINED,
        closed_at=case.ended_at or timezone.now(),
        by_id=by.membership_id(case.scheme_id),
        by_name=by.name,
    )


def _is_wanted(case: Case) -> bool:
    """Whether the practice that referred wants a closing letter; anyone else gets one."""
    practice = case.referral.practice
    return practice is None or Kind.CLOSED in wanted_by(practice).letters


def _printed(letter: OutcomeLetter) -> bytes:
    try:
        return letter.pdf()
    except UnprintableText as error:
        raise Refused(f"The letter could not be made, so nothing was saved. {error}") from error
    except typst.TypstError as error:
        raise Refused(
            "The letter could not be made, so nothing was saved. Tell whoever looks after this"
            " installation."
        ) from error


def _check(case: Case, reason: str, why_now: str, moment: datetime.datetime) -> None:
    if reason not in dict(closure_reasons.choices()):
        raise Refused("Choose why our support finishes.", field="reason")
    CASES.check(case.state, CaseState.CLOSED)
    if moment > timezone.now():
        raise Refused(
            "Our support cannot finish on a day that has not come. Choose today or an earlier day.",
            field="at",
        )
    if moment < case.opened_at:
        raise Refused("Our support cannot finish before it began. Choose a later day.", field="at")
    if is_child(case.person, day_of(moment)) and not why_now.strip():
        raise Refused(
            f"{case.person.called} is under {ADULT_AT}. Say why it is right to finish now.",
            field="why_now",
        )
    if not why_now.strip() and concerns.is_open_for(case.person):
        raise Refused(
            f"A concern about {case.person.called} is open. Say why it is right to finish now.",
            field="why_now",
        )
    given_up = reason == closure_reasons.COULD_NOT_CONTACT
    if given_up and not why_now.strip() and queries.has_risk(case.person):
        raise Refused(
            f"A risk to {case.person.called} is on record. Say why it is right to stop trying.",
            field="why_now",
        )
