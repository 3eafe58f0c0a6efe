"""The Jinja2 environment of every page, for ``django.template.backends.jinja2.Jinja2``."""

import datetime as dt
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from functools import wraps
from typing import Any

from django.template.utils import get_app_template_dirs
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from jinja2 import (
    BaseLoader,
    ChainableUndefined,
    ChoiceLoader,
    Environment,
    FileSystemLoader,
    PackageLoader,
    Template,
)
from jinja2.runtime import Undefined
from markupsafe import Markup

from kith.ui import dates, money, text
from kith.ui.components import component, small

# Macros do not see the page's context, so the page being drawn leaves its token here for the forms
# inside it.
_csrf_token: ContextVar[object | None] = ContextVar("csrf_token", default=None)


class PageTemplate(Template):
    """A template that hands its CSRF token to the form macros it calls."""

    def render(self, *args: Any, **kwargs: Any) -> str:
        """The page as text; its token is forgotten once drawn, so that no page uses another's."""
        context = dict(*args, **kwargs)
        # One mask of the token for all of a page's forms: each costs as much as a small query.
        token = SimpleLazyObject(lambda: str(context.get("csrf_token") or ""))
        previous, size = _csrf_token.set(token), small.set(False)
        try:
            return super().render(context)
        finally:
            _csrf_token.reset(previous)
            small.reset(size)


def csrf_field() -> Markup:
    """What every form that posts carries: the CSRF token, and a key by which a second sending is
    known. Raises RuntimeError when the page was drawn without a request, which has no token.
    """
    token = _csrf_token.get()
    if not token:
        raise RuntimeError(
            "A form that posts needs a page drawn with its request: render(request, …)."
        )
    return Markup(
        '<input type="hidden" name="csrfmiddlewaretoken" value="{}">'
        '<input type="hidden" name="idempotency_key" value="{}">'
    ).format(str(token), uuid.uuid4())


def draw_small() -> None:
    """Called by a dense layout: small radios and checkboxes from here to the end of the page."""
    small.set(True)


def url(name: str, *args: Any, **kwargs: Any) -> str:
    """The address of a named page: ``url('contacts:record', id)``."""
    return reverse(name, args=args or None, kwargs=kwargs or None)


def _or_nothing(show: Callable[..., Any]) -> Callable[..., Any]:
    """``show``, but what is not there shows as nothing."""

    @wraps(show)
    def filtered(value: Any, *args: Any, **kwargs: Any) -> Any:
        return "" if value is None or isinstance(value, Undefined) else show(value, *args, **kwargs)

    return filtered


def _relative_day(value: dt.date, now: dt.datetime | None = None) -> str:
    return dates.relative_day(value, now=now or timezone.now())


def _date_in_words(value: dt.date, now: dt.datetime | None = None) -> str:
    return dates.date_in_words(value, now=now or timezone.now())


def _on_one_line(show: Callable[[str], str]) -> Callable[[str], Markup]:
    """Digits that are read out together stay together on the page."""
    return lambda value: Markup('<span class="kith-nowrap">{}</span>').format(show(value))


FILTERS: dict[str, Callable[..., Any]] = {
    "date": dates.long_date,
    "short_date": dates.short_date,
    "medium_date": dates.medium_date,
    "datetime": dates.date_and_time,
    "time": dates.clock,
    "relative_day": _relative_day,
    "date_in_words": _date_in_words,
    "money": money.money,
    "nhs_number": _on_one_line(text.nhs_number),
    "phone": text.phone,
    "paragraphs": text.paragraphs,
    "bidi": text.bidi,
}


def environment(*, loader: BaseLoader, **options: Any) -> Environment:
    """Jinja2 over every installed app's ``templates`` folder and the NHS components, with Kith's
    globals and filters.

    ``loader`` and ``options`` come from Django's backend. Undefined names are chainable
    because the NHS components read parameters nobody gave.
    """
    apps = FileSystemLoader([str(folder) for folder in get_app_template_dirs("templates")])
    options["undefined"] = ChainableUndefined
    # Django's backend hands autoescape in with the options.
    env = Environment(  # noqa: S701
        loader=ChoiceLoader([loader, apps, PackageLoader("nhsuk_frontend_jinja")]), **options
    )
    env.template_class = PageTemplate
    env.globals.update(url=url, static=static, component=component)
    env.globals.update(csrf_field=csrf_field, draw_small=draw_small)
    env.filters.update({name: _or_nothing(show) for name, show in FILTERS.items()})
    return env
