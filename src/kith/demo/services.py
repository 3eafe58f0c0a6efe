"""The demonstration's directory: what is out there around E3 3PN. Every group is made up.

Each offer is given at several places, so that distance tells them apart.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from kith.vocabulary.foundations import Foundation as F


@dataclass(frozen=True)
class Offer:
    """One kind of thing on offer; `name` and `about` are completed with a place."""

    name: str
    by: str
    about: str
    foundations: tuple[str, ...]
    day: str = ""
    opens: tuple[int, int] = (10, 0)
    minutes: int = 90
    cost: str = ""
    minimum_age: int | None = 18
    maximum_age: int | None = None
    languages: tuple[str, ...] = ("English",)
    eligibility: str = ""


# (name, address line, postcode, step-free)
PLACES = (
    ("St Leonard's Hall", "12 St Leonards Street", "E3 3PN", True),
    ("Bruce Road Rooms", "40 Bruce Road", "E3 3PA", True),
    ("The Aberfeldy Hub", "3 Aberfeldy Street", "E14 6PB", True),
    ("Limehouse Cut Boathouse", "Burdett Road", "E14 7UX", False),
    ("Tower House", "77 Knapp Road", "E3 3NL", True),
    ("Langdon Park Centre", "Byron Street", "E14 6HR", True),
    ("Mile End Pavilion", "Grove Road", "E3 2AR", False),
    ("Stepney Green Studios", "8 Redmans Road", "E1 4RN", True),
    ("Roman Road Corner", "101 Roman Road", "E3 5EY", True),
    ("Bethnal Green Annexe", "6 Old Ford Road", "E2 0FF", False),
)

OFFERS = (
    Offer("Walking group", "Lea Valley Strollers", "A gentle walk along the canal with a flask of tea half-way. Nobody is left behind; walking frames and dogs are welcome.", (F.HEALTH, F.BELONGING), "TU", (10, 30)),
    Offer("Lunch club", "Roman Road Kitchen", "A hot lunch and a good table to sit at. Come alone and someone will sit with you.", (F.BELONGING,), "WE", (12, 0), 120, "£3 for lunch", 60),
    Offer("Debt and benefits advice", "Fair Shares Advice", "One to one help with debts, benefit claims and appeals. Bring any letters, opened or not.", (F.MONEY,), "MO", (9, 30), 180),
    Offer("Tenants' rights drop-in", "Safe Roof East", "Repairs, damp, arrears and eviction letters: sit down with a housing adviser.", (F.HOME, F.MONEY), "TH", (14, 0), 120),
    Offer("Community garden", "Grow Together Bow", "Digging, sowing and sharing what grows. Raised beds for those who sit.", (F.PURPOSE, F.HEALTH), "FR", (10, 0), 150),
    Offer("Men's shed", "Limehouse Workshop", "Mend, make and talk, or only mend. Tools and tea are there.", (F.PURPOSE, F.BELONGING), "TH", (10, 0), 180),
    Offer("Conversation café", "Many Tongues", "Practise English over tea with patient people. Children can come.", (F.PURPOSE, F.BELONGING), "MO", (10, 0), 90, "", None, None, ("English", "Bengali", "Sylheti", "Somali")),
    Offer("Bengali women's circle", "Shapla Sisters", "Sewing, chat and visiting speakers, for women only, in Bengali and Sylheti.", (F.BELONGING, F.HOPE), "WE", (11, 0), 120, "", 16, None, ("Bengali", "Sylheti"), "Women only."),
    Offer("Somali elders' morning", "Hilaac East", "Coffee, news and help with forms for older Somali people.", (F.BELONGING, F.MONEY), "FR", (10, 0), 120, "", 55, None, ("Somali", "English")),
    Offer("Bereavement group", "Candle East", "A small group for people who have lost someone. You can come and say nothing.", (F.HOPE,), "TU", (18, 0), 90),
    Offer("Carers' breathing space", "Carers of the Lea", "An hour and a half of your own each week, with someone to sit with the person you care for.", (F.HOPE, F.BELONGING), "TH", (13, 0), 90),
    Offer("Singing for breathing", "Bow Voices", "Singing for people with lung conditions, and for anyone who likes to sing.", (F.HEALTH, F.BELONGING), "MO", (14, 0), 75),
    Offer("Dancing for over 60s", "Tea Dance Trust", "Tea dance with a live pianist. Partners are found, two left feet are welcome.", (F.BELONGING, F.HEALTH), "WE", (14, 0), 120, "£2", 60),
    Offer("Job club", "Next Rung", "Help with applications and interviews from people who have been there.", (F.PURPOSE, F.MONEY), "TU", (10, 0), 180, "", 16),
    Offer("Volunteering taster", "Lend a Hand East", "Try three kinds of volunteering in three weeks, with someone beside you.", (F.PURPOSE,), "SA", (10, 0), 120, "", 16),
    Offer("Computer help", "Click Bow", "Bring your phone or use ours. Nobody is too slow.", (F.PURPOSE,), "TH", (10, 0), 120),
    Offer("Warm room", "St Leonard's Neighbours", "Somewhere warm with soup, newspapers and a plug for your phone.", (F.HOME, F.BELONGING), "MO", (10, 0), 360, "", None),
    Offer("Food co-op", "Full Plate East", "Good food for a small membership, no questions asked.", (F.MONEY,), "FR", (12, 0), 180, "£4 a week", None),
    Offer("Chair yoga", "Bend and Breathe", "Yoga sitting down, at your own pace.", (F.HEALTH,), "WE", (10, 0), 60, "Pay what you can"),
    Offer("Swimming for beginners", "Lea Leisure Friends", "Warm water, small groups, women-only on request.", (F.HEALTH,), "SA", (9, 0), 60, "£2.50", 16),
    Offer("Art table", "Paint the Town Bow", "Paints out, music on. For people who have not held a brush since school.", (F.HOPE, F.PURPOSE), "TU", (13, 0), 120),
    Offer("Mental health peer group", "Level Ground", "People who have been low themselves, listening to each other.", (F.HOPE,), "MO", (18, 0), 90),
    Offer("Befriending", "Knock Knock Friends", "A volunteer who visits or rings once a week, for as long as you like.", (F.BELONGING,), "", (10, 0), 60),
    Offer("Home energy visit", "Draughtproof East", "Someone comes to look at bills, draughts and heating, and fits small things for nothing.", (F.HOME, F.MONEY), "", (10, 0), 90),
    Offer("Handyperson for older people", "Small Jobs Bow", "Grab rails, key safes and light bulbs, done by someone who can be trusted.", (F.HOME,), "", (9, 0), 60, "Free for over 65s", 65),
    Offer("Young people's football", "Mile End Juniors", "Football for 9 to 16 year olds who are new or shy.", (F.BELONGING, F.HEALTH), "SA", (11, 0), 90, "", 9, 16, ("English",), "For 9 to 16 year olds."),
    Offer("After-school club", "Treehouse Bow", "Homework, games and a hot tea.", (F.BELONGING, F.PURPOSE), "TU", (15, 30), 120, "", 5, 12, ("English", "Bengali"), "For 5 to 12 year olds."),
    Offer("Stop smoking support", "Clear Air Bow", "Twelve weeks with an adviser, one to one or in a group.", (F.HEALTH,), "TH", (17, 0), 60, "", 12),
    Offer("Healthy cooking", "Pot Luck Kitchen", "Cook and eat a good cheap meal together; take the leftovers home.", (F.HEALTH, F.BELONGING), "FR", (11, 0), 150),
    Offer("Living with diabetes", "Sweet Enough", "Six weeks on food, feet and feeling all right, with others who have it.", (F.HEALTH,), "MO", (13, 0), 90),
    Offer("Cancer support café", "The Long Corridor", "For anyone living with cancer, or beside it. A nurse looks in.", (F.HOPE, F.BELONGING), "WE", (10, 0), 120),
    Offer("Immigration advice", "Paper Bridge", "Registered advisers for visa, settlement and asylum questions. By appointment.", (F.HOME, F.HOPE), "TH", (9, 30), 180, "", None, None, ("English", "Bengali", "Arabic", "Somali"), "Open to people with no recourse to public funds."),
    Offer("Domestic abuse support", "Safe Door East", "Someone to talk to in confidence, and help to be safe. They will ring you when you say.", (F.HOME, F.HOPE), "", (9, 0), 60, "", 16),
    Offer("Reading aloud group", "Page Turners", "A story read aloud; listen, or take a page.", (F.BELONGING, F.PURPOSE), "WE", (18, 0), 75),
    Offer("LGBT+ coffee morning", "Rainbow Locks", "Coffee and company for LGBT+ people over 50.", (F.BELONGING,), "SA", (10, 30), 120, "", 50),
)  # fmt: skip


@dataclass(frozen=True)
class Listing:
    """One service as it will be written: an offer at a place."""

    offer: Offer
    place: tuple[str, str, str, bool]

    @property
    def name(self) -> str:
        return f"{self.offer.name} at {self.place[0]}"

    @property
    def email(self) -> str:
        word = "".join(c for c in self.offer.by.casefold() if c.isalnum())
        return f"hello@{word}.example"

    @property
    def closes(self) -> datetime.time:
        start = datetime.datetime(2026, 1, 1, *self.offer.opens)  # noqa: DTZ001  a clock, not a moment
        return (start + datetime.timedelta(minutes=self.offer.minutes)).time()


def listings(each: int = 3) -> Iterator[Listing]:
    """Every offer at `each` of the places, always the same ones."""
    for number, offer in enumerate(OFFERS):
        for step in range(each):
            yield Listing(offer, PLACES[(number + step * 3) % len(PLACES)])
