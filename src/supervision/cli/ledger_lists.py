"""`supervision ledger list|show|export` (查询与导出台账)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import attrs

from supervision.builtin.ledger_files import Plain, csv_lines, write_csv, write_json
from supervision.cli.grammar import argument, command, option
from supervision.cli.history import History, shown_history
from supervision.cli.ledger_asked import asked_of, kind_argument, selecting
from supervision.cli.ledger_cells import (
    ID,
    Cells,
    chosen_columns,
    head_of,
    title_of,
    unit_of,
)
from supervision.cli.listing import LIMIT, counted
from supervision.cli.lookup import id_of, short
from supervision.cli.naming import Naming
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import OUTPUT, WHOLE, Choice
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.errors import UsageError
from supervision.office.history import Happening, fields_of_record
from supervision.office.history import history as happenings
from supervision.office.ledgers import each_of, page_of, sample_of
from supervision.reporting.ledgers import LEDGERS, Ledger, LedgerColumn

__all__ = ["LedgerExported", "LedgerList", "LedgerShown", "export", "list_", "show"]

_TITLE = Text("{title}（单位：{unit}）", "{title} (in {unit})")
_ALL = Text("共 {count} {unit}。", "{count} in all.")
_SOME = Text(
    "列出 {shown} {unit}，共 {count} {unit}。接着列：--after {after}",
    "{shown} shown of {count}. To go on: --after {after}",
)
_MORE = Text(
    "列出 {shown} {unit}，还有更多。接着列：--after {after}",
    "{shown} shown, there are more. To go on: --after {after}",
)
_SHOWN = Text("列出 {shown} {unit}。", "{shown} shown.")
_NONE = Text("没有符合条件的记录。", "Nothing matches.")
_EXPORTED = Text("已导出 {count} {unit}：{file}", "{count} exported: {file}")


@attrs.frozen(kw_only=True)
class LedgerColumnTold:
    """A column (栏目): its path in the record, and what people call it."""

    path: str
    title: str


@attrs.frozen(kw_only=True)
class LedgerRecord:
    """A record in a list (台账记录).

    Attributes:
        id: its id.
        values: by path, as records hold them: codes, ids, ISO days; lists where there may be
            several; `null` for nothing.
        texts: the same as people read them.
    """

    id: str
    values: Mapping[str, Any]
    texts: Mapping[str, str]


@attrs.frozen(kw_only=True)
class LedgerList:
    """A page of a ledger (台账清单).

    Attributes:
        kind: kind of the records.
        title: what the ledger is called.
        unit: unit of count.
        columns: its columns.
        records: the records.
        count: how many match in all; `null` where words were searched for.
        after: what `--after` takes to go on; `null` at the end.
    """

    kind: str
    title: str
    unit: str
    columns: tuple[LedgerColumnTold, ...]
    records: tuple[LedgerRecord, ...]
    count: int | None
    after: str | None


@attrs.frozen(kw_only=True)
class LedgerShown:
    """A record with its history (记录及历史).

    Attributes:
        kind, id: the record.
        fields: every field that holds something, as text, nested ones by their path.
        entries: its journal entries, oldest first.
    """

    kind: str
    id: str
    fields: Mapping[str, str]
    entries: tuple[Happening, ...]


@attrs.frozen(kw_only=True)
class LedgerExported:
    """A ledger was exported (已导出台账).

    Attributes:
        kind: kind of the records.
        file: the file.
        format: `csv`, `json` or `jsonl`.
        count: records.
    """

    kind: str
    file: Path
    format: str
    count: int


def _columns_option(function: Any) -> Any:
    return option("--columns", zh="栏目，用逗号隔开", en="columns, between commas")(function)


def _order_option(function: Any) -> Any:
    return option(
        "--order",
        multiple=True,
        zh="按此字段排序；前加 - 为倒序",
        en="order by this field; with - before it descending",
    )(function)


@option(
    "--format",
    "form",
    kind=Choice(("table", "csv", "json")),
    default="table",
    zh="显示为表、CSV 或 JSON",
    en="as a table, CSV or JSON",
)
@option("--seed", default="", zh="抽样的种子；同一种子抽出同样的记录", en="seed of the sample")
@option(
    "--sample",
    "sampled",
    kind=WHOLE,
    zh="从全部相符的记录中抽取多少条；须写 --seed",
    en="draw so many of all that match; needs --seed",
)
@option("--after", zh="从这条记录之后接着列", en="go on behind this record")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@_columns_option
@_order_option
@selecting
@kind_argument
@command("list", "列出台账", "List a ledger", result=LedgerList)
def list_(
    session: Session,
    kind: str,
    conditions: tuple[str, ...],
    words: str,
    order: tuple[str, ...],
    columns: str | None,
    limit: int,
    after: str | None,
    sampled: int | None,
    seed: str,
    form: str,
) -> None:
    """List a ledger."""
    if (sampled is not None) != bool(seed) or (sampled is not None and after):
        raise UsageError("ledger.sample")
    ledger = LEDGERS[kind]
    chosen = chosen_columns(ledger, _own(session, kind), columns, every=form != "table")
    with session.reading() as view:
        sought = asked_of(session, view, ledger, conditions, order, words)
        behind = id_of(view, ledger.kind, after) if after else None
        if sampled is not None:
            page = sample_of(view, sought, sampled, seed)
        else:
            page = page_of(view, sought, limit=limit, after=behind)
        cells = Cells(ledger, view, Naming(view, session))
        if form == "csv":
            for line in csv_lines(_table(ledger, chosen, cells, page.records, session.lang)):
                session.screen.line(line)
            return
        last = page.records[-1].id if page.records and page.next is not None else None
        result = LedgerList(
            kind=kind,
            title=title_of(ledger, session.lang),
            unit=unit_of(ledger, session.lang),
            columns=tuple(
                LedgerColumnTold(path=one.path, title=head_of(ledger, one).of(session.lang))
                for one in chosen
            ),
            records=tuple(_record(cells, chosen, one) for one in page.records),
            count=None if words else counted(view, ledger.kind, sought.where),
            after=last,
        )
    if form == "json":
        session.screen.data(result)
    else:
        session.tell(result, lambda told: _shown(session, ledger, chosen, told))


def _own(session: Session, kind: str) -> Any:
    return session.office.rules.fields.get(kind, ())


def _record(cells: Cells, columns: tuple[LedgerColumn, ...], record: Any) -> LedgerRecord:
    return LedgerRecord(
        id=record.id,
        values={one.path: cells.plain(record, one.path) for one in columns},
        texts={one.path: cells.text(record, one.path, brief=True) for one in columns},
    )


def _shown(
    session: Session, ledger: Ledger, columns: tuple[LedgerColumn, ...], told: LedgerList
) -> None:
    screen, unit = session.screen, told.unit
    screen.say(_TITLE, title=told.title, unit=unit)
    heads = [head_of(ledger, one) for one in columns]
    screen.table(
        [Column(*ID, keep=True), *(Column(*head) for head in heads)],
        [(short(one.id), *(one.texts[c.path] for c in columns)) for one in told.records],
    )
    shown = len(told.records)
    if not shown:
        screen.say(_NONE)
    elif told.after is None:
        screen.say(_SHOWN if told.count != shown else _ALL, count=shown, shown=shown, unit=unit)
    else:
        text = _SOME if told.count is not None else _MORE
        screen.say(text, shown=shown, count=told.count, unit=unit, after=short(told.after))


def _table(
    ledger: Ledger, columns: tuple[LedgerColumn, ...], cells: Cells, records: Any, lang: str
) -> Iterator[tuple[str, ...]]:
    """Yield the heading and every row; the id stands behind the columns."""
    yield (*(head_of(ledger, one).of(lang) for one in columns), _RECORD_ID.of(lang))
    for record in records:
        yield (*(cells.text(record, one.path) for one in columns), record.id)


_RECORD_ID = Text("记录编号", "record id")


@argument(
    "which",
    "记录的编号，可只写末尾 6 位；事项和措施可写文号",
    "the record's id; its last 6 letters do; items and measures by number",
    label=Text("编号", "ID"),
)
@kind_argument
@command("show", "显示一条记录及其历史", "Show a record with its history", result=LedgerShown)
def show(session: Session, kind: str, which: str) -> None:
    """Show a record with its history."""
    declared = KINDS_BY_NAME[kind]
    with session.reading() as view:
        id = id_of(view, declared, which)
        record = view.get(declared, id)
        entries = happenings(view, declared, id)
        naming = Naming(view, session)

        def shown(told: LedgerShown) -> None:
            shown_record(session.screen, record, declared, naming)
            session.screen.line()
            history = History(kind=kind, id=id, entries=told.entries)
            shown_history(session, history, declared, naming)

        fields = fields_of_record(record)
        session.tell(LedgerShown(kind=kind, id=id, fields=fields, entries=entries), shown)


_FORMATS = ("csv", "json", "jsonl")


@option(
    "--format",
    "form",
    kind=Choice(_FORMATS),
    zh="格式；不写时看文件名，否则为 CSV",
    en="format; by default what the file's name says, else CSV",
)
@option("--to", "target", kind=OUTPUT, required=True, zh="写到哪个文件", en="file to write")
@_columns_option
@_order_option
@selecting
@kind_argument
@command(
    "export",
    "导出台账为 CSV 或 JSON",
    "Export a ledger as CSV or JSON",
    more=Text(
        "CSV 供人阅读（Excel、WPS 可直接打开），也可再导入；JSON 供程序读取，写代码和编号。",
        "CSV is for people, opens in Excel and WPS and can be imported again; JSON is for "
        "programs and has codes and ids.",
    ),
    result=LedgerExported,
)
def export(
    session: Session,
    kind: str,
    conditions: tuple[str, ...],
    words: str,
    order: tuple[str, ...],
    columns: str | None,
    target: Path,
    form: str | None,
) -> None:
    """Export a ledger."""
    ledger = LEDGERS[kind]
    suffix = target.suffix.lower().removeprefix(".")
    form = form or (suffix if suffix in _FORMATS else "csv")
    if target.is_dir():
        raise UsageError("cli.is_folder", name="--to", path=str(target))
    chosen = chosen_columns(ledger, _own(session, kind), columns, every=True)
    with session.reading() as view:
        sought = asked_of(session, view, ledger, conditions, order, words)
        cells = Cells(ledger, view, Naming(view, session))
        records = each_of(view, sought)
        if form == "csv":
            rows = _table(ledger, chosen, cells, records, session.lang)
            count = write_csv(target, rows) - 1
        else:
            count = write_json(target, _plain(chosen, cells, records), lines=form == "jsonl")
    result = LedgerExported(kind=kind, file=target, format=form, count=count)
    unit = unit_of(ledger, session.lang)
    session.tell(
        result,
        lambda one: session.screen.say(_EXPORTED, count=one.count, unit=unit, file=one.file),
    )


def _plain(
    columns: tuple[LedgerColumn, ...], cells: Cells, records: Iterator[Any]
) -> Iterator[Mapping[str, Plain]]:
    for record in records:
        values = {one.path: cells.plain(record, one.path) for one in columns}
        yield {"id": record.id, **values}
