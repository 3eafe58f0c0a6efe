"""Why a sheet or one of its cells cannot be taken: a sentence for the person who sent it."""


class SheetRefused(Exception):
    """The whole file cannot be read as a referral sheet. ``str()`` is one sentence to show as it
    is.
    """


class CannotTake(ValueError):
    """One cell cannot be taken. ``str()`` is the reason; it never repeats what the cell holds."""
