"""Works of decisions on the command line (督察核查): deploy, check, release, settle."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs

from supervision.cli.acts import Doing, Particulars, act
from supervision.cli.decision_records import decision, works_table
from supervision.cli.grammar import acting, argument, command, flag, option
from supervision.cli.listing import LIMIT, limited, shown_rest
from supervision.cli.lookup import department_of, id_of, ids_of, officer_of
from supervision.cli.naming import Naming
from supervision.cli.results import Acted
from supervision.cli.session import Session
from supervision.cli.showing import shown_record
from supervision.cli.texts import Text
from supervision.cli.values import DAY, WHOLE
from supervision.cli.words import choice_of
from supervision.domain.decision_works import (
    DECISION_WORK,
    CorrectWork,
    DecisionWork,
    DecisionWorkState,
    DeployWork,
    Execution,
)
from supervision.domain.decisions import DECISION
from supervision.domain.findings import FINDING, Nature, OpenFinding, Severity
from supervision.office import decision_works
from supervision.ports.query import After, And, Eq, Has, Order, Predicate

__all__ = ["ResultRead", "WorkList", "problem_options", "problems_of", "which_work"]


def which_work(function: Callable[..., None]) -> Callable[..., None]:
    """Give a command the argument that names a work."""
    return argument(
        "which",
        "工作的编号，可只写末尾 6 位",
        "the work's id; its last 6 letters do",
        label=Text("编号", "WORK"),
    )(function)


_NUMBER = argument(
    "number",
    "第几次核查，从 1 数起",
    "which check, from 1",
    label=Text("第几次", "NUMBER"),
    kind=WHOLE,
)


def problem_options(function: Callable[..., None]) -> Callable[..., None]:
    """Give an act the options that open findings in the same unit of work (登记问题)."""
    for add in (
        option("--found", multiple=True, zh="已登记的问题", en="a finding already registered"),
        option("--severity", kind=choice_of(Severity), default="slight", zh="程度", en="severity"),
        option("--nature", kind=choice_of(Nature), default="work", zh="性质", en="nature"),
        option(
            "--problem-of",
            zh="问题的整改部门；只有一个部门的不必写",
            en="department that puts the problem right; not needed with only one",
        ),
        option(
            "--problem",
            "problems",
            multiple=True,
            zh="发现的问题，一并登记",
            en="title of a problem found, opened with it",
        ),
    ):
        function = add(function)
    return function


def problems_of(
    doing: Doing, problems: tuple[str, ...], problem_of: str | None, nature: str, severity: str
) -> tuple[OpenFinding, ...]:
    """Return the findings that those options ask for."""
    names, unit = doing.directory, doing.work.unit
    department = department_of(names, problem_of, unit) if problem_of else None
    return tuple(
        OpenFinding(
            title=title,
            department=department,
            nature=Nature(nature),
            severity=Severity(severity),
        )
        for title in problems
    )


# ---------------------------------------------------------------------------- reading


@attrs.frozen(kw_only=True)
class WorkList:
    """Works that match (决策部署工作清单).

    Attributes:
        works: the works, the earliest due first; at most `--limit`.
        count: how many match in all.
    """

    works: tuple[DecisionWork, ...]
    count: int


@attrs.frozen(kw_only=True)
class ResultRead:
    """The result of a check (督察结果).

    Attributes:
        id: the work.
        number: which check, from 1.
        text: what was written; `null` when nothing was.
    """

    id: str
    number: int
    text: str | None


@option("--state", kind=choice_of(DecisionWorkState), zh="只列此状态", en="only in this state")
@option("--outcome", kind=choice_of(Execution), zh="只列此落实情况", en="only of this outcome")
@option("--department", zh="只列此部门承担的", en="only addressed to this department")
@option("--decision", "of", zh="只列此决策部署的", en="only of this decision")
@flag("--rectified", "rectified", zh="只列有整改事项的", en="only with rectifications")
@flag("--unreleased", "unreleased", zh="只列结果待公开的", en="only with results not released")
@option("--limit", kind=WHOLE, default=LIMIT, zh="最多列出多少条", en="at most so many")
@command("works", "列出决策部署的工作", "List works of decisions", result=WorkList, within=decision)
def works(
    session: Session,
    state: str | None,
    outcome: str | None,
    department: str | None,
    of: str | None,
    rectified: bool,
    unreleased: bool,
    limit: int,
) -> None:
    """List works."""
    with session.reading() as view:
        naming = Naming(view, session)
        parts: list[Predicate] = [
            Eq(field, value) for field, value in (("state", state), ("outcome", outcome)) if value
        ]
        if department:
            found = department_of(naming.directory, department, session.office.unit)
            parts.append(Has("departments", found))
        if of:
            parts.append(Eq("decision", id_of(view, DECISION, of)))
        if rectified:
            parts.append(After("rectifications", 0))
        if unreleased:
            parts.append(After("unreleased", 0))
        order = (Order("due_on"),)
        records, count = limited(view, DECISION_WORK, And(tuple(parts)), order, limit)

        def shown(listed: WorkList) -> None:
            works_table(session, listed.works, naming)
            shown_rest(session.screen, len(listed.works), listed.count)

        session.tell(WorkList(works=records, count=count), shown)


@which_work
@command("work", "显示一项工作", "Show a work", result=DecisionWork, within=decision)
def show_work(session: Session, which: str) -> None:
    """Show a work."""
    with session.reading() as view:
        record = view.get(DECISION_WORK, id_of(view, DECISION_WORK, which))
        naming = Naming(view, session)
        session.tell(record, lambda one: shown_record(session.screen, one, DECISION_WORK, naming))


_NO_RESULT = Text("这次核查没有书面结果。", "No result was written of this check.")


@_NUMBER
@which_work
@command(
    "result",
    "查看一次核查的结果；公开之前限检察长和督察部门",
    "Read the result of a check; before its release only chief and office",
    result=ResultRead,
    within=decision,
)
def result(session: Session, which: str, number: int) -> None:
    """Read a result."""
    with session.reading() as view:
        id = id_of(view, DECISION_WORK, which)
        text = decision_works.read_result(view, id, number - 1)
    session.tell(
        ResultRead(id=id, number=number, text=text),
        lambda one: session.screen.line(
            _NO_RESULT.of(session.lang) if one.text is None else one.text
        ),
    )


# ---------------------------------------------------------------------------- acts


@acting
@option(
    "--concerned",
    multiple=True,
    zh="涉及的人员，不得核查",
    en="officers it is about, informants: may not check it",
)
@option("--due", kind=DAY, zh="完成期限", en="by when")
@option(
    "--deployed-on", kind=DAY, zh="部署日期，默认决策日期", en="day deployed; by default of issue"
)
@option("--requirement", default="", zh="要求", en="what is asked")
@option(
    "--department",
    "departments",
    multiple=True,
    required=True,
    zh="承担部门",
    en="department that carries it out",
)
@option("--title", required=True, zh="标题，一行", en="title, one line")
@argument(
    "of",
    "决策部署的编号",
    "the decision",
    label=Text("决策部署", "DECISION"),
)
@command("deploy", "部署一项工作", "Enter a work of a decision", result=Acted, within=decision)
def deploy(
    session: Session,
    of: str,
    title: str,
    departments: tuple[str, ...],
    requirement: str,
    deployed_on: dt.date | None,
    due: dt.date | None,
    concerned: tuple[str, ...],
    **particulars: object,
) -> None:
    """Enter a work."""
    with act(session, DECISION_WORK, Particulars.of(particulars)) as doing:
        work, names = doing.work, doing.directory
        asked = DeployWork(
            decision=id_of(work.view, DECISION, of),
            title=title,
            departments=tuple(department_of(names, one, work.unit) for one in departments),
            requirement=requirement,
            deployed_on=deployed_on,
            due_on=due,
            concerned=tuple(officer_of(names, one) for one in concerned),
        )
        doing.done(decision_works.deploy_work(work, asked, acting=doing.acting))


@acting
@problem_options
@option("--result", "text", default="", zh="督察结果，密封，先报检察长", en="the result; sealed")
@option("--outcome", kind=choice_of(Execution), required=True, zh="落实情况", en="what was found")
@which_work
@command("check", "督察核查", "Check the execution", result=Acted, within=decision)
def check(
    session: Session,
    which: str,
    outcome: str,
    text: str,
    problems: tuple[str, ...],
    problem_of: str | None,
    nature: str,
    severity: str,
    found: tuple[str, ...],
    **particulars: object,
) -> None:
    """Check the execution."""
    with act(session, DECISION_WORK, Particulars.of(particulars), which) as doing:
        decision_works.check_execution(
            doing.work,
            doing.id,
            Execution(outcome),
            result=text,
            problems=problems_of(doing, problems, problem_of, nature, severity),
            found=ids_of(doing.work.view, FINDING, found),
            acting=doing.acting,
        )


@acting
@_NUMBER
@which_work
@command(
    "release",
    "公开一次核查的结果，由检察长办理",
    "Release the result of a check; the chief's act",
    result=Acted,
    within=decision,
)
def release(session: Session, which: str, number: int, **particulars: object) -> None:
    """Release a result."""
    with act(session, DECISION_WORK, Particulars.of(particulars), which) as doing:
        decision_works.release_result(doing.work, doing.id, number - 1, acting=doing.acting)


@acting
@which_work
@command("settle", "一项工作落实办结", "Settle a work", result=Acted, within=decision)
def settle(session: Session, which: str, **particulars: object) -> None:
    """Settle a work."""
    with act(session, DECISION_WORK, Particulars.of(particulars), which) as doing:
        decision_works.settle_work(doing.work, doing.id, acting=doing.acting)


@acting
@which_work
@command(
    "reopen",
    "恢复督察一项工作，须写理由",
    "Follow a settled work up again, with a reason",
    result=Acted,
    within=decision,
)
def reopen(session: Session, which: str, **particulars: object) -> None:
    """Follow a work up again."""
    with act(session, DECISION_WORK, Particulars.of(particulars), which) as doing:
        decision_works.reopen_work(doing.work, doing.id, acting=doing.acting)


@acting
@option("--concerned", multiple=True, zh="涉及的人员", en="officers it is about")
@option("--department", "departments", multiple=True, zh="承担部门", en="departments")
@option("--requirement", zh="要求", en="what is asked")
@option("--title", zh="标题", en="title")
@which_work
@command(
    "correct-work",
    "更正一项工作，须写理由",
    "Correct a work, with a reason",
    result=Acted,
    within=decision,
)
def correct_work(
    session: Session,
    which: str,
    title: str | None,
    requirement: str | None,
    departments: tuple[str, ...],
    concerned: tuple[str, ...],
    **particulars: object,
) -> None:
    """Correct a work."""
    with act(session, DECISION_WORK, Particulars.of(particulars), which) as doing:
        names, unit = doing.directory, doing.work.unit
        correction = CorrectWork(
            title=title,
            requirement=requirement,
            departments=tuple(department_of(names, one, unit) for one in departments) or None,
            concerned=tuple(officer_of(names, one) for one in concerned) or None,
        )
        decision_works.correct_work(doing.work, doing.id, correction, acting=doing.acting)


@acting
@which_work
@command(
    "void-work",
    "作废一项工作，须写理由",
    "Void a work, with a reason",
    result=Acted,
    within=decision,
)
def void_work(session: Session, which: str, **particulars: object) -> None:
    """Void a work."""
    with act(session, DECISION_WORK, Particulars.of(particulars), which) as doing:
        decision_works.void_work(doing.work, doing.id, acting=doing.acting)
