"""Measures on the command line (督察措施): list, show, issue."""

from __future__ import annotations

from collections.abc import Callable

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, flag, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import (
    department_of,
    id_of,
    ids_of,
    officer_of,
    rung_of,
    short,
    unit_of,
)
from supervision.cli.naming import Naming, day_text
from supervision.cli.own_fields import extras_of, own_fields
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import WHOLE
from supervision.cli.words import choice_of
from supervision.domain.clocks import CLOCK
from supervision.domain.findings import FINDING
from supervision.domain.items import ITEM
from supervision.domain.measures import MEASURE, IssueMeasure, Measure, MeasureState
from supervision.office import measures
from supervision.office.views import ReadView
from supervision.ports.query import And, Eq, In, Not, Order, Predicate

__all__ = ["MeasureList", "measure", "which_measure"]

measure = group(
    "measure",
    "督察措施：签发、送达、认领、反馈、采纳",
    "Measures: issue, serve, claim, answer, accept",
)

_WHICH = Text("编号", "MEASURE")
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("文号", "number", keep=True),
    Column("种类", "measure"),
    Column("状态", "state", keep=True),
    Column("对象", "to"),
    Column("期限", "due", keep=True),
    Column("问题", "findings", right=True, keep=True),
)


def which_measure(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument that names a measure."""
    return argument(
        "which",
        "措施的编号（可只写末尾 6 位）或文号",
        "the measure's id (its last 6 letters do) or document number",
        label=_WHICH,
    )(function)


@attrs.frozen(kw_only=True)
class MeasureList:
    """Measures that match (措施清单).

    Attributes:
        measures: the measures, oldest first; at most `--limit`.
        count: how many match in all.
    """

    measures: tuple[Measure, ...]
    count: int


@option("--state", kind=choice_of(MeasureState), zh="只列此状态", en="only in this state")
@option("--rung", zh="只列此种类", en="only of this sort")
@flag(
    "--proposed",
    zh="只列建议升级、尚无后续措施的",
    en="only where the next rung is proposed and none follows yet",
)
@option("--department", zh="只列发给此部门的", en="only to this department")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出督察措施", "List measures", result=MeasureList, within=measure)
def list_(
    session: Session,
    state: str | None,
    rung: str | None,
    proposed: bool,
    department: str | None,
    limit: int,
) -> None:
    """List measures."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = []
        if state:
            parts.append(Eq("state", state))
        if rung:
            parts.append(Eq("rung", rung_of(session.office.rules, rung)))
        if proposed:
            parts += [Not(Eq("proposed_rung", None)), Not(In("id", _followed(view)))]
        if department:
            found = department_of(naming.directory, department, session.office.unit)
            parts.append(In("department", naming.directory.lineage(found)))
        order = (Order("issued_on"),)
        records, count = limited(view, MEASURE, And(tuple(parts)), order, limit)
        clocks = tuple(one.clock for one in records if one.clock)
        due = {clock.id: clock.due_on for clock in view.select(CLOCK, In("id", clocks))}

        def shown(listed: MeasureList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        one.number or "",
                        naming.rung(one.rung),
                        naming.value(one.state),
                        naming.of(one.department or one.officer or one.to_unit),
                        day_text(due.get(one.clock or "")),
                        str(len(one.findings)),
                    )
                    for one in listed.measures
                ],
            )
            shown_rest(session.screen, len(listed.measures), listed.count)

        session.tell(MeasureList(measures=records, count=count), shown)


def _followed(view: ReadView) -> tuple[str, ...]:
    """Return the measures another one follows."""
    return tuple(str(one.key[0]) for one in view.tally(MEASURE, by=("follows",)) if one.key[0])


@which_measure
@command("show", "显示一件督察措施", "Show a measure", result=Measure, within=measure)
def show(session: Session, which: str) -> None:
    """Show a measure."""
    with session.reading() as view:
        record = view.get(MEASURE, id_of(view, MEASURE, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, MEASURE, naming))


@acting
@option("--follows", zh="前一措施的编号", en="the measure it follows on a higher rung")
@option("--item", zh="所属督察事项", en="the item it serves")
@option("--text", default="", zh="要求的内容", en="what is asked for")
@option(
    "--unit",
    zh="发给哪个上级院或下级院；不再写部门和人员",
    en="the superior or inferior unit it goes to, instead of a department or officer",
)
@option("--officer", zh="发给哪个人员", en="the officer it goes to")
@option("--department", zh="发给哪个部门", en="the department it goes to")
@option("--finding", "about", multiple=True, zh="涉及的问题", en="a finding it is about")
@own_fields
@option("--title", required=True, zh="标题，一行", en="title, one line")
@option(
    "--rung",
    required=True,
    zh="措施种类，名称或代码，如：整改通知 rectification_notice",
    en="sort of measure, by name or code, such as rectification_notice",
)
@command("issue", "签发一件督察措施", "Issue a measure", result=Acted, within=measure)
def issue(
    session: Session,
    rung: str,
    title: str,
    about: tuple[str, ...],
    department: str | None,
    officer: str | None,
    unit: str | None,
    text: str,
    item: str | None,
    follows: str | None,
    own: tuple[str, ...],
    **particulars: object,
) -> None:
    """Issue a measure."""
    with act(session, MEASURE, Particulars.of(particulars)) as doing:
        work, directory = doing.work, doing.directory
        asked = IssueMeasure(
            rung=rung_of(session.office.rules, rung),
            title=title,
            findings=ids_of(work.view, FINDING, about),
            department=department_of(directory, department, work.unit) if department else None,
            officer=officer_of(directory, officer) if officer else None,
            to_unit=unit_of(directory, unit) if unit else None,
            item=id_of(work.view, ITEM, item) if item else None,
            text=text,
            follows=id_of(work.view, MEASURE, follows) if follows else None,
            extra=extras_of(session.office.rules, MEASURE, own),
        )
        doing.done(measures.issue(work, asked, acting=doing.acting))
