"""What every page about a case begins with, and the pages of the caseload."""

from kith.pathway.caseload.views.pausing import go_on, pause
from kith.pathway.caseload.views.prompts import prompt
from kith.pathway.caseload.views.together import end_together, read_together, together

__all__ = ["end_together", "go_on", "pause", "prompt", "read_together", "together"]
