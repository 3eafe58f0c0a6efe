"""A test types faster than people do, and is not doubted for it."""

from __future__ import annotations

import pytest

from kith.resilience import strangers


@pytest.fixture(autouse=True)
def unhurried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(strangers, "FASTEST_SECONDS", 0.0)
