"""What is asked about a contact, an appointment, support given."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from kith.pathway.contacts.models import InterpreterBooking, Outcome, SupportGiven, Wait
from kith.pathway.contacts.rules import moment
from kith.pathway.contacts.rules.limits import MOST_MINUTES
from kith.people.models import ContactPoint
from kith.resilience.forms import Form
from kith.ui.fields import (
    DateField,
    IntegerField,
    MoneyField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    TimeField,
    YesNoField,
)
from kith.vocabulary import interpreters, languages, media
from kith.vocabulary.phone import display

PLACES = [
    ("home", "At their home"),
    ("practice", "At a GP practice"),
    ("elsewhere", "Somewhere else"),
]
PRACTICE = "At a GP practice"
SAID = [
    (one.value, one.label)
    for one in (Outcome.REACHED, Outcome.LEFT_MESSAGE, Outcome.SENT, Outcome.NO_ANSWER)
]


AFTER_THE_TRIES = (
    "Only then can it be the letter that comes after the tries, from the day it is marked as sent."
)
_NOUNS: dict[str, str] = {
    ContactPoint.Kind.PHONE: "number",
    ContactPoint.Kind.EMAIL: "e-mail address",
    ContactPoint.Kind.ADDRESS: "address",
}


def minutes_field(label: str, **kwargs: Any) -> IntegerField:
    """Minutes, from none to twelve hours."""
    return IntegerField(
        label, optional=True, least=0, most=MOST_MINUTES, width=3, suffix="minutes", **kwargs
    )


class AskedForm(Form):
    """Whether a try was as the record asks for, and whether what was sent asks for an answer."""

    as_asked = YesNoField(
        "Was it as they need it?",
        hint="If not, the scheme does not count it as a try.",
        optional=True,
    )
    asks_answer = YesNoField(
        "Does it ask them to get in touch?",
        hint="Then it counts as a try to reach them. What only says when you will ring does not.",
        optional=True,
    )

    def ask_as(self, asked: str, begins: str = "Was it") -> None:
        """Ask whether a try was as the record asks for, such as "in Sylheti"; leave it out when it asks nothing."""
        if not asked:
            self.leave_out("as_asked")
            return
        self.fields["as_asked"].label = f"{begins} {asked}, as they need it?"

    def leave_out(self, *names: str) -> None:
        """Do not ask these."""
        for name in names:
            del self.fields[name]

    def said_of_it(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values, no answer standing for no."""
        asked = [name for name in ("as_asked", "asks_answer") if name in self.fields]
        return {**typed, **{name: bool(typed[name]) for name in asked}}


CALL_OFF, KEEP = "call_off", "keep"


def planned_field() -> RadiosField:
    """What becomes of what is planned, as our support ends: called off, unless somebody says that it stays."""
    return RadiosField(
        "What happens with what is planned?",
        choices=[
            (CALL_OFF, "It is called off, by us. I will tell them"),
            (KEEP, "It stays as it is, such as a last visit"),
        ],
        required=False,
    )


def keeps_planned(typed: dict[str, Any]) -> bool:
    """Take what was said of what is planned out of the values of a form: whether it stays."""
    return bool(typed.pop("planned", CALL_OFF) == KEEP)


class WhereForm(Form):
    """How and where, and why a way that is not marked safe."""

    medium = SelectField("How", choices=media.choices())
    place_kind = RadiosField(
        "Where, if you met face to face",
        choices=PLACES,
        optional=True,
        conditional={"elsewhere": "place"},
    )
    place = TextField("Which place", max_length=200)
    unsafe_why = TextField(
        "If that way is not marked safe, why was it right?",
        hint="Leave empty when the way is safe.",
        optional=True,
        max_length=300,
    )

    def where(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values of this part as the actions take them."""
        kind, place = typed.pop("place_kind"), typed.pop("place")
        return {
            "medium": typed.pop("medium"),
            "at_home": kind == "home",
            "place": PRACTICE if kind == "practice" else place,
            "reason": typed.pop("unsafe_why"),
        }


class HappenedForm(AskedForm, WhereForm):
    """What was said, what is next, and the optional rest."""

    note = TextAreaField(
        "Note", optional=True, rows=4, hint="What was said, in their words. They may read it."
    )
    agreed = RadiosField(
        "Did they say yes to our support?",
        choices=[("yes", "Yes"), ("no", "No, they declined"), ("not_asked", "I did not ask")],
        conditional={"no": ["answer_note", "planned"]},
    )
    answer_note = TextField("What they said", max_length=300)
    planned = planned_field()
    next_step = TextField("Next step", optional=True, max_length=200)
    next_step_on = DateField("On which day", optional=True, latest_year=2100)
    next_step_time = TimeField("At what time", optional=True)
    on = DateField("Day it happened", past_only=True)
    time = TimeField("Time it happened")
    minutes = minutes_field("How long it took")
    travel_minutes = minutes_field("Travel, there and back")
    interpreter = SelectField("Interpreter", choices=interpreters.choices(), optional=True)
    point = RadiosField("Which one was it?", choices=[], optional=True)
    dead = RadiosField(
        "Which number does not work?",
        choices=[],
        hint="It comes off the record and stays in its history.",
        optional=True,
    )

    folded = (
        "on", "time", "medium", "place_kind", "place", "unsafe_why", "minutes", "travel_minutes",
        "interpreter",
    )  # fmt: skip

    def ask_which(self, offered: Sequence[tuple[ContactPoint, str]]) -> None:
        """Ask which of several numbers or addresses, with their words, it was by; the first is taken for granted."""
        self.points = {str(point.pk): point for point, _ in offered}
        if not offered:
            self.leave_out("point")
            return
        field = self.fields["point"]
        field.label = f"Which {_NOUNS[offered[0][0].kind]} was it?"
        field.choices = [(str(point.pk), words) for point, words in offered]  # type: ignore[attr-defined]
        self.initial.setdefault("point", next(iter(self.points)))

    def ask_which_is_dead(self, phones: Sequence[ContactPoint]) -> None:
        """Ask which of somebody's numbers does not work; of one number it is that one, unless they say otherwise."""
        if not phones:
            self.leave_out("dead")
            return
        self.phones = {str(point.pk): point for point in phones}
        named = [(key, display(point.value)) for key, point in self.phones.items()]
        self.fields["dead"].choices = [*named, ("none", "None of these, or I am not sure")]  # type: ignore[attr-defined]
        if len(phones) == 1:
            self.initial.setdefault("dead", named[0][0])

    def name_planned(self, lines: Sequence[str]) -> None:
        """Ask after a no what becomes of these appointments; leave it out without any."""
        if not lines:
            self.leave_out("planned")
            return
        self.fields["planned"].hint = "; ".join(lines)  # type: ignore[attr-defined]
        self.initial.setdefault("planned", CALL_OFF)

    @property
    def folded_fields(self) -> list[Any]:
        """The optional rest, in order."""
        return [bound for bound in self.shown_fields() if bound.name in self.folded]

    @property
    def folded_open(self) -> bool:
        """Whether something in the optional rest has to be put right."""
        return any(name in self.errors for name in self.folded)

    def typed(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the actions take them."""
        found = dict(values)
        if "medium" in self.fields:
            found |= self.where(found)
        found = self.said_of_it(found)
        if "point" in self.fields:
            found["point"] = self.points.get(found["point"] or "")
        if "dead" in self.fields:
            found["dead"] = self.phones.get(found["dead"] or "")
        said = found.pop("agreed", "")
        found["agreed"] = {"yes": True, "no": False}.get(said)
        found["keep_planned"] = keeps_planned(found)
        found["at"] = moment(found.pop("on"), found.pop("time"))
        return found


class CorrectForm(Form):
    """A note put right."""

    note = TextAreaField("What was said", optional=True, rows=6)
    minutes = minutes_field("How long it took")
    travel_minutes = minutes_field("Travel, there and back")


class PlanForm(WhereForm):
    """An appointment."""

    on = DateField("Day", future_only=True)
    time = TimeField("Time", hint="For example, 2:30pm or 14:30")
    planned_minutes = minutes_field(
        "How long it should take", hint="Twice as long where an interpreter is needed."
    )
    note = TextAreaField("What it is for", optional=True, rows=3)

    field_order = ("on", "time", "medium", "place_kind", "place", "planned_minutes", "note")

    def typed(self, values: dict[str, Any]) -> dict[str, Any]:
        """The values as the actions take them."""
        found = dict(values)
        found |= self.where(found)
        found["minutes"] = found.pop("planned_minutes")
        found["planned_for"] = moment(found.pop("on"), found.pop("time"))
        return found


class InterpreterForm(Form):
    """Whom was asked to interpret."""

    language = SelectField("Language", choices=languages.choices(), empty_label="Choose one")
    dialect = TextField("Dialect, or what else matters", optional=True, max_length=100)
    gender_wished = RadiosField(
        "Whom would the person rather have?",
        choices=InterpreterBooking.Wish.choices,
        optional=True,
        inline=True,
    )
    supplier = TextField("Whom you asked", hint="The interpreting service.", max_length=200)
    reference = TextField("Their reference", optional=True, max_length=100)
    confirmed = YesNoField("Have they said yes?")


class ConfirmForm(Form):
    """The supplier said yes."""

    keeps_drafts = False
    reference = TextField("Their reference", optional=True, max_length=100)


class TextForm(Form):
    """A text that says when we will ring."""

    keeps_drafts = False
    on = DateField("Day you will ring", future_only=True)
    time = TimeField("Time you will ring", hint="For example, 2pm or 14:30")
    ring_from = TextField(
        "From which number", max_length=40, hint="People answer a number that they expect."
    )


class MoveForm(Form):
    """Another day and time."""

    keeps_drafts = False
    on = DateField("New day", future_only=True)
    time = TimeField("New time", hint="For example, 2:30pm or 14:30")

    def planned_for(self, values: dict[str, Any]) -> datetime.datetime:
        """The day and time as a moment."""
        return moment(values["on"], values["time"])


class CancelForm(Form):
    """Who called it off, and why."""

    keeps_drafts = False
    who = RadiosField(
        "Who called it off",
        choices=[("person", "The person"), ("us", "We did")],
        inline=True,
    )
    why = TextField("Why", optional=True, max_length=300)


class SupportForm(Form):
    """What the worker did themselves."""

    kind = RadiosField("What you did", choices=SupportGiven.Kind.choices)
    given_on = DateField("When", past_only=True)
    minutes = minutes_field("How long it took")
    result = TextAreaField("What came of it", optional=True, rows=3)
    money_pence = MoneyField(
        "Money gained for the person", optional=True, hint="Leave empty when there was none."
    )
    money_frequency = RadiosField(
        "How often", choices=SupportGiven.Frequency.choices, optional=True, inline=True
    )
    money_certainty = RadiosField(
        "How sure", choices=SupportGiven.Certainty.choices, optional=True, inline=True
    )


class WaitForm(Form):
    """What was said about the wait."""

    kind = RadiosField(
        "What do you want to note?",
        choices=Wait.Kind.choices,
        conditional={
            Wait.Kind.TOLD: ["told_medium", "told_outcome", "told", "told_reason"],
            Wait.Kind.ASKED: ["asked_medium", "asked_outcome", "asked", "asked_reason"],
            Wait.Kind.CHOSE: ["chosen_on", "chose"],
        },
        hints={
            Wait.Kind.ASKED: "Without an answer they stay on the list. You are reminded after ten working days.",
            Wait.Kind.CHOSE: "Waiting until a day that they chose is not late.",
        },
        missing="Select what you want to note",
    )
    told_medium = SelectField("How", choices=media.choices(), empty_label="Choose how")
    told_outcome = SelectField("What came of it", choices=SAID, empty_label="Choose what")
    told = TextAreaField("What you told them", rows=3, missing="Write what you told them")
    told_reason = TextField("If this way is not marked safe: why was it right?", optional=True)
    asked_medium = SelectField("How", choices=media.choices(), empty_label="Choose how")
    asked_outcome = SelectField("What came of it", choices=SAID, empty_label="Choose what")
    asked = TextAreaField("What you asked", rows=3, missing="Write what you asked")
    asked_reason = TextField("If this way is not marked safe: why was it right?", optional=True)
    chosen_on = DateField("The day they chose", future_only=True)
    chose = TextAreaField(
        "In their words",
        rows=3,
        missing="Write what they said",
        hint="Such as: after my daughter’s visit.",
    )

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values of the kind that was chosen, as `note_wait` takes them."""
        kind = typed["kind"]
        if kind == Wait.Kind.CHOSE:
            return {"kind": kind, "words": typed["chose"], "chosen_on": typed["chosen_on"]}
        return {
            "kind": kind,
            "words": typed[kind],
            "medium": typed[f"{kind}_medium"],
            "outcome": typed[f"{kind}_outcome"],
            "reason": typed[f"{kind}_reason"],
        }


class LetterToThemForm(AskedForm):
    """A letter to the person: to which address, what it says, and what is next."""

    to = RadiosField("To which address?", choices=[])
    words = TextAreaField("What it says", rows=12, max_length=2000)
    next_step = TextField("Next step", optional=True, max_length=200)
    next_step_on = DateField("On which day", optional=True, latest_year=2100)

    field_order = ("to", "words", "as_asked", "asks_answer", "next_step", "next_step_on")

    def __init__(
        self, request: HttpRequest, *, homes: Sequence[ContactPoint], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        self.homes = {str(point.pk): point for point in homes}
        shown = [(key, ", ".join(point.value.splitlines())) for key, point in self.homes.items()]
        self.fields["to"].choices = shown  # type: ignore[attr-defined]
        self.initial.setdefault("to", shown[0][0])
        self.fields["as_asked"].hint = self.fields["asks_answer"].hint = AFTER_THE_TRIES  # type: ignore[attr-defined]

    def leave_out_what_is_next(self) -> None:
        """Without open support nothing holds a next step."""
        self.leave_out("next_step", "next_step_on")

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as the action takes them."""
        point = self.homes[typed.pop("to")]
        return {**self.said_of_it(typed), "point": point}
