"""`supervision inspection` (督察检查): every act after its beginning; see `inspection_records`."""

from __future__ import annotations

from supervision.cli.acts import Particulars, act
from supervision.cli.finding_records import responsible_of
from supervision.cli.grammar import acting, argument, command, option
from supervision.cli.inspection_records import inspection, which_inspection
from supervision.cli.lookup import department_of, id_of, officer_of
from supervision.cli.results import Acted
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.values import Choice
from supervision.cli.words import VALUES, choice_of
from supervision.domain.findings import FINDING, Nature, OpenFinding, Severity
from supervision.domain.inspection_plans import PLAN_ENTRY
from supervision.domain.inspection_steps import OnTheSpot
from supervision.domain.inspections import (
    INSPECTION,
    Conclude,
    Conformity,
    CorrectInspection,
    Focus,
    PointResult,
)
from supervision.domain.items import ITEM
from supervision.office import inspections

__all__ = ["inspection"]

_NAMES = VALUES["Conformity"]
_FINE = Choice({one: _NAMES[one] for one in ("conform", "not_applicable")})


@acting
@option("--sample", default="", zh="抽样，如：抽查卷宗5册", en="what was looked through to see it")
@option("--note", default="", zh="所见", en="what was seen")
@option("--department", zh="在哪个部门；不写即全部", en="where; by default everywhere inspected")
@option(
    "--conformity",
    kind=_FINE,
    default="conform",
    zh="结果；存在问题的用 problem",
    en="result; for a problem use problem",
)
@option(
    "--point",
    "points",
    multiple=True,
    required=True,
    zh="要点的编号（可多次）",
    en="code of a point (repeatable)",
)
@which_inspection
@command("check", "登记要点的检查结果", "Enter results of points", result=Acted, within=inspection)
def check(
    session: Session,
    which: str,
    points: tuple[str, ...],
    conformity: str,
    department: str | None,
    note: str,
    sample: str,
    **particulars: object,
) -> None:
    """Enter results of points."""
    with act(session, INSPECTION, Particulars.of(particulars), which) as doing:
        work = doing.work
        where = department_of(doing.directory, department, work.unit) if department else None
        results = tuple(
            PointResult(
                conformity=Conformity(conformity),
                point=point,
                department=where,
                note=note,
                sample=sample,
            )
            for point in points
        )
        inspections.check_points(work, doing.id, results, acting=doing.acting)


@acting
@option("--sample", default="", zh="抽样，如：抽查卷宗5册", en="what was looked through to see it")
@option("--note", default="", zh="所见", en="what was seen")
@option("--person", "persons", multiple=True, zh="责任人的工号或编号", en="a person responsible")
@option(
    "--concerned",
    multiple=True,
    zh="反映人、证人等，不得参与核验",
    en="informant, witness: may not verify",
)
@option("--facts", default="", zh="事实；不写姓名", en="the facts; no names of persons")
@option("--severity", kind=choice_of(Severity), default="slight", zh="程度", en="severity")
@option("--nature", kind=choice_of(Nature), default="work", zh="性质", en="nature")
@option("--problem-code", zh="问题分类代码；默认要点的", en="problem code; by default the point's")
@option(
    "--department",
    zh="整改部门；只检查一个部门的不必写",
    en="who puts it right; not needed with one department",
)
@option(
    "--point", zh="要点的编号；清单之外的不写", en="code of the point; none outside the checklist"
)
@option("--title", required=True, zh="问题标题，一行", en="title of the finding, one line")
@which_inspection
@command(
    "problem",
    "发现问题，同时登记问题",
    "Enter a problem; it opens a finding",
    result=Acted,
    within=inspection,
)
def problem(
    session: Session,
    which: str,
    title: str,
    point: str | None,
    department: str | None,
    problem_code: str | None,
    nature: str,
    severity: str,
    facts: str,
    persons: tuple[str, ...],
    concerned: tuple[str, ...],
    note: str,
    sample: str,
    **particulars: object,
) -> None:
    """Enter a problem; the result names the finding it opened."""
    with act(session, FINDING, Particulars.of(particulars)) as doing:
        work, names = doing.work, doing.directory
        asked = OpenFinding(
            title=title,
            department=department_of(names, department, work.unit) if department else None,
            problem_code=problem_code,
            nature=Nature(nature),
            severity=Severity(severity),
            facts=facts,
            persons=tuple(responsible_of(work, names, one) for one in persons),
            concerned=tuple(officer_of(names, one) for one in concerned),
        )
        held = id_of(work.view, INSPECTION, which)
        doing.done(
            inspections.find_problem(
                work, held, asked, point=point, note=note, sample=sample, acting=doing.acting
            )
        )


@acting
@option(
    "--closed-by",
    required=True,
    zh="批准销号的督察部门负责人",
    en="head of the office who approves closing",
)
@option("--verified-by", required=True, zh="核验人", en="who verified it")
@option(
    "--put-right-by", required=True, zh="整改部门的办理人", en="who of the department put it right"
)
@option("--result", required=True, zh="整改情况", en="what was done")
@argument(
    "finding",
    "本次检查发现的问题",
    "a finding of this inspection",
    label=Text("问题", "FINDING"),
)
@which_inspection
@command(
    "settle",
    "现场办结：认领、整改、核验、销号一次登记",
    "Settle on the spot: claimed, put right, verified, closed",
    result=Acted,
    within=inspection,
    more=Text(
        "四步各由其人办理，不由录入人本人办理的须有现场整改单（--paper）。",
        "Each step has its own author; who does not enter it himself has signed --paper.",
    ),
)
def settle(
    session: Session,
    which: str,
    finding: str,
    result: str,
    put_right_by: str,
    verified_by: str,
    closed_by: str,
    **particulars: object,
) -> None:
    """Settle a problem on the spot."""
    with act(session, FINDING, Particulars.of(particulars), finding) as doing:
        names = doing.directory
        asked = OnTheSpot(
            put_right_by=officer_of(names, put_right_by),
            result=result,
            verified_by=officer_of(names, verified_by),
            closed_by=officer_of(names, closed_by),
        )
        held = id_of(doing.work.view, INSPECTION, which)
        inspections.settle_on_spot(doing.work, held, doing.id, asked, acting=doing.acting)


@acting
@option(
    "--criticise",
    "criticised",
    multiple=True,
    zh="通报批评的人员（可多次）",
    en="a person criticised by name (repeatable)",
)
@option("--text", "conclusion", required=True, zh="检查结论", en="the conclusion")
@which_inspection
@command(
    "conclude",
    "作出结论；没有发现问题的同样登记",
    "Conclude it, with findings or none",
    result=Acted,
    within=inspection,
)
def conclude(
    session: Session,
    which: str,
    conclusion: str,
    criticised: tuple[str, ...],
    **particulars: object,
) -> None:
    """Conclude an inspection."""
    with act(session, INSPECTION, Particulars.of(particulars), which) as doing:
        asked = Conclude(
            conclusion=conclusion,
            criticised=tuple(officer_of(doing.directory, one) for one in criticised),
        )
        inspections.conclude_inspection(doing.work, doing.id, asked, acting=doing.acting)


@acting
@which_inspection
@command("reveal", "公开暗访", "Make a covert inspection known", result=Acted, within=inspection)
def reveal(session: Session, which: str, **particulars: object) -> None:
    """Reveal a covert inspection."""
    with act(session, INSPECTION, Particulars.of(particulars), which) as doing:
        inspections.reveal_inspection(doing.work, doing.id, acting=doing.acting)


@acting
@option(
    "--clear", multiple=True, kind=Choice(("plan", "item")), zh="清空此项", en="empty this field"
)
@option("--text", "conclusion", zh="检查结论", en="the conclusion")
@option("--item", zh="所属督察事项", en="the item it serves")
@option("--plan", zh="完成哪项检查计划", en="the entry of the plan it carries out")
@option("--focus", kind=choice_of(Focus), zh="检查性质", en="thematic or routine")
@option(
    "--inspector",
    "inspectors",
    multiple=True,
    zh="检查人员，写全",
    en="an inspector; name all of them",
)
@option("--theme", zh="主题", en="theme")
@which_inspection
@command(
    "correct", "更正，须写理由", "Correct an entry, with a reason", result=Acted, within=inspection
)
def correct(
    session: Session,
    which: str,
    theme: str | None,
    inspectors: tuple[str, ...],
    focus: str | None,
    plan: str | None,
    item: str | None,
    conclusion: str | None,
    clear: tuple[str, ...],
    **particulars: object,
) -> None:
    """Correct an inspection."""
    with act(session, INSPECTION, Particulars.of(particulars), which) as doing:
        view = doing.work.view
        correction = CorrectInspection(
            theme=theme,
            inspectors=tuple(officer_of(doing.directory, one) for one in inspectors) or None,
            focus=Focus(focus) if focus else None,
            plan=id_of(view, PLAN_ENTRY, plan) if plan else None,
            item=id_of(view, ITEM, item) if item else None,
            conclusion=conclusion,
            cleared=clear,
        )
        inspections.correct_inspection(doing.work, doing.id, correction, acting=doing.acting)


@acting
@which_inspection
@command("void", "作废，须写理由", "Void it, with a reason", result=Acted, within=inspection)
def void(session: Session, which: str, **particulars: object) -> None:
    """Void an inspection."""
    with act(session, INSPECTION, Particulars.of(particulars), which) as doing:
        inspections.void_inspection(doing.work, doing.id, acting=doing.acting)
