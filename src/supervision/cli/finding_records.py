"""Findings on the command line (问题): list, show, open."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, argument, command, flag, group, option
from supervision.cli.listing import LIMIT, counted, shown_rest
from supervision.cli.lookup import department_of, id_of, officer_of, short
from supervision.cli.naming import Naming, day_text
from supervision.cli.own_fields import extras_of, own_fields
from supervision.cli.results import Acted
from supervision.cli.screen import Column
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, WHOLE
from supervision.cli.words import choice_of
from supervision.domain.bases import BASIS
from supervision.domain.findings import (
    FINDING,
    Certainty,
    Finding,
    FindingState,
    Nature,
    OpenFinding,
    Responsible,
    Severity,
    Source,
)
from supervision.domain.handling_units import HANDLING_UNIT
from supervision.domain.items import ITEM
from supervision.office import findings
from supervision.office.directory import Directory
from supervision.office.finding_lines import FindingLine
from supervision.office.finding_links import FindingLinks, links_of
from supervision.office.work import Work
from supervision.ports.query import And, Eq, Has, In, Order, Predicate

__all__ = ["FindingList", "finding", "responsible_of", "which_finding"]

finding = group(
    "finding",
    "问题：登记、认领、整改、核验、销号",
    "Findings: open, claim, put right, verify, close",
)

_WHICH = Text("编号", "FINDING")
_COLUMNS = (
    Column("编号", "id", keep=True),
    Column("状态", "state", keep=True),
    Column("程度", "severity", keep=True),
    Column("部门", "department"),
    Column("期限", "due", keep=True),
    Column("标题", "title"),
)


_LINKED = (
    Column("关系", "relation", keep=True),
    Column("编号", "id", keep=True),
    Column("状态", "state", keep=True),
    Column("标题", "title"),
)
_LEAD = Text("牵头问题", "lead")
_ORIGINAL = Text("原问题", "original")
_BEFORE = Text("反弹自", "recurs from")
_MEMBER = Text("并入的问题", "grouped")
_DUPLICATE = Text("重复问题", "duplicate")
_RECURRENCE = Text("反弹", "recurrence")


def which_finding(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument that names a finding."""
    return argument(
        "which",
        "问题的编号，可只写末尾 6 位",
        "the finding's id; its last 6 letters do",
        label=_WHICH,
    )(function)


# ---------------------------------------------------------------------------- reading


@attrs.frozen(kw_only=True)
class FindingList:
    """Findings that match (问题清单).

    Attributes:
        findings: what a list shows of them, oldest first; at most `--limit`.
        count: how many match in all.
    """

    findings: tuple[FindingLine, ...]
    count: int


@option("--state", kind=choice_of(FindingState), zh="只列此状态", en="only in this state")
@option("--department", zh="只列此部门", en="only of this department")
@option("--case", zh="只列此案号", en="only about this case")
@option("--item", zh="只列此督察事项中发现的", en="only found in this item")
@option("--officer", zh="只列涉及此人员的", en="only naming this officer as responsible")
@flag("--disputed", zh="只列异议待答复的", en="only with an objection that waits")
@option("--code", "code", zh="只列带此分类代码的", en="only bearing this code")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("list", "列出问题", "List findings", result=FindingList, within=finding)
def list_(
    session: Session,
    state: str | None,
    department: str | None,
    case: str | None,
    item: str | None,
    officer: str | None,
    disputed: bool,
    code: str | None,
    limit: int,
) -> None:
    """List findings."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = []
        if state:
            parts.append(Eq("state", state))
        if department:
            found = department_of(naming.directory, department, session.office.unit)
            parts.append(In("department", naming.directory.lineage(found)))
        if case:
            parts.append(Eq("case_number", case))
        if item:
            parts.append(Eq("item", id_of(view, ITEM, item)))
        if officer:
            parts.append(Has("officers", officer_of(naming.directory, officer)))
        if disputed:
            parts.append(Eq("disputed", 1))
        if code:
            parts.append(Has("codes", code))
        where, order = And(tuple(parts)), (Order("found_on"),)
        lines, _ = view.lines(FINDING, FindingLine, where, order, limit=limit)
        result = FindingList(findings=lines, count=counted(view, FINDING, where))

        def shown(listed: FindingList) -> None:
            session.screen.table(
                _COLUMNS,
                [
                    (
                        short(one.id),
                        naming.value(one.state),
                        naming.value(one.severity),
                        naming.of(one.department),
                        day_text(one.due_on),
                        one.title,
                    )
                    for one in listed.findings
                ],
            )
            shown_rest(session.screen, len(listed.findings), listed.count)

        session.tell(result, shown)


@which_finding
@command(
    "links",
    "显示并案、重复、反弹的问题和所涉措施",
    "Show what is grouped, duplicate, recurring, and its measures",
    result=FindingLinks,
    within=finding,
)
def links(session: Session, which: str) -> None:
    """Show what stands beside a finding."""
    with session.reading() as view:
        naming = Naming(view, session)

        def shown(found: FindingLinks) -> None:
            singles = ((_LEAD, found.lead), (_ORIGINAL, found.original), (_BEFORE, found.before))
            rows = [(title.of(session.lang), one) for title, one in singles if one is not None]
            for title, several in (
                (_MEMBER, found.members),
                (_DUPLICATE, found.duplicates),
                (_RECURRENCE, found.recurrences),
            ):
                rows += [(title.of(session.lang), one) for one in several]
            session.screen.table(
                _LINKED,
                [(told, short(one.id), naming.value(one.state), one.title) for told, one in rows]
                + [
                    (naming.rung(one.rung), short(one.id), naming.value(one.state), one.title)
                    for one in found.measures
                ],
            )

        session.tell(links_of(view, id_of(view, FINDING, which)), shown)


@which_finding
@command("show", "显示一个问题", "Show a finding", result=Finding, within=finding)
def show(session: Session, which: str) -> None:
    """Show a finding."""
    with session.reading() as view:
        record = view.get(FINDING, id_of(view, FINDING, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, FINDING, naming))


# ---------------------------------------------------------------------------- acts


@acting
@option("--recurs-from", zh="已销号的原问题（问题反弹）", en="the closed finding that came back")
@option("--item", zh="在哪个督察事项中发现", en="the item it was found in")
@option("--case", zh="案号", en="number of the case")
@option(
    "--person",
    "persons",
    multiple=True,
    zh="责任人的工号或编号；在办案单元内的写 工号:办案单元编号",
    en="a person responsible; NUMBER:UNIT names the handling unit too",
)
@option(
    "--concerned",
    multiple=True,
    zh="反映人、证人等，不得参与核验",
    en="informant, witness: may not verify",
)
@option("--department", zh="整改部门", en="department that has to put it right")
@option("--facts", default="", zh="事实；不写姓名", en="the facts; no names of persons")
@option("--basis", multiple=True, zh="依据的代码或编号", en="code or id of a basis")
@option("--code", "codes", multiple=True, zh="其他分类轴的代码", en="a code on another axis")
@option("--problem-code", zh="问题分类代码", en="code of the problem dictionary")
@option("--severity", kind=choice_of(Severity), default="slight", zh="程度", en="severity")
@option("--nature", kind=choice_of(Nature), default="work", zh="性质", en="nature")
@option(
    "--certainty", kind=choice_of(Certainty), default="confirmed", zh="是否已确认", en="certainty"
)
@option(
    "--found-on", kind=DAY, zh="发现日期，默认行为日期", en="day it was found; by default the act's"
)
@own_fields
@option("--title", required=True, zh="标题，一行", en="title, one line")
@command("open", "登记一个问题", "Register a finding", result=Acted, within=finding)
def open_(
    session: Session,
    title: str,
    found_on: dt.date | None,
    certainty: str,
    nature: str,
    severity: str,
    problem_code: str | None,
    codes: tuple[str, ...],
    basis: tuple[str, ...],
    facts: str,
    department: str | None,
    persons: tuple[str, ...],
    concerned: tuple[str, ...],
    case: str | None,
    item: str | None,
    recurs_from: str | None,
    own: tuple[str, ...],
    **particulars: object,
) -> None:
    """Register a finding."""
    with act(session, FINDING, Particulars.of(particulars)) as doing:
        work, directory = doing.work, doing.directory
        asked = OpenFinding(
            title=title,
            source=Source.ITEM if item else Source.MANUAL,
            found_on=found_on,
            certainty=Certainty(certainty),
            nature=Nature(nature),
            severity=Severity(severity),
            problem_code=problem_code,
            codes=codes,
            basis=_bases(work, basis),
            facts=facts,
            department=department_of(directory, department, work.unit) if department else None,
            persons=tuple(responsible_of(work, directory, one) for one in persons),
            concerned=tuple(officer_of(directory, one) for one in concerned),
            case_number=case,
            item=id_of(work.view, ITEM, item) if item else None,
            recurs_from=id_of(work.view, FINDING, recurs_from) if recurs_from else None,
            extra=extras_of(session.office.rules, FINDING, own),
        )
        doing.done(findings.open_finding(work, asked, acting=doing.acting))


def responsible_of(work: Work, directory: Directory, text: str) -> Responsible:
    """Return the person a text means, with the handling unit after a colon, if it names one."""
    person, _, unit = text.replace("：", ":").partition(":")
    return Responsible(
        officer=officer_of(directory, person),
        handling_unit=id_of(work.view, HANDLING_UNIT, unit) if unit else None,
    )


def _bases(work: Work, texts: tuple[str, ...]) -> tuple[str, ...]:
    from supervision.domain.bases import basis_id

    known = (basis_id(work.unit, text) for text in texts)
    return tuple(
        derived if work.peek(BASIS, derived) else id_of(work.view, BASIS, text)
        for text, derived in zip(texts, known, strict=True)
    )
