"""The way through the public page: which question follows which, and what was answered so far."""

from __future__ import annotations

import datetime
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from kith.organisations.models import Scheme
from kith.organisations.rules import is_too_young, too_young_words
from kith.pathway.referrals.ask_forms import PLAIN, STEPS
from kith.pathway.referrals.questions import Question, answers_of
from kith.people.rules import DECIDES_FROM
from kith.ui.dates import age_of, medium_date, today
from kith.vocabulary import languages
from kith.vocabulary import phone as phones

Answers = dict[str, Any]
FIRST = "who-for"
CARRIED = ("done", "began")
MESSAGES = (("voicemail", "a voice message"), ("text", "a text"))
NONE_GIVEN = "None given"


@dataclass
class AskPath:
    """One visitor's way through the questions of one scheme; `asked` are the scheme's own, which come last."""

    scheme: Scheme
    asked: Sequence[Question] = ()
    answers: Answers = field(default_factory=dict)

    @property
    def for_other(self) -> bool:
        """Whether they ask for someone else."""
        return bool(self.answers.get("for_whom") == "other")

    @property
    def steps(self) -> list[str]:
        """The questions in their order, by the word in their address."""
        own = [f"question-{n + 1}" for n in range(len(self.asked))]
        return [s for s in STEPS if self.for_other or s != "about-you"] + own

    def own(self, step: str) -> Question | None:
        """The scheme's own question of a step, if it is one."""
        number = step.removeprefix("question-")
        return self.asked[int(number) - 1] if number != step else None

    @property
    def age(self) -> int | None:
        """How old whoever it is for is today, once that was answered."""
        born = self.answers.get("date_of_birth")
        return age_of(datetime.date.fromisoformat(born), today()) if born else None

    @property
    def young(self) -> dict[str, Any]:
        """What is said to somebody who may be too young: `too_young` in words, `alone` to a child who asks by
        themselves and has somebody to talk to at once.
        """
        if self.age is None:
            return {}
        too_young = is_too_young(self.scheme, self.age)
        return {
            "too_young": too_young_words(self.scheme) if too_young else "",
            "alone": not self.for_other and self.age < DECIDES_FROM,
        }

    @property
    def missing(self) -> str | None:
        """The first step that was not answered."""
        done = self.answers.get("done", [])
        return next((step for step in self.steps if step not in done), None)

    def keep(self, step: str, typed: Answers) -> Answers:
        """The answers with those of a step, as plain data."""
        plain = {
            name: value.isoformat() if isinstance(value, datetime.date) else value
            for name, value in typed.items()
        }
        kept = {"began": time.time(), **self.answers, **plain}
        kept["done"] = [*dict.fromkeys([*kept.get("done", []), step])]
        return kept

    def address(self, step: str) -> str:
        """Where a step is."""
        return f"/s/{self.scheme.slug}/ask" + ("" if step == FIRST else f"/{step}")

    @property
    def onwards(self) -> str:
        """Where the visitor goes on: the first unanswered question, or the check."""
        return self.address(self.missing or "check")

    def as_initial(self) -> Answers:
        """The answers as the forms take them."""
        initial = dict(self.answers)
        if initial.get("date_of_birth"):
            initial["date_of_birth"] = datetime.date.fromisoformat(initial["date_of_birth"])
        for name in ("phone", "asker_phone"):
            if initial.get(name):
                initial[name] = phones.display(initial[name])
        return initial

    def to_send(self) -> Answers:
        """The answers as an Ask keeps them: what carried the visitor along is left out."""
        own = {one.name for one in self.asked}
        kept = {k: v for k, v in self.answers.items() if k not in CARRIED and k not in own}
        return {**kept, "more": answers_of(self.asked, self.answers)}

    def safe_email(self) -> str:
        """Their own e-mail address, if they said that it is safe; never one that another gave."""
        safe = not self.for_other and self.answers.get("email_is_safe") is True
        return str(self.answers.get("email", "")) if safe else ""

    def summary(self) -> list[dict[str, Any]]:
        """What was answered, each with a way to change it."""
        said = self.answers
        lines = [
            (FIRST, "Support for", "Someone else" if self.for_other else "Myself"),
            *self._about_asker(),
            ("name", "Name", f"{said['first_name']} {said['last_name']}".strip()),
            ("birth-date", "Born", medium_date(datetime.date.fromisoformat(said["date_of_birth"]))),
            *self._by_phone(),
            *self._in_writing(),
            ("help", "What would help", _chosen(PLAIN, said.get("foundations", []), "; ")),
            ("help", "In your own words", said.get("words", "")),
            *self._own(),
        ]
        return [
            {"key": key, "value": value or NONE_GIVEN, "href": self.address(step)}
            for step, key, value in lines
        ]

    def _about_asker(self) -> list[tuple[str, str, str]]:
        if not self.for_other:
            return []
        said, step = self.answers, "about-you"
        return [
            (step, "Your name", said.get("asker_name", "")),
            (step, "How you know them", said.get("asker_relationship", "")),
            (step, "Your phone number", _shown_phone(said.get("asker_phone"))),
            (step, "Your e-mail", said.get("asker_email", "")),
            (step, "They know that you are asking", _yes_or_no(said.get("person_knows"))),
            (step, "They agree that we tell you how it goes", _yes_or_no(said.get("may_be_told"))),
        ]

    def _by_phone(self) -> list[tuple[str, str, str]]:
        said, phone = self.answers, self.answers.get("phone")
        spoken = languages.label(said["language"]) if said.get("language") else ""
        safe = _chosen(MESSAGES, said.get("phone_safe_for", []), " or ") or "No message"
        ring = ("phone", "Safe to ring", _yes_or_no(said.get("ring_is_safe")))
        more = [
            ("phone", "Safe to leave", safe),
            ("phone", "Good time to ring", said.get("when_safe", "")),
        ]
        return [
            ("phone", "Phone", _shown_phone(phone)),
            *([ring] if phone and self.for_other else []),
            *(more if phone else []),
            ("phone", "Language", spoken),
        ]

    def _in_writing(self) -> list[tuple[str, str, str]]:
        said = self.answers
        email = said.get("email", "")
        home = " ".join(filter(None, (said.get("address"), said.get("postcode"))))
        to_email = ("write", "Safe to write to this e-mail", _yes_or_no(said.get("email_is_safe")))
        to_home = ("write", "Safe to send a letter there", _yes_or_no(said.get("letter_is_safe")))
        return [
            ("write", "E-mail", email),
            *([to_email] if email else []),
            ("write", "Address", home),
            *([to_home] if home else []),
        ]

    def _own(self) -> list[tuple[str, str, str]]:
        return [
            (f"question-{n}", one.label, one.in_words(self.answers.get(one.name)))
            for n, one in enumerate(self.asked, 1)
        ]


def _shown_phone(number: str | None) -> str:
    return phones.display(number) if number else ""


def _yes_or_no(said: Any) -> str:
    return {True: "Yes", False: "No"}.get(said, "")


def _chosen(offered: Sequence[tuple[str, str]], chosen: Sequence[str], between: str) -> str:
    return between.join(words for key, words in offered if key in chosen)
