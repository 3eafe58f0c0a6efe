"""The forms of a person's record: who they are, how they are reached, who is around them, risks."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest

from kith.organisations import queries as organisations
from kith.people.actions.contact_points import CHANNELS
from kith.people.models import (
    Channel,
    ChildAgreement,
    ContactPoint,
    LinkedPerson,
    Person,
)
from kith.resilience.forms import Form
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    PhoneField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    YesNoField,
)
from kith.vocabulary import accessible_information, ethnicity, gender, languages

Kind = ContactPoint.Kind


class IdentityForm(Form):
    """Identity and needs (PRSB Social Prescribing v1.1, sections 1, 2 and 4)."""

    first_name = TextField("First name", optional=True, max_length=70, width=20)
    last_name = TextField("Last name, or their only name", required=False, max_length=70, width=20)
    preferred_name = TextField(
        "Name they like to be called", optional=True, max_length=70, width=20
    )
    said_as = TextField(
        "How the name is said", optional=True, max_length=120, hint="For example: shi-VAWN"
    )
    pronouns = TextField("Pronouns", optional=True, max_length=40, width=20)
    date_of_birth = DateField("Date of birth", past_only=True)
    nhs_number = TextField("NHS number", optional=True, max_length=20, width=10)
    practice = SelectField("GP practice", choices=[], optional=True, empty_label="Not known")
    gender = SelectField(
        "Gender, as they say it", choices=gender.choices(), optional=True, empty_label="Not asked"
    )
    ethnicity = SelectField(
        "Ethnicity, as they say it",
        choices=ethnicity.choices(),
        optional=True,
        empty_label="Not asked",
    )
    language = SelectField(
        "Language they like to speak",
        choices=languages.choices(),
        optional=True,
        empty_label="Not asked",
    )
    needs_interpreter = YesNoField("Do they need an interpreter?", optional=True)
    access_needs = CheckboxesField(
        "What helps them hear, read and take part",
        choices=accessible_information.choices(),
        required=False,
    )
    access_notes = TextAreaField("Anything else that helps", optional=True, rows=3)

    def __init__(self, request: HttpRequest, *, person: Person, **kwargs: Any) -> None:
        names = [n for n in self.base_fields if n not in self.carriers]
        initial = {name: getattr(person, name) for name in names}
        initial["practice"] = str(person.practice_id or "")
        super().__init__(request, version_of=person, initial=initial, **kwargs)
        self.practices = {str(p.pk): p for p in organisations.practices(person.scheme_id)}
        self.fields["practice"].choices = [(pk, p.name) for pk, p in self.practices.items()]  # type: ignore[attr-defined]

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as `actions.edit` takes them."""
        return {**typed, "practice": self.practices.get(typed["practice"])}


def _channels(kind: str) -> list[tuple[str, str]]:
    return [(c.value, c.label) for c in Channel if c in CHANNELS[kind]]


class ContactPointForm(Form):
    """One way of reaching someone; the questions are those of its kind."""

    value = TextField("Number", required=False, max_length=400)
    postcode = TextField("Postcode", optional=True, width=10, max_length=12)
    safe_for = CheckboxesField(
        "What did they say is safe?",
        choices=[(c.value, c.label) for c in Channel],
        required=False,
        hint="Nothing automatic uses what is not ticked.",
    )
    when_safe = TextField(
        "When is it safe?", optional=True, max_length=200, hint="For example: before 3pm"
    )
    note = TextField(
        "Anything to know", optional=True, max_length=300, hint="For example: say you are Amina"
    )
    is_preferred = YesNoField("Is it the one they like best?", optional=True)

    LABELS = {Kind.PHONE: "Phone number", Kind.EMAIL: "E-mail address", Kind.ADDRESS: "Address"}

    def __init__(self, request: HttpRequest, *, kind: str, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["value"].label = self.LABELS[Kind(kind)]
        self.fields["safe_for"].choices = _channels(kind)  # type: ignore[attr-defined]
        if kind != Kind.ADDRESS:
            del self.fields["postcode"]


class LinkedForm(Form):
    """Someone around the person, and what they may be told."""

    name = TextField("Their name", max_length=140)
    relationship = TextField(
        "Who they are to the person", max_length=100, hint="For example: daughter, neighbour"
    )
    part = RadiosField(
        "What part do they have?",
        choices=LinkedPerson.Part.choices,
        initial=LinkedPerson.Part.AROUND,
        required=False,
    )
    phone = PhoneField("Phone", optional=True)
    phone_is_safe = YesNoField("Is it safe for us to ring them there?", optional=True)
    parental_responsibility = YesNoField(
        "Do they have parental responsibility?",
        hint="A mother always has it; others by birth registration, marriage, an agreement or a court. Ask.",
        missing="Choose yes or no",
    )
    may_be_told = RadiosField(
        "What may they be told?",
        choices=LinkedPerson.MayBeTold.choices,
        conditional={
            value: ["on_whose_say_so", "said_on", "until"]
            for value in LinkedPerson.MayBeTold.values
            if value != LinkedPerson.MayBeTold.NOTHING
        },
        initial=LinkedPerson.MayBeTold.NOTHING,
    )
    on_whose_say_so = TextField(
        "On whose say-so?",
        max_length=140,
        required=False,
        hint="For example: the person, on the phone",
    )
    said_on = DateField("Said on", optional=True, past_only=True)
    until = DateField("Until", optional=True, hint="Leave empty if it has no end.")
    note = TextField("Anything to know", optional=True, max_length=300)

    def __init__(self, *args: Any, child: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not child:
            del self.fields["parental_responsibility"]
            fields: Any = self.fields
            fields["part"].choices = [
                one for one in LinkedPerson.Part.choices if one[0] != LinkedPerson.Part.SCHOOL
            ]

    def values(self) -> dict[str, Any]:
        """As `people.actions.add_linked_person` takes them."""
        typed = super().values()
        return {**typed, "part": typed["part"] or LinkedPerson.Part.AROUND}


class LinkForm(Form):
    """Who somebody whom we support too is to a person."""

    keeps_drafts = False

    relationship = TextField(
        "Who are they to the person?", max_length=100, hint="For example: wife, son, lodger",
        missing="Say who they are to the person",
    )  # fmt: skip
    part = RadiosField(
        "Does one look after the other?",
        choices=[
            (LinkedPerson.Part.AROUND, "No"),
            (LinkedPerson.Part.CARER, "They look after the person"),
            (LinkedPerson.Part.CARED_FOR, "The person looks after them"),
        ],
        initial=LinkedPerson.Part.AROUND,
        missing="Choose whether one looks after the other",
    )


class AgreedForm(Form):
    """Who agreed for a child, and who must not be told."""

    authority = RadiosField(
        "Who agreed to our support?",
        choices=ChildAgreement.Authority.choices,
        hints={
            ChildAgreement.Authority.COMPETENT: "Under 16, and with enough understanding to decide about this for"
            " themselves. Somebody trained finds that with them, each time anew."
        },
        conditional={
            ChildAgreement.Authority.PARENT: [
                "parent", "parent_name", "parent_relationship", "parent_phone",
                "parent_phone_is_safe",
            ],
            ChildAgreement.Authority.COMPETENT: ["assessed_by", "assessed_on"],
        },
        missing="Select who agreed",
    )  # fmt: skip
    parent = SelectField("Who?", choices=[], required=False, empty_label="Somebody not on the list")
    parent_name = TextField("Their name, if not on the list", optional=True, max_length=140)
    parent_relationship = TextField(
        "Who they are to the child", optional=True, max_length=100, hint="For example: mother"
    )
    parent_phone = PhoneField("Their phone", optional=True)
    parent_phone_is_safe = YesNoField("Is it safe for us to ring them there?", optional=True)
    assessed_by = TextField(
        "Who found that they have Gillick competence?", max_length=140, missing="Say who found it"
    )
    assessed_on = DateField("On which day?", past_only=True)
    agreed_on = DateField("When was it agreed?", past_only=True)
    how = TextField(
        "How?", max_length=300, hint="For example: by telephone, after hearing what we do",
        missing="Say how it was agreed",
    )  # fmt: skip
    school = TextField("School or college", optional=True, max_length=200)
    not_told = TextField(
        "Who must not find out that we know them?",
        optional=True,
        max_length=140,
        hint="A name. Others can be added under People around them.",
    )
    not_told_relationship = TextField("Who that is to the child", optional=True, max_length=100)

    def __init__(
        self, *args: Any, parents: Iterable[LinkedPerson], sixteen: bool, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.parents = {str(row.pk): row for row in parents}
        self.fields["parent"].choices = [(key, str(row)) for key, row in self.parents.items()]  # type: ignore[attr-defined]
        wrong = ChildAgreement.Authority.COMPETENT if sixteen else ChildAgreement.Authority.SIXTEEN
        offered = [one for one in ChildAgreement.Authority.choices if one[0] != wrong]
        self.fields["authority"].choices = offered  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """As `people.actions.record_who_agreed` takes them."""
        typed = super().values()
        return {**typed, "parent": self.parents.get(typed.get("parent") or "")}


class RiskForm(Form):
    """One answer to "what might go wrong?"."""

    kind = RadiosField(
        "What did you learn?",
        choices=[("stated", "There is a risk"), ("none_known", "I asked, and none is known")],
        conditional={"stated": "text"},
        missing="Select what you learnt",
    )
    text = TextAreaField(
        "What is the risk, and what keeps everyone safe?",
        rows=3,
        missing="Say what the risk is",
    )
    stated_by_name = TextField(
        "Who said so?", optional=True, max_length=200, hint="Leave empty if it was you."
    )
    stated_on = DateField("On which day?", past_only=True)


class EndRiskForm(Form):
    """Why a statement no longer holds."""

    why = TextAreaField("Why does it no longer hold?", rows=3, missing="Say why")


class CodesOnlyForm(Form):
    """What the person's practice gets."""

    keeps_drafts = False

    codes_only = YesNoField(
        "Does their practice get codes only?",
        hint="With a yes, it gets who they are and the codes for their record, and nothing of our support.",
        missing="Choose yes or no",
    )
    on_whose_word = TextField("On whose word?", max_length=140, missing="Say on whose word")
    on = DateField("When was it chosen?", past_only=True)
