"""`supervision plan` (年度检查计划): add, merge, drop; similar inspections are told."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import department_of, id_of, ids_of, inspection_kind_of, short
from supervision.cli.naming import Naming
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import WHOLE
from supervision.cli.words import choice_of
from supervision.domain.bases import BASIS
from supervision.domain.inspection_plans import (
    PLAN_ENTRY,
    CorrectPlan,
    PlanEntry,
    PlanInspection,
    PlanState,
)
from supervision.domain.inspections import INSPECTION, InspectionState
from supervision.office import inspection_plans
from supervision.office.views import ReadView
from supervision.ports.query import And, Eq, In, Not, Order, Predicate

__all__ = ["PlanList", "plan", "tell_similar"]

plan = group("plan", "年度检查计划：列入、合并、取消", "The plan of inspections: add, merge, drop")

_WHICH = Text("编号", "ENTRY")
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("月份", "month", keep=True),
    Column("状态", "state", keep=True),
    Column("类别", "kind"),
    Column("已检查", "held", right=True, keep=True),
    Column("部门", "departments"),
    Column("主题", "theme"),
)
_SIMILAR = Text(
    "注意：规定期间内有同类检查 {count} 项（{ids}），请考虑合并。",
    "Note: {count} similar within the time the scheme gives ({ids}). Consider merging.",
)


def tell_similar(session: Session, similar: tuple[str, ...]) -> None:
    """Tell on standard error that there are similar inspections."""
    if similar:
        comma = "、" if session.lang == "zh" else ", "
        ids = comma.join(short(id) for id in similar)
        session.screen.note(_SIMILAR, count=len(similar), ids=ids)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "计划的编号，可只写末尾 6 位",
        "id of the entry; its last 6 letters do",
        label=_WHICH,
    )(function)


@attrs.frozen(kw_only=True)
class PlanList:
    """Entries of the plan that match (检查计划清单).

    Attributes:
        entries: the entries, by month; at most `--limit`.
        held: for each of them, how many inspections have carried it out.
        count: how many match in all.
    """

    entries: tuple[PlanEntry, ...]
    held: tuple[int, ...]
    count: int


@option("--year", kind=WHOLE, zh="只列此年", en="only of this year")
@option("--state", kind=choice_of(PlanState), zh="只列此状态", en="only in this state")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command(
    "list",
    "列出检查计划及完成情况",
    "List the plan and what was held",
    result=PlanList,
    within=plan,
)
def list_(session: Session, year: int | None, state: str | None, limit: int) -> None:
    """List the plan."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = []
        if year is not None:
            parts.append(Eq("year", year))
        if state:
            parts.append(Eq("state", state))
        order = (Order("month_begins"),)
        records, count = limited(view, PLAN_ENTRY, And(tuple(parts)), order, limit)
        result = PlanList(entries=records, held=_held(view, records), count=count)

        def shown(listed: PlanList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        f"{one.year}-{one.month:02}",
                        naming.value(one.state),
                        naming.item_kind(one.kind),
                        str(held),
                        naming.all(one.departments),
                        one.theme,
                    )
                    for one, held in zip(listed.entries, listed.held, strict=True)
                ],
            )
            shown_rest(session.screen, len(listed.entries), listed.count)

        session.tell(result, shown)


def _held(view: ReadView, entries: tuple[PlanEntry, ...]) -> tuple[int, ...]:
    """Return how many inspections have carried out each entry."""
    stands = Not(Eq("state", InspectionState.VOIDED.value))
    where = And((stands, In("plan", tuple(one.id for one in entries))))
    counts = {group.key[0]: group.count for group in view.tally(INSPECTION, where, by=("plan",))}
    return tuple(counts.get(one.id, 0) for one in entries)


@_which
@command("show", "显示一项检查计划", "Show an entry of the plan", result=PlanEntry, within=plan)
def show(session: Session, which: str) -> None:
    """Show an entry."""
    with session.reading() as view:
        record = view.get(PLAN_ENTRY, id_of(view, PLAN_ENTRY, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, PLAN_ENTRY, naming))


@acting
@option("--basis", multiple=True, zh="依据的编号", en="id of a basis")
@option(
    "--department",
    "departments",
    multiple=True,
    zh="被检查部门；不写即全院",
    en="a department to be inspected; by default all",
)
@option(
    "--kind",
    required=True,
    zh="检查类别，如：检风检纪 style",
    en="kind of inspection, such as style",
)
@option("--theme", required=True, zh="主题，一行", en="theme, one line")
@option("--month", required=True, kind=WHOLE, zh="月份，1 至 12", en="month, 1 to 12")
@option("--year", required=True, kind=WHOLE, zh="年份", en="year")
@command("add", "列入检查计划", "Enter an inspection in the plan", result=Acted, within=plan)
def add(
    session: Session,
    year: int,
    month: int,
    theme: str,
    kind: str,
    departments: tuple[str, ...],
    basis: tuple[str, ...],
    **particulars: object,
) -> None:
    """Enter an inspection in the plan."""
    with act(session, PLAN_ENTRY, Particulars.of(particulars)) as doing:
        work, names = doing.work, doing.directory
        asked = PlanInspection(
            year=year,
            month=month,
            theme=theme,
            kind=inspection_kind_of(session.office.rules, kind),
            departments=tuple(department_of(names, one, work.unit) for one in departments),
            basis=ids_of(work.view, BASIS, basis),
        )
        doing.done(inspection_plans.plan_inspection(work, asked, acting=doing.acting))
        similar = work.load(PLAN_ENTRY, doing.id).similar
    tell_similar(session, similar)


@acting
@option("--into", required=True, zh="并入的计划", en="the entry it is merged into")
@_which
@command(
    "merge",
    "并入另一项计划，须写理由",
    "Merge into another entry, with a reason",
    result=Acted,
    within=plan,
)
def merge(session: Session, which: str, into: str, **particulars: object) -> None:
    """Merge an entry."""
    with act(session, PLAN_ENTRY, Particulars.of(particulars), which) as doing:
        other = id_of(doing.work.view, PLAN_ENTRY, into)
        inspection_plans.merge_plan(doing.work, doing.id, other, acting=doing.acting)


@acting
@_which
@command("drop", "取消，须写理由", "Take it out, with a reason", result=Acted, within=plan)
def drop(session: Session, which: str, **particulars: object) -> None:
    """Drop an entry."""
    with act(session, PLAN_ENTRY, Particulars.of(particulars), which) as doing:
        inspection_plans.drop_plan(doing.work, doing.id, acting=doing.acting)


@acting
@option("--kind", zh="检查类别", en="kind of inspection")
@option("--theme", zh="主题", en="theme")
@option("--month", kind=WHOLE, zh="月份", en="month")
@option("--year", kind=WHOLE, zh="年份", en="year")
@_which
@command("correct", "更正，须写理由", "Correct an entry, with a reason", result=Acted, within=plan)
def correct(
    session: Session,
    which: str,
    year: int | None,
    month: int | None,
    theme: str | None,
    kind: str | None,
    **particulars: object,
) -> None:
    """Correct an entry."""
    with act(session, PLAN_ENTRY, Particulars.of(particulars), which) as doing:
        correction = CorrectPlan(
            year=year,
            month=month,
            theme=theme,
            kind=inspection_kind_of(session.office.rules, kind) if kind else None,
        )
        inspection_plans.correct_plan(doing.work, doing.id, correction, acting=doing.acting)
