"""`supervision instruction` (批示): receive, pass on as a requirement, answer, close."""

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
from supervision.cli.words import KINDS, choice_of, kind_name
from supervision.domain.instructions import (
    DOCUMENT,
    INSTRUCTION,
    CorrectInstruction,
    Instruction,
    InstructionState,
    ReceiveInstruction,
)
from supervision.domain.items import ITEM
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.office import instructions
from supervision.ports.query import And, Eq, In, Order, Predicate

__all__ = ["InstructionList", "instruction"]

instruction = group(
    "instruction", "批示：登记、转为要求、反馈、办结", "Instructions: receive, require, answer"
)

_DOCUMENT = Text("文件", "document")
_ABOUT = {**{name: KINDS[name] for name in KINDS_BY_NAME}, DOCUMENT: _DOCUMENT}
_RUNNING = (InstructionState.OPEN.value, InstructionState.ANSWERED.value)
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("状态", "state", keep=True),
    Column("对象", "about"),
    Column("收到日期", "received", keep=True),
    Column("期限", "due", keep=True),
    Column("承办部门", "department"),
    Column("批示", "text"),
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "批示的编号（可只写末尾 6 位）",
        "the instruction's id (its last 6 letters do)",
        label=Text("编号", "INSTRUCTION"),
    )(function)


@attrs.frozen(kw_only=True)
class InstructionList:
    """Instructions that match (批示清单).

    Attributes:
        instructions: the instructions, earliest due first; at most `--limit`.
        count: how many match in all.
    """

    instructions: tuple[Instruction, ...]
    count: int


@option("--state", kind=choice_of(InstructionState), zh="只列此状态", en="only in this state")
@flag("--open", "running", zh="只列在办的", en="only what still asks for work")
@option("--department", zh="只列此部门承办的", en="only what this department answers")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出批示", "List instructions", result=InstructionList, within=instruction)
def list_(
    session: Session, state: str | None, running: bool, department: str | None, limit: int
) -> None:
    """List instructions."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = []
        if state:
            parts.append(Eq("state", state))
        if running:
            parts.append(In("state", _RUNNING))
        if department:
            unit = session.office.unit
            found = department_of(naming.directory, department, unit)
            parts.append(In("department", naming.directory.lineage(found)))
        order = (Order("due_on"),)
        records, count = limited(view, INSTRUCTION, And(tuple(parts)), order, limit)

        def shown(listed: InstructionList) -> None:
            rows = [
                (
                    short(one.id),
                    naming.value(one.state),
                    _about(one, naming, session.lang),
                    day_text(one.received_on),
                    day_text(one.due_on),
                    naming.of(one.department),
                    one.text,
                )
                for one in listed.instructions
            ]
            session.screen.table(_COLUMNS, rows)
            shown_rest(session.screen, len(listed.instructions), listed.count)

        session.tell(InstructionList(instructions=records, count=count), shown)


def _about(one: Instruction, naming: Naming, lang: str) -> str:
    if one.about_kind == DOCUMENT:
        return f"{_DOCUMENT.of(lang)} {one.about}"
    return f"{kind_name(one.about_kind, lang)} {naming.of(one.about)}"


@_which
@command("show", "显示一件批示", "Show an instruction", result=Instruction, within=instruction)
def show(session: Session, which: str) -> None:
    """Show an instruction."""
    with session.reading() as view:
        record = view.get(INSTRUCTION, id_of(view, INSTRUCTION, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, INSTRUCTION, naming))


@acting
@option("--due", kind=DAY, zh="反馈期限", en="by when")
@option("--officer", zh="承办人", en="officer who has to answer")
@option("--department", zh="承办部门；不写由督察部门反馈", en="department that has to answer")
@option("--received-on", kind=DAY, zh="收到日期；默认行为日期", en="day it was received")
@option("--source", default="", zh="批示人的职务，不在本院的写", en="capacity of a leader outside")
@option("--leader", zh="批示人", en="the leader, if an officer of this office")
@option("--text", required=True, zh="批示内容；不写姓名", en="what was written; no names")
@argument(
    "about",
    "对象的编号；文件写文号或名称",
    "id of the record; of a document its number or title",
    label=Text("对象", "ABOUT"),
)
@argument(
    "kind",
    "批示在哪种记录上；不在系统中的文件写 document",
    "kind of the record it stands on; document for a document that is no record here",
    label=Text("种类", "KIND"),
    kind=Choice(_ABOUT),
)
@command("receive", "登记批示", "Enter an instruction", result=Acted, within=instruction)
def receive(
    session: Session,
    kind: str,
    about: str,
    text: str,
    leader: str | None,
    source: str,
    received_on: dt.date | None,
    department: str | None,
    officer: str | None,
    due: dt.date | None,
    **particulars: object,
) -> None:
    """Enter an instruction."""
    with act(session, INSTRUCTION, Particulars.of(particulars)) as doing:
        names, work = doing.directory, doing.work
        record = KINDS_BY_NAME.get(kind)
        asked = ReceiveInstruction(
            text=text,
            about_kind=kind,
            about=about if record is None else id_of(work.view, record, about),
            leader=officer_of(names, leader) if leader else None,
            source=source,
            received_on=received_on,
            department=department_of(names, department, work.unit) if department else None,
            officer=officer_of(names, officer) if officer else None,
            due_on=due,
        )
        doing.done(instructions.receive(work, asked, acting=doing.acting))


@acting
@option("--due", kind=DAY, zh="要求的期限；默认同批示", en="day of the requirement; as it is due")
@option("--department", zh="承办部门；默认同批示", en="who has to do it; as it is addressed")
@option("--item", required=True, zh="哪个督察事项", en="of which item")
@_which
@command(
    "require",
    "转为督察事项的工作要求",
    "Make it a requirement of an item",
    result=Acted,
    within=instruction,
)
def require(
    session: Session,
    which: str,
    item: str,
    department: str | None,
    due: dt.date | None,
    **particulars: object,
) -> None:
    """Make it a requirement."""
    with act(session, INSTRUCTION, Particulars.of(particulars), which) as doing:
        work = doing.work
        instructions.require(
            work,
            doing.id,
            id_of(work.view, ITEM, item),
            department=department_of(doing.directory, department, work.unit)
            if department
            else None,
            due_on=due,
            acting=doing.acting,
        )


@acting
@option("--text", required=True, zh="落实情况", en="what was done about it")
@_which
@command("answer", "反馈落实情况", "Say what was done", result=Acted, within=instruction)
def answer(session: Session, which: str, text: str, **particulars: object) -> None:
    """Answer an instruction."""
    with act(session, INSTRUCTION, Particulars.of(particulars), which) as doing:
        instructions.answer_instruction(doing.work, doing.id, text, acting=doing.acting)


@acting
@_which
@command(
    "return", "退回反馈，须写理由", "Return it, with a reason", result=Acted, within=instruction
)
def return_(session: Session, which: str, **particulars: object) -> None:
    """Return the answer."""
    with act(session, INSTRUCTION, Particulars.of(particulars), which) as doing:
        instructions.return_instruction(doing.work, doing.id, acting=doing.acting)


@acting
@_which
@command("close", "批示办结", "Accept the answer", result=Acted, within=instruction)
def close(session: Session, which: str, **particulars: object) -> None:
    """Close an instruction."""
    with act(session, INSTRUCTION, Particulars.of(particulars), which) as doing:
        instructions.close_instruction(doing.work, doing.id, acting=doing.acting)


@acting
@option("--officer", zh="承办人", en="officer who has to answer")
@option("--department", zh="承办部门", en="department that has to answer")
@option("--source", zh="批示人的职务", en="capacity of a leader outside")
@option("--text", zh="批示内容", en="what was written")
@_which
@command("correct", "更正，须写理由", "Correct it, with a reason", result=Acted, within=instruction)
def correct(
    session: Session,
    which: str,
    text: str | None,
    source: str | None,
    department: str | None,
    officer: str | None,
    **particulars: object,
) -> None:
    """Correct an instruction."""
    with act(session, INSTRUCTION, Particulars.of(particulars), which) as doing:
        names, unit = doing.directory, doing.work.unit
        correction = CorrectInstruction(
            text=text,
            source=source,
            department=department_of(names, department, unit) if department else None,
            officer=officer_of(names, officer) if officer else None,
        )
        instructions.correct_instruction(doing.work, doing.id, correction, acting=doing.acting)


@acting
@_which
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=instruction)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void an instruction."""
    with act(session, INSTRUCTION, Particulars.of(particulars), which) as doing:
        instructions.void_instruction(doing.work, doing.id, acting=doing.acting)
