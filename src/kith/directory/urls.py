"""The addresses of the directory."""

from django.urls import path

from kith.directory import views

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
    path("desk/directory/<uuid:service_id>/confirm", views.confirm, name="confirm"),
]
