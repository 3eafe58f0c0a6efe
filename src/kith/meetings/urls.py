from django.urls import path

from kith.meetings import views

app_name = "meetings"
_ONE = "desk/meetings/<uuid:meeting_id>"
urlpatterns = [
    path("desk/meetings", views.meetings, name="meetings"),
    path("desk/meetings/new/<uuid:scheme_id>", views.new, name="new"),
    path(_ONE, views.meeting, name="meeting"),
    path(f"{_ONE}/change", views.change, name="change"),
    path(f"{_ONE}/attenders", views.attenders, name="attenders"),
    path(
        f"{_ONE}/attenders/<uuid:attender_id>/take-off",
        views.take_off_attender,
        name="take_off_attender",
    ),
    path(f"{_ONE}/outsider", views.outsider, name="outsider"),
    path(f"{_ONE}/prepared", views.prepared, name="prepared"),
    path(f"{_ONE}/close", views.close, name="close"),
    path(f"{_ONE}/cancel", views.cancel, name="cancel"),
    path(f"{_ONE}/open-again", views.open_again, name="open_again"),
    path(f"{_ONE}/same-again", views.same_again, name="same_again"),
    path(f"{_ONE}/read", views.read_cancelled, name="read_cancelled"),
    path(f"{_ONE}/agenda", views.agenda, name="agenda"),
    path(f"{_ONE}/agenda/full", views.agenda_in_full, name="agenda_in_full"),
    path(f"{_ONE}/find", views.find, name="find"),
    path(f"{_ONE}/people/<uuid:person_id>", views.bring, name="bring"),
    path("desk/people/<uuid:person_id>/meetings", views.of_person, name="of_person"),
    path("desk/meetings/people/<uuid:discussed_id>", views.discussed, name="discussed"),
    path("desk/meetings/people/<uuid:discussed_id>/action", views.add_action, name="add_action"),
    path("desk/meetings/people/<uuid:discussed_id>/take-off", views.take_off, name="take_off"),
    path("desk/meetings/people/<uuid:discussed_id>/put-back", views.put_back, name="put_back"),
    path("desk/meetings/actions/<uuid:action_id>", views.action, name="action"),
    path("desk/meetings/actions/<uuid:action_id>/settle", views.settle, name="settle"),
]
