"""Rows as Arrow tables (列式表), for DuckDB and Parquet. Imports pyarrow."""

from __future__ import annotations

from collections.abc import Sequence

import pyarrow as pa
from sqlalchemy import BigInteger, Integer, SmallInteger, Table

from supervision_sweep_sql.packing import Values

__all__ = ["arrow_table", "schema_of"]


def schema_of(table: Table) -> pa.Schema:
    """Return the columns of a table as Arrow has them."""
    return pa.schema([(column.name, _type(column.type)) for column in table.columns])


def _type(type_: object) -> pa.DataType:
    if isinstance(type_, BigInteger):
        return pa.int64()
    if isinstance(type_, SmallInteger):
        return pa.int8()
    return pa.int32() if isinstance(type_, Integer) else pa.string()


def arrow_table(table: Table, rows: Sequence[Values]) -> pa.Table:
    """Return rows, in the order of the table's columns, as an Arrow table."""
    schema = schema_of(table)
    columns = list(zip(*rows, strict=True)) if rows else [()] * len(schema)
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.Table.from_arrays(arrays, schema=schema)
