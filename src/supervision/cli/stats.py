"""`supervision stats` (统计): any register, by what it may be counted by, in its unit of count."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from pathlib import Path

import attrs
import click

from supervision.builtin.csv_exporter import safe_cell
from supervision.builtin.whole_files import write_whole
from supervision.cli.grammar import Group, argument, command, flag, option
from supervision.cli.parameters import Option
from supervision.cli.screen import Column, Screen
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import DAY, OUTPUT, WHOLE, Choice, Wrong
from supervision.domain.periods import Period, parse_period, period_before, year_before
from supervision.domain.rules import Wording
from supervision.errors import SupervisionError
from supervision.office.naming import ViewNames
from supervision.office.office import Office
from supervision.office.statistics import compare, count, roll_up
from supervision.office.views import ReadView
from supervision.reporting.comparing import with_shares
from supervision.reporting.registers import REGISTERS
from supervision.reporting.sheets import table_csv, tree_csv
from supervision.reporting.tables import DECIMALS, Table, printed
from supervision.reporting.trees import Tree

__all__ = [
    "OVERVIEW",
    "Statistics",
    "names_for",
    "period_against",
    "rule_names",
    "shown_table",
    "stats",
]

_TITLE = Text("{title}（单位：{unit}）", "{title} (in {unit})")
_NOTE = Text("注：{note}。", "Note: {note}.")
_OVERLAP = Text(
    "注：同一记录可能计入几行，各行相加可能多于合计。",
    "Note: one record may count in several rows, which may add up to more than the total.",
)
_TOTAL = Text("合计", "Total")
_BY = Text(
    "可按：{fields}",
    "May be counted by: {fields}",
)
_SAVED = Text("已写入 {file}。", "Written to {file}.")
_YEAR, _PREVIOUS = ("同比", "year"), ("环比", "previous")
OVERVIEW = (
    ("items", ("state",)),
    ("findings", ("state",)),
    ("findings", ("department",)),
    ("measures", ("rung", "state")),
    ("detections", ("rule", "decision")),
)
"""What is printed when no register is asked for."""


class _Stats(Group):
    """Runs `count` where no command is named: `stats findings` is `stats count findings`."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse like a group, with `count` put in where it is meant."""
        help_asked = bool(args) and args[0] in ("--help", "-h")
        if not help_asked and self._named(args) not in self.commands:
            args = ["count", *args]
        return super().parse_args(ctx, args)

    def _named(self, args: list[str]) -> str:
        """Return the first word that is neither an option of every command nor its value."""
        options = {name: one for one in self.params if isinstance(one, Option) for name in one.opts}
        words = iter(args)
        for word in words:
            if not word.startswith("-"):
                return word
            known = options.get(word)
            if known is not None and not known.is_flag:
                next(words, None)
        return ""


stats = _Stats("stats", about=Text("统计", "Statistics"))


@attrs.frozen(kw_only=True)
class Statistics:
    """Tables of counts (统计表).

    Attributes:
        tables: the tables. `rows` of each hold `keys` as records have them, `labels` for people,
            `values` in the table's `unit`, percentages exact; `total` is counted apart.
    """

    tables: tuple[Table, ...]


def _register(*, required: bool) -> Callable[[Callable[..., None]], Callable[..., None]]:
    by_default = () if required else ("；不写时给出概况", "; an overview by default")
    zh, en = by_default or ("", "")
    return argument(
        "register",
        f"哪个台账{zh}",
        f"which register{en}",
        label=Text("台账", "REGISTER"),
        required=required,
        kind=Choice({code: Text(one.title.zh, one.title.en) for code, one in REGISTERS.items()}),
    )


def _stretch(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options that say which days are meant and where the table goes."""
    for add in (
        option(
            "--csv",
            "target",
            kind=OUTPUT,
            zh="另存为 CSV 文件（Excel、WPS 可直接打开）",
            en="also write it to a CSV file",
        ),
        option(
            "--day",
            zh="按哪个日期截取，如 found_on、closed_on；默认该台账的第一个日期",
            en="date field the days are taken by, such as found_on; by default the usual one",
        ),
        option("--until", kind=DAY, zh="截止日期", en="last day"),
        option("--from", "since", kind=DAY, zh="起始日期", en="first day"),
        option(
            "--period",
            zh="周期：2026、2026-H1、2026-Q3、2026-03 或 2025-12-01/2026-11-30",
            en="period: 2026, 2026-H1, 2026-Q3, 2026-03 or 2025-12-01/2026-11-30",
        ),
    ):
        function = add(function)
    return function


decimals_option = option(
    "--decimals",
    kind=WHOLE,
    default=DECIMALS,
    zh="百分比的小数位数，四舍五入",
    en="decimals of percentages, half-up",
)


@decimals_option
@flag("--shares", zh="另列占比", en="also show the share of each row")
@option(
    "--against",
    zh="与哪个周期对比：同比 year、环比 previous，或任一周期；须写 --period",
    en="period to compare with: year, previous, or any period; needs --period",
)
@_stretch
@option("--by", multiple=True, zh="按什么分组", en="what to count by")
@_register(required=False)
@command(
    "count",
    "统计一个台账，可与另一周期对比",
    "Count a register; compare it with another period",
    more=Text(
        "可省略 count：supervision stats 问题。每张表写明计数单位和不计入的内容。不同台账的数字互有重叠，不能相加。",
        "The word count may be left out: supervision stats findings. Every table says its unit of count and what it "
        "leaves out. Figures of different registers overlap and are never added.",
    ),
    result=Statistics,
    within=stats,
)
def count_(
    session: Session,
    register: str | None,
    by: tuple[str, ...],
    period: str | None,
    since: dt.date | None,
    until: dt.date | None,
    day: str | None,
    against: str | None,
    shares: bool,
    decimals: int,
    target: Path | None,
) -> None:
    """Count."""
    stretch = _period(period, since, until)
    if against is not None and stretch is None:
        raise Wrong("cli.against_what", name="--against")
    asked = ((register, by),) if register else OVERVIEW
    with session.reading() as view:
        names = names_for(session.office, view)
        tables = []
        for code, fields in asked:
            if against is not None and stretch is not None:
                other = period_against(stretch, against)
                table = compare(
                    view, code, fields, period=stretch, against=other, day=day, names=names
                )
            else:
                first, last = (stretch.first, stretch.last) if stretch else (since, until)
                table = count(view, code, fields, first=first, last=last, day=day, names=names)
                table = with_shares(table) if shares else table
            tables.append(table)
    result = Statistics(tables=tuple(tables))
    if target is not None:
        texts = (table_csv(one, session.lang, decimals=decimals, cell=safe_cell) for one in tables)
        write_whole(target, "\r\n".join(texts).encode("utf-8-sig"))

    def shown(one: Statistics) -> None:
        rules = rule_names(session.office, session.lang)
        for table in one.tables:
            shown_table(session.screen, table, rules, decimals)
        if register and not by:
            known = REGISTERS[register].dimensions
            fields = ", ".join(f"{one.code} {_word(one.title, session.lang)}" for one in known)
            session.screen.say(_BY, fields=fields)
        _saved(session, target)

    session.tell(result, shown)


@_stretch
@_register(required=True)
@command(
    "tree",
    "按院、部门逐级汇总一个台账",
    "Add a register up over units and departments",
    more=Text(
        "每一行等于本级加下级各行之和；没有的院和部门也列出，记零。",
        "Every row is its own count and the sum of the rows below; units and departments without any show zero.",
    ),
    result=Tree,
    within=stats,
)
def tree(
    session: Session,
    register: str,
    period: str | None,
    since: dt.date | None,
    until: dt.date | None,
    day: str | None,
    target: Path | None,
) -> None:
    """Roll up."""
    stretch = _period(period, since, until)
    first, last = (stretch.first, stretch.last) if stretch else (since, until)
    with session.reading() as view:
        names = names_for(session.office, view)
        result = roll_up(view, register, first=first, last=last, day=day, names=names)
    if target is not None:
        text = tree_csv(result, session.lang, cell=safe_cell)
        write_whole(target, text.encode("utf-8-sig"))

    def shown(one: Tree) -> None:
        screen, lang = session.screen, session.lang
        screen.head(_TITLE, title=_word(one.title, lang), unit=_word(one.unit, lang))
        columns = (
            Column("院、部门", "Unit, department"),
            Column("本级", "Own", right=True, keep=True),
            Column("合计", "Total", right=True, keep=True),
        )
        indent = "　" if lang == "zh" else "  "
        rows = [
            (indent * row.depth + _word(row.label, lang), str(row.own), str(row.total))
            for row in one.rows
        ]
        screen.table(columns, [*rows, (_TOTAL.of(lang), "", str(one.total))])
        screen.say(_NOTE, note=_word(one.note, lang))
        _saved(session, target)

    session.tell(result, shown)


def _period(text: str | None, since: dt.date | None, until: dt.date | None) -> Period | None:
    """Return the period written, or the one the two days make."""
    if text is not None:
        if since is not None or until is not None:
            raise Wrong("cli.period_twice", name="--period")
        return parse_period(text)
    return Period(first=since, last=until) if since is not None and until is not None else None


def period_against(period: Period, text: str) -> Period:
    """Return the period a comparison is made with (对比周期): 同比, 环比, or any."""
    if text in _YEAR:
        return year_before(period)
    return period_before(period) if text in _PREVIOUS else parse_period(text)


def names_for(office: Office, view: ReadView) -> ViewNames:
    """Return what values are called in this office."""
    return ViewNames(view, office.rules.items, office.rules.ladders)


def _saved(session: Session, target: Path | None) -> None:
    if target is not None:
        session.screen.say(_SAVED, file=target)


def _word(word: Wording, lang: str) -> str:
    return word.en if lang == "en" else word.zh


def rule_names(office: Office, lang: str) -> Mapping[str, str]:
    """Return what people call the office's rules, by code; nothing when they cannot be read."""
    try:
        heads = office.watch.book.heads
    except SupervisionError:  # the figures are right without names
        return {}
    return {head.code: _word(head.name, lang) for head in heads}


def shown_table(
    screen: Screen, table: Table, names: Mapping[str, str], decimals: int = DECIMALS
) -> None:
    """Print a table of counts.

    Args:
        screen: where.
        table: the table.
        names: what people call rules, by code.
        decimals: decimals of percentages.
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
            *(printed(value, decimals) for value in row.values),
        )
        for row in table.rows
    ]
    if table.keys:
        blanks = [""] * (len(table.keys) - 1)
        rows.append(
            (_TOTAL.of(lang), *blanks, *(printed(value, decimals) for value in table.total))
        )
    screen.table(columns, rows)
    if _word(table.note, lang):
        screen.say(_NOTE, note=_word(table.note, lang))
    if table.overlaps:
        screen.say(_OVERLAP)
