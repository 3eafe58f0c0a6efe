"""The addresses of introductions."""

from django.urls import path

from kith.pathway.connections import missing_views, views

app_name = "connections"
urlpatterns = [
    path(
        "desk/connections/introduce/<uuid:person_id>/<uuid:service_id>",
        views.introduce,
        name="introduce",
    ),
    path(
        "desk/connections/signpost/<uuid:person_id>/<uuid:service_id>",
        views.signpost,
        name="signpost",
    ),
    path(
        "desk/connections/signpost/<uuid:person_id>/elsewhere",
        missing_views.signpost_elsewhere,
        name="signpost_elsewhere",
    ),
    path(
        "desk/connections/signposts/<uuid:signpost_id>/used",
        missing_views.signpost_used,
        name="signpost_used",
    ),
    path("desk/connections/unmet", missing_views.unmet_needs, name="unmet_needs"),
    path("desk/connections/unmet/<uuid:person_id>", missing_views.unmet, name="unmet"),
    path(
        "desk/connections/unmet/scheme/<uuid:scheme_id>",
        missing_views.unmet_of_scheme,
        name="unmet_of_scheme",
    ),
    path("desk/connections/unmet/<uuid:unmet_id>/met", missing_views.met, name="met"),
    path("desk/connections/received", views.received, name="received"),
    path("desk/connections/received/<uuid:introduction_id>", views.answer, name="answer"),
    path("desk/connections/<uuid:introduction_id>", views.introduction, name="introduction"),
    path("desk/connections/<uuid:introduction_id>/withdraw", views.withdraw, name="withdraw"),
]
