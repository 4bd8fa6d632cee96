"""`supervision ledger import|undo` (导入历史台账、撤销导入)."""

from __future__ import annotations

from pathlib import Path

from supervision.cli.acts import Particulars, acting_of
from supervision.cli.grammar import acting, argument, command, flag, option
from supervision.cli.ledger_asked import names_of_values
from supervision.cli.ledger_cells import head_of, unit_of
from supervision.cli.lookup import id_of, short
from supervision.cli.readable import readable
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import INPUT, WHOLE, Choice
from supervision.cli.words import KINDS
from supervision.domain.ledger_entries import ENTRIES
from supervision.domain.ledger_imports import LEDGER_IMPORT
from supervision.domain.rules import Wording
from supervision.errors import Detail, SupervisionError
from supervision.messages import render_error
from supervision.office.directory import Directory
from supervision.office.ledger_files import AS_KNOWN, read_mapping
from supervision.office.ledger_imports import (
    LedgerImported,
    Undone,
    entry_of,
    import_ledger,
    undo_import,
)
from supervision.office.ledger_rows import RowFault
from supervision.reporting.ledgers import LEDGERS

__all__ = ["import_", "undo"]

_READING = Text("读取台账", "Reading the ledger")
_VOIDING = Text("作废记录", "Voiding records")
_DRY = Text(
    "试读：{rows} 行，可录入 {entered} {unit}，退回 {rejected} 行。没有存入任何内容。",
    "Dry run: {rows} rows, {entered} would be entered, {rejected} refused. Nothing was stored.",
)
_KNOWN = Text(
    "这个文件以前已经导入过（{id}）：录入 {entered} {unit}，退回 {rejected} 行。没有变化。",
    "This file was imported before ({id}): {entered} entered, {rejected} refused. Nothing changed.",
)
_NEW = Text(
    "已录入 {entered} {unit}，退回 {rejected} 行，共 {rows} 行。导入编号 {id}。",
    "{entered} entered, {rejected} rows refused, {rows} rows in all. Import {id}.",
)
_REFUSED = Text("退回的行：", "Rows refused:")
_REST = Text(
    "还有 {count} 处，用 --rejected 列出更多。", "{count} more; use --rejected to list them."
)
_UNMAPPED = Text("没有识别的列：{names}", "Columns not understood: {names}")
_UNDONE = Text(
    "已撤销导入 {id}：作废 {voided} {unit}，保留 {kept} {unit}（导入后已有办理）。",
    "Import {id} undone: {voided} voided, {kept} left alone (acted on since).",
)
_COLUMNS = (
    Column("行", "line", right=True, keep=True),
    Column("列", "column"),
    Column("原文", "text"),
    Column("原因", "reason"),
)


@acting
@option(
    "--rejected", "most", kind=WHOLE, default=20, zh="最多列出多少处退回", en="list at most so many"
)
@flag("--dry-run", zh="只读不存，看会退回什么", en="read only; see what would be refused")
@option("--mapping", kind=INPUT, zh="栏目对照文件（TOML）", en="file that maps the columns (TOML)")
@argument(
    "file",
    "旧台账，CSV 文件（UTF-8 或 GB18030）",
    "the old ledger, a CSV file (UTF-8 or GB18030)",
    label=Text("文件", "FILE"),
    kind=INPUT,
)
@argument(
    "kind",
    "哪个台账",
    "which ledger",
    label=Text("台账", "LEDGER"),
    kind=Choice({name: KINDS[name] for name in ENTRIES}),
)
@command(
    "import",
    "导入历史台账（CSV）",
    "Import an old ledger (CSV)",
    more=Text(
        "每一行成为一条记录，带有自己的日期、文号和状态，逐条写入日志。坏行退回，其余保留。",
        "Every row becomes a record with its own dates, number and state, and a journal entry. "
        "Bad rows are refused, the others stand.",
    ),
    result=LedgerImported,
)
def import_(
    session: Session,
    kind: str,
    file: Path,
    mapping: Path | None,
    dry_run: bool,
    most: int,
    **particulars: object,
) -> None:
    """Import an old ledger."""
    asked = Particulars.of(particulars)
    own = [field.name for field in session.office.rules.fields.get(kind, ())]
    mapped = (
        read_mapping(mapping, LEDGERS[kind], entry_of(kind), own)
        if mapping is not None
        else AS_KNOWN
    )
    with session.screen.progress(_READING, 0) as step:
        done = import_ledger(
            session.office,
            session.actor,
            kind,
            file,
            mapping=mapped,
            dry_run=dry_run,
            words=names_of_values,
            kinds={kind: Wording(zh=name.zh, en=name.en) for kind, name in KINDS.items()},
            progress=step,
            acting=lambda work: acting_of(work, Directory.of(work.view), asked),
        )
    session.tell(done, lambda told: _shown(session, told, most))


def _shown(session: Session, done: LedgerImported, most: int) -> None:
    screen = session.screen
    text = _DRY if done.dry_run else _NEW if done.new else _KNOWN
    screen.say(
        text,
        id=short(done.id),
        rows=done.rows,
        entered=done.entered,
        rejected=done.rejected,
        unit=unit_of(LEDGERS[done.kind], session.lang),
    )
    if done.faults:
        screen.head(_REFUSED)
        rows = [_row(session, done.kind, one) for one in done.faults[:most]]
        screen.table(_COLUMNS, rows)
        if len(done.faults) > most:
            screen.say(_REST, count=len(done.faults) - most)
    if done.unmapped:
        comma = "、" if session.lang == "zh" else ", "
        screen.say(_UNMAPPED, names=comma.join(done.unmapped))


def _row(session: Session, kind: str, fault: RowFault) -> tuple[str, str, str, str]:
    text = fault.text if len(fault.text) <= _BRIEF else fault.text[: _BRIEF - 1] + "…"
    return (str(fault.line), fault.column, text, _told(session, kind, fault))


_BRIEF = 40
_PATHS = ("field", "fields", "before")


def _told(session: Session, kind: str, fault: RowFault) -> str:
    """Return why a row was refused; fields are called by their headings."""
    ledger = LEDGERS[kind]
    heads = {one.path: head_of(ledger, one).of(session.lang) for one in ledger.columns}

    def named(value: Detail) -> Detail:
        if isinstance(value, tuple):
            return tuple(heads.get(one, one) for one in value)
        return heads.get(value, value) if isinstance(value, str) else value

    details = {
        name: named(value) if name in _PATHS else value for name, value in fault.details.items()
    }
    error = readable(SupervisionError(fault.code, problems=(), **details), session, kind)
    return render_error(error, session.lang)


@acting
@flag(
    "--keep-touched",
    zh="导入后已有办理的记录保留，其余作废",
    en="leave alone what somebody has acted on since, void the rest",
)
@argument(
    "which",
    "导入的编号，可只写末尾 6 位",
    "the import's id; its last 6 letters do",
    label=Text("导入编号", "IMPORT"),
)
@command(
    "undo",
    "撤销一次导入，须写理由",
    "Undo an import, with a reason",
    more=Text(
        "作废这次导入的全部记录；日志保留，文号不再使用。",
        "Voids every record of the import; the journal stays, the numbers are not given out again.",
    ),
    result=Undone,
)
def undo(session: Session, which: str, keep_touched: bool, **particulars: object) -> None:
    """Undo an import."""
    asked = Particulars.of(particulars)
    with session.reading() as view:
        id = id_of(view, LEDGER_IMPORT, which)
        kind = view.get(LEDGER_IMPORT, id).kind
    with session.screen.progress(_VOIDING, 0) as step:
        done = undo_import(
            session.office,
            session.actor,
            id,
            keep_touched=keep_touched,
            progress=step,
            acting=lambda work: acting_of(work, Directory.of(work.view), asked),
        )
    session.tell(
        done,
        lambda told: session.screen.say(
            _UNDONE,
            id=short(told.id),
            voided=told.voided,
            kept=len(told.kept),
            unit=unit_of(LEDGERS[kind], session.lang),
        ),
    )
