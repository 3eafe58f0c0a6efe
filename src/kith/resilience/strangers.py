"""Who fills in a form without an account: a person or a program? Asked of the form, never of the visitor.

A field that people cannot see, and the time since the page was opened. No puzzle: puzzles keep out
people who see, hear or think differently, and few programs. Whoever is doubted gets the same page as everybody,
and a person looks at what they sent.
"""

from __future__ import annotations

import time
from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest

from kith.resilience.forms import Form

# Ours: nobody reads the page, let alone answers it, in less.
FASTEST_SECONDS = 4.0
TRAP = "leave_empty"
FILLED_UNSEEN = "Filled in a box that people cannot see."
TOO_FAST = "Sent faster than anybody can type."
_SALT = "kith.resilience.strangers"


class WatchedForm(Form):
    """A form that knows since when it is open, and whether its trap was stepped into.

    Its template includes "ui/trap.html".
    """

    opened = forms.CharField(required=False, widget=forms.HiddenInput)
    carriers: tuple[str, ...] = (*Form.carriers, "opened")  # type: ignore[assignment]

    def _carried(self) -> dict[str, Any]:
        return {**super()._carried(), "opened": signing.dumps(time.time(), salt=_SALT)}

    @property
    def doubt(self) -> str:
        """Why nobody may have written this, or ""."""
        try:
            since = float(signing.loads(self.data.get("opened", ""), salt=_SALT))
        except (signing.BadSignature, TypeError, ValueError):
            return TOO_FAST
        return doubt(self.request, since)


def doubt(request: HttpRequest, since: float) -> str:
    """Why nobody may have written what a request brings, begun at `since` (of `time.time`); or ""."""
    if request.POST.get(TRAP, "").strip():
        return FILLED_UNSEEN
    return TOO_FAST if time.time() - since < FASTEST_SECONDS else ""
