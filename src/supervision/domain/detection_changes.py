"""Changes of detections (监控发现的变更): by runs, and by people."""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.acts import Act
from supervision.domain.detection_values import Sight, Subject
from supervision.domain.findings import Certainty, Severity

__all__ = [
    "DetectionConfirmed",
    "DetectionDismissed",
    "DetectionGone",
    "DetectionMoved",
    "DetectionOpened",
    "DetectionReplaced",
    "DetectionRetracted",
    "DetectionReturned",
    "DetectionSeen",
]


@attrs.frozen(kw_only=True)
class DetectionSeen:
    """A rule saw it for the first time (首次发现). `fingerprint` is how its id was made."""

    id: str
    unit: str
    run: str
    on: dt.date
    subject: Subject
    certainty: Certainty
    severity: Severity
    problem_code: str
    priority: int = 5
    fingerprint: str
    sight: Sight


@attrs.frozen(kw_only=True)
class DetectionMoved:
    """It is seen differently now: another stage, other facts, other people (发现变化)."""

    run: str
    sight: Sight


@attrs.frozen(kw_only=True)
class DetectionGone:
    """It is no longer seen (发现消失).

    Attributes:
        run: the complete run whose scope it lay in.
        proposes_closing: whether its finding was open then.
    """

    run: str
    proposes_closing: bool = False


@attrs.frozen(kw_only=True)
class DetectionReturned:
    """It had gone and is seen again (发现再现).

    Attributes:
        run: the run.
        sight: what it sees now.
        recurs_from: the finding it supported, when that was closed in between: the fact waits
            for triage again (问题反弹). `None`: what was decided stays.
    """

    run: str
    sight: Sight
    recurs_from: str | None = None


@attrs.frozen(kw_only=True)
class DetectionConfirmed:
    """A person confirmed it (确认). Without a finding if it began before the go-live date."""

    act: Act
    triage: str
    finding: str | None = None


@attrs.frozen(kw_only=True)
class DetectionDismissed:
    """A person dismissed it (排除)."""

    act: Act
    triage: str


@attrs.frozen(kw_only=True)
class DetectionOpened:
    """Its rule opened a finding itself (规则直接立问题)."""

    run: str
    finding: str


@attrs.frozen(kw_only=True)
class DetectionRetracted:
    """It no longer supports its finding (撤回): a person took it back, with a reason."""

    act: Act
    triage: str


@attrs.frozen(kw_only=True)
class DetectionReplaced:
    """Another detection stands for it now (编号更替): the anchor of its rule has changed."""

    act: Act
    by: str
