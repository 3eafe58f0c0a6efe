"""Finished: why, what was said, the word owed to the referrer, and how people are afterwards."""

from kith.pathway.closures.models.afterwards import FollowUp
from kith.pathway.closures.models.closing import Closure, ClosureLetter, LetterRecipient

__all__ = ["Closure", "ClosureLetter", "FollowUp", "LetterRecipient"]
