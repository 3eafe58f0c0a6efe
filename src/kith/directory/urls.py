"""The addresses of the directory."""

from django.urls import path

from kith.directory import check_views, suggest_views, views

app_name = "directory"
urlpatterns = [
    path("desk/directory", views.find, name="find"),
    path("desk/directory/add", views.add, name="add"),
    path("desk/directory/<uuid:service_id>", views.service, name="service"),
    path("desk/directory/<uuid:service_id>/edit", views.edit, name="edit"),
    path("desk/directory/<uuid:service_id>/note", views.note, name="note"),
    path("desk/directory/twice", views.twice, name="twice"),
    path("desk/directory/<uuid:service_id>/join", views.join, name="join"),
    path("desk/directory/<uuid:service_id>/part", views.part, name="part"),
    path("desk/directory/notes/<uuid:told_id>/end", views.end_note, name="end_note"),
    path(
        "desk/directory/corrections/<uuid:fix_id>/drop",
        views.drop_correction,
        name="drop_correction",
    ),
    path("desk/directory/<uuid:service_id>/confirm", check_views.confirm, name="confirm"),
    path("desk/directory/<uuid:service_id>/keeper", check_views.keeper, name="keeper"),
    path("desk/directory/<uuid:service_id>/publish", check_views.publish, name="publish"),
    path("desk/directory/<uuid:service_id>/ask", check_views.ask_them, name="ask_them"),
    path("desk/directory/<uuid:service_id>/wrong", check_views.wrong, name="wrong"),
    path("desk/directory/checks", check_views.checks, name="checks"),
    path("desk/directory/checks/confirm", check_views.confirm_ticked, name="confirm_ticked"),
    path(
        "desk/directory/checks/<uuid:scheme_id>/how",
        check_views.check_policy,
        name="check_policy",
    ),
    path("desk/directory/matters/<uuid:matter_id>", check_views.matter, name="matter"),
    path("desk/directory/matters/<uuid:matter_id>/take", check_views.take_over, name="take_over"),
    path("desk/directory/matters/<uuid:matter_id>/heard", check_views.heard, name="heard"),
    path("desk/directory/suggestions", suggest_views.suggestions, name="suggestions"),
    path(
        "desk/directory/suggestions/<uuid:suggestion_id>",
        suggest_views.suggestion,
        name="suggestion",
    ),
    path("s/<slug:scheme>/suggest", suggest_views.suggest, name="suggest"),
    path("s/<slug:scheme>/suggest/sent", suggest_views.suggested, name="suggested"),
    path("listing/<str:token>", check_views.listing, name="listing"),
    path("listing/<str:token>/put-right", check_views.put_right, name="put_right"),
]
