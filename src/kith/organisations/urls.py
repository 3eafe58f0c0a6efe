from django.urls import path

from kith.organisations import programme_views, provider_views, views

app_name = "organisations"
urlpatterns = [
    path("desk/setup", views.setup, name="setup"),
    path("desk/setup/<uuid:scheme_id>/scheme", views.scheme, name="scheme"),
    path("desk/setup/<uuid:scheme_id>/practices", views.practices, name="practices"),
    path("desk/setup/<uuid:scheme_id>/partners", views.partners, name="partners"),
    path("desk/setup/<uuid:scheme_id>/teams", views.teams, name="teams"),
    path("desk/setup/<uuid:scheme_id>/reasons", views.reasons, name="reasons"),
    path("desk/setup/<uuid:scheme_id>/programmes", views.programmes, name="programmes"),
    path(
        "desk/setup/<uuid:scheme_id>/programmes/<uuid:programme_id>",
        programme_views.programme,
        name="programme",
    ),
    path(
        "desk/setup/<uuid:scheme_id>/programmes/<uuid:programme_id>/question",
        programme_views.programme_question,
        name="programme_question",
    ),
    path(
        "desk/setup/<uuid:scheme_id>/programmes/<uuid:programme_id>/stage",
        programme_views.programme_stage,
        name="programme_stage",
    ),
    path(
        "desk/setup/<uuid:scheme_id>/programmes/<uuid:programme_id>/prompt",
        programme_views.programme_prompt,
        name="programme_prompt",
    ),
    path(
        "desk/setup/<uuid:scheme_id>/programmes/<uuid:programme_id>/stop/<uuid:part_id>",
        programme_views.programme_stop,
        name="programme_stop",
    ),
    path("desk/setup/<uuid:scheme_id>/contracts", views.contracts, name="contracts"),
    path("desk/setup/<uuid:scheme_id>/staff", views.staff, name="staff"),
    path(
        "desk/setup/<uuid:scheme_id>/staff/<uuid:member_id>/answers-for",
        provider_views.answers_for,
        name="answers_for",
    ),
    path(
        "desk/setup/invitations/<uuid:invitation_id>/withdraw",
        views.withdraw_invitation,
        name="withdraw_invitation",
    ),
    path("join/<str:token>", views.join, name="join"),
]
