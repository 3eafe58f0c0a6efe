"""Numbers of people that are too small to show, and those that would give them away.

Counts from 1 to 4 are withheld: the disclosure rule that NHS and local government publications
commonly use. Nought is shown: it tells of nobody. So that no subtraction brings a withheld number
back, a part of a whole is withheld too when the rest of the whole would be from 1 to 4, and among
rows that add up to a shown total no row is withheld alone. Withholding others for the sake of one is
"secondary suppression" in the guidance of the Government Statistical Service and of NHS England.
"""

from __future__ import annotations

from collections.abc import Sequence

BELOW = 5
FEWEST_PAIRS = 30  # group change from 30 pairs only (SWEMWBS user guide, and our rule for all)


def is_small(count: int) -> bool:
    """Whether a count tells of fewer people than may be shown."""
    return 0 < count < BELOW


def shown(count: int) -> int | None:
    """The count, or None when it is too small to show."""
    return None if is_small(count) else count


def part(count: int, whole: int | None) -> int | None:
    """A count of some of a whole, or None when it, or the rest, is too small to show.

    `whole` is None when the whole itself is withheld; then there is nothing to subtract from.
    """
    if whole is not None and is_small(whole - count):
        return None
    return shown(count)


def covering(counts: Sequence[int], whole: int) -> list[int | None]:
    """Counts of overlapping parts of a whole that is shown, in one of which at least everybody is.

    Beside what `part` withholds: whoever is in no shown row is in a withheld one. So a withheld small number is at
    least what the shown rows leave of the whole, less the most that the other withheld rows can hold: 4 where small,
    else no more than the smallest that is shown (the next to be withheld is always the smallest). As long as that
    says more than "from 1 to 4", the smallest shown row is withheld too.
    """
    result = [part(count, whole) for count in counts]
    while _is_narrowed(counts, result, whole):
        smallest = min((said, index) for index, said in enumerate(result) if said)[1]
        result[smallest] = None
    return result


def _is_narrowed(counts: Sequence[int], result: Sequence[int | None], whole: int) -> bool:
    told = [said for said in result if said]
    hidden = [count for count, said in zip(counts, result, strict=True) if said is None]
    small = sum(is_small(count) for count in hidden)
    if not (told and small):
        return False
    others = (BELOW - 1) * (small - 1) + min(told) * (len(hidden) - small)
    return whole - sum(told) - others > 1


def nested(counts: Sequence[int]) -> list[int | None]:
    """Counts of which each is a part of the one before, each judged beside the last one shown."""
    result: list[int | None] = []
    before: int | None = None
    for count in counts:
        result.append(part(count, before))
        before = count if result[-1] is not None else before
    return result


def adding_up(counts: Sequence[int]) -> list[int | None]:
    """Counts that add up to a total which is shown.

    When one is withheld, the next smallest are too, until there are at least two and together they
    make at least five: fewer could be worked out from the total. Nor may one that is small alone be narrowed by the
    others being no more than the smallest that is shown (`covering`).
    """
    result = [shown(count) for count in counts]
    smallest_first = sorted((count, index) for index, count in enumerate(counts) if count)
    if None in result:
        for _, index in smallest_first:
            hidden = [count for count, said in zip(counts, result, strict=True) if said is None]
            alone = sum(is_small(count) for count in hidden) == 1
            narrowed = alone and _is_narrowed(counts, result, sum(counts))
            if len(hidden) > 1 and sum(hidden) >= BELOW and not narrowed:
                break
            result[index] = None
    return result
