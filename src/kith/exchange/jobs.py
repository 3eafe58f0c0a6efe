"""The jobs of the slices, one line for each slice that has some."""

from kith.exchange.directory_feed import jobs as directory_feed
from kith.exchange.directory_sheet import jobs as directory_sheet
from kith.exchange.mail import jobs as mail
from kith.exchange.moving_in import jobs as moving_in
from kith.exchange.referral_sheet import jobs as referral_sheet

__all__ = ["directory_feed", "directory_sheet", "mail", "moving_in", "referral_sheet"]
