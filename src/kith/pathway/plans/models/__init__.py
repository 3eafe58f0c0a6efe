"""What matters, and what will change: the PRSB care and support plan tree (v1.1, section 19)."""

from kith.pathway.plans.models.page import Correction, PersonPage
from kith.pathway.plans.models.plan import Action, Goal, Need, Plan
from kith.pathway.plans.models.version import PlanVersion

__all__ = ["Action", "Correction", "Goal", "Need", "PersonPage", "Plan", "PlanVersion"]
