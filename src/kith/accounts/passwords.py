"""Which passwords are refused: those that attackers try first. Checked without any network."""

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

from django.conf import settings
from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from kith.accounts.models import User

SAID = "This password has been in a data breach, so attackers try it. Choose another, such as four random words."


class NotBreached:
    """Refuses passwords of known breaches.

    The list that Django ships (20,000 passwords of breaches) is always used, also with digits or
    punctuation put around its words. An operator may name a file of SHA-1 hashes sorted by hash, as
    Have I Been Pwned publishes it, in KITH_BREACHED_PASSWORDS.
    """

    def validate(self, password: str, user: User | None = None) -> None:
        bare = password.casefold().strip("0123456789!?.-_ ")
        if {password.casefold(), bare} & self._common or self._in_file(password):
            raise ValidationError(SAID, code="breached")

    def get_help_text(self) -> str:
        return "Do not use a password that others are likely to use."

    @cached_property
    def _common(self) -> set[str]:
        return set(CommonPasswordValidator().passwords)

    def _in_file(self, password: str) -> bool:
        if not settings.BREACHED_PASSWORDS_FILE:
            return False
        digest = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper()
        return _line_with(Path(settings.BREACHED_PASSWORDS_FILE), digest)


class NotAboutUs:
    """Refuses passwords made of the account's own name or address, or of the product's."""

    def validate(self, password: str, user: User | None = None) -> None:
        words = {"kith", "socialprescribing", "linkworker"}
        if user is not None:
            words |= {word for word in user.name.casefold().split() if len(word) > 3}
            words.add(user.email.split("@")[0])
        left = "".join(character for character in password.casefold() if character.isalnum())
        for word in sorted(words, key=len, reverse=True):
            left = left.replace(word, "")
        if len(left) < 8:
            raise ValidationError(
                "This password is mostly a name that others know. Choose another, such as four random words.",
                code="about_us",
            )

    def get_help_text(self) -> str:
        return "Do not use your own name or address."


def _line_with(path: Path, prefix: str) -> bool:
    """Whether a file of sorted lines has one that starts with `prefix`, by bisection."""
    wanted = prefix.encode()
    with path.open("rb") as file:
        low, high = 0, path.stat().st_size
        while low < high:
            middle = (low + high) // 2
            file.seek(middle)
            if middle:
                file.readline()
            if file.readline()[: len(wanted)] < wanted and file.tell() <= path.stat().st_size:
                low = middle + 1
            else:
                high = middle
            if low >= path.stat().st_size:
                break
        file.seek(max(low - 1, 0))
        if low:
            file.readline()
        return file.readline().upper().startswith(wanted)
