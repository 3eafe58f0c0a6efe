from django.urls import path

from kith.concerns import views

app_name = "concerns"
urlpatterns = [
    path("desk/concerns", views.concerns, name="concerns"),
    path("desk/concerns/about/<uuid:person_id>", views.raise_concern, name="raise_concern"),
    path("desk/concerns/<uuid:concern_id>", views.concern, name="concern"),
    path("desk/concerns/<uuid:concern_id>/accept", views.accept, name="accept"),
    path("desk/concerns/<uuid:concern_id>/write", views.write, name="write"),
    path("desk/concerns/<uuid:concern_id>/change", views.change, name="change"),
    path("desk/concerns/<uuid:concern_id>/give-back", views.give_back, name="give_back"),
    path("desk/concerns/<uuid:concern_id>/take-back", views.take_back, name="take_back"),
    path("desk/concerns/<uuid:concern_id>/close", views.close, name="close"),
    path("desk/concerns/<uuid:concern_id>/undo", views.undo, name="undo"),
    path("desk/concerns/<uuid:concern_id>/open-again", views.open_again, name="open_again"),
    path("desk/concerns/entries/<uuid:entry_id>", views.correct, name="correct"),
    path("desk/visits/in/<uuid:scheme_id>", views.go_in, name="go_in"),
    path("desk/visits/with/<uuid:person_id>", views.visit_person, name="visit_person"),
    path("desk/visits/<uuid:visit_id>", views.visit, name="visit"),
    path("desk/visits/<uuid:visit_id>/safe", views.safe, name="safe"),
    path("desk/visits/<uuid:visit_id>/longer", views.longer, name="longer"),
    path("desk/visits/<uuid:visit_id>/called-off", views.called_off, name="called_off"),
    path("desk/visits/<uuid:visit_id>/undo", views.undo_visit, name="undo_visit"),
    path("desk/visits/<uuid:visit_id>/mine", views.see_to_it, name="see_to_it"),
    path("desk/setup/<uuid:scheme_id>/concerns", views.policy, name="policy"),
    path("desk/setup/<uuid:scheme_id>/numbers", views.numbers, name="numbers"),
    path("desk/setup/<uuid:scheme_id>/phones", views.phones, name="phones"),
    path("desk/setup/numbers/<uuid:number_id>/end", views.end_number, name="end_number"),
]
