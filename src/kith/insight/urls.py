from django.urls import path

from kith.insight import gaps_views, programme_views, views

app_name = "insight"
urlpatterns = [
    path("s/<slug:scheme>/numbers", views.numbers, name="numbers"),
    path("s/<slug:scheme>/numbers/how", views.how, name="how"),
    path("s/<slug:scheme>/numbers.pdf", views.numbers_pdf, name="numbers_pdf"),
    path("s/<slug:scheme>/numbers.png", views.numbers_png, name="numbers_png"),
    path("api/s/<slug:scheme>/in-numbers", views.api_in_numbers, name="api_in_numbers"),
    path("desk/numbers", views.figures, name="figures"),
    path("desk/programmes", programme_views.programmes_report, name="programmes_report"),
    path(
        "desk/programmes/<uuid:programme_id>",
        programme_views.programme_report,
        name="programme_report",
    ),
    path("desk/gaps", gaps_views.gaps, name="gaps"),
    path("desk/gaps.csv", gaps_views.gaps_csv, name="gaps_csv"),
    path("desk/gaps.xlsx", gaps_views.gaps_xlsx, name="gaps_xlsx"),
    path("desk/numbers/<slug:figure>", views.counted, name="counted"),
]
