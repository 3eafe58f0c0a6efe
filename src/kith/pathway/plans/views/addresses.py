"""The address of a person's own page, as it is given to them."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from kith.isolation import links
from kith.isolation.models import PrivateLink


def page_address(link: PrivateLink) -> str:
    """The whole address that a link opens."""
    path = reverse("plans:person_page", args=[links.token_of(link.pk)])
    return settings.SITE_URL.rstrip("/") + path
