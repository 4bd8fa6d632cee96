"""`supervision item` (督察事项): propose, move through the workflow, settle requirements."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, flag, group, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import department_of, id_of, ids_of, item_kind_of, officer_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.own_fields import extras_of, own_fields
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, WHOLE
from supervision.cli.words import ITEM_STEPS, choice_of, step_name
from supervision.domain.bases import BASIS
from supervision.domain.item_steps import Move
from supervision.domain.items import (
    ITEM,
    CorrectItem,
    Item,
    ItemState,
    ProposeItem,
    Requirement,
)
from supervision.errors import UsageError
from supervision.office import items
from supervision.office.directory import Directory
from supervision.ports.query import And, Eq, In, Order, Predicate

__all__ = ["ItemList", "item"]

item = group("item", "督察事项：立项、流转、办结", "Items: propose, move, settle")

_STEPS = {name.zh: code for code, name in ITEM_STEPS.items()}
_WHICH = Text("编号", "ITEM")
_ENDED = ("refused", "closed", "archived", "withdrawn", "merged", "voided")
_OPEN = tuple(state.value for state in ItemState if state.value not in _ENDED)
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("立项编号", "number", keep=True),
    Column("状态", "state", keep=True),
    Column("牵头部门", "lead"),
    Column("期限", "due", keep=True),
    Column("标题", "title"),
)


def _which(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which",
        "事项的编号（可只写末尾 6 位）或立项编号",
        "the item's id (its last 6 letters do) or number",
        label=_WHICH,
    )(function)


@attrs.frozen(kw_only=True)
class ItemList:
    """Items that match (事项清单).

    Attributes:
        items: the items, earliest due first; at most `--limit`.
        count: how many match in all.
    """

    items: tuple[Item, ...]
    count: int


@attrs.frozen(kw_only=True)
class ItemShown:
    """An item and what may be done with it (事项及可行步骤).

    Attributes:
        item: the item.
        possible: steps of its workflow possible in its state.
    """

    item: Item
    possible: tuple[str, ...]


@option("--state", kind=choice_of(ItemState), zh="只列此状态", en="only in this state")
@flag("--open", "running", zh="只列在办的", en="only what still asks for work")
@option("--kind", zh="只列此类别", en="only of this kind")
@option("--department", zh="只列此部门牵头的", en="only led by this department")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出督察事项", "List items", result=ItemList, within=item)
def list_(
    session: Session,
    state: str | None,
    running: bool,
    kind: str | None,
    department: str | None,
    limit: int,
) -> None:
    """List items."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = []
        if state:
            parts.append(Eq("state", state))
        if running:
            parts.append(In("state", _OPEN))
        if kind:
            parts.append(Eq("kind", item_kind_of(session.office.rules, kind)))
        if department:
            found = department_of(naming.directory, department, session.office.unit)
            parts.append(In("lead", naming.directory.lineage(found)))
        records, count = limited(view, ITEM, And(tuple(parts)), (Order("due_on"),), limit)

        def shown(listed: ItemList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        one.number or "",
                        naming.value(one.state),
                        naming.of(one.lead),
                        day_text(one.due_on),
                        one.title,
                    )
                    for one in listed.items
                ],
            )
            shown_rest(session.screen, len(listed.items), listed.count)

        session.tell(ItemList(items=records, count=count), shown)


_NEXT = Text("可行步骤", "possible steps")


@_which
@command("show", "显示一个督察事项", "Show an item", result=ItemShown, within=item)
def show(session: Session, which: str) -> None:
    """Show an item and its possible steps."""
    with session.reading() as view:
        record = view.get(ITEM, id_of(view, ITEM, which))
        naming = Naming(view, session)
        possible = session.office.rules.items.workflow(record.kind).steps_from(record.state)

        def shown(found: ItemShown) -> None:
            shown_record(session.screen, found.item, ITEM, naming)
            told = ("、" if session.lang == "zh" else ", ").join(
                ITEM_STEPS[one].of(session.lang)
                if one in ITEM_STEPS
                else step_name(one, session.lang)
                for one in found.possible
            )
            session.screen.pairs([(_NEXT.of(session.lang), told)])

        session.tell(ItemShown(item=record, possible=possible), shown)


def _requirement(text: str, directory: Directory, unit: str) -> Requirement:
    """Read `text`, `text|department` or `text|department|day`."""
    from supervision.cli.values import parse_day

    what, _, rest = text.partition("|")
    department, _, day = rest.partition("|")
    due = parse_day(day) if day else None
    if day and due is None:
        raise UsageError("cli.day", name="--requirement", found=day)
    return Requirement(
        text=what.strip(),
        department=department_of(directory, department.strip(), unit) if department else None,
        due_on=due,
    )


@acting
@option("--basis", multiple=True, zh="依据的编号", en="id of a basis")
@option("--effect", "expected", default="", zh="预期成效", en="what is hoped for")
@option("--warn-on", kind=DAY, zh="预警时间", en="day of early warning")
@option("--due", kind=DAY, zh="办结时间", en="planned end")
@option("--starts-on", kind=DAY, zh="立项时间", en="planned start")
@option(
    "--concerned",
    multiple=True,
    zh="涉及的人员，不得参与核验",
    en="officers it is about: may not verify",
)
@option("--supervisor", zh="督办人", en="officer who follows it")
@option("--with", "co_departments", multiple=True, zh="协办部门", en="department that takes part")
@option("--lead", zh="牵头部门", en="department in the lead")
@option(
    "--requirement",
    "requirements",
    multiple=True,
    zh="工作要求；可写成“内容|部门|日期”",
    en="what is asked; may be TEXT|DEPARTMENT|DATE",
)
@option("--source", default="", zh="事项来源，如区委、上级院、党组", en="where it comes from")
@option(
    "--kind",
    required=True,
    zh="事项类别，名称或代码，如：执法督察 item.enforcement",
    en="kind of item, by code such as item.enforcement",
)
@own_fields
@option("--title", required=True, zh="标题，一行", en="title, one line")
@command("propose", "拟立项", "Propose an item", result=Acted, within=item)
def propose(
    session: Session,
    title: str,
    kind: str,
    source: str,
    requirements: tuple[str, ...],
    lead: str | None,
    co_departments: tuple[str, ...],
    supervisor: str | None,
    concerned: tuple[str, ...],
    starts_on: dt.date | None,
    due: dt.date | None,
    warn_on: dt.date | None,
    expected: str,
    basis: tuple[str, ...],
    own: tuple[str, ...],
    **particulars: object,
) -> None:
    """Propose an item."""
    with act(session, ITEM, Particulars.of(particulars)) as doing:
        work, names = doing.work, doing.directory
        asked = ProposeItem(
            title=title,
            kind=item_kind_of(session.office.rules, kind),
            source=source,
            requirements=tuple(_requirement(one, names, work.unit) for one in requirements),
            lead=department_of(names, lead, work.unit) if lead else None,
            co_departments=tuple(department_of(names, one, work.unit) for one in co_departments),
            supervisor=officer_of(names, supervisor) if supervisor else None,
            concerned=tuple(officer_of(names, one) for one in concerned),
            starts_on=starts_on,
            due_on=due,
            warn_on=warn_on,
            expected_effect=expected,
            basis=ids_of(work.view, BASIS, basis),
            extra=extras_of(session.office.rules, ITEM, own),
        )
        doing.done(items.propose(work, asked, acting=doing.acting))


@acting
@option("--into", zh="并入的事项（merge）", en="item to merge into (merge)")
@option(
    "--effect", default="", zh="工作成效（propose_closing）", en="effect reached (propose_closing)"
)
@option("--lead", zh="交办或转办的部门", en="department to assign or transfer to")
@option("--note", default="", zh="反馈、意见或批示", en="report, opinion or instruction")
@argument(
    "step",
    "步骤，名称或代码；默认流程有：" + "、".join(f"{t.zh} {n}" for n, t in ITEM_STEPS.items()),
    "the step; of the default workflow: " + ", ".join(ITEM_STEPS),
    label=Text("步骤", "STEP"),
)
@_which
@command(
    "move",
    "按流程流转一步",
    "Take a step of the workflow",
    result=Acted,
    within=item,
)
def move(
    session: Session,
    which: str,
    step: str,
    note: str,
    lead: str | None,
    effect: str,
    into: str | None,
    **particulars: object,
) -> None:
    """Take a step with an item."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        asked = Move(
            step=_STEPS.get(step, step),
            note=note,
            lead=department_of(doing.directory, lead, doing.work.unit) if lead else None,
            effect=effect,
            into=id_of(doing.work.view, ITEM, into) if into else None,
        )
        items.move(doing.work, doing.id, asked, acting=doing.acting)


@acting
@argument(
    "number",
    "第几项要求，从 1 数起",
    "which requirement, from 1",
    label=Text("第几项", "NUMBER"),
    kind=WHOLE,
)
@_which
@command("settle", "一项要求办结", "Find a requirement done", result=Acted, within=item)
def settle(session: Session, which: str, number: int, **particulars: object) -> None:
    """Find a requirement done."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        items.settle(doing.work, doing.id, number - 1, acting=doing.acting)


@acting
@option("--effect", "expected", zh="预期成效", en="what is hoped for")
@option("--warn-on", kind=DAY, zh="预警时间", en="day of early warning")
@option("--due", kind=DAY, zh="办结时间", en="planned end")
@option("--starts-on", kind=DAY, zh="立项时间", en="planned start")
@option("--supervisor", zh="督办人", en="officer who follows it")
@option("--source", zh="事项来源", en="where it comes from")
@option("--title", zh="标题", en="title")
@_which
@command("correct", "更正，须写理由", "Correct an entry, with a reason", result=Acted, within=item)
def correct(
    session: Session,
    which: str,
    title: str | None,
    source: str | None,
    supervisor: str | None,
    starts_on: dt.date | None,
    due: dt.date | None,
    warn_on: dt.date | None,
    expected: str | None,
    **particulars: object,
) -> None:
    """Correct an item."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        correction = CorrectItem(
            title=title,
            source=source,
            supervisor=officer_of(doing.directory, supervisor) if supervisor else None,
            starts_on=starts_on,
            due_on=due,
            warn_on=warn_on,
            expected_effect=expected,
        )
        items.correct_item(doing.work, doing.id, correction, acting=doing.acting)


@acting
@_which
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=item)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void an item."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        items.void_item(doing.work, doing.id, acting=doing.acting)
