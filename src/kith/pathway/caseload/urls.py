from django.urls import path

from kith.pathway.caseload import views

app_name = "caseload"
urlpatterns = [
    path("desk/cases/<uuid:case_id>/prompts/<uuid:prompt_id>", views.prompt, name="prompt"),
    path("desk/cases/<uuid:case_id>/pause", views.pause, name="pause"),
    path("desk/cases/<uuid:case_id>/go-on", views.go_on, name="go_on"),
    path("desk/cases/<uuid:case_id>/together", views.together, name="together"),
    path("desk/cases/together/<uuid:joint_id>/end", views.end_together, name="end_together"),
    path("desk/cases/together/<uuid:joint_id>/read", views.read_together, name="read_together"),
]
