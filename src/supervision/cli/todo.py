"""`supervision todo` (我的待办): what waits for the acting officer, the soonest due first."""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.cli.grammar import command, flag, option
from supervision.cli.listing import LIMIT, shown_rest
from supervision.cli.lookup import short
from supervision.cli.naming import Naming, day_text
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import WHOLE
from supervision.domain.clocks import Lamp
from supervision.domain.values import day_of
from supervision.messages import render
from supervision.office.todo import Todo
from supervision.office.todo import todo as waiting

__all__ = ["TodoList", "todo"]

_WHO = Text("{name}，{day}", "{name}, {day}")
_COLUMNS = (
    Column("期限", "due", keep=True),
    Column("灯", "lamp", keep=True),
    Column("待办", "to do"),
    Column("编号", "id", keep=True),
    Column("标题", "title"),
)


@attrs.frozen(kw_only=True)
class TodoList:
    """What waits for an officer (待办清单).

    Attributes:
        officer: id of the acting officer.
        day: the day.
        todos: what waits, the soonest due first; at most `--limit`.
        count: how many in all.
        overdue: how many of them are overdue.
    """

    officer: str
    day: dt.date
    todos: tuple[Todo, ...]
    count: int
    overdue: int


@flag("--overdue", "late", zh="只列逾期的", en="only what is overdue")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("todo", "我的待办", "What waits for me", result=TodoList)
def todo(session: Session, limit: int, late: bool) -> None:
    """Show what waits."""
    now = session.office.now()
    with session.reading() as view:
        naming = Naming(view, session)
        found = waiting(view, now, session.office.rules.items)
        red = [one for one in found if one.lamp is Lamp.RED]
        listed = red if late else list(found)
        result = TodoList(
            officer=view.actor.id,
            day=day_of(now),
            todos=tuple(listed[:limit]),
            count=len(listed),
            overdue=len(red),
        )

        def shown(one: TodoList) -> None:
            screen = session.screen
            screen.say(_WHO, name=naming.of(one.officer), day=one.day.isoformat())
            if one.todos:
                screen.table(_COLUMNS, [_row(each, naming) for each in one.todos])
            shown_rest(screen, len(one.todos), one.count)

        session.tell(result, shown)


def _row(one: Todo, naming: Naming) -> tuple[str, ...]:
    lang = naming.lang
    action = render(f"todo.{one.action}", {}, lang)
    if one.count > 1:
        action += f"（{one.count}）" if lang == "zh" else f" ({one.count})"
    of_rule = one.kind == "detection"
    return (
        day_text(one.due_on),
        naming.value(one.lamp),
        action,
        one.record if of_rule else short(one.record),
        "" if of_rule else one.title,
    )
