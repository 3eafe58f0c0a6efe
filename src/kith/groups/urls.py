from django.urls import path

from kith.groups import views

app_name = "groups"
_ONE = "desk/groups/<uuid:group_id>"
_MET = "desk/groups/sessions/<uuid:session_id>"
_PLACE = "desk/groups/people/<uuid:joined_id>"
_WHO = "desk/groups/volunteers/<uuid:volunteer_id>"
_MATCH = "desk/groups/volunteers/matches/<uuid:match_id>"
urlpatterns = [
    path("desk/groups", views.groups, name="groups"),
    path("desk/groups/new/<uuid:scheme_id>", views.new, name="new"),
    path("desk/groups/volunteers", views.volunteers, name="volunteers"),
    path("desk/groups/volunteers/new/<uuid:scheme_id>", views.new_volunteer, name="new_volunteer"),
    path(
        "desk/groups/volunteers/checks/<uuid:scheme_id>/how",
        views.check_policy,
        name="check_policy",
    ),
    path(_WHO, views.volunteer, name="volunteer"),
    path(f"{_WHO}/change", views.change_volunteer, name="change_volunteer"),
    path(f"{_WHO}/check", views.add_check, name="add_check"),
    path(f"{_WHO}/end", views.end_volunteer, name="end_volunteer"),
    path("desk/people/<uuid:person_id>/befriender", views.befriender, name="befriender"),
    path(_MATCH, views.match, name="match"),
    path(f"{_MATCH}/agree", views.agree, name="agree"),
    path(f"{_MATCH}/pause", views.pause, name="pause"),
    path(f"{_MATCH}/go-on", views.go_on, name="go_on"),
    path(f"{_MATCH}/end", views.end_match, name="end_match"),
    path(f"{_MATCH}/visit", views.log_visit, name="log_visit"),
    path(f"{_MATCH}/link", views.give_link, name="give_link"),
    path(f"{_MATCH}/end-link", views.end_link, name="end_link"),
    path("befriending/<str:token>", views.own_visits, name="own_visits"),
    path(_ONE, views.group, name="group"),
    path(f"{_ONE}/change", views.change, name="change"),
    path(f"{_ONE}/end", views.end, name="end"),
    path(f"{_ONE}/sessions", views.plan, name="plan"),
    path(f"{_ONE}/poster.pdf", views.poster, name="poster"),
    path(f"{_ONE}/find", views.find, name="find"),
    path(f"{_ONE}/people/<uuid:person_id>", views.join, name="join"),
    path("desk/people/<uuid:person_id>/groups", views.of_person, name="of_person"),
    path(_PLACE, views.joined, name="joined"),
    path(f"{_PLACE}/leave", views.leave, name="leave"),
    path(f"{_PLACE}/answer", views.answer, name="answer"),
    path(f"{_PLACE}/asked", views.asked, name="asked"),
    path(_MET, views.register, name="register"),
    path(f"{_MET}/cancel", views.cancel, name="cancel"),
    path(f"{_MET}/after-all", views.after_all, name="after_all"),
    path(f"{_MET}/people/<uuid:joined_id>", views.about, name="about"),
    path("desk/groups/told/<uuid:notice_id>", views.told, name="told"),
    path("called-off/<str:token>", views.off, name="off"),
]
