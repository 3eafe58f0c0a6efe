"""Where a record and a day's work lead: the acts, each a page of the room that owns it."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.http import urlencode

from kith.desk.queries.record import Record
from kith.pathway.contacts.actions.happened import AT_HOME


def acts_on(record: Record) -> dict[str, str]:
    """The address of every page on which something can be written about this person, by name.

    Without an open case, only what needs none.
    """
    person = record.person.pk
    always = {
        "contact": reverse("contacts:new", args=[person]),
        "identity": reverse("people:identity", args=[person]),
        "gp_letters": reverse("people:gp_letters", args=[person]),
        "ways": reverse("people:contact", args=[person]),
        "linked": reverse("people:linked", args=[person]),
        "agreed": reverse("people:agreed", args=[person]),
        "door": reverse("people:address", args=[person]),
        "risks": reverse("people:risks", args=[person]),
        "groups": reverse("groups:of_person", args=[person]),
        "befriender": reverse("groups:befriender", args=[person]),
        "meetings": reverse("meetings:of_person", args=[person]),
        "money": reverse("funds:ask", args=[person]),
        "died": reverse("desk:died", args=[person]),
        "moved": reverse("desk:moved", args=[person]),
        "visit": reverse("concerns:visit_person", args=[person]),
    }
    if not record.is_open or record.case is None:
        return always
    case = record.case.pk
    return always | {
        "appointment": reverse("contacts:plan", args=[person]),
        "text": reverse("contacts:text", args=[person]),
        "letter": reverse("contacts:letter", args=[person]),
        "next_step": reverse("desk:next_step", args=[person]),
        "plan": reverse("plans:plan", args=[case]),
        "find": _find(record),
        "measure": reverse("outcomes:measures", args=[case]),
        "support": reverse("contacts:support", args=[case]),
        "waiting": reverse("contacts:waiting", args=[case]),
        "hand_over": f"{reverse('desk:hand_over')}?case={case}",
        "pause": reverse("caseload:pause", args=[case]),
        "go_on": reverse("caseload:go_on", args=[case]),
        "together": reverse("caseload:together", args=[case]),
        "programme": reverse("referrals:programme", args=[record.case.referral_id]),
        "recipients": reverse("closures:letter_recipients", args=[case]),
        "close": reverse("closures:close", args=[case]),
    }


def _find(record: Record) -> str:
    """The search that knows the person, narrowed to the foundations of their plan: each can be taken away."""
    wanted = sorted({need.foundation for need in record.needs if need.ended_on is None})
    asked = {"for": str(record.person.pk), "foundations": wanted}
    return f"{reverse('directory:find')}?{urlencode(asked, doseq=True)}"


def acts_today(row: dict[str, Any]) -> dict[str, str]:
    """Where a row of today's list is finished."""
    person = row["person"].pk
    interpreting = row["kind"] == "interpreter"
    contact, introduction = None if interpreting else row["contact"], row["introduction"]
    written = reverse("contacts:new", args=[person])
    if contact is not None:
        written = reverse("contacts:mark", args=[contact.pk])
    acts = {"no_answer": f"{written}?outcome=no_answer", "reached": f"{written}?outcome=reached"}
    if contact is not None:
        acts["move"] = reverse("contacts:appointment", args=[contact.pk])
        if contact.place == AT_HOME:
            acts["go_in"] = reverse("contacts:go_in", args=[contact.pk])
    if introduction is not None:
        acts["news"] = reverse("connections:introduction", args=[introduction.pk])
    if row["kind"] == "reply" and introduction is not None:
        acts["noted"] = reverse("connections:noted", args=[introduction.pk])
    if row["prompt"] is not None:
        acts["prompt"] = reverse("caseload:prompt", args=[row["case"].pk, row["prompt"].pk])
    if interpreting:
        acts["interpreter"] = reverse("contacts:interpreter", args=[row["contact"].pk])
    if row["step"] is not None or row["kind"] == "review":
        acts["plan"] = reverse("plans:plan", args=[row["plan_of"]])
    return acts
