"""“About me”, element by element, as PRSB names it and as a person asks.

PRSB Social Prescribing Information Standard v1.1, section 3, “About me”: all elements are “required” (sent where they
are held). “Please do and please don’t” is one element there and two boxes here, because people answer them
apart; “Location to multimedia file” has no home yet. “Strengths” is the standard's section 19, and comes first.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Element:
    """One element: the plan's field, its name in the standard, what we call it and how we ask."""

    field: str
    standard: str
    label: str
    prompt: str
    to_the_person: str
    """How it is headed where the person reads it."""


STRENGTHS = Element(
    "strengths",
    "Strengths",
    "What is strong",
    "“What would your friends say you are good at? What got you through before?”",
    "What is strong",
)
MATTERS = Element(
    "what_matters",
    "What is most important to me",
    "What matters most to them",
    "“What makes a day a good one?” In their own words.",
    "What matters to you",
)
MORE = (
    Element(
        "who_matters",
        "People who are important to me",
        "Who matters to them",
        "“Who is there for you? Is there anyone we should not talk to?”",
        "Who matters to you",
    ),
    Element(
        "communicate",
        "How I communicate and how to communicate with me",
        "How to communicate with them",
        "“What makes it easy to talk with you? In which language, how fast, on paper or by voice?”",
        "How to communicate with you",
    ),
    Element(
        "wellness",
        "My wellness",
        "Their wellness",
        "“What is a usual day like? How would I notice that it is not a good one?”",
        "Your wellness: good days and bad days",
    ),
    Element(
        "please_do",
        "Please do and please don't",
        "Please do",
        "“What do you like people to do who help you?”",
        "Please do",
    ),
    Element(
        "please_dont",
        "Please do and please don't",
        "Please don’t",
        "“And what should nobody do, or ask?”",
        "Please don’t",
    ),
    Element(
        "how_to_support",
        "How and when to support me",
        "How and when to support them",
        "“When would a hand be welcome, and when would you rather do it yourself?”",
        "How and when to support you",
    ),
    Element(
        "also_worth_knowing",
        "Also worth knowing about me",
        "Also worth knowing",
        "“Is there anything else that people who help you should know?”",
        "Also worth knowing",
    ),
    Element(
        "supported_by",
        "Supported to write this by",
        "Who helped to write this",
        "Their name, and who they are to the person. Leave it empty when nobody did.",
        "Who helped you to write this",
    ),
)
ELEMENTS = (STRENGTHS, MATTERS, *MORE)
FIELDS = tuple(element.field for element in ELEMENTS)
