"""The list of reasons a new scheme starts with. Ours, a local vocabulary: a scheme changes it.

Drawn together from published category sets of UK schemes. The national terms are the members
of the reference set 1373501000000105 (PRSB Social Prescribing Information Standard v1.1, needs
and concerns). No source that could be read lists those members, so no reason carries a code:
a scheme adds them from the NHS SNOMED browser. Never guess one.
"""

from dataclasses import dataclass

from kith.vocabulary.foundations import Foundation
from kith.vocabulary.snomed import Concept
from kith.vocabulary.terms import Table, Term


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a person is referred, and the row of the report it counts under."""

    key: str
    label: str
    foundation: Foundation
    national: Concept | None = None
    safeguarding: bool = False
    """True where the reason itself asks for the safeguarding route."""


DEFAULT_REASONS = (
    Reason("loneliness", "Loneliness or isolation", Foundation.BELONGING),
    Reason("caring", "Caring for someone", Foundation.BELONGING),
    Reason("work-volunteering", "Work or volunteering", Foundation.PURPOSE),
    Reason("learning", "Learning, English classes or getting online", Foundation.PURPOSE),
    Reason("debt", "Money worries or debt", Foundation.MONEY),
    Reason("benefits", "Benefits", Foundation.MONEY),
    Reason("housing", "Housing", Foundation.HOME),
    Reason("domestic-abuse", "Domestic abuse", Foundation.HOME, safeguarding=True),
    Reason("mental-wellbeing", "Mental wellbeing", Foundation.HOPE),
    Reason("bereavement", "Bereavement", Foundation.HOPE),
    Reason("immigration-legal", "Immigration or legal advice", Foundation.HOPE),
    Reason("physical-activity", "Being more active", Foundation.HEALTH),
    Reason("weight-diet", "Weight and healthy eating", Foundation.HEALTH),
    Reason("long-term-condition", "Living with a long-term condition", Foundation.HEALTH),
    Reason("cancer-end-of-life", "Living with cancer or the end of life", Foundation.HEALTH),
    Reason("substance-use", "Alcohol, drugs or smoking", Foundation.HEALTH),
    Reason("practical-help", "Practical help or transport", Foundation.HEALTH),
    Reason("other", "Something else", Foundation.HEALTH),
)

_ALSO: dict[str, tuple[str, ...]] = {
    "loneliness": ("loneliness", "isolation", "social isolation", "lonely", "befriending"),
    "caring": ("carer", "caring", "caring responsibilities"),
    "work-volunteering": ("employment", "volunteering", "work"),
    "learning": ("education", "ESOL", "digital", "learning"),
    "debt": ("money", "debt", "financial", "money/debt"),
    "benefits": ("benefit", "welfare benefits"),
    "housing": ("homelessness", "home"),
    "mental-wellbeing": ("mental health", "wellbeing", "anxiety", "low mood"),
    "bereavement": ("grief",),
    "immigration-legal": ("immigration", "legal"),
    "physical-activity": ("exercise", "physical activity", "fitness"),
    "weight-diet": ("weight", "diet", "weight management", "healthy eating", "weight/diet"),
    "long-term-condition": ("long term condition", "LTC"),
    "cancer-end-of-life": ("cancer", "end of life"),
    "substance-use": ("alcohol", "drugs", "smoking", "substance use", "substance misuse"),
    "practical-help": ("transport", "practical help", "practical support"),
}

TABLE = Table(
    "reasons for referral",
    tuple(
        Term(reason.key, reason.label, _ALSO.get(reason.key, ()), local=True)
        for reason in DEFAULT_REASONS
    ),
)
choices = TABLE.choices
label = TABLE.label
recognise = TABLE.recognise
