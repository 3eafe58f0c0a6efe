"""A scheme that uses a measure whose answers may ask somebody to act."""

from __future__ import annotations

import pytest

from kith.isolation import context
from kith.organisations.models import Membership
from kith.pathway.outcomes import actions
from tests import cast


def member(name: str) -> Membership:
    """A member of Bow by name, in any test."""
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        return Membership.objects.select_related("user").get(scheme_id=cast.BOW, name=name)


def switch_on(measure: str, responder: str = "Mo Castellanos", *, prompted: bool = False) -> None:
    """The manager switches a measure on, with who is told."""
    with context.in_scheme(cast.BOW, actor=cast.TESTS.key):
        actions.set_use(
            by=cast.TESTS, scheme_id=cast.BOW, measure=measure, is_on=True, is_prompted=prompted,
            responder=member(responder), reason="Agreed with the practices",
        )  # fmt: skip


@pytest.fixture
def gad_7(db: None) -> None:
    """GAD-7 is in use, and Mo is told."""
    switch_on("gad-7")
