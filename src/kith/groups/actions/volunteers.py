"""The scheme's own list of volunteers, and what was checked of each."""

from __future__ import annotations

import datetime
from collections.abc import Collection
from uuid import UUID

from django.utils import timezone

from kith.audit.write import action
from kith.groups import rules
from kith.groups.models import Match, Volunteer, VolunteerCheck, VolunteerPolicy
from kith.groups.queries import volunteers as queries
from kith.groups.states import MatchState
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused, Stale
from kith.resilience.versions import change
from kith.ui import dates


@action("groups.add_volunteer")
def add_volunteer(
    *,
    by: Actor,
    scheme_id: UUID,
    name: str,
    phone: str = "",
    email: str = "",
    offers: str = "",
    languages: str = "",
    areas: str = "",
    note: str = "",
) -> Volunteer:
    """Put somebody on the scheme's list of volunteers. Raises Refused without a name, or a way to reach them."""
    rules.check_volunteer(name, phone, email)
    return Volunteer.objects.create(
        scheme_id=scheme_id,
        name=name.strip(),
        phone=phone.strip(),
        email=email.strip(),
        offers=offers.strip(),
        languages=languages.strip(),
        areas=areas.strip(),
        note=note.strip(),
    )


@action("groups.change_volunteer")
def change_volunteer(
    *,
    by: Actor,
    volunteer: Volunteer,
    name: str,
    phone: str = "",
    email: str = "",
    offers: str = "",
    languages: str = "",
    areas: str = "",
    note: str = "",
    expected: int | None = None,
) -> Volunteer:
    """Put what is known of a volunteer right. Raises Refused as adding one does, Stale on another's change."""
    rules.check_volunteer(name, phone, email)
    change(
        volunteer,
        expected=expected,
        name=name.strip(),
        phone=phone.strip(),
        email=email.strip(),
        offers=offers.strip(),
        languages=languages.strip(),
        areas=areas.strip(),
        note=note.strip(),
    )
    return volunteer


@action("groups.note_check")
def note_check(
    *,
    by: Actor,
    volunteer: Volunteer,
    kind: str,
    made_on: datetime.date,
    expires_on: datetime.date | None = None,
    words: str = "",
) -> VolunteerCheck:
    """Note what was checked of a volunteer, in the place of what was noted before.

    Raises Refused for an unknown kind, a day to come, one that expires before it was made, and a DBS check without the
    day on which it is due again.
    """
    rules.check_check(kind, made_on, expires_on)
    before = VolunteerCheck.objects.filter(volunteer=volunteer, kind=kind, replaced_at=None).first()
    if before is not None:
        change(before, replaced_at=timezone.now())
    return VolunteerCheck.objects.create(
        scheme_id=volunteer.scheme_id,
        volunteer=volunteer,
        kind=kind,
        made_on=made_on,
        expires_on=expires_on,
        words=words.strip(),
        by_id=by.membership_id(volunteer.scheme_id),
        by_name=by.name,
    )


@action("groups.set_volunteer_policy")
def set_volunteer_policy(
    *,
    by: Actor,
    scheme_id: UUID,
    required: Collection[str],
    warn_days: int,
    expected: int | None = None,
) -> VolunteerPolicy:
    """Set which checks a scheme asks for before a volunteer visits anybody, and how many days before one runs out it
    warns. It holds at once, of matches that go on as well: none is stopped by it.

    Raises Refused as `rules.check_policy` does, Stale when somebody else set it meanwhile.
    """
    rules.check_policy(required, warn_days)
    kinds = [kind for kind in VolunteerCheck.Kind.values if kind in required]
    row = queries.policy_of(scheme_id)
    if row._state.adding:
        if expected not in (None, row.version):
            raise Stale()
        return VolunteerPolicy.objects.create(
            scheme_id=scheme_id, required=kinds, warn_days=warn_days
        )
    change(row, expected=expected, required=kinds, warn_days=warn_days)
    return row


@action("groups.end_volunteer")
def end_volunteer(*, by: Actor, volunteer: Volunteer, on: datetime.date | None = None) -> Volunteer:
    """Take a volunteer off the list; what they did stays. Raises Refused while a match of theirs has not ended."""
    if Match.objects.filter(volunteer=volunteer).exclude(state=MatchState.ENDED).exists():
        raise Refused(
            f"{volunteer.name} is still matched with somebody. End the match first, with why."
        )
    change(volunteer, ended_on=on or dates.today())
    return volunteer
