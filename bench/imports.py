"""Rows a second of the referral sheet's import, beside a bare COPY of the same rows."""

from __future__ import annotations

import csv
import datetime
import io
import json
import random
import sys
import time
from typing import Any

from bench.instance import SEED

ROWS = 2_000
HEADER = (
    "nhs_number", "first_name", "last_name", "date_of_birth", "phone", "email", "address", "postcode",
    "practice_code", "referrer_name", "source", "reason", "risks", "consent", "referred_on",
)  # fmt: skip
FIRST = ("Amina", "Brian", "Chidi", "Dorota", "Elif", "Farid", "Grace", "Hung", "Irina", "Joan")
LAST = ("Abdi", "Bello", "Carter", "Dias", "Evans", "Farah", "Green", "Hussain", "Islam", "Jones")


def sheet(rows: int = ROWS) -> str:
    """A sheet of fictional people, the same each time."""
    pick, out = random.Random(SEED), io.StringIO()
    writer = csv.writer(out)
    writer.writerow(HEADER)
    for number in range(rows):
        first, last = (
            pick.choice(FIRST),
            f"{pick.choice(LAST)}-{number // 26:x}{chr(97 + number % 26)}",
        )
        born = datetime.date(1935, 1, 1) + datetime.timedelta(days=pick.randrange(25_000))
        writer.writerow(
            (
                nhs_number(number),
                first,
                last,
                born.isoformat(),
                f"07700 900{number % 1000:03}",
                f"person{number}@mail.example",
                f"{number + 1} Bench Street, London",
                "E3 3PN",
                "F84901",
                "Dr Example",
                "GP",
                "Loneliness or isolation",
                "None known",
                "yes",
                "2026-03-02",
            )
        )
    return out.getvalue()


def nhs_number(number: int) -> str:
    """The number-th valid NHS number from 900 000 0000 on; "" where the check digit would be 10."""
    digits = f"9{number:08}"
    rest = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
    return "" if rest == 10 else f"{digits}{rest % 11}"


def measure(scheme: str) -> dict[str, float]:
    """Rows a second of both; what was written is taken back."""
    from django.db import connection, transaction

    from kith.exchange.referral_sheet.actions import import_sheet
    from kith.isolation.actor import Actor
    from kith.organisations.queries import scheme_of_slug

    text, statements = sheet(), 0

    def counted(execute: Any, *given: Any) -> Any:
        nonlocal statements
        statements += 1
        return execute(*given)

    scheme_id = scheme_of_slug(scheme)
    assert scheme_id is not None
    with transaction.atomic(), connection.execute_wrapper(counted):
        began, used = time.perf_counter(), time.process_time()
        answer = import_sheet(
            by=Actor.system("the benchmark"),
            scheme_id=scheme_id,
            data=text.encode(),
            filename="sheet.csv",
        )
        took, used = time.perf_counter() - began, time.process_time() - used
        transaction.set_rollback(True)
    if answer["taken"] != ROWS:
        raise RuntimeError(f"{answer['taken']} of {ROWS} rows were taken: {answer['refused'][:3]}")
    return {
        "rows": ROWS,
        "import_rows_per_second": round(ROWS / took, 1),
        "import_milliseconds_of_python_per_row": round(used / ROWS * 1000, 2),
        "statements_per_row": round(statements / ROWS, 1),
        "copy_rows_per_second": round(ROWS / _copied(text)),
    }


def _copied(text: str) -> float:
    """Seconds for a COPY of the sheet into a table without keys, types or rules."""
    from django.db import connection, transaction

    columns = ", ".join(f"{name} text" for name in HEADER)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE bare ({columns}) ON COMMIT DROP")
        began = time.perf_counter()
        with cursor.copy("COPY bare FROM STDIN (FORMAT csv, HEADER)") as copy:
            copy.write(text)
        return time.perf_counter() - began


if __name__ == "__main__":
    import django

    django.setup()
    json.dump(measure(json.load(sys.stdin)), sys.stdout)
