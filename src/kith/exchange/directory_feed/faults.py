"""What goes wrong with a feed, as sentences for the person who asked for it."""

from __future__ import annotations


class FeedRefused(Exception):
    """The feed as a whole cannot be used. `str()` is one sentence for a person; nothing has been
    stored.
    """


class PageFailed(FeedRefused):
    """One page or one file could not be read.

    On the first page it refuses the feed; on a later one the feed is marked incomplete instead.
    `answered` says that a server did answer, only not with a page of a feed; `missing` that it said
    404 or 410.
    """

    def __init__(self, sentence: str, *, answered: bool = False, missing: bool = False) -> None:
        super().__init__(sentence)
        self.answered = answered
        self.missing = missing
