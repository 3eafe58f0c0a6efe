"""The forms of money in hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest

from kith.files.examining import EXTENSIONS
from kith.funds.models import Deposit, Fund, MoneyRequest, Purpose, Voucher, Way
from kith.organisations.models import Funder, Membership
from kith.resilience.errors import Refused
from kith.resilience.forms import Form
from kith.ui import dates
from kith.ui.fields import (
    CheckboxesField,
    DateField,
    FileField,
    MoneyField,
    RadiosField,
    SelectField,
    TextAreaField,
    TextField,
    YesNoField,
)
from kith.ui.money import money
from kith.vocabulary import foundations

MOST_POUNDS = 1_000_000
LARGEST_LIST = 1_000_000


class AskForm(Form):
    """Money for a person."""

    fund = RadiosField("From which fund?", choices=[], missing="Select the fund")
    what = TextField(
        "What exactly is it for?", hint="Such as: bus fares to the clinic for March", max_length=200
    )
    purpose = RadiosField("What kind of thing is it?", choices=Purpose.choices)
    foundation = RadiosField("What does it help with?", choices=foundations.choices())
    pence = MoneyField("How much?", most=MOST_POUNDS, missing="Enter how much")
    way = RadiosField(
        "How is it to be paid?", choices=Way.choices, conditional={Way.SUPPLIER: "payee"}
    )
    payee = TextField("Who is to be paid?", max_length=200)
    why = TextAreaField(
        "Why should this fund pay?",
        rows=4,
        hint="Write no name: whoever approves may be of another employer.",
        missing="Write why",
    )

    def __init__(
        self, request: HttpRequest, *, funds: Sequence[tuple[Fund, str]], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        field: Any = self.fields["fund"]
        field.choices = [(str(fund.pk), fund.name) for fund, _ in funds]
        field.hints = {str(fund.pk): words for fund, words in funds}
        field.coerce = {str(fund.pk): fund for fund, _ in funds}.get
        if len(funds) == 1:
            self.initial.setdefault("fund", str(funds[0][0].pk))


class DecideForm(Form):
    """Approved, refused, or more asked."""

    keeps_drafts = False
    decision = RadiosField(
        "What do you decide?",
        choices=[("approve", "Approve it"), ("refuse", "Refuse it"), ("more", "Ask more first")],
        conditional={"approve": ["approved_pence"], "refuse": "refused_why", "more": "asked"},
        missing="Select what you decide",
    )
    approved_pence = MoneyField("How much?", most=MOST_POUNDS)
    refused_why = TextField("Why not?", max_length=300, hint="The person may be told this.")
    asked = TextField("What do you need to know?", max_length=300)

    def __init__(self, request: HttpRequest, *, row: MoneyRequest, **kwargs: Any) -> None:
        super().__init__(request, initial={"approved_pence": row.pence}, **kwargs)


class AnswerForm(Form):
    """What whoever decides asked."""

    answer = TextAreaField("Your answer", rows=3, hint="Write no name.", missing="Write the answer")


class GiveForm(Form):
    """What was paid, and when."""

    keeps_drafts = False
    pence = MoneyField("How much was paid?", most=MOST_POUNDS, missing="Enter how much was paid")
    on = DateField("On which day?", past_only=True)
    reference = TextField(
        "Reference", optional=True, max_length=200, hint="Such as a ticket or invoice number"
    )


class GiveVouchersForm(Form):
    """Which vouchers were given, and when."""

    keeps_drafts = False
    vouchers = CheckboxesField("Which vouchers?", choices=[], missing="Select which vouchers")
    on = DateField("On which day?", past_only=True)

    def __init__(self, request: HttpRequest, *, vouchers: Iterable[Voucher], **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        rows = {str(row.pk): row for row in vouchers}
        field: Any = self.fields["vouchers"]
        field.choices = [(pk, voucher_words(row)) for pk, row in rows.items()]
        field.coerce = rows.get


class ReceiptForm(Form):
    """A file that shows what was paid, or why there is none."""

    keeps_drafts = False
    file = FileField(
        "Photo or file of the receipt", extensions=EXTENSIONS, required=False,
        hint="A photo, scan or PDF of at most 10 MB",
    )  # fmt: skip
    why = TextField("Or: why is there none?", optional=True, max_length=300)

    def clean(self) -> dict[str, Any]:
        """One of the two is needed."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("file") and not cleaned.get("why"):
            self.add_error("file", "Choose the file, or say why there is none")
        return cleaned


class ReturnedForm(Form):
    """What came back."""

    keeps_drafts = False
    pence = MoneyField("How much came back?", most=MOST_POUNDS, missing="Enter how much came back")
    on = DateField("On which day?", past_only=True)
    why = TextField("Why?", max_length=300, missing="Say why it came back")


class FundForm(Form):
    """A fund: its rule, whom it is for, and the most for one request."""

    name = TextField("Name of the fund", max_length=200)
    rule = TextAreaField(
        "What it is for, and what it is not",
        rows=4,
        hint="Whoever asks reads this, in your words.",
        missing="Write what the fund is for",
    )
    for_whom = TextField("Whom it is for", optional=True, max_length=300)
    most_pence = MoneyField(
        "Most for one request", most=MOST_POUNDS, missing="Enter the most for one request"
    )
    funder = SelectField("Who funds it?", required=False, empty_label="Nobody in particular")
    is_open = YesNoField("Does it take requests?")

    def __init__(self, request: HttpRequest, *, funders: Iterable[Funder], **kwargs: Any) -> None:
        super().__init__(request, **kwargs)
        _offer(self, "funder", funders)
        if self.row is None:
            del self.fields["is_open"]


class ApproverForm(Form):
    """Who may approve."""

    keeps_drafts = False
    member = SelectField("Who else?", empty_label="Choose somebody", missing="Choose who")

    def __init__(
        self, request: HttpRequest, *, members: Iterable[Membership], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        _offer(self, "member", members)


class DepositForm(Form):
    """Money that came in."""

    keeps_drafts = False
    kind = RadiosField("What is it?", choices=Deposit.Kind.choices, inline=True)
    pence = MoneyField("How much?", most=MOST_POUNDS, missing="Enter how much")
    on = DateField("On which day did it come?", past_only=True)
    evidence = TextField(
        "What shows it?", max_length=300, hint="Such as a remittance number or a letter"
    )
    file = FileField("A file that shows it", extensions=EXTENSIONS, optional=True)

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as the action takes them."""
        file: UploadedFile | None = typed.pop("file")
        name, content = (file.name or "", file.read()) if file else ("", b"")
        return {**typed, "file_name": name, "content": content}


class BuyForm(Form):
    """A batch of vouchers."""

    kind = TextField("What are they?", max_length=120, hint="Such as supermarket cards")
    pence = MoneyField("What is each worth?", most=MOST_POUNDS, missing="Enter what each is worth")
    bought_on = DateField("On which day were they bought?", past_only=True)
    evidence = TextField("What shows it?", max_length=300, hint="Such as an invoice number")
    serials = TextAreaField(
        "Serials",
        rows=6,
        max_length=40_000,
        required=False,
        hint="One on each line, or parted by commas. Paste them, or choose a file below.",
    )
    file = FileField(
        "Or a CSV file of serials", extensions=("csv", "txt"), max_bytes=LARGEST_LIST, optional=True
    )

    def given(self, typed: dict[str, Any]) -> dict[str, Any]:
        """The values as the action takes them. Raises Refused for a file that is no text."""
        file: UploadedFile | None = typed.pop("file")
        return {**typed, "serials": [typed["serials"], _text_of(file)]}


class VoucherForm(Form):
    """What became of a voucher that nobody was given."""

    keeps_drafts = False
    state = RadiosField("What became of it?", choices=[], missing="Select what became of it")
    why = TextField("What happened?", optional=True, max_length=300)

    def __init__(
        self, request: HttpRequest, *, states: Sequence[Voucher.State], **kwargs: Any
    ) -> None:
        super().__init__(request, **kwargs)
        field: Any = self.fields["state"]
        field.choices = [(state.value, state.label) for state in states]


def voucher_words(row: Voucher) -> str:
    """A voucher to choose: what it is, what it is worth, and how its serial ends."""
    return f"{row.batch.kind}, {money(row.batch.pence)}, {row.masked}"


def paid_today(row: MoneyRequest) -> dict[str, Any]:
    """What is offered for what was given."""
    return {"pence": row.approved_pence, "on": dates.today()}


def _text_of(file: UploadedFile | None) -> str:
    if file is None:
        return ""
    content: bytes = file.read()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        pass
    if b"\0" in content:
        raise Refused("This file is no list of serials. Save it as CSV.", field="file")
    return content.decode("cp1252", errors="replace")


def _offer(form: Form, name: str, rows: Iterable[Any]) -> None:
    """Offer rows by name; what was chosen comes back as the row."""
    found = {str(row.pk): row for row in rows}
    field: Any = form.fields[name]
    field.choices = [(pk, str(row)) for pk, row in found.items()]
    field.coerce = found.get
    field.empty_value = None
    field.prepare_value = lambda value: str(getattr(value, "pk", value) or "")
