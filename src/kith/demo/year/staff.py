"""Who worked in the year, beside the demonstration accounts: nobody signs in as them, and all have left since."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from kith.demo.accounts import BOW, POPLAR, PRIME, SECOND, TOGETHER


@dataclass(frozen=True)
class Colleague:
    """A link worker of the year; the last day may lie in it, and then their people are handed over."""

    name: str
    scheme: str
    partner: str
    joined: datetime.date
    left: datetime.date
    phone: str

    @property
    def email(self) -> str:
        return f"{self.name.lower().replace(' ', '.')}@{self.scheme}.example"

    def works_on(self, day: datetime.date) -> bool:
        """Whether they were employed on a day."""
        return self.joined <= day <= self.left

    @property
    def stays(self) -> bool:
        """Whether they were there until everything told of the year had ended."""
        return self.left.year > 2020


def _colleagues(table: str) -> tuple[Colleague, ...]:
    rows = [[cell.strip() for cell in line.split("|")] for line in table.strip().splitlines()]
    day = datetime.date.fromisoformat
    partners = {"prime": (BOW, PRIME), "second": (BOW, SECOND), "poplar": (POPLAR, TOGETHER)}
    return tuple(
        Colleague(name, *partners[partner], day(joined), day(left), f"07700 900{number:03}")
        for number, (name, partner, joined, left) in enumerate(rows, start=110)
    )


COLLEAGUES = _colleagues("""
Abigail Thornbury   | prime  | 2019-04-01 | 2022-08-31
Shamim Laskar       | prime  | 2019-04-01 | 2023-03-31
Dominic Aldous      | prime  | 2019-04-01 | 2020-01-31
Winnie Oduya        | prime  | 2019-04-01 | 2021-10-29
Rosalind Peake      | prime  | 2019-09-02 | 2022-02-28
Tariq Mahmood       | prime  | 2019-10-14 | 2020-05-29
Jessamy Cole        | prime  | 2020-01-06 | 2023-06-30
Lubna Sharif        | prime  | 2020-02-10 | 2021-12-17
Fergus Lomax        | second | 2019-04-01 | 2021-09-30
Khaleda Rouf        | second | 2019-04-01 | 2022-12-23
Ottilie Barnes      | second | 2019-04-01 | 2019-11-29
Marcus Eferakeya    | second | 2019-08-05 | 2021-07-30
Ines Cardoso        | second | 2019-12-02 | 2022-05-31
Hugh Penhaligon     | second | 2020-03-02 | 2020-09-25
Zeinab Farah        | poplar | 2019-04-01 | 2021-06-30
Patrick Lowe        | poplar | 2019-04-01 | 2020-02-28
Sunniva Dahl        | poplar | 2019-11-04 | 2022-01-31
""")
