from django.urls import URLPattern

app_name = "closures"
urlpatterns: list[URLPattern] = []
