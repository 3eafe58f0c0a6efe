"""Signing in and out, one's own password, and the way home."""

from __future__ import annotations

from ipaddress import ip_address, ip_network

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import url_has_allowed_host_and_scheme

from kith.accounts import actions, rules
from kith.accounts.forms import PasswordForm, SignInForm
from kith.accounts.models import User
from kith.accounts.permissions import ActingRequest, signed_in, signing_in
from kith.accounts.roles import BY_KEY, home_of
from kith.resilience.pages import carry_out, page


@signing_in
def sign_in(request: ActingRequest) -> HttpResponse:
    """E-mail address and password; the demonstration adds its buttons."""
    form = SignInForm(request)
    user = carry_out(form, lambda typed: _sign_in(request, **typed))
    if user is not None:
        return redirect(next_page(request))
    return page(
        request,
        "accounts/sign_in.html",
        form=form,
        next=next_page(request, default=""),
        kept="kept" in request.GET,
    )


def _sign_in(request: ActingRequest, email: str, password: str) -> User:
    rules.count_sign_in(email=email, network=network_of(request))
    return actions.sign_in(by=request.actor, request=request, email=email, password=password)


@signing_in
def sign_out(request: ActingRequest) -> HttpResponse:
    """End the session. A GET asks first."""
    if request.method != "POST":
        return render(request, "accounts/sign_out.html")
    actions.sign_out(by=request.actor, request=request)
    return redirect("accounts:sign_in")


@signed_in
def home(request: ActingRequest) -> HttpResponse:
    """The page that the visitor's role opens first; a plain one for roles without their own."""
    roles = frozenset().union(*(seat.roles for seat in request.actor.seats))
    name = home_of(roles)
    if name != "accounts:home":
        return redirect(name)
    held = [BY_KEY[key] for key in sorted(roles) if key in BY_KEY]
    return render(request, "accounts/home.html", {"roles": held})


@signed_in
def password(request: ActingRequest) -> HttpResponse:
    """Change one's own password."""
    form = PasswordForm(request)
    assert request.actor.user_id is not None
    user = User.objects.get(pk=request.actor.user_id)
    changed = carry_out(form, lambda typed: _change_password(request, user, **typed))
    if changed is not None:
        update_session_auth_hash(request, changed)
        messages.success(request, "Your password was changed. Your other sessions have ended.")
        return redirect("accounts:home")
    return page(request, "accounts/password.html", form=form)


def _change_password(request: ActingRequest, user: User, old: str, password: str) -> User:
    rules.count_password(user_id=user.pk)
    return actions.change_password(by=request.actor, user=user, old=old, new=password)


def next_page(request: HttpRequest, default: str = "/home") -> str:
    """Where the visitor was going, if that is a page of ours."""
    wanted = request.POST.get("next") or request.GET.get("next", "")
    ours = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=settings.SECURE_COOKIES
    )
    return wanted if ours and wanted.startswith("/") else default


def network_of(request: HttpRequest) -> str:
    """The visitor's network, for counting tries: the /24 or /64 of their address.

    Behind the proxy that ends https everybody comes from the proxy; the last address it added to
    X-Forwarded-For is the visitor's, and what stands before it is the visitor's own word.
    """
    address = str(request.META.get("REMOTE_ADDR", ""))
    if settings.SECURE_COOKIES:
        told = str(request.META.get("HTTP_X_FORWARDED_FOR", ""))
        address = told.rpartition(",")[2].strip() or address
    try:
        found = ip_address(address)
    except ValueError:
        return "unknown"
    found = getattr(found, "ipv4_mapped", None) or found
    return str(ip_network((found, 24 if found.version == 4 else 64), strict=False))
