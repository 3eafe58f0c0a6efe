"""Words that raise a banner, and the innocent ones beside them."""

from __future__ import annotations

import pytest

from kith.vocabulary.worrying_words import TOPICS, find


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("She says she is better off dead", "self_harm"),
        ("He feels SUICIDAL.", "self_harm"),
        ("feels suicdal most days", "self_harm"),
        ("I don’t want to be here", "self_harm"),
        ("Her husband hits her", "violence"),
        ("an abusvie partner", "abuse"),
        ("he checks my phone every night", "watched"),
        ("They have nothing to eat", "hunger"),
        ("The baliffs come today, eviction at noon", "home"),
    ],
)
def test_each_topic_is_found_with_the_words_that_raised_it(text: str, topic: str) -> None:
    found = find(text)
    assert topic in [one.topic.key for one in found]
    assert all(one.words for one in found)


@pytest.mark.parametrize(
    "text",
    ["", "Lonely since the spring", "She reads novels and likes knitting", "Her sister died in May",
     "He was a homeopath", "Lives with his daughter", "Wants to try archery"],
)  # fmt: skip
def test_innocent_words_raise_nothing(text: str) -> None:
    assert find(text) == []


def test_every_topic_says_why_it_is_listed_and_no_word_stands_twice() -> None:
    words = [word for topic in TOPICS for word in topic.words]
    assert len(words) == len(set(words))
    assert all(topic.reason.endswith(".") for topic in TOPICS)
