"""Accounts: who can sign in. What they may do is on their memberships, scheme by scheme."""

from __future__ import annotations

import unicodedata
import uuid
from typing import ClassVar

from django.contrib.auth import hashers
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from kith.isolation.models import Classified


def normal_email(text: str) -> str:
    """One spelling for one address: NFKC, case folded, no spaces around."""
    return unicodedata.normalize("NFKC", text).strip().casefold()


class Users(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email=normal_email(username or ""))


class User(AbstractBaseUser):
    """One human being with an e-mail address and a password."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(max_length=254, unique=True)
    name = models.CharField(max_length=200)
    is_active = models.BooleanField(default=True)
    address_unproven = models.BooleanField(default=False)
    """Made by a link that somebody else could see: nobody proved that the address is theirs."""
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    objects = Users()

    classified = Classified(
        personal="email name",
        sensitive="password",
        operational="id is_active address_unproven created_at last_login",
    )
    base_fields: ClassVar[frozenset[str]] = frozenset()

    def __str__(self) -> str:
        return self.name

    def set_password(self, raw_password: str | None) -> None:
        """Choose the password, in memory; None for one that nothing matches."""
        super().set_password(raw_password and self._own(raw_password))

    def check_password(self, raw_password: str | None) -> bool:
        """Whether this is the account's password."""
        own = self._own(raw_password) if raw_password else None
        return hashers.check_password(own, self.password)

    def _own(self, password: str) -> str:
        """What is hashed: the password bound to this account by the installation's key.

        So a hash that was read cannot be guessed at without the key, and one that was copied from another
        account opens nothing.
        """
        bound = salted_hmac("kith.accounts.password", f"{self.pk}:{password}", algorithm="sha256")
        return bound.hexdigest()
