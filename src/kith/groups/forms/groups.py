"""The forms of the scheme's own groups."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest

from kith.directory.models import Service
from kith.groups.models import Group
from kith.groups.rules import MOST_MINUTES, MOST_PLACES, MOST_WALK_INS
from kith.organisations.models import Membership
from kith.resilience.forms import Form
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    IntegerField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    TimeField,
    YesNoField,
)


class GroupForm(Form):
    """What a group is, where, when, and for how many."""

    name = TextField("What is it called?", max_length=120)
    about = TextAreaField(
        "What is it?", optional=True, rows=3, hint="In plain words: it stands on the poster"
    )
    facilitator = SelectField(
        "Who facilitates it?", required=False, empty_label="Nobody yet",
        hint="They see who comes and what to know of them, and open no record by it",
    )  # fmt: skip
    where = TextField("Where does it meet?", max_length=300, hint="The room and its address")
    access_notes = TextAreaField(
        "How does one get in?", optional=True, rows=2,
        hint="Steps, lift, toilet, hearing loop, bus. It stands on the poster",
    )  # fmt: skip
    weekday = SelectField(
        "Usual day", choices=Group.Weekday.choices, coerce=int, empty_value=None, required=False,
        empty_label="No usual day",
    )  # fmt: skip
    starts = TimeField("Usual time", optional=True, hint="For example, 2pm or 14:00")
    minutes = IntegerField("How long?", least=1, most=MOST_MINUTES, width=3, suffix="minutes")
    places = IntegerField(
        "How many places?", optional=True, least=1, most=MOST_PLACES, width=3,
        hint="Leave it empty where there is room for everybody",
    )  # fmt: skip
    listing = SelectField(
        "Its listing in the directory", required=False, empty_label="None",
    )  # fmt: skip

    def __init__(
        self,
        request: HttpRequest,
        *,
        members: Iterable[Membership],
        listings: Iterable[Service],
        **kwargs: Any,
    ) -> None:
        super().__init__(request, **kwargs)
        _offer(self, "facilitator", members)
        _offer(self, "listing", listings)


class SessionsForm(Form):
    """Between which days sessions are planned."""

    keeps_drafts = False
    from_on = DateField("From which day?")
    to_on = DateField("To which day?", hint="At most a year on")


class JoinForm(Form):
    """What whoever facilitates a group must know of somebody, and that they may."""

    to_know = TextAreaField(
        "What must whoever facilitates it know to keep everyone safe?",
        rows=3,
        hint="Such as “sits near the door”, “diabetic, carries sugar”. Not the story, and not why. If there is"
        " nothing, write “Nothing”.",
        missing="Say what whoever facilitates it must know to keep everyone safe. “Nothing” is an answer",
    )
    arrives = TextField(
        "How will they get there?",
        max_length=300,
        missing="Say how they will get there. “By themselves” is an answer",
        hint="Walks, bus 25, her neighbour brings her, needs to be met outside the first time",
    )
    agreed = YesNoField(
        "Do they agree that whoever facilitates it is told their name and this?",
        missing="Say whether they agree",
    )


class JoinSomeGroupForm(JoinForm):
    """The same from somebody's record, where the group is chosen."""

    group = RadiosField("Which group?", choices=[], missing="Select the group")
    field_order = ("group", "to_know", "arrives", "agreed")

    def __init__(
        self, request: HttpRequest, *, groups: Sequence[tuple[Group, str]], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        field: Any = self.fields["group"]
        field.choices = [(str(row.pk), row.name) for row, _ in groups]
        field.hints = {str(row.pk): hint for row, hint in groups}
        field.coerce = {str(row.pk): row for row, _ in groups}.get
        field.empty_value = None


class PlaceForm(JoinForm):
    """Putting it right later; the agreement stands."""

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        del self.fields["agreed"]


class LeaveForm(Form):
    """Why somebody gives their place up."""

    keeps_drafts = False
    why = TextField("Why?", max_length=300, missing="Say why")


class RegisterForm(Form):
    """Who came: taps and no typing, but for who wants to."""

    came = CheckboxesField("Tap everybody who came", choices=[], required=False)
    walk_ins = SelectField(
        "Came without a place or a record",
        choices=[(str(n), str(n)) for n in range(1, MOST_WALK_INS + 1)],
        coerce=int,
        empty_value=0,
        empty_label="Nobody",
        required=False,
    )
    walk_in_names = TextField(
        "Their first names",
        optional=True,
        max_length=300,
        hint="Only what they gave. It makes no record, and leads to nobody.",
    )
    note = TextAreaField("A short note of the session", optional=True, rows=2)

    def __init__(self, request: HttpRequest, *, rows: Iterable[Any], **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        field: Any = self.fields["came"]
        listed = list(rows)
        field.choices = [(one["value"], one["name"]) for one in listed]
        field.hints = {one["value"]: one["hint"] for one in listed if one["hint"]}
        if not listed:
            del self.fields["came"]


class AboutForm(Form):
    """A note about one person of a session."""

    note = TextAreaField("What is there to say?", rows=4, missing="Write what there is to say")
    worried = YesNoField(
        "Are you worried about them?",
        hint="With yes, somebody of the scheme is asked to act today. In danger now: ring 999.",
        missing="Say whether you are worried",
    )


class CancelSessionForm(Form):
    """Why it does not take place, in words for those who were expected."""

    keeps_drafts = False
    why = TextField(
        "Why does it not take place?",
        max_length=300,
        hint="Those who were expected read it. Leave names of others out.",
        missing="Say why",
    )


def _offer(form: Form, name: str, rows: Iterable[Any]) -> None:
    """Offer rows by name; what was chosen comes back as the row."""
    found = {str(row.pk): row for row in rows}
    field: Any = form.fields[name]
    field.choices = [(pk, str(row)) for pk, row in found.items()]
    field.coerce = found.get
    field.empty_value = None
    field.prepare_value = lambda value: str(getattr(value, "pk", value) or "")
