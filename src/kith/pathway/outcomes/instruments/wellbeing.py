"""Wellbeing: ONS4 and SWEMWBS."""

from __future__ import annotations

from kith.pathway.outcomes.instruments.declared import (
    Band,
    Better,
    Change,
    Instrument,
    Item,
    numbers,
    unworded,
)

_WELL = (Band(0, 4, "low"), Band(5, 6, "medium"), Band(7, 8, "high"), Band(9, 10, "very high"))
_ANXIOUS = (Band(0, 1, "very low"), Band(2, 3, "low"), Band(4, 5, "medium"), Band(6, 10, "high"))
_COMPLETELY = numbers(0, 10, "Not at all", "Completely")

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
        Item(numbers(0, 10, "Not at all anxious", "Completely anxious"),
             "On a scale where 0 is “not at all anxious” and 10 is “completely anxious”, overall,"
             " how anxious did you feel yesterday?", "Anxiety", _ANXIOUS, Better.LOWER),
    ),
    Better.EACH,
    "GSS harmonised standard on personal wellbeing; bands: ONS personal wellbeing user guidance",
    "Crown copyright, Open Government Licence v3.0",
    summed=False,
    minimum_age=16,
    age_source="GSS harmonised standard: 16 and over, asked of the respondent only",
    offered=True,
    prompted=True,
)  # fmt: skip

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

SWEMWBS = Instrument(
    "swemwbs",
    "Mental wellbeing, short (SWEMWBS)",
    "Seven statements about the last two weeks.",
    unworded(7, 1, 5),
    Better.HIGHER,
    "Stewart-Brown and others 2009, Health and Quality of Life Outcomes 7:15; bands: Ng Fat and"
    " others 2017, Quality of Life Research 26",
    "Copyright NHS Health Scotland, University of Warwick and University of Edinburgh, 2008, all"
    " rights reserved: text only after registration",
    bands=(Band(7, 19.5, "low"), Band(19.51, 27.49, "middle"), Band(27.5, 35, "high")),
    metric=SWEMWBS_METRIC,
    mode_note="Reading the statements aloud makes answers rosier (WEMWBS user guide): let people"
    " answer by themselves where they can.",
    reliable=Change(
        2.87, "2.77 standard errors of measurement: Shah and others 2018, Health and Quality of Life"
        " Outcomes 16",
    ),
    notice="Short Warwick Edinburgh Mental Wellbeing Scale (SWEMWBS) © NHS Health Scotland, University"
    " of Warwick and University of Edinburgh, 2008, all rights reserved.",
)  # fmt: skip
