"""Visits of a befriender: noted by staff from a call, or by the volunteer on a page of their own.

What the holder of the link cannot read is read here in the scheme's own context, of what each function was given and
nothing else.
"""

from __future__ import annotations

import datetime
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.concerns import actions as concerns
from kith.concerns.models import Concern
from kith.groups import rules
from kith.groups.actions.matches import check_checks
from kith.groups.models import BefrienderVisit, Match, VisitPage
from kith.groups.queries import volunteers as queries
from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused
from kith.vocabulary import concerns as worries

# Ours: after a year whoever looks after volunteers looks again, and gives a new one.
LINK_LASTS = datetime.timedelta(days=365)


@action("groups.log_visit")
def log_visit(
    *,
    by: Actor,
    match: Match,
    visited_on: datetime.date,
    went: str,
    minutes: int | None = None,
    words: str = "",
    worry: str = "",
) -> BefrienderVisit:
    """Note a visit as the volunteer told of it. What worried them is kept with it; the concern is raised by whoever
    notes it, who can ask.

    Raises Refused for a match that never went on, a day to come, and impossible minutes.
    """
    if match.volunteer_agreed_on is None or match.person_agreed_on is None:
        raise Refused("Both must agree before there is a visit.")
    rules.check_visit(visited_on, went, minutes)
    return BefrienderVisit.objects.create(
        scheme_id=match.scheme_id,
        match=match,
        visited_on=visited_on,
        minutes=minutes,
        went=went,
        words=words.strip(),
        worry=worry.strip(),
        by_id=by.membership_id(match.scheme_id),
        by_name=by.name,
    )


@action("groups.give_visit_page")
def give_visit_page(*, by: Actor, match: Match) -> VisitPage:
    """A page for the volunteer behind a new link, on which they note their visits; a link given before ends.

    Raises Refused while the match does not go on, or a required check is missing or has run out.
    """
    if not match.is_going_on:
        raise Refused("The match does not go on, so there is nothing to note.")
    check_checks(match.volunteer)
    end_visit_page(by=by, match=match)
    page = VisitPage.objects.create(
        scheme_id=match.scheme_id,
        match=match,
        first_name=match.person.kept.called,
        given_by_name=by.name,
    )
    links.give(
        scheme_id=match.scheme_id,
        purpose=queries.VISITS,
        subject_id=page.pk,
        expires_at=timezone.now() + LINK_LASTS,
    )
    return page


@action("groups.end_visit_page")
def end_visit_page(*, by: Actor, match: Match) -> int:
    """End the volunteer's link, at once; how many there were."""
    pages = queries.pages_of(match)
    return sum(links.end(purpose=queries.VISITS, subject_id=page.pk) for page in pages)


@action("groups.log_on_page")
def log_on_page(
    *,
    by: Actor,
    scheme_id: UUID,
    page: VisitPage,
    visited_on: datetime.date,
    went: str,
    minutes: int | None = None,
    words: str = "",
    worry: str = "",
) -> BefrienderVisit:
    """Note a visit on the volunteer's own page. What worries them is raised as a concern at once, in their words:
    somebody of the scheme is asked to act today.

    Raises Refused for a day to come, one after a required check of theirs ran out, and impossible minutes. The caller
    counts tries before.
    """
    until = queries.checked_until(page, by.key)
    rules.check_visit(visited_on, went, minutes, until=until)
    row = BefrienderVisit(
        scheme_id=scheme_id,
        match_id=page.match_id,
        page=page,
        visited_on=visited_on,
        minutes=minutes,
        went=went,
        words=words.strip(),
        worry=worry.strip(),
        by_name="The volunteer, on their own page",
    )
    row.save(force_insert=True)  # the holder of a link inserts, and changes nothing
    if row.worry:
        with context.in_scheme(scheme_id, actor=by.key):
            _raise(by, row)
    return row


def _raise(by: Actor, row: BefrienderVisit) -> Concern:
    match = Match.objects.select_related("volunteer", "person__merged_into").get(pk=row.match_id)
    return concerns.raise_concern(
        by=by,
        person=match.person.kept,
        kind="other",
        urgency=worries.TODAY,
        words=row.worry,
        source=Concern.Source.TOLD,
        told_by=f"{match.volunteer.name}, who befriends them",
    )
