"""Which of the five foundations a service may serve: a suggestion to be confirmed by a person,
never stored as a fact.

The words are our own choice, made for the terms that British directories use. They decide only what
is offered first.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from kith.exchange.directory_feed.records import FeedService
from kith.vocabulary.foundations import Foundation

_WORDS: dict[Foundation, str] = {
    Foundation.BELONGING: (
        "friend|befriend|lonel|isolat|social group|social club|lunch club|coffee morning|"
        "companion|community cafe|drop-in|peer support|meet people|meet others|neighbour|"
        "faith group|support group|day centre|chat"
    ),
    Foundation.PURPOSE: (
        "volunteer|employ|job|work experience|training|course|learn|skill|education|class|"
        "hobby|art|craft|music|choir|sing|gardening|allotment|men's shed|creative|library|"
        "digital|apprentice"
    ),
    Foundation.MONEY: (
        "money|debt|benefit|welfare right|financ|budget|grant|food bank|foodbank|fuel|"
        "energy bill|universal credit|hardship|credit union|pension|cost of living|income|"
        "clothing bank"
    ),
    Foundation.HOME: (
        "hous|home|tenan|landlord|evict|rent|shelter|handyperson|adaptation|repair|damp|"
        "insulation|refuge|domestic abuse|domestic violence|domiciliary|home safety|"
        "falls prevention"
    ),
    Foundation.HOPE: (
        "counsel|mental health|wellbeing|bereave|grief|anxiety|depress|listening|therapy|"
        "self-esteem|confidence|mindful|recovery|trauma|suicid|helpline|spiritual|crisis"
    ),
    Foundation.HEALTH: (
        "exercise|walk|swim|gym|fitness|yoga|dance|sport|cycl|weight|diet|nutrition|cook|"
        "diabet|smok|alcohol|drug|carer|dementia|disab|long-term condition|sleep|stroke|"
        "cancer|physical activity|tai chi|chair-based"
    ),
}
_PATTERNS = {row: re.compile(rf"\b(?:{words})", re.IGNORECASE) for row, words in _WORDS.items()}
_NOT_MEANT = re.compile(
    r"home ?pages?|at home with|home visit|house ?rules|please (?:chat|learn)"
    r"|art of|benefits? of|benefit from",
    re.IGNORECASE,
)
_WEIGHT_TERM, _WEIGHT_NAME, _WEIGHT_DESCRIPTION = 3, 3, 1
_ENOUGH = 2
_DESCRIPTION_READ = 2_000


@dataclass(frozen=True, slots=True)
class FoundationSuggestion:
    """A foundation and the words of the service that suggest it, to show beside the suggestion."""

    foundation: Foundation
    because: tuple[str, ...]


def suggest_foundations(service: FeedService, most: int = 2) -> tuple[FoundationSuggestion, ...]:
    """Return up to `most` suggestions, the likeliest first; none when nothing points anywhere.

    A word in a taxonomy term or in the name suffices; in the description it takes two different
    ones.
    """
    scores: Counter[Foundation] = Counter()
    because: dict[Foundation, dict[str, None]] = {row: {} for row in Foundation}
    terms = " · ".join(
        chain_of for term in service.terms for chain_of in (term.name, *term.ancestors)
    )
    sources = (
        (terms, _WEIGHT_TERM),
        (service.name, _WEIGHT_NAME),
        (service.description[:_DESCRIPTION_READ], _WEIGHT_DESCRIPTION),
    )
    for words, weight in sources:
        said = _NOT_MEANT.sub(" ", words)
        for row, pattern in _PATTERNS.items():
            hits = dict.fromkeys(hit.casefold() for hit in pattern.findall(said))
            scores[row] += weight * len(hits)
            because[row].update(hits)
    likeliest = sorted(Foundation, key=lambda row: -scores[row])
    return tuple(
        FoundationSuggestion(row, tuple(because[row]))
        for row in likeliest[:most]
        if scores[row] >= _ENOUGH
    )
