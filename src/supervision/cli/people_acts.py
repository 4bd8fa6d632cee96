"""`supervision people` (机构人员变动): posts, names, mergers, and the hand-over of open work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from supervision.cli.acts import Particulars, act, acting_of
from supervision.cli.grammar import acting, argument, command, flag, option
from supervision.cli.lookup import department_of, officer_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.people import people
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import DAY
from supervision.cli.words import choice_of, kind_name, state_name
from supervision.domain.departments import DEPARTMENT
from supervision.domain.handovers import HandOver
from supervision.domain.officers import OFFICER, Category
from supervision.domain.posts import Post, Relation, Role
from supervision.errors import NotFound, UsageError
from supervision.office import people as acts
from supervision.office.directory import Directory
from supervision.office.handovers import OpenWork, hand_over, open_work
from supervision.office.views import ReadView
from supervision.office.work import Work

__all__ = ["Handed", "people"]

_WHO = Text("人员", "OFFICER")
_WHICH = Text("部门", "DEPARTMENT")


def _officer(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "who", "工号、姓名或编号", "staff number, name or id", label=_WHO, required=True
    )(function)


def _department(function: Callable[..., None]) -> Callable[..., None]:
    return argument(
        "which", "部门的名称、简称或代码", "name, short form or code", label=_WHICH, required=True
    )(function)


def _post_options(function: Callable[..., None]) -> Callable[..., None]:
    for add in (
        option(
            "--relation",
            kind=choice_of(Relation),
            default="serves",
            zh="任职或分管",
            en="serves there or oversees it",
        ),
        option(
            "--department", zh="哪个部门；院领导职务不写", en="the department; none for the unit"
        ),
        option("--role", kind=choice_of(Role), required=True, zh="职务", en="capacity"),
    ):
        function = add(function)
    return function


@acting
@flag("--acting", "in_place", zh="代理、主持工作", en="in place of somebody else")
@option("--until", kind=DAY, zh="末日，仍在任的不写", en="last day; none while it lasts")
@option("--from", "since", kind=DAY, zh="首日，默认行为日期", en="first day; by default the act's")
@_post_options
@_officer
@command("post", "任职、分管", "Let an officer take a post", result=Acted, within=people)
def post(
    session: Session,
    who: str,
    role: str,
    department: str | None,
    relation: str,
    since: dt.date | None,
    until: dt.date | None,
    in_place: bool,
    **particulars: object,
) -> None:
    """Let an officer take a post."""
    with act(session, OFFICER, Particulars.of(particulars)) as doing:
        work, directory = doing.work, doing.directory
        id = officer_of(directory, who)
        taken = Post(
            role=Role(role),
            unit=work.unit,
            department=department_of(directory, department, work.unit) if department else None,
            from_=since or doing.acting.on or work.today,
            until=until,
            acting=in_place,
            relation=Relation(relation),
        )
        acts.take_post(work, id, taken, acting=doing.acting)
        doing.done(id)


@acting
@option("--until", kind=DAY, zh="末日，默认行为日期", en="last day; by default the act's")
@_post_options
@_officer
@command("leave", "离任", "Let an officer leave a post", result=Acted, within=people)
def leave(
    session: Session,
    who: str,
    role: str,
    department: str | None,
    relation: str,
    until: dt.date | None,
    **particulars: object,
) -> None:
    """Let an officer leave a post."""
    with act(session, OFFICER, Particulars.of(particulars)) as doing:
        work, directory = doing.work, doing.directory
        id = officer_of(directory, who)
        acts.leave_post(
            work,
            id,
            Role(role),
            department=department_of(directory, department, work.unit) if department else None,
            relation=Relation(relation),
            until=until,
            acting=doing.acting,
        )
        doing.done(id)


@acting
@option("--establishment", zh="编制", en="kind of authorised post")
@option("--rank", zh="职级", en="rank")
@option("--category", kind=choice_of(Category), zh="人员类别", en="personnel category")
@_officer
@command(
    "grade",
    "职级、人员类别、编制变动",
    "Give an officer another rank, category or establishment",
    result=Acted,
    within=people,
)
def grade(
    session: Session,
    who: str,
    category: str | None,
    rank: str | None,
    establishment: str | None,
    **particulars: object,
) -> None:
    """Give an officer another rank, category or establishment."""
    with act(session, OFFICER, Particulars.of(particulars)) as doing:
        id = officer_of(doing.directory, who)
        acts.grade_officer(
            doing.work,
            id,
            category=Category(category) if category else None,
            rank=rank,
            establishment=establishment,
            acting=doing.acting,
        )
        doing.done(id)


@acting
@option("--until", kind=DAY, zh="旧名称的末日，默认行为前一日", en="last day of the old name")
@argument("name", "新名称", "the new name", label=Text("新名称", "NAME"), required=True)
@_department
@command("rename", "部门更名", "Rename a department", result=Acted, within=people)
def rename(
    session: Session, which: str, name: str, until: dt.date | None, **particulars: object
) -> None:
    """Rename a department."""
    with act(session, DEPARTMENT, Particulars.of(particulars)) as doing:
        id = department_of(doing.directory, which, doing.work.unit)
        acts.rename_department(doing.work, id, name, until=until, acting=doing.acting)
        doing.done(id)


@acting
@flag(
    "--hand-over",
    "handing",
    zh="同时把在办工作转到新部门名下，须写理由",
    en="also hand its open work over; needs a reason",
)
@option("--last", kind=DAY, zh="末日，默认行为日期", en="its last day; by default the act's")
@option("--into", zh="并入的部门；撤销而无承继的不写", en="the department that takes over, if any")
@_department
@command(
    "merge",
    "部门合并或撤销；待办和统计随承继部门",
    "Merge or dissolve a department; lists and counts follow",
    result=Acted,
    within=people,
)
def merge(
    session: Session,
    which: str,
    into: str | None,
    last: dt.date | None,
    handing: bool,
    **particulars: object,
) -> None:
    """Merge or dissolve a department."""
    with act(session, DEPARTMENT, Particulars.of(particulars)) as doing:
        work, directory = doing.work, doing.directory
        id = department_of(directory, which, work.unit)
        heir = department_of(directory, into, work.unit) if into else None
        if handing and heir is None:
            raise UsageError("cli.hand_over_to")
        if handing and open_work(work.view, department=id):
            command = HandOver(from_department=id, to_department=heir)
            hand_over(work, command, acting=doing.acting)
        acts.close_department(work, id, into=heir, on=last, acting=doing.acting)
        doing.done(id)


# ---------------------------------------------------------------------------- handing over


@attrs.frozen(kw_only=True)
class Handed:
    """Work that went over, or would go over (工作交接).

    Attributes:
        from_, to: officer or department.
        dry_run: whether it was only listed.
        works: the work, one line for each record.
        entries: entries written to the journal.
    """

    from_: str
    to: str | None
    dry_run: bool
    works: tuple[OpenWork, ...]
    entries: int = 0


_LISTED = Text("{giver} 的在办工作：", "Open work of {giver}:")
_HANDED = Text(
    "{giver} 的 {count} 项在办工作已交给 {taker}。日志新增 {entries} 条。",
    "{count} pieces of open work of {giver} went over to {taker}. {entries} journal entries.",
)
_NONE = Text("{giver} 没有在办工作。", "{giver} has no open work.")
_COLUMNS = (
    Column("种类", "kind", keep=True),
    Column("编号", "id", keep=True),
    Column("状态", "state", keep=True),
    Column("期限", "due", keep=True),
    Column("标题", "title"),
)


@acting
@flag("--dry-run", zh="只列清单，不交接", en="only list what would go over")
@option("--only", multiple=True, zh="只交接这些记录（可多次）", en="only this record (repeatable)")
@option("--to", "taker", zh="交给哪个人员或部门", en="the officer or department that takes it")
@option(
    "--from",
    "giver",
    required=True,
    zh="交出的人员或部门",
    en="the officer or department that gives it up",
)
@command(
    "handover",
    "一次交接人员或部门的全部在办工作，须写理由",
    "Hand all open work of an officer or department over, with a reason",
    result=Handed,
    within=people,
)
def handover(
    session: Session,
    giver: str,
    taker: str | None,
    only: tuple[str, ...],
    dry_run: bool,
    **particulars: object,
) -> None:
    """Hand open work over."""
    if taker is None and not dry_run:
        raise UsageError("cli.hand_over_to")
    with session.working() as work:
        directory = Directory.of(work.view)
        command = _command(directory, work, giver, taker)
        works = open_work(
            work.view, officer=command.from_officer, department=command.from_department
        )
        ids = tuple(_one_of(works, text) for text in only)
        works = tuple(one for one in works if not ids or one.id in ids)
        entries = 0
        if not dry_run:
            how = acting_of(work, directory, Particulars.of(particulars))
            works = hand_over(work, command, only=ids, acting=how)
            entries = len(work.commit().headers)
    result = Handed(
        from_=str(command.from_officer or command.from_department),
        to=command.to_officer or command.to_department,
        dry_run=dry_run,
        works=works,
        entries=entries,
    )
    with session.reading() as view:
        session.tell(result, lambda one: _shown(session, view, one))


def _command(directory: Directory, work: Work, giver: str, taker: str | None) -> HandOver:
    """Take the words as officers, else as departments."""
    try:
        return HandOver(
            from_officer=officer_of(directory, giver),
            to_officer=officer_of(directory, taker) if taker else None,
        )
    except NotFound as unknown:
        try:
            return HandOver(
                from_department=department_of(directory, giver, work.unit),
                to_department=department_of(directory, taker, work.unit) if taker else None,
            )
        except NotFound:
            raise unknown from None


def _one_of(works: tuple[OpenWork, ...], text: str) -> str:
    found = [one.id for one in works if one.id.endswith(text.upper().lstrip("…"))]
    if len(found) != 1:
        raise NotFound("cli.not_open", found=text)
    return found[0]


def _shown(session: Session, view: ReadView, done: Handed) -> None:
    naming, screen = Naming(view, session), session.screen
    giver, taker = naming.of(done.from_), naming.of(done.to)
    if not done.works:
        screen.say(_NONE, giver=giver)
        return
    if done.dry_run:
        screen.head(_LISTED, giver=giver)
    else:
        count = len(done.works)
        screen.say(_HANDED, giver=giver, taker=taker, count=count, entries=done.entries)
    screen.table(_COLUMNS, [_row(one, screen.lang) for one in done.works])


def _row(one: OpenWork, lang: str) -> tuple[str, ...]:
    return (
        kind_name(one.kind, lang),
        short(one.id),
        state_name(one.kind, one.state, lang),
        day_text(one.due_on),
        one.title,
    )
