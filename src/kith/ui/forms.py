"""Forms whose fields draw themselves as NHS components, with the NHS error summary."""

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.forms.utils import pretty_name
from django.utils.safestring import SafeString
from markupsafe import Markup

from kith.ui import text
from kith.ui.fields.base import FieldMixin
from kith.ui.fields.choices import ChoiceMixin


class BoundField(forms.BoundField):
    """A field of one form with its answer. ``.html``, or printing it, draws it whole."""

    extra_attributes: dict[str, str]

    def __init__(self, form: forms.BaseForm, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        self.extra_attributes = {}

    @property
    def html(self) -> Markup:
        """Label, hint, error and input."""
        return self.draw()

    def __str__(self) -> SafeString:
        return SafeString(self.html)

    def __html__(self) -> SafeString:
        return SafeString(self.html)

    def draw(self, **attributes: str) -> Markup:
        """As ``html``; names given become HTML attributes of the input (``data_key="r"`` gives
        ``data-key``).
        """
        if self.is_hidden or not isinstance(self.field, FieldMixin):
            return Markup(self.as_widget())  # noqa: S704 Django's own widgets escape
        self.extra_attributes = {
            name.replace("_", "-"): value for name, value in attributes.items()
        }
        return self.field.draw(self)

    @property
    def error_text(self) -> str:
        """The field's first error, or nothing: one thing to put right at a time."""
        return str(next(iter(self.errors), ""))

    @property
    def shown_value(self) -> str | None:
        """What stands in the box: what was typed, without characters nobody could see to delete."""
        value = self.value()
        return None if value is None else self.printable(value)

    def printable(self, value: object) -> str:
        """A value as the text of an input."""
        return text.visible(str(value))

    def conditional_html(self, names: Iterable[str]) -> Markup:
        """Fields of the same form, drawn below a choice; not one that this form leaves out."""
        asked = [name for name in names if name in self.form.fields]
        return Markup("").join(cast(BoundField, self.form[name]).html for name in asked)

    def as_widget(self, widget: Any = None, attrs: Any = None, only_initial: bool = False) -> Any:
        """Django's widget, for hidden fields: what cannot be seen is not sent back."""
        drawn = widget or self.field.widget
        value = self.shown_value if isinstance(drawn, forms.HiddenInput) else self.value()
        return drawn.render(
            name=self.html_initial_name if only_initial else self.html_name,
            value=value,
            attrs={"id": self.auto_id, **(attrs or {})} if self.auto_id else attrs,
            renderer=self.form.renderer,
        )


class FormMixin(forms.BaseForm):
    """What every Kith form has; mixed into ``forms.Form`` and into formset forms alike."""

    bound_field_class = BoundField

    @property
    def draft_url(self) -> str:
        """Address the page posts unfinished text to, as it is typed; none means none is saved."""
        return ""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            # Errors are sentences made from the label, so a field without one takes its name.
            field.label = pretty_name(name) if field.label is None else field.label

    def _choosers(self) -> list[tuple[str, ChoiceMixin]]:
        return [
            (name, f)
            for name, f in self.fields.items()
            if isinstance(f, ChoiceMixin) and f.conditional
        ]

    def nested_names(self) -> set[str]:
        """Fields that another field draws below one of its choices."""
        return {
            name
            for _, field in self._choosers()
            for names in field.conditional.values()
            for name in names
        }

    def shown_fields(self) -> list[BoundField]:
        """Visible fields in order, without those another field draws."""
        nested = self.nested_names()
        return [
            cast(BoundField, bound) for bound in self.visible_fields() if bound.name not in nested
        ]

    def _dormant_names(self) -> set[str]:
        dormant: set[str] = set()
        for name, field in self._choosers():
            inside = {nested for names in field.conditional.values() for nested in names}
            dormant |= inside if name in dormant else field.dormant(self[name].data)
        return dormant & self.fields.keys()

    def _clean_fields(self) -> None:
        # What hangs below a choice that was not taken is neither asked for nor kept.
        whole = self.fields
        dormant = self._dormant_names()
        self.fields = {name: field for name, field in whole.items() if name not in dormant}
        try:
            super()._clean_fields()  # type: ignore[misc]
        finally:
            self.fields = whole
        for name in dormant:
            self.cleaned_data[name] = getattr(whole[name], "empty_value", None)

    @property
    def error_summary(self) -> dict[str, Any] | None:
        """Parameters of the NHS error summary, in the order of the page; None when there is nothing
        to say.
        """
        items = [{"text": str(message)} for message in self.non_field_errors()]
        for name in self.fields:
            items += self._summary_of(cast(BoundField, self[name]))
        return {"titleText": "There is a problem", "errorList": items} if items else None

    def _summary_of(self, bound: BoundField) -> list[dict[str, str]]:
        if not bound.error_text:
            return []
        if bound.is_hidden or not isinstance(bound.field, FieldMixin):
            return [{"text": str(message)} for message in bound.errors]
        return [{"text": bound.error_text, "href": f"#{bound.field.focus_id(bound)}"}]


class Form(FormMixin, forms.Form):
    """The form every other form starts from (through ``resilience``, which adds keys, versions and
    drafts).
    """
