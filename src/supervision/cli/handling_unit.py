"""`supervision handling-unit` (办案单元): form, join, leave, lead, disband, correct, void."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, flag, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import department_of, id_of, officer_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, WHOLE, Choice
from supervision.cli.words import VALUES
from supervision.domain.handling_units import (
    HANDLING_UNIT,
    CorrectHandlingUnit,
    FormHandlingUnit,
    HandlingUnit,
    HandlingUnitState,
    members_on,
)
from supervision.domain.posts import Role
from supervision.domain.values import day_of
from supervision.office import handling_units as acts
from supervision.ports.query import And, Eq, Has, In, Order, Predicate

__all__ = ["HandlingUnitList", "handling_unit"]

handling_unit = group(
    "handling-unit",
    "办案单元：组建、加入、退出、更换主办、撤销",
    "Handling units: form, join, leave, lead, disband",
)

_WHICH = Text("编号", "UNIT")
_WHO = Text("人员", "OFFICER")
_ROLE = Choice(
    {one.value: VALUES["Role"][one.value] for one in (Role.PROSECUTOR, Role.ASSISTANT, Role.CLERK)}
)
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("名称", "name"),
    Column("部门", "department"),
    Column("主办", "leader", keep=True),
    Column("成员", "members"),
    Column("组建", "formed", keep=True),
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "办案单元的编号，可只写末尾 6 位",
        "the unit's id; its last 6 letters do",
        label=_WHICH,
    )(function)


def _who(function: Callable[..., None]) -> Callable[..., None]:
    return argument("who", "工号、姓名或编号", "staff number, name or id", label=_WHO)(function)


@attrs.frozen(kw_only=True)
class HandlingUnitList:
    """Handling units that match (办案单元清单).

    Attributes:
        units: the units, oldest first; at most `--limit`.
        count: how many match in all.
    """

    units: tuple[HandlingUnit, ...]
    count: int


@flag("--all", "ended", zh="也列已撤销的", en="also those disbanded")
@option("--officer", zh="只列此人员参加过的", en="only with this officer")
@option("--department", zh="只列此部门", en="only of this department")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command(
    "list", "列出办案单元", "List handling units", result=HandlingUnitList, within=handling_unit
)
def list_(
    session: Session, department: str | None, officer: str | None, limit: int, ended: bool
) -> None:
    """List handling units."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = []
        if not ended:
            parts.append(Eq("state", HandlingUnitState.ACTIVE.value))
        if department:
            found = department_of(naming.directory, department, session.office.unit)
            parts.append(In("department", naming.directory.lineage(found)))
        if officer:
            parts.append(Has("officers", officer_of(naming.directory, officer)))
        order = (Order("formed_on"),)
        records, count = limited(view, HANDLING_UNIT, And(tuple(parts)), order, limit)
        today = day_of(session.office.now())

        def shown(listed: HandlingUnitList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        one.name,
                        naming.of(one.department),
                        naming.of(one.leaders[-1].officer),
                        naming.all(tuple(m.officer for m in members_on(one, today))),
                        day_text(one.formed_on),
                    )
                    for one in listed.units
                ],
            )
            shown_rest(session.screen, len(listed.units), listed.count)

        session.tell(HandlingUnitList(units=records, count=count), shown)


@_which
@command(
    "show", "显示一个办案单元", "Show a handling unit", result=HandlingUnit, within=handling_unit
)
def show(session: Session, which: str) -> None:
    """Show a handling unit."""
    with session.reading() as view:
        record = view.get(HANDLING_UNIT, id_of(view, HANDLING_UNIT, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, HANDLING_UNIT, naming))


@acting
@option("--from", "since", kind=DAY, zh="首日，默认行为日期", en="first day; by default the act's")
@option("--clerk", "clerks", multiple=True, zh="书记员（可多次）", en="a clerk (repeatable)")
@option(
    "--assistant",
    "assistants",
    multiple=True,
    zh="检察官助理（可多次）",
    en="an assistant (repeatable)",
)
@option(
    "--prosecutor",
    "prosecutors",
    multiple=True,
    zh="办案组的其他检察官（可多次）",
    en="a further prosecutor of a group (repeatable)",
)
@option("--leader", required=True, zh="主办检察官", en="the prosecutor who leads it")
@option("--department", required=True, zh="所属部门", en="its department")
@option("--name", required=True, zh="名称", en="its name")
@command("form", "组建办案单元", "Form a handling unit", result=Acted, within=handling_unit)
def form(
    session: Session,
    name: str,
    department: str,
    leader: str,
    prosecutors: tuple[str, ...],
    assistants: tuple[str, ...],
    clerks: tuple[str, ...],
    since: dt.date | None,
    **particulars: object,
) -> None:
    """Form a handling unit."""
    with act(session, HANDLING_UNIT, Particulars.of(particulars)) as doing:
        work, directory = doing.work, doing.directory
        asked = FormHandlingUnit(
            name=name,
            department=department_of(directory, department, work.unit),
            leader=officer_of(directory, leader),
            prosecutors=tuple(officer_of(directory, one) for one in prosecutors),
            assistants=tuple(officer_of(directory, one) for one in assistants),
            clerks=tuple(officer_of(directory, one) for one in clerks),
            from_=since,
        )
        doing.done(acts.form_handling_unit(work, asked, acting=doing.acting))


@acting
@option("--from", "since", kind=DAY, zh="首日，默认行为日期", en="first day; by default the act's")
@option("--role", kind=_ROLE, required=True, zh="职务", en="capacity")
@_who
@_which
@command("join", "加入", "Take somebody in", result=Acted, within=handling_unit)
def join(
    session: Session,
    which: str,
    who: str,
    role: str,
    since: dt.date | None,
    **particulars: object,
) -> None:
    """Take somebody in."""
    with act(session, HANDLING_UNIT, Particulars.of(particulars), which) as doing:
        officer = officer_of(doing.directory, who)
        acts.join(doing.work, doing.id, officer, Role(role), from_=since, acting=doing.acting)


@acting
@option("--until", kind=DAY, zh="末日，默认行为日期", en="last day; by default the act's")
@_who
@_which
@command("leave", "退出", "Let somebody leave", result=Acted, within=handling_unit)
def leave(
    session: Session, which: str, who: str, until: dt.date | None, **particulars: object
) -> None:
    """Let somebody leave."""
    with act(session, HANDLING_UNIT, Particulars.of(particulars), which) as doing:
        officer = officer_of(doing.directory, who)
        acts.leave(doing.work, doing.id, officer, until=until, acting=doing.acting)


@acting
@option("--from", "since", kind=DAY, zh="首日，默认行为日期", en="first day; by default the act's")
@_who
@_which
@command(
    "lead", "更换主办检察官", "Let another prosecutor lead it", result=Acted, within=handling_unit
)
def lead(
    session: Session, which: str, who: str, since: dt.date | None, **particulars: object
) -> None:
    """Let another prosecutor lead it."""
    with act(session, HANDLING_UNIT, Particulars.of(particulars), which) as doing:
        officer = officer_of(doing.directory, who)
        acts.name_leader(doing.work, doing.id, officer, from_=since, acting=doing.acting)


@acting
@option("--last", kind=DAY, zh="末日，默认行为日期", en="its last day; by default the act's")
@_which
@command("disband", "撤销办案单元", "Disband it", result=Acted, within=handling_unit)
def disband(session: Session, which: str, last: dt.date | None, **particulars: object) -> None:
    """Disband a handling unit."""
    with act(session, HANDLING_UNIT, Particulars.of(particulars), which) as doing:
        acts.disband(doing.work, doing.id, on=last, acting=doing.acting)


@acting
@option("--department", zh="所属部门", en="its department")
@option("--name", zh="名称", en="its name")
@_which
@command(
    "correct",
    "更正，须写理由",
    "Correct an entry, with a reason",
    result=Acted,
    within=handling_unit,
)
def correct(
    session: Session,
    which: str,
    name: str | None,
    department: str | None,
    **particulars: object,
) -> None:
    """Correct a handling unit."""
    with act(session, HANDLING_UNIT, Particulars.of(particulars), which) as doing:
        unit = department_of(doing.directory, department, doing.work.unit) if department else None
        correction = CorrectHandlingUnit(name=name, department=unit)
        acts.correct_handling_unit(doing.work, doing.id, correction, acting=doing.acting)


@acting
@_which
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=handling_unit)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void a handling unit."""
    with act(session, HANDLING_UNIT, Particulars.of(particulars), which) as doing:
        acts.void_handling_unit(doing.work, doing.id, acting=doing.acting)
