"""The pages before any room: the front of the instance and of a scheme, and how it is doing."""

from __future__ import annotations

from importlib import metadata

from django.db import Error, connection
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render

from kith.accounts.permissions import open_to_all, public
from kith.organisations import queries as organisations


@public
def front(request: HttpRequest) -> HttpResponse:
    """The public front page: the schemes of this instance. Staff who are signed in go to their home."""
    if request.user.is_authenticated:
        return redirect("accounts:home")
    return render(request, "config/front.html", {"schemes": list(organisations.schemes())})


@public
def scheme_front(request: HttpRequest, scheme: str) -> HttpResponse:
    """The public front page of one scheme."""
    found = organisations.schemes().filter(slug=scheme).first()
    if found is None:
        raise Http404
    return render(request, "config/scheme_front.html", {"scheme": found})


@open_to_all
def healthz(request: HttpRequest) -> HttpResponse:
    """200 when the database answers and is migrated, else 503 with what is wrong."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM django_migrations")
            cursor.fetchone()
    except Error:
        return JsonResponse(
            {"status": "unwell", "wrong": "The database does not answer."}, status=503
        )
    return JsonResponse({"status": "ok"})


@open_to_all
def version(request: HttpRequest) -> HttpResponse:
    """The version of the product that is running."""
    return JsonResponse({"version": metadata.version("kith")})
