"""`supervision retention` (保管与销毁): schedule, due, hold, lift, propose, approve, execute."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from supervision.cli.acts import Doing, Particulars, act, acting_of
from supervision.cli.grammar import acting, argument, command, flag, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import id_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, WHOLE, Choice
from supervision.cli.words import KINDS, choice_of, kind_name
from supervision.domain.destructions import DESTRUCTION, Destruction, DestructionState, Ground
from supervision.domain.holds import HOLD, Hold, HoldScope, HoldState, PlaceHold
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.references import Reference
from supervision.domain.retention import CitedBasis
from supervision.domain.values import day_of
from supervision.office import destructions, holds
from supervision.office.destructions import KeptContent, Named
from supervision.office.directory import Directory
from supervision.office.retention import DueList, due_records
from supervision.office.views import ReadView
from supervision.ports.query import And, Eq, Order, Predicate

__all__ = [
    "DestructionList",
    "DestructionRun",
    "HoldList",
    "ScheduleLine",
    "ScheduleTold",
    "retention",
]

retention = group(
    "retention",
    "保管期限、保全与销毁",
    "Retention periods, legal holds, destruction",
)

_KIND = Choice({name: KINDS[name] for name in KINDS_BY_NAME})
_LIST = Text("销毁清单", "LIST")
_HOLD = Text("保全", "HOLD")
_NO_TERM = Text(
    "没有规定保管期限，须由本院在 [retention.terms] 中写明：{kinds}",
    "No term is given; the office must give one in [retention.terms]: {kinds}",
)
_ERASED = Text(
    "已清除密封内容 {erased} 份，日志新增 {entries} 条。",
    "{erased} sealed contents erased, {entries} journal entries.",
)
_KEPT = Text(
    "保留 {digest}…：清单以外的记录 {record} 仍引用它。",
    "{digest}… is kept: record {record}, which is not on the list, refers to it.",
)
_LINES = (
    Column("类别", "kind", keep=True),
    Column("起算", "runs from"),
    Column("期限", "term", keep=True),
    Column("下限", "at least"),
    Column("依据", "basis"),
)
_DUE = (
    Column("类别", "kind", keep=True),
    Column("编号", "id", keep=True),
    Column("起算日", "ended", keep=True),
    Column("期满日", "last day", keep=True),
    Column("附件", "attachments", right=True),
    Column("保全", "held", keep=True),
    Column("已列入", "listed"),
)
_DESTRUCTIONS = (
    Column("编号", "id", keep=True),
    Column("状态", "state", keep=True),
    Column("理由", "ground"),
    Column("条目", "records", right=True, keep=True),
    Column("提出", "proposed", keep=True),
    Column("执行", "executed", keep=True),
)
_HOLDS = (
    Column("编号", "id", keep=True),
    Column("状态", "state", keep=True),
    Column("范围", "scope", keep=True),
    Column("对象", "about", keep=True),
    Column("要求机关", "ordered by"),
    Column("保全日期", "placed", keep=True),
)


@attrs.frozen(kw_only=True)
class ScheduleLine:
    """How long a kind is kept (保管期限表条目).

    Attributes:
        kind: the kind.
        ended: date field its period runs from.
        term: the term, such as `30y`; `null` while the office has to give it.
        least: what the law asks at least; empty where nothing.
        basis: articles in force today.
    """

    kind: str
    ended: str
    term: str | None
    least: str
    basis: tuple[CitedBasis, ...]


@attrs.frozen(kw_only=True)
class ScheduleTold:
    """The retention schedule (保管期限表): a kind without a line is kept for ever."""

    lines: tuple[ScheduleLine, ...]


@attrs.frozen(kw_only=True)
class DestructionList:
    """Destructions that match (销毁清单一览): at most `--limit`, and how many in all."""

    destructions: tuple[Destruction, ...]
    count: int


@attrs.frozen(kw_only=True)
class HoldList:
    """Holds that match (保全一览): at most `--limit`, and how many in all."""

    holds: tuple[Hold, ...]
    count: int


@attrs.frozen(kw_only=True)
class DestructionRun:
    """What an execution erased (执行销毁结果).

    Attributes:
        id: the destruction.
        erased: digests of what was erased.
        kept: contents kept, with a record outside the list that refers to them.
        entries: journal entries written.
    """

    id: str
    erased: tuple[str, ...]
    kept: tuple[KeptContent, ...]
    entries: int


def _which(label: Text, zh: str, en: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    return argument("which", zh, en, label=label)


_destruction = _which(
    _LIST, "销毁清单的编号，可只写末尾 6 位", "id of the destruction; its last 6 letters do"
)


# ---------------------------------------------------------------------------- reading


@command(
    "schedule",
    "显示保管期限表",
    "Show the retention schedule",
    result=ScheduleTold,
    within=retention,
)
def schedule(session: Session) -> None:
    """Show the schedule."""
    office = session.office
    table = office.rules.retention
    lines = tuple(
        ScheduleLine(
            kind=line.kind,
            ended=line.ended,
            term=term.text if (term := table.term(line.kind)) is not None else None,
            least=line.least,
            basis=table.in_force(line, _today(session)),
        )
        for line in table.lines
    )

    def shown(told: ScheduleTold) -> None:
        session.screen.table(
            _LINES,
            [
                (
                    kind_name(one.kind, session.lang),
                    one.ended,
                    one.term or "—",
                    one.least,
                    "；".join(f"{basis.regulation}{basis.article}" for basis in one.basis),
                )
                for one in told.lines
            ],
        )
        missing = [kind_name(one.kind, session.lang) for one in told.lines if one.term is None]
        if missing:
            session.screen.say(_NO_TERM, kinds="、".join(missing))

    session.tell(ScheduleTold(lines=lines), shown)


def _today(session: Session) -> dt.date:
    return day_of(session.office.now())


@option("--kind", kind=_KIND, zh="只列此类记录", en="only records of this kind")
@option("--on", "on", kind=DAY, zh="截至哪一天，默认今天", en="as of which day; by default today")
@command("due", "列出保管期满的记录", "List what is due", result=DueList, within=retention)
def due(session: Session, on: dt.date | None, kind: str | None) -> None:
    """List records whose period has ended."""
    with session.reading() as view:
        found = due_records(view, session.office.rules.retention, on or _today(session), kind)

        def shown(listed: DueList) -> None:
            naming = Naming(view, session)
            session.screen.table(
                _DUE,
                [
                    (
                        kind_name(one.kind, session.lang),
                        short(one.id),
                        day_text(one.ended_on),
                        day_text(one.due_on),
                        str(one.attachments),
                        naming.yes(one.held),
                        short(one.listed),
                    )
                    for one in listed.records
                ],
            )
            if listed.no_term:
                kinds = "、".join(kind_name(one, session.lang) for one in listed.no_term)
                session.screen.say(_NO_TERM, kinds=kinds)

        session.tell(found, shown)


@option("--state", kind=choice_of(DestructionState), zh="只列此状态", en="only in this state")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出销毁清单", "List destructions", result=DestructionList, within=retention)
def list_(session: Session, state: str | None, limit: int) -> None:
    """List destructions."""
    with session.reading() as view:
        where: Predicate = Eq("state", state) if state else And(())
        records, count = limited(view, DESTRUCTION, where, (Order("proposed_on"),), limit)
        naming = Naming(view, session)

        def shown(listed: DestructionList) -> None:
            session.screen.table(
                _DESTRUCTIONS,
                [
                    (
                        short(one.id),
                        naming.value(one.state),
                        naming.value(one.ground),
                        str(len(one.targets)),
                        day_text(one.proposed_on),
                        day_text(one.executed_on),
                    )
                    for one in listed.destructions
                ],
            )
            shown_rest(session.screen, len(listed.destructions), listed.count)

        session.tell(DestructionList(destructions=records, count=count), shown)


@_destruction
@command("show", "显示一份销毁清单", "Show a destruction", result=Destruction, within=retention)
def show(session: Session, which: str) -> None:
    """Show a destruction."""
    with session.reading() as view:
        record = view.get(DESTRUCTION, id_of(view, DESTRUCTION, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, DESTRUCTION, naming))


@flag("--lifted", zh="也列已解除的", en="also what was lifted")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("holds", "列出保全", "List legal holds", result=HoldList, within=retention)
def holds_(session: Session, limit: int, lifted: bool) -> None:
    """List holds."""
    with session.reading() as view:
        where: Predicate = And(()) if lifted else Eq("state", HoldState.STANDING.value)
        records, count = limited(view, HOLD, where, (Order("placed_on"),), limit)
        naming = Naming(view, session)

        def shown(listed: HoldList) -> None:
            session.screen.table(
                _HOLDS,
                [
                    (
                        short(one.id),
                        naming.value(one.state),
                        naming.value(one.scope),
                        _subject(one, session.lang),
                        one.ordered_by,
                        day_text(one.placed_on),
                    )
                    for one in listed.holds
                ],
            )
            shown_rest(session.screen, len(listed.holds), listed.count)

        session.tell(HoldList(holds=records, count=count), shown)


def _subject(hold: Hold, lang: str) -> str:
    if hold.about is None:
        return hold.case_number
    return f"{kind_name(hold.about.kind, lang)} {short(hold.about.id)}"


# ---------------------------------------------------------------------------- acts


@acting
@option("--ordered-by", required=True, zh="要求保全的机关或事由", en="which body asked for it")
@flag("--alone", zh="只保全本记录，不及于相关记录", en="this record alone, not what is about it")
@option(
    "--case", "case", zh="保全一个案件的全部记录：案号", en="everything about a case: its number"
)
@option("--of", "subject", nargs=2, zh="保全的记录：种类 编号", en="the record: KIND ID")
@command("hold", "保全，须写理由", "Place a hold, with a reason", result=Acted, within=retention)
def hold(
    session: Session,
    subject: tuple[str, str] | None,
    case: str | None,
    alone: bool,
    ordered_by: str,
    **particulars: object,
) -> None:
    """Place a hold."""
    with act(session, HOLD, Particulars.of(particulars)) as doing:
        about = _reference(doing.work.view, subject) if subject else None
        scope = HoldScope.CASE if case else HoldScope.RECORD if alone else HoldScope.ABOUT
        asked = PlaceHold(scope=scope, ordered_by=ordered_by, about=about, case_number=case or "")
        doing.done(holds.place_hold(doing.work, asked, acting=doing.acting))


def _reference(view: ReadView, subject: tuple[str, str]) -> Reference:
    kind = _KIND.convert(subject[0], None, None)
    return Reference(kind=kind, id=id_of(view, KINDS_BY_NAME[kind], subject[1]))


@acting
@_which(_HOLD, "保全的编号，可只写末尾 6 位", "id of the hold; its last 6 letters do")
@command("lift", "解除保全，须写理由", "Lift a hold, with a reason", result=Acted, within=retention)
def lift(session: Session, which: str, **particulars: object) -> None:
    """Lift a hold."""
    with act(session, HOLD, Particulars.of(particulars), which) as doing:
        holds.lift_hold(doing.work, doing.id, acting=doing.acting)


@acting
@option(
    "--field",
    "fields",
    multiple=True,
    zh="删除个人信息时：密封字段，如 name；可多次",
    en="for personal data: a sealed field, such as name; may be repeated",
)
@option(
    "--due-of",
    "due_of",
    kind=_KIND,
    zh="列入此类记录中全部期满、未保全、未列入的",
    en="everything of this kind that is due, not held and not listed",
)
@option(
    "--of", "subjects", nargs=2, multiple=True, zh="记录：种类 编号，可多次", en="a record: KIND ID"
)
@command(
    "propose",
    "提出销毁清单，须写理由",
    "Propose a list for destruction, with a reason",
    result=Acted,
    within=retention,
)
def propose(
    session: Session,
    subjects: tuple[tuple[str, str], ...],
    due_of: str | None,
    fields: tuple[str, ...],
    **particulars: object,
) -> None:
    """Propose a destruction."""
    with act(session, DESTRUCTION, Particulars.of(particulars)) as doing:
        ground = Ground.PERSONAL if fields else Ground.EXPIRED
        named = _named(doing, subjects, due_of, fields or ("",))
        id = destructions.propose_destruction(doing.work, ground, named, acting=doing.acting)
        doing.done(id)


def _named(
    doing: Doing,
    subjects: tuple[tuple[str, str], ...],
    due_of: str | None,
    fields: tuple[str, ...],
) -> tuple[Named, ...]:
    view = doing.work.view
    told = [_reference(view, one) for one in subjects]
    if due_of:
        on = doing.acting.on or doing.work.today
        found = due_records(view, doing.work.office.rules.retention, on, due_of).records
        told += [
            Reference(kind=one.kind, id=one.id) for one in found if not one.held and not one.listed
        ]
    return tuple((one.kind, one.id, field) for one in told for field in fields)


@acting
@_destruction
@command(
    "approve",
    "批准销毁，不得由提出人批准，须写理由",
    "Approve a list another person proposed, with a reason",
    result=Acted,
    within=retention,
)
def approve(session: Session, which: str, **particulars: object) -> None:
    """Approve a destruction."""
    with act(session, DESTRUCTION, Particulars.of(particulars), which) as doing:
        destructions.approve_destruction(doing.work, doing.id, acting=doing.acting)


@acting
@_destruction
@command(
    "refuse",
    "不予销毁，须写理由",
    "Refuse a list, with a reason",
    result=Acted,
    within=retention,
)
def refuse(session: Session, which: str, **particulars: object) -> None:
    """Refuse a destruction."""
    with act(session, DESTRUCTION, Particulars.of(particulars), which) as doing:
        destructions.refuse_destruction(doing.work, doing.id, acting=doing.acting)


@acting
@_destruction
@command(
    "execute",
    "执行销毁：清除清单上记录的密封内容，不可恢复",
    "Execute a list: erase the sealed contents of its records, for good",
    result=DestructionRun,
    within=retention,
)
def execute(session: Session, which: str, **particulars: object) -> None:
    """Execute a destruction."""
    with session.working() as work:
        own = acting_of(work, Directory.of(work.view), Particulars.of(particulars))
        id = id_of(work.view, DESTRUCTION, which)
        done = destructions.execute_destruction(work, id, acting=own)
        receipt = work.commit()

    def shown(run: DestructionRun) -> None:
        session.screen.say(_ERASED, erased=len(run.erased), entries=run.entries)
        for one in run.kept:
            record = f"{kind_name(one.kind, session.lang)} {short(one.id)}" if one.id else "—"
            session.screen.say(_KEPT, digest=one.digest[:19], record=record)

    session.tell(
        DestructionRun(id=id, erased=done.erased, kept=done.kept, entries=len(receipt.headers)),
        shown,
    )
