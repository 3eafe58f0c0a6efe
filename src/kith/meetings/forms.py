"""The forms of meetings."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpRequest

from kith.meetings.models import Attender, Discussed, Meeting, MeetingAction
from kith.organisations.models import Membership, Practice
from kith.pathway.contacts.forms import minutes_field
from kith.pathway.contacts.rules import moment
from kith.resilience.forms import Form
from kith.ui import dates
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    TimeField,
)

BASIS_HINTS = {
    Discussed.Basis.AGREED: "They were asked, and said yes to this meeting hearing about them.",
    Discussed.Basis.DIRECT_CARE: "Only where those from outside are of their own practice or care team.",
    Discussed.Basis.SAFEGUARDING: "Somebody may come to harm. Follow your safeguarding policy.",
}


class MeetingForm(Form):
    """When and where, and what kind."""

    kind = RadiosField(
        "What is it?",
        choices=[one for one in Meeting.Kind.choices if one[0] != Meeting.Kind.SUPERVISION],
        missing="Select what it is",
    )
    practice = SelectField(
        "With which practice?", required=False, empty_label="None: of the whole scheme"
    )
    on = DateField("Day")
    time = TimeField("Time", hint="For example, 1pm or 13:00")
    place = TextField(
        "Where, or how to join",
        optional=True,
        max_length=300,
        hint="A room, or the words that open the call",
    )

    def __init__(
        self, request: HttpRequest, *, practices: Iterable[Practice], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        _offer(self, "practice", practices)
        if isinstance(self.row, Meeting) and self.row.is_supervision:
            del self.fields["kind"], self.fields["practice"]

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as the actions take them; a supervision stays one."""
        starts_at = moment(typed.pop("on"), typed.pop("time"))
        kind = typed.get("kind", Meeting.Kind.SUPERVISION)
        return {
            **typed, "kind": kind, "starts_at": starts_at, "practice": typed.get("practice") or None
        }  # fmt: skip


class MemberForm(Form):
    """Somebody of the scheme."""

    keeps_drafts = False
    member = SelectField("Who?", empty_label="Choose a colleague", missing="Choose who")

    def __init__(
        self, request: HttpRequest, *, members: Iterable[Membership], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        _offer(self, "member", members)


class OutsiderForm(Form):
    """Somebody from outside the scheme."""

    keeps_drafts = False
    name = TextField("Name", max_length=200)
    role = TextField("Role", optional=True, max_length=120, hint="Such as GP or social worker")
    organisation = TextField("Where they work", max_length=200)


class BringForm(Form):
    """Why somebody is to be discussed, and on what basis those from outside may hear of it."""

    why = TextAreaField(
        "Why are they to be discussed?",
        rows=3,
        missing="Write why this person is to be discussed",
    )
    basis = RadiosField(
        "On what basis may people from outside hear about them?",
        choices=Discussed.Basis.choices,
        hints=BASIS_HINTS,
        conditional={Discussed.Basis.AGREED: "basis_on"},
        required=False,
    )
    basis_on = DateField("On which day did they agree?", past_only=True)

    def __init__(self, request: HttpRequest, *, outside: bool, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields["basis"].required = outside
        if not outside:
            self.fields["basis"].hint = "Nobody from outside is asked so far. Leave it if you like."  # type: ignore[attr-defined]


class BringSomewhereForm(BringForm):
    """The same from somebody's record, where the meeting is chosen."""

    meeting = RadiosField("At which meeting?", choices=[], missing="Select the meeting")
    field_order = ("meeting", "why", "basis", "basis_on")

    def __init__(
        self, request: HttpRequest, *, meetings: Sequence[tuple[Meeting, str]], **kwargs: Any
    ) -> None:
        super().__init__(request, outside=False, **kwargs)
        field = self.fields["meeting"]
        field.choices = [(str(meeting.pk), words) for meeting, words in meetings]  # type: ignore[attr-defined]
        field.coerce = {str(meeting.pk): meeting for meeting, _ in meetings}.get  # type: ignore[attr-defined]


class DiscussedForm(BringForm):
    """What was said of somebody, and decided."""

    note = TextAreaField("What was said", optional=True, rows=4)
    decision = TextAreaField(
        "Decision", optional=True, rows=2, hint="It may be printed: leave names out."
    )
    field_order = ("note", "decision", "why", "basis", "basis_on")


class ActionForm(Form):
    """What somebody is to do, and by when."""

    keeps_drafts = False
    what = TextField("What is to be done?", max_length=300, missing="Write what is to be done")
    whose = RadiosField(
        "By whom?",
        choices=[("staff", "One of us"), ("outside", "Somebody from outside")],
        conditional={"staff": "owner", "outside": "owner_name"},
        missing="Select by whom",
    )
    owner = SelectField("Which colleague?", empty_label="Choose a colleague")
    owner_name = TextField("Their name and where they work", max_length=200)
    by_when = DateField("By when?")

    def __init__(
        self,
        request: HttpRequest,
        *,
        members: Iterable[Membership],
        step: MeetingAction | None = None,
        **kwargs: Any,
    ) -> None:
        if step is not None:
            kwargs = {"version_of": step, "initial": _values_of(step), **kwargs}
        super().__init__(request, **kwargs)
        _offer(self, "owner", members)

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as the actions take them."""
        ours = typed.pop("whose") == "staff"
        return {
            **typed,
            "owner": typed["owner"] if ours else None,
            "owner_name": "" if ours else typed["owner_name"],
        }


class CloseForm(Form):
    """How long it took, and who came."""

    keeps_drafts = False
    came = CheckboxesField("Who came?", choices=[], required=False)
    minutes = minutes_field("How long did it take?")
    preparing_minutes = minutes_field(
        "How long did you prepare for it?", hint="It counts as work, and is seen in your time."
    )

    def __init__(
        self, request: HttpRequest, *, attenders: Sequence[Attender], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        self.fields["came"].choices = [(str(row.pk), str(row)) for row in attenders]  # type: ignore[attr-defined]


class PreparedForm(Form):
    """How long one prepared."""

    keeps_drafts = False
    minutes = minutes_field("How long did you prepare for it?")


class CancelForm(Form):
    """Why it does not take place."""

    keeps_drafts = False
    why = TextField("Why does it not take place?", max_length=300, missing="Say why")


class HandOutForm(Form):
    """Who gets papers with full names, and why."""

    keeps_drafts = False
    reason = TextField(
        "Who gets them, and why do they need the names?",
        max_length=300,
        missing="Say who gets them, and why",
    )


def _offer(form: Form, name: str, rows: Iterable[Any]) -> None:
    """Offer rows by name; what was chosen comes back as the row, so that a conflict is shown in words."""
    found = {str(row.pk): row for row in rows}
    field: Any = form.fields[name]
    field.choices = [(pk, str(row)) for pk, row in found.items()]
    field.coerce = found.get
    field.empty_value = None
    field.prepare_value = lambda value: str(getattr(value, "pk", value) or "")


def _values_of(step: MeetingAction) -> dict[str, Any]:
    return {
        "what": step.what,
        "whose": "staff" if step.owner_id else "outside",
        "owner": step.owner_id,
        "owner_name": "" if step.owner_id else step.owner_name,
        "by_when": step.by_when,
    }


def in_two_weeks() -> datetime.date:
    """The day offered for an action."""
    return dates.today() + datetime.timedelta(days=14)
