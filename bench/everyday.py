"""A thousand and some services as a borough's directory holds them: made up, the same each time.

The words are those that organisations use of themselves, which are seldom those that people ask with.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

EACH = 18
"""Services of a kind: more than a page shows, so that the ten that should come first can."""

PLACES = (
    ("Bow", "E3 3PN", 51.5246, -0.0176), ("Bromley-by-Bow", "E3 3BT", 51.5249, -0.0117),
    ("Old Ford", "E3 5ES", 51.5332, -0.0286), ("Poplar", "E14 6AH", 51.5124, -0.0152),
    ("Limehouse", "E14 8HH", 51.5127, -0.0383), ("Stepney", "E1 3DG", 51.5185, -0.0446),
    ("Whitechapel", "E1 1BJ", 51.5180, -0.0600), ("Bethnal Green", "E2 0HU", 51.5274, -0.0553),
    ("Globe Town", "E2 0JA", 51.5281, -0.0443), ("Mile End", "E3 4QX", 51.5248, -0.0335),
    ("Isle of Dogs", "E14 3BT", 51.4936, -0.0125), ("Wapping", "E1W 2RL", 51.5053, -0.0571),
    ("Stratford", "E15 1XA", 51.5416, 0.0034), ("Hackney Wick", "E9 5EN", 51.5435, -0.0249),
    ("Canning Town", "E16 1EH", 51.5139, 0.0087), ("Plaistow", "E13 9AJ", 51.5262, 0.0245),
    ("West Ham", "E15 3AA", 51.5311, 0.0108), ("Shadwell", "E1 2QE", 51.5114, -0.0569),
)  # fmt: skip
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA")
TONGUES = ("bn", "so", "syl", "ar", "pl", "tr", "pt", "vi")
# What directories say of themselves, whatever they do; it is what a plain search trips over.
BOILERPLATE = (
    "A friendly welcome is assured and volunteers are on hand to help.",
    "Tea and coffee are provided. Please contact us before your first visit.",
    "We work with partners across the borough to support local people and families.",
    "Referrals are accepted from professionals and from individuals themselves.",
    "Our centre also hosts classes, advice sessions and activities for all ages.",
    "Please check our website for up to date times, as sessions may change at short notice.",
    "We are a charity that helps residents to live well, feel less alone and manage at home.",
    "Funded by the local authority. Places are limited and we may hold a waiting list.",
)
RUN_BY = ("Community Trust", "Neighbourhood Association", "Action", "Partnership", "Settlement",
          "Together", "Charity", "Centre")  # fmt: skip


@dataclass(frozen=True, slots=True)
class Kind:
    """What a group of services offers, in a provider's words."""

    key: str
    names: tuple[str, ...]
    about: str
    terms: tuple[str, ...]
    setting: str = "group"
    ages: tuple[int | None, int | None] = (18, None)
    online: bool = False


@dataclass(frozen=True, slots=True)
class Made:
    """One service of the set: what it is and what is known of it."""

    kind: str
    name: str
    organisation: str
    description: str
    terms: tuple[str, ...]
    place: tuple[str, str, float, float]
    day: str
    is_free: bool
    is_women_only: bool
    languages: tuple[str, ...]
    setting: str
    ages: tuple[int | None, int | None]
    is_step_free: bool
    is_online: bool


def kinds() -> list[Kind]:
    """Every kind, as the table beside this module has it."""
    lines = Path(__file__).with_suffix(".tsv").read_text().splitlines()
    return [_kind(line.split("\t")) for line in lines if line and not line.startswith("#")]


def _kind(cells: list[str]) -> Kind:
    key, names, about, terms, setting, least, most, online = cells
    ages = (int(least) if least else None, int(most) if most else None)
    return Kind(
        key, tuple(names.split("|")), about, tuple(terms.split("|")), setting, ages, bool(online)
    )


def services(seed: int) -> list[Made]:
    """Every service of the set, the same for the same seed."""
    lot = random.Random(seed)
    return [_made(kind, at, lot) for kind in kinds() for at in range(EACH)]


def _made(kind: Kind, at: int, lot: random.Random) -> Made:
    place = PLACES[at % len(PLACES)]
    women = kind.setting == "group" and at % 6 == 5
    free = lot.random() < 0.6
    spoken = ("en", TONGUES[at % len(TONGUES)]) if at % 3 == 0 else ("en",)
    said = [kind.about, *lot.sample(BOILERPLATE, 2)]
    if women:
        said.append("This session is for women only.")
    if free and at % 2:
        said.append("There is no charge.")
    return Made(
        kind=kind.key,
        name=f"{place[0]} {kind.names[at % len(kind.names)]}",
        organisation=f"{place[0]} {RUN_BY[lot.randrange(len(RUN_BY))]}",
        description=" ".join(said),
        terms=kind.terms,
        place=place,
        day=DAYS[at % len(DAYS)],
        is_free=free,
        is_women_only=women,
        languages=spoken,
        setting=kind.setting,
        ages=kind.ages,
        is_step_free=at % 4 != 3,
        is_online=kind.online or at % 9 == 8,
    )
