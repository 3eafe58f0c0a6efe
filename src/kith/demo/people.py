"""The demonstration's people. All made up: test NHS numbers, numbers from Ofcom's drama ranges."""

from __future__ import annotations

import datetime
from dataclasses import dataclass


@dataclass(frozen=True)
class Someone:
    """One person before the database knows them. `practice` counts the scheme's practices."""

    first: str
    last: str
    born: datetime.date
    gender: str
    ethnicity: str
    language: str = "en"
    interpreter: bool | None = False
    preferred: str = ""
    said_as: str = ""


def _people(table: str) -> tuple[Someone, ...]:
    rows = []
    for line in table.strip().splitlines():
        cells = [cell.strip() for cell in line.split("|")]
        first, last, born, gender, ethnicity, language, *more = cells
        rows.append(
            Someone(
                first,
                last,
                datetime.date.fromisoformat(born),
                gender,
                ethnicity,
                language,
                "interpreter" in more,
                next((m[1:] for m in more if m.startswith("=")), ""),
                next((m[1:] for m in more if m.startswith("~")), ""),
            )
        )
    return tuple(rows)


def test_nhs_number(number: int) -> str:
    """The nth valid number of the test range (NHS Data Dictionary, NHS NUMBER: mod 11)."""
    stem = 999_300_000 + number * 7
    while True:
        digits = str(stem)
        check = (
            11
            - sum(int(d) * weight for d, weight in zip(digits, range(10, 1, -1), strict=True)) % 11
        )
        if check != 10:
            return digits + str(check % 11)
        stem += 1


BOW_PEOPLE = _people("""
Rahima | Begum | 1958-03-14 | 2 | K | syl | interpreter | ~ra-HEE-ma
Arthur | Pettifer | 1939-11-02 | 1 | A | en | =Art
Jahanara | Khatun | 1971-07-21 | 2 | K | bn | interpreter
Delroy | Samuels | 1964-01-30 | 1 | M | en
Kasia | Wiśniewska | 1986-05-09 | 2 | C | pl | | ~KA-sha veesh-NYEF-ska
Amina | Warsame | 1949-06-01 | 2 | N | so | interpreter
Terence | O'Rourke | 1955-09-17 | 1 | B | en | =Terry
Fatima | El Idrissi | 1992-12-25 | 2 | S | ar
Joyce | Adebayo | 1948-02-29 | 2 | N | en
Mohammed | Miah | 1981-08-08 | 1 | K | bn
Grażyna | Nowak | 1960-04-18 | 2 | C | pl | interpreter
Percival | Braithwaite | 1942-10-31 | 1 | M | en | =Percy
Shirin | Akter | 1998-03-03 | 2 | K | en
Émile | Fontaine | 1977-07-14 | 1 | C | fr
Doreen | Hatch | 1951-05-22 | 2 | A | en
Suleiman | | 1990-01-01 | 1 | N | so | interpreter
Linh | Tran | 1968-11-11 | 2 | L | vi | interpreter
Colette | Beaumont-Hughes | 1983-06-27 | 2 | A | en
Abdul | Kalam | 1953-12-16 | 1 | K | syl | interpreter
Vera | de Souza | 1947-08-30 | 2 | C | pt
Kofi | Owusu | 1974-02-10 | 1 | N | en
Nasreen | Chowdhury | 1989-09-09 | 2 | K | en
George | Papadakis | 1937-04-04 | 1 | C | el | interpreter
Yetunde | Balogun | 1979-10-19 | 2 | N | en
Ricardo | Almeida | 1985-03-28 | 1 | F | pt
Sandra | Finch | 1962-07-07 | 2 | A | en
Hassan | Ali | 1959-05-05 | 1 | N | so | interpreter
Meera | Pillai | 1970-12-12 | 2 | H | ta
Billy | Tranter | 1999-09-01 | 1 | A | en
Hodan | Farah | 1994-04-15 | 2 | N | so
Winston | Clarke | 1944-06-22 | 1 | M | en
Parveen | Sultana | 1966-01-08 | 2 | K | bn | interpreter
Eileen | Maddox | 1934-02-17 | 2 | A | en
Tomasz | Zieliński | 1976-08-23 | 1 | C | pl
Blessing | Eze | 1987-11-29 | 2 | N | en
Rukhsana | Bibi | 1957-03-19 | 2 | J | ur | interpreter
Alfie | Gosling | 1995-10-06 | 1 | A | en
Marlene | Joseph | 1948-12-03 | 2 | M | en
Jun | Li | 1982-05-31 | 1 | R | zh | interpreter
Patience | Mukasa | 1973-09-26 | 2 | N | en
Ivan | Petrov | 1963-01-13 | 1 | C | bg | interpreter
Shahida | Rahman | 1991-06-18 | 2 | K | en
""")

POPLAR_PEOPLE = _people("""
Hilda | Cray | 1941-03-12 | 2 | A | en
Omar | Siddiqui | 1975-08-05 | 1 | J | ur
Ngozi | Anyanwu | 1984-12-20 | 2 | N | en
Dilip | Barua | 1969-06-09 | 1 | L | bn | interpreter
Rosa | Lindgren | 1956-10-02 | 2 | C | sv
Keith | Bassett | 1950-07-29 | 1 | A | en
""")
