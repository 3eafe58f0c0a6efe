"""From answers to scores, by each measure's own declaration. Nothing is guessed for a missing answer."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from kith.pathway.outcomes.instruments import Band, Better, Instrument, instrument
from kith.resilience.errors import Refused


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
    total would mean nothing. `watch` names items whose answer may tell of danger, `alerts` says in
    sentences why somebody should act.
    """

    measure: str
    raw: int | None
    score: float | None
    band: str
    meaning: str
    better: str
    subscales: tuple[Part, ...] = ()
    watch: tuple[int, ...] = ()
    alerts: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The score as JSON holds it."""
        return {**asdict(self), "subscales": [asdict(part) for part in self.subscales],
                "watch": list(self.watch), "alerts": list(self.alerts)}  # fmt: skip


def score(key: str, answers: Mapping[int, int | str]) -> Scored:
    """Score a measure of the library from {item number: number given}; raises as `score_of` does,
    and Refused for an unknown measure.
    """
    return score_of(instrument(key), answers)


def score_of(
    measure: Instrument, answers: Mapping[int, int | str], *, given_in: str = ""
) -> Scored:
    """Score a measure from {item number: number given}.

    `given_in` is the language or format it was given in: where its bands do not hold, none is said.
    Raises Refused for an unknown item, a number that is not on the form, or a missing answer where the
    measure's manual does not allow one.
    """
    given = _checked(measure, answers)
    if not measure.summed:
        return _item_by_item(measure, given)
    counted = {n: measure.items[n - 1].counted(value) for n, value in given.items()}
    parts = tuple(
        Part(part.key, part.title, total := sum(counted[n] for n in part.items),
             _band(part.bands, total), measure.better)
        for part in measure.subscales
        if all(n in counted for n in part.items)
    )  # fmt: skip
    missing = len(measure.items) - len(given)
    return _scored(measure, sum(counted.values()), given, given_in, parts, missing=missing)


def score_total(
    measure: Instrument,
    total: int | str,
    watched: Mapping[int, int | str],
    *,
    given_in: str = "",
) -> Scored:
    """Score a form of which only the sum was brought, and the answers to items that may tell of danger.

    Raises Refused where nothing is summed, for a sum that no answers add up to, or without those answers.
    """
    if not measure.summed:
        raise Refused(f"{measure.title} has no total. Type the answers one by one.", field="total")
    sums = [[item.counted(value) for value in item.values] for item in measure.items]
    least, most = sum(map(min, sums)), sum(map(max, sums))
    value = _whole(total)
    if value is None or not least <= value <= most:
        raise Refused(
            f"The sum of {measure.title} is a whole number from {least} to {most};"
            f" “{str(total)[:20]}” is not one.",
            field="total",
        )
    asked = {risk.item for risk in measure.risks}
    given = {n: _number(measure, n, a) for n, a in watched.items() if n in asked and str(a).strip()}
    if asked - set(given):
        listed = ", ".join(map(str, sorted(asked)))
        raise Refused(
            f"Beside the sum, type the answer to item {listed}: it may tell of danger.",
            field="total",
        )
    return _scored(measure, value, given, given_in, ())


def bands_of(measure: Instrument) -> Iterable[tuple[str, tuple[float, float], tuple[Band, ...]]]:
    """(key of the part, its range, its bands) of everything in a measure that has a score of its own."""
    if measure.summed:
        yield "", measure.span, measure.bands
        return
    for number, item in enumerate(measure.items, start=1):
        yield str(number), (min(item.values), max(item.values)), item.bands


def _scored(
    measure: Instrument,
    raw: int,
    given: Mapping[int, int],
    given_in: str,
    parts: tuple[Part, ...],
    *,
    missing: int = 0,
) -> Scored:
    value: float = measure.metric[raw] if measure.metric else raw
    why_not = measure.no_bands_in.get(given_in, "")
    band = "" if why_not else _band(measure.bands, value)
    return Scored(
        measure=measure.key,
        raw=raw,
        score=value,
        band=band,
        meaning=_meaning(measure, value, band, why_not, missing=missing),
        better=measure.better,
        subscales=parts,
        watch=tuple(r.item for r in measure.risks if given.get(r.item, r.least - 1) >= r.least),
        alerts=tuple(_alerts(measure, given, value, band)),
    )


def _alerts(
    measure: Instrument, given: Mapping[int, int], value: float, band: str
) -> Iterable[str]:
    for risk in measure.risks:
        if given.get(risk.item, risk.least - 1) >= risk.least:
            yield f"{risk.words}."
    if measure.alert_at is None:
        return
    lower = measure.better is Better.LOWER
    if value >= measure.alert_at if lower else value <= measure.alert_at:
        yield f"The score is {value:g}" + (f", “{band}”." if band else ".")


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
    if len(missing) > measure.may_miss:
        listed = ", ".join(missing)
        raise Refused(
            f"{measure.title} cannot be scored without an answer to item {listed}."
            " Nothing is guessed for a missing answer."
        )
    return given


def _number(measure: Instrument, number: int, answer: int | str) -> int:
    allowed = measure.items[number - 1].values
    value = _whole(answer)
    if value is None or value not in allowed:
        raise Refused(
            f"Item {number} of {measure.title} is answered with a whole number from"
            f" {min(allowed)} to {max(allowed)}; “{str(answer).strip()[:20]}” is not one."
        )
    return value


def _whole(answer: int | str) -> int | None:
    """A number as a form has it beside an answer: int() would take “٣” and “1_0” too."""
    text = str(answer).strip()
    return int(text) if text.isascii() and text.isdigit() and len(text) < 4 else None


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


def _meaning(measure: Instrument, value: float, band: str, why_not: str, *, missing: int) -> str:
    least, most = measure.span
    way = "better" if measure.better is Better.HIGHER else "worse"
    said = f"{band[:1].upper()}{band[1:]}: {value:g}" if band else f"{value:g}"
    said += f" on a scale from {least:g} to {most:g}, where higher is {way}."
    said += " It describes an answer on a day; it is not a diagnosis."
    if missing:
        said += " One answer is missing, which the manual allows for the total, not for its part."
    return f"{said} {why_not}".strip()
