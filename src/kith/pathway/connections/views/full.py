"""“Full until” and “open again”, by whichever way a group came to its page."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest

from kith.pathway.connections import forms, presenters, rules
from kith.pathway.connections.models import GroupWishes
from kith.resilience.pages import carry_out, press


def full_or_open(request: HttpRequest, act: Callable[..., GroupWishes]) -> forms.FullForm | None:
    """Carry out what was pressed: open again, full until a day that stood ready, or until another. None when it was
    done or refused in a notice, else the form for another day. `act` takes "open", or "full" with `until`.
    """
    if request.POST.get("do") == "open":
        press(request, lambda: act("open"), done=presenters.full_said(None))
        return None
    if day := rules.ready_day(request.POST.get("till", "")):
        press(request, lambda: act("full", until=day), done=presenters.full_said(day))
        return None
    form = forms.FullForm(request)
    done = carry_out(form, lambda typed: act("full", **typed))
    if done is None:
        return form
    messages.success(request, presenters.full_said(done.full_until))
    return None
