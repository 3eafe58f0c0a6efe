"""What someone typed and has not sent, kept on the server for them alone."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core import signing
from django.db import models
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from kith.isolation import context
from kith.resilience.models import Draft

CARRIERS = frozenset({"csrfmiddlewaretoken", "idempotency_key", "version", "author", "draft_of"})
LARGEST_CHARACTERS = 200_000
DRAFTS = "/desk/drafts"
_SALT = "kith.resilience.author"


def save(*, form: str, typed: QueryDict) -> Draft | None:
    """Keep what was typed into `form` (its path) for the acting person; returns None when nothing was.

    Passwords and what carries the form are left out.
    """
    fields = fields_of(typed)
    if not any(value.strip() for values in fields.values() for value in values):
        return None
    if sum(len(value) for values in fields.values() for value in values) > LARGEST_CHARACTERS:
        return None
    draft, _ = Draft.objects.update_or_create(
        actor=context.current().actor,
        form=_named(form),
        defaults={"typed": fields, "saved_at": timezone.now()},
    )
    return draft


def fields_of(typed: QueryDict) -> dict[str, list[str]]:
    """What of a form is kept: no password, and nothing that only carries it."""
    return {
        _storable(name): [_storable(value) for value in values]
        for name, values in typed.lists()
        if name not in CARRIERS and "password" not in name
    }


def find(form: str) -> Draft | None:
    """The acting person's draft of a form, if there is one."""
    return Draft.objects.filter(actor=context.current().actor, form=_named(form)).first()


def of_page(path: str) -> dict[str, Draft]:
    """The acting person's drafts of the forms of one page, by the name that follows the path's `#`.

    One that was rescued when a session ended is there under "".
    """
    rows = Draft.objects.filter(actor=context.current().actor)
    found = rows.filter(models.Q(form=path) | models.Q(form__startswith=f"{path}#"))
    return {draft.form.partition("#")[2]: draft for draft in found}


def discard(form: str) -> None:
    """Forget the acting person's draft of a form."""
    Draft.objects.filter(actor=context.current().actor, form=_named(form)).delete()


def as_typed(draft: Draft) -> QueryDict:
    """The draft's fields as a browser would have sent them."""
    typed = QueryDict(mutable=True)
    for name, values in draft.typed.items():
        typed.setlist(name, values)
    return typed


@dataclass(frozen=True)
class Author:
    """Who was given a form, and the mark of their account then: it changes with the password."""

    actor: str
    stamp: str


def author_token(actor: str, user: Any = None) -> str:
    """A signed name of the author, carried by a form so that a session that ended loses nothing."""
    known = user is not None and user.is_authenticated
    return signing.dumps([actor, user.get_session_auth_hash() if known else ""], salt=_SALT)


def author_of(posted: Mapping[str, str]) -> Author | None:
    """The author named by a form that arrived without a session, or None.

    Whether their account still stands is for the caller to ask.
    """
    try:
        named = signing.loads(posted.get("author", ""), salt=_SALT, max_age=7 * 24 * 3600)
    except signing.BadSignature:
        return None
    return Author(*named) if isinstance(named, list) else None


def rescue(request: HttpRequest, author: Author) -> bool:
    """Keep what was typed by someone whose session has ended; true when it was kept.

    Where it came to be kept as it was typed, the address names its form.
    """
    form = request.GET.get("form", "") if request.path == DRAFTS else request.path
    if not form:
        return False
    with context.enter(context.Kind.USER, actor=author.actor):
        return save(form=form, typed=request.POST) is not None


def _named(form: str) -> str:
    return _storable(form)[:300]


def _storable(text: str) -> str:
    """Text as PostgreSQL can keep it: without NUL and without halves of characters."""
    return text.replace("\0", "").encode("utf-8", "replace").decode()
