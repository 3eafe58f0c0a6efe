"""The addresses of the API, for the instance and, under `s/<scheme>/`, for one scheme."""

from django.urls import path

from kith.exchange.open_referral import views

app_name = "open_referral"
urlpatterns = [
    path("", views.about, name="about"),
    path("openapi.json", views.openapi, name="openapi"),
    path("<slug:collection>", views.collection, name="collection"),
    path("<slug:collection>/<str:entry>", views.entry, name="entry"),
]
