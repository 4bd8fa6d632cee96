"""Queries as statements (查询翻译), found by the same rows as `matches`.

A query is first split into its *form*, which holds everything but the values, and the values.
Forms are few: each is built with SQLAlchemy Core and compiled once, then only looked up.

SQL's own three-valued logic is the algebra's: a comparison with NULL is unknown, `NOT` of
unknown is unknown, `WHERE` keeps what is true.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, TypeAlias

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Table,
    UnaryExpression,
    and_,
    bindparam,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
)
from sqlalchemy.engine import Dialect

from supervision.plugin import (
    After,
    And,
    Before,
    Cursor,
    Eq,
    Has,
    In,
    Key,
    Month,
    Not,
    Or,
    Order,
    Predicate,
    Prefix,
    Query,
    Under,
)
from supervision_store_sql.schema import KindTables, Schema, column_name
from supervision_store_sql.statements import Compiled, compile_text

__all__ = ["Translator", "successor"]

Form: TypeAlias = tuple[Any, ...]
"""A predicate without its values: a tag, then field names, counts and forms. Hashable."""

_FORMS_KEPT = 1_000
_LAST = "\U0010ffff"


def successor(text: str) -> str | None:
    r"""Return the smallest text above every text that begins with `text`; `None`: there is none.

    Example:
        >>> successor("ab"), successor("a\ud7ff"), successor("")
        ('ac', 'a\ue000', None)
    """
    stem = text.rstrip(_LAST)
    if not stem:
        return None
    point = ord(stem[-1]) + 1
    return stem[:-1] + chr(0xE000 if point == 0xD800 else point)  # surrogates are no text


def _form(where: Predicate, values: list[object]) -> Form:
    """Return the predicate's form and add its values to `values`."""
    match where:
        case And(parts):
            return ("and", *(_form(part, values) for part in parts))
        case Or(parts):
            return ("or", *(_form(part, values) for part in parts))
        case Not(part):
            return ("not", _form(part, values))
        case Eq(field, None):
            return ("null", field)
        case Eq(field, value):
            values.append(value)
            return ("eq", field)
        case In(_, ()):
            return ("or",)
        case In(field, choices):
            # Rounded up to a power of two by repeating the last value, which changes nothing,
            # so that lists of all lengths share few forms.
            size = 1 << (len(choices) - 1).bit_length()
            values.extend(choices)
            values.extend(choices[-1:] * (size - len(choices)))
            return ("in", field, size)
        case Before(field, value):
            values.append(value)
            return ("before", field)
        case After(field, value):
            values.append(value)
            return ("after", field)
        case Prefix(field, text):
            # A range instead of LIKE, which on SQLite ignores the case of letters.
            end = successor(text)
            values.append(text)
            if end is None:
                return ("from", field)
            values.append(end)
            return ("range", field)
        case Has(field, value):
            values.extend((field, value))
            return ("has",)
        case Under(path):
            stem = path.rstrip("/")
            values.extend((path, f"{stem}/", f"{stem}0"))  # "0" follows "/"
            return ("under",)


class _Builder:
    """Builds expressions of one form; binds p0, p1, … in the order the values were taken."""

    def __init__(self, tables: KindTables) -> None:
        self._rows: Table = tables.rows
        self._many = tables.many
        self.names: list[str] = []

    def bind(self) -> BindParameter[Any]:
        self.names.append(f"p{len(self.names)}")
        return bindparam(self.names[-1])

    def column(self, field: str) -> ColumnElement[Any]:
        return self._rows.c[column_name(field)]

    def where(self, form: Form) -> ColumnElement[bool]:
        match form:
            case ("and",):
                return _constant(True)
            case ("or",):
                return _constant(False)
            case ("and", *parts):
                return and_(*map(self.where, parts))
            case ("or", *parts):
                return or_(*map(self.where, parts))
            case ("not", part):
                return not_(self.where(part))
            case ("null", field):
                return self.column(field).is_(None)
            case ("eq", field):
                return self.column(field) == self.bind()
            case ("in", field, size):
                return self.column(field).in_([self.bind() for _ in range(size)])
            case ("before", field):
                return self.column(field) < self.bind()
            case ("after", field):
                return self.column(field) > self.bind()
            case ("from", field):
                return self.column(field) >= self.bind()
            case ("range", field):
                column = self.column(field)
                return and_(column >= self.bind(), column < self.bind())
            case ("has",):
                return self._has()
            case ("under",):
                path = self._rows.c.path
                return or_(path == self.bind(), and_(path >= self.bind(), path < self.bind()))
            case _:
                raise AssertionError(form)

    def _has(self) -> ColumnElement[bool]:
        many = self._many
        if many is None:
            raise AssertionError("checked by the catalogue")
        wanted = and_(many.c.field == self.bind(), many.c.value == self.bind())
        # IN, not EXISTS: only so does SQLite 3.40 begin with the few rows of the subquery. With
        # EXISTS it asked once for every row of the kind: 140 ms against 3 on 300,000 rows.
        return self._rows.c.id.in_(select(many.c.id).where(wanted))

    def behind(self, orders: Sequence[Order], nulls: Sequence[bool]) -> ColumnElement[bool]:
        """Return what is true of rows behind a cursor; `nulls` says where it holds nothing."""
        binds = [None if null else self.bind() for null in nulls]
        result: ColumnElement[bool] = self._rows.c.id > self.bind()
        for order, bound in zip(reversed(orders), reversed(binds), strict=True):
            column = self.column(order.field)
            if bound is None:
                beyond = false() if order.descending else column.is_not(None)
                same = column.is_(None)
                result = or_(beyond, and_(same, result))
            elif order.descending:
                result = or_(column < bound, column.is_(None), and_(column == bound, result))
            else:
                # The bare range first lets an index begin at the cursor.
                result = and_(column >= bound, or_(column > bound, result))
        return result

    def ordering(
        self, orders: Sequence[Order], *, nulls_first: bool
    ) -> list[ColumnElement[Any] | UnaryExpression[Any]]:
        keys: list[ColumnElement[Any] | UnaryExpression[Any]] = []
        for order in orders:
            column = self.column(order.field)
            if order.descending:
                keys.append(column.desc() if nulls_first else column.desc().nulls_last())
            else:
                keys.append(column.asc() if nulls_first else column.asc().nulls_first())
        return [*keys, self._rows.c.id]


def _constant(truth: bool) -> ColumnElement[bool]:
    one: ColumnElement[int] = literal_column("1")
    return one == one if truth else one != one


class Translator:
    """Turns queries into text and values for one schema and database. Safe for threads."""

    def __init__(self, schema: Schema, dialect: Dialect, *, nulls_first: bool) -> None:
        self._schema = schema
        self._dialect = dialect
        self._nulls_first = nulls_first
        self._select = functools.lru_cache(_FORMS_KEPT)(self._compile_select)
        self._tally = functools.lru_cache(_FORMS_KEPT)(self._compile_tally)

    def select(self, query: Query) -> tuple[str, tuple[object, ...]]:
        """Return a statement for id, version, body, file and the values of the order fields."""
        return self._selected(query, ("id", "version", "body", "file"))

    def lines(self, query: Query, fields: tuple[str, ...]) -> tuple[str, tuple[object, ...]]:
        """Return a statement for these fields, the id and the values of the order fields."""
        return self._selected(query, (*map(column_name, fields), "id"))

    def _selected(self, query: Query, shown: tuple[str, ...]) -> tuple[str, tuple[object, ...]]:
        values: list[object] = []
        form = _form(query.where, values)
        after: Cursor | None = query.after
        nulls: tuple[bool, ...] | None = None
        if after is not None:
            nulls = tuple(value is None for value in after.values)
            values.extend(value for value in after.values if value is not None)
            values.append(after.id)
        if query.limit is not None:
            values.append(query.limit + 1)  # one more tells whether there is a next page
        orders = tuple((order.field, order.descending) for order in query.order)
        limited = query.limit is not None
        compiled = self._select(query.kind, shown, form, orders, nulls, limited)
        return compiled.with_values(*values)

    def _compile_select(
        self,
        kind: str,
        shown: tuple[str, ...],
        form: Form,
        pairs: tuple[tuple[str, bool], ...],
        nulls: tuple[bool, ...] | None,
        limited: bool,
    ) -> Compiled:
        tables = self._schema.kinds[kind]
        rows, build = tables.rows, _Builder(tables)
        orders = [Order(field, descending) for field, descending in pairs]
        columns = [rows.c[name].label(f"c{n}") for n, name in enumerate(shown)]
        keys = [build.column(order.field).label(f"k{n}") for n, order in enumerate(orders)]
        statement = select(*columns, *keys)
        statement = statement.where(build.where(form))
        if nulls is not None:
            statement = statement.where(build.behind(orders, nulls))
        statement = statement.order_by(*build.ordering(orders, nulls_first=self._nulls_first))
        if limited:
            statement = statement.limit(build.bind())
        return compile_text(statement, self._dialect, build.names)

    def tally(
        self, kind: str, where: Predicate, by: Sequence[Key], sum: str | None
    ) -> tuple[str, tuple[object, ...]]:
        """Return a statement for the key's values, the count and the sum, unordered."""
        values: list[object] = []
        form = _form(where, values)
        keys = tuple((key.field, True) if isinstance(key, Month) else (key, False) for key in by)
        compiled = self._tally(kind, form, keys, sum)
        return compiled.with_values(*values)

    def _compile_tally(
        self, kind: str, form: Form, keys: tuple[tuple[str, bool], ...], sum: str | None
    ) -> Compiled:
        tables = self._schema.kinds[kind]
        build = _Builder(tables)
        groups: list[ColumnElement[Any]] = [
            func.substr(build.column(field), literal_column("1"), literal_column("7"))
            if month
            else build.column(field)
            for field, month in keys
        ]
        zero: ColumnElement[int] = literal_column("0")
        total = func.coalesce(func.sum(build.column(sum)), zero) if sum is not None else zero
        shown = [group.label(f"k{number}") for number, group in enumerate(groups)]
        statement = select(*shown, func.count(), total).select_from(tables.rows)
        statement = statement.where(build.where(form)).group_by(*groups)
        return compile_text(statement, self._dialect, build.names)
