"""The tables of the slices, one line for each slice that has some."""

from kith.exchange.moving_in import models as moving_in
from kith.exchange.runs import models as runs

__all__ = ["moving_in", "runs"]
