"""Materials on the command line (材料清单): ask, hand in, reuse, accept."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.decision_records import decision
from supervision.cli.decision_reports import SealedRead
from supervision.cli.decision_works import which_work
from supervision.cli.grammar import acting, argument, command, flag, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import department_of, id_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, INPUT, WHOLE
from supervision.cli.words import choice_of
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.material_lists import (
    MATERIAL_LIST,
    AskedMaterial,
    AskMaterials,
    MaterialList,
    MaterialState,
)
from supervision.domain.material_steps import HandIn
from supervision.office import material_lists
from supervision.office.material_lists import Offer
from supervision.ports.query import And, Eq, In, Order, Predicate

__all__ = ["MaterialLists", "Offers"]

_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("部门", "department"),
    Column("状态", "state", keep=True),
    Column("已收", "received", right=True, keep=True),
    Column("所需", "asked", right=True, keep=True),
    Column("期限", "due", keep=True),
    Column("标题", "title"),
)
_OFFER_COLUMNS = (
    Column("材料", "material", keep=True),
    Column("可取自", "from", keep=True),
    Column("收到日期", "received", keep=True),
    Column("有效至", "valid until", keep=True),
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "材料清单的编号，可只写末尾 6 位",
        "the material list's id; its last 6 letters do",
        label=Text("编号", "LIST"),
    )(function)


_NUMBER = argument(
    "number",
    "第几项材料，从 1 数起",
    "which material, from 1",
    label=Text("第几项", "NUMBER"),
    kind=WHOLE,
)
_MATERIALS = option(
    "--material",
    "wanted",
    multiple=True,
    required=True,
    zh="所需材料；可写成“名称|代码”",
    en="a material; may be NAME|CODE",
)


def _asked(texts: tuple[str, ...]) -> tuple[AskedMaterial, ...]:
    """Read `name` or `name|code`."""
    parts = [text.partition("|") for text in texts]
    return tuple(AskedMaterial(name=name.strip(), code=code.strip()) for name, _, code in parts)


@attrs.frozen(kw_only=True)
class MaterialLists:
    """Material lists that match (材料清单一览).

    Attributes:
        lists: the lists, the earliest due first; at most `--limit`.
        count: how many match in all.
    """

    lists: tuple[MaterialList, ...]
    count: int


@attrs.frozen(kw_only=True)
class Offers:
    """What a department has handed in before (可复用材料).

    Attributes:
        offers: for each material asked about at most one.
    """

    offers: tuple[Offer, ...]


@option("--state", kind=choice_of(MaterialState), zh="只列此状态", en="only in this state")
@option("--department", zh="只列要求此部门的", en="only asked of this department")
@option("--work", "of", zh="只列此工作的", en="only for this work")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("materials", "列出材料清单", "List material lists", result=MaterialLists, within=decision)
def materials(
    session: Session, state: str | None, department: str | None, of: str | None, limit: int
) -> None:
    """List material lists."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = [Eq("state", state)] if state else []
        if department:
            found = department_of(naming.directory, department, session.office.unit)
            parts.append(In("department", naming.directory.lineage(found)))
        if of:
            parts.append(Eq("work", id_of(view, DECISION_WORK, of)))
        order = (Order("due_on"),)
        records, count = limited(view, MATERIAL_LIST, And(tuple(parts)), order, limit)

        def shown(listed: MaterialLists) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        naming.of(one.department),
                        naming.value(one.state),
                        str(sum(part.received_on is not None for part in one.materials)),
                        str(len(one.materials)),
                        day_text(one.due_on),
                        one.title,
                    )
                    for one in listed.lists
                ],
            )
            shown_rest(session.screen, len(listed.lists), listed.count)

        session.tell(MaterialLists(lists=records, count=count), shown)


@_which
@command(
    "material",
    "显示一份材料清单",
    "Show a material list",
    result=MaterialList,
    within=decision,
)
def show_material(session: Session, which: str) -> None:
    """Show a material list."""
    with session.reading() as view:
        record = view.get(MATERIAL_LIST, id_of(view, MATERIAL_LIST, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, MATERIAL_LIST, naming))


@option("--on", "day", kind=DAY, required=True, zh="要求的日期", en="day of the new request")
@_MATERIALS
@option("--department", required=True, zh="哪个部门", en="which department")
@command(
    "offers",
    "查看部门交过且仍有效的材料",
    "Show what a department handed in before and still holds",
    result=Offers,
    within=decision,
)
def offers(session: Session, department: str, wanted: tuple[str, ...], day: dt.date) -> None:
    """Show what is on offer."""
    with session.reading() as view:
        naming = Naming(view, session)
        found = department_of(naming.directory, department, session.office.unit)
        offered = material_lists.reuse_offers(view, found, _asked(wanted), day)

        def shown(listed: Offers) -> None:
            session.screen.table(
                _OFFER_COLUMNS,
                [
                    (
                        one.material.name,
                        short(one.source),
                        day_text(one.material.received_on),
                        day_text(one.material.valid_until),
                    )
                    for one in listed.offers
                ],
            )
            shown_rest(session.screen, len(listed.offers), len(listed.offers))

        session.tell(Offers(offers=offered), shown)


_NO_CONTENT = Text("没有内容，或只写了存放处。", "There is no content, or only where it lies.")


@_NUMBER
@_which
@command(
    "read-material",
    "查看一项材料；限检察长、督察部门和提交的部门",
    "Read a material; for chief, office and the department",
    result=SealedRead,
    within=decision,
)
def read_material(session: Session, which: str, number: int) -> None:
    """Read a material."""
    with session.reading() as view:
        id = id_of(view, MATERIAL_LIST, which)
        text = material_lists.read_material(view, id, number - 1)
    session.tell(
        SealedRead(id=id, text=text),
        lambda one: session.screen.line(
            _NO_CONTENT.of(session.lang) if one.text is None else one.text
        ),
    )


# ---------------------------------------------------------------------------- acts


@acting
@option("--due", kind=DAY, required=True, zh="提交期限", en="by when")
@_MATERIALS
@option("--department", required=True, zh="要求哪个部门提供", en="department that hands them in")
@option("--title", required=True, zh="标题，一行", en="title, one line")
@which_work
@command(
    "ask-material",
    "就一项工作要求提供材料；交过的会标明可复用",
    "Ask for materials; what was handed in before is marked as on offer",
    result=Acted,
    within=decision,
)
def ask_material(
    session: Session,
    which: str,
    title: str,
    department: str,
    wanted: tuple[str, ...],
    due: dt.date,
    **particulars: object,
) -> None:
    """Ask for materials."""
    with act(session, MATERIAL_LIST, Particulars.of(particulars)) as doing:
        work = doing.work
        command = AskMaterials(
            work=id_of(work.view, DECISION_WORK, which),
            title=title,
            department=department_of(doing.directory, department, work.unit),
            due_on=due,
            materials=_asked(wanted),
        )
        doing.done(material_lists.ask_materials(work, command, acting=doing.acting))


@acting
@flag("--lasting", zh="长期有效，可一直复用", en="it may be reused lastingly")
@option("--valid-until", kind=DAY, zh="复用的有效期", en="last day it may be reused")
@option("--reference", default="", zh="存放处；不附文件时写", en="where it lies, without a file")
@option("--file", kind=INPUT, zh="材料文件，密封保存", en="the material, kept sealed")
@_NUMBER
@_which
@command("hand-in", "提交一项材料", "Hand a material in", result=Acted, within=decision)
def hand_in(
    session: Session,
    which: str,
    number: int,
    file: Path | None,
    reference: str,
    valid_until: dt.date | None,
    lasting: bool,
    **particulars: object,
) -> None:
    """Hand a material in."""
    with act(session, MATERIAL_LIST, Particulars.of(particulars), which) as doing:
        given = HandIn(
            index=number - 1,
            content=doing.work.seal(file.read_bytes()) if file is not None else None,
            reference=reference,
            valid_until=valid_until,
            lasting=lasting,
        )
        material_lists.hand_in(doing.work, doing.id, given, acting=doing.acting)


@acting
@option("--from", "source", zh="取自哪份清单；默认标明的那份", en="list to take it from")
@_NUMBER
@_which
@command(
    "reuse",
    "复用部门交过的材料，不再索要",
    "Take over what the department handed in before",
    result=Acted,
    within=decision,
)
def reuse(
    session: Session, which: str, number: int, source: str | None, **particulars: object
) -> None:
    """Reuse a material."""
    with act(session, MATERIAL_LIST, Particulars.of(particulars), which) as doing:
        material_lists.reuse_material(
            doing.work,
            doing.id,
            number - 1,
            source=id_of(doing.work.view, MATERIAL_LIST, source) if source else None,
            acting=doing.acting,
        )


@acting
@_NUMBER
@_which
@command(
    "return-material",
    "退回一项材料，须写理由",
    "Return a material, with a reason",
    result=Acted,
    within=decision,
)
def return_material(session: Session, which: str, number: int, **particulars: object) -> None:
    """Return a material."""
    with act(session, MATERIAL_LIST, Particulars.of(particulars), which) as doing:
        material_lists.return_material(doing.work, doing.id, number - 1, acting=doing.acting)


@acting
@_which
@command("accept-material", "材料收讫", "Accept a complete list", result=Acted, within=decision)
def accept_material(session: Session, which: str, **particulars: object) -> None:
    """Accept a list."""
    with act(session, MATERIAL_LIST, Particulars.of(particulars), which) as doing:
        material_lists.accept_materials(doing.work, doing.id, acting=doing.acting)


@acting
@_which
@command(
    "void-material",
    "作废材料清单，须写理由",
    "Void a material list, with a reason",
    result=Acted,
    within=decision,
)
def void_material(session: Session, which: str, **particulars: object) -> None:
    """Void a list."""
    with act(session, MATERIAL_LIST, Particulars.of(particulars), which) as doing:
        material_lists.void_materials(doing.work, doing.id, acting=doing.acting)
