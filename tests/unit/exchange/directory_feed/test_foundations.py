"""Foundations suggested for a service."""

from __future__ import annotations

import pytest

from kith.exchange.directory_feed.foundations import suggest_foundations
from kith.exchange.directory_feed.translate import translate_service
from kith.vocabulary.foundations import Foundation


def suggested(**raw):
    service = translate_service({"id": "1", "name": "Service", "organization": {"name": "O"}} | raw)
    return [suggestion.foundation for suggestion in suggest_foundations(service)]


@pytest.mark.parametrize(
    ("name", "foundation"),
    [
        ("Befriending", Foundation.BELONGING),
        ("Debt advice", Foundation.MONEY),
        ("Volunteering for all", Foundation.PURPOSE),
        ("Tenancy support", Foundation.HOME),
        ("Bereavement café", Foundation.HOPE),
        ("Walking group", Foundation.HEALTH),
    ],
)
def test_the_name_suggests_a_foundation(name, foundation):
    assert suggested(name=name)[0] == foundation


def test_a_term_weighs_more_than_the_description():
    term = {"attributes": [{"taxonomy_term": {"id": "t", "name": "Welfare rights"}}]}
    assert suggested(description="A choir with tea", **term)[0] == Foundation.MONEY


def test_nothing_is_suggested_from_nothing_or_one_word_in_passing():
    assert suggested(description="See our home page. We have a library.") == []
    assert suggested(description="Gardening, crafts and a choir") == [Foundation.PURPOSE]
