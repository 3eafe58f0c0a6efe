from django.urls import path

from kith.demo import views

app_name = "demo"
urlpatterns = [path("demo/sign-in", views.sign_in, name="sign_in")]
