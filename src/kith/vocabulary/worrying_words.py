"""Words in a referral that a reader should not pass over. They raise a banner, and do nothing else.

Ours: no list finds every danger, so a referral without them is read by a human all the same, and one with
them keeps its place in the queue. Each topic says why it is here. English alone, with simple slips of the
pen: other languages, and everything said between the lines, are for the reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from jellyfish import damerau_levenshtein_distance

# A slip is forgiven in a word at least this long: shorter ones are too near to innocent words.
SLIPS_FROM = 7


@dataclass(frozen=True)
class Topic:
    """Words of one kind, and why they are listed."""

    key: str
    label: str
    reason: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class Found:
    """A topic, and the words of the text that raised it, as they were written."""

    topic: Topic
    words: tuple[str, ...]


TOPICS = (
    Topic(
        "self_harm", "Harm to themselves",
        "Somebody who speaks of dying may be in danger today; a call in five days is too late.",
        ("suicide", "suicidal", "kill myself", "kill himself", "kill herself", "kill themselves",
         "end my life", "end it all", "want to die", "wants to die", "better off dead", "self harm",
         "self-harm", "selfharm", "hurt myself", "hurting myself", "cutting myself", "overdose",
         "no reason to live", "not want to be here", "dont want to be here", "don't want to be here"),
    ),
    Topic(
        "violence", "Violence",
        "Ringing at the wrong moment can put somebody who is hit at home in more danger.",
        ("hits me", "hit me", "hits her", "hits him", "beats me", "beats her", "beaten", "violent",
         "violence", "strangled", "strangling", "choked", "threatens", "threatened", "knife", "weapon",
         "attacked", "assault", "assaulted", "scared of my", "afraid of my", "scared of him", "afraid of him"),
    ),
    Topic(
        "abuse", "Abuse or control",
        "Abuse, neglect and forced marriage have their own duties (Care Act 2014, section 42), told at once.",
        ("abuse", "abused", "abusive", "abusing", "raped", "sexual assault", "molested", "forced marriage",
         "forced to marry", "trafficked", "slavery", "controls my money", "takes my money",
         "takes her money", "takes his money", "wont let me out", "won't let me out", "locked in",
         "neglected", "neglect"),
    ),
    Topic(
        "watched", "Being watched or followed",
        "Where a phone is read or a house is watched, no message may be left and no letter sent.",
        ("stalked", "stalking", "stalker", "follows me", "following me", "watches me", "watching me",
         "checks my phone", "reads my messages", "tracks my phone", "tracker", "do not leave a message",
         "dont leave a message", "don't leave a message", "must not know"),
    ),
    Topic(
        "hunger", "No food or heating today",
        "Somebody without food or warmth needs it today, before any plan.",
        ("starving", "no food", "nothing to eat", "not eaten", "hasnt eaten", "hasn't eaten", "hungry",
         "cannot afford food", "cant afford food", "can't afford food", "no heating", "no electricity",
         "no gas"),
    ),
    Topic(
        "home", "Losing their home now",
        "A bailiff or a night outside cannot wait for a first call.",
        ("evicted", "eviction", "bailiff", "bailiffs", "homeless", "sleeping rough", "on the street",
         "on the streets", "thrown out", "kicked out", "nowhere to sleep", "nowhere to go"),
    ),
)  # fmt: skip
_WORD = re.compile(r"[a-z]+(?:['’-][a-z]+)*")


def find(*texts: str) -> list[Found]:
    """The topics that texts raise, in the order of the list, each with the words that raised it."""
    words = [word.replace("’", "'") for text in texts for word in _WORD.findall(text.casefold())]
    text = f" {' '.join(words)} "
    found = []
    for topic in TOPICS:
        named = [said for phrase in topic.words for said in _said(phrase, words, text)]
        if named:
            found.append(Found(topic, tuple(dict.fromkeys(named))))
    return found


def _said(phrase: str, words: list[str], text: str) -> list[str]:
    if f" {phrase} " in text:
        return [phrase]
    if " " in phrase or len(phrase) < SLIPS_FROM:
        return []
    return [
        word
        for word in dict.fromkeys(words)
        if abs(len(word) - len(phrase)) <= 1
        and word[0] == phrase[0]
        and damerau_levenshtein_distance(word, phrase) == 1
    ]
