"""20,000 pairs of records as two sheets would hold them: one person written twice, or two people.

Made without a look at what the product knows of names: the errors are slips of typing and of reading
aloud, applied letter by letter, and the spellings below are drawn from what clerks wrote in census
and parish indexes and in passports, kept here apart from the product's own lists. Half of the pairs are one
person with one to three of the errors that real sheets have; half are two people whom a hasty
reader takes for one: twins, a parent and child of one name, a household that shares a phone, one name and
birth date by chance. The same seed makes the same pairs.
"""

from __future__ import annotations

import datetime
import random
from collections.abc import Callable
from dataclasses import dataclass, replace

from bench.imports import nhs_number


def _listed(text: str) -> list[str]:
    return text.split()


WOMEN = _listed("""
Amena Bridget Catharine Daiva Edith Fatoumata Gwendolyn Hannelore Ifeoma Jasvinder Keziah Lakshmi Marguerite
Niamh Olufunke Parveen Quynh Rukhsar Siobhán Tsegereda Ursula Vasilisa Wanjiru Xiomara Yolanda Zsófia
Elizabeth Margaret Fatima Ayesha Khadija Maryam Susan Patricia Dorothy Rebecca Jennifer Zainab Catherine
Barbara Christine Nasreen Shirin Halima Rehana Sufia Precious Abena Ioana Katarzyna
""")
MEN = _listed("""
Mohammed Ahmed Hussain Hassan Ibrahim Yusuf Abdul Omar Khalid Jamal Robert William Richard James Thomas
Michael Anthony Andrew Christopher Stephen Alexander Edward Geoffrey Lawrence Piotr Mateusz Andrei Vasile
Kwame Chidi Tunde Emeka Warsame Nguyen Jian Chi Rajesh Harjit Gurpreet Anwar Mizanur Selim Tofail Bashir
Winston Neville Desmond Declan Seamus Padraig Ronald Kenneth Stanley Leslie Mohamud
""")
FAMILIES = _listed("""
Begum Khatun Uddin Miah Ali Ahmed Rahman Islam Hoque Chowdhury Khan Sultana Hossain Haque Bibi O'Brien
O'Connor McDonald MacLeod Fitzgerald Smith Jones Brown Taylor Wilson Evans Thompson Robinson Walker Hughes
Okafor Adeyemi Mensah Asante Abdullahi Jama Hersi Nkrumah Campbell Grant Baptiste Kowalczyk Lewandowska
Ionescu Popescu Petrauskas Dimitrova Kovács Schäfer Wójcik Ferreira García Núñez Patel Sharma Desai Nair Singh
Kaur Malik Qureshi Chen Wong Zhang Nguyễn Tran Gurung Perera Haddad Benali Mansour Wheatcroft Underhill
Eastwick Pocock Bramley Sparrow Lightfoot Quennell Yardley Purkiss Nutley Dowdell
""")
# How clerks wrote what they heard. Kept apart from the product's own list, with names it does not have.
WRITTEN = {
    "Mohammed": "Muhammad Mohamed Mohammad Muhammed Mahommed Mohamet", "Ahmed": "Ahmad Ahmet Achmed",
    "Hussain": "Hussein Hossain Husain", "Hassan": "Hasan Hassen", "Ibrahim": "Ebrahim Ibraheem",
    "Yusuf": "Yousuf Yousef Youssef Yusef", "Omar": "Umar Omer", "Khalid": "Khaled Kalid",
    "Jamal": "Gamal Jamaal", "Ayesha": "Aisha Aysha Ayshea", "Fatima": "Fatema Fatimah Fathima",
    "Khadija": "Khadijah Kadija Hadija", "Maryam": "Mariam Miriam Meriam", "Zainab": "Zaynab Zeinab Zinab",
    "Nasreen": "Nasrin Nesrin", "Shirin": "Shireen Sherin", "Amena": "Amina Aminah", "Rehana": "Rihana Reehana",
    "Mizanur": "Mizan Mijanur", "Anwar": "Anowar Anwer", "Catherine": "Katherine Kathryn Catharine",
    "Geoffrey": "Jeffrey Geoffery", "Stephen": "Steven", "Andrei": "Andrey Andrej", "Piotr": "Pyotr Petr",
    "Chowdhury": "Choudhury Chaudhry Chowdhary", "Rahman": "Rehman Rahaman", "Hoque": "Haque Huq",
    "Miah": "Mia Meah", "Uddin": "Udin Ud-din", "Hossain": "Hussain Hossein", "Begum": "Begom Bagum",
    "Kaur": "Kour", "Singh": "Sing", "Malik": "Malick Maleek", "Qureshi": "Quraishi Koreshi",
    "McDonald": "MacDonald Macdonald", "MacLeod": "McLeod", "Thompson": "Thomson", "Evans": "Evens",
    "Abdullahi": "Abdulahi Abdilahi", "Mohamud": "Mohamoud Maxamuud", "Schäfer": "Schaefer Shaefer",
}  # fmt: skip
CALLED = {
    "Elizabeth": "Liz Beth Betty Libby Lilibet", "Margaret": "Maggie Peggy Meg Daisy", "Susan": "Sue Suzie",
    "Patricia": "Pat Trish", "Dorothy": "Dot Dolly", "Rebecca": "Becky", "Jennifer": "Jenny",
    "Catherine": "Kate Cathy Kitty", "Barbara": "Babs", "Christine": "Chris Chrissie", "Robert": "Bob Rob",
    "William": "Bill Will", "Richard": "Dick Rick", "James": "Jim Jimmy", "Thomas": "Tom",
    "Michael": "Mick Mike", "Anthony": "Tony", "Andrew": "Andy Drew", "Christopher": "Chris Kit",
    "Stephen": "Steve", "Alexander": "Alex Sandy", "Edward": "Ted Ned Eddie", "Geoffrey": "Geoff",
    "Lawrence": "Larry Laurie", "Ronald": "Ron", "Kenneth": "Ken", "Stanley": "Stan", "Katarzyna": "Kasia",
    "Mohammed": "Mo Md", "Yusuf": "Joe", "Leslie": "Les", "Gwendolyn": "Gwen", "Zsófia": "Zsofi",
}  # fmt: skip
NEAR = {
    "a": "sqe", "b": "vn", "c": "xvk", "d": "sf", "e": "rwi", "f": "dg", "g": "fh", "h": "gj", "i": "uoey",
    "j": "hk", "k": "jl", "l": "k", "m": "n", "n": "mb", "o": "ipa", "p": "o", "q": "wa", "r": "et", "s": "ad",
    "t": "ry", "u": "yi", "v": "cb", "w": "qe", "x": "zc", "y": "ti", "z": "xs",
}  # fmt: skip


@dataclass(frozen=True)
class Row:
    """A person as one line of a sheet has them."""

    first_name: str
    last_name: str
    date_of_birth: datetime.date
    nhs_number: str
    phone: str
    email: str
    address: str
    postcode: str


@dataclass(frozen=True)
class Pair:
    """A record that is there, and one that comes; `kind` is the error, or why the two look alike."""

    there: Row
    comes: Row
    same: bool
    kind: str


def pairs(count: int, seed: int) -> list[Pair]:
    """Half one person twice, half two people, in an order drawn by lot."""
    pick = random.Random(seed)
    made = [_one_person(pick, at) for at in range(count // 2)]
    made += [_two_people(pick, at) for at in range(count // 2, count)]
    pick.shuffle(made)
    return made


def strangers(count: int, seed: int) -> list[Row]:
    """People of the scheme who are in no pair."""
    pick = random.Random(seed + 1)
    return [person(pick, 1_000_000 + at) for at in range(count)]


def person(pick: random.Random, at: int) -> Row:
    """A fictional person; three in four have an NHS number on the sheet."""
    first = pick.choice(WOMEN if pick.random() < 0.6 else MEN)
    # Few names are much more common than the rest, as in any borough.
    last = FAMILIES[min(int(pick.expovariate(0.06)), len(FAMILIES) - 1)]
    if pick.random() < 0.08:
        last = f"{last}-{pick.choice(FAMILIES)}"
    if pick.random() < 0.06:
        first = f"{first} {pick.choice(WOMEN + MEN)}"
    if pick.random() < 0.02:
        first, last = "", first
    born = datetime.date(1930, 1, 1) + datetime.timedelta(
        days=int(pick.triangular(0, 27_700, 9_000))
    )
    if pick.random() < 0.03:
        born = born.replace(month=1, day=1)
    street = f"{pick.randrange(1, 140)} {pick.choice(FAMILIES)} {pick.choice(('Street', 'Road', 'House'))}"
    return Row(
        first, last, born,
        nhs_number(at * 7 + 11) if pick.random() < 0.75 else "",
        _phone(pick) if pick.random() < 0.92 else "",
        f"p{at}@mail.example" if pick.random() < 0.4 else "",
        street,
        _postcode(pick),
    )  # fmt: skip


def _phone(pick: random.Random) -> str:
    """Longer than Ofcom's drama range, since a borough has more phones; it is never rung."""
    return f"+447{pick.randrange(10**9):09}"


def _postcode(pick: random.Random) -> str:
    return f"E{pick.randrange(1, 19)} {pick.randrange(1, 10)}{pick.choice('ABDEFGHJLN')}{pick.choice('ABDEFGHJLN')}"


def _one_person(pick: random.Random, at: int) -> Pair:
    there = person(pick, at)
    comes, kinds = there, []
    if pick.random() < 0.35:
        comes = replace(comes, nhs_number="")
        kinds.append("no NHS number")
    for _ in range(pick.choices((0, 1, 2, 3), (10, 50, 30, 10))[0]):
        error = pick.choices(list(ERRORS), [weight for weight, _ in ERRORS.values()])[0]
        comes = ERRORS[error][1](pick, comes)
        kinds.append(error)
    return Pair(there, comes, True, " + ".join(sorted(set(kinds))) or "no error")


def _typo(pick: random.Random, text: str) -> str:
    """A letter left out, doubled, hit beside, or two swapped; not the first, which people watch."""
    if len(text) < 4:
        return text
    at = pick.randrange(1, len(text) - 1)
    what = pick.randrange(4)
    if what == 0:
        return text[:at] + text[at + 1 :]
    if what == 1:
        return text[:at] + text[at] + text[at:]
    if what == 2:
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    return text[:at] + pick.choice(NEAR.get(text[at].casefold(), "e")) + text[at + 1 :]


def _typo_first(pick: random.Random, row: Row) -> Row:
    return replace(row, first_name=_typo(pick, row.first_name))


def _typo_last(pick: random.Random, row: Row) -> Row:
    return replace(row, last_name=_typo(pick, row.last_name))


def _spelling(pick: random.Random, row: Row) -> Row:
    def other(text: str, ways: dict[str, str]) -> str:
        return " ".join(pick.choice(ways[w].split()) if w in ways else w for w in text.split())

    return replace(
        row, first_name=other(row.first_name, WRITTEN), last_name=other(row.last_name, WRITTEN)
    )


def _called(pick: random.Random, row: Row) -> Row:
    first, *rest = row.first_name.split() or [""]
    name = pick.choice(CALLED[first].split()) if first in CALLED else first
    return replace(row, first_name=" ".join([name, *rest]))


def _plain(pick: random.Random, row: Row) -> Row:
    """Without accents, apostrophes or hyphens, as an old system keeps it; or in capitals."""
    bare = str.maketrans("áäéíóöúüçñńłóśźżễàè", "aaeioouucnnloszzeae", "'’")
    first, last = (text.translate(bare) for text in (row.first_name, row.last_name))
    last = last.replace("-", pick.choice((" ", "")))
    return replace(row, first_name=first.upper(), last_name=last.upper())


def _half(pick: random.Random, row: Row) -> Row:
    """One half of a double-barrelled name; or a name is added to a single one, as on marriage."""
    parts = row.last_name.split("-")
    if len(parts) > 1:
        return replace(row, last_name=pick.choice(parts))
    return replace(row, last_name=f"{row.last_name}-{pick.choice(FAMILIES)}")


def _married(pick: random.Random, row: Row) -> Row:
    return replace(row, last_name=pick.choice(FAMILIES))


def _swapped(pick: random.Random, row: Row) -> Row:
    return replace(row, first_name=row.last_name, last_name=row.first_name)


def _initial(pick: random.Random, row: Row) -> Row:
    return replace(row, first_name=row.first_name[:1])


def _one_name(pick: random.Random, row: Row) -> Row:
    return replace(row, first_name="", last_name=row.last_name or row.first_name)


def _middle(pick: random.Random, row: Row) -> Row:
    first = row.first_name.split()
    if len(first) > 1:
        return replace(row, first_name=first[0])
    return replace(row, first_name=f"{row.first_name} {pick.choice(WOMEN + MEN)}".strip())


def _day_month(pick: random.Random, row: Row) -> Row:
    born = row.date_of_birth
    if born.day > 12:
        return _digit(pick, row)
    return replace(row, date_of_birth=born.replace(month=born.day, day=born.month))


def _digit(pick: random.Random, row: Row) -> Row:
    while True:
        text = list(f"{row.date_of_birth:%Y%m%d}")
        text[pick.randrange(2, 8)] = str(pick.randrange(10))
        try:
            born = datetime.datetime.strptime("".join(text), "%Y%m%d").date()  # noqa: DTZ007
        except ValueError:
            continue
        if datetime.date(1915, 1, 1) < born < datetime.date(2010, 1, 1):
            return replace(row, date_of_birth=born)


def _first_of_january(pick: random.Random, row: Row) -> Row:
    return replace(row, date_of_birth=row.date_of_birth.replace(month=1, day=1))


def _moved(pick: random.Random, row: Row) -> Row:
    return replace(
        row, address=f"{pick.randrange(1, 140)} Elsewhere Road", postcode=_postcode(pick)
    )


def _other_phone(pick: random.Random, row: Row) -> Row:
    return replace(row, phone=_phone(pick))


def _no_phone(pick: random.Random, row: Row) -> Row:
    return replace(row, phone="", email="")


Change = Callable[[random.Random, Row], Row]
# How often each is met, of 100: ours, from what the authors of sheets complain of.
ERRORS: dict[str, tuple[int, Change]] = {
    "slip in the first name": (9, _typo_first),
    "slip in the last name": (9, _typo_last),
    "another spelling": (12, _spelling),
    "short form": (7, _called),
    "no accents or marks": (6, _plain),
    "half of a double name": (4, _half),
    "another last name": (3, _married),
    "names swapped": (5, _swapped),
    "an initial": (3, _initial),
    "one name": (2, _one_name),
    "a middle name": (4, _middle),
    "day and month swapped": (6, _day_month),
    "a wrong digit in the birth date": (5, _digit),
    "1 January": (1, _first_of_january),
    "moved house": (11, _moved),
    "another phone": (9, _other_phone),
    "no phone": (4, _no_phone),
}


def _two_people(pick: random.Random, at: int) -> Pair:
    there, fresh = person(pick, at), person(pick, at + 500_000)
    kind = pick.choice(list(TWO))
    return Pair(there, TWO[kind](pick, there, fresh), False, kind)


def _home(there: Row, fresh: Row) -> Row:
    return replace(fresh, address=there.address, postcode=there.postcode, phone=there.phone)


def _twin(pick: random.Random, there: Row, fresh: Row) -> Row:
    return replace(
        _home(there, fresh), last_name=there.last_name, date_of_birth=there.date_of_birth,
        first_name=_another(pick, there.first_name),
    )  # fmt: skip


def _twin_alike(pick: random.Random, there: Row, fresh: Row) -> Row:
    """Twins whom parents named alike: a letter or two apart, or of one beginning."""
    first = there.first_name or there.last_name
    alike = pick.choice((first[:-1] + "a", first[:3] + "ana", _typo(pick, _typo(pick, first))))
    alike = alike if alike != first else f"{first}h"
    twin = replace(_twin(pick, there, fresh), first_name=alike)
    return replace(twin, nhs_number=fresh.nhs_number or nhs_number(pick.randrange(10**8)))


def _child(pick: random.Random, there: Row, fresh: Row) -> Row:
    born = there.date_of_birth + datetime.timedelta(days=pick.randrange(7_000, 13_000))
    return replace(
        _home(there, fresh), first_name=there.first_name, last_name=there.last_name,
        date_of_birth=min(born, datetime.date(2009, 12, 31)),
    )  # fmt: skip


def _household(pick: random.Random, there: Row, fresh: Row) -> Row:
    return replace(_home(there, fresh), last_name=there.last_name)


def _by_chance(pick: random.Random, there: Row, fresh: Row) -> Row:
    return replace(
        fresh, first_name=there.first_name, last_name=there.last_name,
        date_of_birth=there.date_of_birth,
    )  # fmt: skip


def _wrong_number(pick: random.Random, there: Row, fresh: Row) -> Row:
    """The number of somebody else, copied from the line above."""
    return replace(fresh, nhs_number=there.nhs_number)


def _neighbour(pick: random.Random, there: Row, fresh: Row) -> Row:
    return replace(
        fresh, first_name=there.first_name, last_name=there.last_name, postcode=there.postcode
    )


def _another(pick: random.Random, first: str) -> str:
    return next(name for name in iter(lambda: pick.choice(WOMEN + MEN), "") if name != first)


TWO: dict[str, Callable[[random.Random, Row, Row], Row]] = {
    "twins": _twin,
    "twins named alike": _twin_alike,
    "parent and child of one name": _child,
    "one household": _household,
    "one name and birth date by chance": _by_chance,
    "another's NHS number": _wrong_number,
    "one name in one postcode": _neighbour,
}
