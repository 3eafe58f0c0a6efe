"""Who takes what somebody who leaves has in hand, and the end of their place."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from kith.desk.queries.leaving import Load
from kith.organisations.models import Membership
from kith.pathway.caseload.rules import Suggestion
from kith.resilience.forms import Form
from kith.ui.fields import DateField, SelectField, TextAreaField


class LeavingForm(Form):
    """One question for each open case, with whom we suggest; one for the rest; and what they need to know."""

    rest = SelectField(
        "Who takes the rest?",
        choices=[],
        empty_label="Choose a colleague",
        hint="What is about people whose case nobody holds.",
        missing="Choose who takes the rest",
    )
    cover = SelectField(
        "Who covers where they would have?", choices=[], required=False, empty_label="Nobody"
    )
    note = TextAreaField(
        "What your colleagues need to know",
        hint="Each reads it on their Today with whom they got, and it stays on the record of each person.",
        rows=4,
        max_length=2000,
        missing="Write what your colleagues need to know",
    )

    def __init__(
        self,
        request: HttpRequest,
        *,
        load: Load,
        suggested: Mapping[UUID, Sequence[Suggestion]],
        holders: Sequence[Membership],
        covers: Sequence[Membership],
        **kwargs: Any,
    ) -> None:
        super().__init__(request, **kwargs)
        self.holders = {str(one.pk): one for one in {*holders, *covers}}
        named = [(str(one.pk), one.name) for one in holders]
        self.load = load
        fields: Any = self.fields
        fields["rest"].choices = named
        fields["cover"].choices = [(str(one.pk), one.name) for one in covers]
        if not load.needs_somebody:
            del self.fields["rest"]
        if not load.covers:
            del self.fields["cover"]
        for case in load.cases:
            self._ask(case.pk, case.person.kept.full_name, suggested.get(case.pk, ()), named)
        self.order_fields([self.name_of(case.pk) for case in load.cases])

    @staticmethod
    def name_of(case_id: UUID) -> str:
        """The field that asks who takes a case."""
        return f"case_{case_id}"

    def _ask(
        self, case_id: UUID, name: str, first: Sequence[Suggestion], named: list[tuple[str, str]]
    ) -> None:
        why = first[0].reason if first else ""
        self.fields[self.name_of(case_id)] = SelectField(
            f"Who takes {name}?",
            choices=named,
            empty_label="Choose a colleague",
            hint=f"We suggest {first[0].holder.name}. {why}" if first else "",
            missing=f"Choose who takes {name}",
        )
        if first:
            self.initial.setdefault(self.name_of(case_id), str(first[0].holder.pk))

    def values(self) -> dict[str, Any]:
        """As `desk.give_load` takes them."""
        typed = super().values()
        return {
            "receivers": {
                case.pk: self.holders[typed[self.name_of(case.pk)]] for case in self.load.cases
            },
            "rest": self.holders.get(typed.get("rest") or ""),
            "cover": self.holders.get(typed.get("cover") or ""),
            "note": typed["note"],
        }


class EndPlaceForm(Form):
    """The last day of somebody's place."""

    keeps_drafts = False

    to_date = DateField("Their last day", hint="They can sign in until the end of that day.")
