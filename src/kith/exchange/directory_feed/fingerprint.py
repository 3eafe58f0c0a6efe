"""Recognising a service that has not changed since it was last read."""

from __future__ import annotations

import hashlib
import json
from typing import Any

# Raised when the translation changes what it makes of the same JSON, so that every service is
# stored anew once.
TRANSLATION = 4
# Feeds that stamp each answer with the time of asking would otherwise change every night.
_NOT_CONTENT = frozenset({"last_modified"})


def fingerprint(raw: dict[str, Any]) -> str:
    """Return 64 hexadecimal digits that depend only on what `raw` says.

    The order of keys and of lists, keys that are null or empty, and `last_modified` make no
    difference. Raises RecursionError when `raw` is nested too deeply.
    """
    content = {key: value for key, value in raw.items() if key not in _NOT_CONTENT}
    text = f"{TRANSLATION}:{_canonical(content)}"
    return hashlib.sha256(text.encode()).hexdigest()


def _canonical(value: Any) -> str:
    if isinstance(value, dict):
        parts = [
            f"{json.dumps(key)}:{_canonical(value[key])}"
            for key in sorted(value)
            if not _is_nothing(value[key])
        ]
        return "{" + ",".join(parts) + "}"
    if isinstance(value, list):
        return "[" + ",".join(sorted(_canonical(entry) for entry in value)) + "]"
    return json.dumps(value)


def _is_nothing(value: Any) -> bool:
    return value is None or value == "" or value == [] or value == {}
