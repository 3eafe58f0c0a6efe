"""Loneliness and isolation: UCLA-3 with the direct question, LSNS-6, De Jong Gierveld."""

from __future__ import annotations

from kith.pathway.outcomes.instruments.declared import (
    Band,
    Better,
    Instrument,
    Item,
    Subscale,
    unworded,
)

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
    mode_note="With the direct question it is the set that the ONS recommends.",
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
    minimum_age=16,
    age_source="ONS national measurement of loneliness: the version for 16 and over",
    offered=True,
)  # fmt: skip

_ISOLATED = (Band(0, 5, "at risk of isolation"), Band(6, 15, "not at risk by this measure"))

LSNS_6 = Instrument(
    "lsns-6",
    "Social network (LSNS-6)",
    "Three questions about family and three about friends. It tells of isolation, not loneliness.",
    unworded(6, 0, 5),
    Better.HIGHER,
    "Lubben and others 2006, The Gerontologist 46(4)",
    "Copyright Lubben: text only with permission",
    bands=(Band(0, 11, "at risk of isolation"), Band(12, 30, "not at risk by this measure")),
    subscales=(
        Subscale("family", "Family", (1, 2, 3), _ISOLATED),
        Subscale("friends", "Friends", (4, 5, 6), _ISOLATED),
    ),
    age_source="made for older people (Lubben and others 2006)",
)

_YES_TO_NO = ((1, "Yes"), (2, "More or less"), (3, "No"))
_PART_LONELY = (Band(0, 0, "not lonely"), Band(1, 3, "lonely"))
# “More or less” counts as lonely on either kind of item (manual, section 8).
_EMOTIONAL = Item(_YES_TO_NO, counts=frozenset({1, 2}))
_SOCIAL = Item(_YES_TO_NO, counts=frozenset({2, 3}))

DJG_6 = Instrument(
    "djg-6",
    "Loneliness, emotional and social (De Jong Gierveld, 6 items)",
    "Six statements in the order of the full scale (its items 3, 4, 7, 8, 9 and 10): 1, 5 and 6"
    " are emotional; 2, 3 and 4 are social. 1 is yes, 2 more or less, 3 no.",
    (_EMOTIONAL, _SOCIAL, _SOCIAL, _SOCIAL, _EMOTIONAL, _EMOTIONAL),
    Better.LOWER,
    "De Jong Gierveld and Van Tilburg, Manual of the Loneliness Scale, 2022, sections 8 and 9",
    "For research programmes: text only with permission",
    bands=(
        Band(0, 1, "not lonely"), Band(2, 4, "moderately lonely"), Band(5, 6, "severely lonely"),
    ),
    subscales=(
        Subscale("emotional", "Emotional", (1, 5, 6), _PART_LONELY),
        Subscale("social", "Social", (2, 3, 4), _PART_LONELY),
    ),
    may_miss=1,  # manual, section 8: one for the total, none for a part; what is there is counted
    mode_note="Made for survey research, says its manual: use with one person is beyond that.",
)  # fmt: skip
