"""Adding a sheet, matching its columns and words, and the other system's own totals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kith.exchange.moving_in.fields import PARTS, Field
from kith.exchange.moving_in.lists import Lists
from kith.exchange.runs.models import RunFile
from kith.exchange.tables.reader import MAX_BYTES
from kith.resilience.forms import Form
from kith.ui.fields import FileField, IntegerField, SelectField

NO_COLUMN = "No column of this sheet"
AS_IT_IS = {"worker": "Keep the name, without a place here"}


class AddSheetForm(Form):
    """One sheet, and what it holds."""

    keeps_drafts = False

    part = SelectField(
        "What the sheet holds",
        choices=[(part.name, part.label) for part in PARTS.values()],
        missing="Choose what the sheet holds",
    )
    file = FileField(
        "The sheet",
        hint="A CSV file or an Excel workbook (XLSX), up to 25 MB. The same file may be added for several parts.",
        extensions=("csv", "xlsx", "txt", "tsv"),
        max_bytes=MAX_BYTES,
        missing="Choose a sheet",
    )


class TotalsForm(Form):
    """What the other system says it holds."""

    people = IntegerField("People", optional=True, least=0, width=5)
    open_cases = IntegerField("Open cases", optional=True, least=0, width=5)
    closed_cases = IntegerField("Closed cases", optional=True, least=0, width=5)
    contacts = IntegerField("Contacts and notes", optional=True, least=0, width=5)


class MappingForm(Form):
    """A choice of column for each field, and of one of our words for each that we do not know."""

    keeps_drafts = False

    def __init__(self, request: Any, *, file: RunFile, lists: Lists) -> None:
        self.file, self.part = file, PARTS[file.part]
        columns, words = file.mapping.get("columns", {}), file.mapping.get("words", {})
        initial: dict[str, Any] = {f.name: str(columns.get(f.name, "")) for f in self.part.fields}
        self._asked = _asked(file)
        initial |= {key: words.get(name, {}).get(word, "") for key, name, word in self._asked}
        super().__init__(request, initial=initial)
        for field in self.part.fields:
            self.fields[field.name] = column_field(field, file.facts["headings"])
        for key, name, word in self._asked:
            field = next(f for f in self.part.fields if f.name == name)
            self.fields[key] = SelectField(
                f"{field.label}: “{word}”",
                choices=lists[field.listed].choices,
                empty_label=AS_IT_IS.get(field.listed, "None of ours"),
                optional=True,
            )

    def columns(self) -> dict[str, int]:
        """Field -> position, of those that were matched."""
        given = {f.name: self.cleaned_data.get(f.name) for f in self.part.fields}
        return {name: int(position) for name, position in given.items() if position}

    def words(self) -> dict[str, dict[str, str]]:
        """Field -> word -> our code; what was matched before and is not asked now is kept."""
        found = {name: dict(given) for name, given in self.file.mapping.get("words", {}).items()}
        for key, name, word in self._asked:
            code = self.cleaned_data.get(key)
            found.setdefault(name, {}).pop(word, None)
            if code:
                found[name][word] = code
        return {name: given for name, given in found.items() if given}


def column_field(
    field: Field, headings: list[str], examples: Sequence[Sequence[str]] = ()
) -> SelectField:
    """The question which column of a sheet is a field of ours; each column with `examples` of what it holds."""
    choices = []
    for n, heading in enumerate(headings):
        held = ", ".join(examples[n]) if n < len(examples) else ""
        choices.append((str(n), f"{heading or f'Column {n + 1}'}{f' – {held}' if held else ''}"))
    return SelectField(
        field.label, choices=choices, empty_label=NO_COLUMN, optional=not field.needed,
        required=False,
    )  # fmt: skip


def _asked(file: RunFile) -> list[tuple[str, str, str]]:
    """(key, field, word) for each word that we do not know."""
    return [
        (f"word_{name}_{n}", name, word)
        for name, words in file.facts.get("words", {}).items()
        for n, word in enumerate(words)
    ]
