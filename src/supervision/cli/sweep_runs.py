"""`supervision sweep history | show | rehash` (批次历史、更替编号): what sweeps did, and new anchors."""

from __future__ import annotations

from typing import cast

import attrs

from supervision.cli.grammar import Group, argument, command, flag, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import id_of, short
from supervision.cli.naming import Naming, moment_text
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.sweep import shown_counts, shown_faults, sweep
from supervision.cli.texts import Text
from supervision.cli.values import WHOLE
from supervision.domain.sweep_runs import SWEEP_RUN, Scope, SweepRun
from supervision.monitoring.rehashing import RuleRehash
from supervision.office.acting import Acting
from supervision.office.rehashing import rehash as bring_over
from supervision.ports.query import Everything, Order

__all__ = ["Rehashed", "RunList", "sweep"]

_SWEEP = cast(Group, sweep)
_NO_SCOPE = Text("未声明", "none declared")
_EVERYTHING = Text("全部案件", "all cases")
_READING = Text("读取案件", "Reading cases")
_ONLY_SHOWN = Text(
    "以上只是查看，没有写入任何内容。确认无误后去掉 --dry-run，并写明 --reason。",
    "This was only shown; nothing was written. Without --dry-run, and with --reason, it is done.",
)
_UP_TO_DATE = Text(
    "各条规则的发现编号都是现行的，无需更替。",
    "All detections have ids of their rules' present anchors; nothing has to be done.",
)
_LIST = (
    Column("批次", "run", keep=True),
    Column("基准时间", "as of", keep=True),
    Column("状态", "state", keep=True),
    Column("范围", "scope"),
    Column("案件", "cases", right=True, keep=True),
    Column("所见", "seen", right=True, keep=True),
    Column("新增", "new", right=True, keep=True),
    Column("变化", "changed", right=True, keep=True),
    Column("再现", "back", right=True, keep=True),
    Column("消失", "gone", right=True, keep=True),
    Column("故障", "faults", right=True, keep=True),
)
_REHASH = (
    Column("规则", "rule", keep=True),
    Column("现行指纹", "fingerprint", keep=True),
    Column("编号不变", "keep", right=True, keep=True),
    Column("编号更替", "change", right=True, keep=True),
    Column("合而为一", "collide", right=True, keep=True),
)
_SHOWN = {
    "run": Text("批次", "run"),
    "state": Text("状态", "state"),
    "by": Text("被何批次取代", "superseded by"),
    "at": Text("基准时间", "as of"),
    "engine": Text("引擎", "engine"),
    "watermark": Text("案件库入库序号", "watermark of the case store"),
    "scope": Text("声明的范围", "scope declared"),
    "rules": Text("规则及版本", "rules and versions"),
    "cases": Text("判断的案件", "cases judged"),
    "unplaced": Text("单位不明的所见", "facts of an unknown unit"),
    "unknown": Text("部门、承办人不明的所见", "facts of an unknown department or handler"),
}


@attrs.frozen(kw_only=True)
class RunList:
    """Runs, the latest first (批次清单).

    Attributes:
        runs: the runs; at most `--limit`.
        count: how many there are in all.
    """

    runs: tuple[SweepRun, ...]
    count: int


@attrs.frozen(kw_only=True)
class Rehashed:
    """What becomes of detections whose rules have another anchor now (更替编号结果).

    Attributes:
        dry_run: whether nothing was written.
        rules: by unit and rule.
    """

    dry_run: bool
    rules: tuple[RuleRehash, ...]


def scope_text(scope: Scope | None, naming: Naming) -> str:
    """Return what a run declared to have looked at."""
    if scope is None:
        return _NO_SCOPE.of(naming.lang)
    parts = [naming.all(tuple(scope.departments)), *scope.cases]
    if scope.accepted_from or scope.accepted_until:
        parts.append(f"{scope.accepted_from or ''} — {scope.accepted_until or ''}")
    told = [part for part in parts if part]
    return ("；" if naming.lang == "zh" else "; ").join(told) or _EVERYTHING.of(naming.lang)


@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("history", "列出历次巡查", "List the runs so far", result=RunList, within=_SWEEP)
def history(session: Session, limit: int) -> None:
    """List runs."""
    with session.reading() as view:
        order = (Order("day", descending=True), Order("id", descending=True))
        records, count = limited(view, SWEEP_RUN, Everything, order, limit)
        naming = Naming(view, session)

        def shown(listed: RunList) -> None:
            session.screen.table(_LIST, [_listed(one, naming) for one in listed.runs])
            shown_rest(session.screen, len(listed.runs), listed.count)

        session.tell(RunList(runs=records, count=count), shown)


def _listed(run: SweepRun, naming: Naming) -> tuple[str, ...]:
    head = (
        short(run.id),
        moment_text(run.as_of),
        naming.value(run.state),
        scope_text(run.scope, naming),
    )
    if run.result is None:
        return (*head, *[""] * 7)
    tallies = run.result.tallies
    names = ("seen", "created", "moved", "returned", "gone")
    sums = [str(sum(getattr(one, name) for one in tallies)) for name in names]
    return (*head, str(run.result.cases), *sums, str(len(run.result.faults)))


@argument(
    "which",
    "批次的编号，可只写末尾 6 位",
    "the run's id; its last 6 letters do",
    label=Text("编号", "RUN"),
)
@command(
    "show",
    "显示一次巡查：输入、范围、计数、故障",
    "Show a run: inputs, scope, counts, faults",
    result=SweepRun,
    within=_SWEEP,
)
def show(session: Session, which: str) -> None:
    """Show a run."""
    with session.reading() as view:
        run = view.get(SWEEP_RUN, id_of(view, SWEEP_RUN, which))
        naming = Naming(view, session)
        session.tell(run, lambda one: _shown(session, one, naming))


def _shown(session: Session, run: SweepRun, naming: Naming) -> None:
    screen, lang = session.screen, session.lang
    comma = "、" if lang == "zh" else ", "
    found = run.result
    unknown = found.departments_unknown + found.handlers_unknown if found else 0
    texts = {
        "run": run.id,
        "state": naming.value(run.state),
        "by": run.superseded_by or "",
        "at": moment_text(run.as_of),
        "engine": run.engine,
        "watermark": str(run.watermark),
        "scope": scope_text(run.scope, naming),
        "rules": comma.join(f"{one.code}/{one.version}" for one in run.rules),
        "cases": str(found.cases) if found else "",
        "unplaced": str(found.unplaced) if found and found.unplaced else "",
        "unknown": str(unknown) if unknown else "",
    }
    screen.pairs([(_SHOWN[name].of(lang), text) for name, text in texts.items()])
    if found is not None:
        screen.line()
        shown_counts(screen, found, session.office.watch.book, naming)
        shown_faults(screen, found.faults)


@option(
    "--reason",
    default="",
    zh="理由，写入日志，一行；实际更替时必须写",
    en="reason, for the journal, one line; compulsory unless --dry-run",
)
@flag("--dry-run", zh="只看影响，不写入", en="only show what would become of them")
@option("--rule", "rules", multiple=True, zh="只看此规则", en="only this rule")
@command(
    "rehash",
    "规则锚点改变后，更替发现的编号",
    "Bring detections over to a rule's new anchor",
    more=Text(
        "锚点改变后，同一事实会得出另一个编号。更替使研判结论和所立问题随之延续，原编号指向新编号。"
        "未更替以前，巡查不采用该规则的所见。",
        "With another anchor the same fact gets another id. This carries decisions and findings over; "
        "the old ids point at the new ones. Until then a sweep does not use what the rule sees.",
    ),
    result=Rehashed,
    within=_SWEEP,
)
def rehash(session: Session, rules: tuple[str, ...], dry_run: bool, reason: str) -> None:
    """Bring detections over."""
    office, actor = session.office, session.actor
    with session.screen.progress(_READING, office.cases.count()[0]) as step:
        done = bring_over(
            office,
            actor,
            office.watch,
            rules,
            dry_run=dry_run,
            acting=Acting(reason=reason),
            progress=step,
        )

    def shown(told: Rehashed) -> None:
        screen = session.screen
        if not told.rules:
            screen.say(_UP_TO_DATE)
            return
        screen.table(
            _REHASH,
            [
                (one.rule, one.fingerprint, str(one.kept), str(one.changed), str(one.collided))
                for one in told.rules
            ],
        )
        if told.dry_run:
            screen.say(_ONLY_SHOWN)

    session.tell(Rehashed(dry_run=dry_run, rules=done), shown)
