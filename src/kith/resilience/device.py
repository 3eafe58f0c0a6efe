"""The key with which a device keeps what its author typed while nothing could be sent.

It is kept nowhere: it is derived from the author, from a name that the device gave itself and from this
installation's secret, and handed to nobody but the author, signed in. A page holds it in memory and loses it as it is
closed (docs/decisions, "Kept on the device").
"""

from __future__ import annotations

import base64
import re

from django.utils.crypto import salted_hmac

DEVICE = re.compile(r"[0-9a-f]{32}")


def is_device(name: str) -> bool:
    """Whether this is a name as a device gives itself: 128 random bits."""
    return DEVICE.fullmatch(name) is not None


def key_of(actor: str, device: str) -> str:
    """A key for AES-256 in base64: the same for the same author on the same device, another for everybody else."""
    digest = salted_hmac("kith.resilience.device.key", f"{device}|{actor}", algorithm="sha256")
    return base64.b64encode(digest.digest()).decode()


def owner_of(actor: str, device: str) -> str:
    """What an author's notes are marked with on that device; it names nobody."""
    digest = salted_hmac("kith.resilience.device.owner", f"{device}|{actor}", algorithm="sha256")
    return digest.hexdigest()[:32]
