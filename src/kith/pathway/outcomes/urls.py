from django.urls import path

from kith.pathway.outcomes import views

CASE = "desk/outcomes/<uuid:case_id>"
SETUP = "desk/setup/<uuid:scheme_id>/measures"

app_name = "outcomes"
urlpatterns = [
    path("desk/outcomes/alerts/<uuid:alert_id>", views.alert, name="alert"),
    path("desk/outcomes/alerts/<uuid:alert_id>/raise", views.raise_concern, name="raise_concern"),
    path(CASE, views.measures, name="measures"),
    path(f"{CASE}/goals/<slug:moment>", views.goals, name="goals"),
    path(f"{CASE}/elsewhere", views.outside, name="outside"),
    path(
        f"{CASE}/elsewhere/<uuid:score_id>/take-back",
        views.take_back_outside,
        name="take_back_outside",
    ),
    path(f"{CASE}/<slug:key>", views.history, name="history"),
    path(f"{CASE}/<slug:key>/paper.pdf", views.paper, name="paper"),
    path(f"{CASE}/<slug:key>/<slug:moment>", views.measure, name="measure"),
    path(f"{CASE}/<slug:key>/<slug:moment>/give-screen", views.give_screen, name="give_screen"),
    path(f"{CASE}/<slug:key>/<slug:moment>/own-screen", views.own_screen, name="own_screen"),
    path(SETUP, views.scheme_measures, name="scheme_measures"),
    path(f"{SETUP}/new", views.own_question, name="own_question"),
    path(f"{SETUP}/<slug:key>", views.scheme_measure, name="scheme_measure"),
]
