"""What is asked when looking for a service, and when keeping the directory."""

from __future__ import annotations

from kith.resilience.forms import Form
from kith.ui import forms as ui_forms
from kith.ui.fields import (
    CheckboxesField,
    IntegerField,
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


class NoteForm(Form):
    """Something the team tells itself of a service."""

    text = TextAreaField(
        "A note for the team",
        hint="For example “ring after 11” or “the lift is broken”. It is shown to your team alone.",
        rows=2,
        max_length=2000,
    )
