from django.urls import path

from kith.people import views

app_name = "people"
urlpatterns = [
    path("desk/people/<uuid:person_id>/identity", views.identity, name="identity"),
    path("desk/people/<uuid:person_id>/gp-letters", views.gp_letters, name="gp_letters"),
    path("desk/people/<uuid:person_id>/contact", views.contact, name="contact"),
    path("desk/people/contact/<uuid:point_id>", views.contact_point, name="contact_point"),
    path(
        "desk/people/contact/<uuid:point_id>/end",
        views.end_contact_point,
        name="end_contact_point",
    ),
    path("desk/people/<uuid:person_id>/address", views.address, name="address"),
    path(
        "desk/people/<uuid:person_id>/address/<uuid:warning_id>",
        views.address_warning,
        name="address_warning",
    ),
    path("desk/people/<uuid:person_id>/agreed", views.agreed, name="agreed"),
    path("desk/people/<uuid:person_id>/linked", views.linked, name="linked"),
    path("desk/people/<uuid:person_id>/linked/<uuid:other_id>", views.link, name="link"),
    path("desk/people/linked/<uuid:linked_id>", views.linked_person, name="linked_person"),
    path(
        "desk/people/linked/<uuid:linked_id>/end",
        views.end_linked_person,
        name="end_linked_person",
    ),
    path("desk/people/<uuid:person_id>/risks", views.risks, name="risks"),
    path("desk/people/risk/<uuid:risk_id>/end", views.end_risk, name="end_risk"),
]
