"""The jobs of the slices, one line for each slice that has some."""

from kith.exchange.mail import jobs as mail

__all__ = ["mail"]
