"""NHS components called from Python."""

from contextvars import ContextVar
from typing import Any

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import Environment
from markupsafe import Markup

# Whether the page being drawn is a dense one, whose radios and checkboxes are small.
small: ContextVar[bool] = ContextVar("small", default=False)


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
    module = jinja().get_template(f"nhsuk/components/{name}/macro.jinja").module
    # The components escape what they are given.
    return Markup(getattr(module, _macro(name))(params))  # noqa: S704


def _macro(name: str) -> str:
    """The macro of a component's folder: "error-summary" holds errorSummary."""
    first, *rest = name.split("-")
    return first + "".join(word.capitalize() for word in rest)
