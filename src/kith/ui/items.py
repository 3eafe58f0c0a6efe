"""Things to do, in one shape whatever they are: what any room hands to a page that lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Press:
    """What finishes an item: a link or, with `sends` (hidden values, {} for none), a form of one button.

    `about` finishes its words for those who hear them alone; `first` is the one that is most likely meant.
    """

    text: str
    href: str
    about: str = ""
    sends: Mapping[str, str] | None = None
    first: bool = False


@dataclass(frozen=True)
class Item:
    """One thing to do: who or what it is about, why it is here, and what finishes it.

    `what` is what there is to do; `said` what somebody wrote, each with its heading or ""; `tags` are (words, colour);
    `aside` stands beside the name. A Markup `why` keeps names of people apart (ui.text.bidi).
    """

    name: str
    why: str
    href: str = ""
    what: str = ""
    aside: str = ""
    tags: Sequence[tuple[str, str]] = ()
    said: Sequence[tuple[str, str]] = ()
    acts: Sequence[Press] = ()


@dataclass(frozen=True)
class Block:
    """Items under one heading. `line` is what one sentence about the whole day says of them; what is `urgent`
    cannot wait for anything else.
    """

    key: str
    heading: str
    rows: Sequence[Item]
    line: str = ""
    urgent: bool = False


def blocks(*found: Block) -> list[Block]:
    """Those that hold something, in their order."""
    return [block for block in found if block.rows]
