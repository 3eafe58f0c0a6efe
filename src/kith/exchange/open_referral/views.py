"""The API: GET, for anyone, from any page of the web."""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.http import HttpResponse, HttpResponseBase, JsonResponse, StreamingHttpResponse
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.gzip import gzip_page
from django.views.decorators.http import conditional_page, require_http_methods

from kith.accounts.permissions import ActingRequest, signing_in
from kith.exchange.open_referral import finding, records
from kith.exchange.open_referral.asked import COLLECTIONS, read
from kith.exchange.open_referral.describing import described
from kith.exchange.open_referral.paging import lines_of, page_of
from kith.isolation import context
from kith.isolation.context import Kind
from kith.resilience.errors import Refused

VERSION = "HSDS-UK-3.0"
PROFILE = "https://github.com/OpenReferralUK/uk-profile/blob/main/docs/index.md"
A_MINUTE = "public, max-age=60"
# On whatever is answered, "not allowed" and "not changed" too: without them a script of another page sees nothing.
READABLE = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Methods": "GET, HEAD, OPTIONS",
    "Access-Control-Allow-Headers": "Accept, If-None-Match, If-Modified-Since",
    "Access-Control-Expose-Headers": "ETag, Link",
    "Cache-Control": A_MINUTE,
}
View = Callable[..., Any]


def read_by_anyone(view: View) -> View:
    """GET alone; readable from any page; squeezed; and not sent again when it did not change."""

    @functools.wraps(view)
    def answered(request: Any, *args: Any, **given: Any) -> Any:
        return HttpResponse(status=204) if request.method == "OPTIONS" else view(request, **given)

    # Squeezed last: the mark of what was sent is made of the record, not of its squeezed bytes.
    squeezed = require_http_methods(["GET", "HEAD", "OPTIONS"])(
        gzip_page(conditional_page(answered))
    )

    @functools.wraps(view)
    def open_to_the_web(request: Any, *args: Any, **given: Any) -> Any:
        answer = squeezed(request, *args, **given)
        for name, value in READABLE.items():
            answer.headers[name] = value
        return answer

    marked: View = signing_in(csrf_exempt(open_to_the_web))
    return marked


@read_by_anyone
def about(request: ActingRequest, scheme: str = "") -> HttpResponse:
    """What this is: its version, its profile, and where its description is."""
    return JsonResponse(
        {
            "version": VERSION,
            "profile": PROFILE,
            "openapi_url": request.build_absolute_uri(_base(scheme) + "openapi.json"),
        }
    )


@read_by_anyone
def openapi(request: ActingRequest, scheme: str = "") -> HttpResponse:
    """The description of the API, in OpenAPI 3.1."""
    return JsonResponse(described(request.build_absolute_uri(_base(scheme)).rstrip("/")))


@read_by_anyone
def collection(request: ActingRequest, collection: str, scheme: str = "") -> HttpResponseBase:
    """A page of a collection, or all of it in lines; 400 with a sentence for what makes no sense."""
    if collection not in COLLECTIONS:
        return _not_there()
    try:
        asked = read(collection, request.GET.dict())
    except Refused as refusal:
        return JsonResponse({"error": refusal.message, "field": refusal.field}, status=400)
    schemes, shown = context.current().schemes, functools.partial(_shown, collection, asked)
    find = functools.partial(getattr(finding, collection), schemes, asked)
    if asked.get("format") == "ndjson":
        opened = functools.partial(
            context.enter, Kind.PUBLIC, schemes=schemes, actor=request.actor.key
        )
        lines = lines_of(find, shown, opened)
        return StreamingHttpResponse(lines, content_type="application/x-ndjson")
    return JsonResponse(page_of(find(), asked, shown))


@read_by_anyone
def entry(request: ActingRequest, collection: str, entry: str, scheme: str = "") -> HttpResponse:
    """One record in full; 404 for any id that is not published here, whatever it looks like."""
    if collection not in COLLECTIONS:
        return _not_there()
    try:
        key = UUID(entry)
    except ValueError:
        return _not_there()
    found = _one(collection, context.current().schemes, key)
    if found is None:
        return _not_there()
    asked = {"full": True}
    if collection == "organizations" and request.GET.get("full_service") == "true":
        asked["full_service"] = True
    return JsonResponse(_shown(collection, asked, [found])[0])


def _one(collection: str, schemes: Sequence[UUID], key: UUID) -> Any:
    rows = getattr(finding, collection)(schemes, {})
    if isinstance(rows, list):
        return next((row for row in rows if row.id == key), None)
    return rows.filter(pk=key).first()


def _shown(collection: str, asked: dict[str, Any], rows: list[Any]) -> list[records.Record]:
    return _SHOWN[collection](rows, asked)


def _services(rows: list[Any], asked: dict[str, Any]) -> list[records.Record]:
    if asked.get("minimal"):
        return [records.minimal_service(row) for row in rows]
    whole = finding.with_parts(rows)
    if asked.get("full"):
        return [records.service(row) for row in whole]
    return [records.listed_service(row) for row in whole]


def _places(rows: list[Any], asked: dict[str, Any]) -> list[records.Record]:
    finding.with_services(rows)
    return [records.service_at_location(row, full=bool(asked.get("full"))) for row in rows]


def _organizations(rows: list[Any], asked: dict[str, Any]) -> list[records.Record]:
    told = [records.organization(row) for row in rows]
    if not (asked.get("full") or asked.get("full_service")):
        return told
    of_each = finding.services_of(rows)
    shown = records.service if asked.get("full_service") else records.listed_service
    for row, record in zip(rows, told, strict=True):
        record["services"] = [shown(service) for service in of_each.get(row.pk, [])]
    return told


def _taxonomies(rows: list[Any], asked: dict[str, Any]) -> list[records.Record]:
    told = [records.taxonomy(row) for row in rows]
    if asked.get("full"):
        words = finding.taxonomy_terms(context.current().schemes, {})
        for row, record in zip(rows, told, strict=True):
            of_it = [term for term in words if term.taxonomy == row]
            record["taxonomy_terms"] = [records.taxonomy_term(term) for term in of_it]
    return told


def _taxonomy_terms(rows: list[Any], asked: dict[str, Any]) -> list[records.Record]:
    return [records.taxonomy_term(row) for row in rows]


_SHOWN = {
    "services": _services,
    "service_at_locations": _places,
    "organizations": _organizations,
    "taxonomies": _taxonomies,
    "taxonomy_terms": _taxonomy_terms,
}


def _not_there() -> JsonResponse:
    return JsonResponse({"error": "There is no such record here."}, status=404)


def _base(scheme: str) -> str:
    if scheme:
        return reverse("open_referral_of_scheme:about", kwargs={"scheme": scheme})
    return reverse("open_referral:about")
