"""Scores are those of each measure's own manual, value by value."""

from __future__ import annotations

import csv
import random
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kith.pathway.outcomes.instruments import ELSEWHERE, LIBRARY
from kith.pathway.outcomes.scoring import score, score_of, score_total
from kith.resilience.errors import Refused

TABLES = Path(__file__).with_name("tables")


def table(name: str) -> list[dict[str, str]]:
    """A published table; its source and licence stand in the README beside it."""
    with (TABLES / f"{name}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def answers(*values: int | str) -> dict[int, int | str]:
    return dict(enumerate(values, start=1))


def spread(total: int, count: int, least: int, most: int) -> dict[int, int | str]:
    """Answers of a measure that add up to a total."""
    left, found = total - count * least, []
    for _ in range(count):
        step = min(left, most - least)
        found.append(least + step)
        left -= step
    return answers(*found)


@pytest.mark.parametrize("row", table("swemwbs"), ids=lambda row: row["raw"])
def test_swemwbs_is_read_from_its_table(row: dict[str, str]) -> None:
    scored = score("swemwbs", spread(int(row["raw"]), 7, 1, 5))
    assert (scored.raw, scored.score) == (int(row["raw"]), float(row["metric"]))


def test_the_table_of_swemwbs_is_whole() -> None:
    assert [int(row["raw"]) for row in table("swemwbs")] == [*range(7, 36)]


def reaching(measure: str, part: str, value: int) -> dict[int, int | str]:
    """Answers by which a measure, or a part of it, comes to a score."""
    items = LIBRARY[measure].items
    if not LIBRARY[measure].summed:
        return answers(*[value] * len(items))
    parts = {part.key: part.items for part in LIBRARY[measure].subscales}
    inside = parts.get(part, range(1, len(items) + 1))
    left = value - sum(min(map(items[n - 1].counted, items[n - 1].values)) for n in inside)
    found: dict[int, int | str] = {}
    for number, item in enumerate(items, start=1):
        answer_of = {item.counted(answer): answer for answer in sorted(item.values)}
        least = min(answer_of)
        step = min(left, max(answer_of) - least) if number in inside else 0
        left -= step
        found[number] = answer_of[least + step]
    return found


@pytest.mark.parametrize("row", table("bands"), ids=lambda row: "-".join(row.values()))
def test_bands_are_the_published_ones(row: dict[str, str]) -> None:
    for value in range(int(row["least"]), int(row["most"]) + 1):
        scored = score(row["measure"], reaching(row["measure"], row["part"], value))
        found = next((p for p in scored.subscales if p.key == row["part"]), scored)
        assert (found.score, found.band) == (value, row["band"])


@pytest.mark.parametrize(
    ("raw", "band"), [(7, "low"), (21, "low"), (22, "middle"), (30, "middle"), (31, "high")]
)
def test_swemwbs_bands(raw: int, band: str) -> None:
    assert score("swemwbs", spread(raw, 7, 1, 5)).band == band


@pytest.mark.parametrize(
    ("value", "well", "anxious"),
    [
        (0, "low", "very low"), (1, "low", "very low"), (2, "low", "low"), (3, "low", "low"),
        (4, "low", "medium"), (5, "medium", "medium"), (6, "medium", "high"), (7, "high", "high"),
        (8, "high", "high"), (9, "very high", "high"), (10, "very high", "high"),
    ],
)  # fmt: skip
def test_ons4_bands_each_question_and_anxiety_runs_the_other_way(
    value: int, well: str, anxious: str
) -> None:
    parts = score("ons4", answers(value, value, value, value)).subscales
    assert [part.band for part in parts] == [well, well, well, anxious]
    assert [part.better for part in parts] == ["higher", "higher", "higher", "lower"]


def test_ons4_is_never_summed() -> None:
    scored = score("ons4", answers(7, 7, 7, 2))
    assert scored.raw is None
    assert scored.score is None


@pytest.mark.parametrize(
    ("total", "band"), [(0, "healthy"), (5, "healthy"), (6, "low level"), (10, "low level")]
)
def test_core_10_below_its_cut(total: int, band: str) -> None:
    scored = score("core-10", spread(total, 10, 0, 4))
    assert (scored.raw, scored.score, scored.band) == (total, total, band)


def test_lsns_reads_family_and_friends_apart() -> None:
    family, friends = score("lsns-6", answers(2, 2, 2, 1, 2, 2)).subscales
    assert (family.score, family.band) == (6, "not at risk by this measure")
    assert (friends.score, friends.band) == (5, "at risk of isolation")


@pytest.mark.parametrize(
    ("given", "total", "emotional", "social"),
    [
        (answers(3, 1, 1, 1, 3, 3), 0, 0, 0),
        (answers(1, 3, 3, 3, 1, 1), 6, 3, 3),
        (answers(2, 2, 2, 2, 2, 2), 6, 3, 3),
        (answers(1, 1, 1, 1, 3, 3), 1, 1, 0),
        (answers(3, 3, 1, 1, 3, 3), 1, 0, 1),
    ],
)
def test_djg_counts_more_or_less_on_both_sides(
    given: dict[int, int | str], total: int, emotional: int, social: int
) -> None:
    scored = score("djg-6", given)
    assert scored.score == total
    assert [part.score for part in scored.subscales] == [emotional, social]


def test_djg_allows_one_missing_for_the_total_and_not_for_its_part() -> None:
    scored = score("djg-6", {1: 1, 2: 1, 3: 1, 4: 1, 5: 1})
    assert scored.score == 2
    assert [part.key for part in scored.subscales] == ["social"]
    with pytest.raises(Refused, match="item 5, 6"):
        score("djg-6", {1: 1, 2: 1, 3: 1, 4: 1})


@pytest.mark.parametrize("measure", [key for key in LIBRARY if key != "djg-6"])
def test_nothing_is_guessed_for_a_missing_answer(measure: str) -> None:
    items = LIBRARY[measure].items
    full = {n: max(item.values) for n, item in enumerate(items, start=1)}
    assert score(measure, full).measure == measure
    del full[len(items)]
    with pytest.raises(Refused, match="Nothing is guessed"):
        score(measure, full)


@pytest.mark.parametrize("bad", [-1, 11, "", "4.0", "four", "٣", "1_0", "+4", " ", "999999"])
def test_an_answer_that_is_not_on_the_form_is_refused(bad: int | str) -> None:
    assert score("ons4", answers(0, 10, " 5 ", 3)).subscales[2].score == 5
    with pytest.raises(Refused):
        score("ons4", answers(0, 10, bad, 3))


@pytest.mark.parametrize("item", [0, 4, -1])
def test_an_item_that_is_not_there_is_refused(item: int) -> None:
    with pytest.raises(Refused, match="items 1 to 3"):
        score("ucla-3", {1: 1, 2: 1, 3: 1, item: 1})


def test_an_unknown_measure_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(Refused, match="ons4, ucla-3"):
        score("phq-9", answers(0))


def test_core_10_says_when_an_answer_may_tell_of_danger() -> None:
    assert score("core-10", answers(0, 0, 0, 0, 0, 0, 0, 0, 0, 0)).watch == ()
    told = score("core-10", answers(0, 0, 0, 0, 0, 1, 0, 0, 0, 0))
    assert told.watch == (6,)
    assert "plans to end their life" in told.alerts[0]


@pytest.mark.parametrize(
    ("measure", "total", "alerts"),
    [("phq-8", 19, False), ("phq-8", 20, True), ("gad-7", 14, False), ("gad-7", 15, True)],
)
def test_the_highest_band_alerts(measure: str, total: int, alerts: bool) -> None:
    count = len(LIBRARY[measure].items)
    assert bool(score(measure, spread(total, count, 0, 3)).alerts) is alerts


def test_the_bands_of_english_are_not_said_of_another_language() -> None:
    given_in_english = score_of(LIBRARY["gad-7"], spread(16, 7, 0, 3), given_in="printed")
    signed = score_of(LIBRARY["gad-7"], spread(16, 7, 0, 3), given_in="bsl")
    assert (given_in_english.band, signed.band) == ("severe", "")
    assert "British Sign Language" in signed.meaning
    assert signed.alerts  # the number alerts all the same


@pytest.mark.parametrize(
    ("measure", "total", "watched", "score", "band"),
    [
        ("swemwbs", 29, {}, 26.02, "middle"),
        ("lsns-6", "11", {}, 11, "at risk of isolation"),
        ("djg-6", 5, {}, 5, "severely lonely"),
        ("core-10", 12, {6: 0}, 12, "mild"),
    ],
)
def test_a_sum_alone_is_scored(
    measure: str, total: int | str, watched: dict[int, int | str], score: float, band: str
) -> None:
    scored = score_total(LIBRARY[measure], total, watched)
    assert (scored.score, scored.band, scored.subscales) == (score, band, ())


@pytest.mark.parametrize(
    ("measure", "total", "watched"),
    [
        ("ons4", 20, {}), ("swemwbs", 6, {}), ("swemwbs", 36, {}), ("swemwbs", "26.02", {}),
        ("swemwbs", "", {}), ("core-10", 12, {}), ("core-10", 12, {6: 5}),
    ],
)  # fmt: skip
def test_a_sum_that_no_answers_make_is_refused(
    measure: str, total: int | str, watched: dict[int, int | str]
) -> None:
    with pytest.raises(Refused):
        score_total(LIBRARY[measure], total, watched)


def test_only_wording_that_may_be_shown_is_shown() -> None:
    shown = {key for key, one in LIBRARY.items() if one.text_ships}
    assert shown == {"ons4", "ucla-3", "loneliness", "phq-8", "gad-7"}
    assert [key for key, one in LIBRARY.items() if one.offered] == ["ons4", "ucla-3", "loneliness"]


def test_what_its_owner_keeps_is_not_scored_here() -> None:
    for key in ELSEWHERE:
        with pytest.raises(Refused, match="not scored here"):
            score(key, answers(1))


def test_what_may_alert_is_off_until_somebody_answers() -> None:
    alerting = {key for key, one in LIBRARY.items() if one.needs_responder}
    assert alerting == {"phq-8", "gad-7", "core-10"}
    assert not any(LIBRARY[key].offered for key in alerting)


def test_under_18_only_what_is_made_for_the_age() -> None:
    young = {key for key, one in LIBRARY.items() if one.minimum_age < 18}
    assert young == {"ons4", "loneliness"}


@settings(deadline=None)  # a busy machine is no fault
@given(st.sampled_from(list(LIBRARY)), st.randoms(use_true_random=False))
def test_every_full_form_has_a_score_with_its_band(measure: str, chance: random.Random) -> None:
    items = LIBRARY[measure].items
    given_answers = {n: chance.choice(sorted(one.values)) for n, one in enumerate(items, start=1)}
    scored = score(measure, given_answers)
    assert scored.meaning
    assert all(part.band for part in scored.subscales)
    assert scored.band or measure == "ons4"
