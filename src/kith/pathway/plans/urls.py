from django.urls import path

from kith.pathway.plans import views

app_name = "plans"
urlpatterns = [
    path("desk/plans/<uuid:case_id>", views.plan, name="plan"),
    path("desk/plans/<uuid:case_id>/print", views.print_plan, name="print_plan"),
    path("desk/plans/<uuid:case_id>/begin", views.begin_from, name="begin_from"),
    path("desk/plans/<uuid:case_id>/need/<uuid:need_id>", views.change_need, name="change_need"),
    path("desk/plans/<uuid:case_id>/goal/<uuid:goal_id>", views.change_goal, name="change_goal"),
    path("desk/plans/<uuid:case_id>/step/<uuid:step_id>", views.change_step, name="change_step"),
    path("desk/plans/<uuid:case_id>/versions", views.versions, name="versions"),
    path("desk/plans/<uuid:case_id>/own-page", views.own_page, name="own_page"),
    path("desk/plan-corrections/<uuid:correction_id>", views.correction, name="correction"),
    path("plan/<str:token>", views.person_page, name="person_page"),
    path("plan/<str:token>/line", views.person_line, name="person_line"),
]
