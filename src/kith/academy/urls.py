from django.urls import path

from kith.academy import views

app_name = "academy"
_ONE = "desk/supervision/<uuid:meeting_id>"
urlpatterns = [
    path("desk/supervision", views.supervision, name="supervision"),
    path("desk/supervision/plan/<uuid:member_id>", views.plan, name="plan"),
    path("desk/supervision/interval/<uuid:scheme_id>", views.interval, name="interval"),
    path(_ONE, views.session, name="session"),
    path(f"{_ONE}/agenda", views.agenda_point, name="agenda_point"),
    path(f"{_ONE}/wellbeing", views.wellbeing, name="wellbeing"),
    path(f"{_ONE}/agree", views.agree, name="agree"),
    path(f"{_ONE}/papers", views.papers, name="papers"),
    path(f"{_ONE}/next", views.plan_next, name="plan_next"),
    path("desk/supervision/notes/<uuid:note_id>", views.note, name="note"),
    path("desk/supervision/notes/<uuid:note_id>/take-off", views.take_off, name="take_off"),
    path("desk/supervision/agreed/<uuid:action_id>", views.settle, name="settle"),
    path("desk/quality", views.quality, name="quality"),
    path("desk/quality/draw/<uuid:scheme_id>", views.draw, name="draw"),
    path("desk/quality/<uuid:round_id>", views.sample, name="sample"),
    path("desk/quality/cases/<uuid:check_id>", views.check_case, name="check_case"),
    path("desk/quality/read/<uuid:check_id>", views.findings_read, name="findings_read"),
]
