"""What the community had nothing for: a page, a map, and files for commissioners."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render

from kith.accounts.permissions import ActingRequest, Permission, allowed, holds
from kith.exchange.tables.writing import as_csv, as_xlsx
from kith.insight.asked import one_quarter, quarters_of, schemes_of, staff_scheme, whole_months
from kith.insight.presenters import gaps as shown
from kith.insight.presenters.page import query
from kith.insight.queries.gaps import Gaps, gaps_of
from kith.insight.rules.gaps import BY, HOW, LIMITS, WITHHELD, WITHHELD_WITHIN, Gap
from kith.organisations.models import Scheme
from kith.resilience.errors import Refused

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@allowed(Permission.SEE_REPORTS)
def gaps(request: ActingRequest) -> HttpResponse:
    """Needs without a service, searches that found nothing, no place, small numbers withheld: of whole months for the
    team, and of one calendar quarter for those outside it.
    """
    scheme, found, refused = _asked(request)
    team = _of_team(request, scheme)
    chosen = shown.chosen(found, request.GET.get("show", ""))
    page: dict[str, Any] = {
        "row": scheme,
        "schemes": schemes_of(request),
        "sees_team": team,
        "quarters": [
            (one.words, f"{query(one)}&scheme={scheme.slug}") for one in quarters_of(scheme.pk)
        ],
        "gaps": found,
        "period": found.period,
        "refused": refused,
        "query": f"{query(found.period)}&scheme={scheme.slug}",
        "headlines": shown.headlines(found),
        "tables": shown.tables(found),
        "map": shown.on_a_map(found, chosen),
        "chosen": chosen,
        "choices": list(Gap),
        "how": HOW,
        "by": BY,
        "limits": LIMITS,
        "withheld": WITHHELD_WITHIN if team else WITHHELD,
    }
    return render(request, "insight/gaps.html", page, status=400 if refused else 200)


@allowed(Permission.SEE_REPORTS)
def gaps_csv(request: ActingRequest) -> HttpResponse:
    """The same figures as a table, each with how it is counted."""
    scheme, found, refused = _asked(request)
    if refused is not None:
        return _refused(refused)
    content = as_csv(shown.HEADER, shown.rows(scheme.name, found))
    return _file(content, "text/csv; charset=utf-8", "csv", scheme, found)


@allowed(Permission.SEE_REPORTS)
def gaps_xlsx(request: ActingRequest) -> HttpResponse:
    """The same table as a workbook."""
    scheme, found, refused = _asked(request)
    if refused is not None:
        return _refused(refused)
    content = as_xlsx("Gaps", shown.HEADER, shown.rows(scheme.name, found))
    return _file(content, XLSX, "xlsx", scheme, found)


def _asked(request: ActingRequest) -> tuple[Scheme, Gaps, Refused | None]:
    scheme = staff_scheme(request)
    chosen = whole_months if _of_team(request, scheme) else one_quarter
    period, refused = chosen(request, scheme.pk)
    return scheme, gaps_of(scheme.pk, period), refused


def _of_team(request: ActingRequest, scheme: Scheme) -> bool:
    """Whether the actor reads what is behind the figures anyway, so that no two of them tell anything new."""
    return holds(request.actor, Permission.SEE_TEAM, scheme.pk)


def _refused(refusal: Refused) -> HttpResponse:
    said = f"{refusal.message}\n"
    return HttpResponse(said, status=400, content_type="text/plain; charset=utf-8")


def _file(content: bytes, made: str, kind: str, scheme: Scheme, found: Gaps) -> HttpResponse:
    first, last = found.period.first, found.period.last
    name = f"{scheme.slug}-gaps-{first:%Y-%m}-to-{last:%Y-%m}.{kind}"
    response = HttpResponse(content, content_type=made)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
