"""When the anchor of a rule changes (指纹更替): detections go on under new ids.

A detection's id is made of its rule's anchor. Another anchor makes other ids, and without care
every fact would be gone and new at once, with all that people decided of it lost. So the
detections are brought over: each gets a record under its new id, the old one points at it, and
findings name the new one. Nothing is erased.
"""

from __future__ import annotations

from collections.abc import Sequence

import attrs

from supervision.domain.detections import (
    Decision,
    Detection,
    DetectionRehashed,
    DetectionReplaced,
)
from supervision.domain.finding_changes import FindingSupported
from supervision.domain.findings import Finding
from supervision.domain.officers import Role
from supervision.domain.separation import Deed, check_role

__all__ = ["check_rehash", "decide_rehash", "decide_rename_support", "decide_replace", "heir"]

_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
_WEIGHT = {
    Decision.CONFIRMED: 0,
    Decision.BY_RULE: 0,
    Decision.DISMISSED: 1,
    Decision.WAITING: 2,
}


def check_rehash(deed: Deed) -> None:
    """Refuse it to anybody but the office of supervision, and without a reason.

    Raises:
        Refused: `separation.role`, `act.reason_missing`.
    """
    check_role("rehash", deed.standing, _INSPECTION)
    deed.explained()


def heir(detections: Sequence[Detection]) -> Detection:
    """Return the one whose decision goes on when several become one (合并时以谁为准).

    What people decided outweighs what waits, a finding outweighs none, what is seen outweighs
    what has gone; then the lowest id, so that any order gives the same one.
    """
    return min(
        detections,
        key=lambda one: (_WEIGHT[one.decision], one.finding is None, not one.seen, one.id),
    )


def decide_rehash(
    detections: Sequence[Detection], id: str, fingerprint: str, *, deed: Deed
) -> tuple[DetectionRehashed]:
    """Let a detection go on under an id of the rule's present fingerprint (更替编号).

    Args:
        detections: what becomes one.
        id: its new id; that of one of them when the id stays.
        fingerprint: the rule's present fingerprint.
        deed: by whom, on which day, why.
    """
    kept = heir(detections)
    known = tuple(run for one in detections if one.seen for run in (one.first_run,))
    record = attrs.evolve(
        kept,
        id=id,
        fingerprint=fingerprint,
        first_seen=min(one.first_seen for one in detections),
        gone_run=None if known else kept.gone_run,
        replaced_by=None,
    )
    of = tuple(sorted(one.id for one in detections))
    return (DetectionRehashed(act=deed.act, of=of, record=record),)


def decide_replace(detection: Detection, by: str, *, deed: Deed) -> tuple[DetectionReplaced, ...]:
    """Point an old detection at the one that stands for it now (编号更替)."""
    return () if detection.id == by else (DetectionReplaced(act=deed.act, by=by),)


def decide_rename_support(
    finding: Finding, old: Sequence[str], new: str, *, deed: Deed
) -> tuple[FindingSupported, ...]:
    """Let a finding name the new detection in place of the old ones; also an ended finding."""
    renamed = tuple(dict.fromkeys(new if one in old else one for one in finding.detections))
    if renamed == finding.detections:
        return ()
    return (FindingSupported(act=deed.act, detections=renamed),)
