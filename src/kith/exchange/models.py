"""The tables of the slices, one line for each slice that has some."""

from kith.exchange.runs import models as runs

__all__ = ["runs"]
