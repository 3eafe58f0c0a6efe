"""The pages of the plan: the worker's, and the person's own."""

from kith.pathway.plans.views.by_link import person_line, person_page
from kith.pathway.plans.views.changing import change_goal, change_need, change_step
from kith.pathway.plans.views.conversation import begin_from, plan, print_plan
from kith.pathway.plans.views.own_page import correction, own_page
from kith.pathway.plans.views.versions import versions

__all__ = [
    "begin_from",
    "change_goal",
    "change_need",
    "change_step",
    "correction",
    "own_page",
    "person_line",
    "person_page",
    "plan",
    "print_plan",
    "versions",
]
