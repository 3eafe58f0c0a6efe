"""Somebody to be worried about, and a scheme that has said who is asked."""

from __future__ import annotations

import datetime as dt
from typing import Any

from kith.concerns import actions
from kith.concerns.models import Concern, SafetyPolicy
from kith.isolation.actor import Actor
from kith.isolation.context import in_scheme
from kith.organisations.models import DeliveryPartner, Membership
from kith.people import actions as people
from kith.people.models import Person
from tests.cast import BOW, TESTS

WORDS = "Her son takes the pension on Tuesdays."
KEEP_SAFE = "Two to visit."


def bow() -> Any:
    """The context of a job in Bow."""
    return in_scheme(BOW, actor=TESTS.key)


def member(name: str) -> Membership:
    """A member of the cast in Bow; `name` is their first name."""
    return Membership.objects.get(scheme_id=BOW, name__startswith=name)


def somebody(**who: Any) -> Person:
    """A person whom Roman Road Friends support, and no other partner. The context is open."""
    given = {
        "first_name": "Ada", "last_name": "Okafor", "date_of_birth": dt.date(1946, 2, 28), **who,
    }  # fmt: skip
    person = people.register(by=TESTS, scheme_id=BOW, **given)
    friends = DeliveryPartner.objects.get(name="Roman Road Friends")
    people.give_partner_access(by=TESTS, person=person, partner=friends)
    return person


def ladder_of_bow(**times: Any) -> SafetyPolicy:
    """Pia is asked first, then Tess, then Mo. The context is open."""
    return actions.set_policy(
        by=TESTS,
        scheme_id=BOW,
        lead=member("Pia"),
        deputy=member("Tess"),
        manager=member("Mo"),
        **times,
    )


def worry(by: Actor, person: Person, **said: Any) -> Concern:
    """A concern of `by` about somebody, for today. Their context is open."""
    given = {"kind": "money", "urgency": "today", "words": WORDS, "keep_safe": KEEP_SAFE, **said}
    return actions.raise_concern(by=by, person=person, **given)
