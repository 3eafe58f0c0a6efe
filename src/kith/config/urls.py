"""Every address of the product, room by room."""

from django.urls import include, path

from kith.accounts.permissions import keeping_drafts, signed_in
from kith.config import front
from kith.resilience.views import device_key, draft

urlpatterns = [
    path("", front.front, name="front"),
    path("healthz", front.healthz, name="healthz"),
    path("version", front.version, name="version"),
    path("s/<slug:scheme>/", front.scheme_front, name="scheme"),
    path("desk/drafts", keeping_drafts(draft), name="draft"),
    path("desk/drafts/key", signed_in(device_key), name="device_key"),
    path("", include("kith.accounts.urls")),
    path("", include("kith.organisations.urls")),
    path("", include("kith.directory.urls")),
    path("", include("kith.people.urls")),
    path("", include("kith.messages.urls")),
    path("", include("kith.concerns.urls")),
    path("", include("kith.pathway.referrals.urls")),
    path("", include("kith.pathway.caseload.urls")),
    path("", include("kith.pathway.contacts.urls")),
    path("", include("kith.pathway.plans.urls")),
    path("", include("kith.pathway.clinics.urls")),
    path("", include("kith.pathway.connections.urls")),
    path("", include("kith.pathway.outcomes.urls")),
    path("", include("kith.pathway.closures.urls")),
    path("", include("kith.campaigns.urls")),
    path("", include("kith.groups.urls")),
    path("", include("kith.meetings.urls")),
    path("", include("kith.funds.urls")),
    path("", include("kith.academy.urls")),
    path("", include("kith.exchange.urls")),
    path("open-referral/", include("kith.exchange.open_referral.urls", "open_referral")),
    path(
        "open-referral/s/<slug:scheme>/",
        include("kith.exchange.open_referral.urls", "open_referral_of_scheme"),
    ),
    path("", include("kith.insight.urls")),
    path("", include("kith.desk.urls")),
    path("", include("kith.demo.urls")),
]
handler400 = "kith.config.errors.bad"
handler403 = "kith.config.errors.refused"
handler404 = "kith.config.errors.not_found"
handler500 = "kith.config.errors.broken"
