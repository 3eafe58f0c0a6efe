"""What every field has: a label, a hint, its wording, and the NHS component that draws it."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError
from markupsafe import Markup

from kith.ui.components import component
from kith.ui.fields import wording

if TYPE_CHECKING:
    from kith.ui.forms import BoundField


class FieldMixin(forms.Field):
    """Mixed into a Django field class, before it in the bases.

    ``label``          the question or the name of what is asked
    ``hint``           a line under the label, text or ``Markup``
    ``optional``       the answer may be left out, and the label says "(optional)"
    ``missing``        the error for an empty answer; made from the label when not given
    ``label_size``     "s", "m", "l" or "xl"
    ``page_heading``   the label is the page's h1 as well
    ``hide_label``     keeps the label for screen readers alone
    ``autocomplete``, ``inputmode``, ``attributes``  HTML attributes of the input
    ``width``          2, 3, 4, 5, 10, 20 or 30 characters

    Anything else goes to the Django field. ``required=False`` leaves the label as it is.
    """

    component = "input"
    verb = "Enter"

    def __init__(
        self,
        label: str | None = None,
        *,
        hint: str = "",
        optional: bool = False,
        missing: str = "",
        label_size: str = "",
        page_heading: bool = False,
        hide_label: bool = False,
        autocomplete: str = "",
        inputmode: str = "",
        width: int | None = None,
        small: bool = False,
        attributes: Mapping[str, str] | None = None,
        **kwargs: Any,
    ) -> None:
        self.hint = hint
        self.optional = optional
        self.missing = missing
        self.label_size = label_size
        self.page_heading = page_heading
        self.hide_label = hide_label
        self.autocomplete = autocomplete
        self.inputmode = inputmode
        self.width = width
        self.small = small
        self.attributes = dict(attributes or {})
        if optional:
            kwargs["required"] = False
        super().__init__(label=label, **kwargs)

    @property
    def name_in_errors(self) -> str:
        """The label as the subject of an error."""
        return wording.subject(str(self.label or "This"))

    def missing_message(self) -> str:
        """The error for an empty answer."""
        return self.missing or wording.ask(self.verb, str(self.label or "an answer"))

    def validate(self, value: Any) -> None:
        """Raises ValidationError, in a sentence made from the label, when a required answer is
        empty.
        """
        if self.required and value in self.empty_values:
            raise ValidationError(self.missing_message(), code="required")
        super().validate(value)

    def display_label(self) -> str | Markup:
        """The label as the page shows it."""
        label = self.label if isinstance(self.label, Markup) else str(self.label or "")
        if not self.optional:
            return label
        optional = Markup("{} (optional)") if isinstance(label, Markup) else "{} (optional)"
        return optional.format(label)

    def label_params(self, bound: "BoundField") -> dict[str, Any]:
        """Parameters of the NHS label or legend."""
        return {
            "text": self.display_label() or bound.label,
            "size": self.label_size or None,
            "isPageHeading": self.page_heading or None,
            "classes": "nhsuk-u-visually-hidden" if self.hide_label else None,
        }

    def params(self, bound: "BoundField") -> dict[str, Any]:
        """Parameters of the NHS component for one field of one form."""
        error = bound.error_text
        return {
            "id": bound.auto_id or bound.html_name,
            "name": bound.html_name,
            "label": self.label_params(bound),
            "hint": {"text": self.hint} if self.hint else None,
            "errorMessage": {"text": error} if error else None,
            "value": bound.shown_value,
            "width": self.width,
            "autocomplete": self.autocomplete or None,
            "inputmode": self.inputmode or None,
            "disabled": self.disabled or None,
            "attributes": {**self.attributes, **bound.extra_attributes},
        }

    def focus_id(self, bound: "BoundField") -> str:
        """The id the error summary links to."""
        return bound.auto_id or bound.html_name

    def draw(self, bound: "BoundField") -> Markup:
        """The whole field as HTML."""
        return component(self.component, self.params(bound))
