"""Supervision, and looking at a sample of the work."""

from kith.academy.views.quality import check_case, draw, findings_read, quality, sample
from kith.academy.views.session import (
    agenda_point,
    agree,
    note,
    papers,
    plan_next,
    session,
    settle,
    take_off,
    wellbeing,
)
from kith.academy.views.supervision import interval, plan, supervision

__all__ = [
    "agenda_point",
    "agree",
    "check_case",
    "draw",
    "findings_read",
    "interval",
    "note",
    "papers",
    "plan",
    "plan_next",
    "quality",
    "sample",
    "session",
    "settle",
    "supervision",
    "take_off",
    "wellbeing",
]
