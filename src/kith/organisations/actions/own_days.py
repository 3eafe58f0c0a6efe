"""A worker's own days: on which of the week they work, who covers days away, and their times in another calendar."""

from __future__ import annotations

from collections.abc import Sequence

from kith.audit.write import action
from kith.isolation import links
from kith.isolation.actor import Actor
from kith.isolation.models import PrivateLink
from kith.organisations.actions.staff import check_cover
from kith.organisations.models import Absence, Membership
from kith.organisations.queries import CALENDAR
from kith.resilience.errors import Refused
from kith.resilience.versions import change


@action("organisations.set_working_days")
def set_working_days(*, by: Actor, member: Membership, works_on: Sequence[int]) -> Membership:
    """Say on which days of the week somebody works, Monday being 0. Raises Refused for none."""
    days = sorted(set(works_on))
    if not days or not set(days) <= set(range(7)):
        raise Refused("Choose the days of the week.", field="works_on")
    change(member, works_on=days)
    return member


@action("organisations.set_cover")
def set_cover(*, by: Actor, absence: Absence, cover: Membership | None) -> Absence:
    """Say who covers days away, or that nobody does. Raises Refused as noting the days does."""
    if cover is not None:
        check_cover(absence.member, cover, absence.from_date, absence.to_date)
    change(absence, cover=cover)
    return absence


@action("organisations.give_calendar")
def give_calendar(*, by: Actor, member: Membership) -> PrivateLink:
    """A private link to the times of one's own appointments; one given before opens nothing any more.

    Raises Refused for somebody else's.
    """
    _check_own(by, member)
    links.end(purpose=CALENDAR, subject_id=member.pk)
    return links.give(scheme_id=member.scheme_id, purpose=CALENDAR, subject_id=member.pk)


@action("organisations.end_calendar")
def end_calendar(*, by: Actor, member: Membership) -> Membership:
    """End the link to one's own times, at once. Raises Refused for somebody else's."""
    _check_own(by, member)
    links.end(purpose=CALENDAR, subject_id=member.pk)
    return member


def _check_own(by: Actor, member: Membership) -> None:
    if by.membership_id(member.scheme_id) != member.pk:
        raise Refused("Only they can put their own times into a calendar.")
