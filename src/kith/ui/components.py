"""NHS components called from Python."""

import pickle
from contextvars import ContextVar
from functools import lru_cache
from typing import Any

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import Environment
from markupsafe import Markup

# Whether the page being drawn is a dense one, whose radios and checkboxes are small.
small: ContextVar[bool] = ContextVar("small", default=False)

# Options from which a list is drawn once and kept: two hundred languages are the same for everybody.
LONG = 40


def jinja() -> Environment:
    """The site's Jinja2 environment. Raises LookupError when settings name no Jinja2 backend."""
    for engine in engines.all():
        if isinstance(engine, Jinja2):
            return engine.env
    raise LookupError("TEMPLATES has no Jinja2 backend.")


def component(name: str, params: dict[str, Any]) -> Markup:
    """One NHS component drawn with its parameters, such as ``component("input", {"label": …,
    "name": …})``.

    Names and parameters are those of nhsuk-frontend 10. Raises TemplateNotFound for a name it
    has not.
    """
    if name == "select" and len(params.get("items", ())) >= LONG and "errorMessage" not in params:
        # Pickled, text that is escaped already is told from text that is not.
        return _drawn_before(name, pickle.dumps(params))
    return _drawn(name, params)


@lru_cache(maxsize=64)
def _drawn_before(name: str, params: bytes) -> Markup:
    return _drawn(name, pickle.loads(params))  # noqa: S301 what we have just pickled ourselves


def _drawn(name: str, params: dict[str, Any]) -> Markup:
    module = jinja().get_template(f"nhsuk/components/{name}/macro.jinja").module
    # The components escape what they are given.
    return Markup(getattr(module, _macro(name))(params))  # noqa: S704


def _macro(name: str) -> str:
    """The macro of a component's folder: "error-summary" holds errorSummary."""
    first, *rest = name.split("-")
    return first + "".join(word.capitalize() for word in rest)
