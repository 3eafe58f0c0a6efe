"""Pages that span stages."""

from kith.desk.views.absences import absence_cover, absences, remove_absence, working_days
from kith.desk.views.access_log import access_log, looked
from kith.desk.views.calendar import calendar, calendar_link
from kith.desk.views.caseload import caseload, weight
from kith.desk.views.diary import month, week
from kith.desk.views.going_home import going_home, going_home_date, going_home_undo
from kith.desk.views.handover import hand_over, note_read
from kith.desk.views.household import household
from kith.desk.views.joining import joined_read, triage_join
from kith.desk.views.leaving import end_place, leaving, passing_read
from kith.desk.views.life import died, moved, take_back_death
from kith.desk.views.made_happen import made_happen
from kith.desk.views.merging import same, take_over, undo_merge
from kith.desk.views.rang_back import rang_back, settle_message, take_message
from kith.desk.views.record import next_step, record
from kith.desk.views.search import search
from kith.desk.views.team import team
from kith.desk.views.today import move, today
from kith.desk.views.triage import (
    triage,
    triage_allocate,
    triage_answer,
    triage_ask,
    triage_bulk,
    triage_referral,
    triage_take_on,
    triage_undo,
)

__all__ = [
    "absence_cover",
    "absences",
    "access_log",
    "calendar",
    "calendar_link",
    "caseload",
    "died",
    "end_place",
    "going_home",
    "going_home_date",
    "going_home_undo",
    "hand_over",
    "household",
    "joined_read",
    "leaving",
    "looked",
    "made_happen",
    "month",
    "move",
    "moved",
    "next_step",
    "note_read",
    "passing_read",
    "rang_back",
    "record",
    "remove_absence",
    "same",
    "search",
    "settle_message",
    "take_back_death",
    "take_message",
    "take_over",
    "team",
    "today",
    "triage",
    "triage_allocate",
    "triage_answer",
    "triage_ask",
    "triage_bulk",
    "triage_join",
    "triage_referral",
    "triage_take_on",
    "triage_undo",
    "undo_merge",
    "week",
    "weight",
    "working_days",
]  # fmt: skip
