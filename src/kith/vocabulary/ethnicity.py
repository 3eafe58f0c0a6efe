"""Ethnic category: the NHS 16+1 list.

NHS Data Model and Dictionary, ETHNIC CATEGORY (the 2001 census codes, still the national
standard; ETHNIC CATEGORY 2021 must not be submitted yet). `Z` not stated means asked and chose
not to say; `99` not known means nobody has asked: reports count them apart. The second
character of the code is free for local detail and rolls up to the first.
"""

import re

from kith.vocabulary.terms import Table, Term

NOT_STATED = "Z"
NOT_KNOWN = "99"

TABLE = Table(
    "ethnicity",
    (
        Term("K", "Asian or Asian British: Bangladeshi", ("Bangladeshi", "British Bangladeshi")),
        Term("H", "Asian or Asian British: Indian", ("Indian", "British Indian")),
        Term("J", "Asian or Asian British: Pakistani", ("Pakistani", "British Pakistani")),
        Term(
            "L",
            "Asian or Asian British: any other Asian background",
            ("Any other Asian background", "Any other Asian", "Other Asian", "Asian other"),
        ),
        Term("N", "Black or Black British: African", ("African", "Black African")),
        Term("M", "Black or Black British: Caribbean", ("Caribbean", "Black Caribbean")),
        Term(
            "P",
            "Black or Black British: any other Black background",
            ("Any other Black background", "Any other Black", "Other Black", "Black other"),
        ),
        Term("F", "Mixed: White and Asian", ("White and Asian", "White & Asian")),
        Term(
            "E",
            "Mixed: White and Black African",
            ("White and Black African", "White & Black African"),
        ),
        Term(
            "D",
            "Mixed: White and Black Caribbean",
            ("White and Black Caribbean", "White & Black Caribbean"),
        ),
        Term(
            "G",
            "Mixed: any other mixed background",
            ("Any other mixed background", "Any other mixed", "Other mixed", "Mixed other"),
        ),
        Term(
            "A",
            "White: British",
            (
                "White British",
                "English, Welsh, Scottish, Northern Irish or British",
                "White English",
                "White Welsh",
                "White Scottish",
                "White Northern Irish",
            ),
        ),
        Term("B", "White: Irish", ("White Irish", "Irish")),
        Term(
            "C",
            "White: any other White background",
            (
                "Any other White background",
                "Any other White",
                "Other White",
                "White other",
                "White European",
                "Gypsy or Irish Traveller",
                "Roma",
            ),
        ),
        Term("R", "Other ethnic groups: Chinese", ("Chinese", "British Chinese")),
        Term(
            "S",
            "Other ethnic groups: any other ethnic group",
            ("Any other ethnic group", "Other ethnic group", "Other", "Arab"),
        ),
        Term(
            NOT_STATED,
            "Prefers not to say",
            ("Not stated", "Prefer not to say", "Refused", "Declined to say"),
        ),
        Term(NOT_KNOWN, "Not known: not asked yet", ("Not known", "Unknown", "Not asked")),
    ),
)
choices = TABLE.choices
label = TABLE.label

_WITH_LOCAL_DETAIL = re.compile(r"([A-HJ-NPRSZ])[0-9]", re.IGNORECASE)


def recognise(text: str) -> str | None:
    """Return the national code that a cell means, or None. "K2" rolls up to "K"."""
    detailed = _WITH_LOCAL_DETAIL.fullmatch(text.strip())
    return detailed.group(1).upper() if detailed else TABLE.recognise(text)
