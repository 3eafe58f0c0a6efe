"""The form of a referral, filled in from what somebody sent without an account."""

from __future__ import annotations

import datetime
from typing import Any

from django.http import HttpRequest

from kith.organisations.models import Programme
from kith.pathway.referrals.actions.reading_asks import RELATIVE, SELF, in_words, phone_safe_for
from kith.pathway.referrals.forms import ReferForm
from kith.pathway.referrals.models import Ask
from kith.pathway.referrals.programme_fields import answers_given
from kith.pathway.referrals.queries.doors import Place
from kith.vocabulary import foundations, holistic_concerns

TEXTS = (
    "first_name", "last_name", "nhs_number", "phone", "when_safe", "email", "address", "postcode",
    "language", "referrer_sees", "person_says", "urgency", "risk", "risk_text", "referrer_name",
)  # fmt: skip


class AskedForm(ReferForm):
    """Everything that was sent stands in it, so that only what was missing is typed. `came_by`: whose page it was."""

    def __init__(self, request: HttpRequest, *, ask: Ask, came_by: Place | None) -> None:
        self.ask, self.came_by = ask, came_by
        initial = as_sent(ask.answers, came_by, public=ask.via is None)
        super().__init__(request, scheme_id=ask.scheme_id, membership=None, initial=initial)
        if self.for_programme is not None and not self.is_bound:
            rows = [
                row for row in _list(ask.answers, "more") if isinstance(row, dict) and "key" in row
            ]
            self.initial = {**answers_given(self.for_programme.questions, rows), **self.initial}

    def _programme(self) -> Programme | None:
        found = super()._programme()
        if found or self.is_bound or self.request.GET.get("programme"):
            return found
        wanted = _of_programme(self.ask.answers).get("id")
        return next((p for p in self.programmes if str(p.pk) == wanted), None)


def as_sent(said: dict[str, Any], came_by: Place | None, *, public: bool) -> dict[str, Any]:
    """The values of the form by what was sent. What is no text, or no list, of its own kind is left out."""
    found: dict[str, Any] = {name: _text(said, name) for name in TEXTS if _text(said, name)}
    for name in ("needs_interpreter", "person_knows"):
        if isinstance(said.get(name), bool):
            found[name] = said[name]
    found["date_of_birth"] = _day(said.get("date_of_birth"))
    found["phone_safe_for"] = _list(said, "phone_safe_for")
    found |= {f"reasons_{key}": _list(said, "reasons") for key, _ in foundations.choices()}
    return found | (_by_the_public(said) if public else _by_a_place(said, came_by)) | _stage(said)


def _by_a_place(said: dict[str, Any], came_by: Place | None) -> dict[str, Any]:
    found: dict[str, Any] = {"referrer_contact": _text(said, "referrer_email")}
    if came_by is not None:
        found["source"] = came_by.source
        found["practice"] = str(came_by.practice.pk) if came_by.practice else ""
        found["organisation_name"] = came_by.organisation.name if came_by.organisation else ""
    return found


def _by_the_public(said: dict[str, Any]) -> dict[str, Any]:
    other = said.get("for_whom") == "other"
    plain = {"foundations": [], "words": _text(said, "words")}
    if isinstance(said.get("foundations"), list):
        plain["foundations"] = [
            key for key in said["foundations"] if key in dict(foundations.choices())
        ]
    found: dict[str, Any] = {
        "source": RELATIVE if other else SELF,
        "phone_safe_for": phone_safe_for({**said, "phone_safe_for": _list(said, "phone_safe_for")}),
        "referrer_sees" if other else "person_says": in_words(plain),
    }
    if not other:
        return {**found, "person_knows": True}
    contact = _text(said, "asker_email") or _text(said, "asker_phone")
    return {**found, "referrer_name": _text(said, "asker_name"), "referrer_contact": contact}


def _stage(said: dict[str, Any]) -> dict[str, Any]:
    brought = _of_programme(said)
    found = {"stage": _text(brought, "stage"), "stage_on": _day(brought.get("stage_on"))}
    for one in _list(brought, "concerns"):
        if isinstance(one, dict) and one.get("what") in holistic_concerns.CONCERNS:
            found[f"concern_{one['what']}"] = one.get("rating")
        elif isinstance(one, dict):
            found |= {
                "other_concern": one.get("words"),
                "other_foundation": one.get("foundation"),
                "other_rating": one.get("rating"),
            }
    return found


def _of_programme(said: dict[str, Any]) -> dict[str, Any]:
    found = said.get("programme")
    return found if isinstance(found, dict) else {}


def _text(said: dict[str, Any], name: str) -> str:
    value = said.get(name)
    return value if isinstance(value, str) else ""


def _list(said: dict[str, Any], name: str) -> list[Any]:
    value = said.get(name)
    return value if isinstance(value, list) else []


def _day(value: Any) -> datetime.date | None:
    try:
        return datetime.date.fromisoformat(value)
    except (TypeError, ValueError):
        return None
