"""`supervision finding` (问题): every act after its registration; see `finding_records` too."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from supervision.cli.acts import Particulars, act
from supervision.cli.finding_plans import finding
from supervision.cli.finding_records import responsible_of, which_finding
from supervision.cli.grammar import acting, command, flag, option
from supervision.cli.lookup import department_of, id_of
from supervision.cli.results import Acted
from supervision.cli.session import Session
from supervision.cli.values import DAY, INPUT, Choice
from supervision.cli.words import choice_of
from supervision.domain.findings import (
    FINDING,
    Certainty,
    CorrectFinding,
    Nature,
    Rectification,
    Severity,
)
from supervision.office import findings

__all__ = ["finding"]


@acting
@option("--due", kind=DAY, zh="整改期限；长期坚持的不写", en="by when; not for lasting work")
@option("--plan", required=True, zh="整改措施", en="what will be done")
@option(
    "--mode",
    kind=choice_of(Rectification),
    default="by_date",
    zh="整改方式",
    en="way of putting right",
)
@option(
    "--department",
    zh="以哪个部门认领；只任一个部门的不必写",
    en="for which department; not needed with one post",
)
@which_finding
@command("claim", "部门认领", "Claim for a department", result=Acted, within=finding)
def claim(
    session: Session,
    which: str,
    department: str | None,
    mode: str,
    plan: str,
    due: dt.date | None,
    **particulars: object,
) -> None:
    """Claim a finding."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.claim(
            doing.work,
            doing.id,
            department=doing.department(department, doing.work.load(FINDING, doing.id).department),
            mode=Rectification(mode),
            plan=plan,
            due_on=due,
            acting=doing.acting,
        )


@acting
@option(
    "--evidence", multiple=True, kind=INPUT, zh="佐证材料，密封保存", en="evidence, kept sealed"
)
@option(
    "--reference",
    "references",
    multiple=True,
    zh="材料索引：附件编号或案卷号",
    en="where evidence is: id of an attachment, number of a file",
)
@option("--result", required=True, zh="整改情况", en="what was done")
@which_finding
@command("submit", "报送整改情况", "Report it put right", result=Acted, within=finding)
def submit(
    session: Session,
    which: str,
    result: str,
    evidence: tuple[Path, ...],
    references: tuple[str, ...],
    **particulars: object,
) -> None:
    """Report a finding put right."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        sealed = tuple(doing.work.seal(one.read_bytes()) for one in evidence)
        findings.submit(
            doing.work,
            doing.id,
            result,
            evidence=sealed,
            references=references,
            acting=doing.acting,
        )


@acting
@flag("--falsified", zh="属虚假整改", en="the answer was untrue")
@flag("--perfunctory", zh="属敷衍整改", en="the answer was perfunctory")
@which_finding
@command(
    "return",
    "退回整改，须写理由",
    "Return the submission, with a reason",
    result=Acted,
    within=finding,
)
def return_(
    session: Session, which: str, perfunctory: bool, falsified: bool, **particulars: object
) -> None:
    """Return a submission."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.return_finding(
            doing.work,
            doing.id,
            perfunctory=perfunctory,
            falsified=falsified,
            acting=doing.acting,
        )


@acting
@which_finding
@command("verify", "核验通过", "Accept the result", result=Acted, within=finding)
def verify(session: Session, which: str, **particulars: object) -> None:
    """Accept a result."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.verify(doing.work, doing.id, acting=doing.acting)


@acting
@which_finding
@command("close", "销号", "Strike off", result=Acted, within=finding)
def close(session: Session, which: str, **particulars: object) -> None:
    """Strike a finding off."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.close(doing.work, doing.id, acting=doing.acting)


@acting
@which_finding
@command(
    "dismiss",
    "认定不属问题，须写理由",
    "Decide it is no problem, with a reason",
    result=Acted,
    within=finding,
)
def dismiss(session: Session, which: str, **particulars: object) -> None:
    """Decide that it is not a problem."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.dismiss(doing.work, doing.id, acting=doing.acting)


@acting
@option("--of", required=True, zh="原问题的编号", en="the original finding")
@which_finding
@command(
    "duplicate",
    "并入重复问题，须写理由",
    "Join to the finding it duplicates",
    result=Acted,
    within=finding,
)
def duplicate(session: Session, which: str, of: str, **particulars: object) -> None:
    """Mark as duplicate."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        original = id_of(doing.work.view, FINDING, of)
        findings.mark_duplicate(doing.work, doing.id, original, acting=doing.acting)


@acting
@option("--until", kind=DAY, required=True, zh="暂缓到哪一天", en="until which day")
@which_finding
@command(
    "waive", "暂缓，须写理由", "Waive until a day, with a reason", result=Acted, within=finding
)
def waive(session: Session, which: str, until: dt.date, **particulars: object) -> None:
    """Waive a finding."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.waive(doing.work, doing.id, until, acting=doing.acting)


@acting
@which_finding
@command(
    "reinstate", "恢复办理，须写理由", "End the waiver, with a reason", result=Acted, within=finding
)
def reinstate(session: Session, which: str, **particulars: object) -> None:
    """End a waiver."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.reinstate(doing.work, doing.id, acting=doing.acting)


@acting
@option(
    "--clear",
    multiple=True,
    kind=Choice(("problem_code", "codes", "department", "case_number")),
    zh="清空的字段",
    en="field to empty",
)
@option("--case", zh="案号", en="number of the case")
@option(
    "--person", "persons", multiple=True, zh="责任人，全部重写", en="persons responsible, all anew"
)
@option("--department", zh="整改部门", en="department")
@option("--code", "codes", multiple=True, zh="其他分类，全部重写", en="further codes, all anew")
@option("--problem-code", zh="问题分类代码", en="problem code")
@option("--facts", zh="事实", en="facts")
@option("--nature", kind=choice_of(Nature), zh="性质", en="nature")
@option("--certainty", kind=choice_of(Certainty), zh="是否已确认", en="certainty")
@option("--severity", kind=choice_of(Severity), zh="程度", en="severity")
@option("--title", zh="标题", en="title")
@which_finding
@command(
    "correct", "更正，须写理由", "Correct an entry, with a reason", result=Acted, within=finding
)
def correct(
    session: Session,
    which: str,
    title: str | None,
    severity: str | None,
    certainty: str | None,
    nature: str | None,
    facts: str | None,
    problem_code: str | None,
    codes: tuple[str, ...],
    department: str | None,
    persons: tuple[str, ...],
    case: str | None,
    clear: tuple[str, ...],
    **particulars: object,
) -> None:
    """Correct a finding."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        directory = doing.directory
        people = tuple(responsible_of(doing.work, directory, one) for one in persons)
        unit = doing.work.unit
        correction = CorrectFinding(
            title=title,
            severity=Severity(severity) if severity else None,
            certainty=Certainty(certainty) if certainty else None,
            nature=Nature(nature) if nature else None,
            facts=facts,
            problem_code=problem_code,
            codes=codes or None,
            department=department_of(directory, department, unit) if department else None,
            persons=people or None,
            case_number=case,
            cleared=clear,
        )
        findings.correct_finding(doing.work, doing.id, correction, acting=doing.acting)


@acting
@which_finding
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=finding)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void a finding."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.void_finding(doing.work, doing.id, acting=doing.acting)
