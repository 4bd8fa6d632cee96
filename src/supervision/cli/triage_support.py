"""`supervision triage attach | retract` (并入、撤回): which detections support which finding."""

from __future__ import annotations

from supervision.cli.grammar import acting, argument, command, flag, option
from supervision.cli.lookup import id_of
from supervision.cli.session import Session
from supervision.cli.texts import Text
from supervision.cli.triage import Judged, judged, targets, triage
from supervision.domain.findings import FINDING
from supervision.domain.triages import Verdict
from supervision.office import triages
from supervision.office.acting import Acting
from supervision.office.triages import Triaged
from supervision.office.work import Work

__all__ = ["triage"]

_SELECTION = ("rule", "department", "stage", "severity")


@acting
@option("--to", "finding", required=True, zh="并入哪个问题的编号", en="the finding they support")
@targets
@command(
    "attach",
    "确认并并入一个在办问题，须写理由",
    "Confirm as further support of a finding at work, with a reason",
    result=Judged,
    within=triage,
)
def attach(
    session: Session, which: tuple[str, ...], everything: bool, finding: str, **options: object
) -> int:
    """Attach detections."""

    def judge(work: Work, ids: tuple[str, ...], how: Acting) -> Triaged:
        return triages.attach(work, ids, id_of(work.view, FINDING, finding), acting=how)

    return judged(session, which, everything, options, judge, Verdict.ATTACH)


@acting
@flag(
    "--each",
    zh="逐条办理：不能办的退回并说明原因，其余照办",
    en="each by itself: what may not is told with its reason",
)
@argument(
    "which",
    "监控发现的编号，可只写末尾 6 位",
    "ids of detections; the last 6 letters do",
    label=Text("编号", "DETECTION"),
    nargs=-1,
    required=True,
)
@command(
    "retract",
    "从所支持的问题撤回，须写理由",
    "Take back from the finding supported, with a reason",
    result=Judged,
    within=triage,
)
def retract(session: Session, which: tuple[str, ...], **options: object) -> int:
    """Retract detections."""
    options |= dict.fromkeys(_SELECTION)

    def judge(work: Work, ids: tuple[str, ...], how: Acting) -> Triaged:
        return triages.retract(work, ids, acting=how)

    return judged(session, which, False, options, judge, Verdict.RETRACT)
