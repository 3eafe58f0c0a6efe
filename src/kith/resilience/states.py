"""A stored decision: which states there are, which may follow which, and who owns each.

Every stage's `states.py` declares one of these; `docs/pathway.md` is drawn from them.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Generic, TypeVar

from kith.resilience.errors import Refused

State = TypeVar("State", bound=StrEnum)


@dataclass(frozen=True)
class Transitions(Generic[State]):
    """The table of one decision.

    name     what is being decided, as the diagram's title
    after    state -> the states that may follow it, each with the name of the act
    owners   state -> who may move it on, in words
    words    state -> how a page says it
    """

    name: str
    after: Mapping[State, Mapping[State, str]]
    owners: Mapping[State, str]
    words: Mapping[State, str]

    @property
    def choices(self) -> list[tuple[str, str]]:
        """(state, words) pairs, for a model's field."""
        return [(state.value, words) for state, words in self.words.items()]

    def check(self, now: str, then: State) -> None:
        """Raise Refused unless `then` may follow `now`."""
        allowed = {state.value for state in self.allowed(now)}
        if then.value not in allowed:
            raise Refused(
                f"This is “{self.said(now)}”, so it cannot become “{self.said(then)}”."
                " Nothing was changed. Reload the page to see where it is."
            )

    def allowed(self, now: str) -> tuple[State, ...]:
        """The states that may follow."""
        return next(
            (tuple(following) for state, following in self.after.items() if state.value == now), ()
        )

    def said(self, state: str) -> str:
        """A state in the words of a page."""
        return next(words for known, words in self.words.items() if known.value == state)
