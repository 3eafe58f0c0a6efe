"""The description of the API in OpenAPI 3.1, written from the same table that reads what is asked.

The standard's own OpenAPI files are not valid (a type "time", a missing patch version), so this one
is ours, and names the fields every record has; a record may have more (HSDS 3.0).
"""

from __future__ import annotations

from typing import Any

from kith.exchange.open_referral.asked import COLLECTIONS, PARAMETERS

Json = dict[str, Any]
_TEXT: Json = {"type": "string"}
_ID: Json = {"type": "string", "format": "uuid"}
_STATUS: Json = {
    "type": "string",
    "enum": ["active", "inactive", "defunct", "temporarily closed"],
}
_REQUIRED: dict[str, Json] = {
    "services": {"id": _ID, "name": _TEXT, "status": _STATUS},
    "service_at_locations": {"id": _ID, "location": {"type": "object"}},
    "organizations": {"id": _ID, "name": _TEXT, "description": _TEXT},
    "taxonomies": {"id": _ID, "name": _TEXT, "description": _TEXT},
    "taxonomy_terms": {"id": _ID, "name": _TEXT, "description": _TEXT},
}
_ONE = {
    "services": "a service, fully nested", "service_at_locations": "a service at one place",
    "organizations": "who runs services", "taxonomies": "a list of words and its words",
    "taxonomy_terms": "a word of a list",
}  # fmt: skip


def described(server: str) -> Json:
    """The whole document; `server` is where the API stands, without a slash at its end."""
    paths: Json = {"/": _about()}
    for name in COLLECTIONS:
        paths[f"/{name}"] = _list(name)
        paths[f"/{name}/{{id}}"] = _entry(name)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Community services",
            "version": "HSDS-UK-3.0",
            "description": "What is out there, as this directory publishes it. Anyone may read it, without an account.",
        },
        "servers": [{"url": server}],
        "paths": paths,
        "components": {"schemas": _schemas()},
    }


def _about() -> Json:
    fields = {"version": _TEXT, "profile": _TEXT, "openapi_url": _TEXT}
    return {"get": {"summary": "What this API is", "responses": {"200": _answer(_object(fields))}}}


def _list(name: str) -> Json:
    asked = [
        {"name": key, "in": "query", "required": False, "description": PARAMETERS[key].about,
         "schema": dict(PARAMETERS[key].schema)}
        for key in COLLECTIONS[name]
    ]  # fmt: skip
    page = _answer({"$ref": f"#/components/schemas/{name}_page"})
    page["content"]["application/x-ndjson"] = {"schema": _TEXT}
    return {
        "get": {
            "summary": f"A page of {name.replace('_', ' ')}",
            "parameters": asked,
            "responses": {"200": page, "400": _answer(_error(), "What was asked makes no sense.")},
        }
    }


def _entry(name: str) -> Json:
    found = {"$ref": f"#/components/schemas/{name}"}
    return {
        "get": {
            "summary": f"One record: {_ONE[name]}",
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": _ID}],
            "responses": {"200": _answer(found), "404": _answer(_error(), "Not published here.")},
        }
    }


def _schemas() -> Json:
    found = {}
    for name, fields in _REQUIRED.items():
        found[name] = _object(fields)
        found[f"{name}_page"] = _object(
            {
                **{key: {"type": "integer"} for key in
                   ("total_items", "total_pages", "page_number", "size")},
                **{key: {"type": "boolean"} for key in ("first_page", "last_page", "empty")},
                "contents": {"type": "array", "items": {"$ref": f"#/components/schemas/{name}"}},
            }
        )  # fmt: skip
    return found


def _object(fields: Json) -> Json:
    return {"type": "object", "required": list(fields), "properties": fields}


def _error() -> Json:
    return {"type": "object", "required": ["error"], "properties": {"error": _TEXT, "field": _TEXT}}


def _answer(schema: Json, about: str = "As asked.") -> Json:
    return {"description": about, "content": {"application/json": {"schema": schema}}}
