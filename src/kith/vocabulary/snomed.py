"""SNOMED CT identifiers that social prescribing uses, each confirmed in a published source.

**Once per episode.** The referral code is recorded when the *person accepts* a referral to the
link worker: at the first interaction of an episode of care only, never for ongoing activity,
welfare calls, bulk booking or administration. The declined code is recorded only when the
person says explicitly that they do not want the service: never because nobody could reach
them, nor because the scheme did not take the referral on. Source: Transformation Partners in
Health and Care, social prescribing frequently asked questions (the coding answers).

Reference sets: PRSB Social Prescribing Information Standard v1.1 (OGL v3.0). The code for
"social prescribing offered" is left out: no source that could be read confirms it. SNOMED CT
is licensed in the UK through NHS England: single codes are stored, no release file is.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Concept:
    """A SNOMED CT identifier and its preferred term, as written in a letter."""

    code: str
    term: str


REFERRAL = Concept("871731000000106", "Referral to social prescribing service")
DECLINED = Concept("871711000000103", "Social prescribing declined")

# For an introduction to exercise: a referral procedure, so never the code of a reason.
PHYSICAL_ACTIVITY_REFERRAL = Concept("390893007", "Referral to physical activity program")

CONCEPTS = (REFERRAL, DECLINED, PHYSICAL_ACTIVITY_REFERRAL)

NEEDS_REFSET = Concept(
    "1373501000000105", "Social prescribing needs and concerns simple reference set"
)
SUPPORT_REFSET = Concept("1373511000000107", "Social prescribing support simple reference set")
SERVICES_REFSET = Concept("1127531000000102", "Services simple reference set")
HEALTHCARE_MATTERS_REFSET = Concept("1127601000000107", "Healthcare matters simple reference set")
GOAL_STATUS_REFSET = Concept(
    "999000091000000107", "Care planning goal context values simple reference set"
)
ACTION_STATUS_REFSET = Concept(
    "999000081000000105", "Care planning action context values simple reference set"
)
SAFEGUARDING_REFSET = Concept("999002381000000108", "Safeguarding issues simple reference set")
MOBILITY_REFSET = Concept("999002551000000108", "Mobility findings simple reference set")
HOUSEHOLD_REFSET = Concept(
    "1027891000000106", "Household composition findings simple reference set"
)

REFSETS = (
    NEEDS_REFSET,
    SUPPORT_REFSET,
    SERVICES_REFSET,
    HEALTHCARE_MATTERS_REFSET,
    GOAL_STATUS_REFSET,
    ACTION_STATUS_REFSET,
    SAFEGUARDING_REFSET,
    MOBILITY_REFSET,
    HOUSEHOLD_REFSET,
)


def choices() -> tuple[tuple[str, str], ...]:
    """Return (identifier, term) of every concept that may be recorded."""
    return tuple((concept.code, concept.term) for concept in CONCEPTS)


def label(code: str) -> str:
    """Return the term of an identifier; raise KeyError for one not listed here."""
    return {concept.code: concept.term for concept in (*CONCEPTS, *REFSETS)}[code]
