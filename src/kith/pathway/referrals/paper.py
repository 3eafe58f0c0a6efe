"""The public page on paper, made of the same questions, so that the two cannot differ."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django import forms

from kith.messages.documents import render
from kith.organisations.models import Scheme
from kith.pathway.referrals.ask_forms import STEPS
from kith.pathway.referrals.ask_forms import Question as Page
from kith.pathway.referrals.questions import Question
from kith.resilience.forms import Form
from kith.ui.dates import today
from kith.ui.fields import DateField, SelectField, TextAreaField
from kith.ui.fields.choices import ChoiceMixin
from kith.vocabulary import ring_us

TEMPLATE = Path(__file__).parent / "documents" / "ask.typ"
FEW, MANY = 1, 6
# The documents' own fonts have no Chinese.
NOT_ON_PAPER = ("zh",)


def paper(
    scheme: Scheme, introduction: str, asked: Sequence[Question], *, large: bool = False
) -> bytes:
    """A PDF to print and fill in by hand; `asked` are the scheme's own questions."""
    day = today()
    pages = [_page(page) for page in STEPS.values()]
    if asked:
        own = [_entry(one.label, one.field()) for one in asked]
        pages.append({"title": "A few more questions", "other": "", "fields": own})
    return render.pdf(
        TEMPLATE,
        {
            "scheme": scheme.name,
            "introduction": introduction,
            "address": scheme.address.split("\n") if scheme.address else [],
            "phone": scheme.phone,
            "email": scheme.email,
            "pages": pages,
            "languages": [
                [line.name, line.words] for line in ring_us.LINES if line.code not in NOT_ON_PAPER
            ],
            "large": large,
            "date_parts": [day.year, day.month, day.day],
        },
    )


def _page(page: type[Page]) -> dict[str, Any]:
    fields = [
        _entry(str(field.label), field)
        for name, field in page.base_fields.items()
        if name not in Form.carriers
    ]
    return {"title": page.title, "other": page.other_title, "fields": fields}


def _entry(label: str, field: forms.Field) -> dict[str, Any]:
    """One question: its words, its help, and what to tick or how many lines there are to write on."""
    is_list = isinstance(field, ChoiceMixin) and not isinstance(field, SelectField)
    choices = [str(words) for _, words in field.choices] if is_list else []  # type: ignore[attr-defined]
    return {
        "label": label,
        "hint": str(getattr(field, "hint", "") or ""),
        "choices": choices,
        "lines": 0 if choices else MANY if isinstance(field, TextAreaField) else FEW,
        "is_date": isinstance(field, DateField),
    }
