"""The forms of setting a scheme up."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.forms import Field
from django.http import HttpRequest

from kith.accounts.roles import ROLES
from kith.organisations import queries
from kith.organisations.models import DeliveryPartner, Practice, Programme
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
from kith.vocabulary import foundations, programme_templates


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
    read_within = IntegerField(
        "Working days in which a person of yours reads every referral", least=1, most=10, width=2
    )
    call_soon_within = IntegerField(
        "Working days to the first try to reach someone, when it is urgent or soon",
        least=1,
        most=20,
        width=2,
    )
    call_within = IntegerField(
        "Working days to the first try to reach anyone else", least=1, most=60, width=2
    )
    talk_within = IntegerField("Working days to the first conversation", least=1, most=120, width=3)
    meet_within = IntegerField(
        "Working days to the first appointment",
        hint="All count from the day the referral came, without weekends and bank holidays. A date that the"
        " person chose themselves is never late.",
        least=1,
        most=250,
        width=3,
    )
    youngest_age = IntegerField(
        "Age from which you support people",
        hint="0 if you support children of any age. A referral of somebody younger still comes in: whoever refers"
        " is told, and a person of yours reads it and decides.",
        least=0,
        most=100,
        width=3,
    )
    reopen_within_days = IntegerField(
        "Days after finishing in which someone can come back without a new referral",
        least=0,
        most=730,
        width=4,
    )
    follow_up_months = CheckboxesField(
        "After finishing, when do you ring to hear how somebody is?",
        hint="Only whoever agrees to it is rung. Nobody is rung who died, said no or withdrew.",
        choices=[("1", "After a month"), *((str(n), f"After {n} months") for n in (3, 6, 12))],
        coerce=int,
        required=False,
    )
    partners_see_each_other = YesNoField(
        "Can staff of one delivery partner see the people of another?",
        hint="If not, staff see their own partner's people, and the prime contractor sees all.",
    )
    codes_only_by_default = YesNoField(
        "Do practices get codes only, until the person says otherwise?",
        hint="If not, they get a closing letter. Each person can choose, on their record.",
    )
    shows_ages_publicly = YesNoField(
        "Can your public figures say how young and how old the people are whom you reached by phone?",
        hint="The youngest and the oldest age can point at one person where few are that age.",
    )
    published_from = DateField(
        "First day of the period of your published report",
        optional=True,
        hint="Ages and ethnic groups are public for this period, and otherwise for whole financial"
        " years that it does not touch.",
    )
    published_to = DateField("Last day of that period", optional=True)


class PracticeForm(Form):
    name = TextField("Name of the practice", max_length=200)
    ods_code = TextField("Practice code (ODS)", hint="Such as F84003.", max_length=6, width=10)
    email = EmailField("E-mail address for letters", optional=True)
    phone = PhoneField("Phone number", optional=True)
    registered = IntegerField("Registered patients", optional=True, least=0, most=500_000, width=10)
    on_date = DateField("Counted on", optional=True, past_only=True)


class PartnerForm(Form):
    name = TextField("Name of the organisation that employs staff", max_length=200)
    is_prime = YesNoField(
        "Is it the prime contractor?", hint="Its staff see the people of every partner."
    )


class TeamForm(Form):
    partner = SelectField("Employer", choices=[], empty_label="Choose the employer")
    name = TextField("Name of the team", max_length=200)

    def __init__(self, request: HttpRequest, *, scheme_id: UUID) -> None:
        super().__init__(request)
        _offer(self.fields["partner"], queries.partners(scheme_id))


class ReasonForm(Form):
    label = TextField("Reason, as people read it", max_length=120)
    foundation = SelectField(
        "Where it belongs", choices=foundations.choices(), empty_label="Choose where it belongs"
    )
    snomed_code = TextField("National code (SNOMED CT)", optional=True, max_length=18, width=20)
    snomed_term = TextField("Its term", optional=True, max_length=200)


class ProgrammeForm(Form):
    name = TextField("Name of the programme", hint="Such as: Cancer programme.", max_length=200)
    description = TextAreaField("Who it is for", optional=True, rows=3, max_length=500)
    template = SelectField(
        "What it starts with",
        choices=programme_templates.choices(),
        required=False,
        hint="Questions, stages and prompts. You change all of it on the next page.",
        empty_label="Choose what it starts with",
    )


class ContractForm(Form):
    funder_name = TextField("Who pays", max_length=200)
    title = TextField("What for", max_length=200)
    from_date = DateField("From")
    to_date = DateField("Until", optional=True)
    practice_codes = CheckboxesField(
        "Whose patients",
        choices=[],
        hint="None ticked means every practice.",
        required=False,
    )
    programme = SelectField(
        "For which programme", choices=[], optional=True, empty_label="Every programme"
    )

    def __init__(self, request: HttpRequest, *, scheme_id: UUID) -> None:
        super().__init__(request, initial={"programme": request.GET.get("programme", "")})
        codes = self.fields["practice_codes"]
        assert isinstance(codes, CheckboxesField)
        codes.choices = [(row.ods_code, row.name) for row in queries.practices(scheme_id)]
        _offer(self.fields["programme"], queries.programmes(scheme_id))


class ProviderField(TextField):
    """The organisation of the directory for which a community provider answers, by its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(
            "Organisation they answer for",
            hint="For a community provider: its name as the directory has it, or a part of it.",
            max_length=300,
            **kwargs,
        )


class AnswersForForm(Form):
    provider = ProviderField()


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
    provider = ProviderField(optional=True)

    def __init__(self, request: HttpRequest, *, scheme_id: UUID) -> None:
        super().__init__(request)
        partners, practices = queries.partners(scheme_id), queries.practices(scheme_id)
        _offer(self.fields["partner"], partners)
        _offer(self.fields["practice"], practices)


def _offer(field: Field, rows: Iterable[DeliveryPartner | Practice | Programme]) -> None:
    assert isinstance(field, SelectField)
    field.choices = [(str(row.pk), row.name) for row in rows]


class JoinForm(Form):
    keeps_drafts = False

    password = PasswordField(
        "Password",
        new=True,
        hint="If you have an account with this address, type its password. Otherwise choose one:"
        " at least 12 characters. Four random words are easy to remember and hard to guess.",
    )
