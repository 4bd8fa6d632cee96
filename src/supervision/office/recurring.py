"""Where a confirmed detection goes (问题落点): the finding at work, the old one, or a new one.

Nothing here commits.
"""

from __future__ import annotations

import attrs

from supervision.domain.detections import Detection
from supervision.domain.findings import FINDING, Finding, FindingState, OpenFinding
from supervision.domain.recurrences import (
    Returns,
    decide_reopen,
    decide_support,
    open_candidate,
    reopens,
)
from supervision.domain.separation import Deed
from supervision.office.acting import Acting
from supervision.office.findings import open_finding
from supervision.office.work import Work
from supervision.ports.query import Eq

__all__ = ["finding_placed"]


def finding_placed(
    work: Work,
    detection: Detection,
    command: OpenFinding,
    returns: Returns,
    deed: Deed,
    acting: Acting = Acting(),
) -> str:
    """Return the finding a detection supports from now on (确定问题).

    What returned after its finding was struck off joins the finding at work that stands for
    it, if there is one; else takes the old one up again within the days the office declares;
    else opens a finding linked to the old one. Everything else opens a finding.

    Args:
        work: the unit of work.
        detection: the detection.
        command: the finding it would open.
        returns: what the office declares of returns.
        deed: by whom, on which day.
        acting: how the act is entered.

    Raises:
        Refused: `separation.*`, as for opening and reopening a finding.
    """
    before = work.peek(FINDING, detection.recurs_from) if detection.recurs_from else None
    if before is None:
        return open_finding(work, command, acting=acting)
    later = work.select(FINDING, Eq("recurs_from", before.id))
    candidate = open_candidate(detection, (before, *later))
    if candidate is not None:
        return _supported(work, candidate, detection, deed)
    if reopens(before, returns, deed.act.on):
        changes = decide_reopen(before, detection.id, returns=returns, deed=deed)
        reopened = work.stage(FINDING, before.id, changes, deed.reason)
        return _supported(work, reopened, detection, deed)
    closed = before.state is FindingState.CLOSED
    linked = attrs.evolve(command, recurs_from=before.id if closed else None)
    return open_finding(work, linked, acting=acting)


def _supported(work: Work, finding: Finding, detection: Detection, deed: Deed) -> str:
    changes = decide_support(finding, (detection.id,), deed=deed)
    work.stage(FINDING, finding.id, changes, deed.reason)
    return finding.id
