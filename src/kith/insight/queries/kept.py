"""What was counted or drawn for strangers, kept for a few minutes: an address that anyone may call
thousands of times must not count a year each time (decision 0011).

Every key begins with the scheme, and what is kept is counted in a context of that scheme alone. Staff
are always counted for afresh, so that a figure is the number of its list.
"""

from __future__ import annotations

import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from typing import Generic, TypeVar
from uuid import UUID

from kith.resilience.limits import Limit

SECONDS = 300
MOST = 200
"""Of each kind, in one process; what was not asked for the longest goes first."""
BY_NETWORK = Limit("public figures by network", burst=60, per_hour=240)
"""Of what is not kept already: other periods, and documents."""

Value = TypeVar("Value")


class Kept(Generic[Value]):
    """Values by scheme and whatever else they depend on."""

    def __init__(self) -> None:
        self._values: OrderedDict[tuple[UUID, Hashable], tuple[float, Value]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, scheme_id: UUID, what: Hashable, make: Callable[[], Value]) -> Value:
        """The value of a scheme and `what`: kept, or else made now and kept. 0 SECONDS keep nothing."""
        if not SECONDS:
            return make()
        key, now = (scheme_id, what), time.monotonic()
        with self._lock:
            made_at, value = self._values.get(key, (-float("inf"), None))
            if value is not None and now - made_at < SECONDS:
                self._values.move_to_end(key)
                return value
        made = make()
        with self._lock:
            self._values[key] = (now, made)
            self._values.move_to_end(key)
            while len(self._values) > MOST:
                self._values.popitem(last=False)
        return made
