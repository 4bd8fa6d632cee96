"""`supervision item` (督察事项): list, show, propose, correct; the other acts stand in `item`."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from fractions import Fraction

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.fields import FIELDS
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
from supervision.cli.values import DAY, WHOLE, Choice, parse_day, parse_exact
from supervision.cli.words import ITEM_STEPS, choice_of, step_name
from supervision.domain.bases import BASIS
from supervision.domain.item_commands import ITEM_ENDED
from supervision.domain.item_entries import CLEARABLE
from supervision.domain.item_progress import IndicatorEffect
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

__all__ = ["ItemList", "ItemShown", "item", "requirement_of", "which_item"]

item = group("item", "督察事项：立项、流转、办结", "Items: propose, move, settle")

_WHICH = Text("编号", "ITEM")
_OPEN = tuple(state.value for state in ItemState if state not in ITEM_ENDED)
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("立项编号", "number", keep=True),
    Column("状态", "state", keep=True),
    Column("牵头部门", "lead"),
    Column("期限", "due", keep=True),
    Column("标题", "title"),
)


def which_item(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument that says which item."""
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


@which_item
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


def requirement_of(text: str, directory: Directory, unit: str) -> Requirement:
    """Read `text|departments|day|officers`; only the text must be there.

    Several departments or officers are divided by 、 or a comma; the first answers for it.
    """
    what, departments, day, officers = (*text.split("|", 3), "", "", "")[:4]
    due = parse_day(day.strip()) if day.strip() else None
    if day.strip() and due is None:
        raise UsageError("cli.day", name="--requirement", found=day)
    charged = [department_of(directory, one, unit) for one in _parts(departments)]
    return Requirement(
        text=what.strip(),
        department=charged[0] if charged else None,
        departments=tuple(charged[1:]),
        officers=tuple(officer_of(directory, one) for one in _parts(officers)),
        due_on=due,
    )


def _parts(text: str) -> list[str]:
    return [part.strip() for part in re.split("[、,，]", text) if part.strip()]


def _effect(text: str) -> IndicatorEffect:
    """Read `indicator|unit|before|expected|day before`; the last three may be left out."""
    indicator, unit, before, expected, day = (*text.split("|", 4), "", "", "", "")[:5]
    of = parse_day(day.strip()) if day.strip() else None
    if day.strip() and of is None:
        raise UsageError("cli.day", name="--indicator", found=day)
    return IndicatorEffect(
        indicator=indicator,
        unit=unit,
        before=_exact(before),
        before_on=of,
        expected=_exact(expected),
    )


def _exact(text: str) -> Fraction | None:
    number = parse_exact(text)
    if text.strip() and number is None:
        raise UsageError("cli.exact", name="--indicator", found=text)
    return number


@acting
@option("--basis", multiple=True, zh="依据的编号", en="id of a basis")
@option(
    "--indicator",
    "effects",
    multiple=True,
    zh="成效指标；写成“指标|单位|办前值|预期值|办前日期”",
    en="indicator of its effect: CODE|UNIT|BEFORE|EXPECTED|DATE",
)
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
@option("--inspected", multiple=True, zh="被督察部门", en="department that is inspected")
@option("--inspector", "inspectors", multiple=True, zh="督察人员", en="officer who inspects")
@option("--supervisor", zh="督办人", en="officer who follows it")
@option("--with", "co_departments", multiple=True, zh="协办部门", en="department that takes part")
@option("--lead", zh="牵头部门", en="department in the lead")
@option(
    "--requirement",
    "requirements",
    multiple=True,
    zh="工作要求；可写成“内容|部门、部门|日期|人员、人员”",
    en="what is asked; may be TEXT|DEPARTMENTS|DATE|OFFICERS, several divided by a comma",
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
    inspectors: tuple[str, ...],
    inspected: tuple[str, ...],
    concerned: tuple[str, ...],
    starts_on: dt.date | None,
    due: dt.date | None,
    warn_on: dt.date | None,
    expected: str,
    effects: tuple[str, ...],
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
            requirements=tuple(requirement_of(one, names, work.unit) for one in requirements),
            lead=department_of(names, lead, work.unit) if lead else None,
            co_departments=tuple(department_of(names, one, work.unit) for one in co_departments),
            supervisor=officer_of(names, supervisor) if supervisor else None,
            inspectors=tuple(officer_of(names, one) for one in inspectors),
            inspected=tuple(department_of(names, one, work.unit) for one in inspected),
            concerned=tuple(officer_of(names, one) for one in concerned),
            starts_on=starts_on,
            due_on=due,
            warn_on=warn_on,
            expected_effect=expected,
            effects=tuple(_effect(one) for one in effects),
            basis=ids_of(work.view, BASIS, basis),
            extra=extras_of(session.office.rules, ITEM, own),
        )
        doing.done(items.propose(work, asked, acting=doing.acting))


@acting
@option(
    "--clear",
    "cleared",
    multiple=True,
    kind=Choice({one: FIELDS.get(f"item.{one}", FIELDS[one]) for one in CLEARABLE}),
    zh="清空的字段",
    en="field to empty",
)
@option("--basis", multiple=True, zh="依据的编号；写全部", en="id of a basis; name them all")
@option("--effect", "expected", zh="预期成效", en="what is hoped for")
@option("--warn-on", kind=DAY, zh="预警时间", en="day of early warning")
@option("--due", kind=DAY, zh="办结时间", en="planned end")
@option("--starts-on", kind=DAY, zh="立项时间", en="planned start")
@option("--concerned", multiple=True, zh="涉及的人员；写全部", en="officers it is about, all")
@option("--inspected", multiple=True, zh="被督察部门；写全部", en="departments inspected, all")
@option("--inspector", "inspectors", multiple=True, zh="督察人员；写全部", en="inspectors, all")
@option("--supervisor", zh="督办人", en="officer who follows it")
@option("--lead", zh="牵头部门；交办之前", en="department in the lead; before assignment")
@option("--source", zh="事项来源", en="where it comes from")
@option("--title", zh="标题", en="title")
@which_item
@command(
    "correct",
    "更正或补充，须写理由",
    "Correct an entry or fill what is missing, with a reason",
    result=Acted,
    within=item,
)
def correct(
    session: Session,
    which: str,
    title: str | None,
    source: str | None,
    lead: str | None,
    supervisor: str | None,
    inspectors: tuple[str, ...],
    inspected: tuple[str, ...],
    concerned: tuple[str, ...],
    starts_on: dt.date | None,
    due: dt.date | None,
    warn_on: dt.date | None,
    expected: str | None,
    basis: tuple[str, ...],
    cleared: tuple[str, ...],
    **particulars: object,
) -> None:
    """Correct an item."""
    with act(session, ITEM, Particulars.of(particulars), which) as doing:
        names, unit = doing.directory, doing.work.unit
        correction = CorrectItem(
            title=title,
            source=source,
            lead=department_of(names, lead, unit) if lead else None,
            supervisor=officer_of(names, supervisor) if supervisor else None,
            inspectors=tuple(officer_of(names, one) for one in inspectors) or None,
            inspected=tuple(department_of(names, one, unit) for one in inspected) or None,
            concerned=tuple(officer_of(names, one) for one in concerned) or None,
            starts_on=starts_on,
            due_on=due,
            warn_on=warn_on,
            expected_effect=expected,
            basis=ids_of(doing.work.view, BASIS, basis) or None,
            cleared=cleared,
        )
        items.correct_item(doing.work, doing.id, correction, acting=doing.acting)
