"""`supervision import` (导入): case exports, people, bases, problem codes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import attrs

from supervision.cli.acts import Particulars, acting_of
from supervision.cli.grammar import acting, argument, command, flag, group, option
from supervision.cli.lookup import short
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import INPUT, PATHS, WHOLE
from supervision.errors import Detail, UsageError
from supervision.messages import render
from supervision.office.acting import Acting
from supervision.office.code_tables import read_code_table
from supervision.office.dictionary_files import read_bases, read_problem_codes
from supervision.office.directory import Directory
from supervision.office.entering import (
    Entered,
    enter_bases,
    enter_officers,
    enter_problem_codes,
    load_people,
)
from supervision.office.imports import CaseImport, import_cases
from supervision.office.work import Work
from supervision.ports.cases import Rejected

__all__ = ["imports"]

imports = group(
    "import", "导入案件、人员、依据、问题分类", "Import cases, people, bases, problem codes"
)

_READING = Text("读取案件", "Reading cases")
_DRY = Text(
    "试读：{cases} 个案件，退回 {rejected} 处。没有存入任何内容。",
    "Dry run: {cases} cases, {rejected} places refused. Nothing was stored.",
)
_KNOWN = Text(
    "这些文件以前已经导入过（{id}），没有变化。",
    "These files were imported before ({id}); nothing changed.",
)
_NEW = Text(
    "已导入 {cases} 个案件（新增 {created}，变化 {changed}，未变 {unchanged}），现有事件 {events} 个；退回 {rejected} 处。编号 {id}。",
    "{cases} cases imported ({created} new, {changed} changed, {unchanged} unchanged), {events} events now; {rejected} places refused. Import {id}.",
)
_REFUSED = Text("退回的行和单元格：", "Rows and cells refused:")
_REST = Text(
    "还有 {count} 处，用 --rejected 列出更多。", "{count} more; use --rejected to list them."
)
_UNMAPPED = Text("没有识别的列：{names}", "Columns not understood: {names}")
_COLUMNS = (
    Column("文件", "file"),
    Column("行", "line", right=True, keep=True),
    Column("列", "column"),
    Column("原文", "text"),
    Column("原因", "reason"),
)


@flag("--dry-run", zh="只读不存，看会退回什么", en="read only; see what would be refused")
@option(
    "--rejected",
    "most",
    kind=WHOLE,
    default=20,
    zh="最多列出多少处退回",
    en="list at most so many refused places",
)
@option("--connector", default="table", zh="案件连接器的名称", en="name of the case connector")
@argument(
    "paths",
    "业务系统导出的文件，或放这些文件的文件夹",
    "files exported from the case system, or folders of them",
    label=Text("路径", "PATH"),
    kind=PATHS,
    nargs=-1,
    required=True,
)
@command("cases", "导入案件", "Import cases", result=CaseImport, within=imports)
def cases(
    session: Session, paths: tuple[Path, ...], connector: str, most: int, dry_run: bool
) -> None:
    """Import case exports."""
    with session.screen.progress(_READING, 0) as step:
        done = import_cases(
            session.office,
            session.actor,
            paths,
            connector=connector,
            dry_run=dry_run,
            progress=step,
        )
    session.tell(done, lambda found: _shown(session, found, most))


def _shown(session: Session, done: CaseImport, most: int) -> None:
    screen, record = session.screen, done.record
    if done.dry_run:
        screen.say(_DRY, cases=done.cases, rejected=len(done.rejected))
    elif not done.new:
        screen.say(_KNOWN, id=short(done.id))
    elif record is not None:
        screen.say(
            _NEW,
            cases=done.cases,
            created=record.created,
            changed=record.changed,
            unchanged=record.unchanged,
            events=record.events,
            rejected=record.rejected,
            id=short(done.id),
        )
    if done.rejected:
        screen.head(_REFUSED)
        screen.table(_COLUMNS, [_row(one, session.lang) for one in done.rejected[:most]])
        if len(done.rejected) > most:
            screen.say(_REST, count=len(done.rejected) - most)
    if done.unmapped:
        comma = "、" if session.lang == "zh" else ", "
        screen.say(_UNMAPPED, names=comma.join(done.unmapped))


def _row(one: Rejected, lang: str) -> tuple[str, str, str, str, str]:
    text = one.text if len(one.text) <= 40 else one.text[:39] + "…"
    details: dict[str, Detail] = {
        "text": text,
        "column": one.column,
        "line": one.line,
        "case": one.case,
        "path": one.source,
    }
    reason = render(one.code, details, lang)
    return (Path(one.source).name, str(one.line), one.column, text, reason)


# ---------------------------------------------------------------------------- files of the office


@attrs.frozen(kw_only=True)
class FileEntered:
    """A file was entered (已录入文件), in records.

    Attributes:
        created, changed, unchanged: records.
    """

    created: int
    changed: int
    unchanged: int


_ENTERED = Text(
    "新增 {created} 条，变化 {changed} 条，未变 {unchanged} 条。",
    "{created} new, {changed} changed, {unchanged} unchanged.",
)


def _tell(session: Session, done: Entered) -> None:
    result = FileEntered(created=done.created, changed=done.changed, unchanged=done.unchanged)
    session.tell(
        result,
        lambda one: session.screen.say(
            _ENTERED, created=one.created, changed=one.changed, unchanged=one.unchanged
        ),
    )


def _file(function: Callable[..., None]) -> Callable[..., None]:
    return argument("file", "TOML 文件", "a TOML file", label=Text("文件", "FILE"), kind=INPUT)(
        function
    )


def _people_file(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "file",
        "TOML 文件；人员和职务也可以是 CSV 表，一行一个职务",
        "a TOML file; officers and posts may come as a CSV table, one post a row",
        label=Text("文件", "FILE"),
        kind=INPUT,
    )(function)


@option("--reason", default="", zh="理由，写入日志，一行", en="reason, for the journal, one line")
@_people_file
@command(
    "people",
    "录入院、部门、人员及职务的变化",
    "Enter what changed of unit, departments, officers",
    more=Text(
        "文件写的是现状。相同的内容不重复写入；文件中没有的不会删除。",
        "The file says what holds now. What is the same is not written again; what is missing is not removed.",
    ),
    result=FileEntered,
    within=imports,
)
def people(session: Session, file: Path, reason: str) -> None:
    """Enter a people file."""
    from supervision.office.people_file import read_people

    if file.suffix.lower() == ".csv":
        _tell(session, _people_table(session, file, reason))
        return
    content = read_people(file)
    _tell(session, load_people(session.office, session.actor, content, reason=reason))


def _people_table(session: Session, file: Path, reason: str) -> Entered:
    from supervision.office.people_table import read_people_table

    with session.working() as work:
        officers = read_people_table(file, Directory.of(work.view), work.unit)
        done = enter_officers(work, officers, acting=Acting(reason=reason))
        if done.created or done.changed:
            work.commit()
    return done


def _enter(session: Session, asked: Particulars, enter: Callable[[Work, Acting], Entered]) -> None:
    with session.working() as work:
        done = enter(work, acting_of(work, Directory.of(work.view), asked))
        if done.created or done.changed:
            work.commit()
    _tell(session, done)


@acting
@_file
@command("bases", "录入依据", "Enter bases", result=FileEntered, within=imports)
def bases(session: Session, file: Path, **particulars: object) -> None:
    """Enter a file of bases."""
    content = read_bases(file)

    def enter(work: Work, how: Acting) -> Entered:
        return enter_bases(work, content, acting=how)

    _enter(session, Particulars.of(particulars), enter)


@acting
@option("--edition", zh="版本；表格（CSV）必须写明", en="edition; needed for a table (CSV)")
@argument(
    "file",
    "TOML 文件，或表格（CSV）",
    "a TOML file, or a table (CSV)",
    label=Text("文件", "FILE"),
    kind=INPUT,
)
@command("codes", "录入问题分类", "Enter problem codes", result=FileEntered, within=imports)
def codes(session: Session, file: Path, edition: str | None, **particulars: object) -> None:
    """Enter a file or a table of problem codes."""
    if file.suffix.lower() != ".csv":
        content = read_problem_codes(file)
    elif edition is None:
        raise UsageError("cli.edition", file=file.name)
    else:
        content = read_code_table(file, edition)

    def enter(work: Work, how: Acting) -> Entered:
        return enter_problem_codes(work, content, acting=how)

    _enter(session, Particulars.of(particulars), enter)
