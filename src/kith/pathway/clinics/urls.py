from django.urls import path

from kith.pathway.clinics import views

app_name = "clinics"
urlpatterns = [
    path("desk/clinics", views.clinics, name="clinics"),
    path("desk/clinics/new/<uuid:scheme_id>", views.new, name="new"),
    path("desk/clinics/<uuid:clinic_id>", views.clinic, name="clinic"),
    path("desk/clinics/<uuid:clinic_id>/change", views.change, name="change"),
    path("desk/clinics/<uuid:clinic_id>/read", views.read, name="read"),
    path("desk/clinics/<uuid:clinic_id>/call-off", views.call_off, name="call_off"),
    path("desk/clinics/times/<uuid:slot_id>", views.fill, name="fill"),
    path(
        "desk/clinics/times/<uuid:slot_id>/people/<uuid:person_id>",
        views.fill_with,
        name="fill_with",
    ),
    path("desk/clinics/times/<uuid:slot_id>/free", views.free, name="free"),
]
