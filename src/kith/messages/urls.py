from django.urls import path

from kith.messages import views

app_name = "messages"
urlpatterns = [
    path("desk/letters", views.letters, name="letters"),
    path("desk/letters/<uuid:letter_id>", views.letter, name="letter"),
    path("desk/letters/<uuid:letter_id>.pdf", views.letter_pdf, name="letter_pdf"),
    path("desk/emails/<uuid:email_id>/again", views.send_again, name="send_again"),
]
