from django.urls import path

from kith.pathway.referrals import views

app_name = "referrals"
urlpatterns = [
    path("desk/referrals", views.mine, name="mine"),
    path("desk/referrals/new", views.refer, name="refer"),
    path("desk/referrals/<uuid:referral_id>", views.detail, name="detail"),
    path("desk/referrals/<uuid:referral_id>/again", views.send_again, name="send_again"),
    path("desk/referrals/<uuid:referral_id>/withdraw", views.withdraw, name="withdraw"),
    path("desk/referrals/doubtful", views.doubtful, name="doubtful"),
    path("desk/referrals/doubtful/<uuid:ask_id>", views.trust_ask, name="trust_ask"),
    path("desk/referrals/signposted", views.signposted, name="signposted"),
    path("desk/setup/<uuid:scheme_id>/doors", views.doors, name="doors"),
    path("desk/setup/<uuid:scheme_id>/doors/<slug:door>", views.door, name="door"),
    path(
        "desk/setup/<uuid:scheme_id>/doors/<slug:door>/questions",
        views.door_questions,
        name="door_questions",
    ),
    path("desk/setup/questions/<uuid:question_id>/stop", views.stop_question, name="stop_question"),
    path("desk/setup/places/<uuid:place_id>", views.place, name="place"),
    path("desk/setup/places/<uuid:place_id>/link", views.place_link, name="place_link"),
    path("desk/setup/places/<uuid:place_id>/card", views.place_card, name="place_card"),
    path("refer/<str:token>", views.outside, name="outside"),
    path("refer/<str:token>/sent", views.outside_sent, name="outside_sent"),
    path("refer/<str:token>/signposted", views.signpost, name="signpost"),
    path(
        "refer/<str:token>/signposted/take-back",
        views.take_back_signpost,
        name="take_back_signpost",
    ),
    path("desk/referrals/<uuid:referral_id>/programme", views.programme, name="programme"),
    path("desk/referrals/<uuid:referral_id>/stage", views.stage, name="stage"),
    path(
        "desk/referrals/stages/<uuid:reached_id>/take-back",
        views.take_back_stage,
        name="take_back_stage",
    ),
    path("desk/referrals/<uuid:referral_id>/concerns", views.concerns, name="concerns"),
    path("desk/referrals/<uuid:referral_id>/attach", views.attach, name="attach"),
    path("desk/attachments/<uuid:attachment_id>", views.attachment, name="attachment"),
    path(
        "desk/attachments/<uuid:attachment_id>/pages/<int:number>",
        views.attachment_page,
        name="attachment_page",
    ),
    path(
        "desk/attachments/<uuid:attachment_id>/original",
        views.attachment_original,
        name="attachment_original",
    ),
    path("desk/letters-in", views.letters, name="letters"),
    path("desk/letters-in/<uuid:letter_id>", views.letter, name="letter"),
    path("desk/letters-in/<uuid:letter_id>/take", views.letter_take, name="letter_take"),
    path("desk/letters-in/<uuid:letter_id>/aside", views.letter_aside, name="letter_aside"),
    path(
        "desk/letters-in/<uuid:letter_id>/pages/<int:number>",
        views.letter_page,
        name="letter_page",
    ),
    path(
        "desk/letters-in/<uuid:letter_id>/original", views.letter_original, name="letter_original"
    ),
    path("s/<slug:scheme>/ask", views.ask, name="ask"),
    path("s/<slug:scheme>/ask/paper.pdf", views.ask_paper, name="ask_paper"),
    path("s/<slug:scheme>/ask/save", views.ask_save, name="ask_save"),
    path("s/<slug:scheme>/ask/saved", views.ask_saved, name="ask_saved"),
    path("resume/<str:token>", views.resume, name="resume"),
    path("s/<slug:scheme>/ask/check", views.ask_check, name="ask_check"),
    path("s/<slug:scheme>/ask/sent", views.ask_sent, name="ask_sent"),
    path("s/<slug:scheme>/ask/<slug:step>", views.ask_step, name="ask_step"),
]
