"""Scores are those of each measure's own manual, value by value."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kith.pathway.outcomes.instruments import LIBRARY, OFFERED
from kith.pathway.outcomes.scoring import score
from kith.resilience.errors import Refused

# Stewart-Brown and others 2009, Health and Quality of Life Outcomes 7:15: raw sum, metric score.
SWEMWBS = {
    7: 7.00, 8: 9.51, 9: 11.25, 10: 12.40, 11: 13.33, 12: 14.08, 13: 14.75, 14: 15.32,
    15: 15.84, 16: 16.36, 17: 16.88, 18: 17.43, 19: 17.98, 20: 18.59, 21: 19.25, 22: 19.98,
    23: 20.73, 24: 21.54, 25: 22.35, 26: 23.21, 27: 24.11, 28: 25.03, 29: 26.02, 30: 27.03,
    31: 28.13, 32: 29.31, 33: 30.70, 34: 32.55, 35: 35.00,
}  # fmt: skip


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


@pytest.mark.parametrize(("raw", "metric"), SWEMWBS.items())
def test_swemwbs_is_read_from_its_table(raw: int, metric: float) -> None:
    scored = score("swemwbs", spread(raw, 7, 1, 5))
    assert (scored.raw, scored.score) == (raw, metric)


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
    ("measure", "count", "least", "most", "total", "band"),
    [
        ("ucla-3", 3, 1, 3, 3, "not lonely by this measure"),
        ("ucla-3", 3, 1, 3, 5, "not lonely by this measure"),
        ("ucla-3", 3, 1, 3, 6, "lonely by this measure"),
        ("ucla-3", 3, 1, 3, 9, "lonely by this measure"),
        ("loneliness", 1, 1, 5, 1, "often or always lonely"),
        ("loneliness", 1, 1, 5, 2, "lonely some of the time"),
        ("loneliness", 1, 1, 5, 3, "lonely occasionally"),
        ("loneliness", 1, 1, 5, 4, "hardly ever lonely"),
        ("loneliness", 1, 1, 5, 5, "never lonely"),
        ("phq-8", 8, 0, 3, 0, "none or minimal"),
        ("phq-8", 8, 0, 3, 4, "none or minimal"),
        ("phq-8", 8, 0, 3, 5, "mild"),
        ("phq-8", 8, 0, 3, 9, "mild"),
        ("phq-8", 8, 0, 3, 10, "moderate"),
        ("phq-8", 8, 0, 3, 14, "moderate"),
        ("phq-8", 8, 0, 3, 15, "moderately severe"),
        ("phq-8", 8, 0, 3, 19, "moderately severe"),
        ("phq-8", 8, 0, 3, 20, "severe"),
        ("phq-8", 8, 0, 3, 24, "severe"),
        ("gad-7", 7, 0, 3, 0, "minimal"),
        ("gad-7", 7, 0, 3, 4, "minimal"),
        ("gad-7", 7, 0, 3, 5, "mild"),
        ("gad-7", 7, 0, 3, 9, "mild"),
        ("gad-7", 7, 0, 3, 10, "moderate"),
        ("gad-7", 7, 0, 3, 14, "moderate"),
        ("gad-7", 7, 0, 3, 15, "severe"),
        ("gad-7", 7, 0, 3, 21, "severe"),
        ("core-10", 10, 0, 4, 0, "healthy"),
        ("core-10", 10, 0, 4, 5, "healthy"),
        ("core-10", 10, 0, 4, 6, "low level"),
        ("core-10", 10, 0, 4, 10, "low level"),
        ("core-10", 10, 0, 4, 11, "mild"),
        ("core-10", 10, 0, 4, 14, "mild"),
        ("core-10", 10, 0, 4, 15, "moderate"),
        ("core-10", 10, 0, 4, 19, "moderate"),
        ("core-10", 10, 0, 4, 20, "moderate to severe"),
        ("core-10", 10, 0, 4, 24, "moderate to severe"),
        ("core-10", 10, 0, 4, 25, "severe"),
        ("core-10", 10, 0, 4, 40, "severe"),
        ("lsns-6", 6, 0, 5, 0, "at risk of isolation"),
        ("lsns-6", 6, 0, 5, 11, "at risk of isolation"),
        ("lsns-6", 6, 0, 5, 12, "not at risk by this measure"),
        ("lsns-6", 6, 0, 5, 30, "not at risk by this measure"),
    ],
)
def test_sums_and_bands(
    measure: str, count: int, least: int, most: int, total: int, band: str
) -> None:
    scored = score(measure, spread(total, count, least, most))
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
    assert score("core-10", answers(0, 0, 0, 0, 0, 1, 0, 0, 0, 0)).watch == (6,)


def test_only_wording_that_may_be_shown_is_shown() -> None:
    shown = {key for key, one in LIBRARY.items() if one.text_ships}
    assert shown == {"ons4", "ucla-3", "loneliness", "phq-8", "gad-7"}
    assert [one.key for one in OFFERED] == ["ons4", "ucla-3", "loneliness"]


@given(st.sampled_from(list(LIBRARY)), st.data())
def test_every_full_form_has_a_score_with_its_band(measure: str, data: st.DataObject) -> None:
    items = LIBRARY[measure].items
    given_answers = {
        n: data.draw(st.sampled_from(sorted(item.values))) for n, item in enumerate(items, start=1)
    }
    scored = score(measure, given_answers)
    assert scored.meaning
    assert all(part.band for part in scored.subscales)
    assert scored.band or measure == "ons4"
