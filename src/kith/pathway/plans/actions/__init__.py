"""The write door of the plan."""

from kith.pathway.plans.actions.about import save_about, start, start_from
from kith.pathway.plans.actions.agreeing import agree, keep_version, leave_unagreed, set_review
from kith.pathway.plans.actions.sharing import (
    answer,
    end_page,
    give_page,
    open_page,
    send_page,
    take_over,
    write_on_page,
)
from kith.pathway.plans.actions.tree import (
    add_action,
    add_goal,
    add_need,
    change_action,
    change_goal,
    change_need,
    end_need,
    mark_action,
    mark_goal,
    move_up,
    put_back,
    take_back,
)

__all__ = [
    "add_action",
    "add_goal",
    "add_need",
    "agree",
    "answer",
    "change_action",
    "change_goal",
    "change_need",
    "end_need",
    "end_page",
    "give_page",
    "keep_version",
    "leave_unagreed",
    "mark_action",
    "mark_goal",
    "move_up",
    "open_page",
    "put_back",
    "save_about",
    "send_page",
    "set_review",
    "start",
    "start_from",
    "take_back",
    "take_over",
    "write_on_page",
]
