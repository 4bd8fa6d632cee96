"""What is the case, on the command line (核实、异议、原因分析): check, confirm, object, answer."""

from __future__ import annotations

from supervision.cli.acts import Particulars, act
from supervision.cli.finding_records import finding, which_finding
from supervision.cli.grammar import acting, command, flag, option
from supervision.cli.lookup import department_of, id_of, officer_of
from supervision.cli.results import Acted
from supervision.cli.session import Session
from supervision.cli.values import WHOLE
from supervision.cli.words import choice_of
from supervision.domain.findings import FINDING
from supervision.domain.objections import ObjectionOutcome
from supervision.errors import UsageError
from supervision.office import finding_links, findings, objections

__all__ = ["finding"]


@acting
@flag("--agreed", zh="出示对象签字无异议", en="they signed that it is so")
@option(
    "--shown-to",
    multiple=True,
    zh="向谁出示核实，可多次",
    en="to whom of the inspected it was shown",
)
@option("--facts", required=True, zh="核对后的事实", en="the facts as checked")
@which_finding
@command(
    "check", "与被督察对象核对事实", "Record the facts as checked", result=Acted, within=finding
)
def check(
    session: Session,
    which: str,
    facts: str,
    shown_to: tuple[str, ...],
    agreed: bool,
    **particulars: object,
) -> None:
    """Record the checked facts."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.check_facts(
            doing.work,
            doing.id,
            facts,
            shown_to=tuple(officer_of(doing.directory, one) for one in shown_to),
            agreed=agreed,
            acting=doing.acting,
        )


@acting
@which_finding
@command(
    "confirm",
    "确认问题；有异议的先答复",
    "Confirm that it is a problem; objections are answered first",
    result=Acted,
    within=finding,
)
def confirm(session: Session, which: str, **particulars: object) -> None:
    """Confirm a finding."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.confirm_finding(doing.work, doing.id, acting=doing.acting)


@acting
@option("--text", required=True, zh="异议内容和理由", en="what is objected to, and why")
@which_finding
@command("object", "被督察对象提出异议", "Object to it", result=Acted, within=finding)
def object_(session: Session, which: str, text: str, **particulars: object) -> None:
    """Object to a finding."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        objections.object_to_finding(doing.work, doing.id, text, acting=doing.acting)


@acting
@option(
    "--number",
    kind=WHOLE,
    zh="第几条异议，默认第一条待答复的",
    en="which objection; by default the first that waits",
)
@option("--text", required=True, zh="答复理由", en="the reasons")
@option(
    "--outcome",
    kind=choice_of(ObjectionOutcome),
    required=True,
    zh="异议是否成立",
    en="whether it holds",
)
@which_finding
@command("answer-objection", "答复异议", "Answer an objection", result=Acted, within=finding)
def answer_objection(
    session: Session,
    which: str,
    outcome: str,
    text: str,
    number: int | None,
    **particulars: object,
) -> None:
    """Answer an objection."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        objections.answer_objection(
            doing.work,
            doing.id,
            ObjectionOutcome(outcome),
            text,
            index=None if number is None else number - 1,
            acting=doing.acting,
        )


@acting
@option(
    "--cause",
    "causes",
    multiple=True,
    required=True,
    zh="原因代码，可写“代码|说明”；主要原因在前",
    en="code of a cause, or “code|explanation”; the chief one first",
)
@which_finding
@command("analyse", "原因分析", "State the causes", result=Acted, within=finding)
def analyse(session: Session, which: str, causes: tuple[str, ...], **particulars: object) -> None:
    """State the causes."""
    parts = [one.partition("|") for one in causes]
    stated = {code.strip(): text.strip() for code, _, text in parts}
    if len(stated) < len(parts):
        raise UsageError("cli.cause_twice")
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.analyse(doing.work, doing.id, stated, acting=doing.acting)


@acting
@option("--department", required=True, zh="转给哪个部门", en="to which department")
@which_finding
@command(
    "reroute",
    "转交其他部门，须写理由",
    "Pass it on to another department, with a reason",
    result=Acted,
    within=finding,
)
def reroute(session: Session, which: str, department: str, **particulars: object) -> None:
    """Pass a finding on."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        to = department_of(doing.directory, department, doing.work.unit)
        finding_links.reroute_finding(doing.work, doing.id, to, acting=doing.acting)


@acting
@option("--under", required=True, zh="牵头问题的编号", en="the finding that leads")
@which_finding
@command(
    "group",
    "并案：与牵头问题一并整改，须写理由",
    "Put it right together with another, with a reason",
    result=Acted,
    within=finding,
)
def group(session: Session, which: str, under: str, **particulars: object) -> None:
    """Group a finding."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        lead = id_of(doing.work.view, FINDING, under)
        finding_links.group_finding(doing.work, doing.id, lead, acting=doing.acting)


@acting
@which_finding
@command(
    "ungroup",
    "拆分：单独整改，须写理由",
    "Take it out of its group, with a reason",
    result=Acted,
    within=finding,
)
def ungroup(session: Session, which: str, **particulars: object) -> None:
    """Take a finding out of its group."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        finding_links.ungroup_finding(doing.work, doing.id, acting=doing.acting)
