from django.urls import path

from kith.funds import views

app_name = "funds"
_FUND = "desk/money/<uuid:fund_id>"
_REQUEST = "desk/money/requests/<uuid:request_id>"
_SET_UP = "desk/setup/<uuid:scheme_id>/funds"
urlpatterns = [
    path("desk/money", views.funds, name="funds"),
    path(_FUND, views.fund, name="fund"),
    path(f"{_FUND}/spent.csv", views.spent_csv, name="spent_csv"),
    path(f"{_FUND}/vouchers", views.vouchers, name="vouchers"),
    path(f"{_FUND}/vouchers/<uuid:voucher_id>", views.voucher, name="voucher"),
    path("desk/people/<uuid:person_id>/money", views.ask, name="ask"),
    path(_REQUEST, views.request, name="request"),
    path(f"{_REQUEST}/decide", views.decide, name="decide"),
    path(f"{_REQUEST}/answer", views.answer, name="answer"),
    path(f"{_REQUEST}/give", views.give, name="give"),
    path(f"{_REQUEST}/receipt", views.receipt, name="receipt"),
    path(f"{_REQUEST}/returned", views.returned, name="returned"),
    path(f"{_REQUEST}/undo", views.undo, name="undo"),
    path(f"{_REQUEST}/withdraw", views.withdraw, name="withdraw"),
    path(f"{_REQUEST}/read", views.read_refused, name="read_refused"),
    path("desk/money/receipts/<uuid:receipt_id>", views.receipt_file, name="receipt_file"),
    path(
        "desk/money/receipts/<uuid:receipt_id>/<int:number>",
        views.receipt_page,
        name="receipt_page",
    ),
    path(_SET_UP, views.setup, name="setup"),
    path(f"{_SET_UP}/<uuid:fund_id>", views.change_fund, name="change_fund"),
    path(f"{_SET_UP}/<uuid:fund_id>/approvers", views.approvers, name="approvers"),
    path(
        f"{_SET_UP}/<uuid:fund_id>/approvers/<uuid:approver_id>/end",
        views.end_approver,
        name="end_approver",
    ),
    path(f"{_SET_UP}/<uuid:fund_id>/deposits", views.deposits, name="deposits"),
    path(
        f"{_SET_UP}/<uuid:fund_id>/deposits/<uuid:deposit_id>/take-back",
        views.take_back_deposit,
        name="take_back_deposit",
    ),
    path(f"{_SET_UP}/<uuid:fund_id>/vouchers", views.buy, name="buy"),
]
