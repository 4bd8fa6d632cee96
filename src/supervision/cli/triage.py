"""`supervision triage` (研判): confirm, dismiss or group what the rules saw."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from supervision.cli.acts import Particulars, acting_of
from supervision.cli.faults import DONE, REFUSED
from supervision.cli.grammar import acting, argument, command, flag, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import department_of, ids_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.readable import readable
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.stats import rule_names
from supervision.cli.texts import Text
from supervision.cli.values import WHOLE
from supervision.cli.words import choice_of
from supervision.domain.detections import DETECTION, Decision, Detection
from supervision.domain.findings import Severity
from supervision.domain.rules import Stage
from supervision.domain.triages import Verdict
from supervision.errors import SupervisionError, UsageError
from supervision.messages import render_error
from supervision.office import triages
from supervision.office.acting import Acting
from supervision.office.bulk import BulkRefusal
from supervision.office.directory import Directory
from supervision.office.triages import Triaged
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import And, Eq, In, Order, Predicate

__all__ = ["DetectionList", "Judged", "judged", "targets", "triage"]

triage = group(
    "triage", "研判监控发现：确认、排除、并案", "Judge detections: confirm, dismiss, group"
)

_DONE = Text(
    "已研判 {count} 项（{id}）：立问题 {findings} 个，启用日期之前、只确认不立问题的 {old} 项。",
    "{count} decided ({id}): {findings} findings opened, {old} from before the go-live date without one.",
)
_SAID = {
    Verdict.CONFIRM: _DONE,
    Verdict.GROUP: _DONE,
    Verdict.DISMISS: Text("已排除 {count} 项（{id}）。", "{count} dismissed ({id})."),
    Verdict.ATTACH: Text(
        "已确认 {count} 项并入在办问题（{id}）。", "{count} confirmed, supporting a finding ({id})."
    ),
    Verdict.RETRACT: Text(
        "已从 {findings} 个问题撤回 {count} 项（{id}）。",
        "{count} taken back from {findings} findings ({id}).",
    ),
}
_REFUSED = Text("有 {count} 项不能办理：", "{count} could not be judged so:")
_REFUSALS = (Column("编号", "id", keep=True), Column("原因", "reason"))
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("规则", "rule"),
    Column("阶段", "stage", keep=True),
    Column("部门", "department"),
    Column("承办人", "handler", keep=True),
    Column("期满", "due", keep=True),
    Column("案号", "case", keep=True),
)


@attrs.frozen(kw_only=True)
class DetectionList:
    """Detections that match (监控发现清单).

    Attributes:
        detections: the detections; at most `--limit`.
        count: how many match in all.
    """

    detections: tuple[Detection, ...]
    count: int


@attrs.frozen(kw_only=True)
class Judged:
    """What a triage did (研判结果).

    Attributes:
        triage: its id.
        detections: ids of the detections decided.
        findings: ids of the findings opened.
        old: detections confirmed without a finding, from before the go-live date.
        refused: with `--each`, the detections that could not be judged so, and why.
    """

    triage: str
    detections: tuple[str, ...]
    findings: tuple[str, ...]
    old: tuple[str, ...]
    refused: tuple[BulkRefusal, ...] = ()


def _selection(function: Callable[..., None]) -> Callable[..., None]:
    for add in (
        option("--severity", kind=choice_of(Severity), zh="只取此程度", en="only of this severity"),
        option("--stage", kind=choice_of(Stage), zh="只取此阶段", en="only in this stage"),
        option("--department", zh="只取此部门", en="only of this department"),
        option("--rule", zh="只取此规则，代码或名称", en="only of this rule, by code or name"),
    ):
        function = add(function)
    return function


def _selected(
    session: Session,
    view: ReadView,
    *,
    rule: str | None,
    department: str | None,
    stage: str | None,
    severity: str | None,
) -> list[Predicate]:
    parts: list[Predicate] = [Eq("unit", session.office.unit)]
    if rule:
        codes = {name: code for code, name in rule_names(session.office, session.lang).items()}
        parts.append(Eq("rule", codes.get(rule, rule)))
    if department:
        found = department_of(Directory.of(view), department, session.office.unit)
        parts.append(Eq("department", found))
    if stage:
        parts.append(Eq("stage", stage))
    if severity:
        parts.append(Eq("severity", severity))
    return parts


@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@flag("--gone", zh="也列已经消失的", en="also what is no longer seen")
@flag(
    "--alarmed",
    zh="也列案管已预警的",
    en="also what case management has raised the alarm about already",
)
@option(
    "--decision",
    kind=choice_of(Decision),
    default="waiting",
    zh="研判结论",
    en="what was decided",
)
@_selection
@command(
    "list", "列出等待研判的发现", "List what waits for triage", result=DetectionList, within=triage
)
def list_(
    session: Session,
    decision: str,
    gone: bool,
    alarmed: bool,
    limit: int,
    rule: str | None,
    department: str | None,
    stage: str | None,
    severity: str | None,
) -> None:
    """List detections."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts = _selected(
            session, view, rule=rule, department=department, stage=stage, severity=severity
        )
        parts.append(Eq("decision", decision))
        if not gone:
            parts.append(Eq("seen", 1))
        if not alarmed:
            parts.append(Eq("alarmed", 0))
        order = (Order("priority"), Order("rule"), Order("case_number"))
        records, count = limited(view, DETECTION, And(tuple(parts)), order, limit)

        def shown(listed: DetectionList) -> None:
            names = rule_names(session.office, session.lang)
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        names.get(one.subject.rule, one.subject.rule),
                        naming.value(one.sight.stage),
                        naming.of(one.sight.department),
                        naming.of(one.sight.handler),
                        day_text(one.sight.facts.due_on),
                        one.subject.case,
                    )
                    for one in listed.detections
                ],
            )
            shown_rest(session.screen, len(listed.detections), listed.count)

        session.tell(DetectionList(detections=records, count=count), shown)


@argument(
    "which",
    "监控发现的编号，可只写末尾 6 位",
    "the detection's id; its last 6 letters do",
    label=Text("编号", "DETECTION"),
)
@command("show", "显示一个监控发现", "Show a detection", result=Detection, within=triage)
def show(session: Session, which: str) -> None:
    """Show a detection."""
    with session.reading() as view:
        record = view.get(DETECTION, ids_of(view, DETECTION, (which,))[0])
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, DETECTION, naming))


def targets(function: Callable[..., None]) -> Callable[..., None]:
    """Take ids, or `--all` with a selection; all of them, or each that may be."""
    for add in (
        _selection,
        flag(
            "--each",
            zh="逐条办理：不能办的退回并说明原因，其余照办；不写则一条不合全部不办",
            en="each by itself: what may not is told with its reason; without this all or nothing",
        ),
        flag(
            "--all",
            "everything",
            zh="符合条件、等待研判的全部",
            en="everything that waits and matches",
        ),
        argument(
            "which",
            "监控发现的编号，可只写末尾 6 位",
            "ids of detections; the last 6 letters do",
            label=Text("编号", "DETECTION"),
            nargs=-1,
        ),
    ):
        function = add(function)
    return function


def _chosen(
    session: Session,
    view: ReadView,
    which: tuple[str, ...],
    everything: bool,
    selection: dict[str, str | None],
    *,
    breached: bool,
) -> tuple[str, ...]:
    if which:
        return ids_of(view, DETECTION, which)
    if not everything:
        raise UsageError("cli.nothing_chosen")
    parts = _selected(session, view, **selection)
    parts += [Eq("decision", Decision.WAITING.value), Eq("seen", 1), Eq("alarmed", 0)]
    if breached and not selection["stage"]:
        # A warning cannot become a finding; the limit still runs.
        others = tuple(one.value for one in Stage if one is not Stage.WARNING)
        parts.append(In("stage", others))
    return tuple(str(one.key[0]) for one in view.tally(DETECTION, And(tuple(parts)), by=("id",)))


def judged(
    session: Session,
    which: tuple[str, ...],
    everything: bool,
    options: dict[str, object],
    judge: Callable[[Work, tuple[str, ...], Acting], Triaged],
    verdict: Verdict,
) -> int:
    """Judge detections as one triage, and tell what came of it; return the exit code."""
    breached = verdict not in (Verdict.DISMISS, Verdict.RETRACT)
    each = bool(options.pop("each"))
    refused: tuple[BulkRefusal, ...] = ()
    selection = {name: options.pop(name) for name in ("rule", "department", "stage", "severity")}
    with session.working() as work:
        directory = Directory.of(work.view)
        chosen = {name: str(one) if one else None for name, one in selection.items()}
        ids = _chosen(session, work.view, which, everything, chosen, breached=breached)
        how = acting_of(work, directory, Particulars.of(options))
        if each:
            ids, refused = triages.sorted_out(work, verdict, ids, acting=how)
        if ids or not refused:
            done = judge(work, ids, how)
            work.commit()
        else:
            done = Triaged(triage="")
    result = Judged(
        triage=done.triage,
        detections=ids,
        findings=done.findings,
        old=done.old,
        refused=refused,
    )

    def shown(told: Judged) -> None:
        if told.detections:
            session.screen.say(
                _SAID[verdict],
                count=len(told.detections),
                id=short(told.triage),
                findings=len(told.findings),
                old=len(told.old),
            )
        if told.refused:
            session.screen.say(_REFUSED, count=len(told.refused))
            session.screen.table(_REFUSALS, [_refusal(session, one) for one in told.refused])

    session.tell(result, shown)
    return REFUSED if refused and not ids else DONE


def _refusal(session: Session, one: BulkRefusal) -> tuple[str, str]:
    error = readable(SupervisionError(one.code, problems=(), **one.details), session)
    return short(one.id), render_error(error, session.lang)


@acting
@targets
@command(
    "confirm", "确认，各立一个问题", "Confirm, each as a finding", result=Judged, within=triage
)
def confirm(session: Session, which: tuple[str, ...], everything: bool, **options: object) -> int:
    """Confirm detections."""
    watch = session.office.watch

    def judge(work: Work, ids: tuple[str, ...], how: Acting) -> Triaged:
        return triages.confirm(
            work, ids, book=watch.book, go_live=watch.go_live, returns=watch.returns, acting=how
        )

    return judged(session, which, everything, options, judge, Verdict.CONFIRM)


@acting
@targets
@command("dismiss", "排除，须写理由", "Dismiss, with a reason", result=Judged, within=triage)
def dismiss(session: Session, which: tuple[str, ...], everything: bool, **options: object) -> int:
    """Dismiss detections."""

    def judge(work: Work, ids: tuple[str, ...], how: Acting) -> Triaged:
        return triages.dismiss(work, ids, acting=how)

    return judged(session, which, everything, options, judge, Verdict.DISMISS)


@acting
@option("--title", default="", zh="问题的标题", en="title of the finding")
@targets
@command(
    "group",
    "并案：同一部门、同一问题的立一个问题，须写理由",
    "Group those of one department and problem as one finding, with a reason",
    result=Judged,
    within=triage,
)
def group_(
    session: Session, which: tuple[str, ...], everything: bool, title: str, **options: object
) -> int:
    """Group detections."""
    book = session.office.watch.book

    def judge(work: Work, ids: tuple[str, ...], how: Acting) -> Triaged:
        return triages.group(work, ids, book=book, title=title, acting=how)

    return judged(session, which, everything, options, judge, Verdict.GROUP)
