"""A private link opens one thing, until it ends, and its token cannot be guessed or made up."""

from __future__ import annotations

import datetime
import uuid

import pytest
from django.utils import timezone

from kith.isolation import context, links
from kith.isolation.actor import Actor
from kith.isolation.context import Kind
from kith.organisations import actions
from kith.organisations.models import Invitation
from tests import cast

SUBJECT = uuid.UUID("6b697468-0000-4000-8000-00000000aaaa")


def given(**changed: object) -> str:
    made = {"scheme_id": cast.BOW, "purpose": "tests.look", "subject_id": SUBJECT, **changed}
    return links.token_of(links.give(**made).pk)  # type: ignore[arg-type]


def test_a_token_says_what_it_opens(in_bow: Actor) -> None:
    link = links.link_of(given())
    assert link is not None
    assert (link.scheme_id, link.purpose, link.subject_id) == (cast.BOW, "tests.look", SUBJECT)
    assert not link.ended


@pytest.mark.parametrize(
    "spoil", [lambda t: t[1:], lambda t: t + "x", lambda t: "", lambda t: "é.x"]
)
def test_a_changed_token_opens_nothing(in_bow: Actor, spoil) -> None:  # type: ignore[no-untyped-def]
    token = given()
    assert links.link_of(spoil(token)) is None
    assert links.link_of(token) is not None


def test_a_token_signed_for_a_link_that_is_not_there_opens_nothing(in_bow: Actor) -> None:
    assert links.link_of(links.token_of(uuid.uuid4())) is None


def test_a_link_ends_on_its_day_and_when_it_is_ended(in_bow: Actor) -> None:
    now = timezone.now()
    past = links.link_of(given(expires_at=now - datetime.timedelta(seconds=1)))
    later = links.link_of(given(expires_at=now + datetime.timedelta(days=1)))
    assert past is not None
    assert past.ended
    assert later is not None
    assert not later.ended
    token = given()
    links.end(purpose="tests.look", subject_id=SUBJECT)
    ended = links.link_of(token)
    assert ended is not None
    assert ended.ended


def test_the_holder_of_a_link_reads_its_subject_and_no_other_row(in_bow: Actor) -> None:
    mine, theirs = (
        actions.invite(
            by=in_bow,
            scheme_id=cast.BOW,
            email=f"{name}@kith.example",
            name=name,
            roles=["linkworker"],
        )[0]
        for name in ("mine", "theirs")
    )
    with context.enter(Kind.LINK, schemes=[cast.BOW], subject=str(mine.pk)):
        assert list(Invitation.objects.values_list("name", flat=True)) == ["mine"]
    with context.enter(Kind.LINK, schemes=[cast.BOW]):
        assert not Invitation.objects.exists()
    assert Invitation.objects.filter(pk__in=[mine.pk, theirs.pk]).count() == 2
