"""What a measure is, as its owners declare it: items, ranges, bands, direction, licence, limits.

Where wording is not ours to show, an item carries its number alone. An answer is the number printed
beside it on the measure's own form; where a form prints its numbers turned round, they stand here so.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class Better(StrEnum):
    """Which way is better for the person."""

    HIGHER = "higher"
    LOWER = "lower"
    EACH = "each"  # item by item


@dataclass(frozen=True)
class Band:
    """A range of scores, both ends included, and its name."""

    least: float
    most: float
    words: str


@dataclass(frozen=True)
class Item:
    """One question: its answers as (number, words), in the order of the form.

    `text` is empty when it may not be shown. `counts`, where given, are the answers that count 1 and the
    others 0; without it an answer counts as its number.
    """

    answers: tuple[tuple[int, str], ...]
    text: str = ""
    title: str = ""
    bands: tuple[Band, ...] = ()
    better: Better = Better.HIGHER
    counts: frozenset[int] | None = None

    @property
    def values(self) -> frozenset[int]:
        """The numbers that may be given."""
        return frozenset(number for number, _ in self.answers)

    def counted(self, answer: int) -> int:
        """What an answer adds to the sum."""
        return answer if self.counts is None else int(answer in self.counts)


@dataclass(frozen=True)
class Subscale:
    """Some of the items, added up apart; one above or below a line means something."""

    key: str
    title: str
    items: tuple[int, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Risk:
    """An item whose answer may tell of danger, from a number on."""

    item: int
    least: int
    words: str


@dataclass(frozen=True)
class Change:
    """The smallest change of one person that is more than the measure's own error, and who says so."""

    points: float
    source: str


@dataclass(frozen=True)
class Instrument:
    """A measure as declared.

    `summed` is false where a total would mean nothing. `metric` turns a sum into the score that is
    reported. `may_miss` is how many answers the manual lets be missing from a total (from a subscale, none).
    `offered`: pages offer it unless the scheme says otherwise; `prompted`: at natural moments too.
    `risks` and `alert_at` (a score, in the direction that is worse) ask somebody to act: such a measure is
    not asked without a named responder. `no_bands_in`: ways of giving it for which its bands do not hold.
    """

    key: str
    title: str
    asks: str
    items: tuple[Item, ...]
    better: Better
    source: str
    licence: str
    bands: tuple[Band, ...] = ()
    subscales: tuple[Subscale, ...] = ()
    summed: bool = True
    metric: Mapping[int, float] | None = None
    may_miss: int = 0
    minimum_age: int = 18
    age_source: str = "no source says that it holds under 18"
    proxy_allowed: bool = False
    modes: tuple[str, ...] = ("alone", "together", "phone", "paper")
    mode_note: str = ""
    no_bands_in: Mapping[str, str] = field(default_factory=dict)
    risks: tuple[Risk, ...] = ()
    alert_at: float | None = None
    reliable: Change | None = None
    notice: str = ""
    own: bool = False
    offered: bool = False
    prompted: bool = False

    @property
    def text_ships(self) -> bool:
        """Whether the questions themselves may be shown."""
        return all(item.text for item in self.items)

    @property
    def needs_responder(self) -> bool:
        """Whether an answer may ask somebody to act."""
        return bool(self.risks) or self.alert_at is not None

    @property
    def span(self) -> tuple[float, float]:
        """The least and the greatest score there is; of one item where nothing is summed."""
        least = [min(map(item.counted, item.values)) for item in self.items]
        most = [max(map(item.counted, item.values)) for item in self.items]
        if not self.summed:
            return min(least), max(most)
        ends = sum(least), sum(most)
        return (self.metric[ends[0]], self.metric[ends[1]]) if self.metric else ends


@dataclass(frozen=True)
class Elsewhere:
    """A measure that may not be given here at all: only a score that was obtained elsewhere is kept."""

    key: str
    title: str
    owner: str
    versions: tuple[str, ...]
    least: float
    most: float
    better: Better
    why: str


def numbers(least: int, most: int, low: str = "", high: str = "") -> tuple[tuple[int, str], ...]:
    """The numbers of a scale, words at its ends."""
    words = {least: low, most: high}
    return tuple((n, words.get(n, "")) for n in range(least, most + 1))


def unworded(count: int, least: int, most: int) -> tuple[Item, ...]:
    """Items that carry their numbers alone."""
    return (Item(numbers(least, most)),) * count
