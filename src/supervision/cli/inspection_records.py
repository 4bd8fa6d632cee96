"""Inspections on the command line (督察检查): list, show, begin."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import (
    department_of,
    id_of,
    ids_of,
    inspection_kind_of,
    officer_of,
    short,
)
from supervision.cli.naming import Naming, day_text
from supervision.cli.plan import tell_similar
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, WHOLE
from supervision.cli.words import choice_of
from supervision.domain.bases import BASIS
from supervision.domain.checklists import CHECKLIST
from supervision.domain.inspection_plans import PLAN_ENTRY
from supervision.domain.inspections import (
    INSPECTION,
    BeginInspection,
    Conduct,
    Focus,
    Inspection,
    InspectionState,
    Openness,
)
from supervision.domain.items import ITEM
from supervision.office import inspections
from supervision.office.checklists import checklist_on
from supervision.office.work import Work
from supervision.ports.query import After, And, Before, Eq, Has, Not, Order, Predicate

__all__ = ["InspectionList", "inspection", "which_inspection"]

inspection = group(
    "inspection",
    "督察检查：开展、逐项结果、问题、结论",
    "Inspections: begin, check, problems, conclude",
)

_WHICH = Text("编号", "INSPECTION")
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("日期", "held on", keep=True),
    Column("状态", "state", keep=True),
    Column("方式", "way", keep=True),
    Column("部门", "departments"),
    Column("问题", "problems", right=True, keep=True),
    Column("主题", "theme"),
)


def which_inspection(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument that names an inspection."""
    return argument(
        "which",
        "检查的编号，可只写末尾 6 位",
        "the inspection's id; its last 6 letters do",
        label=_WHICH,
    )(function)


@attrs.frozen(kw_only=True)
class InspectionList:
    """Inspections that match (督察检查清单).

    Attributes:
        inspections: the inspections, oldest first; at most `--limit`.
        count: how many match in all, in 场次.
        problems: problems found in all of them.
        criticised: persons criticised in all of them, in 人次.
    """

    inspections: tuple[Inspection, ...]
    count: int
    problems: int
    criticised: int


_SUMS = Text(
    "发现问题 {problems} 个，通报批评 {criticised} 人次。",
    "{problems} problems found, {criticised} times a person was criticised.",
)


@option("--state", kind=choice_of(InspectionState), zh="只列此状态", en="only in this state")
@option("--kind", zh="只列此类别", en="only of this kind")
@option("--conduct", kind=choice_of(Conduct), zh="只列自查或检查", en="only self or office")
@option("--openness", kind=choice_of(Openness), zh="只列明察或暗访", en="only open or covert")
@option("--focus", kind=choice_of(Focus), zh="只列专项或日常", en="only thematic or routine")
@option("--department", zh="只列检查此部门的", en="only of this department")
@option("--plan", zh="只列完成此项计划的", en="only carrying out this entry of the plan")
@option("--from", "first", kind=DAY, zh="自哪一天起", en="first day")
@option("--until", "last", kind=DAY, zh="到哪一天止", en="last day")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command(
    "list",
    "列出督察检查；不写状态的不含作废",
    "List inspections; voided ones only if asked for",
    result=InspectionList,
    within=inspection,
)
def list_(
    session: Session,
    state: str | None,
    kind: str | None,
    conduct: str | None,
    openness: str | None,
    focus: str | None,
    department: str | None,
    plan: str | None,
    first: dt.date | None,
    last: dt.date | None,
    limit: int,
) -> None:
    """List inspections."""
    with session.reading() as view:
        naming = Naming(view, session)
        voided = Eq("state", InspectionState.VOIDED.value)
        parts: list[Predicate] = [Eq("state", state) if state else Not(voided)]
        if kind:
            parts.append(Eq("kind", inspection_kind_of(session.office.rules, kind)))
        named = (("conduct", conduct), ("openness", openness), ("focus", focus))
        parts += [Eq(field, value) for field, value in named if value]
        if department:
            found = department_of(naming.directory, department, session.office.unit)
            parts.append(Has("departments", found))
        if plan:
            parts.append(Eq("plan", id_of(view, PLAN_ENTRY, plan)))
        if first:
            parts.append(Not(Before("held_on", first.isoformat())))
        if last:
            parts.append(Not(After("held_on", last.isoformat())))
        where = And(tuple(parts))
        records, count = limited(view, INSPECTION, where, (Order("held_on"),), limit)
        result = InspectionList(
            inspections=records,
            count=count,
            problems=sum(one.sum for one in view.tally(INSPECTION, where, sum="problems")),
            criticised=sum(one.sum for one in view.tally(INSPECTION, where, sum="criticisms")),
        )

        def shown(listed: InspectionList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        day_text(one.held_on),
                        naming.value(one.state),
                        f"{naming.value(one.conduct)} {naming.value(one.openness)}",
                        naming.all(one.departments),
                        str(len(one.findings)),
                        one.theme,
                    )
                    for one in listed.inspections
                ],
            )
            shown_rest(session.screen, len(listed.inspections), listed.count)
            if listed.count:
                told = {"problems": listed.problems, "criticised": listed.criticised}
                session.screen.say(_SUMS, **told)

        session.tell(result, shown)


_RESULT = Text("逐项结果", "Results")


@which_inspection
@command("show", "显示一次督察检查", "Show an inspection", result=Inspection, within=inspection)
def show(session: Session, which: str) -> None:
    """Show an inspection, its results one below the other."""
    with session.reading() as view:
        record = view.get(INSPECTION, id_of(view, INSPECTION, which))
        naming = Naming(view, session)

        def shown(one: Inspection) -> None:
            bare = attrs.evolve(one, results=())
            shown_record(session.screen, bare, INSPECTION, naming)
            if one.results:
                session.screen.head(_RESULT)
            for seen in one.results:
                parts = (
                    naming.value(seen.conformity),
                    naming.of(seen.department),
                    seen.note,
                    seen.sample,
                    short(seen.finding) if seen.finding else "",
                )
                told = "  ".join(part for part in parts if part)
                session.screen.hanging(f"{seen.point or '—'}  ", told)

        session.tell(record, shown)


@acting
@option("--basis", multiple=True, zh="依据的编号", en="id of a basis")
@option(
    "--concerned",
    multiple=True,
    zh="反映人等，不得参与",
    en="informant and others: may not take part",
)
@option("--item", zh="所属督察事项", en="the item it serves")
@option("--plan", zh="完成哪项检查计划", en="the entry of the plan it carries out")
@option("--checklist", zh="检查清单的代码或编号", en="code or id of the checklist")
@option("--held-on", kind=DAY, zh="检查日期，默认行为日期", en="day; by default the act's")
@option(
    "--focus", kind=choice_of(Focus), default="thematic", zh="检查性质", en="thematic or routine"
)
@option("--openness", kind=choice_of(Openness), default="open", zh="检查方式", en="open or covert")
@option("--conduct", kind=choice_of(Conduct), default="office", zh="检查主体", en="self or office")
@option(
    "--department",
    "departments",
    multiple=True,
    required=True,
    zh="被检查部门",
    en="a department inspected",
)
@option("--inspector", "inspectors", multiple=True, required=True, zh="检查人员", en="an inspector")
@option(
    "--kind",
    required=True,
    zh="检查类别，如：检风检纪 style",
    en="kind of inspection, such as style",
)
@option("--theme", required=True, zh="主题，一行", en="theme, one line")
@command("begin", "开展一次督察检查", "Begin an inspection", result=Acted, within=inspection)
def begin(
    session: Session,
    theme: str,
    kind: str,
    inspectors: tuple[str, ...],
    departments: tuple[str, ...],
    conduct: str,
    openness: str,
    focus: str,
    held_on: dt.date | None,
    checklist: str | None,
    plan: str | None,
    item: str | None,
    concerned: tuple[str, ...],
    basis: tuple[str, ...],
    **particulars: object,
) -> None:
    """Begin an inspection."""
    with act(session, INSPECTION, Particulars.of(particulars)) as doing:
        work, names = doing.work, doing.directory
        on = held_on or doing.acting.on or work.today
        asked = BeginInspection(
            theme=theme,
            kind=inspection_kind_of(session.office.rules, kind),
            inspectors=tuple(officer_of(names, one) for one in inspectors),
            departments=tuple(department_of(names, one, work.unit) for one in departments),
            conduct=Conduct(conduct),
            openness=Openness(openness),
            focus=Focus(focus),
            held_on=held_on,
            checklist=_checklist(work, checklist, on) if checklist else None,
            plan=id_of(work.view, PLAN_ENTRY, plan) if plan else None,
            item=id_of(work.view, ITEM, item) if item else None,
            concerned=tuple(officer_of(names, one) for one in concerned),
            basis=ids_of(work.view, BASIS, basis),
        )
        doing.done(inspections.begin_inspection(work, asked, acting=doing.acting))
        similar = work.load(INSPECTION, doing.id).similar
    tell_similar(session, similar)


def _checklist(work: Work, text: str, on: dt.date) -> str:
    """Return the version a text means: the one in use that day of a code, or an id."""
    known = bool(work.view.select(CHECKLIST, Eq("code", text), limit=1))
    return checklist_on(work, text, on).id if known else id_of(work.view, CHECKLIST, text)
