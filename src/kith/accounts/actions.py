"""The write door of accounts: making one, its password, signing in and out."""

from __future__ import annotations

from django.contrib.auth import authenticate, login, logout
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils import timezone

from kith.accounts.models import User, normal_email
from kith.audit.write import action
from kith.isolation.actor import Actor
from kith.resilience.errors import Refused

WRONG = "The e-mail address or the password is not right. Check both and try again."


@action("accounts.create_user")
def create_user(
    *, by: Actor, email: str, name: str, password: str | None, address_unproven: bool = False
) -> User:
    """Make an account. Without a password it can be signed in to by the demonstration alone.

    `address_unproven`: whoever makes it has not shown that mail to the address reaches them.

    Raises Refused when the address has an account or the password is too easy.
    """
    address = normal_email(email)
    if User.objects.filter(email=address).exists():
        raise Refused(
            "There is an account with this e-mail address already."
            " Use it, or give another address.",
            field="email",
        )
    user = User(email=address, name=name, address_unproven=address_unproven)
    if password is None:
        user.set_unusable_password()
    else:
        _set_password(user, password)
    user.save(force_insert=True)
    return user


@action("accounts.account_for")
def account_for(*, by: Actor, email: str, name: str, password: str, address_unproven: bool) -> User:
    """The account of an address, for whoever knows its password; a new one where there is none.

    Raises Refused for a password that is too easy, either way, and for one that is not the account's. The caller
    counts the try first (`rules.count_sign_in`).
    """
    user = User.objects.filter(email=normal_email(email)).first()
    if user is None:
        return create_user(
            by=by, email=email, name=name, password=password, address_unproven=address_unproven
        )
    _check_strength(user, password)
    if not (user.check_password(password) and user.is_active):
        raise Refused(
            "You could not join with this password. If you have an account with this address, type"
            " its password, or sign in and open the link again.",
            field="password",
        )
    return user


@action("accounts.change_password")
def change_password(*, by: Actor, user: User, old: str, new: str) -> User:
    """Change one's own password; every other session of the account ends.

    Raises Refused when the old one is wrong or the new one too easy.
    """
    if not user.check_password(old):
        raise Refused("This is not your present password. Type it again.", field="old")
    _set_password(user, new)
    user.save(update_fields=["password"])
    return user


@action("accounts.sign_in")
def sign_in(*, by: Actor, request: HttpRequest, email: str, password: str) -> User:
    """Sign someone in. Raises Refused, in the same words and time, for an unknown address too.

    The caller counts the try first (`rules.count_sign_in`).
    """
    user = authenticate(request, email=email, password=password)
    if not isinstance(user, User):
        raise Refused(WRONG)
    return _begin_session(request, user)


@action("accounts.sign_in_to_demonstration")
def sign_in_to_demonstration(*, by: Actor, request: HttpRequest, user: User) -> User:
    """Sign in to an account of the demonstration, as if with password and second factor."""
    return _begin_session(request, user)


@action("accounts.sign_out")
def sign_out(*, by: Actor, request: HttpRequest) -> None:
    """End the session."""
    logout(request)


def _begin_session(request: HttpRequest, user: User) -> User:
    request.session.flush()
    login(request, user, backend="kith.accounts.backends.ByEmail")
    User.objects.filter(pk=user.pk).update(last_login=timezone.now())
    return user


def _set_password(user: User, password: str) -> None:
    _check_strength(user, password)
    user.set_password(password)


def _check_strength(user: User, password: str) -> None:
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused(" ".join(error.messages), field="password") from error
