from django.urls import path

from kith.campaigns import views

app_name = "campaigns"
urlpatterns = [
    path("desk/campaigns", views.campaigns, name="campaigns"),
    path("desk/campaigns/<uuid:campaign_id>", views.campaign, name="campaign"),
]
