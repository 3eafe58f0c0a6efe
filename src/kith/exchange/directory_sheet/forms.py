"""Sending a sheet of services, and matching its columns."""

from __future__ import annotations

from typing import Any

from kith.exchange.directory_sheet.columns import SERVICES
from kith.exchange.moving_in.forms import column_field
from kith.exchange.referral_sheet.forms import SheetForm
from kith.exchange.runs.models import RunFile
from kith.exchange.tables.reader import MAX_BYTES
from kith.resilience.forms import Form
from kith.ui.fields import FileField, TextField


class ServiceSheetForm(SheetForm):
    """A file, and the list it is the newest of; and for which scheme, where one has several."""

    title = TextField(
        "What you call this list",
        hint="For example “Borough groups”. A newer sheet of that name changes its services and makes none twice.",
        max_length=200,
        missing="Say what you call this list",
    )
    file = FileField(
        "The sheet",
        hint="A CSV file, an Excel workbook (XLSX), or a ZIP of CSV files in HSDS tables, up to 25 MB.",
        extensions=("csv", "xlsx", "txt", "tsv", "zip"),
        max_bytes=MAX_BYTES,
        missing="Choose a sheet",
    )
    field_order = ["title", "file", "scheme"]


class ServiceMappingForm(Form):
    """A choice of column for each thing that we keep of a service."""

    keeps_drafts = False

    def __init__(self, request: Any, *, file: RunFile) -> None:
        columns = file.mapping.get("columns", {})
        super().__init__(
            request, initial={f.name: str(columns.get(f.name, "")) for f in SERVICES.fields}
        )
        for field in SERVICES.fields:
            facts = file.facts
            self.fields[field.name] = column_field(
                field, facts["headings"], facts.get("examples", ())
            )

    def columns(self) -> dict[str, int]:
        """Field -> position, of those that were matched."""
        given = {f.name: self.cleaned_data.get(f.name) for f in SERVICES.fields}
        return {name: int(position) for name, position in given.items() if position}
