"""Plans of rectification on the command line (整改方案、延期): plan, milestone, extend."""

from __future__ import annotations

import datetime as dt

from supervision.cli.acts import Particulars, act
from supervision.cli.finding_facts import finding
from supervision.cli.finding_records import which_finding
from supervision.cli.grammar import acting, command, option
from supervision.cli.milestones import milestone_of, milestone_options, reaching
from supervision.cli.results import Acted
from supervision.cli.session import Session
from supervision.cli.values import DAY
from supervision.domain.findings import FINDING
from supervision.office import findings

__all__ = ["finding"]


@acting
@milestone_options
@which_finding
@command(
    "plan",
    "制定或修订整改方案；已完成的节点保留",
    "Plan the rectification, or revise the plan; what was reached stays",
    result=Acted,
    within=finding,
)
def plan(session: Session, which: str, milestones: tuple[str, ...], **particulars: object) -> None:
    """Plan a rectification."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        wanted = tuple(milestone_of(one, doing.directory) for one in milestones)
        findings.plan_rectification(doing.work, doing.id, wanted, acting=doing.acting)


@acting
@reaching
@which_finding
@command(
    "milestone",
    "登记完成整改节点",
    "Enter that a milestone was reached",
    result=Acted,
    within=finding,
)
def milestone(session: Session, which: str, number: int, note: str, **particulars: object) -> None:
    """Reach a milestone."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.reach_milestone(doing.work, doing.id, number - 1, note, acting=doing.acting)


@acting
@option("--due", kind=DAY, required=True, zh="延长到哪一天", en="until which day")
@which_finding
@command(
    "extend",
    "延长整改期限，须写理由",
    "Move the promised day, with a reason",
    result=Acted,
    within=finding,
)
def extend(session: Session, which: str, due: dt.date, **particulars: object) -> None:
    """Extend a rectification."""
    with act(session, FINDING, Particulars.of(particulars), which) as doing:
        findings.extend_finding(doing.work, doing.id, due, acting=doing.acting)
