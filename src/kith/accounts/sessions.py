"""Sessions of which the database knows too little to be used by whoever reads or writes it.

The cookie holds the key, the row its hash; and what a row holds is signed for that key, so that the
contents of one session cannot be copied into another.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

from django.contrib.sessions.backends import db
from django.utils import timezone

KEY_LENGTH = 40  # what the column of Django's table takes: 240 bits of the hash


def stored(key: str | None) -> str:
    """What the database keeps of a session's key."""
    digest = hashlib.sha256((key or "").encode()).digest()
    return base64.urlsafe_b64encode(digest).decode()[:KEY_LENGTH]


class SessionStore(db.SessionStore):
    """Django's own, with hashed keys. Only what the product uses: none of its pages is asynchronous."""

    @property
    def key_salt(self) -> str:
        """Signs what is kept for this session alone."""
        return f"kith.accounts.sessions.{stored(self.session_key)}"

    def exists(self, session_key: str) -> bool:
        """Whether there is a session with that key."""
        return bool(super().exists(stored(session_key)))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        """The row of this session."""
        row = super().create_model_instance(data)
        row.session_key = stored(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        """Forget a session: this one, unless another is named."""
        key = session_key or self.session_key
        if key is not None:
            super().delete(stored(key))

    def _get_session_from_db(self) -> Any:
        row = self.model.objects.filter(
            session_key=stored(self.session_key), expire_date__gt=timezone.now()
        ).first()
        if row is None:
            self._session_key = None
        return row
