from django.urls import path

from kith.pathway.outcomes import views

app_name = "outcomes"
urlpatterns = [
    path("desk/outcomes/<uuid:case_id>", views.measures, name="measures"),
    path("desk/outcomes/<uuid:case_id>/goals/<slug:moment>", views.goals, name="goals"),
    path("desk/outcomes/<uuid:case_id>/<slug:key>/<slug:moment>", views.measure, name="measure"),
]
