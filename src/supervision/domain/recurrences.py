"""Facts that return after their finding was struck off (问题反弹): reopen it, or open another.

Closed stays closed, as in a register of notices and scores: by default a return is a new
finding that points at the old one. An office may declare that within a few days of the closing
the old one is taken up again instead. Either is done by whoever confirms the return; a sweep
changes no finding. Of several findings that could take a detection the one at work is
preferred, so that one problem is not asked about twice.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import attrs

from supervision.domain.detections import Detection
from supervision.domain.finding_changes import FindingReopened, FindingSupported
from supervision.domain.finding_workflow import AT_WORK, concerned_by
from supervision.domain.findings import Finding, FindingState
from supervision.domain.separation import Deed, check_independent
from supervision.errors import Refused

__all__ = [
    "SUPPORTED",
    "Returns",
    "closed_of",
    "decide_reopen",
    "decide_support",
    "decide_withdraw",
    "open_candidate",
    "reopens",
]

SUPPORTED = (*AT_WORK, FindingState.GROUPED, FindingState.WAIVED)
"""States in which detections may be added to a finding or taken from it."""


@attrs.frozen(kw_only=True)
class Returns:
    """What becomes of a fact that returns after its finding was struck off (反弹处理).

    Attributes:
        reopen_days: days after the closing within which the finding is taken up again (重新办理),
            in calendar days; `None`: always a new finding linked to the old one.

    Example:
        >>> Returns().reopen_days is None
        True
    """

    reopen_days: int | None = None


def closed_of(finding: Finding | None, original: Finding | None = None) -> str | None:
    """Return the finding that was struck off, if the one supported was (已销号的问题).

    Args:
        finding: the finding a detection supports.
        original: what it duplicates: there the problem was put right.
    """
    for one in (finding, original):
        if one is not None and one.state is FindingState.CLOSED:
            return one.id
    return None


def reopens(finding: Finding, returns: Returns, on: dt.date) -> bool:
    """Say whether a return confirmed on a day takes the finding up again."""
    return (
        returns.reopen_days is not None
        and finding.state is FindingState.CLOSED
        and finding.closed_on is not None
        and (on - finding.closed_on).days <= returns.reopen_days
    )


def open_candidate(detection: Detection, candidates: Iterable[Finding]) -> Finding | None:
    """Return the finding at work that a return belongs to (优先并入在办问题), the oldest first.

    Args:
        detection: the detection that returned.
        candidates: the finding it supported before, and what recurs from that.
    """
    fitting = (
        one
        for one in candidates
        if one.state in (*AT_WORK, FindingState.GROUPED)
        and one.department == detection.sight.department
    )
    return min(fitting, key=lambda one: (one.found_on, one.id), default=None)


def decide_support(
    finding: Finding, detections: Iterable[str], *, deed: Deed
) -> tuple[FindingSupported, ...]:
    """Let further detections support a finding (并入监控发现); those it has change nothing.

    Raises:
        Refused: `triage.finding_ended`.
    """
    _check_supported(finding)
    added = [one for one in dict.fromkeys(detections) if one not in finding.detections]
    if not added:
        return ()
    return (FindingSupported(act=deed.act, detections=(*finding.detections, *added)),)


def decide_withdraw(
    finding: Finding, detections: Iterable[str], *, deed: Deed
) -> tuple[FindingSupported, ...]:
    """Take detections back from the finding they support (撤回监控发现).

    Raises:
        Refused: `triage.finding_ended`.
    """
    _check_supported(finding)
    gone = set(detections)
    left = tuple(one for one in finding.detections if one not in gone)
    return (FindingSupported(act=deed.act, detections=left),) if left != finding.detections else ()


def decide_reopen(
    finding: Finding, detection: str, *, returns: Returns, deed: Deed
) -> tuple[FindingReopened]:
    """Take a finding up again whose fact returned (重新办理).

    Raises:
        Refused: `finding.reopen_late` when it was not struck off, or too long ago;
            `separation.*` for whoever it concerns.
    """
    if not reopens(finding, returns, deed.act.on):
        raise Refused("finding.reopen_late", id=finding.id, days=returns.reopen_days or 0)
    check_independent("reopen", deed.standing, concerned_by(finding))
    return (FindingReopened(act=deed.act, detection=detection),)


def _check_supported(finding: Finding) -> None:
    if finding.state not in SUPPORTED:
        raise Refused("triage.finding_ended", id=finding.id, state=finding.state.value)
