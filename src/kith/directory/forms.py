"""What is asked when looking for a service, and when keeping the directory."""

from __future__ import annotations

<<<<<<< HEAD
from typing import Any

from django.http import HttpRequest

from kith.accounts.permissions import Permission, holds
from kith.directory.actions import CORRECTABLE
from kith.directory.check_forms import HOW
from kith.directory.facts import PlaceFacts, SessionFacts
from kith.directory.models import Service
from kith.organisations import queries as organisations
=======
>>>>>>> main
from kith.resilience.forms import Form
from kith.ui import forms as ui_forms
from kith.ui.fields import (
    CheckboxesField,
    IntegerField,
<<<<<<< HEAD
    PhoneField,
    RadiosField,
=======
>>>>>>> main
    SelectField,
    TextAreaField,
    TextField,
)
from kith.vocabulary import foundations, languages

WITHIN = (("1", "1 km"), ("2", "2 km"), ("5", "5 km"), ("10", "10 km"), ("25", "25 km"))
WISHES = (
    ("free", "Free"), ("step_free", "Step-free"), ("online", "Online or by phone"),
    ("women", "Women only"), ("places", "With places now"),
    ("no_recourse", "Open to people with no recourse to public funds"),
)  # fmt: skip
TIMES = (("morning", "Before midday"), ("afternoon", "Midday to 5pm"), ("evening", "After 5pm"))
SETTINGS = (("group", "In a group"), ("one_to_one", "One to one"))
DAYS = (
    ("MO", "Monday"), ("TU", "Tuesday"), ("WE", "Wednesday"), ("TH", "Thursday"), ("FR", "Friday"),
    ("SA", "Saturday"), ("SU", "Sunday"),
)  # fmt: skip


NOT_CHECKED = "no"


def _lower(label: str) -> str:
    return label[:1].lower() + label[1:]


class FindForm(ui_forms.Form):
    """What one looks for. `near` and `age` are for a search for nobody in particular."""

    words = TextField(
        "What are you looking for?",
        hint="In everyday words, for example “lonely”, “help with bills” or “walking on Tuesdays”",
        required=False,
        max_length=200,
    )
    foundations = CheckboxesField("Foundations", choices=foundations.choices(), required=False)
    near = TextField("Near this postcode", required=False, width=10, max_length=10)
    within = SelectField(
        "No further than", choices=WITHIN, required=False, empty_label="Any distance"
    )
    wishes = CheckboxesField("Must be", choices=WISHES, required=False)
    setting = SelectField(
        "In a group or one to one", choices=SETTINGS, required=False, empty_label="Either"
    )
    days = CheckboxesField("On one of these days", choices=DAYS, required=False)
    time = SelectField("Time of day", choices=TIMES, required=False, empty_label="Any time")
    age = IntegerField("Age", required=False, least=0, most=120, width=3)
    language = SelectField(
        "Language", choices=languages.choices, required=False, empty_label="Any language"
    )


<<<<<<< HEAD
class ServiceForm(Form):
    """A service of the scheme's own."""

    name = TextField("Name of the service", max_length=300)
    organisation_name = TextField("Who runs it", optional=True, max_length=300)
    description = TextAreaField("What happens there", optional=True, rows=4)
    status = SelectField("Does it run?", choices=Service.Status.choices, required=False)
    foundations = CheckboxesField(
        "Which foundations does it serve?", choices=foundations.choices(), required=False
    )
    terms = TextField(
        "Words it should be found by",
        hint="Separate them with commas, such as walking, exercise, company",
        optional=True,
        max_length=500,
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
    languages = CheckboxesField("Languages spoken there", choices=(), required=False)
    phone = PhoneField("Phone", optional=True, autocomplete="off")
    email = EmailField(
        "E-mail",
        hint="Introductions are announced here, without anything about the person",
        optional=True,
        autocomplete="off",
    )
    place_name = TextField("Name of the place", optional=True, max_length=300)
    address = TextAreaField("Address", optional=True, rows=3)
    postcode = TextField("Postcode", optional=True, width=10, max_length=10)
    is_step_free = YesNoField("Is it step-free?", required=False)
    is_online = CheckboxesField(
        "Elsewhere", choices=[("yes", "Also online or by phone")], required=False
    )
    days = CheckboxesField("Days", choices=DAYS, required=False)
    opens = TimeField("Starts at", optional=True, hint="For example, 2:30pm or 14:30")
    closes = TimeField("Ends at", optional=True)
    when = TextField("When, in words", optional=True, max_length=300)

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        if "languages" in self.fields:
            self.fields["languages"].choices = _languages(self.row)  # type: ignore[attr-defined]

    def clean_status(self) -> str:
        """A form without the question leaves it as it was; what is added runs."""
        before = self.row.status if self.row else Service.Status.ACTIVE  # type: ignore[attr-defined]
        return str(self.cleaned_data["status"] or before)

    def clean_terms(self) -> list[str]:
        """The words, parted at commas."""
        return [word.strip() for word in self.cleaned_data["terms"].split(",") if word.strip()]


=======
>>>>>>> main
class NoteForm(Form):
    """Something the team tells itself of a service."""

    text = TextAreaField(
        "A note for the team",
        hint="For example “ring after 11” or “the lift is broken”. It is shown to your team alone.",
        rows=2,
        max_length=2000,
    )
<<<<<<< HEAD


class AddForm(ServiceForm):
    """A new service; those who keep the directory of two schemes say whose it is."""

    scheme = SelectField("Which scheme is this for?", choices=())
    checked = RadiosField(
        "Did you make sure of it today?",
        choices=[*((how, f"Yes, {_lower(label)}") for how, label in HOW), (NOT_CHECKED, "No")],
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


class FromFeedForm(ServiceForm):
    """What can be put right here of a service that comes from a feed: all but who, where and when."""

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        for name in set(self.fields) - CORRECTABLE - {"foundations"}:
            if name not in self.carriers:
                del self.fields[name]


def facts_of(typed: dict[str, Any]) -> dict[str, Any]:
    """The values of a ServiceForm as the write door takes them: fields, places and sessions."""
    values = dict(typed)
    place = PlaceFacts(
        name=values.pop("place_name"),
        address=values.pop("address"),
        postcode=values.pop("postcode"),
        is_step_free=values.pop("is_step_free"),
    )
    places = [place] if place.name or place.address or place.postcode else []
    if values.pop("is_online"):
        places.append(PlaceFacts(is_online=True))
    session = SessionFacts(
        frequency="WEEKLY" if values["days"] else "",
        days=tuple(values.pop("days")),
        opens=values.pop("opens"),
        closes=values.pop("closes"),
        description=values.pop("when"),
    )
    return values | {
        "places": places,
        "sessions": [session] if session != SessionFacts() else [],
    }


def has_simple_places(service: Service) -> bool:
    """Whether the form can show where and when without losing any of it."""
    places = [place for place in service.places.all() if not place.is_online]
    sessions = list(service.sessions.all())
    plain_places = all(
        not place.access and (place.postcode or place.latitude is None) for place in places
    )
    plain_times = all(
        row.frequency in ("", "WEEKLY")
        and row.interval == 1
        and not (row.from_date or row.to_date)
        and all(len(day) == 2 for day in row.days)
        for row in sessions
    )
    return len(places) <= 1 and len(sessions) <= 1 and plain_places and plain_times


def initial_of(service: Service) -> dict[str, Any]:
    """A service as the form shows it."""
    place = next((row for row in service.places.all() if not row.is_online), None)
    session = next(iter(service.sessions.all()), None)
    names = (
        "name", "description", "status", "foundations", "cost", "is_free", "eligibility", "minimum_age",
        "maximum_age", "languages", "phone", "email", "setting", "is_women_only",
        "takes_no_recourse", "places_free",
    )  # fmt: skip
    return {name: getattr(service, name) for name in names} | {
        "organisation_name": service.organisation.name if service.organisation else "",
        "terms": ", ".join(term["name"] for term in service.terms),
        "place_name": place.name if place else "",
        "address": place.address if place else "",
        "postcode": place.postcode if place else "",
        "is_step_free": place.is_step_free if place else None,
        "is_online": ["yes"] if any(row.is_online for row in service.places.all()) else [],
        "days": session.days if session else [],
        "opens": session.opens if session else None,
        "closes": session.closes if session else None,
        "when": session.description if session else "",
    }


# Those most heard in the boroughs first; the whole list would hide them.
_OFTEN = (
    "en",
    "bn",
    "syl",
    "so",
    "ar",
    "pl",
    "ur",
    "tr",
    "pt",
    "es",
    "it",
    "fr",
    "ro",
    "vi",
    "yue",
    "q4",
)


def _languages(service: Any) -> list[tuple[str, str]]:
    kept = [said for said in (service.languages if service else ()) if said not in _OFTEN]
    return [(code, languages.label(code)) for code in _OFTEN] + [(said, said) for said in kept]
=======
>>>>>>> main
