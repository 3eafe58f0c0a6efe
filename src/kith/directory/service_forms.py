"""What is asked of an entry of the directory: everything of it, where and when in as many rows as it has."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from kith.accounts.permissions import Permission, holds
from kith.directory import as_a_whole
from kith.directory.check_forms import HOW
from kith.directory.forms import SETTINGS
from kith.directory.models import Service
from kith.directory.where_and_when_forms import WhereAndWhenForm
from kith.organisations import queries as organisations
from kith.resilience.forms import Conflict
from kith.ui import dates
from kith.ui.fields import (
    CheckboxesField,
    EmailField,
    IntegerField,
    PhoneField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    YesNoField,
)
from kith.vocabulary import foundations, languages

# Those most heard in the boroughs first; the whole list would hide them.
_OFTEN = [
    (code, languages.label(code))
    for code in (
        "en", "bn", "syl", "so", "ar", "pl", "ur", "tr", "pt", "es", "it", "fr", "ro", "vi", "yue", "q4",
    )
]  # fmt: skip
_PLAIN = (
    "name", "description", "status", "foundations", "cost", "is_free", "eligibility", "minimum_age",
    "maximum_age", "phone", "email", "setting", "is_women_only", "takes_no_recourse", "places_free",
)  # fmt: skip


NOT_CHECKED = "no"


class ServiceForm(WhereAndWhenForm):
    """Everything of an entry, of the scheme's own and of one that comes from a feed."""

    name = TextField("Name of the service", max_length=300)
    organisation_name = TextField(
        "Who runs it",
        hint="Introductions go to their e-mail address where the service has none of its own.",
        optional=True,
        max_length=300,
    )
    description = TextAreaField("What happens there", optional=True, rows=4)
    status = SelectField("Does it run?", choices=Service.Status.choices, required=False)
    foundations = CheckboxesField(
        "Which foundations does it serve?", choices=foundations.choices(), required=False
    )
    terms = TextAreaField(
        "Words it should be found by",
        hint="Separate them with commas or lines, such as walking, exercise, company",
        optional=True,
        rows=3,
        max_length=10_000,
    )
    cost = TextField("What it costs", optional=True, max_length=500)
    is_free = YesNoField("Is it free?", required=False)
    setting = SelectField(
        "In a group or one to one?", choices=SETTINGS, required=False, empty_label="Not known"
    )
    is_women_only = YesNoField("Is it for women only?", required=False)
    takes_no_recourse = YesNoField(
        "Is it open to people with no recourse to public funds?", required=False
    )
    places_free = IntegerField("Places free now", optional=True, least=0, most=9999, width=4)
    eligibility = TextAreaField("Who it is for", optional=True, rows=2)
    minimum_age = IntegerField("Youngest age", optional=True, least=0, most=120, width=3)
    maximum_age = IntegerField("Oldest age", optional=True, least=0, most=120, width=3)
    languages = CheckboxesField("Languages spoken there", choices=_OFTEN, required=False)
    other_languages = TextField(
        "Other languages",
        hint="Separate them with commas, such as Lithuanian, Tigrinya",
        optional=True,
        max_length=2000,
    )
    phone = PhoneField("Phone", optional=True, autocomplete="off")
    email = EmailField(
        "E-mail",
        hint="Introductions are announced here, without anything about the person",
        optional=True,
        autocomplete="off",
    )

    def __init__(
        self, request: HttpRequest, *, version_of: Service | None = None, **kwargs: Any
    ) -> None:
        initial = _initial_of(version_of) if version_of else {}
        super().__init__(request, version_of=version_of, initial=initial, **kwargs)

    def clean_status(self) -> str:
        """A form without the question leaves it as it was; what is added runs."""
        before = self.service.status if self.service else Service.Status.ACTIVE
        return str(self.cleaned_data["status"] or before)

    def clean_terms(self) -> list[str]:
        """The words, parted at lines and commas; one that stands there with a comma in it stays one."""
        there = {term["name"] for term in self.service.terms} if self.service else set()
        lines = [line.strip() for line in self.cleaned_data["terms"].splitlines()]
        parts = [[line] if line in there else line.split(",") for line in lines]
        return [word.strip() for words in parts for word in words if word.strip()]

    def changes(self) -> dict[str, Any]:
        """What was typed, as the write door takes it: of a service that is there, what is otherwise now. What was only
        tidied on its way through the form is no correction.
        """
        typed = {name: self.cleaned_data[name] for name in (*_PLAIN, *_ASKED_WHOLE)}
        typed["languages"] = self._languages()
        if self.service is not None:
            typed = {name: value for name, value in typed.items() if self._is_changed(name)}
        parts = {"places": self.places(), "sessions": self.sessions()}
        return typed | {name: rows for name, rows in parts.items() if rows is not None}

    def set_out_conflict(self) -> None:
        """After a Stale: what is made of several parts in words too."""
        super().set_out_conflict()
        if self.service is None:
            return
        whole, day = (
            {str(self.fields[name].label) for name in ("terms", "languages")},
            dates.today(),
        )
        self.conflicts = [one for one in self.conflicts if one.label not in whole]
        now = Service.objects.select_related("organisation").get(pk=self.service.pk)
        for name, label in _WHOLE.items():
            theirs, yours = as_a_whole.standing(now, name), self._yours(name)
            if yours is not None and not as_a_whole.same(name, theirs, yours):
                words = [as_a_whole.in_words(name, one, day) for one in (theirs, yours)]
                self.conflicts.append(Conflict(label, *words))

    def _yours(self, name: str) -> Any:
        """A part of the entry as it was typed, as a correction would keep it; None where it was not asked."""
        if name in ("places", "sessions"):
            rows = self.places() if name == "places" else self.sessions()
            return None if rows is None else as_a_whole.kept(name, rows)
        if name == "organisation":
            return {"id": "", "name": self.cleaned_data["organisation_name"]}
        if name == "languages":
            return self._languages()
        return [{"name": word} for word in self.cleaned_data["terms"]]

    def _is_changed(self, name: str) -> bool:
        if name == "languages":
            return "other_languages" in self.data and bool(
                {"languages", "other_languages"} & set(self.changed_data)
            )
        return name in self.changed_data and (name in self.data or name not in _ASKED_WHOLE)

    def _languages(self) -> list[str]:
        others = (word.strip() for word in self.cleaned_data["other_languages"].split(","))
        known = [languages.recognise(word) or word[:60] for word in others if word]
        return list(dict.fromkeys([*self.cleaned_data["languages"], *known]))


class AddForm(ServiceForm):
    """A new service; those who keep the directory of two schemes say whose it is."""

    scheme = SelectField("Which scheme is this for?", choices=())
    checked = RadiosField(
        "Did you make sure of it today?",
        choices=[
            *((how, f"Yes, {label[:1].lower()}{label[1:]}") for how, label in HOW),
            (NOT_CHECKED, "No"),
        ],
        hint="With “no” it says that nobody has checked it, and stands under “Listings to check”.",
        missing="Say whether you made sure of it today",
    )
    field_order = ["scheme"]

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        actor = request.actor  # type: ignore[attr-defined]
        kept = [
            (str(scheme.pk), scheme.name)
            for scheme in organisations.schemes()
            if holds(actor, Permission.KEEP_DIRECTORY, scheme.pk)
        ]
        self.only_scheme = kept[0][0] if len(kept) == 1 else ""
        if self.only_scheme:
            del self.fields["scheme"]
        else:
            self.fields["scheme"].choices = kept  # type: ignore[attr-defined]

    def clean_checked(self) -> str:
        """How, or "" for not at all."""
        said = str(self.cleaned_data["checked"])
        return "" if said == NOT_CHECKED else said

    def changes(self) -> dict[str, Any]:
        """What was typed, and how somebody made sure of it."""
        return {**super().changes(), "checked": self.cleaned_data["checked"]}


_ASKED_WHOLE = ("organisation_name", "terms")
_WHOLE = {
    "organisation": "Who runs it", "terms": "Words it should be found by",
    "languages": "Languages spoken there", "places": "Where", "sessions": "When",
}  # fmt: skip


def _initial_of(service: Service) -> dict[str, Any]:
    """A service as the form shows it, but for where and when."""
    often = {code for code, _ in _OFTEN}
    others = [as_a_whole.language_in_words(one) for one in service.languages if one not in often]
    return {name: getattr(service, name) for name in _PLAIN} | {
        "organisation_name": service.organisation.name if service.organisation else "",
        "terms": "\n".join(_names(service.terms)),
        "languages": [code for code in service.languages if code in often],
        "other_languages": ", ".join(others),
    }


def _names(terms: Iterable[dict[str, str]]) -> list[str]:
    return [re.sub(r"\s+", " ", term["name"]) for term in terms]
