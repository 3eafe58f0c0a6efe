"""One page with every field and every part, drawn without a database, for tests and for the eye."""

import datetime as dt
import functools
from pathlib import Path

from django.core.paginator import Paginator
from django.http import HttpRequest
from django.middleware.csrf import get_token
from jinja2 import ChoiceLoader, Environment, FileSystemLoader

from kith.ui import components, fields
from kith.ui.forms import Form

PAGES = Path(__file__).with_name("pages")
CHOICES = [("phone", "By phone"), ("visit", "A visit"), ("text", "By text message")]
TODAY = dt.date(2026, 11, 26)


class GalleryForm(Form):
    name = fields.TextField("Full name", autocomplete="name", missing="Enter your full name")
    words = fields.TextAreaField(
        "What was said", hint="They may read this.", rows=4, count=True, max_length=400
    )
    email = fields.EmailField("Email address", optional=True)
    number = fields.PhoneField("Phone number", hint="For example 07700 900123", optional=True)
    password = fields.PasswordField("Passphrase", new=True)
    minutes = fields.IntegerField("Minutes spent", least=0, most=600, suffix="minutes")
    miles = fields.DecimalField("Miles travelled", places=1, least=0, most=500, optional=True)
    gained = fields.MoneyField("Money gained", optional=True)
    born = fields.DateField("Date of birth", past_only=True, hint="For example, 15 3 1984")
    at = fields.TimeField("Time of the visit", hint="For example, 2:30pm")
    how = fields.RadiosField(
        "How to get in touch",
        choices=CHOICES,
        hints={"visit": "At home, or at a place they like"},
        conditional={"visit": ["place"], "text": "mobile"},
    )
    place = fields.TextField("Where to meet", width=20)
    mobile = fields.PhoneField("Mobile number")
    needs = fields.CheckboxesField(
        "Anything that helps",
        choices=[
            ("step", "Step-free access"),
            ("bsl", "A BSL interpreter"),
            ("none", "None of these"),
        ],
        exclusive="none",
    )
    language = fields.SelectField(
        "Language",
        choices=[("en", "English"), ("syl", "Sylheti"), ("so", "Somali")],
        empty_label="Choose one",
    )
    safe = fields.YesNoField("Is it safe to leave a message?")
    size = fields.RadiosField(
        "Size of print",
        choices=[("s", "Usual"), ("l", "Large")],
        inline=True,
        small=True,
        optional=True,
    )
    sheet = fields.FileField("Referral sheet", extensions=("csv", "xlsx"), max_bytes=1_000)
    key = fields.HiddenField(required=False, initial="abc")


def context(form: Form) -> dict[str, object]:
    """What the gallery page reads."""
    request = HttpRequest()
    people = [
        [
            "Maya Okafor",
            {"text": "999 000 0018"},
            {"text": "Waiting", "tag": "yellow"},
            "3 days ago",
        ],
        [
            "Tomasz Zieliński-Wawrzyniak",
            "999 000 0026",
            {"text": "Planning", "tag": "green"},
            "today",
        ],
        [
            {"text": "فاطمة الزهراء", "href": "#f", "hint": "says: Fatima"},
            "999 000 0034",
            "Reviewed",
            "in 4 days",
        ],
    ]
    return {
        "csrf_token": get_token(request),
        "form": form,
        "now": dt.datetime(2026, 11, 26, 15, 15, tzinfo=dt.UTC),
        "nav": [
            {"text": "Today", "href": "#today", "current": True, "key": "t"},
            {"text": "Caseload", "href": "#caseload", "count": 41, "key": "c"},
            {"text": "New referrals", "href": "#referrals", "count": 3},
            {"text": "Find a service", "href": "#find"},
            {"text": "Team", "href": "#team"},
        ],
        "account": {"name": "Nadia Rahman", "scheme": "Bow and Poplar", "sign_out_url": "#out"},
        "scheme": {"name": "Bow and Poplar", "phone": "020 7946 0018", "href": "#home"},
        "search_url": "#search",
        "notices": [
            {"kind": "success", "text": "Maya Okafor is now on your caseload.", "undo": "#undo"},
            {"kind": "warning", "text": "Two people have the phone number 07700 900123."},
        ],
        "people": people,
        "page": Paginator(range(230), 20).page(5),
    }


@functools.cache
def _environment() -> Environment:
    env = components.jinja()
    over = env.overlay(loader=ChoiceLoader([FileSystemLoader(str(PAGES)), env.loader]))
    over.template_class = env.template_class
    return over


def draw(page: str, form: Form, **more: object) -> str:
    """A page of this folder as HTML."""
    return _environment().get_template(page).render({**context(form), **more})
