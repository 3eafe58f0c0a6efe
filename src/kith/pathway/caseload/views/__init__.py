"""What every page about a case begins with, and the pages of the caseload."""

from kith.pathway.caseload.views.prompts import prompt

__all__ = ["prompt"]
