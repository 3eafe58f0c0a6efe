"""Whatever a feed sends, nothing but FeedRefused comes out."""

from __future__ import annotations

import json
from dataclasses import asdict

from hypothesis import given, settings
from hypothesis import strategies as st

from kith.exchange.directory_feed.documents import NESTED_KEYS, SERVICE_MARKS
from kith.exchange.directory_feed.faults import FeedRefused
from kith.exchange.directory_feed.foundations import suggest_foundations
from kith.exchange.directory_feed.records import FeedService
from kith.exchange.directory_feed.sources import open_feed
from kith.exchange.directory_feed.translate import translate_service

KEYS = sorted(
    {
        *NESTED_KEYS,
        *SERVICE_MARKS,
        "id",
        "name",
        "description",
        "email",
        "url",
        "minimum_age",
        "maximum_age",
        "free",
        "location",
        "latitude",
        "longitude",
        "addresses",
        "physical_addresses",
        "postal_code",
        "address_1",
        "taxonomy_term",
        "taxonomy",
        "freq",
        "byday",
        "weekday",
        "bymonthday",
        "interval",
        "opens_at",
        "closes_at",
        "dtstart",
        "valid_to",
        "amount",
        "number",
        "extension",
        "capacities",
        "available",
        "unit",
        "last_modified",
        "contents",
        "content",
        "total_pages",
        "first_page",
        "organization_identifiers",
        "identifier",
        "accessibility",
        "version",
    }
)
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(st.characters(), max_size=20)
    | st.sampled_from(
        ["2026-01-01", "£5", "TU", "9am", "<p>x", "020 7946 0001", "a@b.example", "E3 3PN", 10**400]
    )
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=5), inner, max_size=8)
    ),
    max_leaves=30,
)
SERVICES = st.builds(
    lambda raw: raw | {"id": "1", "name": "Club"},
    st.dictionaries(st.sampled_from(KEYS), VALUES, max_size=12),
)


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts(list(value.values()))
    elif isinstance(value, (list, tuple)):
        for inner in value:
            yield from texts(inner)


@settings(deadline=None)
@given(VALUES)
def test_any_value_is_translated_or_refused(raw):
    translate_service(raw)


@settings(deadline=None)
@given(SERVICES)
def test_any_service_with_id_and_name_is_taken_and_can_be_stored(raw):
    service = translate_service(raw)
    assert isinstance(service, FeedService)
    said = "".join(texts(asdict(service) | {"raw": None}))
    assert "\x00" not in said
    assert said.encode()
    suggest_foundations(service)
    assert translate_service(raw) == service


@settings(deadline=None)
@given(VALUES | st.binary(max_size=200))
def test_any_file_is_read_or_refused(tmp_path_factory, document):
    path = tmp_path_factory.mktemp("feed") / "feed.json"
    path.write_bytes(document if isinstance(document, bytes) else json.dumps(document).encode())
    for source in (path, path.parent):
        try:
            with open_feed(source) as feed:
                list(feed.services())
        except FeedRefused as refusal:
            said = str(refusal)
        else:
            said = "It was read."
        assert said.endswith((".", ".)"))
