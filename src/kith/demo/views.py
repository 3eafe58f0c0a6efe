"""The demonstration's sign-in: one button an account."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from kith.accounts.actions import sign_in_to_demonstration
from kith.accounts.models import User
from kith.accounts.permissions import ActingRequest, signing_in
from kith.accounts.views import next_page
from kith.demo.accounts import BY_KEY


@signing_in
def sign_in(request: ActingRequest) -> HttpResponse:
    """Sign in to the posted account; 404 outside the demonstration and for any other name."""
    account = BY_KEY.get(request.POST.get("account", ""))
    if not settings.DEMONSTRATION or request.method != "POST" or account is None:
        raise Http404
    user = User.objects.filter(email=account.email).first()
    if user is None or user.has_usable_password():
        raise Http404
    sign_in_to_demonstration(by=request.actor, request=request, user=user)
    return redirect(next_page(request))
