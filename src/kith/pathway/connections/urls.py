"""The addresses of introductions."""

from django.urls import path

from kith.pathway.connections import views

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
    path("desk/connections/received", views.received, name="received"),
    path("desk/connections/received/<uuid:introduction_id>", views.answer, name="answer"),
    path("desk/connections/<uuid:introduction_id>", views.introduction, name="introduction"),
    path("desk/connections/<uuid:introduction_id>/withdraw", views.withdraw, name="withdraw"),
]
