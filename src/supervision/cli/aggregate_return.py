"""`supervision return` (上报汇总): export counts, import those of units below, roll up."""

from __future__ import annotations

from pathlib import Path

import attrs

from supervision.builtin.whole_files import write_whole
from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, flag, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import id_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.stats import shown_table
from supervision.cli.texts import Text
from supervision.cli.values import INPUT, OUTPUT, WHOLE
from supervision.domain.aggregate_returns import AGGREGATE_RETURN, AggregateReturn, ReturnState
from supervision.domain.periods import parse_period
from supervision.domain.values import day_of
from supervision.errors import UsageError
from supervision.office import returns
from supervision.ports.query import And, Eq, Order, Predicate
from supervision.reporting.cells import guarded
from supervision.reporting.sheets import table_csv
from supervision.reporting.tables import Table

__all__ = ["ReturnList", "ReturnWritten", "aggregate_return"]

aggregate_return = group("return", "上报汇总：只有数字", "Aggregate returns: counts only")

_PERIOD = option(
    "--period",
    required=True,
    zh="周期：2026、2026-H1、2026-Q3、2026-10",
    en="period: 2026, 2026-H1, 2026-Q3, 2026-10",
)
_DONE = Text(
    "{period} 的 {statistics} 项统计已写入 {file}。校验值：{checksum}",
    "{statistics} statistics of {period} written to {file}. Checksum: {checksum}",
)
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("院", "unit", keep=True),
    Column("周期", "period", keep=True),
    Column("状态", "state", keep=True),
    Column("编制日期", "made", keep=True),
    Column("接收日期", "imported", keep=True),
)
_FILE = Text("文件", "FILE")
_WHICH = Text("编号", "RETURN")
_STATISTIC = Text("统计", "STATISTIC")


@attrs.frozen(kw_only=True)
class ReturnWritten:
    """A return was written (上报汇总已导出).

    Attributes:
        file: the file.
        table: the same as a table for people; `null` without `--csv`.
        period: code of the period.
        statistics: how many statistics it holds.
        checksum: checksum of its content, to be told to the receiver another way.
    """

    file: Path
    table: Path | None
    period: str
    statistics: int
    checksum: str


@attrs.frozen(kw_only=True)
class ReturnList:
    """Returns that match (上报汇总一览): at most `--limit`, and how many in all."""

    returns: tuple[AggregateReturn, ...]
    count: int


@option("--csv", "table", kind=OUTPUT, zh="另存一份表格（CSV）", en="a table (CSV) besides")
@option("--out", "target", kind=OUTPUT, required=True, zh="写到哪个文件", en="file to write")
@_PERIOD
@command(
    "export",
    "导出本院的上报汇总",
    "Write this unit's return",
    result=ReturnWritten,
    within=aggregate_return,
)
def export(session: Session, period: str, target: Path, table: Path | None) -> None:
    """Write a return."""
    office = session.office
    with session.reading() as view:
        today = day_of(office.now())
        file = returns.make_return(view, office.unit, parse_period(period), today)
    write_whole(target, returns.written_return(file).encode())
    if table is not None:
        told = table_csv(returns.return_table(file.content), session.lang, cell=guarded)
        write_whole(table, told.encode("utf-8-sig"))
    result = ReturnWritten(
        file=target,
        table=table,
        period=file.content.period,
        statistics=len(file.content.counts),
        checksum=file.checksum,
    )
    session.tell(
        result,
        lambda one: session.screen.say(
            _DONE,
            period=one.period,
            statistics=one.statistics,
            file=one.file,
            checksum=one.checksum,
        ),
    )


@acting
@flag("--replace", zh="更正同一周期已收的上报，须写理由", en="correct the return of this period")
@argument("file", "上报文件", "the file", label=_FILE, kind=INPUT)
@command(
    "import",
    "接收下级院的上报汇总",
    "Receive the return of a unit below",
    result=Acted,
    within=aggregate_return,
)
def import_(session: Session, file: Path, replace: bool, **particulars: object) -> None:
    """Receive a return."""
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError("return.text", file=str(file), byte=error.start) from error
    with act(session, AGGREGATE_RETURN, Particulars.of(particulars)) as doing:
        doing.done(returns.import_return(doing.work, text, replace=replace, acting=doing.acting))


@flag("--all", "replaced", zh="也列已更正的", en="also what was replaced")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出收到的上报汇总", "List returns", result=ReturnList, within=aggregate_return)
def list_(session: Session, limit: int, replaced: bool) -> None:
    """List returns."""
    with session.reading() as view:
        where: Predicate = And(()) if replaced else Eq("state", ReturnState.STANDING.value)
        records, count = limited(view, AGGREGATE_RETURN, where, (Order("first"),), limit)
        naming = Naming(view, session)

        def shown(listed: ReturnList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        one.content.path,
                        one.content.period,
                        naming.value(one.state),
                        day_text(one.content.made_on),
                        day_text(one.imported_on),
                    )
                    for one in listed.returns
                ],
            )
            shown_rest(session.screen, len(listed.returns), listed.count)

        session.tell(ReturnList(returns=records, count=count), shown)


@argument(
    "which",
    "上报汇总的编号，可只写末尾 6 位",
    "id of the return; its last 6 letters do",
    label=_WHICH,
)
@command(
    "show", "显示一份上报汇总", "Show a return", result=AggregateReturn, within=aggregate_return
)
def show(session: Session, which: str) -> None:
    """Show a return."""
    with session.reading() as view:
        record = view.get(AGGREGATE_RETURN, id_of(view, AGGREGATE_RETURN, which))
        naming = Naming(view, session)
        session.tell(
            record, lambda one: shown_record(session.screen, one, AGGREGATE_RETURN, naming)
        )


@option("--csv", "target", kind=OUTPUT, zh="另存为表格（CSV）", en="as a table (CSV) besides")
@option("--share", zh="此分项值占比，按合计相除", en="share of this value: of the sums")
@option("--by", zh="按哪个封闭分项分列，如 state", en="a column for each value of, such as state")
@_PERIOD
@argument(
    "statistic", "统计名称，如 findings", "name of a statistic, such as findings", label=_STATISTIC
)
@command(
    "rollup",
    "汇总本级与各院上报",
    "Join own counts and returns by unit",
    result=Table,
    within=aggregate_return,
)
def rollup(
    session: Session,
    statistic: str,
    period: str,
    by: str | None,
    share: str | None,
    target: Path | None,
) -> None:
    """Roll up."""
    with session.reading() as view:
        table = returns.roll_up_returns(
            view, session.office.unit, parse_period(period), statistic, by=by, share=share
        )
    if target is not None:
        write_whole(target, table_csv(table, session.lang, cell=guarded).encode("utf-8-sig"))
    session.tell(table, lambda one: shown_table(session.screen, one, {}))
