from django.urls import path

from kith.desk import views

app_name = "desk"
urlpatterns = [
    path("desk/", views.today, name="today"),
    path("desk/caseload", views.caseload, name="caseload"),
    path("desk/search", views.search, name="search"),
    path("desk/team", views.team, name="team"),
    path("desk/access-log", views.access_log, name="access_log"),
    path("desk/people/<uuid:person_id>", views.record, name="record"),
    path("desk/people/<uuid:person_id>/looked", views.looked, name="looked"),
    path("desk/people/<uuid:person_id>/next-step", views.next_step, name="next_step"),
    path("desk/people/<uuid:person_id>/move", views.move, name="move"),
]
