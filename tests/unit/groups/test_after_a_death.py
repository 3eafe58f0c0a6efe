"""Somebody has died: their place is the next one's, and nobody is sent to their door."""

from __future__ import annotations

import re
from collections.abc import Callable

from kith.groups.queries.volunteers import VISITS
from kith.groups.states import MatchState, PlaceState
from kith.isolation import links
from kith.people.models import Person
from kith.ui.dates import today
from tests.conftest import Company
from tests.unit.groups.lunch import BY, a_group, actions, someone
from tests.unit.groups.test_volunteers import a_match

Keys = Callable[[], dict[str, str]]


def test_places_and_matches_end_and_the_page_says_whom_to_tell(
    company: Company, in_bow: object, key: Keys
) -> None:
    match, group = a_match(), a_group(places=1)
    maya: Person = match.person
    page = actions.give_visit_page(by=BY, match=match)
    place = actions.join(
        by=BY, group=group, person=maya, agreed=True, to_know="Nothing", arrives="Walks"
    )
    other = actions.join(
        by=BY, group=group, person=someone("Noor"), agreed=True, to_know="Nothing", arrives="Walks"
    )
    assert (place.state, other.state) == (PlaceState.TAKEN, PlaceState.WAITING)
    nadia, address = company.client("nadia"), f"/desk/people/{maya.pk}/died"
    shown = re.sub(r"</?bdi[^>]*>", "", nadia.get(address).content.decode())
    assert "Their place in Lunch club is given up." in shown
    assert "Ana Reyes befriends them no more: tell them." in shown
    day = today()
    typed = {
        **key(), "on_day": day.day, "on_month": day.month, "on_year": day.year,
        "version": str(maya.version),
    }  # fmt: skip
    assert nadia.post(address, typed).status_code == 400  # who told us is missing
    place.refresh_from_db()
    assert place.state == PlaceState.TAKEN
    maya.refresh_from_db()
    answer = nadia.post(address, {**typed, **key(), "told_by": "Her daughter"}, follow=True)
    assert "Tell Ana Reyes, who befriended them" in answer.content.decode()
    for row in (place, other, match):
        row.refresh_from_db()
    assert (place.state, match.state) == (PlaceState.LEFT, MatchState.ENDED)
    assert other.state == PlaceState.OFFERED
    assert not links.in_force(purpose=VISITS, subject_id=page.pk).exists()


def test_who_has_nothing_there_dies_without_a_word_of_groups(
    company: Company, in_bow: object
) -> None:
    assert actions.end_everything(by=BY, person=someone(), why="The person has died.") == []
