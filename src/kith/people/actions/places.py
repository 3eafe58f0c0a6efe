"""What whoever comes to an address must know."""

from __future__ import annotations

import datetime

from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.people.models import AddressWarning, ContactPoint, Person
from kith.people.rules.places import place_of
from kith.resilience.errors import Refused
from kith.resilience.versions import change
from kith.ui.dates import today

LONGEST_WORDS = 300
# Ours: what is feared for longer than a year without a look is a rumour.
MOST_DAYS_TO_REVIEW = 366


@action("people.warn_of_address")
def warn_of_address(
    *,
    by: Actor,
    person: Person,
    point: ContactPoint,
    kind: str,
    review_on: datetime.date,
    text: str = "",
    seen_on: datetime.date | None = None,
) -> AddressWarning:
    """Write down what whoever comes to this address of a person must know; it is shown for all who live there.

    Raises Refused for a way that is no address or names no door, for no words (but for two to visit), for what is there
    already, for a day seen that has not come, and for a review that is not within a year from today.
    """
    seen, words = seen_on or today(), text.strip()
    place = place_of(point.value, point.postcode)
    if point.kind != ContactPoint.Kind.ADDRESS or not place:
        raise Refused(
            "Write the whole address first, under how to reach them: a warning needs a door.",
            field="point",
        )
    _check_words(kind, words)
    if seen > today():
        raise Refused("This day has not come yet. Check the date.", field="seen_on")
    _check_review(review_on)
    there = AddressWarning.objects.filter(place=place, kind=kind, text=words, ended_on=None)
    if there.exists():
        raise Refused("This is known of the address already. Review that one.", field="text")
    return AddressWarning.objects.create(
        scheme_id=person.scheme_id,
        place=place,
        address=", ".join(filter(None, [point.value, point.postcode])),
        point_id=point.pk,
        kind=kind,
        text=words,
        seen_on=seen,
        by_id=by.membership_id(person.scheme_id),
        by_name=by.name[:200],
        review_on=review_on,
    )


@action("people.review_address_warning")
def review_address_warning(
    *, by: Actor, person: Person, warning: AddressWarning, review_on: datetime.date
) -> AddressWarning:
    """Say that it is still so, and when somebody looks again; `person` is whose record it was read on.

    Raises Refused when it has ended, and for a day that is not within a year from today.
    """
    _check_review(review_on)
    there = _locked(warning)
    change(there, review_on=review_on, reviewed_on=today(), reviewed_by_name=by.name[:200])
    return there


@action("people.end_address_warning")
def end_address_warning(
    *, by: Actor, person: Person, warning: AddressWarning, why: str
) -> AddressWarning:
    """Say that it is so no longer, and why. Raises Refused without a reason, or twice."""
    if not why.strip():
        raise Refused("Say why it is so no longer.", field="why")
    there = _locked(warning)
    change(there, ended_on=today(), ended_why=why.strip()[:300], ended_by_name=by.name[:200])
    return there


def _locked(warning: AddressWarning) -> AddressWarning:
    there = AddressWarning.objects.select_for_update(of=("self",)).get(pk=warning.pk)
    if there.ended_on is not None:
        raise Refused("This has ended already. Reload the page to see what is known now.")
    return there


def _check_words(kind: str, words: str) -> None:
    if kind not in AddressWarning.Kind.values:
        raise Refused("Choose what it is.", field="kind")
    if not words and kind != AddressWarning.Kind.TWO:
        raise Refused("Say what to know, and what to do.", field="text")
    if len(words) > LONGEST_WORDS:
        raise Refused(f"Say it in {LONGEST_WORDS} characters: it is read at a door.", field="text")


def _check_review(review_on: datetime.date) -> None:
    if not today() < review_on <= today() + datetime.timedelta(days=MOST_DAYS_TO_REVIEW):
        raise Refused("Choose a day after today and within a year.", field="review_on")
