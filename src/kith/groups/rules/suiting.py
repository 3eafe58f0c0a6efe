"""Which volunteer suits somebody, and why: whose language they speak, whom they live near, who has room."""

from __future__ import annotations

import datetime
import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from kith.geography.postcodes import district
from kith.groups.models import VolunteerCheck, VolunteerPolicy
from kith.groups.rules.volunteers import standings
from kith.people.models import ContactPoint, Person
from kith.vocabulary import languages
from kith.vocabulary.terms import fold

_PARTS = re.compile(r"[,;/.\n]|\band\b", re.IGNORECASE)


@dataclass(frozen=True)
class Suited:
    """A volunteer beside somebody: `speaks` their language, goes `near` (the place, as it is written) them, or
    `why_not` for one who cannot be matched now.
    """

    volunteer: Any
    speaks: bool
    near: str
    check_soon: bool
    why_not: str

    @property
    def order(self) -> tuple[object, ...]:
        """Language before place, place before room; ours. Who cannot be matched comes last."""
        row = self.volunteer
        return (bool(self.why_not), not self.speaks, not self.near, row.matched, fold(row.name))


def suited(
    volunteers: Iterable[Any],
    person: Person,
    homes: Collection[ContactPoint],
    *,
    policy: VolunteerPolicy,
    matched: Collection[UUID],
    today: datetime.date,
) -> list[Suited]:
    """The volunteers beside somebody who lives at `homes`, who suits best first. `matched` are those whom they have
    already.
    """
    found = [
        _beside(row, person, homes, policy=policy, has=row.pk in matched, today=today)
        for row in volunteers
    ]
    return sorted(found, key=lambda one: one.order)


def _beside(
    row: Any, person: Person, homes: Collection[ContactPoint], *, policy: VolunteerPolicy, has: bool,
    today: datetime.date,
) -> Suited:  # fmt: skip
    stand = standings(policy, row.checks.all(), today)
    lacking = [
        f"{VolunteerCheck.Kind(one.kind).label}: {one.words.removeprefix('is ')}"
        for one in stand
        if one.lacking
    ]
    return Suited(
        row,
        speaks=bool(person.language) and person.language in _languages(row.languages),
        near=_near(row.areas, homes),
        check_soon=any(one.required and one.soon for one in stand),
        why_not="They are matched already" if has else ". ".join(lacking),
    )


def _languages(said: str) -> set[str | None]:
    return {languages.recognise(part.strip()) for part in _PARTS.split(said) if part.strip()}


def _near(areas: str, homes: Collection[ContactPoint]) -> str:
    """The first area that names the district of a postcode, or a place that stands in an address."""
    for area in (part.strip() for part in _PARTS.split(areas)):
        if area and any(_is_at(area, home) for home in homes):
            return area
    return ""


def _is_at(area: str, home: ContactPoint) -> bool:
    if home.postcode and area.upper() == district(home.postcode):
        return True
    words = rf"\b{re.escape(area)}\b"
    return len(area) > 2 and re.search(words, home.value, re.IGNORECASE) is not None
