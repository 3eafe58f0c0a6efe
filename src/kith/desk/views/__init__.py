"""Pages that span stages."""

from kith.desk.views.access_log import access_log, looked
from kith.desk.views.caseload import caseload
from kith.desk.views.record import next_step, record
from kith.desk.views.search import search
from kith.desk.views.team import team
from kith.desk.views.today import move, today
from kith.desk.views.triage import (
    triage,
    triage_allocate,
    triage_ask,
    triage_referral,
    triage_take_on,
    triage_undo,
)

__all__ = [
    "access_log", "caseload", "looked", "move", "next_step", "record", "search", "team", "today",
    "triage", "triage_allocate", "triage_ask", "triage_referral", "triage_take_on", "triage_undo",
]  # fmt: skip
