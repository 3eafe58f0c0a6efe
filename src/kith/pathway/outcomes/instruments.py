"""The library of measures, as data: what each asks, its range, its bands, its licence and limits.

Where wording is not ours to show, an item carries its number alone: such a measure can be scored
here and its questions cannot be read here. An answer is the number printed beside it on the
measure's own form.

Bands and ranges are those of the sources named on each measure.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from kith.resilience.errors import Refused


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
    """One question: its answers as (number, words); `text` is empty when it may not be shown."""

    answers: tuple[tuple[int, str], ...]
    text: str = ""
    title: str = ""
    bands: tuple[Band, ...] = ()
    better: Better = Better.HIGHER

    @property
    def values(self) -> frozenset[int]:
        """The numbers that may be given."""
        return frozenset(number for number, _ in self.answers)


@dataclass(frozen=True)
class Subscale:
    """Some of the items, added up apart; one above or below a line means something."""

    key: str
    title: str
    items: tuple[int, ...]
    bands: tuple[Band, ...]


@dataclass(frozen=True)
class Instrument:
    """A measure as declared by its owners.

    `summed` is false where a total would mean nothing; `offered` is true where pages offer it;
    `one_missing` is true where the manual allows a total with one answer missing.
    `items_to_watch` are the numbers of items whose answer may tell of danger.
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
    one_missing: bool = False
    minimum_age: int = 16
    proxy_allowed: bool = False
    modes: tuple[str, ...] = ("together", "phone", "alone")
    items_to_watch: tuple[int, ...] = field(default=())
    offered: bool = False

    @property
    def text_ships(self) -> bool:
        """Whether the questions themselves may be shown."""
        return all(item.text for item in self.items)


def _numbers(least: int, most: int, low: str = "", high: str = "") -> tuple[tuple[int, str], ...]:
    words = {least: low, most: high}
    return tuple((n, words.get(n, "")) for n in range(least, most + 1))


def _unworded(count: int, least: int, most: int) -> tuple[Item, ...]:
    return (Item(_numbers(least, most)),) * count


_WELL = (Band(0, 4, "low"), Band(5, 6, "medium"), Band(7, 8, "high"), Band(9, 10, "very high"))
_ANXIOUS = (Band(0, 1, "very low"), Band(2, 3, "low"), Band(4, 5, "medium"), Band(6, 10, "high"))
_COMPLETELY = _numbers(0, 10, "Not at all", "Completely")

ONS4 = Instrument(
    "ons4",
    "Personal wellbeing (ONS4)",
    "Four questions about feelings on aspects of your life. There are no right or wrong answers."
    " Each answer is a number from 0, “not at all”, to 10, “completely”.",
    (
        Item(_COMPLETELY, "Overall, how satisfied are you with your life nowadays?",
             "Life satisfaction", _WELL),
        Item(_COMPLETELY, "Overall, to what extent do you feel that the things you do in your life"
             " are worthwhile?", "Worthwhile", _WELL),
        Item(_COMPLETELY, "Overall, how happy did you feel yesterday?", "Happiness", _WELL),
        Item(_numbers(0, 10, "Not at all anxious", "Completely anxious"),
             "On a scale where 0 is “not at all anxious” and 10 is “completely anxious”, overall,"
             " how anxious did you feel yesterday?", "Anxiety", _ANXIOUS, Better.LOWER),
    ),
    Better.EACH,
    "GSS harmonised standard on personal wellbeing; bands: ONS personal wellbeing user guidance",
    "Crown copyright, Open Government Licence v3.0",
    summed=False,
    offered=True,
)  # fmt: skip

_HOW_OFTEN = ((1, "Hardly ever or never"), (2, "Some of the time"), (3, "Often"))

UCLA_3 = Instrument(
    "ucla-3",
    "Loneliness, three questions (UCLA-3)",
    "Three questions about how often you feel something.",
    tuple(
        Item(_HOW_OFTEN, f"How often do you feel {ending}?", title, better=Better.LOWER)
        for ending, title in (
            ("that you lack companionship", "Companionship"),
            ("left out", "Left out"),
            ("isolated from others", "Isolated"),
        )
    ),
    Better.LOWER,
    "Hughes, Waite, Hawkley and Cacioppo 2004, Research on Aging 26(6); 6 and above as lonely:"
    " Steptoe and others 2013, PNAS 110(15)",
    "Published in the literature; free to use with citation",
    bands=(Band(3, 5, "not lonely by this measure"), Band(6, 9, "lonely by this measure")),
    offered=True,
)

LONELINESS = Instrument(
    "loneliness",
    "Loneliness, asked directly",
    "One question. People often say less here than they feel.",
    (
        Item(
            ((1, "Often or always"), (2, "Some of the time"), (3, "Occasionally"),
             (4, "Hardly ever"), (5, "Never")),
            "How often do you feel lonely?",
            "Feeling lonely",
        ),
    ),
    Better.HIGHER,
    "ONS national measurement of loneliness, 2018",
    "Crown copyright, Open Government Licence v3.0",
    bands=(
        Band(1, 1, "often or always lonely"), Band(2, 2, "lonely some of the time"),
        Band(3, 3, "lonely occasionally"), Band(4, 4, "hardly ever lonely"),
        Band(5, 5, "never lonely"),
    ),
    offered=True,
)  # fmt: skip

_BOTHERED = (
    (0, "Not at all"), (1, "Several days"), (2, "More than half the days"), (3, "Nearly every day"),
)  # fmt: skip
_TWO_WEEKS = "Over the last 2 weeks, how often have you been bothered by the following problems?"
_PHQ_LICENCE = "No permission required to reproduce, translate, display or distribute"


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
)  # fmt: skip

CORE_10 = Instrument(
    "core-10",
    "Distress (CORE-10)",
    "Ten questions about the last week. Items 2 and 3 are printed with their numbers turned round.",
    _unworded(10, 0, 4),
    Better.LOWER,
    "Barkham and others 2013, Counselling and Psychotherapy Research 13(1)",
    "CC BY-ND 4.0, CORE System Trust: exact text only, not shown here",
    bands=(
        Band(0, 5, "healthy"), Band(6, 10, "low level"), Band(11, 14, "mild"),
        Band(15, 19, "moderate"), Band(20, 24, "moderate to severe"), Band(25, 40, "severe"),
    ),
    items_to_watch=(6,),
)  # fmt: skip

SWEMWBS = Instrument(
    "swemwbs",
    "Mental wellbeing, short (SWEMWBS)",
    "Seven statements about the last two weeks.",
    _unworded(7, 1, 5),
    Better.HIGHER,
    "Stewart-Brown and others 2009, Health and Quality of Life Outcomes 7:15; bands: Ng Fat and"
    " others 2017, Quality of Life Research 26",
    "Copyright NHS Health Scotland, University of Warwick and University of Edinburgh, 2008, all"
    " rights reserved: text only after registration",
    bands=(Band(7, 19.5, "low"), Band(19.51, 27.49, "middle"), Band(27.5, 35, "high")),
)

_ISOLATED = (Band(0, 5, "at risk of isolation"), Band(6, 15, "not at risk by this measure"))

LSNS_6 = Instrument(
    "lsns-6",
    "Social network (LSNS-6)",
    "Three questions about family and three about friends. It tells of isolation, not loneliness.",
    _unworded(6, 0, 5),
    Better.HIGHER,
    "Lubben and others 2006, The Gerontologist 46(4)",
    "Copyright Lubben: text only with permission",
    bands=(Band(0, 11, "at risk of isolation"), Band(12, 30, "not at risk by this measure")),
    subscales=(
        Subscale("family", "Family", (1, 2, 3), _ISOLATED),
        Subscale("friends", "Friends", (4, 5, 6), _ISOLATED),
    ),
)

_YES_TO_NO = ((1, "Yes"), (2, "More or less"), (3, "No"))
_PART_LONELY = (Band(0, 0, "not lonely"), Band(1, 3, "lonely"))

DJG_6 = Instrument(
    "djg-6",
    "Loneliness, emotional and social (De Jong Gierveld, 6 items)",
    "Six statements in the order of the full scale (its items 3, 4, 7, 8, 9 and 10): 1, 5 and 6"
    " are emotional; 2, 3 and 4 are social. 1 is yes, 2 more or less, 3 no.",
    (Item(_YES_TO_NO),) * 6,
    Better.LOWER,
    "De Jong Gierveld and Van Tilburg, Manual of the Loneliness Scale, 2022",
    "For research programmes: text only with permission",
    bands=(
        Band(0, 1, "not lonely"), Band(2, 4, "moderately lonely"), Band(5, 6, "severely lonely"),
    ),
    subscales=(
        Subscale("emotional", "Emotional", (1, 5, 6), _PART_LONELY),
        Subscale("social", "Social", (2, 3, 4), _PART_LONELY),
    ),
    one_missing=True,
)  # fmt: skip

LIBRARY = {
    one.key: one
    for one in (
        ONS4, UCLA_3, LONELINESS, PHQ_8, GAD_7, CORE_10, SWEMWBS, LSNS_6, DJG_6,
    )
}  # fmt: skip
OFFERED = tuple(one for one in LIBRARY.values() if one.offered)


def instrument(key: str) -> Instrument:
    """A measure by its name. Raises Refused for a name that is not in the library."""
    if key not in LIBRARY:
        raise Refused(f"There is no measure “{key}”. The measures are: {', '.join(LIBRARY)}.")
    return LIBRARY[key]
