from django.urls import path

from kith.exchange.directory_feed import views as directory_feed
from kith.exchange.directory_sheet import views as directory_sheet
from kith.exchange.moving_in import views as moving_in
from kith.exchange.referral_sheet import views as referral_sheet

app_name = "exchange"
urlpatterns = [
    path("desk/directory/feeds", directory_feed.feeds, name="feeds"),
    path("desk/directory/feeds/<uuid:feed_id>", directory_feed.feed, name="feed"),
    path("desk/directory/feeds/<uuid:feed_id>/read", directory_feed.read_feed, name="read_feed"),
    path("desk/directory/feeds/<uuid:feed_id>/stop", directory_feed.stop_feed, name="stop_feed"),
    path(
        "desk/directory/feeds/<uuid:feed_id>/take-up",
        directory_feed.take_up_feed,
        name="take_up_feed",
    ),
    path(
        "desk/directory/feeds/<uuid:feed_id>/corrections.csv",
        directory_feed.corrections_csv,
        name="corrections_csv",
    ),
    path("desk/directory/visits/<uuid:report_id>", directory_feed.visit, name="visit"),
    path(
        "desk/directory/visits/<uuid:report_id>/gone",
        directory_feed.accept_gone,
        name="accept_gone",
    ),
    path("desk/directory/sheets", directory_sheet.service_sheets, name="service_sheets"),
    path(
        "desk/directory/sheets/<uuid:run_id>", directory_sheet.service_sheet, name="service_sheet"
    ),
    path(
        "desk/directory/sheets/<uuid:run_id>/take-in",
        directory_sheet.take_in_services,
        name="take_in_services",
    ),
    path(
        "desk/directory/sheets/<uuid:run_id>/refused",
        directory_sheet.refused_services,
        name="refused_services",
    ),
    path("desk/sheets", referral_sheet.sheets, name="sheets"),
    path("desk/sheets/<uuid:run_id>", referral_sheet.sheet, name="sheet"),
    path("desk/sheets/<uuid:run_id>/take-in", referral_sheet.take_in, name="take_in"),
    path("desk/sheets/<uuid:run_id>/refused", referral_sheet.refused_rows, name="refused_rows"),
    path("desk/setup/<uuid:scheme_id>/moving-in", moving_in.moving, name="moving"),
    path("desk/moving-in/<uuid:run_id>", moving_in.move, name="move"),
    path("desk/moving-in/<uuid:run_id>/act", moving_in.move_act, name="move_act"),
    path("desk/moving-in/<uuid:run_id>/totals", moving_in.totals, name="totals"),
    path(
        "desk/moving-in/<uuid:run_id>/difference/<slug:part>",
        moving_in.difference,
        name="difference",
    ),
    path("desk/moving-in/sheets/<uuid:file_id>/changed", moving_in.changed, name="changed"),
    path("desk/moving-in/sheets/<uuid:file_id>", moving_in.mapping, name="mapping"),
    path(
        "desk/moving-in/sheets/<uuid:file_id>/refused",
        moving_in.refused_sheet,
        name="refused_sheet",
    ),
]
