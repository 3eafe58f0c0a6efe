"""HSDS in tables: a workbook with a sheet for each table, or a ZIP of CSV files, put together into services.

The tables and the columns that join them are those of HSDS 3.0 (reference: the Frictionless datapackage of
openreferral/specification): what has a `service_id`, `organization_id` or `location_id` belongs to that row.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from kith.exchange.tables import delimited
from kith.exchange.tables.refusals import SheetRefused
from kith.exchange.tables.table import SheetRow
from kith.exchange.tables.workbook import Workbook

SERVICE = "service"
# table -> (what it hangs on, the list of it there)
_HANGS_ON = {
    "phone": ("service", "phones"), "schedule": ("service", "schedules"),
    "cost_option": ("service", "cost_options"), "language": ("service", "languages"),
    "service_area": ("service", "service_areas"), "contact": ("service", "contacts"),
    "service_capacity": ("service", "capacities"),
    "address": ("location", "addresses"), "accessibility": ("location", "accessibility"),
    "organization_identifier": ("organization", "organization_identifiers"),
}  # fmt: skip
_KNOWN = {
    SERVICE,
    "organization",
    "location",
    "service_at_location",
    "attribute",
    "taxonomy_term",
    "unit",
    *_HANGS_ON,
}
MOST_BYTES = 200_000_000
MOST_FILES = 200
Tables = dict[str, list[dict[str, Any]]]


def tables_of(data: bytes, called: str) -> Tables | None:
    """The tables of a workbook or ZIP that holds a table of services with ids, and others; None for anything else.
    Raises SheetRefused for a ZIP that is damaged or grows too large.
    """
    if not data.startswith(b"PK"):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if "[Content_Types].xml" in archive.namelist():
                found = _of_workbook(data, called)
            else:
                found = _of_archive(archive, called)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError) as error:
        raise SheetRefused(f"{called} is damaged: nothing was taken.") from error
    whole = len(found) > 1 and any("id" in row for row in found.get(SERVICE, ()))
    return found if whole else None


def records_of(tables: Tables) -> Iterator[tuple[int, dict[str, Any]]]:
    """Each service as nested JSON, with the line on which it stands in its table."""
    byid = {
        name: _by_id(tables.get(name, [])) for name in ("organization", "location", "taxonomy_term")
    }
    units = _by_id(tables.get("unit", []))
    for row in tables.get("service_capacity", []):
        row["unit"] = units.get(row.get("unit_id", ""), {})
    parts = {
        name: _by(rows, f"{_HANGS_ON[name][0]}_id")
        for name, rows in tables.items()
        if name in _HANGS_ON
    }
    places = _by(tables.get("service_at_location", []), "service_id")
    terms = _by(tables.get("attribute", []), "link_id")
    for row in tables[SERVICE]:
        key = row.get("id", "")
        record = {**row, **_lists(parts, "service", key)}
        owner = byid["organization"].get(row.get("organization_id", ""))
        if owner:
            record["organization"] = {**owner, **_lists(parts, "organization", owner["id"])}
        record["service_at_locations"] = [
            {**link, "location": {**where, **_lists(parts, "location", where["id"])}}
            for link in places.get(key, [])
            if (where := byid["location"].get(link.get("location_id", "")))
        ]
        record["attributes"] = [
            {"taxonomy_term": term}
            for link in terms.get(key, [])
            if (term := byid["taxonomy_term"].get(link.get("taxonomy_term_id", "")))
        ]
        yield int(record.pop("_line")), record


def _lists(parts: dict[str, dict[str, list[dict[str, Any]]]], on: str, key: str) -> dict[str, Any]:
    return {
        _HANGS_ON[name][1]: rows[key]
        for name, rows in parts.items()
        if _HANGS_ON[name][0] == on and key in rows
    }


def _by_id(rows: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    return {row["id"]: row for row in rows if row.get("id")}


def _by(rows: list[dict[str, Any]], column: str) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        if row.get(column):
            found.setdefault(row[column], []).append(row)
    return found


def _of_workbook(data: bytes, called: str) -> Tables:
    book = Workbook(data, called)
    names = {name: _table_name(name) for name in book.sheet_names()}
    return {table: _rows(book.rows(name)) for name, table in names.items() if table in _KNOWN}


def _of_archive(archive: zipfile.ZipFile, called: str) -> Tables:
    inside = [one for one in archive.infolist() if one.filename.lower().endswith(".csv")]
    if len(inside) > MOST_FILES or sum(one.file_size for one in inside) > MOST_BYTES:
        raise SheetRefused(f"{called} holds more than can be taken at once: nothing was taken.")
    found: Tables = {}
    for one in inside:
        table = _table_name(PurePosixPath(one.filename).stem)
        if table in _KNOWN:
            with archive.open(one) as file:
                content = file.read(one.file_size + 1)
            encoding, _ = delimited.encoding_of(content)
            found[table] = _rows(delimited.split_rows(content, encoding, ","))
    return found


def _table_name(said: str) -> str:
    name = said.strip().lower().replace(" ", "_").replace("-", "_")
    return name[:-1] if name.endswith("s") and name[:-1] in _KNOWN else name


def _rows(rows: Iterator[SheetRow]) -> list[dict[str, Any]]:
    """Each row under the headings of the first; a nested heading ("organization.id") by its last part."""
    found: list[dict[str, Any]] = []
    headings: list[str] = []
    for row in rows:
        if row.is_blank:
            continue
        texts = ["" if cell is None else str(cell).strip() for cell in row.cells]
        if not headings:
            headings = [text.lower() for text in texts]
            continue
        said = {name: text for name, text in zip(headings, texts, strict=False) if name and text}
        found.append({**said, "_line": row.line})
    return found
