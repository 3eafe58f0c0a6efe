from django.urls import path

from kith.organisations import views

app_name = "organisations"
urlpatterns = [
    path("desk/setup", views.setup, name="setup"),
    path("desk/setup/<uuid:scheme_id>/scheme", views.scheme, name="scheme"),
    path("desk/setup/<uuid:scheme_id>/practices", views.practices, name="practices"),
    path("desk/setup/<uuid:scheme_id>/partners", views.partners, name="partners"),
    path("desk/setup/<uuid:scheme_id>/teams", views.teams, name="teams"),
    path("desk/setup/<uuid:scheme_id>/reasons", views.reasons, name="reasons"),
    path("desk/setup/<uuid:scheme_id>/programmes", views.programmes, name="programmes"),
    path("desk/setup/<uuid:scheme_id>/contracts", views.contracts, name="contracts"),
    path("desk/setup/<uuid:scheme_id>/staff", views.staff, name="staff"),
    path(
        "desk/setup/invitations/<uuid:invitation_id>/withdraw",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("join/<str:token>", views.join, name="join"),
]
