"""What every page shows around its own content."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from kith.accounts.permissions import Permission, holds
from kith.accounts.roles import BY_KEY
from kith.demo.accounts import ACCOUNTS, BOW
from kith.isolation.actor import Actor
from kith.organisations import queries as organisations

# (words, URL name, what one must be allowed)
NAVIGATION = (
    ("Today", "desk:today", Permission.WORK_WITH_PEOPLE),
    ("Caseload", "desk:caseload", Permission.WORK_WITH_PEOPLE),
    ("New referrals", "desk:triage", Permission.DECIDE_REFERRALS),
    ("Rang back", "desk:rang_back", Permission.WORK_WITH_PEOPLE),
    ("Concerns", "concerns:concerns", Permission.LOOK_OUT),
    ("Campaigns", "campaigns:campaigns", Permission.WORK_WITH_PEOPLE),
    ("Meetings", "meetings:meetings", Permission.WORK_WITH_PEOPLE),
    ("Groups", "groups:groups", Permission.LEAD_GROUPS),
    ("Letters", "messages:letters", Permission.WORK_WITH_PEOPLE),
    ("Team", "desk:team", Permission.SEE_TEAM),
    ("In numbers", "insight:figures", Permission.SEE_REPORTS),
    ("Refer someone", "referrals:refer", Permission.REFER),
    ("My referrals", "referrals:mine", Permission.REFER),
    ("Codes", "referrals:practices_owed", Permission.REFER),
    ("Find a service", "directory:find", Permission.FIND_SERVICES),
    ("Introductions", "connections:received", Permission.ANSWER_INTRODUCTIONS),
    ("Who looked", "desk:access_log", Permission.SEE_ACCESS_LOG),
    ("Set up", "organisations:setup", Permission.SET_UP),
)


def everywhere(request: HttpRequest) -> dict[str, Any]:
    """For every template: who acts, where they can go, what just happened."""
    actor: Actor | None = getattr(request, "actor", None)
    shown: dict[str, Any] = {
        "actor": actor,
        "notices": SimpleLazyObject(lambda: list(messages.get_messages(request))),
        "demonstration_accounts": SimpleLazyObject(_demonstration_accounts),
    }
    if actor is not None and actor.kind == "staff":
        shown |= {
            "nav": _navigation(request, actor),
            "account": {
                "name": actor.name,
                "scheme": ", ".join(s.name for s in organisations.schemes()) if actor.seats else "",
                "sign_out_url": reverse("accounts:sign_out"),
            },
            "device_key_url": reverse("device_key"),
            "search_url": reverse("desk:search") if holds(actor, Permission.SEE_PEOPLE) else "",
        }
    return shown


def _navigation(request: HttpRequest, actor: Actor) -> list[dict[str, Any]]:
    shown = [
        (text, reverse(name))
        for text, name, permission in NAVIGATION
        if holds(actor, permission) and not _is_second_home(name, actor)
    ]
    current = max((href for _, href in shown if _is_under(request.path, href)), key=len, default="")
    return [{"text": text, "href": href, "current": href == current} for text, href in shown]


def _is_under(path: str, href: str) -> bool:
    return path == href or (not href.endswith("/") and path.startswith(f"{href}/"))


def _is_second_home(name: str, actor: Actor) -> bool:
    """Staff refer by "Refer someone"; a list of their own referrals is for referrers."""
    return name == "referrals:mine" and holds(actor, Permission.SEE_PEOPLE)


def _demonstration_accounts() -> list[dict[str, str]]:
    """The accounts that the sign-in page of a demonstration lists; none anywhere else."""
    if not settings.DEMONSTRATION:
        return []
    return [
        {"key": account.key, "name": account.name, "said": _said(account.roles, account.scheme)}
        for account in ACCOUNTS
    ]


def _said(roles: tuple[str, ...], scheme: str) -> str:
    named = " and ".join(BY_KEY[key].name for key in roles)
    return f"{named} ({scheme})" if scheme != BOW else named
