"""Fields where an answer is chosen: radios, checkboxes, lists, yes or no."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.exceptions import ValidationError

from kith.ui.components import small
from kith.ui.fields import wording
from kith.ui.fields.base import FieldMixin

if TYPE_CHECKING:
    from kith.ui.forms import BoundField


class ChoiceMixin(FieldMixin):
    """What choices share: hints for single answers and fields that open below them.

    ``choices``      (value, label) pairs, a ``TextChoices`` class, or a callable giving pairs
    ``hints``        a line under one choice, by its value
    ``conditional``  by the value of a choice, the name or names of fields of the same form shown
                     below it. They count only while that choice is taken: required then, empty
                     otherwise.
    ``greyed``       values that are shown, with their hint, and cannot be taken now
    ``inline``, ``small``  for two or three short answers side by side, and for dense pages
    """

    verb = "Select"

    def __init__(
        self,
        label: str | None = None,
        *,
        hints: Mapping[Any, str] | None = None,
        conditional: Mapping[Any, str | list[str] | tuple[str, ...]] | None = None,
        inline: bool = False,
        **kwargs: Any,
    ) -> None:
        self.hints = {str(value): hint for value, hint in (hints or {}).items()}
        self.conditional = {
            str(value): [names] if isinstance(names, str) else list(names)
            for value, names in (conditional or {}).items()
        }
        self.inline = inline
        self.greyed: frozenset[str] = frozenset()
        super().__init__(label, **kwargs)

    def __deepcopy__(self, memo: dict[int, Any]) -> Any:
        """A form's own field. The list of choices is its own too; what is in it never changes, and
        copying two hundred languages one by one takes longer than a query.
        """
        pairs = getattr(self, "_choices", None)
        if isinstance(pairs, list):
            memo[id(pairs)] = list(pairs)
        return super().__deepcopy__(memo)

    def dormant(self, taken: Any) -> set[str]:
        """Names of the fields that do not count, given what was chosen (a raw value or a list of
        them).
        """
        chosen = {
            str(value) for value in (taken if isinstance(taken, list | tuple | set) else [taken])
        }
        names = {
            name
            for value, fields in self.conditional.items()
            for name in fields
            if value not in chosen
        }
        return names - {name for value in chosen for name in self.conditional.get(value, [])}

    def refused(self, value: Any) -> ValidationError:
        """The error for an answer that was not on offer, such as one taken off the list since."""
        return ValidationError(
            f"{wording.ask('Select', str(self.label or 'an answer'))} from the list",
            code="invalid_choice",
        )

    def options(self) -> list[tuple[str, str]]:
        """Every choice as (value, label), groups flattened, the empty one left out."""
        flat: list[tuple[str, str]] = []
        for value, label in self.choices:  # type: ignore[attr-defined]
            flat += (
                [(str(one), words) for one, words in label]
                if isinstance(label, list | tuple)
                else [(str(value), label)]
            )
        return [(value, label) for value, label in flat if value not in ("", "None")]

    def chosen(self, bound: "BoundField") -> set[str]:
        """The values now chosen, as text."""
        value = bound.value()
        values = value if isinstance(value, list | tuple | set) else [value]
        return {str(self.prepare_value(one)) for one in values if one is not None}

    def items(self, bound: "BoundField") -> list[dict[str, Any]]:
        """Parameters of each radio or checkbox."""
        chosen = self.chosen(bound)
        return [
            {
                "value": value,
                "text": label,
                "checked": value in chosen,
                "hint": {"text": self.hints[value]} if value in self.hints else None,
                "disabled": value in self.greyed or None,
                "conditional": {"html": bound.conditional_html(self.conditional.get(value, []))},
            }
            for value, label in self.options()
        ]

    def params(self, bound: "BoundField") -> dict[str, Any]:
        """Parameters of the NHS radios or checkboxes."""
        params = super().params(bound)
        label = params.pop("label")
        del params["value"]
        return params | {
            "idPrefix": params.pop("id"),
            "fieldset": {"legend": label},
            "items": self.items(bound),
            "inline": self.inline or None,
            "small": self.small or small.get() or None,
        }


class RadiosField(ChoiceMixin, forms.TypedChoiceField):
    """One answer of a few, all in sight. ``coerce`` turns the text into the value; no answer is
    ``empty_value`` ("").
    """

    component = "radios"
    widget = forms.RadioSelect

    def validate(self, value: Any) -> None:
        """Raises ValidationError when nothing is chosen, or what is chosen is not on offer."""
        if value in self.empty_values:
            FieldMixin.validate(self, value) if self.required else None
        elif not self.valid_value(value):
            raise self.refused(value)


class ScaleField(RadiosField):
    """A whole number from ``least`` to ``most``, each in one tap: int, or None for no answer.

    Radios in the look of tiles: the arrow keys go along it, and with scripts a typed digit chooses (0 is ten).
    """

    def __init__(
        self, label: str | None = None, *, least: int = 1, most: int = 10, **kwargs: Any
    ) -> None:
        numbers = [(str(n), str(n)) for n in range(least, most + 1)]
        super().__init__(label, choices=numbers, coerce=int, empty_value=None, **kwargs)

    def params(self, bound: "BoundField") -> dict[str, Any]:
        """Parameters of the NHS radios, in tiles."""
        return super().params(bound) | {"classes": "kith-scale", "small": None}


class SelectField(RadiosField):
    """One answer of a long list. The first line is empty, or says ``empty_label``."""

    component = "select"
    widget = forms.Select  # type: ignore[assignment]

    def __init__(self, label: str | None = None, *, empty_label: str = "", **kwargs: Any) -> None:
        self.empty_label = empty_label
        super().__init__(label, **kwargs)

    def params(self, bound: "BoundField") -> dict[str, Any]:
        """Parameters of the NHS select."""
        chosen = self.chosen(bound)
        options = [
            {"value": value, "text": label, "selected": value in chosen}
            for value, label in self.options()
        ]
        empty = {
            "value": "",
            "text": self.empty_label,
            "selected": not any(o["selected"] for o in options),
        }
        return FieldMixin.params(self, bound) | {"value": None, "items": [empty, *options]}


class YesNoField(RadiosField):
    """A question answered yes or no, side by side: True, False, or None for no answer."""

    def __init__(self, label: str | None = None, *, inline: bool = True, **kwargs: Any) -> None:
        answers = [("yes", "Yes"), ("no", "No")]
        super().__init__(
            label,
            choices=answers,
            inline=inline,
            coerce=lambda said: said == "yes",
            empty_value=None,
            **kwargs,
        )

    def missing_message(self) -> str:
        """The error for an empty answer."""
        label = str(self.label or "")
        return self.missing or (f"Select yes or no to “{label}”" if label else "Select yes or no")

    def prepare_value(self, value: Any) -> Any:
        """True and False as the answers on the page."""
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value


class CheckboxesField(ChoiceMixin, forms.TypedMultipleChoiceField):
    """Any number of answers. ``exclusive`` is the value that rules out the others, such as "none of
    these".
    """

    component = "checkboxes"
    widget = forms.CheckboxSelectMultiple

    def __init__(self, label: str | None = None, *, exclusive: str = "", **kwargs: Any) -> None:
        self.exclusive = exclusive
        super().__init__(label, **kwargs)

    def validate(self, value: Any) -> None:
        """Raises ValidationError when nothing is chosen, something is not on offer, or answers rule
        each other out.
        """
        if not value:
            FieldMixin.validate(self, value) if self.required else None
            return
        for one in value:
            if not self.valid_value(one):
                raise self.refused(one)
        if self.exclusive and self.exclusive in value and len(set(value)) > 1:
            alone = dict(self.options())[self.exclusive]
            raise ValidationError(
                f"Select “{alone}” or the other answers, not both", code="exclusive"
            )

    def items(self, bound: "BoundField") -> list[dict[str, Any]]:
        """Parameters of each checkbox, the exclusive one after an "or"."""
        items: list[dict[str, Any]] = []
        for item in super().items(bound):
            if item["value"] == self.exclusive:
                items.append({"divider": "or"})
                item["behaviour"] = "exclusive"
            items.append(item)
        return items
