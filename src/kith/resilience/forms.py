"""The base of every form that writes: safe to send twice, to edit together and to leave."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import forms
from django.db import models
from django.http import HttpRequest

from kith.isolation import context
from kith.resilience import drafts
from kith.resilience.models import Draft
from kith.ui import forms as ui_forms


@dataclass(frozen=True)
class Conflict:
    """One field that two people changed."""

    label: str
    theirs: str
    yours: str


class Form(ui_forms.Form):
    """A form bound to its request.

    Carries the version of the row it edits (`version_of`) and its author; the page gives every form
    a key, so that the same form sent twice is carried out once. A GET is filled from the
    author's draft when there is one; `draft_saved_at` then says since when.
    """

    version = forms.IntegerField(required=False, widget=forms.HiddenInput)
    author = forms.CharField(required=False, widget=forms.HiddenInput)

    keeps_drafts = True
    carriers = ("version", "author")

    def __init__(
        self,
        request: HttpRequest,
        *,
        version_of: models.Model | None = None,
        initial: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.request = request
        self.row = version_of
        self.conflicts: list[Conflict] = []
        self.draft_saved_at: datetime.datetime | None = None
        if request.method == "POST":
            kwargs.update(data=request.POST, files=request.FILES)
        super().__init__(initial={**self._carried(), **(initial or {})}, **kwargs)
        if not self.is_bound and self.keeps_drafts:
            self._fill_from_draft()

    @property
    def draft_name(self) -> str:
        """What its draft is kept under: its path, and on a page of several forms which of them."""
        return self.request.path

    @property
    def draft_url(self) -> str:
        """Where the page sends what is typed, as it is typed."""
        return f"{drafts.DRAFTS}?form={quote(self.draft_name)}" if self.keeps_drafts else ""

    def find_draft(self) -> Draft | None:
        """The author's draft of it, if there is one."""
        return drafts.find(self.draft_name)

    def values(self) -> dict[str, Any]:
        """The cleaned values, without what carries the form."""
        return {k: v for k, v in self.cleaned_data.items() if k not in self.carriers}

    def clean(self) -> dict[str, Any]:
        """A form that edits a row must say which version of it was seen."""
        cleaned = super().clean() or self.cleaned_data
        if getattr(self.row, "version", None) is not None and cleaned.get("version") is None:
            self.add_error(
                None, "This page is out of step. Reload it and try again: what you typed is kept."
            )
        return cleaned

    @property
    def seen_version(self) -> int | None:
        """The version of the row that the writer saw."""
        return self.cleaned_data.get("version")

    def set_out_conflict(self) -> None:
        """After a Stale: show theirs beside yours, and let the next save be a knowing one."""
        if self.row is None:
            return
        self.row.refresh_from_db()
        for name, field in self.fields.items():
            if name in self.carriers or not hasattr(self.row, name):
                continue
            theirs, yours = getattr(self.row, name), self.cleaned_data.get(name)
            if theirs != yours:
                self.conflicts.append(
                    Conflict(str(field.label or name), _shown(theirs), _shown(yours))
                )
        shown = self.request.POST.copy()
        shown["version"] = str(getattr(self.row, "version", ""))
        self.data = shown

    def add_prefix(self, field_name: str) -> str:
        """Carriers keep their bare names, whatever the form's prefix."""
        return field_name if field_name in self.carriers else super().add_prefix(field_name)

    def _carried(self) -> dict[str, Any]:
        carried: dict[str, Any] = {}
        if self.row is not None:
            carried["version"] = getattr(self.row, "version", None)
        if self.keeps_drafts:
            carried["author"] = drafts.author_token(
                context.current().actor, getattr(self.request, "user", None)
            )
        return carried

    def _fill_from_draft(self) -> None:
        draft = self.find_draft()
        if draft is None:
            return
        typed = drafts.as_typed(draft)
        for name, field in self.fields.items():
            if name not in self.carriers:
                value = field.widget.value_from_datadict(typed, {}, self.add_prefix(name))
                if value not in (None, "", []):
                    self.initial[name] = value
        self.draft_saved_at = draft.saved_at


def _shown(value: Any) -> str:
    return "" if value is None else str(value)
