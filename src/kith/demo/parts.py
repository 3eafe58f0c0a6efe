"""The parts of the demonstration: each one transaction, told wholly or not at all, and only once."""

from __future__ import annotations

import functools
import random
from collections.abc import Callable, Sequence

from django.utils import timezone

from kith.audit.write import wholly
from kith.demo import (
    arriving,
    colleagues,
    gaps,
    groups,
    meetings,
    money,
    programme,
    queries,
    scheme,
    stories,
    worries,
)
from kith.demo.accounts import BOW, scheme_id_of
from kith.demo.actions import mark_told
from kith.demo.people import BOW_PEOPLE, POPLAR_PEOPLE
from kith.demo.scheme import DEMONSTRATION
from kith.demo.year import ground
from kith.demo.year.ground import Ground
from kith.demo.year.roster import Life, roster
from kith.demo.year.telling import tell
from kith.isolation import context
from kith.organisations import queries as organisations

SEED = "1984"  # the year the centre opened
LIVES_A_PART = 40
OPENED, NOW, MET, PAID = "opened", "around today", "meetings", "money in hand"
GROUPED, TOGETHER = "groups", "colleagues"
LEFT = "staff left"
MISSED = "gaps"
ARRIVED = "what arrives"
# Told one after the other, once everybody is there.
AFTERWARDS = (MET, PAID, GROUPED, TOGETHER, LEFT, MISSED, ARRIVED)


def year_parts(slug: str) -> list[str]:
    """The parts that tell a scheme's year, in its order."""
    count = -(-len(_lives(slug)) // LIVES_A_PART)
    return [f"year {number:03}" for number in range(1, count + 1)]


def missing(slug: str, parts: Sequence[str]) -> list[str]:
    """Which of the parts have not been told."""
    scheme_id = scheme_id_of(slug)
    with context.in_scheme(scheme_id, actor=DEMONSTRATION.key):
        there = queries.told(scheme_id)
    return [part for part in parts if part not in there]


def tell_part(slug: str, part: str) -> int:
    """Tell one part of a scheme's demonstration, unless it was told; how many people it was about."""
    scheme_id = scheme_id_of(slug)
    with context.in_scheme(scheme_id, actor=DEMONSTRATION.key):
        if part != OPENED and part in queries.told(scheme_id):
            return 0
        with wholly():
            people = _telling(part)(slug, part)
            mark_told(by=DEMONSTRATION, scheme_id=scheme_id, part=part)
    return people


def lives_of(slug: str, part: str) -> list[Life]:
    """The lives that a part of the year tells."""
    start = (int(part.removeprefix("year ")) - 1) * LIVES_A_PART
    return _lives(slug)[start : start + LIVES_A_PART]


def _telling(part: str) -> Callable[[str, str], int]:
    known = {
        OPENED: _open, NOW: _now, MET: _met, PAID: _paid, GROUPED: _grouped, TOGETHER: _together,
        LEFT: _left, MISSED: _missed, ARRIVED: _arrived,
    }  # fmt: skip
    return known.get(part, _year)


def _open(slug: str, part: str) -> int:
    scheme.open_scheme(slug, scheme_id_of(slug))
    return 0


def _year(slug: str, part: str) -> int:
    base, lives = Ground(slug, scheme_id_of(slug)), lives_of(slug, part)
    for life in lives:
        tell(base, life, SEED)
    return len(lives)


def _now(slug: str, part: str) -> int:
    people, now = BOW_PEOPLE if slug == BOW else POPLAR_PEOPLE, timezone.now()
    stories.tell(
        organisations.scheme(scheme_id_of(slug)),
        people,
        pick=random.Random(f"{SEED} {slug}"),  # noqa: S311  not a secret
        now=now,
    )
    if slug == BOW:
        worries.tell(scheme_id_of(slug), now=now)
        programme.tell_a_case(DEMONSTRATION, scheme_id_of(slug), now)
    return len(people) + (slug == BOW)


def _met(slug: str, part: str) -> int:
    if slug != BOW:
        return 0
    return meetings.tell(organisations.scheme(scheme_id_of(slug)), now=timezone.now())


def _paid(slug: str, part: str) -> int:
    if slug != BOW:
        return 0
    return money.tell(organisations.scheme(scheme_id_of(slug)), now=timezone.now())


def _grouped(slug: str, part: str) -> int:
    if slug != BOW:
        return 0
    return groups.tell(organisations.scheme(scheme_id_of(slug)), now=timezone.now())


def _together(slug: str, part: str) -> int:
    if slug != BOW:
        return 0
    return colleagues.tell(organisations.scheme(scheme_id_of(slug)), now=timezone.now())


def _left(slug: str, part: str) -> int:
    ground.take_leave(DEMONSTRATION, slug, scheme_id_of(slug))
    return 0


def _missed(slug: str, part: str) -> int:
    if slug != BOW:
        return 0
    return gaps.tell(DEMONSTRATION, scheme_id_of(slug), now=timezone.now())


def _arrived(slug: str, part: str) -> int:
    if slug == BOW:
        arriving.tell(scheme_id_of(slug), now=timezone.now())
    return 0


@functools.cache
def _lives(slug: str) -> list[Life]:
    return roster(slug, SEED)
