"""The forms of setting a scheme up."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.forms import Field
from django.http import HttpRequest

from kith.accounts.roles import ROLES
from kith.organisations import queries
from kith.organisations.models import DeliveryPartner, Practice
from kith.organisations.models.staff import JobRole
from kith.resilience.forms import Form
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    EmailField,
    IntegerField,
    PasswordField,
    PhoneField,
    SelectField,
    TextAreaField,
    TextField,
    YesNoField,
)


class SchemeForm(Form):
    name = TextField("Name of the service", max_length=200)
    phone = PhoneField("Phone number people ring", optional=True)
    opening_hours = TextField("When someone answers it", optional=True, max_length=200)
    email = EmailField("E-mail address people can write to", optional=True)
    address = TextAreaField("Postal address, as on letters", optional=True, rows=4, max_length=500)
    link_worker_title = TextField(
        "What you call a link worker", hint="Such as social prescriber or connector.", max_length=60
    )
    contact_attempts = IntegerField(
        "Attempts before a letter is sent",
        hint="On different days, at different times. Kith proposes; it never closes anyone.",
        least=1,
        most=10,
        width=2,
    )
    reopen_within_days = IntegerField(
        "Days after finishing in which someone can come back without a new referral",
        least=0,
        most=730,
        width=4,
    )
    partners_see_each_other = YesNoField(
        "Can staff of one delivery partner see the people of another?",
        hint="If not, staff see their own partner's people, and the prime contractor sees all.",
    )


class PracticeForm(Form):
    name = TextField("Name of the practice", max_length=200)
    ods_code = TextField("Practice code (ODS)", hint="Such as F84003.", max_length=6, width=10)
    email = EmailField("E-mail address for letters", optional=True)
    phone = PhoneField("Phone number", optional=True)
    registered = IntegerField("Registered patients", optional=True, least=0, most=500_000, width=10)
    on_date = DateField("Counted on", optional=True, past_only=True)


class InvitationForm(Form):
    name = TextField("Their name", max_length=200)
    email = EmailField("Their work e-mail address")
    roles = CheckboxesField(
        "What they may do",
        choices=[(role.key, role.name) for role in ROLES],
        hints={role.key: role.purpose for role in ROLES},
        missing="Choose what they may do",
    )
    job_role = SelectField("Employed as", choices=JobRole.choices, empty_label="Choose")
    partner = SelectField("Employer", choices=[], optional=True, empty_label="None of these")
    practice = SelectField(
        "Practice they refer from", choices=[], optional=True, empty_label="None of these"
    )

    def __init__(self, request: HttpRequest, *, scheme_id: UUID) -> None:
        super().__init__(request)
        partners, practices = queries.partners(scheme_id), queries.practices(scheme_id)
        _offer(self.fields["partner"], partners)
        _offer(self.fields["practice"], practices)


def _offer(field: Field, rows: Iterable[DeliveryPartner | Practice]) -> None:
    assert isinstance(field, SelectField)
    field.choices = [("", "None of these"), *((str(row.pk), row.name) for row in rows)]


class JoinForm(Form):
    keeps_drafts = False

    password = PasswordField(
        "Choose a password",
        new=True,
        hint="At least 12 characters. Four random words are easy to remember and hard to guess.",
    )
