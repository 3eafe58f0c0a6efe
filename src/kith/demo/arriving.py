"""What comes to the demonstration's directory by itself: suggestions of the public, and a neighbour's list of groups."""

from __future__ import annotations

import datetime
from uuid import UUID

from kith.demo.accounts import BY_KEY
from kith.demo.year.ground import acting
from kith.directory import actions as directory
from kith.exchange.directory_sheet import actions as sheets
from kith.exchange.runs import engine, queries
from kith.exchange.runs.models import Run
from kith.exchange.runs.states import RunState
from kith.exchange.tables.writing import as_csv
from kith.isolation.actor import Actor
from kith.organisations.models import Membership
from kith.ui.dates import day_of

SUGGESTED = (
    {
        "name": "Sewing on Fridays",
        "description": "Eight of us sew in the room behind the chemist, and the kettle is always on. We would like new people. Nobody has to be good at it.",
        "place": "Behind the chemist, Devons Road",
        "contact": "Ask for Bea on 020 7946 0421, not before ten",
        "sender_email": "bea@person.example",
    },
    {
        "name": "Allotment for beginners",
        "description": "The first three Saturdays are for looking round. Tools are there, boots are not.",
        "place": "Bow Creek allotments",
        "contact": "gate@allotment.example",
    },
)
LIST = "Small groups of the church halls"
HEAD = ("Group", "Run by", "About", "Day", "Start", "End", "Venue", "Postcode", "Contact number", "Cost", "Age from", "Foundations", "Last checked")  # fmt: skip
FIRST = (
    ("Bell ringing, from the beginning", "The Bow Ringers", "Ropes, rhythm and a cup of tea. It needs no ear for music.", "Tuesday", "19:00", "20:30", "St Leonard's Hall", "E3 3PN", "020 7946 0401", "Free", "16", "belonging"),
    ("Board games evening", "Roll Again Bow", "Old games and new ones, explained as often as you like.", "Thursday", "18:30", "21:00", "Tower House", "E3 3NL", "020 7946 0402", "£1", "18", "belonging"),
    ("Repair café", "Mended in Mile End", "Bring what is broken and help to mend it.", "Saturday", "10:00", "13:00", "Roman Road Corner", "E3 5EY", "020 7946 0403", "Pay what you can", "", "purpose"),
    ("Toy library", "Borrow and Play East", "Toys to take home for three weeks, for families and grandparents.", "Wednesday", "09:30", "11:30", "Bruce Road Rooms", "E3 3PA", "020 7946 0404", "Free", "", "money"),
)  # fmt: skip
CHESS = ("Chess in the park", "Roll Again Bow", "Four tables by the pavilion, whenever it is dry.", "Saturday", "14:00", "16:00", "Mile End Pavilion", "E3 2AR", "020 7946 0402", "Free", "", "belonging")  # fmt: skip
BELLS, GAMES, REPAIR, TOYS = FIRST
# Since the first: the games begin later and cost more, there is chess, and the ringers' youngest age is no number.
NEWER = (
    (*BELLS[:10], "grown-ups", BELLS[11]),
    (*GAMES[:4], "19:00", *GAMES[5:9], "£1.50, or nothing", *GAMES[10:]),
    REPAIR,
    TOYS,
    CHESS,
)
CHECKED_AGO = datetime.timedelta(days=40)


def tell(scheme_id: UUID, *, now: datetime.datetime) -> None:
    """Two suggestions that wait; a list that was taken in, and a newer one of it that was looked through and waits."""
    stranger = Actor.public("a visitor")
    for said in SUGGESTED:
        directory.suggest(by=stranger, scheme_id=scheme_id, **said)
    member = Membership.objects.get(scheme_id=scheme_id, user__email=BY_KEY["manager"].email)
    manager, checked = acting(member), (day_of(now) - CHECKED_AGO).isoformat()
    run = _look(manager, scheme_id, "small-groups.csv", [(*row, checked) for row in FIRST])
    sheets.take_in_services(by=manager, run=run)
    _work(manager, run)
    _look(manager, scheme_id, "small-groups-newer.csv", [(*row, checked) for row in NEWER])


def _look(by: Actor, scheme_id: UUID, name: str, rows: list[tuple[str, ...]]) -> Run:
    """Send a sheet, its columns matched as they are guessed, and look it through."""
    run = sheets.send_services(
        by=by, scheme_id=scheme_id, title=LIST, name=name, content=as_csv(HEAD, rows)
    )
    [file] = queries.files_of(run)
    sheets.map_services(by=by, file=file, columns=file.mapping["columns"])
    _work(by, run)
    return run


def _work(by: Actor, run: Run) -> None:
    """What the job does, at once: nobody waits for it here."""
    run.refresh_from_db()
    looking = run.state == RunState.CHECKING
    opening = sheets.opening(by, run.scheme_id, looking=looking)
    engine.work(by=by, scheme_id=run.scheme_id, run_id=run.pk, opening=opening)
    run.refresh_from_db()
