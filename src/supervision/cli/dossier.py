"""`supervision dossier` (档案): everything about a person or a department as of a day."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from supervision.cli.grammar import argument, command, flag, option
from supervision.cli.lookup import department_of, officer_of, short
from supervision.cli.naming import Naming
from supervision.cli.people import told_post
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import DAY
from supervision.cli.words import kind_name, state_name, tag_name
from supervision.domain.departments import DEPARTMENT
from supervision.domain.officers import OFFICER
from supervision.domain.values import day_of
from supervision.errors import NotFound
from supervision.office.dossiers import (
    SHELVES,
    Dossier,
    DossierEntry,
    department_dossier,
    officer_dossier,
)
from supervision.office.office import Office
from supervision.office.past import as_known_on
from supervision.office.views import ReadView

__all__ = ["CAPACITIES", "dossier"]

CAPACITIES = {
    "responsible": Text("责任人", "responsible"),
    "concerned": Text("涉及", "concerned"),
    "assignee": Text("经办人", "assignee"),
    "rectifying": Text("整改部门", "rectifying"),
    "supervisor": Text("督办人", "supervisor"),
    "lead": Text("牵头", "lead"),
    "taking_part": Text("协办", "taking part"),
    "addressee": Text("要求对象", "addressee"),
    "recipient": Text("措施对象", "recipient"),
    "account": Text("计分对象", "scored"),
    "handler": Text("承办", "handler"),
    "inspector": Text("督察人员", "inspector"),
    "inspected": Text("被督察部门", "inspected"),
    "criticised": Text("被批评", "criticised"),
    "checker": Text("回头看检查人", "checker"),
    "leader": Text("批示人", "leader"),
    "answering": Text("反馈责任", "answering"),
    "attended": Text("列席人员", "attended"),
    "gave": Text("提出人", "gave it"),
    "addressed": Text("发送对象", "addressed"),
    "asking": Text("联系人", "asking"),
    "carrying_out": Text("落实部门", "carrying out"),
    "spoken_to": Text("谈话或联系对象", "spoken to"),
    "interviewer": Text("谈话人", "interviewer"),
    "named": Text("通报提及", "named"),
    "notified": Text("通报对象", "notified"),
}
"""Names of the capacities in which records name a subject."""

_TITLE = Text("{name}，截至 {on}", "{name}, as of {on}")
_GRADE = Text("{rank} {establishment}", "{rank} {establishment}")
_POSTS = Text("职务：{posts}", "Posts: {posts}")
_MEMBERS = Text("任职和分管人员：", "Officers of the department:")
_MERGED = Text("已并入：{names}", "Merged into it: {names}")
_UNITS = Text("办案单元：{names}", "Handling units: {names}")
_COUNT = Text("{kind} {count} {unit}", "{kind}: {count}")
_NONE = Text("没有记录。", "No records.")
_COLUMNS = (
    Column("日期", "day", keep=True),
    Column("种类", "kind", keep=True),
    Column("编号", "id", keep=True),
    Column("身份", "as"),
    Column("状态", "state"),
    Column("标题", "title"),
    Column("材料", "evidence", right=True, keep=True),
)


@flag("--history", "happenings", zh="附每条记录的变更", en="with the changes of every record")
@flag(
    "--then",
    zh="按当日已录入的内容，不含后来的补录和变更",
    en="as the office knew it then, without what was entered later",
)
@option("--on", kind=DAY, zh="截至哪一天，默认今天", en="as of which day; by default today")
@argument(
    "who",
    "人员的工号、姓名，或部门的名称、代码",
    "staff number or name of an officer, name or code of a department",
    label=Text("人员|部门", "OFFICER|DEPARTMENT"),
)
@command(
    "dossier",
    "人员或部门的档案，截至某日",
    "Everything about a person or department as of a day",
    result=Dossier,
)
def dossier(session: Session, who: str, on: dt.date | None, then: bool, happenings: bool) -> None:
    """Show a dossier."""
    day = on or day_of(session.office.now())
    if not then:
        with session.reading() as view:
            _tell(session, view, session.office, who, day, happenings)
        return
    actor = session.actor
    with as_known_on(session.office, day) as past, past.read(actor) as view:
        _tell(session, view, past, who, day, happenings)


def _tell(
    session: Session, view: ReadView, office: Office, who: str, day: dt.date, happenings: bool
) -> None:
    naming = Naming(view, session)
    try:
        result = officer_dossier(
            view, officer_of(naming.directory, who), day, happenings=happenings
        )
    except NotFound as unknown:
        try:
            department = department_of(naming.directory, who, office.unit)
        except NotFound:
            raise unknown from None
        result = department_dossier(view, department, day, happenings=happenings)
    session.tell(result, lambda one: _shown(session, one, naming))


def _shown(session: Session, one: Dossier, naming: Naming) -> None:
    screen = session.screen
    screen.head(_TITLE, name=one.name, on=one.on.isoformat())
    comma = "；" if naming.lang == "zh" else "; "
    if one.kind == OFFICER.name:
        posts = comma.join(told_post(post, naming) for post in one.posts)
        screen.say(_POSTS, posts=posts)
        if one.rank or one.establishment:
            screen.say(_GRADE, rank=one.rank, establishment=one.establishment)
    if one.kind == DEPARTMENT.name and one.members:
        screen.head(_MEMBERS)
        for member in one.members:
            posts = comma.join(told_post(post, naming) for post in member.posts)
            screen.line(f"  {naming.of(member.officer)}  {posts}")
    if one.merged:
        screen.say(_MERGED, names=naming.all(one.merged))
    if one.handling_units:
        screen.say(_UNITS, names=comma.join(unit.name for unit in one.handling_units))
    _records(session, one, naming)


def _records(session: Session, one: Dossier, naming: Naming) -> None:
    screen = session.screen
    if not one.entries:
        screen.say(_NONE)
        return
    units = {shelf.kind.name: shelf.unit.value for shelf in SHELVES}
    for kind, count in one.counts.items():
        screen.say(_COUNT, kind=kind_name(kind, naming.lang), count=count, unit=units[kind])
    screen.table(_COLUMNS, [_row(entry, naming) for entry in one.entries])
    for entry in one.entries:
        for line in _happened(entry, naming):
            screen.line(line)


def _row(entry: DossierEntry, naming: Naming) -> tuple[str, ...]:
    lang = naming.lang
    comma = "、" if lang == "zh" else ", "
    return (
        entry.day,
        kind_name(entry.kind, lang),
        short(entry.id),
        comma.join(CAPACITIES[one].of(lang) for one in entry.capacities),
        state_name(entry.kind, entry.state, lang),
        entry.title,
        str(entry.attachments or ""),
    )


def _happened(entry: DossierEntry, naming: Naming) -> Iterator[str]:
    for one in entry.happenings:
        on = one.on.isoformat() if one.on else ""
        by = naming.of(one.by or one.actor)
        yield f"{short(entry.id)}  {on}  {by}  {tag_name(one.tag, naming.lang)}  {one.reason}".rstrip()
