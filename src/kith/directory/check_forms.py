"""What is asked of a listing's own people, of whoever reports it, and of whoever looks after it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.http import HttpRequest

from kith.accounts.permissions import Permission
from kith.accounts.roles import permissions_of
from kith.directory import rules
from kith.directory.actions.checking import HOW_BY_STAFF
from kith.directory.models import Matter, Service
from kith.organisations import queries as organisations
from kith.organisations.models import Membership
from kith.resilience.forms import Form
from kith.ui.fields import (
    EmailField,
    IntegerField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    YesNoField,
)

HOW = [(how.value, str(how.label)) for how in Service.How if how in HOW_BY_STAFF]
_WEB = URLValidator(schemes=["http", "https"])


class AnswerForm(Form):
    """What a listing says, for its own people to put right."""

    keeps_drafts = False

    description = TextAreaField(
        rules.ANSWERABLE["description"], optional=True, rows=5, max_length=5000
    )
    cost = TextField(rules.ANSWERABLE["cost"], optional=True, max_length=500)
    eligibility = TextAreaField(
        rules.ANSWERABLE["eligibility"], optional=True, rows=2, max_length=2000
    )
    phone = TextField(rules.ANSWERABLE["phone"], optional=True, max_length=60, autocomplete="off")
    email = EmailField(rules.ANSWERABLE["email"], optional=True, autocomplete="off")
    url = TextField(rules.ANSWERABLE["url"], optional=True, max_length=500)
    places_free = IntegerField(
        rules.ANSWERABLE["places_free"], optional=True, least=0, most=9999, width=4
    )
    text = TextAreaField(
        "Anything else that has changed",
        hint="Days, times, the address, the name. Nothing about anybody who comes, please.",
        optional=True,
        rows=3,
        max_length=rules.MOST_LETTERS,
    )

    def __init__(self, request: HttpRequest, *, service: Service) -> None:
        self.service = service
        super().__init__(
            request, initial={name: getattr(service, name) for name in rules.ANSWERABLE}
        )

    def clean_url(self) -> str:
        """An address of the web, with or without its beginning."""
        said = str(self.cleaned_data["url"]).strip()
        if not said or said == self.service.url:
            return said
        whole = said if "://" in said else f"https://{said}"
        try:
            _WEB(whole)
        except ValidationError as error:
            raise forms.ValidationError(
                "Enter the address of a website, such as www.lunchclub.example"
            ) from error
        return whole

    def put_right(self) -> dict[str, list[Any]]:
        """Field -> [before, after], of what was sent and is otherwise now; white space alone is no correction."""
        now = {name: self.cleaned_data[name] for name in rules.ANSWERABLE if name in self.data}
        both = {name: [getattr(self.service, name), value] for name, value in now.items()}
        return {name: pair for name, pair in both.items() if _tidy(pair[0]) != _tidy(pair[1])}


def _tidy(value: Any) -> Any:
    return " ".join(value.split()) if isinstance(value, str) else value


class WrongForm(Form):
    """What is wrong with a listing."""

    text = TextAreaField(
        "What is wrong?",
        hint="For example “the number rings somewhere else” or “it is on Thursdays now”. Say nothing about the person.",
        rows=3,
        max_length=rules.MOST_LETTERS,
        missing="Write what is wrong",
    )


class SettleForm(Form):
    """What became of something that waits about a listing."""

    became = RadiosField(
        "What became of it?",
        choices=Matter.Became.choices,
        conditional={Matter.Became.DONE: "how"},
        missing="Say what became of it",
    )
    how = SelectField("How do you know?", choices=HOW, missing="Say how you know")
    answer = TextAreaField(
        "In words",
        hint="Whoever reported it reads this.",
        optional=True,
        rows=2,
        max_length=rules.MOST_LETTERS,
    )


class KeeperForm(Form):
    """Who answers for a listing."""

    answers = TextField(
        "Who answers for it there",
        hint="The person or organisation to ask, such as “Joy Okafor, who runs it”. Your team alone sees this.",
        optional=True,
        max_length=200,
    )
    member = SelectField(
        "Which colleague looks after it here",
        choices=(),
        required=False,
        empty_label="Whoever keeps the directory",
    )

    def __init__(self, request: HttpRequest, *, service: Service, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.members = {str(row.pk): row for row in _colleagues(service.scheme_id)}
        self.fields["member"].choices = [(pk, row.name) for pk, row in self.members.items()]  # type: ignore[attr-defined]

    def chosen(self) -> Membership | None:
        """The colleague, if one was chosen."""
        return self.members.get(self.cleaned_data["member"])


class CheckingForm(Form):
    """Whether listings are written to by themselves."""

    writes = YesNoField("Write to listings by itself when their check is due?")
    most_a_day = IntegerField("To how many a day, at most?", least=1, most=200, width=3)


def _colleagues(scheme_id: UUID) -> list[Membership]:
    rows = organisations.staff(scheme_id)
    return [row for row in rows if Permission.FIND_SERVICES in permissions_of(frozenset(row.roles))]
