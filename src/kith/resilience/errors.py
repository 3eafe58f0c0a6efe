"""What a person did that the product will not do, said so that they can go on."""

from __future__ import annotations


class Refused(Exception):
    """A rule says no. `message` is a sentence for a person; `field` names the form field, if any.

    Nothing of the refused act is kept but its line in the log.
    """

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field


class Stale(Refused):
    """Someone else changed the row since it was read."""

    def __init__(self, message: str = "Someone else changed this while you were writing.") -> None:
        super().__init__(message)
