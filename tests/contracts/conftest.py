"""The world of the walks over every address."""

from __future__ import annotations

import logging

import pytest

from tests.contracts.world import World


@pytest.fixture
def world(db: None, caplog: pytest.LogCaptureFixture) -> World:
    """One of everything in Bow, and everyone who might open it."""
    caplog.set_level(
        logging.CRITICAL, "django.request"
    )  # refusals by the hundred are what is asked
    return World()
