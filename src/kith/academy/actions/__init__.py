"""The write doors of the academy."""

from kith.academy.actions.quality import draw, note_findings, settle_findings
from kith.academy.actions.supervision import (
    agree,
    change_note,
    plan_next,
    plan_supervision,
    set_interval,
    settle_agreed,
    take_off_note,
    write_note,
)

__all__ = [
    "agree",
    "change_note",
    "draw",
    "note_findings",
    "plan_next",
    "plan_supervision",
    "set_interval",
    "settle_agreed",
    "settle_findings",
    "take_off_note",
    "write_note",
]
