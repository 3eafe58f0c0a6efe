from django.urls import path

from kith.pathway.caseload import views

app_name = "caseload"
urlpatterns = [
    path("desk/cases/<uuid:case_id>/prompts/<uuid:prompt_id>", views.prompt, name="prompt"),
]
