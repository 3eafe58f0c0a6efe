"""What must be checked of a volunteer before a match goes on, and what a visit can be."""

from __future__ import annotations

import datetime
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from kith.groups.models import BefrienderVisit, Volunteer, VolunteerCheck, VolunteerPolicy
from kith.groups.models.volunteers import MOST_WARN_DAYS
from kith.pathway.contacts.rules import check_minutes
from kith.resilience.errors import Refused
from kith.ui import dates

Kind = VolunteerCheck.Kind


@dataclass(frozen=True)
class Standing:
    """How one kind of check stands on a day, by what its scheme asks. `holds` is false where it is missing or has run
    out.
    """

    kind: str
    check: VolunteerCheck | None
    today: datetime.date
    policy: VolunteerPolicy

    @property
    def required(self) -> bool:
        """Whether the scheme asks for it at all."""
        return self.kind in self.policy.required

    @property
    def lacking(self) -> bool:
        """Whether no match may go on for want of it."""
        return self.required and not self.holds

    @property
    def due(self) -> bool:
        """Whether it is somebody's work: it ran out, or runs out soon."""
        return self.required and self.check is not None and (self.soon or not self.holds)

    @property
    def holds(self) -> bool:
        """Whether a match may go on by it."""
        if self.check is None:
            return False
        return self.check.expires_on is None or self.check.expires_on >= self.today

    @property
    def soon(self) -> bool:
        """Whether it still holds, and runs out soon."""
        until = self.check.expires_on if self.check else None
        warns = datetime.timedelta(days=self.policy.warn_days)
        return self.holds and until is not None and until <= self.today + warns

    @property
    def words(self) -> str:
        """``ran out on 3 March 2026``."""
        if self.check is None:
            return "is not on record"
        if self.check.expires_on is None:
            return f"was made on {dates.medium_date(self.check.made_on)}"
        day = dates.medium_date(self.check.expires_on)
        return f"holds until {day}" if self.holds else f"ran out on {day}"


def standings(
    policy: VolunteerPolicy, checks: Iterable[VolunteerCheck], today: datetime.date
) -> list[Standing]:
    """How each check that the scheme asks for stands, of those in force; and what was noted beside them."""
    there = {row.kind: row for row in checks if row.replaced_at is None}
    kinds = [kind for kind in Kind if kind in policy.required or kind in there]
    return [Standing(kind, there.get(kind), today, policy) for kind in kinds]


def check_policy(required: Collection[str], warn_days: int) -> None:
    """Raise Refused for asking nothing of whoever visits somebody alone, and for a warning that comes too late or a
    year before.
    """
    if not required:
        raise Refused(
            "Select at least one: nobody visits somebody alone unchecked.", field="required"
        )
    if not set(required) <= set(Kind.values):
        raise Refused("Choose what is checked.", field="required")
    if not 1 <= warn_days <= MOST_WARN_DAYS:
        raise Refused(f"Enter days from 1 to {MOST_WARN_DAYS}.", field="warn_days")


def check_checks(
    policy: VolunteerPolicy, volunteer: Volunteer, checks: Iterable[VolunteerCheck]
) -> None:
    """Raise Refused while a required check of a volunteer is missing or has run out."""
    lacking = [one for one in standings(policy, checks, dates.today()) if one.lacking]
    if lacking:
        said = "; ".join(f"{Kind(one.kind).label}: {one.words}" for one in lacking)
        raise Refused(
            f"No match of {volunteer.name} goes on as it stands. {said}. Note the new one first.",
            field="volunteer",
        )


def check_volunteer(name: str, phone: str, email: str) -> None:
    """Raise Refused for a volunteer without a name, or whom nobody could reach."""
    if not name.strip():
        raise Refused("Enter their name.", field="name")
    if not phone.strip() and not email.strip():
        raise Refused("Enter a phone number or an e-mail address.", field="phone")


def check_check(kind: str, made_on: datetime.date, expires_on: datetime.date | None) -> None:
    """Raise Refused for what cannot have been checked. A DBS certificate has no date of expiry of its own (GOV.UK, "DBS
    checks: guidance for employers"), so the scheme says when it is due again.
    """
    if kind not in Kind.values:
        raise Refused("Choose what was checked.", field="kind")
    if made_on > dates.today():
        raise Refused("This day has not come yet.", field="made_on")
    if expires_on is not None and expires_on <= made_on:
        raise Refused("It must hold for longer than the day it was made.", field="expires_on")
    if kind == Kind.DBS and expires_on is None:
        raise Refused(
            "Say when it is due again: a DBS certificate itself names no day.", field="expires_on"
        )


def check_agreed(on: datetime.date, how: str) -> None:
    """Raise Refused for an agreement of a day to come, or that nobody can say how it was given."""
    if not how.strip():
        raise Refused("Say how they agreed, such as on the phone.", field="how")
    if on > dates.today():
        raise Refused("This day has not come yet.", field="on")


def check_visit(
    visited_on: datetime.date, went: str, minutes: int | None, *, until: datetime.date | None = None
) -> None:
    """Raise Refused for a visit to come, for one after `until`, the last day on which the visitor's checks held, and
    where nobody says how it went.
    """
    if until is not None and visited_on > until:
        raise Refused(
            f"A check of yours ran out on {dates.medium_date(until)}, so this page takes no visit after that day."
            " Ring us, also with whatever worries you.",
            field="visited_on",
        )
    if visited_on > dates.today():
        raise Refused("This day has not come yet. Note the visit afterwards.", field="visited_on")
    if went not in BefrienderVisit.Went.values:
        raise Refused("Say how it went.", field="went")
    check_minutes(minutes)
