"""What follows an introduction by itself: a silent group is reminded, the person is asked, a scheme's way is set."""

from __future__ import annotations

import datetime
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.messages.actions import queue_email
from kith.messages.models import Email
from kith.pathway.connections import queries, rules
from kith.pathway.connections.actions.linking import give_link, send_link
from kith.pathway.connections.models import FollowUp, GroupWishes, Introduction
from kith.people import queries as people
from kith.people.models import Channel
from kith.resilience.errors import Refused, Stale
from kith.resilience.versions import change
from kith.ui.dates import today

LEAST = {"remind_after": 1, "reminders": 0, "ask_person_after": 1, "agreement_lasts": 14}


@action("connections.set_policy")
def set_policy(
    *, by: Actor, scheme_id: UUID, expected: int | None = None, **values: int
) -> FollowUp:
    """Set how a scheme follows its introductions up. What is not given stays.

    Raises Refused for a number that is too small, Stale when somebody else set it meanwhile.
    """
    for name, value in values.items():
        if value < LEAST[name]:
            raise Refused(f"This must be {LEAST[name]} or more.", field=name)
    row = queries.policy(scheme_id)
    if row._state.adding:
        if expected not in (None, row.version):
            raise Stale()
        return FollowUp.objects.create(scheme_id=scheme_id, **values)
    change(row, expected=expected, **values)
    return row


@action("connections.follow_up")
def follow_up(
    *,
    by: Actor,
    introduction: Introduction,
    policy: FollowUp,
    wishes: GroupWishes | None,
    on: datetime.date,
) -> str:
    """Remind a group that has not answered, or give it to the worker to ring; what was done, or "".

    The worker rings where nobody can be written to, where the group asked to be rung, after the last reminder and
    where the agreement has ended. Who is told once a week is reminded by that e-mail alone. Of a service that has
    closed, or is run by others, the worker has been told (`note_changes`): nobody is reminded.
    """
    if rules.why_stopped(introduction.service) or rules.run_by_others(introduction):
        return "given" if note_changes(by=by, introduction=introduction) else ""
    told_by = wishes.told_by if wishes else GroupWishes.ToldBy.EACH
    writes = told_by != GroupWishes.ToldBy.PHONE and not rules.is_locked(introduction, on)
    by_mail = writes and bool(queries.listed_address(introduction.service))
    weekly = by_mail and told_by == GroupWishes.ToldBy.WEEKLY
    due = rules.weeks_are_over if weekly else rules.reminder_due
    if not due(introduction, policy, on):
        return ""
    if by_mail and not weekly and introduction.reminders < policy.reminders:
        send_link(by=by, introduction=introduction, kind="introduction_reminder")
        change(introduction, reminders=introduction.reminders + 1, reminded_at=timezone.now())
        return "reminded"
    if introduction.ask_news_on is None or introduction.ask_news_on > on:
        told = {"reminders": policy.reminders} if weekly else {}
        change(introduction, ask_news_on=on, **told)
        return "given"
    return ""


@action("connections.note_changes")
def note_changes(*, by: Actor, introduction: Introduction) -> bool:
    """Put to the worker, once, what has changed around an introduction: the service has closed, others run it, or a
    shared number is safe no longer. Whether there was anything to write.
    """
    points = people.contact_points(introduction.person.kept)
    changed, told = rules.to_note(introduction, points)
    if (changed, told) == (introduction.changed, introduction.changes_told):
        return False
    change(introduction, changed=changed, changes_told=told)
    return True


@action("connections.ask_by_email")
def ask_by_email(*, by: Actor, introduction: Introduction, on: datetime.date) -> Email | None:
    """Ask the person by an e-mail to an address they said is safe: did you get there, did it help?

    It names nobody and no place. Without such an address nothing is sent, and the call is the worker's; who does
    not answer is rung after some days.
    """
    safe = people.safe_points(introduction.person.kept, Channel.EMAIL)
    if not safe:
        return None
    link = give_link(introduction.scheme_id, queries.WENT, introduction.pk)
    change(introduction, person_asked_at=timezone.now(), ask_person_on=on + rules.RING_AFTER)
    return queue_email(
        by=by,
        scheme_id=introduction.scheme_id,
        kind="did_you_get_there",
        to=safe[0].value,
        link=link,
    )


@action("connections.make_text")
def make_text(*, by: Actor, introduction: Introduction) -> str:
    """The address for a text from the worker's own phone; the person is rung if they do not answer.

    Raises Refused where no number is safe for texts, and when they have answered.
    """
    if introduction.person_said:
        raise Refused("They have answered already. Reload the page.")
    if not people.safe_points(introduction.person.kept, Channel.TEXT):
        raise Refused("No number is marked safe for texts. Ring them instead.")
    now = timezone.now()
    change(
        introduction,
        person_asked_at=now,
        ask_person_on=today(now) + rules.RING_AFTER,
    )
    return give_link(introduction.scheme_id, queries.WENT, introduction.pk)
