"""Signing in with an e-mail address and a password."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib.auth.backends import BaseBackend
from django.contrib.auth.hashers import make_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.crypto import constant_time_compare

from kith.accounts.models import User, normal_email


class ByEmail(BaseBackend):
    """Finds the account by its normalised address; takes as long for an unknown one."""

    def authenticate(
        self, request: HttpRequest | None, email: str = "", password: str = "", **ignored: Any
    ) -> User | None:
        user = User.objects.filter(email=normal_email(email)).first()
        if user is None:
            make_password(password)
            return None
        return user if user.check_password(password) and user.is_active else None

    def get_user(self, user_id: UUID) -> User | None:
        try:
            return User.objects.filter(pk=user_id, is_active=True).first()
        except ValidationError:
            return None


def stands(key: str, stamp: str) -> bool:
    """Whether an account is active and unchanged since a form was given to it, by its key as an actor."""
    kind, _, user_id = key.partition(":")
    user = ByEmail().get_user(UUID(user_id)) if kind == "user" else None
    return user is not None and constant_time_compare(user.get_session_auth_hash(), stamp)
