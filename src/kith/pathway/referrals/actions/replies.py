"""What a referrer, or somebody who asked for themselves, writes by their private link: kept by its holder, carried
out by a job (decision 0006).
"""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone
from procrastinate.contrib.django import app

from kith.audit.write import action, apart
from kith.isolation.actor import Actor
from kith.pathway.referrals.actions.answers import record_no
from kith.pathway.referrals.actions.decisions import send_again, withdraw
from kith.pathway.referrals.actions.reading import answer_question
from kith.pathway.referrals.actions.word_back import end_status_link, send_word_to, tell
from kith.pathway.referrals.models import Question, Referral, Reply, WordBack
from kith.pathway.referrals.rules import asked_for_themselves
from kith.pathway.referrals.states import Decision
from kith.people import actions as people
from kith.people import queries as people_queries
from kith.people.models import Channel
from kith.resilience.errors import Refused
from kith.resilience.limits import Limit, spend
from kith.resilience.versions import change
from kith.ui.dates import medium_date
from kith.vocabulary.word_back import Kind

BY_ONE_LINK = Limit("answer by a private link", burst=10, per_hour=10)
MOST_LETTERS = 4000
BY_LINK = "The referrer, by their private link"
BY_OWN_PAGE = "their own page"
STOP_JOB = "contacts.pass_on_stop"
SEEN_TO = "Your link worker reads it and finishes. They ring you only if something is still open."
NOT_YET = "We are still taking in what you sent. Try again later, or ring us with the reference."
NOT_THEIRS = "Whoever reads this address said that it is not theirs."


@action("referrals.reply")
def reply(*, by: Actor, scheme_id: UUID, referral_id: UUID, kind: str, text: str = "") -> Reply:
    """Keep what the holder of a private link wrote, and have it read by a job.

    Raises Refused for an empty answer, and while what was sent is no referral yet; TooOften for too many.
    """
    spend(BY_ONE_LINK, by=str(referral_id))
    if not WordBack.objects.filter(referral_id=referral_id).exists():
        raise Refused(NOT_YET)
    if kind == Reply.Kind.ADD and not text.strip():
        raise Refused("Write your answer first.", field="text")
    row = Reply(
        scheme_id=scheme_id, referral_id=referral_id, kind=kind, text=text.strip()[:MOST_LETTERS]
    )
    # Without a look first: the holder of a link may write here and read nothing.
    row.save(force_insert=True)
    app.configure_task("referrals.read_reply").defer(scheme_id=str(scheme_id), reply_id=str(row.pk))
    return row


@action("referrals.read_reply")
def read_reply(*, by: Actor, reply: Reply) -> Reply:
    """Do what a reply asks, once. What cannot be done keeps why, and staff read it beside the referral."""
    if reply.handled_at is not None:
        return reply
    try:
        with apart():
            _carry_out(by, reply.referral, reply)
    except Refused as refusal:
        change(reply, handled_at=timezone.now(), problem=refusal.message[:300])
    else:
        change(reply, handled_at=timezone.now(), problem="")
    return reply


def _carry_out(by: Actor, referral: Referral, reply: Reply) -> None:
    themselves = asked_for_themselves(referral)
    if reply.kind == Reply.Kind.NOT_MINE and themselves:
        _is_not_theirs(by, referral)
    elif reply.kind == Reply.Kind.WITHDRAW and themselves:
        _stop(by, referral)
    elif reply.kind == Reply.Kind.NOT_MINE:
        # Another's account is not reached by a wrong address: only what was typed is wrong.
        send_word_to(by=by, referral=referral, address="")
    elif reply.kind == Reply.Kind.WITHDRAW:
        withdraw(by=by, referral=referral, reason="Withdrawn by the referrer’s private link")
    elif question := Question.objects.filter(referral=referral, answered_at=None).first():
        answer_question(by=by, question=question, answer=reply.text, name=BY_LINK)
    elif referral.decision == Decision.RETURNED:
        added = f"Added by the referrer on {medium_date(reply.created_at)}:\n{reply.text}"
        send_again(
            by=by,
            referral=referral,
            referrer_sees=f"{referral.referrer_sees}\n\n{added}".strip(),
            person_says=referral.person_says,
            expected=referral.version,
        )
    else:
        raise Refused("It came when nothing was asked. Read it here.")


def _stop(by: Actor, referral: Referral) -> None:
    """They want no support: before it was taken on that ends the request, after that their link worker reads it."""
    if referral.decision not in (Decision.TAKEN_ON, Decision.JOINED):
        words = "Pressed: I do not want this any more."
        record_no(by=by, referral=referral, words=words, heard_by=BY_OWN_PAGE)
        return
    app.configure_task(STOP_JOB).defer(
        scheme_id=str(referral.scheme_id), referral_id=str(referral.pk)
    )
    tell(by=by, referral=referral, kind=Kind.WITHDRAWN, what_next=SEEN_TO)


def _is_not_theirs(by: Actor, referral: Referral) -> None:
    """The e-mail address is another's: nothing goes there any more, and the link ends."""
    for point in people_queries.safe_points(referral.person, Channel.EMAIL):
        people.change_contact_point(
            by=by,
            point=point,
            value=point.value,
            when_safe=point.when_safe,
            note=NOT_THEIRS,
            is_preferred=point.is_preferred,
        )
    end_status_link(by=by, referral=referral)
