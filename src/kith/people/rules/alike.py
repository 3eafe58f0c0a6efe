"""Whether two records are of one person: what agrees, what does not, and how much that says.

The weights are logarithms to base 2 of how many times likelier an agreement is between two records
of one person than between those of two (I. P. Fellegi and A. B. Sunter, A Theory for Record Linkage,
Journal of the American Statistical Association 64, 1969). The figures are ours: birth dates from the
number of days in 70 years, the others set by hand and tried on a generated set (docs/bench.md).
"""

from __future__ import annotations

import datetime
import functools
from dataclasses import dataclass
from enum import IntEnum

import jellyfish

from kith.vocabulary import given_names, names

LIKELY = 14.0
"""From this weight on a pair is shown to a human."""
MOST_BY_WAYS = 14.0
"""What phone, e-mail and address can add at most."""


class Name(IntEnum):
    """How far two names, or two parts of one, agree; the better is the greater."""

    DIFFERENT = 0
    MISSING = 1
    INITIAL = 2
    SOUNDS = 3
    PART = 4
    KNOWN_AS = 5
    SPELT = 6
    SAME = 7


FIRST = {
    Name.DIFFERENT: -8.0, Name.MISSING: 0.0, Name.INITIAL: 1.0, Name.SOUNDS: 3.5, Name.PART: 4.0,
    Name.KNOWN_AS: 4.5, Name.SPELT: 5.0, Name.SAME: 5.5,
}  # fmt: skip
LAST = {
    Name.DIFFERENT: -4.0, Name.MISSING: 0.0, Name.INITIAL: 1.0, Name.SOUNDS: 5.0, Name.PART: 5.5,
    Name.KNOWN_AS: 5.5, Name.SPELT: 6.5, Name.SAME: 7.0,
}  # fmt: skip
SWAPPED = -1.0
SAME_NUMBER, OTHER_NUMBER = 20.0, -12.0
SAME_PHONE, SAME_EMAIL, SAME_POSTCODE, SAME_ADDRESS = 6.0, 6.0, 4.0, 5.0
OTHER_WAY = -0.5


@dataclass(frozen=True)
class Identity:
    """A person as they are compared. Phones, e-mails and postcodes are normal; addresses folded."""

    first_name: str
    last_name: str
    date_of_birth: datetime.date
    preferred_name: str = ""
    nhs_number: str = ""
    phones: frozenset[str] = frozenset()
    emails: frozenset[str] = frozenset()
    postcodes: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()

    @functools.cached_property
    def parts(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The words of the first name, and of the last."""
        return tuple(names.words(self.first_name)), tuple(names.words(self.last_name))


@dataclass(frozen=True)
class Comparison:
    """`certain`: they are one person. `likely`: a human should look. `same` and `differs` say why in
    words; `weight` puts the likeliest first.
    """

    weight: float
    certain: bool
    likely: bool
    same: tuple[str, ...]
    differs: tuple[str, ...]


@dataclass(frozen=True)
class _Born:
    weight: float
    words: str
    agrees: bool
    slip: bool = False


@dataclass(frozen=True)
class _Named:
    first: Name
    last: Name
    swapped: bool = False
    only_name: bool = False

    @property
    def weight(self) -> float:
        return FIRST[self.first] + LAST[self.last] + (SWAPPED if self.swapped else 0.0)

    @property
    def is_one(self) -> bool:
        """The same full name, however it is spelt or ordered."""
        return min(self.first, self.last) >= Name.SPELT and not self.only_name

    @property
    def is_close(self) -> bool:
        """A first name that fits, and at least part of a last one."""
        return self.first >= Name.SOUNDS and self.last >= Name.SOUNDS

    @property
    def is_unlike(self) -> bool:
        return self.first == self.last == Name.DIFFERENT


def may_be_likely(one: Identity, other: Identity) -> bool:
    """Whether a pair could be likely once their phones and addresses are read too."""
    if one.nhs_number and one.nhs_number == other.nhs_number:
        return True
    weight = name_of(one, other).weight + _born(one.date_of_birth, other.date_of_birth).weight
    return weight + MOST_BY_WAYS >= LIKELY


def may_be_certain(one: Identity, other: Identity) -> bool:
    """Whether a pair could be certain once their phones and addresses are read too."""
    named = name_of(one, other)
    if one.nhs_number and one.nhs_number == other.nhs_number:
        return named.is_close
    return named.is_one


def compare(one: Identity, other: Identity) -> Comparison:
    """Weigh what agrees between two records against what does not.

    Certain: the same NHS number with a birth date and a name that fit, or the same full name and
    birth date with a phone, e-mail or address in common. Two different NHS numbers are two people and
    never certain; one number alone says only that a human should look.
    """
    named, born = name_of(one, other), _born(one.date_of_birth, other.date_of_birth)
    number, number_words = _number(one.nhs_number, other.nhs_number)
    ways, shared, apart = _ways(one, other)
    weight = named.weight + born.weight + number + ways
    return Comparison(
        weight=round(weight, 1),
        certain=_is_certain(named, born, number, bool(shared)),
        likely=weight >= LIKELY or number > 0,
        same=tuple(
            words
            for words in (
                number_words if number > 0 else "",
                born.words if born.weight > 0 else "",
                *_name_words(named, good=True),
                *shared,
            )
            if words
        ),
        differs=tuple(
            words
            for words in (
                number_words if number < 0 else "",
                born.words if born.weight <= 0 else "",
                *_name_words(named, good=False),
                *apart,
            )
            if words
        ),
    )


def _is_certain(named: _Named, born: _Born, number: float, reached_alike: bool) -> bool:
    if number > 0:
        return named.is_close and (born.agrees or (born.slip and named.is_one))
    return number == 0 and born.agrees and named.is_one and reached_alike


def name_of(one: Identity, other: Identity) -> _Named:
    """How two full names agree, read in order or with first and last name swapped."""
    mine, theirs = one.parts, other.parts
    if not all(mine) or not all(theirs):
        return _with_one_name(mine, theirs)
    called = [(first, one.last_name) for first in {one.first_name, one.preferred_name} - {""}]
    found = [
        _Named(_first(names.words(first), names.words(given)), _last(mine[1], theirs[1]))
        for first, _ in called
        for given in {other.first_name, other.preferred_name} - {""}
    ]
    found.append(_Named(_first(mine[0], theirs[1]), _last(mine[1], theirs[0]), swapped=True))
    return max(found, key=lambda named: named.weight)


def _with_one_name(
    mine: tuple[tuple[str, ...], ...], theirs: tuple[tuple[str, ...], ...]
) -> _Named:
    """Somebody with one name beside somebody with two: it may be either of them."""
    if not all(mine) and not all(theirs):
        only = _last(mine[0] or mine[1], theirs[0] or theirs[1])
        return _Named(only if only >= Name.SPELT else Name.MISSING, only)
    alone, (first, last) = (
        (mine[0] or mine[1], theirs) if not all(mine) else (theirs[0] or theirs[1], mine)
    )
    as_first = _Named(_first(alone, first), Name.MISSING, only_name=True)
    as_last = _Named(Name.MISSING, _last(alone, last), only_name=True)
    whole = _Named(Name.MISSING, _last(alone, (*first, *last)), only_name=True)
    return max((as_first, as_last, whole), key=lambda named: named.weight)


def _first(mine, theirs) -> Name:  # type: ignore[no-untyped-def]
    if "".join(mine) == "".join(theirs):
        return Name.SAME
    if len(mine) == len(theirs) and all(map(given_names.spelt_alike, mine, theirs)):
        return Name.SPELT
    one, other = mine[0], theirs[0]
    if given_names.known_as(one, other):
        return Name.KNOWN_AS
    if any(
        given_names.spelt_alike(a, b) for a in mine for b in theirs if len(a) > 2 and len(b) > 2
    ):
        return Name.PART
    if _sound_alike(one, other) or _sound_alike("".join(mine), "".join(theirs)):
        return Name.SOUNDS
    if min(len(one), len(other)) == 1 and one[0] == other[0]:
        return Name.INITIAL
    return Name.DIFFERENT


def _last(mine, theirs) -> Name:  # type: ignore[no-untyped-def]
    one, other = "".join(mine), "".join(theirs)
    if one == other:
        return Name.SAME
    if given_names.spelt_alike(one, other):
        return Name.SPELT
    if {word for word in mine if len(word) > 2} & {word for word in theirs if len(word) > 2}:
        return Name.PART
    if _sound_alike(one, other):
        return Name.SOUNDS
    if any(_sound_alike(a, b) for a in mine for b in theirs if min(len(a), len(b)) > 3):
        return Name.SOUNDS
    if min(len(one), len(other)) == 1 and one[0] == other[0]:
        return Name.INITIAL
    return Name.DIFFERENT


def _sound_alike(one: str, other: str) -> bool:
    """Whether two words are a slip apart, or are said alike."""
    if min(len(one), len(other)) < 3:
        return False
    if jellyfish.jaro_winkler_similarity(one, other) >= 0.9:
        return True
    if jellyfish.damerau_levenshtein_distance(one, other) <= 1:
        return True
    said = jellyfish.metaphone(one)
    return len(said) > 1 and said == jellyfish.metaphone(other) and one[0] == other[0]


def _born(one: datetime.date, other: datetime.date) -> _Born:
    if one == other:
        return _Born(14.0, "same date of birth", agrees=True)
    if (one.day, one.month) == (other.month, other.day) and one.year == other.year:
        return _Born(9.0, "same date of birth with day and month swapped", agrees=False, slip=True)
    if other in near(one):
        return _Born(8.0, "dates of birth are a slip apart", agrees=False, slip=True)
    if {(1, 1)} & {(one.day, one.month), (other.day, other.month)}:
        # Given where the day is not known, to many who came as refugees.
        return _Born(-2.0, "one was given 1 January as date of birth", agrees=False)
    if one.year == other.year:
        return _Born(-3.0, "born in the same year on another day", agrees=False)
    return _Born(-8.0, "another date of birth", agrees=False)


@functools.lru_cache(maxsize=4096)
def near(day: datetime.date) -> frozenset[datetime.date]:
    """The dates that a slip makes of one: day and month swapped, one digit wrong, two neighbours
    swapped, a year or a day beside it. The date itself is not among them.
    """
    text = f"{day:%Y%m%d}"
    typed = {text[:4] + text[6:] + text[4:6]}
    for at, digit in enumerate(text):
        typed |= {text[:at] + str(other) + text[at + 1 :] for other in range(10)}
        if at and at not in (4, 6):
            typed.add(text[: at - 1] + digit + text[at - 1] + text[at + 1 :])
    found = {made for one in typed if (made := _date(one))}
    found |= {day + datetime.timedelta(days=step) for step in (-1, 1) if day.year > 1}
    found |= {made for step in (-1, 1) if (made := _date(f"{day.year + step:04}{text[4:]}"))}
    return frozenset(found - {day})


def _date(digits: str) -> datetime.date | None:
    try:
        return datetime.date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return None


def _number(one: str, other: str) -> tuple[float, str]:
    if not one or not other:
        return 0.0, ""
    if one == other:
        return SAME_NUMBER, "same NHS number"
    return OTHER_NUMBER, "different NHS numbers"


def _ways(one: Identity, other: Identity) -> tuple[float, list[str], list[str]]:
    weight, same, differs = 0.0, [], []
    for mine, theirs, worth, words in (
        (one.phones, other.phones, SAME_PHONE, "phone"),
        (one.emails, other.emails, SAME_EMAIL, "e-mail"),
        (one.postcodes, other.postcodes, SAME_POSTCODE, "postcode"),
        (one.addresses, other.addresses, SAME_ADDRESS, "address"),
    ):
        if mine & theirs:
            weight += worth
            same.append(f"the same {words}")
        elif mine and theirs:
            weight += OTHER_WAY
            differs.append(f"another {words}")
    return min(weight, MOST_BY_WAYS), same, differs


_GOOD = {
    Name.SAME: "same {}", Name.SPELT: "{} spelt another way", Name.SOUNDS: "{} sounds alike",
    Name.KNOWN_AS: "{} is another form of it", Name.PART: "part of the {} is the same",
    Name.INITIAL: "{} begins alike",
}  # fmt: skip


def _name_words(named: _Named, *, good: bool) -> list[str]:
    parts = {"first name": named.first, "last name": named.last}
    if not good:
        return [f"another {part}" for part, said in parts.items() if said == Name.DIFFERENT]
    if named.first == named.last == Name.SAME:
        words = ["same name"]
    else:
        words = [_GOOD[said].format(part) for part, said in parts.items() if said in _GOOD]
    if named.swapped:
        words.append("first and last name swapped")
    return words
