"""Low mood, worry and distress: PHQ-8, GAD-7, CORE-10. Off until a manager names who responds.

Which score alerts is our own rule, not the manuals': the highest band of each.
"""

from __future__ import annotations

from kith.pathway.outcomes.instruments.declared import (
    Band,
    Better,
    Change,
    Instrument,
    Item,
    Risk,
    numbers,
)

_BOTHERED = (
    (0, "Not at all"), (1, "Several days"), (2, "More than half the days"), (3, "Nearly every day"),
)  # fmt: skip
_TWO_WEEKS = "Over the last 2 weeks, how often have you been bothered by the following problems?"
_PHQ_LICENCE = "No permission required to reproduce, translate, display or distribute"
_BSL = (
    "The bands were made for English. The versions in British Sign Language have others (Belk and"
)
_BSL += " others 2016, BMC Psychiatry 16): here is the number alone."


def _bothered_by(*problems: str) -> tuple[Item, ...]:
    return tuple(Item(_BOTHERED, problem, better=Better.LOWER) for problem in problems)


PHQ_8 = Instrument(
    "phq-8",
    "Low mood (PHQ-8)",
    _TWO_WEEKS,
    _bothered_by(
        "Little interest or pleasure in doing things",
        "Feeling down, depressed, or hopeless",
        "Trouble falling or staying asleep, or sleeping too much",
        "Feeling tired or having little energy",
        "Poor appetite or overeating",
        "Feeling bad about yourself, or that you are a failure or have let yourself or your family"
        " down",
        "Trouble concentrating on things, such as reading the newspaper or watching television",
        "Moving or speaking so slowly that other people could have noticed. Or the opposite: being"
        " so fidgety or restless that you have been moving around a lot more than usual",
    ),
    Better.LOWER,
    "Kroenke and others 2009, Journal of Affective Disorders 114",
    _PHQ_LICENCE,
    bands=(
        Band(0, 4, "none or minimal"), Band(5, 9, "mild"), Band(10, 14, "moderate"),
        Band(15, 19, "moderately severe"), Band(20, 24, "severe"),
    ),
    no_bands_in={"bsl": _BSL},
    alert_at=20,
)  # fmt: skip

GAD_7 = Instrument(
    "gad-7",
    "Worry and anxiety (GAD-7)",
    _TWO_WEEKS,
    _bothered_by(
        "Feeling nervous, anxious or on edge",
        "Not being able to stop or control worrying",
        "Worrying too much about different things",
        "Trouble relaxing",
        "Being so restless that it is hard to sit still",
        "Becoming easily annoyed or irritable",
        "Feeling afraid as if something awful might happen",
    ),
    Better.LOWER,
    "Spitzer and others 2006, Archives of Internal Medicine 166(10)",
    _PHQ_LICENCE,
    bands=(
        Band(0, 4, "minimal"), Band(5, 9, "mild"), Band(10, 14, "moderate"), Band(15, 21, "severe"),
    ),
    no_bands_in={"bsl": _BSL},
    alert_at=15,
    reliable=Change(4, "NHS Talking Therapies manual"),
)  # fmt: skip

_WEEK = Item(numbers(0, 4))
_TURNED_ROUND = Item(tuple(reversed(numbers(0, 4))))

CORE_10 = Instrument(
    "core-10",
    "Distress (CORE-10)",
    "Ten questions about the last week. Items 2 and 3 are printed with their numbers turned round.",
    (_WEEK, _TURNED_ROUND, _TURNED_ROUND, *(_WEEK,) * 7),
    Better.LOWER,
    "Barkham and others 2013, Counselling and Psychotherapy Research 13(1)",
    "CC BY-ND 4.0, CORE System Trust: exact text only, not shown here",
    bands=(
        Band(0, 5, "healthy"), Band(6, 10, "low level"), Band(11, 14, "mild"),
        Band(15, 19, "moderate"), Band(20, 24, "moderate to severe"), Band(25, 40, "severe"),
    ),
    # The Trust lets one missing item be replaced by the mean of the others. Not done here: its bands are of
    # whole numbers, and the item that is missing may be the one on risk.
    risks=(Risk(6, 1, "Item 6, on plans to end their life, was not answered “not at all”"),),
    alert_at=25,
)  # fmt: skip
