"""A measure at its recipient, on the command line (送达、签收、认领、异议、转交、整改方案)."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from supervision.cli.acts import Particulars, act
from supervision.cli.grammar import acting, command, option
from supervision.cli.lookup import department_of, officer_of
from supervision.cli.measure_records import measure, which_measure
from supervision.cli.milestones import milestone_of, milestone_options, reaching
from supervision.cli.results import Acted
from supervision.cli.session import Session
from supervision.cli.values import DAY, INPUT
from supervision.cli.words import choice_of
from supervision.domain.findings import Rectification
from supervision.domain.measures import MEASURE, Service
from supervision.domain.objections import ObjectionOutcome
from supervision.office import measures, objections

__all__ = ["measure"]


@acting
@option("--note", default="", zh="送达说明；留置送达必须写明", en="a note; needed when it was left")
@option("--receipt", kind=INPUT, zh="送达回证，密封保存", en="the signed receipt, kept sealed")
@option("--to", zh="交给谁", en="to whom it was handed")
@option(
    "--service",
    kind=choice_of(Service),
    default="network",
    zh="送达方式",
    en="how it was served",
)
@which_measure
@command(
    "serve",
    "送达；期限由此起算",
    "Serve it; its limit runs from here",
    result=Acted,
    within=measure,
)
def serve(
    session: Session,
    which: str,
    service: str,
    to: str | None,
    receipt: Path | None,
    note: str,
    **particulars: object,
) -> None:
    """Serve a measure."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        measures.serve(
            doing.work,
            doing.id,
            Service(service),
            to=officer_of(doing.directory, to) if to else None,
            receipt=doing.work.seal(receipt.read_bytes()) if receipt is not None else None,
            note=note,
            acting=doing.acting,
        )


@acting
@which_measure
@command("receive", "签收", "Sign for it", result=Acted, within=measure)
def receive(session: Session, which: str, **particulars: object) -> None:
    """Sign for a measure."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        measures.receive(doing.work, doing.id, acting=doing.acting)


@acting
@option(
    "--mode",
    kind=choice_of(Rectification),
    default="by_date",
    zh="整改方式",
    en="way of putting right",
)
@option(
    "--due", kind=DAY, zh="整改期限，默认反馈期限", en="by when; by default the day of the answer"
)
@option("--plan", required=True, zh="整改措施", en="what will be done")
@which_measure
@command(
    "claim", "认领，连同其中的问题", "Claim it, with its findings", result=Acted, within=measure
)
def claim(
    session: Session,
    which: str,
    plan: str,
    due: dt.date | None,
    mode: str,
    **particulars: object,
) -> None:
    """Claim a measure."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        measures.claim_measure(
            doing.work,
            doing.id,
            plan,
            due_on=due,
            mode=Rectification(mode),
            acting=doing.acting,
        )


@acting
@which_measure
@command("refuse", "提出异议，须写理由", "Refuse it, with a reason", result=Acted, within=measure)
def refuse(session: Session, which: str, **particulars: object) -> None:
    """Refuse a measure."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        measures.refuse_measure(doing.work, doing.id, acting=doing.acting)


@acting
@option("--text", required=True, zh="答复理由", en="the reasons")
@option(
    "--outcome",
    kind=choice_of(ObjectionOutcome),
    required=True,
    zh="异议是否成立",
    en="whether it holds",
)
@which_measure
@command("answer-objection", "答复异议", "Answer the refusal", result=Acted, within=measure)
def answer_objection(
    session: Session, which: str, outcome: str, text: str, **particulars: object
) -> None:
    """Answer a refusal."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        objections.answer_refusal(
            doing.work, doing.id, ObjectionOutcome(outcome), text, acting=doing.acting
        )


@acting
@option("--department", required=True, zh="转给哪个部门", en="to which department")
@which_measure
@command(
    "reroute",
    "转交其他部门，须写理由；另行送达",
    "Pass it on, with a reason; it is served anew",
    result=Acted,
    within=measure,
)
def reroute(session: Session, which: str, department: str, **particulars: object) -> None:
    """Pass a measure on."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        to = department_of(doing.directory, department, doing.work.unit)
        measures.reroute_measure(doing.work, doing.id, to, acting=doing.acting)


@acting
@milestone_options
@which_measure
@command(
    "plan",
    "制定或修订整改方案；已完成的节点保留",
    "Plan what will be done, or revise the plan; what was reached stays",
    result=Acted,
    within=measure,
)
def plan(session: Session, which: str, milestones: tuple[str, ...], **particulars: object) -> None:
    """Plan what will be done."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        wanted = tuple(milestone_of(one, doing.directory) for one in milestones)
        measures.plan_measure(doing.work, doing.id, wanted, acting=doing.acting)


@acting
@reaching
@which_measure
@command(
    "milestone",
    "登记完成整改节点",
    "Enter that a milestone was reached",
    result=Acted,
    within=measure,
)
def milestone(session: Session, which: str, number: int, note: str, **particulars: object) -> None:
    """Reach a milestone."""
    with act(session, MEASURE, Particulars.of(particulars), which) as doing:
        measures.reach_measure_milestone(
            doing.work, doing.id, number - 1, note, acting=doing.acting
        )
