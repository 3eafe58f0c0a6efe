"""What a page looks for: what was typed, and what is known of the person it is for.

What is known of the person is used without standing in the address of the page: the address says
only which facts to use.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, QueryDict
from django.urls import reverse

from kith.directory import queries, rules
from kith.directory.forms import DAYS, SETTINGS, TIMES, WISHES, WITHIN, FindForm
from kith.geography.postcodes import InvalidPostcode, Point, locate
from kith.people.models import Person
from kith.ui import dates
from kith.vocabulary import foundations, gender, languages

NO_SUCH_PLACE = "We do not know where this postcode is, so nothing was measured from it."


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known of the person that can be looked with, or left aside."""

    key: str
    words: str


class Looking:
    """One search: its form, the values for `queries.find`, its chips and its addresses."""

    def __init__(self, request: HttpRequest, person: Person | None) -> None:
        self.given, self.person = request.GET, person
        narrowed = self._is_asked or "foundations" in self.given
        self.form = FindForm(self.given if narrowed else None)
        if person is not None:
            for name in ("age", "language"):
                del self.form.fields[name]
        self.typed: dict[str, Any] = {}
        if narrowed and self.form.is_valid():
            self.typed = self.form.cleaned_data
        self.home = queries.home_of(person) if person else None
        self.facts = _facts(person, self.home)
        used = self.given.getlist("use") if self._is_asked else [fact.key for fact in self.facts]
        self.used = {fact.key for fact in self.facts} & set(used)
        if self.typed.get("near"):
            # A place that was typed takes the place of the home.
            self.used.discard("home")
        self.near = self._near()

    @property
    def _is_asked(self) -> bool:
        return "asked" in self.given

    @property
    def nothing_asked(self) -> bool:
        """Whether nothing was typed nor known, so that the whole directory would answer."""
        return not any(self.typed.values()) and not self.used

    def wanted(self) -> dict[str, Any]:
        """The arguments of `queries.find`."""
        wishes = self.typed.get("wishes") or ()
        person, within = self.person, self.typed.get("within")
        return {
            "words": self.typed.get("words", ""),
            "foundations": self.typed.get("foundations") or (),
            "near": self.near,
            "within_km": float(within) if within and self.near else None,
            "age": person.age_on(dates.today())
            if person and "age" in self.used
            else self.typed.get("age"),
            "speaks": person.language if person and "language" in self.used else "",
            "language": self.typed.get("language") or "",
            "setting": self.typed.get("setting") or "",
            "days": self.typed.get("days") or (),
            **_HOURS.get(self.typed.get("time") or "", {}),
            **{key: key in wishes for key, _ in WISHES},
            "man": "man" in self.used,
            "step_free": "step_free" in wishes or "step_free" in self.used,
        }

    def from_where(self) -> str:
        """What distances are measured from, in words; "" when they are not."""
        if self.near is None:
            return ""
        typed: str = self.typed.get("near", "").upper()
        return f"{self.person.called}’s home" if self.person and not typed else typed

    def chips(self) -> list[dict[str, str]]:
        """What the list is narrowed to, each with the address without it."""
        typed = self.typed
        chips = [(f.words, self.without("use", f.key)) for f in self.facts if f.key in self.used]
        if typed.get("words"):
            chips.append((f"“{typed['words']}”", self.without("words")))
        for key in typed.get("foundations") or ():
            chips.append((foundations.label(key), self.without("foundations", key)))
        if typed.get("near"):
            chips.append((f"Near {typed['near']}", self.without("near")))
        if typed.get("within"):
            chips.append((f"Within {dict(WITHIN)[typed['within']]}", self.without("within")))
        for key in typed.get("wishes") or ():
            chips.append((dict(WISHES)[key], self.without("wishes", key)))
        if typed.get("setting"):
            chips.append((dict(SETTINGS)[typed["setting"]], self.without("setting")))
        for key in typed.get("days") or ():
            chips.append((dict(DAYS)[key], self.without("days", key)))
        if typed.get("time"):
            chips.append((dict(TIMES)[typed["time"]], self.without("time")))
        if typed.get("age") is not None:
            chips.append((f"Age {typed['age']}", self.without("age")))
        if typed.get("language"):
            chips.append((languages.label(typed["language"]), self.without("language")))
        return [{"text": words, "href": href} for words, href in chips]

    def clear_href(self) -> str:
        """The address of the same page with nothing asked."""
        kept = QueryDict(mutable=True)
        if self.person is not None:
            kept["for"] = str(self.person.pk)
        kept["asked"] = "1"
        return f"{reverse('directory:find')}?{kept.urlencode()}"

    def without(self, name: str, value: str = "") -> str:
        """The address of the same search without one thing."""
        kept = self.given.copy()
        kept.pop("page", None)
        if not self._is_asked:
            kept["asked"] = "1"
            kept.setlist("use", sorted(self.used))
        values = [other for other in kept.getlist(name) if value and other != value]
        kept.setlist(name, values)
        return f"{reverse('directory:find')}?{kept.urlencode()}"

    def asked_query(self) -> str:
        """What was looked for, for a page that notes that nothing fitted; nothing known of the person."""
        kept = QueryDict(mutable=True)
        if self.typed.get("words"):
            kept["words"] = self.typed["words"]
        kept.setlist("foundations", list(self.typed.get("foundations") or ()))
        return f"?{kept.urlencode()}" if kept.urlencode() else ""

    def page_href(self) -> str:
        """The address of this search, up to the number of the page."""
        kept = self.given.copy()
        kept.pop("page", None)
        return f"?{kept.urlencode()}&page=" if kept else "?page="

    def ways_on(self, left_out: tuple[queries.LeftOut, ...]) -> list[dict[str, str]]:
        """What was left out and why, each with the search that would give way, where one can."""
        return [
            {
                "text": _LEFT_OUT[entry.key].format(_services(entry.count)),
                "href": self._giving_way(entry.key),
            }
            for entry in left_out
        ]

    def _giving_way(self, key: str) -> str:
        if key in ("age", "language") or key in self.used:
            return self.without("use", key) if key in self.used else self.without(key)
        if key in dict(WISHES):
            return self.without("wishes", key)
        if key == "when":
            return self.without("days" if self.typed.get("days") else "time")
        return {
            "distance": self.without("within"),
            "foundations": self.without("foundations"),
            "setting": self.without("setting"),
        }.get(key, "")

    def _near(self) -> Point | None:
        typed = self.typed.get("near", "")
        if not typed:
            return self.home if "home" in self.used else None
        try:
            found = locate(typed)
        except InvalidPostcode as error:
            self.form.add_error("near", str(error))
            return None
        if found is None:
            self.form.add_error("near", NO_SUCH_PLACE)
        return found


_LEFT_OUT = {
    "closed": "{} closed or no longer listed",
    "foundations": "{} for other foundations",
    "age": "{} for other ages",
    "distance": "{} further away",
    "free": "{} that charge",
    "language": "{} in other languages",
    "step_free": "{} with steps",
    "online": "{} only in person",
    "women": "{} for everyone",
    "man": "{} for women only",
    "no_recourse": "{} for people with recourse to public funds",
    "places": "{} full at present",
    "setting": "{} given another way",
    "when": "{} at other times",
}
_NOON, _FIVE = datetime.time(12), datetime.time(17)
_HOURS: dict[str, dict[str, datetime.time]] = {
    "morning": {"before": _NOON},
    "afternoon": {"after": _NOON, "before": _FIVE},
    "evening": {"after": _FIVE},
}


def _services(count: int) -> str:
    return "1 service" if count == 1 else f"{count} services"


def _facts(person: Person | None, home: Point | None) -> list[Fact]:
    if person is None:
        return []
    facts = [Fact("age", f"Age {person.age_on(dates.today())}")]
    if (
        person.language
        and person.language != languages.ENGLISH
        and person.language in languages.TABLE
    ):
        facts.append(
            Fact("language", f"Speaks {languages.label(person.language)}: who speaks it first")
        )
    if person.gender == gender.MALE:
        facts.append(Fact("man", "A man, so nothing that is for women only"))
    if why := rules.needs_step_free(person.access_notes):
        facts.append(Fact("step_free", f"Step-free, since the record says “{why}”"))
    if home is not None:
        facts.append(Fact("home", f"From {person.called}’s home"))
    return facts
