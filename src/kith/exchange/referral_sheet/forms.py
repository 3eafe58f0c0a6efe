"""Sending a sheet."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from kith.exchange.tables.reader import MAX_BYTES
from kith.resilience.forms import Form
from kith.ui.fields import FileField, SelectField


class SheetForm(Form):
    """A file; and for which scheme, where one has several."""

    keeps_drafts = False

    file = FileField(
        "The sheet",
        hint="A CSV file or an Excel workbook (XLSX), up to 25 MB. Its first row holds the headings.",
        extensions=("csv", "xlsx", "txt", "tsv"),
        max_bytes=MAX_BYTES,
        missing="Choose a sheet",
    )
    scheme = SelectField("For which service", choices=[], missing="Choose for which service it is")

    def __init__(self, request: Any, *, schemes: list[tuple[UUID, str]], **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        if len(schemes) == 1:
            del self.fields["scheme"]
        else:
            self.fields["scheme"].choices = [(str(pk), name) for pk, name in schemes]  # type: ignore[attr-defined]

    def scheme_id(self, schemes: list[tuple[UUID, str]]) -> UUID:
        """The scheme that was chosen, or the only one there is."""
        return UUID(self.cleaned_data["scheme"]) if "scheme" in self.fields else schemes[0][0]
