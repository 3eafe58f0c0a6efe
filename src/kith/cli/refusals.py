"""Which exceptions are refusals: something said to a person, not a fault of the program."""

from __future__ import annotations


def sentence(error: BaseException) -> str | None:
    """What a refusal says, or None for any other exception.

    Known by name, so that `kith --help` need not import what could refuse.
    """
    if any(kind.__name__.endswith("Refused") for kind in type(error).__mro__):
        return str(error)
    return None
