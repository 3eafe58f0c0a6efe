"""Pages that span stages."""

from kith.desk.views.access_log import access_log, looked
from kith.desk.views.caseload import caseload
from kith.desk.views.record import next_step, record
from kith.desk.views.search import search
from kith.desk.views.team import team
from kith.desk.views.today import move, today

__all__ = [
    "access_log", "caseload", "looked", "move", "next_step", "record", "search", "team", "today",
]  # fmt: skip
