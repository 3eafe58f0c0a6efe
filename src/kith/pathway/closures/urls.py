from django.urls import path

from kith.pathway.closures import call_views, recipient_views, views

app_name = "closures"
urlpatterns = [
    path("desk/closures/<uuid:case_id>", views.close, name="close"),
    path(
        "desk/closures/<uuid:case_id>/letter-recipients",
        recipient_views.letter_recipients,
        name="letter_recipients",
    ),
    path(
        "desk/closures/recipients/<uuid:recipient_id>/end",
        recipient_views.end_recipient,
        name="end_recipient",
    ),
    path("desk/closures/calls/<uuid:call_id>", call_views.call, name="call"),
    path("desk/closures/calls/<uuid:call_id>/off", call_views.call_off, name="call_off"),
    path("desk/closures/<uuid:closure_id>/done", views.done, name="done"),
]
