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
    path(
        "desk/connections/signpost/<uuid:person_id>/elsewhere",
        views.signpost_elsewhere,
        name="signpost_elsewhere",
    ),
    path(
        "desk/connections/signposts/<uuid:signpost_id>/used",
        views.signpost_used,
        name="signpost_used",
    ),
    path("desk/connections/unmet", views.unmet_needs, name="unmet_needs"),
    path("desk/connections/unmet/<uuid:person_id>", views.unmet, name="unmet"),
    path(
        "desk/connections/unmet/scheme/<uuid:scheme_id>",
        views.unmet_of_scheme,
        name="unmet_of_scheme",
    ),
    path("desk/connections/unmet/<uuid:unmet_id>/met", views.met, name="met"),
    path("desk/connections/received", views.received, name="received"),
    path("desk/connections/received/<uuid:introduction_id>/worried", views.worried, name="worried"),
    path("desk/connections/groups", views.groups, name="groups"),
    path("desk/connections/groups/<uuid:service_id>/full", views.say_full, name="say_full"),
    path("desk/connections/groups/<uuid:service_id>/wishes", views.wishes, name="wishes"),
    path("desk/connections/groups/<uuid:service_id>/bid", views.bid, name="bid"),
    path("desk/connections/policy/<uuid:scheme_id>", views.policy, name="policy"),
    path("desk/connections/received/<uuid:introduction_id>", views.answer, name="answer"),
    path("desk/connections/<uuid:introduction_id>", views.introduction, name="introduction"),
    path("desk/connections/<uuid:introduction_id>/withdraw", views.withdraw, name="withdraw"),
    path("desk/connections/<uuid:introduction_id>/noted", views.noted, name="noted"),
    path("desk/connections/<uuid:introduction_id>/again", views.send_again, name="send_again"),
    path("desk/connections/<uuid:introduction_id>/week", views.send_week, name="send_week"),
    path("desk/connections/<uuid:introduction_id>/asked-for", views.asked_for, name="asked_for"),
    path("desk/connections/<uuid:introduction_id>/renew", views.renew, name="renew"),
    path("desk/connections/<uuid:introduction_id>/ask", views.ask_person, name="ask_person"),
    path("desk/connections/<uuid:introduction_id>/text", views.text_person, name="text_person"),
    path("desk/connections/<uuid:introduction_id>/thank", views.thank, name="thank"),
    path("introduced/<str:token>", views.introduced, name="introduced"),
    path("introduced/<str:token>/worried", views.introduced_worried, name="introduced_worried"),
    path("introduced/<str:token>/week", views.introduced_week, name="introduced_week"),
    path("introduced/<str:token>/again", views.introduced_again, name="introduced_again"),
    path("went/<str:token>", views.went, name="went"),
    path("group/<str:token>", views.group_week, name="group_week"),
    path("group/<str:token>/person/<str:who>", views.group_person, name="group_person"),
    path("group/<str:token>/person/<str:who>/worried", views.group_worried, name="group_worried"),
    path("group/<str:token>/wishes", views.group_wishes, name="group_wishes"),
    path("group/<str:token>/bid", views.group_bid, name="group_bid"),
]
