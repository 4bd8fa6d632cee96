"""Lists (清单): the first so many, and how many there are in all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from supervision.cli.screen import Screen
from supervision.cli.texts import Text
from supervision.domain.records import Record, RecordKind
from supervision.office.views import ReadView
from supervision.ports.query import Order, Predicate

__all__ = ["LIMIT", "counted", "limited", "shown_rest"]

R = TypeVar("R", bound=Record)

LIMIT = 50
_ALL = Text("共 {count} 条。", "{count} in all.")
_FIRST = Text(
    "列出 {shown} 条，共 {count} 条。用 --limit 列出更多。",
    "{shown} shown of {count}. Use --limit for more.",
)
_NONE = Text("没有符合条件的记录。", "Nothing matches.")


def counted(view: ReadView, kind: RecordKind[R], where: Predicate) -> int:
    """Count visible records."""
    return sum(group.count for group in view.tally(kind, where))


def limited(
    view: ReadView,
    kind: RecordKind[R],
    where: Predicate,
    order: Sequence[Order],
    limit: int,
) -> tuple[tuple[R, ...], int]:
    """Return the first visible records that match, and how many match in all."""
    return view.select(kind, where, order, limit=limit), counted(view, kind, where)


def shown_rest(screen: Screen, shown: int, count: int) -> None:
    """Say how many there are below a list."""
    if count == 0:
        screen.say(_NONE)
    elif shown < count:
        screen.say(_FIRST, shown=shown, count=count)
    else:
        screen.say(_ALL, count=count)
