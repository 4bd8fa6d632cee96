"""Short ways to declare what registers are counted by (统计口径的写法)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol

from supervision.domain.rules import Wording
from supervision.ports.query import Month
from supervision.reporting.labels import VALUES
from supervision.reporting.statistics import Day, Dimension, Each, Named

__all__ = ["DEPARTMENT", "OFFICER", "UNIT", "Coded", "coded", "day", "each", "field", "month"]


class Coded(Protocol):
    """An entry of one of the office's tables (代码表条目)."""

    @property
    def code(self) -> str: ...

    @property
    def zh(self) -> str: ...

    @property
    def en(self) -> str: ...


def field(
    code: str,
    zh: str,
    en: str,
    *,
    of: type | None = None,
    named: Named | None = None,
    key: str = "",
) -> Dimension:
    """Return the dimension of a column (按字段)."""
    known: Mapping[str, Wording] = VALUES[of] if of is not None else {}
    title = Wording(zh=zh, en=en)
    return Dimension(code=code, title=title, key=key or code, labels=known, named=named)


def each(code: str, zh: str, en: str, *, named: Named | None = None) -> Dimension:
    """Return the dimension of every value of a multi-valued field (按多值字段逐值)."""
    return Dimension(code=code, title=Wording(zh=zh, en=en), key=Each(code), named=named)


def month(field: str, zh: str, en: str) -> Dimension:
    """Return the dimension of the month of a date field (按月)."""
    return Dimension(code="month", title=Wording(zh=zh, en=en), key=Month(field))


def day(field: str, zh: str, en: str) -> Day:
    """Return a day a period may be taken by (截取日期)."""
    return Day(field=field, title=Wording(zh=zh, en=en))


def coded(code: str, zh: str, en: str, table: Iterable[Coded]) -> Dimension:
    """Return the dimension of codes of a packaged table; an office's own is shown as it is."""
    labels = {one.code: Wording(zh=one.zh, en=one.en) for one in table}
    return Dimension(code=code, title=Wording(zh=zh, en=en), key=code, labels=labels)


UNIT = field("unit", "院", "Unit", named=Named.UNIT)
DEPARTMENT = field("department", "部门", "Department", named=Named.DEPARTMENT)
OFFICER = field("officer", "人员", "Officer", named=Named.OFFICER)
