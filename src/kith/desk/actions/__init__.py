"""The write door of what spans every room: somebody leaves."""

from kith.desk.actions.leaving import end_place, give_load

__all__ = ["end_place", "give_load"]
