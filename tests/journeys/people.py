"""Fictional people, new in every run: nobody meets the person of another test."""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass

_FIRST = (
    "Ruth",
    "Noor",
    "Ivor",
    "Halima",
    "Edwin",
    "Zofia",
    "Clement",
    "Maryam",
    "Petra",
    "Ottilie",
)
_SYLLABLES = (
    "bar",
    "den",
    "fol",
    "gar",
    "hol",
    "lin",
    "mar",
    "nor",
    "pen",
    "ras",
    "tel",
    "wen",
    "zan",
)


@dataclass(frozen=True)
class Someone:
    """Whom a story is about."""

    first: str
    last: str
    born: datetime.date
    nhs_number: str
    phone: str

    @property
    def name(self) -> str:
        return f"{self.first} {self.last}"


def someone() -> Someone:
    """A person with a test NHS number (they start with 9) and a telephone number of Ofcom's drama range."""
    chance = random.SystemRandom()
    born = datetime.date(1948, 1, 1) + datetime.timedelta(days=chance.randrange(12_000))
    last = "".join(chance.sample(_SYLLABLES, 4)).capitalize()
    phone = f"07700 900{chance.randrange(400, 1000)}"
    return Someone(chance.choice(_FIRST), last, born, _nhs_number(chance), phone)


def _nhs_number(chance: random.SystemRandom) -> str:
    """Ten digits, the last by modulus 11 (NHS Data Dictionary, NHS NUMBER)."""
    while True:
        nine = [9, *(chance.randrange(10) for _ in range(8))]
        check = 11 - sum(digit * (10 - place) for place, digit in enumerate(nine)) % 11
        if check != 10:
            return "".join(map(str, [*nine, check % 11]))
