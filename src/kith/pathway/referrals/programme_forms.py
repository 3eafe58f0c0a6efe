"""The forms of what a programme keeps with a referral."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest

from kith.files.examining import EXTENSIONS, MOST_BYTES
from kith.organisations import queries as organisations
from kith.organisations.models import Programme, ProgrammeQuestion
from kith.pathway.referrals.models import Attachment, Referral
from kith.pathway.referrals.programme_fields import concern_fields, question_fields
from kith.resilience.forms import Form
from kith.ui.fields import DateField, FileField, RadiosField, SelectField, TextField
from kith.vocabulary import holistic_concerns


class AnswersForm(Form):
    """The programme's questions of the first conversation."""

    def __init__(
        self,
        request: HttpRequest,
        *,
        referral: Referral,
        questions: Sequence[ProgrammeQuestion],
        **kwargs: Any,
    ) -> None:
        self.asked = question_fields(questions)
        super().__init__(request, version_of=referral, **kwargs)
        self.fields.update(self.asked)
        if not self.is_bound:
            self._fill_from_draft()


class StageForm(Form):
    """A stage, since when, and who said so."""

    stage = SelectField("Stage", choices=[], empty_label="Choose the stage")
    on = DateField("Since when?", past_only=True)
    said_by = TextField("Who said so?", max_length=140)

    def __init__(self, request: HttpRequest, *, programme: Programme, **kwargs: Any) -> None:
        self.stages = {str(row.pk): row for row in organisations.stages(programme)}
        super().__init__(request, **kwargs)
        field = self.fields["stage"]
        assert isinstance(field, SelectField)
        field.choices = [(key, row.label) for key, row in self.stages.items()]

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as `actions.record_stage` takes them."""
        return {**typed, "stage": self.stages[typed["stage"]]}


class ConcernsForm(Form):
    """The concerns of a holistic needs assessment."""

    on = DateField("Day of the assessment", past_only=True)

    concern_groups = holistic_concerns.by_foundation()

    def __init__(self, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        self.fields.update(concern_fields())
        if not self.is_bound:
            self._fill_from_draft()


class AttachForm(Form):
    """A file for a referral."""

    keeps_drafts = False

    file = FileField(
        "The file",
        extensions=EXTENSIONS,
        max_bytes=MOST_BYTES,
        hint="A PDF, or a photo as JPEG or PNG, up to 10 MB and 30 pages.",
        missing="Choose the file",
    )
    what = RadiosField("What is it?", choices=Attachment.What.choices)
