"""The forms of referring."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest

from kith.files.examining import EXTENSIONS, MOST_BYTES
from kith.organisations import queries as organisations
from kith.organisations.models import Membership, Practice, Programme, Reason
from kith.pathway.referrals.programme_fields import ProgrammeFields
from kith.people.actions import Who
from kith.people.models import Channel
from kith.resilience import drafts
from kith.resilience.forms import Form
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    EmailField,
    FileField,
    HiddenField,
    PhoneField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    YesNoField,
)
from kith.vocabulary import (
    foundations,
    holistic_concerns,
    languages,
    referral_sources,
    urgency,
    word_back,
)
from kith.vocabulary.doors import Door
from kith.vocabulary.word_back import HEARD, Tier, Way

SAFE_CHOICES = [
    (Channel.CALL.value, "Call them on it"),
    (Channel.VOICEMAIL.value, "Leave a voicemail"),
    (Channel.TEXT.value, "Send a text"),
]
FROM_OUTSIDE = ("source", "practice", "organisation_name", "referrer_name", "referrer_contact")


class ReferForm(Form):
    """One page, few required fields: who, how to reach them safely, why, and do they know."""

    first_name = TextField("First name", optional=True, max_length=70, width=20)
    last_name = TextField(
        "Last name, or their only name", missing="Enter their name", max_length=70, width=20
    )
    date_of_birth = DateField("Date of birth", past_only=True)
    nhs_number = TextField(
        "NHS number", optional=True, max_length=20, width=10, inputmode="numeric"
    )
    phone = PhoneField("Phone", required=False, hint="A phone, an e-mail or an address is needed.")
    phone_safe_for = CheckboxesField(
        "What did they say is safe on this phone?",
        choices=SAFE_CHOICES,
        required=False,
        hint="Leave empty if you have not asked. We ask before we use it for more than a first call.",
    )
    when_safe = TextField(
        "When is it safe?", optional=True, hint="For example: weekday mornings", max_length=200
    )
    email = EmailField("E-mail", optional=True)
    address = TextField("Address", optional=True, max_length=300)
    postcode = TextField("Postcode", optional=True, width=10, max_length=12)
    language = SelectField(
        "Language they like to speak", choices=languages.choices(), optional=True
    )
    needs_interpreter = YesNoField("Do they need an interpreter?", optional=True)
    person_knows = YesNoField("Do they know that we will call?")
    consent_note = TextField(
        "What did they agree to?",
        optional=True,
        max_length=300,
        hint="For example: to be rung, and that you told us about the money worries.",
    )
    programme = HiddenField("Programme", required=False)
    referrer_sees = TextAreaField(
        "What do you see?", required=False, rows=4, hint="What worries you or could help."
    )
    person_says = TextAreaField(
        "What do they say?", optional=True, rows=4, hint="In their own words, if you know them."
    )
    urgency = RadiosField(
        "How soon should they hear from us?",
        choices=urgency.choices(),
        hint="We are not an emergency service: for danger now, ring 999.",
        initial="routine",
        inline=True,
    )
    risk = RadiosField(
        "Is there a risk to them or to someone who visits?",
        choices=[
            ("stated", "Yes"),
            ("none_known", "None that I know of"),
            ("not_asked", "I have not asked"),
        ],
        conditional={"stated": "risk_text"},
        initial="not_asked",
    )
    risk_text = TextAreaField(
        "What is the risk, and what keeps everyone safe?",
        rows=3,
        missing="Say what the risk is",
    )
    source = SelectField(
        "Who asks?", choices=referral_sources.choices(), empty_label="Choose who asks"
    )
    practice = SelectField("Their practice", choices=[], optional=True, empty_label="Not known")
    organisation_name = TextField("Organisation of who asks", optional=True, max_length=200)
    referrer_name = TextField("Name of who asks", optional=True, max_length=140)
    referrer_contact = TextField("How to reach who asks", optional=True, max_length=254)

    concern_groups = holistic_concerns.by_foundation()

    def __init__(
        self, request: HttpRequest, *, scheme_id: UUID, membership: Membership | None, **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        self.own = membership
        self.reasons = list(organisations.reasons(scheme_id))
        self.from_outside = membership is None
        self.practices: list[Practice] = []
        self.programmes: list[Programme] = []
        self._offer_lists(scheme_id)
        for key, title in foundations.choices():
            mine = [(str(r.pk), r.label) for r in self.reasons if r.foundation == key]
            if mine:
                self.fields[f"reasons_{key}"] = CheckboxesField(
                    title, choices=mine, required=False, label_size="s"
                )
        self.programme_chosen = self._programme() if self.programmes else None
        self.for_programme = (
            ProgrammeFields(self.programme_chosen) if self.programme_chosen else None
        )
        if self.for_programme is not None:
            self.fields.update(self.for_programme.fields)
            self.fields["assessment"] = FileField(
                "A file, such as a holistic needs assessment",
                extensions=EXTENSIONS,
                max_bytes=MOST_BYTES,
                optional=True,
                hint="A PDF or a photo, up to 10 MB.",
            )
        if not self.is_bound and self.keeps_drafts:
            self._fill_from_draft()
            self.initial["programme"] = (
                str(self.programme_chosen.pk) if self.programme_chosen else ""
            )

    def _programme(self) -> Programme | None:
        """The programme the page is for: as sent, as its address says, as the draft has it, or the one
        that names the referrer's own place as its.
        """
        draft = drafts.find(self.request.path) if not self.is_bound and self.keeps_drafts else None
        said = [
            self.request.POST.get("programme", ""),
            self.request.GET.get("programme", ""),
            draft.typed.get("programme", [""])[0] if draft else "",
        ]
        if self.is_bound or any(said):
            wanted = said[0] if self.is_bound else next(filter(None, said))
            return next((p for p in self.programmes if str(p.pk) == wanted), None)
        place = self.own.organisation_id if self.own else None
        return organisations.programmes_of_referrer(place).first() if place else None

    def _offer_lists(self, scheme_id: UUID) -> None:
        """The scheme's practices and programmes; who refers from a seat says neither."""
        self.practices = list(organisations.practices(scheme_id))
        self.programmes = list(organisations.programmes(scheme_id))
        self.fields["practice"].choices = [(str(p.pk), p.name) for p in self.practices]  # type: ignore[attr-defined]
        if not self.from_outside:
            for name in FROM_OUTSIDE:
                del self.fields[name]

    def _fill_from_draft(self) -> None:
        # Not before every field is there: those of the reasons are made after the others.
        if hasattr(self, "from_outside"):
            super()._fill_from_draft()

    @property
    def reason_fields(self) -> list[Any]:
        """The checkboxes of each foundation."""
        return [self[name] for name in self.fields if name.startswith("reasons_")]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError when nothing says why."""
        typed: dict[str, Any] = super().clean() or self.cleaned_data
        said = any(typed.get(name, "").strip() for name in ("referrer_sees", "person_says"))
        if not self.chosen(typed) and not said and "referrer_sees" not in self.errors:
            self.add_error("referrer_sees", "Choose a reason below, or say what you see")
        if typed.get("programme") not in ("", "none", None) and self.programme_chosen is None:
            self.add_error("programme", "This programme takes nobody new. Choose another.")
        return typed

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as `actions.receive` takes them."""
        own = self.own
        practice = own.practice if own else self._practice(typed.get("practice", ""))
        told = typed["risk"]
        return {
            "who": _who(typed, practice),
            "source": _source(own) if own else typed["source"],
            "door": Door.ACCOUNT if own else Door.TELEPHONE,
            "practice": practice if own or typed["source"] == "01" else None,
            "organisation": own.organisation if own else None,
            "organisation_name": typed.get("organisation_name", ""),
            "referrer": own,
            "referrer_name": typed.get("referrer_name", ""),
            "referrer_contact": typed.get("referrer_contact", ""),
            "urgency": typed["urgency"],
            "reasons": self.chosen(typed),
            "referrer_sees": typed["referrer_sees"],
            "person_says": typed["person_says"],
            "person_knows": typed["person_knows"],
            "consent_note": typed["consent_note"],
            "programme": self.programme_chosen,
            "for_programme": self.for_programme.brought(typed, self._teller(typed))
            if self.for_programme
            else None,
            "risk": typed["risk_text"] if told == "stated" else "",
            "no_risk_known": told == "none_known",
        }

    def _teller(self, typed: dict[str, Any]) -> str:
        return self.own.name if self.own else typed.get("referrer_name") or ""

    def chosen(self, typed: dict[str, Any]) -> list[Reason]:
        """The reasons that were ticked."""
        ids = {pk for name, chosen in typed.items() if name.startswith("reasons_") for pk in chosen}
        return [reason for reason in self.reasons if str(reason.pk) in ids]

    def _practice(self, chosen: str) -> Practice | None:
        return next((p for p in self.practices if str(p.pk) == chosen), None)


def _source(own: Membership) -> str:
    if own.practice_id:
        return "01"
    return own.organisation.source if own.organisation else "99"


def _who(typed: dict[str, Any], practice: Practice | None) -> Who:
    return Who(
        first_name=typed["first_name"],
        last_name=typed["last_name"],
        date_of_birth=typed["date_of_birth"],
        nhs_number=typed["nhs_number"],
        language=typed["language"],
        needs_interpreter=typed["needs_interpreter"],
        practice=practice,
        phone=typed["phone"],
        phone_safe_for=typed["phone_safe_for"],
        phone_when_safe=typed["when_safe"],
        email=typed["email"],
        address=typed["address"],
        postcode=typed["postcode"],
    )


class SendAgainForm(Form):
    """What was missing, added."""

    referrer_sees = TextAreaField("What do you see?", rows=8, missing="Add what was missing")
    person_says = TextAreaField("What do they say?", optional=True, rows=5)


class AnswerForm(Form):
    """What the referrer answers; the team may note it for them, with who said it."""

    answer = TextAreaField("The answer", rows=5, missing="Write the answer")
    name = TextField("Who answered", max_length=140, missing="Say who answered")

    def __init__(self, request: HttpRequest, *, asks_who: bool = False, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        if not asks_who:
            del self.fields["name"]


class ReplyForm(Form):
    """What a referrer adds by their private link."""

    keeps_drafts = False

    text = TextAreaField("Your answer", rows=6, max_length=4000, missing="Write your answer first")


class TellForm(Form):
    """What a colleague told the referrer, and how."""

    keeps_drafts = False

    kind = RadiosField("What did you tell them?", choices=[], missing="Choose what you told them")
    way = RadiosField(
        "How?",
        choices=[
            (Way.PHONE.value, "I rang them"),
            (Way.LETTER.value, "I wrote or handed over a letter"),
            (Way.EMAIL.value, "Send the e-mail now"),
        ],
        missing="Choose how",
    )

    def __init__(self, request: HttpRequest, *, tier: str) -> None:
        super().__init__(request)
        may = HEARD[Tier(tier)]
        field = self.fields["kind"]
        assert isinstance(field, RadiosField)
        field.choices = [pair for pair in word_back.choices() if pair[0] in may]


class ShareForm(Form):
    """What the person said about the referrer hearing how it goes."""

    keeps_drafts = False

    agreed = YesNoField(
        "Does the person agree that whoever referred hears how it goes?", missing="Choose yes or no"
    )
    on_whose_word = TextField("On whose word?", max_length=140, missing="Say on whose word")


class WordToForm(Form):
    """Where word of a referral goes."""

    keeps_drafts = False

    address = EmailField(
        "E-mail address of whoever referred",
        optional=True,
        hint="Empty when we have none: then ring them.",
        max_length=254,
    )


class WantedForm(Form):
    """What a practice gets."""

    keeps_drafts = False

    letters = CheckboxesField(
        "Which letters does the practice get?",
        optional=True,
        choices=[
            (kind.value, word_back.WORDS[kind].label)
            for kind in (
                word_back.Kind.TAKEN_ON, word_back.Kind.AGREED, word_back.Kind.DECLINED,
                word_back.Kind.COULD_NOT_REACH, word_back.Kind.PLAN, word_back.Kind.CLOSED,
            )
        ],
    )  # fmt: skip
    weekly_sheet = YesNoField(
        "Does it get a weekly sheet of the codes it is owed?", missing="Choose yes or no"
    )


class BringLetterForm(Form):
    """A letter as it came: by e-mail as a PDF, or on paper as a photo."""

    keeps_drafts = False

    file = FileField(
        "The letter",
        extensions=EXTENSIONS,
        max_bytes=MOST_BYTES,
        hint="A PDF, or a photo as JPEG or PNG, up to 10 MB and 30 pages.",
        missing="Choose the letter",
    )
    came_on = DateField("Day it came", past_only=True)
    came_from = TextField("Who sent it", optional=True, max_length=200)


class AsideForm(Form):
    """Why a letter is no referral."""

    keeps_drafts = False

    why = TextField("Why is it no referral?", max_length=300, missing="Say why, in a few words")
