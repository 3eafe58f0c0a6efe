"""`kith scheme`."""

from __future__ import annotations

import uuid
from typing import Any

import click

from kith.cli.operator_command import operator_command


@click.group()
def scheme() -> None:
    """Open and look after schemes."""


def _in_words(answer: dict[str, Any]) -> str:
    lines = [
        f"The scheme “{answer['name']}” is open, with the short name {answer['scheme']}.",
        f"\nThe first manager joins here, once, within {answer['days']} days:",
        f"  {answer['invitation']}",
        f"Keep this address private: it is not shown again. It is for {answer['manager_email']}.",
    ]
    if answer["without_mail"]:
        lines.append(
            "No e-mail address was given, so this is the name they sign in with; no mail reaches it."
        )
    return "\n".join(lines)


@operator_command("new", text=_in_words)
@click.option("--name", required=True, help="What the scheme is called.")
@click.option(
    "--template",
    type=click.Choice(["general", "cancer"]),
    default="general",
    show_default=True,
    help="What it starts with: reasons for referral, programmes, and what stands at its doors.",
)
@click.option(
    "--slug", default="", help="Its short name in addresses; made of the name if left out."
)
@click.option("--manager-email", default="", help="The first manager's e-mail address.")
@click.option("--manager-name", default="", help="The first manager's name.")
def new(
    name: str, template: str, slug: str, manager_email: str, manager_name: str
) -> dict[str, Any]:
    """Open a scheme and print the first manager's invitation."""
    from django.conf import settings
    from django.urls import reverse

    from kith.isolation import context
    from kith.isolation.actor import Actor
    from kith.organisations import actions
    from kith.organisations.actions import INVITATION_DAYS
    from kith.pathway.referrals import actions as referrals
    from kith.resilience.errors import Refused
    from kith.vocabulary.programme_templates import TEMPLATES

    name = " ".join(name.split())
    if not name or len(name) > 200:
        raise Refused("Give the scheme a name of at most 200 characters.")
    slug = _slug(slug, name)
    email = _email(manager_email) or f"manager@{slug}.invalid"
    by, scheme_id = Actor.system("kith scheme new"), uuid.uuid4()
    with context.in_scheme(scheme_id, actor=by.key):
        actions.open_scheme(by=by, scheme_id=scheme_id, slug=slug, name=name)
        referrals.open_doors(by=by, scheme_id=scheme_id, template=template)
        if template == "cancer":
            start = TEMPLATES[template]
            actions.add_programme(by=by, scheme_id=scheme_id, name=start.name, template=template)
        _, token = actions.invite(
            by=by,
            scheme_id=scheme_id,
            email=email,
            name=" ".join(manager_name.split())[:140] or "First manager",
            roles=["manager"],
            job_role="manager",
        )
    return {
        "scheme": slug,
        "name": name,
        "template": template,
        "invitation": settings.SITE_URL.rstrip("/") + reverse("organisations:join", args=[token]),
        "manager_email": email,
        "without_mail": not manager_email,
        "days": INVITATION_DAYS,
    }


scheme.add_command(new)


def _slug(given: str, name: str) -> str:
    from django.utils.text import slugify

    from kith.resilience.errors import Refused

    slug = given or slugify(name)[:60].strip("-")
    if not slug or len(slug) > 60 or slug != slugify(slug).strip("-_"):
        raise Refused(
            f"“{slug or name}” cannot be a short name: give --slug with small letters, digits and"
            " hyphens, at most 60."
        )
    return slug


def _email(given: str) -> str:
    from django.core.exceptions import ValidationError
    from django.core.validators import validate_email

    from kith.resilience.errors import Refused

    if given:
        try:
            validate_email(given)
        except ValidationError:
            raise Refused(
                f"“{given}” is not an e-mail address, such as mo@scheme.example."
            ) from None
    return given
