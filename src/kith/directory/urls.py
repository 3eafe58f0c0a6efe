"""The addresses of the directory."""

from django.urls import path

from kith.directory import views

app_name = "directory"
urlpatterns = [
    path("desk/directory", views.find, name="find"),
    path("desk/directory/add", views.add, name="add"),
    path("desk/directory/<uuid:service_id>", views.service, name="service"),
    path("desk/directory/<uuid:service_id>/edit", views.edit, name="edit"),
    path("desk/directory/<uuid:service_id>/confirm", views.confirm, name="confirm"),
]
