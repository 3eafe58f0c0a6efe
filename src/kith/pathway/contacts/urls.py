from django.urls import path

from kith.pathway.contacts import views

app_name = "contacts"
urlpatterns = [
    path("desk/contacts/new/<uuid:person_id>", views.new, name="new"),
    path("desk/contacts/plan/<uuid:person_id>", views.plan, name="plan"),
    path("desk/contacts/text/<uuid:person_id>", views.text, name="text"),
    path("desk/contacts/letter/<uuid:person_id>", views.letter, name="letter"),
    path("desk/contacts/<uuid:contact_id>/texted", views.texted, name="texted"),
    path("desk/contacts/<uuid:contact_id>/interpreter", views.interpreter, name="interpreter"),
    path(
        "desk/contacts/<uuid:contact_id>/interpreter/end",
        views.end_interpreter,
        name="end_interpreter",
    ),
    path("desk/contacts/support/<uuid:case_id>", views.support, name="support"),
    path(
        "desk/contacts/support/<uuid:support_id>/correct",
        views.correct_support,
        name="correct_support",
    ),
    path("desk/contacts/waiting/<uuid:case_id>", views.waiting, name="waiting"),
    path("desk/contacts/<uuid:contact_id>/mark", views.mark, name="mark"),
    path("desk/contacts/<uuid:contact_id>/go-in", views.go_in, name="go_in"),
    path("desk/contacts/<uuid:contact_id>/edit", views.edit, name="edit"),
    path("desk/contacts/<uuid:contact_id>/appointment", views.appointment, name="appointment"),
]
