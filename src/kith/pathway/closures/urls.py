from django.urls import path

from kith.pathway.closures import views

app_name = "closures"
urlpatterns = [
    path("desk/closures/<uuid:case_id>", views.close, name="close"),
    path("desk/closures/<uuid:closure_id>/done", views.done, name="done"),
]
