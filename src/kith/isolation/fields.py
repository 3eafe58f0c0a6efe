"""A pointer that cannot leave its scheme."""

from __future__ import annotations

from typing import Any

from django.db import models


class SchemeForeignKey(models.ForeignKey):
    """A foreign key whose database constraint is (scheme_id, column) -> (scheme_id, id).

    PostgreSQL checks foreign keys without row security, so a plain one would let a row of one
    scheme hang on a row of another. The wall builds the composite constraint and its index;
    Django is told to build neither.
    """

    def __init__(self, to: Any, on_delete: Any = models.PROTECT, **kwargs: Any) -> None:
        kwargs.update(db_constraint=False, db_index=False)
        super().__init__(to, on_delete, **kwargs)
