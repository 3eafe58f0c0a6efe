"""NHS components called from Python."""

from typing import Any

from django.template import engines
from django.template.backends.jinja2 import Jinja2
from jinja2 import Environment
from markupsafe import Markup

# Macro names of the NHS components this room draws, by folder.
MACROS = {
    "character-count": "characterCount",
    "checkboxes": "checkboxes",
    "date-input": "dateInput",
    "error-summary": "errorSummary",
    "file-upload": "fileUpload",
    "input": "input",
    "password-input": "passwordInput",
    "radios": "radios",
    "select": "select",
    "textarea": "textarea",
}


def jinja() -> Environment:
    """The site's Jinja2 environment. Raises LookupError when settings name no Jinja2 backend."""
    for engine in engines.all():
        if isinstance(engine, Jinja2):
            return engine.env
    raise LookupError("TEMPLATES has no Jinja2 backend.")


def component(name: str, params: dict[str, Any]) -> Markup:
    """One NHS component drawn with its parameters, such as ``component("input", {"label": …,
    "name": …})``.

    Names and parameters are those of nhsuk-frontend 10. Raises KeyError for a component this room
    does not use.
    """
    module = jinja().get_template(f"nhsuk/components/{name}/macro.jinja").module
    # The components escape what they are given.
    return Markup(getattr(module, MACROS[name])(params))  # noqa: S704
