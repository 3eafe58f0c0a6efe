from django.urls import path

from kith.pathway.referrals import views

app_name = "referrals"
urlpatterns = [
    path("desk/referrals", views.mine, name="mine"),
    path("desk/referrals/new", views.refer, name="refer"),
    path("desk/referrals/<uuid:referral_id>", views.detail, name="detail"),
    path("desk/referrals/<uuid:referral_id>/again", views.send_again, name="send_again"),
    path("desk/referrals/<uuid:referral_id>/withdraw", views.withdraw, name="withdraw"),
    path("s/<slug:scheme>/ask", views.ask, name="ask"),
    path("s/<slug:scheme>/ask/check", views.ask_check, name="ask_check"),
    path("s/<slug:scheme>/ask/sent", views.ask_sent, name="ask_sent"),
    path("s/<slug:scheme>/ask/<slug:step>", views.ask_step, name="ask_step"),
]
