from django.urls import path

from kith.exchange.referral_sheet import views as referral_sheet

app_name = "exchange"
urlpatterns = [
    path("desk/sheets", referral_sheet.sheets, name="sheets"),
    path("desk/sheets/<uuid:run_id>", referral_sheet.sheet, name="sheet"),
    path("desk/sheets/<uuid:run_id>/take-in", referral_sheet.take_in, name="take_in"),
    path("desk/sheets/<uuid:run_id>/refused", referral_sheet.refused_rows, name="refused_rows"),
]
