"""The identity of the year's people: test NHS numbers, numbers from Ofcom's drama ranges, addresses around Bow."""

from __future__ import annotations

import random

from kith.demo.people import test_nhs_number
from kith.demo.year.roster import Life
from kith.organisations.models import Practice
from kith.people.actions import Who

STREETS = (
    ("Devons Road", "E3 3PN"), ("Bruce Road", "E3 3PA"), ("Aberfeldy Street", "E14 6PB"), ("Grove Road", "E3 2AR"),
    ("Knapp Road", "E3 3NL"), ("Byron Street", "E14 6HR"), ("Roman Road", "E3 5EY"), ("Stroudley Walk", "E3 3EW"),
    ("Merchant Street", "E3 4LY"), ("Tredegar Road", "E3 2EU"),
)  # fmt: skip


def who(life: Life, practice: Practice, pick: random.Random) -> Who:
    """The person as whoever refers them gives them."""
    someone, number = life.someone, life.number
    street, postcode = pick.choice(STREETS)
    guarded = number % 9 == 0  # somebody at home must not know
    has_email = pick.random() < 0.2
    landline = someone.born.year < 1950 and pick.random() < 0.6
    return Who(
        first_name=someone.first,
        last_name=someone.last,
        date_of_birth=someone.born,
        preferred_name=someone.preferred,
        nhs_number=test_nhs_number(number) if pick.random() < 0.93 else "",
        gender=someone.gender,
        ethnicity=someone.ethnicity,
        language=someone.language,
        needs_interpreter=someone.interpreter,
        access_notes=pick.choice(("Large print, please.", "Hard of hearing.", "Uses a wheelchair."))
        if pick.random() < 0.08
        else "",
        practice=practice,
        phone=f"020 7946 0{number % 1000:03}" if landline else f"07700 900{number % 1000:03}",
        phone_safe_for=("call",) if guarded else ("call", "voicemail"),
        phone_when_safe="Mornings" if guarded else "",
        email=f"person{number}@people.example" if has_email else "",
        email_safe_for=("email",) if has_email else (),
        address=f"{pick.randint(1, 180)} {street}, London",
        postcode=postcode,
        address_safe_for=() if guarded else ("letter", "visit"),
    )
