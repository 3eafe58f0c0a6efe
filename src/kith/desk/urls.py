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
    path("desk/weights/<uuid:person_id>", views.weight, name="weight"),
    path("desk/people/<uuid:person_id>/move", views.move, name="move"),
    path("desk/people/<uuid:person_id>/died", views.died, name="died"),
    path(
        "desk/people/<uuid:person_id>/died/take-back",
        views.take_back_death,
        name="take_back_death",
    ),
    path("desk/people/<uuid:person_id>/moved", views.moved, name="moved"),
    path("desk/rang-back", views.rang_back, name="rang_back"),
    path("desk/rang-back/<str:token>", views.take_message, name="take_message"),
    path("desk/messages/<uuid:message_id>", views.settle_message, name="settle_message"),
    path("desk/people/<uuid:person_id>/same/<uuid:other_id>", views.same, name="same"),
    path("desk/merges/<uuid:merge_id>/undo", views.undo_merge, name="undo_merge"),
    path("desk/merges/<uuid:merge_id>/take-over", views.take_over, name="take_over"),
    path("desk/absences", views.absences, name="absences"),
    path("desk/absences/<uuid:absence_id>/remove", views.remove_absence, name="remove_absence"),
    path("desk/hand-over", views.hand_over, name="hand_over"),
    path("desk/hand-over/<uuid:holding_id>/read", views.note_read, name="note_read"),
    path("desk/joined/<uuid:joining_id>/read", views.joined_read, name="joined_read"),
    path("desk/triage", views.triage, name="triage"),
    path("desk/triage/several", views.triage_bulk, name="triage_bulk"),
    path("desk/triage/<uuid:referral_id>/answer", views.triage_answer, name="triage_answer"),
    path("desk/triage/<uuid:referral_id>", views.triage_referral, name="triage_referral"),
    path("desk/triage/<uuid:referral_id>/take-on", views.triage_take_on, name="triage_take_on"),
    path("desk/triage/<uuid:referral_id>/join", views.triage_join, name="triage_join"),
    path("desk/triage/<uuid:referral_id>/undo", views.triage_undo, name="triage_undo"),
    path("desk/triage/case/<uuid:case_id>", views.triage_allocate, name="triage_allocate"),
    path("desk/triage/ask/<uuid:ask_id>", views.triage_ask, name="triage_ask"),
]
