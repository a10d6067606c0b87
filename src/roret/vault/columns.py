"""What the database may do with a sealed column: hand it over together with its row, and say whether it is empty.

Nothing else has a meaning. Ciphertext is never equal, never sorts, and must not be copied: `values()`, `F()`,
filters and ordering would at best be wrong, and at worst put one row's ciphertext into another.
"""

from __future__ import annotations

from typing import Any, NoReturn

from django.core.exceptions import FieldError
from django.db.models import lookups
from django.db.models.expressions import Col
from django.db.models.sql import compiler as compilers

# These build UPDATE, DELETE, INSERT and aggregates, none of which loads a row.
_NOT_LOADING = (
    compilers.SQLInsertCompiler,
    compilers.SQLUpdateCompiler,
    compilers.SQLDeleteCompiler,
    compilers.SQLAggregateCompiler,
)


class SealedColumn(Col):
    """A sealed column in a query. Refuses to become SQL anywhere but among the columns that make up a whole row."""

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        if not self._is_loading_a_row(compiler):
            refuse(self.target, "be used in values(), F(), filters, ordering or aggregates")
        return super().as_sql(compiler, connection)

    def bare_sql(self, compiler: Any, connection: Any) -> Any:
        """The column's SQL without the refusal, for `isnull` alone."""
        return super().as_sql(compiler, connection)

    def get_group_by_cols(self) -> list[Any]:
        """None: the row's primary key, which is always among the groups, decides this column."""
        return []

    def _is_loading_a_row(self, compiler: Any) -> bool:
        # Django builds the list of columns first and sets `compiler.select` when it has it; ordering, grouping and
        # conditions come later. In that list there are the model's own columns and annotations.
        query = compiler.query
        if isinstance(compiler, _NOT_LOADING) or not query.default_cols or compiler.select is not None:
            return False
        return not any(self is part for annotation in query.annotations.values() for part in annotation.flatten())


class SealedIsNull(lookups.IsNull):
    """Whether something is stored at all: the one thing a query may ask."""

    def process_lhs(self, compiler: Any, connection: Any, lhs: Any = None) -> Any:
        column = lhs or self.lhs
        if isinstance(column, SealedColumn):
            return column.bare_sql(compiler, connection)
        return super().process_lhs(compiler, connection, lhs)


def refuse(field: Any, what: str) -> NoReturn:
    raise FieldError(
        f"{field} is sealed and cannot {what}. Load the rows and read the field there, or ask with __isnull."
    )
