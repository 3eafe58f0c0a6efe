"""Names, ethnic groups and languages of an inner east London borough. Every person made of them is fictional.

Shares of ethnic groups follow the 2011 census of Tower Hamlets (Office for National Statistics, table KS201EW), shifted
towards those who come to a link worker.
"""

from __future__ import annotations

import datetime
import random
from dataclasses import dataclass

from kith.demo.people import Someone


@dataclass(frozen=True)
class Group:
    """One ethnic group (NHS code): its share, its names, and the languages besides English."""

    code: str
    share: int
    women: tuple[str, ...]
    men: tuple[str, ...]
    families: tuple[str, ...]
    languages: tuple[str, ...] = ()


def _group(
    code: str, share: int, women: str, men: str, families: str, languages: str = ""
) -> Group:
    return Group(code, share, *(tuple(text.split()) for text in (women, men, families, languages)))


_ENGLISH_WOMEN = "Maureen Jean Patricia Sheila Brenda Carol Susan Denise Tracey Lorraine Gillian Hazel Rita Beryl Kelly Donna Gemma Chloe Holly Rosie Irene Valerie Wendy June Ivy"
_ENGLISH_MEN = "Ronald Alan Derek Kenneth Roy Barry Trevor Graham Stuart Gary Lee Darren Craig Jamie Callum Reece Stanley Frank Leslie Norman Clive Ray Dean Archie Harvey"
_ENGLISH = "Hobbs Tanner Pocock Wickham Sparrow Lightfoot Bramley Cutler Farrow Gage Haddock Jessop Kemble Larkin Mabey Nutley Ogden Purkiss Quennell Rudge Salter Tilney Underhill Varley Wheatcroft Yardley Batten Crisp Dowdell Eastwick"

GROUPS = (
    _group("A", 290, _ENGLISH_WOMEN, _ENGLISH_MEN, _ENGLISH),
    _group("B", 18, "Bridget Siobhan Kathleen Maeve Noreen Aoife", "Declan Seamus Padraig Brendan Cormac Eamon", "Gallagher Doyle Keane Rafferty Tierney Mulhern"),
    _group("C", 105, "Agnieszka Ewa Elena Ioana Katarzyna Lucia Francesca Beatriz Daiva Mariana Birgit Zsófia", "Piotr Marek Andrei Luca Paulo Vasile Tomas Dimitar José Milan Henrik Stefan", "Kowalczyk Lewandowska Ionescu Moretti Carvalho Petrauskas Dimitrova Kovács Schäfer Rossi Popescu Wójcik Ferreira", "pl ro it pt lt bg es"),
    _group("D", 16, "Jade Simone Naomi Bianca", "Jordan Marlon Tyrone Jerome", "Bennett-Clarke Daley Simms Palmer"),
    _group("E", 7, "Abena Zara Imani", "Kwame Elias Nathan", "Mensah-Hill Okoro-Webb Boateng-Price"),
    _group("F", 14, "Leila Anya Maya", "Rohan Zain Adam", "Kapoor-Lane Choudhury-Reid Malik-West Sandhu-Moss"),
    _group("G", 11, "Talia Noa Carmen", "Rafael Mateo Omari", "Delgado Santiago-Bell Haile-Cross Marchetti"),
    _group("H", 26, "Sunita Lakshmi Hansa Kavita Priti", "Rajesh Suresh Anil Bhavesh Vikram", "Patel Sharma Desai Nair Reddy Gill", "gu hi pa ta"),
    _group("J", 20, "Shazia Nadia Saima Farzana", "Imran Tariq Zahid Asif", "Hussain Malik Qureshi Butt Akhtar", "ur pa"),
    _group("K", 300, "Ayesha Rehana Halima Nazma Monowara Sufia Rabeya Hosneara Momtaz Lutfa Taslima Farida Jasmin Shapla Nurjahan Tahmina Sabina Rumana Aklima Khadija", "Abdul Rahim Shafiq Kamal Nurul Anwar Faruk Jalal Mizanur Habibur Selim Shahin Tofail Aziz Iqbal Monir Sadek Ruhul Bashir Liton", "Begum Khatun Uddin Miah Ali Ahmed Rahman Islam Hoque Chowdhury Akter Khan Sultana Alam Hossain Haque Bibi Choudhury Karim Siddique", "bn syl syl bn"),
    _group("L", 22, "Nilufar Thuy Dilani Maricel", "Minh Bahadur Jovito Farhad", "Nguyen Gurung Santos Perera Ahmadi Rai", "vi ne tl si"),
    _group("M", 34, "Gloria Beverley Pauline Yvonne Hyacinth", "Winston Neville Carlton Errol Desmond", "Campbell Francis Grant Reid Thomas Gordon"),
    _group("N", 62, "Fadumo Sahra Folake Adwoa Ifrah Chinwe Hodan Comfort", "Abdi Yusuf Emeka Kojo Warsame Tunde Mahad Samuel", "Mohamud Abdullahi Okafor Asante Jama Adeleke Nkrumah Osman Hersi", "so so yo ti"),
    _group("P", 15, "Precious Monique Celestine", "Leroy Andre Cedric", "Baptiste Joseph Etienne Charles"),
    _group("R", 24, "Mei Xiulan Wai Lihua", "Wei Jian Chi Kwok", "Chen Wong Zhang Lam Cheung Liu", "zh yue"),
    _group("S", 22, "Samira Rania Yasmin Amal", "Karim Hamid Bilal Mounir", "Haddad Benali Mansour Saleh Aziz Bouzid", "ar ku fa"),
    _group("Z", 9, _ENGLISH_WOMEN, _ENGLISH_MEN, _ENGLISH),
    _group("99", 5, _ENGLISH_WOMEN, _ENGLISH_MEN, _ENGLISH),
)  # fmt: skip

_SHORT = {
    "Patricia": "Pat", "Susan": "Sue", "Gillian": "Gill", "Valerie": "Val", "Ronald": "Ron",
    "Kenneth": "Ken", "Stanley": "Stan", "Leslie": "Les", "Samuel": "Sam", "Kathleen": "Kath",
}  # fmt: skip

# From and to age (both included) and how many of a thousand are of it.
AGES = ((11, 17, 24), (18, 29, 96), (30, 44, 220), (45, 59, 272), (60, 74, 234), (75, 88, 154))
ON = datetime.date(2020, 3, 23)


def someone(pick: random.Random, ages: tuple[int, int] | None = None) -> Someone:
    """A person drawn at random; `ages` bounds the age on 23 March 2020, both included."""
    group = pick.choices(GROUPS, [each.share for each in GROUPS])[0]
    gender = pick.choices(("2", "1", "3", "Z"), (610, 378, 6, 6))[0]
    first = pick.choice(group.men if gender == "1" else group.women)
    young, old = ages or pick.choices([row[:2] for row in AGES], [row[2] for row in AGES])[0]
    born = born_aged(pick, pick.randint(young, old))
    own = bool(group.languages) and pick.random() < (0.62 if born.year < 1985 else 0.25)
    language = pick.choice(group.languages) if own else "en"
    return Someone(
        first=first,
        last=pick.choice(group.families),
        born=born,
        gender=gender,
        ethnicity=group.code,
        language=language,
        interpreter=own and pick.random() < 0.55,
        preferred=_SHORT.get(first, "") if pick.random() < 0.3 else "",
    )


def born_aged(pick: random.Random, age: int) -> datetime.date:
    """A birth date of someone who is so old on 23 March 2020."""
    birthday = ON - datetime.timedelta(days=pick.randrange(365))
    return _in_year(birthday, birthday.year - age)


def _in_year(day: datetime.date, year: int) -> datetime.date:
    leap_day = (day.month, day.day) == (2, 29)
    return datetime.date(year, 3, 1) if leap_day else day.replace(year=year)
