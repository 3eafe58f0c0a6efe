"""A scheme with its ladder, and somebody whom Nadia supports."""

from __future__ import annotations

import pytest

from kith.people.models import Person
from tests.unit.concerns.scene import bow, ladder_of_bow, somebody


@pytest.fixture
def ada(db: None) -> Person:
    """Whom Nadia's partner sees; Pia, Tess and Mo are asked about her in turn."""
    with bow():
        ladder_of_bow()
        return somebody()
