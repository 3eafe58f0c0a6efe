"""Who a document is from."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Letterhead:
    """The scheme at the head of a letter. No NHS logo: a scheme need not be the NHS."""

    name: str
    address: tuple[str, ...]
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class LinkWorker:
    """The worker who signs, and may be called about it."""

    name: str
    role: str
    phone: str
