"""`supervision stats` (统计): any register, by what it may be counted by, in its unit of count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

import attrs

from supervision.cli.grammar import argument, command, option
from supervision.cli.screen import Column, Screen
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import DAY, Choice
from supervision.domain.rules import Wording
from supervision.errors import SupervisionError
from supervision.office.office import LocalRules, Office
from supervision.office.statistics import count
from supervision.office.views import ReadView
from supervision.reporting.statistics import REGISTERS
from supervision.reporting.tables import Table

__all__ = ["OVERVIEW", "Statistics", "rule_names", "shown_table", "stats"]

_TITLE = Text("{title}（单位：{unit}）", "{title} (in {unit})")
_NOTE = Text("注：{note}。", "Note: {note}.")
_TOTAL = Text("合计", "Total")
_ALL = Text("全部", "All")
_BY = Text(
    "可按：{fields}",
    "May be counted by: {fields}",
)
OVERVIEW = (
    ("items", ("state",)),
    ("findings", ("state",)),
    ("findings", ("department",)),
    ("measures", ("rung", "state")),
    ("detections", ("rule", "decision")),
)
"""What is printed when no register is asked for."""


@attrs.frozen(kw_only=True)
class Statistics:
    """Tables of counts (统计表).

    Attributes:
        tables: the tables. `rows` of each hold `keys` as records have them, `labels` for people,
            `values` in the table's `unit`; `total` is counted apart.
    """

    tables: tuple[Table, ...]


@option("--until", kind=DAY, zh="截止日期", en="last day")
@option("--from", "since", kind=DAY, zh="起始日期", en="first day")
@option("--by", multiple=True, zh="按什么分组", en="what to count by")
@argument(
    "register",
    "哪个台账；不写时给出概况",
    "which register; an overview by default",
    label=Text("台账", "REGISTER"),
    required=False,
    kind=Choice({code: Text(one.title.zh, one.title.en) for code, one in REGISTERS.items()}),
)
@command(
    "stats",
    "统计",
    "Statistics",
    more=Text(
        "每张表写明计数单位和不计入的内容。不同台账的数字互有重叠，不能相加。",
        "Every table says its unit of count and what it leaves out. Figures of different registers "
        "overlap and are never added.",
    ),
    result=Statistics,
)
def stats(
    session: Session,
    register: str | None,
    by: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
) -> None:
    """Count."""
    with session.reading() as view:
        asked = ((register, by),) if register else OVERVIEW
        rules = session.office.rules
        tables = tuple(_count(view, rules, code, fields, since, until) for code, fields in asked)
    result = Statistics(tables=tables)

    def shown(one: Statistics) -> None:
        names = rule_names(session.office, session.lang)
        for table in one.tables:
            shown_table(session.screen, table, names)
        if register and not by:
            known = REGISTERS[register].dimensions
            fields = ", ".join(f"{one.code} {_word(one.title, session.lang)}" for one in known)
            session.screen.say(_BY, fields=fields)

    session.tell(result, shown)


def _count(
    view: ReadView,
    rules: LocalRules,
    code: str,
    by: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
) -> Table:
    return count(view, code, by, first=since, last=until, items=rules.items, ladders=rules.ladders)


def _word(word: Wording, lang: str) -> str:
    return word.en if lang == "en" else word.zh


def rule_names(office: Office, lang: str) -> Mapping[str, str]:
    """Return what people call the office's rules, by code; nothing when they cannot be read."""
    try:
        rules = office.watch.book.rules
    except SupervisionError:  # the figures are right without names
        return {}
    return {one.head.code: _word(one.head.name, lang) for one in rules}


def shown_table(screen: Screen, table: Table, names: Mapping[str, str]) -> None:
    """Print a table of counts.

    Args:
        screen: where.
        table: the table.
        names: what people call rules, by code.
    """
    lang = screen.lang
    screen.head(_TITLE, title=_word(table.title, lang), unit=_word(table.unit, lang))
    columns = [Column(one.title.zh, one.title.en) for one in table.keys]
    columns += [Column(one.title.zh, one.title.en, right=True, keep=True) for one in table.values]
    rows = [
        (
            *(
                f"{names[key]} {key}"
                if head.code == "rule" and key in names
                else _word(label, lang)
                for head, key, label in zip(table.keys, row.keys, row.labels, strict=True)
            ),
            *(str(value) for value in row.values),
        )
        for row in table.rows
    ]
    if table.keys:
        blanks = [""] * (len(table.keys) - 1)
        rows.append((_TOTAL.of(lang), *blanks, *(str(value) for value in table.total)))
    screen.table(columns, rows)
    if _word(table.note, lang):
        screen.say(_NOTE, note=_word(table.note, lang))
