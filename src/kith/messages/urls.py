from django.urls import path

from kith.messages import views, word_views

app_name = "messages"
urlpatterns = [
    path("desk/letters", views.letters, name="letters"),
    path("desk/letters/<uuid:letter_id>", views.letter, name="letter"),
    path("desk/letters/<uuid:letter_id>.pdf", views.letter_pdf, name="letter_pdf"),
    path("desk/emails/<uuid:email_id>/again", views.send_again, name="send_again"),
    path("desk/setup/<uuid:scheme_id>/words", word_views.words, name="words"),
    path("desk/setup/<uuid:scheme_id>/words/<str:key>", word_views.wording, name="wording"),
    path(
        "desk/setup/<uuid:scheme_id>/words/<str:key>/back/<int:number>",
        word_views.put_back_words,
        name="put_back_words",
    ),
]
