"""What differs between databases (引擎档案), as data: plan shape, day and month, shards, quoting."""

from __future__ import annotations

import enum
from collections.abc import Callable

import attrs
from sqlalchemy.engine import Dialect

__all__ = ["DUCKDB", "POSTGRESQL", "PRINTED", "PROFILES", "SQLITE", "PlanShape", "Profile"]


class PlanShape(enum.Enum):
    """How features are computed (取数方式)."""

    ONE_PASS = "one_pass"  # noqa: S105  # a plan
    """一遍扫描: all features in a single group-by; what columnar engines do best."""
    PER_RULE = "per_rule"
    """逐条规则: each judgement reads its own events through an index; for row stores."""


def _postgresql() -> Dialect:
    from sqlalchemy.dialects.postgresql.base import PGDialect

    # Text is sent without parameters; the driver's own style would double every percent sign.
    return PGDialect(paramstyle="named")  # type: ignore[no-untyped-call]  # SQLAlchemy leaves it untyped


def _sqlite() -> Dialect:
    from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite

    return SQLiteDialect_pysqlite()


@attrs.frozen(kw_only=True)
class Profile:
    """One engine (引擎档案).

    Attributes:
        name: name of the engine.
        shape: the plan shape.
        dialect: makes the SQLAlchemy dialect whose text the engine reads.
        shift: text of a right shift of `{value}` by `{bits}` bits, which is `{power}`.
        month: text of the month bucket `yyyymm` of a day `{day}` since 1970.
        temporary: what stands before `TABLE` to make a table of the session only.
        shard: cases of a shard: what is held in memory at once.
    """

    name: str
    shape: PlanShape
    dialect: Callable[[], Dialect]
    shift: str = "({value} >> {bits})"
    month: str
    temporary: str = "TEMPORARY"
    shard: int = 200_000

    def open_dialect(self) -> Dialect:
        """Return the dialect, which also knows how a shift is written."""
        made = self.dialect()
        made.sweep_shift = self.shift  # type: ignore[attr-defined]  # read by `keys`
        return made


DUCKDB = Profile(
    name="duckdb",
    shape=PlanShape.ONE_PASS,
    dialect=_postgresql,
    month="CAST(strftime(DATE '1970-01-01' + CAST({day} AS INTEGER), '%Y%m') AS INTEGER)",
)
POSTGRESQL = Profile(
    name="postgresql",
    shape=PlanShape.ONE_PASS,
    dialect=_postgresql,
    month="CAST(to_char(DATE '1970-01-01' + CAST({day} AS INTEGER), 'YYYYMM') AS INTEGER)",
)
SQLITE = Profile(
    name="sqlite",
    shape=PlanShape.PER_RULE,
    dialect=_sqlite,
    month="CAST(strftime('%Y%m', {day} * 86400, 'unixepoch') AS INTEGER)",
)
PROFILES = {one.name: one for one in (DUCKDB, POSTGRESQL, SQLITE)}
"""The engines that are executed."""


def _oracle() -> Dialect:
    from sqlalchemy.dialects.oracle.base import OracleDialect

    return OracleDialect()


PRINTED = {
    one.name: one
    for one in (
        attrs.evolve(POSTGRESQL, name="opengauss"),
        attrs.evolve(
            POSTGRESQL,
            name="trino",
            shift="bitwise_right_shift({value}, {bits})",
            month="CAST(date_format(date_add('day', {day}, DATE '1970-01-01'), '%Y%m') AS INTEGER)",
        ),
        attrs.evolve(
            POSTGRESQL,
            name="spark",
            shift="shiftright({value}, {bits})",
            month="CAST(date_format(date_add(DATE '1970-01-01', {day}), 'yyyyMM') AS INT)",
        ),
        attrs.evolve(
            POSTGRESQL,
            name="clickhouse",
            shift="bitShiftRight({value}, {bits})",
            month="toYYYYMM(toDate({day}))",
        ),
        Profile(
            name="oracle",
            shape=PlanShape.ONE_PASS,
            dialect=_oracle,
            shift="FLOOR({value} / {power})",
            month="TO_NUMBER(TO_CHAR(DATE '1970-01-01' + {day}, 'YYYYMM'))",
        ),
    )
}
"""Engines whose text is made and parsed in tests, and that nothing here executes."""
