"""`supervision sweep` (巡查): the rules over all cases, and what each of them saw."""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.cli.faults import DONE, FAILED
from supervision.cli.grammar import acting_group, flag, option
from supervision.cli.lookup import short
from supervision.cli.naming import Naming, moment_text
from supervision.cli.screen import Column, Screen
from supervision.cli.session import Session
from supervision.cli.sight_tables import shown_figures, shown_hits
from supervision.cli.texts import Text
from supervision.cli.values import DAY
from supervision.domain.rulebooks import RuleBook
from supervision.domain.rules import RuleRef
from supervision.domain.sightings import Figure, RuleFault
from supervision.domain.sweep_runs import DepartmentTally, RuleTally, RunResult, SweepRun
from supervision.errors import UsageError
from supervision.messages import render
from supervision.monitoring.trials import TrialHit, hit_of
from supervision.office.sweeps import SweepReport, SweepRequest
from supervision.office.sweeps import sweep as run_sweep
from supervision.office.watching import Watch
from supervision.ports.cases import CaseFilter

__all__ = ["Swept", "rule_name", "shown_counts", "shown_faults", "sweep"]

_JUDGING = Text("巡查案件", "Judging cases")
_DONE = Text(
    "已巡查 {cases} 个案件，基准时间 {at}，批次 {runs}（{state}）。",
    "{cases} cases judged as of {at}, run {runs} ({state}).",
)
_INCREMENTAL = Text(
    "增量巡查：重新计算 {computed} 个案件，其余沿用上次保存的结果。",
    "Incremental sweep: {computed} cases computed anew, the others as kept from the last time.",
)
_FULL = Text(
    "全量巡查：全部案件重新计算（限定了范围或规则，或要求全量）。",
    "Full sweep: all cases computed anew (a scope or rules were given, or a full sweep asked for).",
)
_LISTED = Text("提醒清单（不作记录）", "Reminder lists (recorded nowhere)")
_FIGURES = Text("指标", "Figures")
_COMPLETE = Text("完整", "complete")
_PARTIAL = Text("不完整", "partial")
_FAULTS = Text("没有判断成功的规则：", "Rules that could not judge:")
_UNKNOWN = Text(
    "导出表中查无此人或此部门：{names}。请用 import people 补录简称、曾用名或工号。",
    "Names in the exports that nobody knows: {names}. Enter aliases, former names or staff numbers with import people.",
)
_UNPLACED = Text(
    "有 {count} 处所见的单位不明，没有记录。", "{count} facts of an unknown unit were not recorded."
)
_WAITING = Text(
    "新发现等待研判：supervision triage list",
    "What is new waits for triage: supervision triage list",
)
_COLUMNS = (
    Column("规则", "rule", keep=True),
    Column("名称", "name"),
    Column("所见", "seen", right=True, keep=True),
    Column("新增", "new", right=True, keep=True),
    Column("变化", "changed", right=True, keep=True),
    Column("再现", "back", right=True, keep=True),
    Column("消失", "gone", right=True, keep=True),
    Column("不变", "as before", right=True, keep=True),
)
_BY_DEPARTMENT = (Column("部门", "department", keep=True), *_COLUMNS[2:])
_UNKNOWN_DEPARTMENT = Text("（部门不明）", "(unknown)")


@attrs.frozen(kw_only=True)
class Swept:
    """What a sweep did (巡查结果).

    Attributes:
        complete: whether every rule judged every case.
        computed: how many cases an incremental sweep computed; none for a full one.
        runs: one closed run per unit.
        listed: what rules that yield a reminder list saw, recorded nowhere.
        figures: what indicators came to, likewise.
        faults: what could not be judged.
        unplaced: facts in cases of an unknown unit.
        units_unknown, departments_unknown, handlers_unknown: names nobody knows.
    """

    complete: bool
    computed: int | None
    runs: tuple[SweepRun, ...]
    listed: tuple[TrialHit, ...]
    figures: tuple[Figure, ...]
    faults: tuple[RuleFault, ...]
    unplaced: int
    units_unknown: tuple[str, ...]
    departments_unknown: tuple[str, ...]
    handlers_unknown: tuple[str, ...]

    @classmethod
    def of(cls, report: SweepReport, book: RuleBook) -> Swept:
        """Take it from the use case's report."""
        seen = report.evaluation
        return cls(
            complete=report.complete,
            computed=report.computed,
            runs=report.runs,
            listed=tuple(hit_of(book, one) for one in seen.listed),
            figures=seen.figures,
            faults=seen.faults,
            unplaced=seen.unplaced,
            units_unknown=seen.units_unknown,
            departments_unknown=seen.departments_unknown,
            handlers_unknown=seen.handlers_unknown,
        )


@flag("--full", zh="全量巡查，即使配置为增量", en="a full sweep, though configured as incremental")
@flag(
    "--incremental",
    zh="增量巡查：只重新计算有变化的案件",
    en="an incremental sweep: compute only cases that changed",
)
@flag(
    "--undeclared",
    zh="不声明范围：这次不判断什么已经消失",
    en="declare no scope: nothing is found gone by this run",
)
@option("--until", kind=DAY, zh="受理日期至", en="accepted until")
@option("--from", "since", kind=DAY, zh="受理日期自", en="accepted from")
@option("--case", "cases", multiple=True, zh="只查此案号", en="only this case")
@option(
    "--department",
    "departments",
    multiple=True,
    zh="只查此部门，写法同导出表",
    en="only this department, as the exports write it",
)
@option("--rule", "rules", multiple=True, zh="只用此规则", en="only this rule")
@acting_group(
    "sweep",
    "按规则巡查全部案件",
    "Run the rules over all cases",
    more=Text(
        "直接运行即巡查。重复巡查只多一条日志；看到的事实不变，发现就不变。",
        "By itself it sweeps. A repeated sweep writes one journal entry; the same facts are the same "
        "detections.",
    ),
    result=Swept,
)
def sweep(
    session: Session,
    rules: tuple[str, ...],
    departments: tuple[str, ...],
    cases: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
    undeclared: bool,
    incremental: bool,
    full: bool,
) -> int:
    """Run the rules."""
    if incremental and full:
        raise UsageError("cli.incremental_or_full")
    office, actor = session.office, session.actor
    request = SweepRequest(
        rules=rules,
        cases=CaseFilter(departments=departments, numbers=cases),
        accepted_from=since,
        accepted_until=until,
        declared=not undeclared,
        incremental=None if incremental == full else incremental,
    )
    with session.screen.progress(_JUDGING, office.cases.count()[0]) as step:
        report = run_sweep(office, actor, office.watch, request, progress=step)
    result = Swept.of(report, office.watch.book)
    with session.reading() as view:
        naming = Naming(view, session)
        session.tell(result, lambda done: shown_sweep(session.screen, done, office.watch, naming))
    return DONE if result.complete else FAILED


def shown_counts(screen: Screen, found: RunResult, book: RuleBook, naming: Naming) -> None:
    """Print what a run counted, by rule and by department."""
    screen.table(_COLUMNS, [_row(one, book, screen.lang) for one in found.tallies])
    screen.line()
    screen.table(
        _BY_DEPARTMENT,
        [
            (naming.of(one.department) or _UNKNOWN_DEPARTMENT.of(screen.lang), *_numbers(one))
            for one in found.departments
        ],
    )


def shown_faults(screen: Screen, faults: tuple[RuleFault, ...]) -> None:
    """Print which rules could not judge, and why."""
    if faults:
        screen.head(_FAULTS)
    for fault in faults:
        case = f" {fault.case}" if fault.case else ""
        reason = render(fault.code, {"rule": fault.rule.code}, screen.lang)
        screen.line(f"  {fault.rule.code}{case}：{reason}")


def shown_sweep(screen: Screen, done: Swept, watch: Watch, naming: Naming) -> None:
    """Print what a sweep did."""
    if done.computed is not None:
        screen.say(_INCREMENTAL, computed=done.computed)
    elif watch.incremental:
        screen.say(_FULL)
    for run in done.runs:
        found = run.result
        if found is None:
            continue
        screen.say(
            _DONE,
            cases=found.cases,
            at=moment_text(run.as_of),
            runs=short(run.id),
            state=(_COMPLETE if done.complete else _PARTIAL).of(screen.lang),
        )
        shown_counts(screen, found, watch.book, naming)
    if done.listed:
        screen.head(_LISTED)
        shown_hits(screen, done.listed)
    if done.figures:
        screen.head(_FIGURES)
        shown_figures(screen, done.figures)
    shown_faults(screen, done.faults)
    unknown = (*done.units_unknown, *done.departments_unknown, *done.handlers_unknown)
    if unknown:
        screen.say(_UNKNOWN, names=("、" if screen.lang == "zh" else ", ").join(unknown))
    if done.unplaced:
        screen.say(_UNPLACED, count=done.unplaced)
    if any(run.result and any(t.created for t in run.result.tallies) for run in done.runs):
        screen.say(_WAITING)


def _row(tally: RuleTally, book: RuleBook, lang: str) -> tuple[str, ...]:
    return (tally.rule.code, rule_name(book, tally.rule, lang), *_numbers(tally))


def _numbers(one: RuleTally | DepartmentTally) -> tuple[str, ...]:
    counts = (one.seen, one.created, one.moved, one.returned, one.gone, one.unchanged)
    return tuple(str(count) for count in counts)


def rule_name(book: RuleBook, rule: RuleRef, lang: str) -> str:
    """Return what people call a rule; its code when it is no longer there."""
    head = book.head(rule.code, rule.version)
    return rule.code if head is None else head.name.en if lang == "en" else head.name.zh
