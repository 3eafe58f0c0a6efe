"""From answers to scores, by each measure's own rules. Nothing is guessed for a missing answer."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kith.pathway.outcomes.instruments import DJG_6, Band, Better, Instrument, instrument
from kith.resilience.errors import Refused

# Raw sum to metric score: Stewart-Brown and others 2009, Health and Quality of Life Outcomes 7:15.
SWEMWBS_METRIC = dict(
    zip(
        range(7, 36),
        (
            7.00, 9.51, 11.25, 12.40, 13.33, 14.08, 14.75, 15.32, 15.84, 16.36,
            16.88, 17.43, 17.98, 18.59, 19.25, 19.98, 20.73, 21.54, 22.35, 23.21,
            24.11, 25.03, 26.02, 27.03, 28.13, 29.31, 30.70, 32.55, 35.00,
        ),
        strict=True,
    )
)  # fmt: skip


@dataclass(frozen=True)
class Part:
    """A subscale, or one item of a measure that has no total."""

    key: str
    title: str
    score: int
    band: str
    better: str


@dataclass(frozen=True)
class Scored:
    """A completed measure. `raw` is the plain sum and `score` what is reported; both None where a
    total would mean nothing. `watch` names items whose answer may tell of danger."""

    measure: str
    raw: int | None
    score: float | None
    band: str
    meaning: str
    better: str
    subscales: tuple[Part, ...] = ()
    watch: tuple[int, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The score as JSON holds it."""
        return {**asdict(self), "subscales": [asdict(part) for part in self.subscales],
                "watch": list(self.watch)}  # fmt: skip


def score(key: str, answers: Mapping[int, int | str]) -> Scored:
    """Score a measure from {item number: number given}.

    Raises Refused for an unknown measure or item, a number that is not on the form, or a missing
    answer where the measure's manual does not allow one.
    """
    measure = instrument(key)
    given = _checked(measure, answers)
    if not measure.summed:
        return _item_by_item(measure, given)
    counted = _counted_djg(given) if measure is DJG_6 else given
    raw = sum(counted.values())
    value: float = SWEMWBS_METRIC[raw] if measure.key == "swemwbs" else raw
    band = _band(measure.bands, value)
    return Scored(
        measure=measure.key,
        raw=raw,
        score=value,
        band=band,
        meaning=_meaning(measure, value, band, missing=len(measure.items) - len(given)),
        better=measure.better,
        subscales=tuple(
            Part(
                part.key,
                part.title,
                total := sum(counted[n] for n in part.items),
                _band(part.bands, total),
                measure.better,
            )
            for part in measure.subscales
            if all(n in counted for n in part.items)
        ),
        watch=tuple(n for n in measure.items_to_watch if given.get(n, 0) > 0),
    )


def _checked(measure: Instrument, answers: Mapping[int, int | str]) -> dict[int, int]:
    count = len(measure.items)
    unknown = [number for number in answers if not 1 <= number <= count]
    if unknown:
        raise Refused(f"{measure.title} has items 1 to {count}; there is no item {unknown[0]}.")
    given = {
        number: _number(measure, number, answer)
        for number, answer in sorted(answers.items())
        if str(answer).strip()
    }
    missing = [str(number) for number in range(1, count + 1) if number not in given]
    if len(missing) > (1 if measure.one_missing else 0):
        listed = ", ".join(missing)
        raise Refused(
            f"{measure.title} cannot be scored without an answer to item {listed}."
            " Nothing is guessed for a missing answer."
        )
    return given


def _number(measure: Instrument, number: int, answer: int | str) -> int:
    allowed = measure.items[number - 1].values
    text = str(answer).strip()
    # int() would take “٣” and “1_0” too; a form has none of those beside its answers.
    value = int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None
    if value is None or value not in allowed:
        raise Refused(
            f"Item {number} of {measure.title} is answered with a whole number from"
            f" {min(allowed)} to {max(allowed)}; “{text[:20]}” is not one."
        )
    return value


def _counted_djg(given: Mapping[int, int]) -> dict[int, int]:
    """“More or less” counts as lonely on either kind of item (manual, "Scoring")."""
    emotional = (1, 5, 6)
    return {
        number: int(value in (1, 2) if number in emotional else value in (2, 3))
        for number, value in given.items()
    }


def _item_by_item(measure: Instrument, given: Mapping[int, int]) -> Scored:
    parts = tuple(
        Part(str(number), item.title, given[number], _band(item.bands, given[number]), item.better)
        for number, item in enumerate(measure.items, start=1)
    )
    said = "; ".join(f"{part.title} {part.score} ({part.band})" for part in parts)
    return Scored(
        measure=measure.key,
        raw=None,
        score=None,
        band="",
        meaning=f"{said}. The four are read apart and never added up; a high anxiety is worse.",
        better=measure.better,
        subscales=parts,
    )


def _band(bands: tuple[Band, ...], value: float) -> str:
    return next((band.words for band in bands if band.least <= value <= band.most), "")


def _meaning(measure: Instrument, value: float, band: str, *, missing: int) -> str:
    least, most = (measure.bands[0].least, measure.bands[-1].most)
    way = "better" if measure.better is Better.HIGHER else "worse"
    said = f"{band[:1].upper()}{band[1:]}: {value:g} on a scale from {least:g} to {most:g}, where"
    said += f" higher is {way}. It describes an answer on a day; it is not a diagnosis."
    if missing:
        said += " One answer is missing, which the manual allows for the total, not for its part."
    return said
