"""Every field says what it is: personal, sensitive or operational; the export, the scrubbed copy and
the retention job go by it.
"""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from django.apps import apps

from kith.isolation.models import Classified

CLASSES = ("personal", "sensitive", "operational")
# Fields that a base class of Django's or ours brings to every such model.
BROUGHT = frozenset({"id", "scheme_id", "created_at", "version"})


def kiths() -> list[Any]:
    """Every model of the product."""
    return [model for model in apps.get_models() if model.__module__.startswith("kith.")]


def faults(model: Any) -> list[str]:
    """Sentences saying which fields of a model are not classified once and only once."""
    name = model._meta.label
    classified = getattr(model, "classified", None)
    if not isinstance(classified, Classified):
        return [f"{name} classifies nothing."]
    base = frozenset(getattr(model, "base_fields", frozenset()))
    fields = {field.name for field in model._meta.local_concrete_fields}
    said = [
        f"{name}.{field} is in no class: personal, sensitive or operational?"
        for field in sorted(fields - classified.fields - base - (BROUGHT & fields))
    ]
    for field in sorted(classified.fields | base):
        held = [kind for kind in CLASSES if field in getattr(classified, kind)]
        if field not in fields:
            said.append(f"{name}.{field} is classified and does not exist.")
        elif len(held) > 1:
            said.append(f"{name}.{field} is in two classes: {', '.join(held)}.")
        elif held and field in base and field != "scheme_id":
            said.append(f"{name}.{field} is classified here and by its base.")
    return said


@pytest.mark.parametrize("model", kiths(), ids=lambda model: model._meta.label)
def test_every_field_is_in_one_class(model: Any) -> None:
    assert faults(model) == []


def test_there_are_models_to_check_and_each_class_is_in_use() -> None:
    assert len(kiths()) > 30
    for kind in CLASSES:
        assert any(getattr(model.classified, kind) for model in kiths()), kind


def _fake(classified: Classified | None, *fields: str) -> Any:
    held = [SimpleNamespace(name=name) for name in ("id", "scheme_id", "created_at", *fields)]
    meta = SimpleNamespace(label="room.Fake", local_concrete_fields=held)
    return SimpleNamespace(
        _meta=meta, classified=classified, base_fields=frozenset({"id", "scheme_id", "created_at"})
    )


@pytest.mark.parametrize(
    ("fake", "noticed"),
    [
        (_fake(Classified(personal="name"), "name", "shoe_size"), "shoe_size is in no class"),
        (_fake(Classified(personal="name", sensitive="name"), "name"), "name is in two classes"),
        (_fake(Classified(personal="name gone"), "name"), "gone is classified and does not exist"),
        (_fake(Classified(personal="name id"), "name"), "id is classified here and by its base"),
        (_fake(None, "name"), "classifies nothing"),
    ],
)
def test_a_planted_field_is_noticed(fake: Any, noticed: str) -> None:
    assert faults(_fake(Classified(personal="name"), "name")) == []
    assert [said for said in faults(fake) if noticed in said]
