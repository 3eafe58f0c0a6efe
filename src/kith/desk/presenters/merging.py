"""Two records beside each other in words, and what joining or parting them changes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from kith.desk.presenters import people
from kith.desk.presenters.timeline import events
from kith.desk.queries.merging import Side, SideBySide
from kith.pathway.caseload.models import Case
from kith.people.models import ContactPoint, Merge, Person
from kith.people.rules.gaps import gaps
from kith.ui.dates import medium_date
from kith.vocabulary import accessible_information, languages, nhs_number

MOST_EVENTS = 8
NOTHING = "Not given"
TOO = "So does what is still under way in it, and whoever worked along on it."


@dataclass(frozen=True)
class Line:
    """One thing of which at least one record says something."""

    label: str
    one: str
    other: str

    @property
    def compared(self) -> str:
        """How the two compare, in words: that only one says it speaks against nothing."""
        if NOTHING in (self.one, self.other):
            return "Only one says"
        return "Same" if self.one == self.other else "Differs"


@dataclass(frozen=True)
class SidesShown:
    """The page that compares. `keeping` are the records that may be kept: their id, words and a hint."""

    names: tuple[str, str]
    lines: Sequence[Line]
    because: str
    but: str
    histories: tuple[list[dict[str, Any]], list[dict[str, Any]]]
    keeping: Sequence[tuple[str, str, str]]


def sides(found: SideBySide) -> SidesShown:
    """Two records: what is the same, what differs, both histories, and what each choice changes."""
    one, other = found.one, found.other
    return SidesShown(
        names=(one.person.full_name, other.person.full_name),
        lines=[
            Line(label, mine or NOTHING, theirs or NOTHING)
            for (label, mine), (_, theirs) in zip(_lines(one), _lines(other), strict=True)
            if mine or theirs
        ],
        because=_sentence(found.comparison.same),
        but=_sentence(found.comparison.differs),
        histories=(_history(one), _history(other)),
        keeping=[
            (str(kept.person.pk), _called(kept.person), _changes(kept, lost))
            for kept, lost in ((one, other), (other, one))
            if kept.open_case is not None or lost.open_case is None
        ],
    )


def why_not(found: SideBySide) -> str:
    """Why only one of the two can be kept; empty when either can."""
    only = [side for side in (found.one, found.other) if side.open_case is not None]
    if len(only) != 1:
        return ""
    return (
        f"Only {_called(only[0].person)} can be kept, because that record has the open case:"
        " whoever holds it goes on seeing the person."
    )


def merged_words(merge: Merge) -> str:
    """ "Merged with Ada Okafor, born …, on …, by …"."""
    return f"Merged with the record of {_called(merge.lost)}, on {medium_date(merge.at)}, by {merge.by_name}"


def gap_lines(merge: Merge, person: Person) -> list[tuple[str, str]]:
    """(what, words) for what the record that is read does not say and the one merged into it does."""
    if merge.kept_id != person.pk:  # merged on since: its own gaps are the nearer record's
        return []
    found = gaps(person, merge.lost)
    return [(label, say(merge.lost)) for name, (label, say) in _SAID.items() if name in found]


_SAID: dict[str, tuple[str, Callable[[Person], str]]] = {
    "preferred_name": ("Goes by", lambda one: one.preferred_name),
    "said_as": ("How the name is said", lambda one: one.said_as),
    "pronouns": ("Pronouns", lambda one: one.pronouns),
    "nhs_number": ("NHS number", lambda one: nhs_number.spaced(one.nhs_number)),
    "gender": ("Gender", lambda one: one.get_gender_display()),
    "ethnicity": ("Ethnic group", lambda one: one.get_ethnicity_display()),
    "language": ("Language", lambda one: languages.label(one.language)),
    "needs_interpreter": (
        "Interpreter",
        lambda one: "Needs one" if one.needs_interpreter else "Needs none",
    ),
    "access_needs": (
        "What helps them",
        lambda one: "; ".join(map(accessible_information.TABLE.label, one.access_needs)),
    ),
    "access_notes": ("What helps them, in words", lambda one: one.access_notes),
    "practice": ("GP practice", lambda one: one.practice.name if one.practice else ""),
}


def undone_words(merge: Merge, case: Case | None) -> list[str]:
    """What will be so again, a sentence each, once a merge is undone."""
    lost, kept = merge.lost.full_name, merge.kept.full_name
    said = [
        f"The record of {_called(merge.lost)} stands by itself again, with everything that was written on"
        " it, before and since.",
        f"What was written on the record of {kept} since they were merged stays there.",
        "Each record is seen by the partners that support that person, as before.",
    ]
    if merge.filled:
        said.append(
            f"What was taken over from the record of {lost} goes from that of {kept} again, unless somebody"
            " changed it since."
        )
    if case is not None and case.holder is not None:
        said.append(f"The case of {lost} goes on as it was, with {case.holder.name}. {TOO}")
    elif case is not None:
        said.append(f"The case of {lost} goes on as it was, waiting for a worker. {TOO}")
    return said


def _called(person: Person) -> str:
    return f"{person.full_name}, born {medium_date(person.date_of_birth)}"


def _lines(side: Side) -> list[tuple[str, str]]:
    person = side.person
    number = person.nhs_number or person.nhs_number_in_doubt
    return [
        ("Name", person.full_name),
        ("Goes by", person.preferred_name),
        ("Date of birth", medium_date(person.date_of_birth)),
        ("NHS number", nhs_number.spaced(number) if number else ""),
        ("Phone", _ways(side, ContactPoint.Kind.PHONE)),
        ("E-mail", _ways(side, ContactPoint.Kind.EMAIL)),
        ("Address", _ways(side, ContactPoint.Kind.ADDRESS)),
        ("GP practice", person.practice.name if person.practice else ""),
        ("Language", people.language_words(person)),
        ("Open case", _case_words(side.open_case)),
        ("On record since", medium_date(person.created_at)),
        ("Seen by", ", ".join(side.partners)),
    ]


def _ways(side: Side, kind: str) -> str:
    return "; ".join(
        people.way(point)["value"] for point in side.record.points if point.kind == kind
    )


def _case_words(case: Case | None) -> str:
    if case is None:
        return ""
    since = f"since {medium_date(case.opened_at)}"
    return f"{since}, with {case.holder.name}" if case.holder else f"{since}, waiting for a worker"


def _with_whom(case: Case | None) -> str:
    holder = case.holder if case else None
    return f"with {holder.name}" if holder else "and waits for a worker"


def _history(side: Side) -> list[dict[str, Any]]:
    return [event.shown(linked=False) for event in events(side.record)[:MOST_EVENTS]]


def _changes(kept: Side, lost: Side) -> str:
    """What keeping one record does to the other's case, and to who sees what."""
    said = []
    if lost.open_case is not None:
        said.append(
            f"The case {_case_words(lost.open_case)} ends; its history stays. What is under way in it goes on"
            f" {_with_whom(kept.open_case)}: appointments, introductions, names and numbers given, the plan"
            " with its steps and its review."
        )
    more = [name for name in kept.partners if name not in lost.partners]
    less = [name for name in lost.partners if name not in kept.partners]
    if more:
        said.append(f"{_sentence(more)} will also see what is on the other record.")
    if less:
        said.append(f"{_sentence(less)} will no longer see this person.")
    return " ".join(said) or "Nobody's view changes. It can be undone."


def _sentence(parts: Iterable[str]) -> str:
    *most, last = list(parts) or [""]
    return f"{', '.join(most)} and {last}" if most else last
