from django.urls import path

from kith.pathway.plans import views

app_name = "plans"
urlpatterns = [
    path("desk/plans/<uuid:case_id>", views.plan, name="plan"),
    path("desk/plans/<uuid:case_id>/print", views.print_plan, name="print_plan"),
]
