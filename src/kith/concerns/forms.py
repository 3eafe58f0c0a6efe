"""What is asked of somebody who is worried, of who sees to it, of who goes in alone, and of the manager."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils import timezone

from kith.accounts.roles import Permission, permissions_of
from kith.concerns.models import Concern, ConcernEntry, SafetyNumber
from kith.organisations.models import Membership
from kith.resilience.forms import Form
from kith.resilience.moments import moment
from kith.ui.dates import day_of
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    IntegerField,
    PhoneField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    TimeField,
)
from kith.vocabulary import concerns as terms

Kind = ConcernEntry.Kind
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
KEEP_SAFE_HINT = (
    "Everybody who opens the record reads this. Say what to do and not why, such as: two to visit;"
    " never ring after 5pm."
)


class SeenForm(Form):
    """How a concern is seen: what, how urgent, who must know."""

    kind = RadiosField(
        "What are you worried about?",
        choices=terms.KINDS.choices(),
        hints=terms.COVERS,
        missing="Choose what you are worried about",
    )
    urgency = RadiosField(
        "How urgent is it?", choices=terms.URGENCIES.choices(), missing="Choose how urgent it is"
    )
    must_know = CheckboxesField(
        "Who must know?", choices=terms.WHOM.choices(), required=False, small=True
    )
    must_not_know = TextField(
        "Who must not know?",
        optional=True,
        max_length=300,
        hint="Such as a partner who sees the post.",
    )
    keep_safe = TextField(
        "What must every colleague do to keep safe?",
        optional=True,
        max_length=300,
        hint=KEEP_SAFE_HINT,
    )


class RaiseForm(SeenForm):
    """A new concern. The words first: they are what matters when time is short."""

    words = TextAreaField(
        "What worries you?",
        hint="What you saw or heard, when, and what they want to happen. Their own words where you can.",
        rows=5,
        missing="Say what worries you",
    )
    source = RadiosField(
        "In whose words is this?",
        choices=Concern.Source.choices,
        conditional={Concern.Source.TOLD: "told_by"},
        initial=Concern.Source.SEEN,
    )
    told_by = TextField("Who told you?", max_length=140, missing="Say who told you")

    field_order = (
        "kind", "words", "source", "told_by", "urgency", "must_know", "must_not_know", "keep_safe",
    )  # fmt: skip


class EntryForm(Form):
    """What was done. The questions are those of its kind."""

    place = TextField("Whom did you ring?", max_length=200, missing="Say whom you rang")
    spoke_to = TextField(
        "Who answered?",
        max_length=200,
        hint="Their name, and what they do.",
        missing="Say who answered",
    )
    reference = TextField("Their reference", optional=True, max_length=100)
    whom = SelectField(
        "Which of those who must know is that?", choices=terms.WHOM.choices(), optional=True
    )
    text = TextAreaField("What was said or done", optional=True, rows=4)
    on = DateField("Day", past_only=True)
    time = TimeField("Time")

    LABELS = {
        Kind.NOTE: {"text": "What was done or decided"},
        Kind.RANG: {"text": "What was said, and what they will do"},
        Kind.REFERRED: {"place": "To whom?", "text": "What you asked of them"},
    }
    LEFT_OUT = {
        Kind.NOTE: ("place", "spoke_to", "reference", "whom"),
        Kind.RANG: (),
        Kind.REFERRED: ("spoke_to",),
    }

    def __init__(self, request: HttpRequest, *, kind: str, **kwargs: Any) -> None:
        self.kind = Kind(kind)
        super().__init__(request, **kwargs)
        for name in self.LEFT_OUT[self.kind]:
            del self.fields[name]
        for name, label in self.LABELS[self.kind].items():
            self.fields[name].label = label
        self.fields["text"].required = self.kind == Kind.NOTE
        if self.row is not None:
            del self.fields["on"], self.fields["time"]

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as the actions take them."""
        found = dict(typed)
        if "on" in found:
            found["at"] = moment(found.pop("on"), found.pop("time"))
        return found


class WordsForm(Form):
    """One question, answered in a few words."""

    words = TextAreaField("What must the next know?", rows=4, missing="Write a few words")

    def __init__(self, request: HttpRequest, *, label: str, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["words"].label = label


class CloseForm(Form):
    """What came of it."""

    outcome = RadiosField(
        "What came of it?", choices=terms.OUTCOMES.choices(), missing="Choose what came of it"
    )
    closed_words = TextAreaField(
        "In a few words",
        hint="Whoever raised it reads this.",
        rows=4,
        missing="Say what came of it",
    )
    not_phoned = TextField(
        "Nobody is noted as rung. Why not?",
        hint="This is urgent and about health. Better: write down whom you rang and who answered.",
        max_length=300,
        missing="Say why nobody was rung, or write down who was",
    )

    def __init__(self, request: HttpRequest, *, asks_why: bool, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        if not asks_why:
            del self.fields["not_phoned"]

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as `close_concern` takes them."""
        found = dict(typed)
        return {"words": found.pop("closed_words"), **found}


LONG = [
    ("30", "In half an hour"),
    ("60", "In an hour"),
    ("90", "In an hour and a half"),
    ("time", "At another time"),
]


class UntilForm(Form):
    """When somebody expects to be out."""

    keeps_drafts = False

    how_long = RadiosField(
        "When do you expect to be out?",
        choices=LONG,
        conditional={"time": "until"},
        missing="Say when you expect to be out",
    )
    until = TimeField("At what time, today", hint="For example, 3:30pm or 15:30")

    def expected_at(self, typed: dict[str, Any]) -> datetime.datetime:
        """The moment, taking what was answered out of `typed`. Raises Refused for a time that is skipped."""
        how_long, until, now = typed.pop("how_long"), typed.pop("until"), timezone.now()
        if how_long == "time":
            return moment(day_of(now), until, field="until")
        return now + datetime.timedelta(minutes=int(how_long))


class GoInForm(UntilForm):
    """Going in alone."""

    where = TextAreaField(
        "Where will you be?", rows=2, max_length=500, missing="Say where you will be",
        hint="The address, and how to get in.",
    )  # fmt: skip
    phone = PhoneField("The phone you carry", missing="Give the number of the phone you carry")
    buddy = SelectField(
        "Who looks out for you first?",
        choices=[],
        optional=True,
        empty_label="The safeguarding lead",
    )
    note = TextField(
        "What should they know?",
        optional=True,
        max_length=300,
        hint="Such as: a large dog; red car outside.",
    )

    field_order = ("where", "how_long", "until", "phone", "buddy", "note")

    def __init__(
        self, request: HttpRequest, *, colleagues: Iterable[Membership], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        self.colleagues = {str(one.pk): one for one in colleagues}
        self.fields["buddy"].choices = _named(self.colleagues.values())  # type: ignore[attr-defined]

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as `check_in` takes them."""
        found = dict(typed)
        found["expected_at"] = self.expected_at(found)
        return {**found, "buddy": self.colleagues.get(found["buddy"])}


class ByWordForm(Form):
    """On whose word somebody is safe."""

    keeps_drafts = False

    on_word_of = TextField(
        "Who told you that they are safe?",
        max_length=200,
        hint="They themselves by telephone, or who saw them.",
        missing="Say who told you",
    )


class PolicyForm(Form):
    """Who is asked, for how long, and when the scheme is at work."""

    lead = SelectField("Safeguarding lead: asked first", choices=[], optional=True)
    deputy = SelectField("Deputy: asked next", choices=[], optional=True)
    manager = SelectField("Manager: asked after that", choices=[], optional=True)
    now_minutes = IntegerField(
        "Minutes to accept what is for now", least=1, most=1440, width=3, suffix="minutes"
    )
    today_minutes = IntegerField(
        "Minutes to accept what is for today", least=1, most=1440, width=3, suffix="minutes"
    )
    week_days = IntegerField(
        "Working days to accept what can wait", least=1, most=5, width=2, suffix="days"
    )
    visit_minutes = IntegerField(
        "Minutes after a visit before somebody is alerted",
        least=0,
        most=1440,
        width=3,
        suffix="minutes",
    )
    opens = TimeField("You are at work from")
    closes = TimeField("Until")
    open_on = CheckboxesField(
        "On these days",
        choices=[(str(n), day) for n, day in enumerate(DAYS)],
        coerce=int,
        missing="Choose at least one day",
    )

    def __init__(
        self, request: HttpRequest, *, colleagues: Iterable[Membership], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        self.colleagues = {str(one.pk): one for one in colleagues}
        for name in ("lead", "deputy", "manager"):
            self.fields[name].choices = _named(self.colleagues.values())  # type: ignore[attr-defined]
            self.fields[name].empty_label = "By their role"  # type: ignore[attr-defined]

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as `set_policy` takes them."""
        people = {n: self.colleagues.get(typed[n]) for n in ("lead", "deputy", "manager")}
        return {**typed, **people}


class NumberForm(Form):
    """Somebody to ring."""

    kind = SelectField("Who is it?", choices=SafetyNumber.Kind.choices)
    name = TextField("Name", max_length=120, hint="As it answers, such as: Bow adult duty team.")
    phone = TextField("Number", max_length=40, width=20, inputmode="tel")
    hours = TextField("When they answer", optional=True, max_length=120)


class PhonesForm(Form):
    """The number of everybody who may be asked or go in alone."""

    def __init__(
        self, request: HttpRequest, *, colleagues: Iterable[Membership], **kwargs: Any
    ) -> None:
        self.colleagues = list(colleagues)
        super().__init__(request, **kwargs)
        for member in self.colleagues:
            self.fields[f"phone_{member.pk}"] = PhoneField(
                member.name, optional=True, initial=member.phone, autocomplete="off"
            )

    def changed(self, typed: dict[str, Any]) -> list[tuple[Membership, str]]:
        """Whose number is another than it was, and which."""
        given = [(member, typed[f"phone_{member.pk}"]) for member in self.colleagues]
        return [(member, phone) for member, phone in given if phone != member.phone]


def looks_out(member: Membership) -> bool:
    """Whether somebody's roles let them see to a concern."""
    return Permission.LOOK_OUT in permissions_of(frozenset(member.roles))


def _named(members: Iterable[Membership]) -> list[tuple[str, str]]:
    return [(str(member.pk), member.name) for member in members if looks_out(member)]
