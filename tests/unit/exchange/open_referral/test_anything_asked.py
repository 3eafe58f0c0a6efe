"""Everything the description allows, and much that it does not: answered, and never broken."""

from __future__ import annotations

from typing import Any

import pytest
import schemathesis
from django.test import Client
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

BASE = "/open-referral"
BOUNDED = settings(
    max_examples=25,
    deadline=None,
    database=None,
    derandomize=True,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)
NAMES = st.sampled_from(["search", "page", "per_page", "day", "postcode", "proximity",
                         "modified_after", "taxonomy_id", "minimum_age", "start_time", "full"])  # fmt: skip


@pytest.fixture
def operations(published: Any, fed: None) -> list[Any]:
    document = Client().get(f"{BASE}/openapi.json").json()
    described = schemathesis.openapi.from_dict(document)
    return [found.ok() for found in described.get_all_operations()]


def test_no_question_that_the_description_allows_breaks_it(operations: list[Any]) -> None:
    asked = 0
    for operation in operations:

        @BOUNDED
        @given(case=operation.as_strategy())
        def ask(case: Any) -> None:
            nonlocal asked
            asked += 1
            answer = Client().get(BASE + case.formatted_path, dict(case.query or {}))
            assert answer.status_code in (200, 400, 404)

        ask()
    assert asked > 100


def test_nor_does_one_that_it_does_not_allow(published: Any) -> None:
    @BOUNDED
    @given(asked=st.dictionaries(NAMES, st.text(max_size=40), max_size=3))
    def ask(asked: dict[str, str]) -> None:
        answer = Client().get(f"{BASE}/services", asked)
        assert answer.status_code in (200, 400)

    ask()
