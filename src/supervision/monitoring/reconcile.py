"""Reconciliation (比对): what a run saw against what is known, as a plan of changes. Pure.

Names become ids, sightings become detections' ids, and each id is new, moved, returned or
unchanged. What is known, in scope and no longer seen is gone, but only for a complete run,
and only for cases the run did judge: a case that was not delivered is unknown, not healed.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Protocol

import attrs

from supervision.domain.detections import (
    Decision,
    Detection,
    DetectionChange,
    DetectionMoved,
    DetectionReturned,
    DetectionSeen,
    Sight,
    Subject,
    detection_id,
    event_token,
    fingerprint_of,
    lies_within,
    party_token,
    sight_digest,
)
from supervision.domain.rules import RuleHead, RuleRef, Stage
from supervision.domain.sightings import Facts, SeenEvent, Sighting
from supervision.domain.sweep_runs import DepartmentTally, RuleTally, Scope, SweepRun
from supervision.domain.values import DepartmentId, OfficerId, UnitId

__all__ = [
    "BATCH",
    "Counter",
    "Known",
    "Names",
    "Placed",
    "UnitPlan",
    "batches",
    "known_of",
    "place",
    "plan_unit",
    "unique",
    "vanished",
]

BATCH = 1_000
"""Detections reconciled in one unit of work: locks stay short, and a crash loses little."""

_MILD = {Stage.WARNING: 0, Stage.LATE_DONE: 1, Stage.LATE: 1, Stage.STALE: 1}
_GRAVITY = {stage: _MILD.get(stage, 2) for stage in Stage}


class Names(Protocol):
    """Turns names of an export into ids (名称对照); `None` for what nobody knows."""

    def unit(self, name: str | None) -> UnitId | None:
        """Return the unit; without a name, the unit the export is about."""
        ...

    def department(self, name: str, unit: UnitId) -> DepartmentId | None:
        """Return the unit's department."""
        ...

    def officer(self, name: str, unit: UnitId) -> OfficerId | None:
        """Return the unit's officer; `None` also when two bear the name."""
        ...


@attrs.frozen(kw_only=True)
class Placed:
    """A sighting with ids in place of names (已定位的所见).

    Attributes:
        id: the detection's id.
        unit: the unit whose chain proves it.
        head: the rule that saw it.
        subject, sight: as in `Detection`.
        department_unknown, handler_unknown: whether the export names somebody nobody knows.
    """

    id: str
    unit: UnitId
    head: RuleHead
    subject: Subject
    sight: Sight
    department_unknown: bool = False
    handler_unknown: bool = False

    @property
    def rule(self) -> RuleRef:
        """The rule's code and version."""
        return RuleRef(code=self.head.code, version=self.head.version)

    def seen(self, run: SweepRun) -> DetectionSeen:
        """Return the sighting as the first change of a detection."""
        return DetectionSeen(
            id=self.id,
            unit=self.unit,
            run=run.id,
            on=run.day,
            subject=self.subject,
            certainty=self.head.certainty,
            severity=self.head.severity,
            problem_code=self.head.problem_code,
            priority=self.head.priority,
            fingerprint=fingerprint_of(self.head),
            sight=self.sight,
        )


def place(
    sighting: Sighting, head: RuleHead, names: Names, alarm: SeenEvent | None = None
) -> Placed | None:
    """Turn names into ids; `None` when nobody knows the unit.

    Args:
        sighting: what the rule saw.
        head: the rule.
        names: the directory.
        alarm: the alarm case management raised in the same matter.
    """
    unit = names.unit(sighting.unit)
    if unit is None:
        return None
    department = names.department(sighting.department, unit) if sighting.department else None
    handler = names.officer(sighting.handler, unit) if sighting.handler else None
    subject = Subject(
        rule=sighting.rule.code,
        case=sighting.case,
        line=sighting.line,
        accepted_on=sighting.accepted_on,
        party=None if sighting.party is None else party_token(sighting.case, sighting.party),
        began_on=sighting.began_on,
    )
    return Placed(
        id=detection_id(unit, sighting),
        unit=unit,
        head=head,
        subject=subject,
        sight=Sight(
            rule_version=sighting.rule.version,
            department=department,
            handler=handler,
            stage=sighting.stage,
            level=sighting.level,
            breached_on=sighting.breached_on,
            facts=_without_names(sighting),
            alarm=None if alarm is None else _tokened(sighting.case, alarm),
        ),
        department_unknown=bool(sighting.department) and department is None,
        handler_unknown=bool(sighting.handler) and handler is None,
    )


def _without_names(sighting: Sighting) -> Facts:
    events = tuple(_tokened(sighting.case, event) for event in sighting.facts.events)
    document = sighting.facts.document
    token = None if document is None else event_token(sighting.case, document)
    return attrs.evolve(sighting.facts, events=events, document=token)


def _tokened(case: str, event: SeenEvent) -> SeenEvent:
    return attrs.evolve(event, id=event_token(case, event.id))


def unique(placed: Iterable[Placed]) -> dict[str, Placed]:
    """Return one sighting for each id, by id: of several, the gravest."""
    best: dict[str, Placed] = {}
    for one in placed:
        other = best.get(one.id)
        if other is None or _weight(one) > _weight(other):
            best[one.id] = one
    return dict(sorted(best.items()))


def _weight(placed: Placed) -> tuple[int, int, str]:
    """Order sightings of one id so that any input order gives the same one."""
    sight = placed.sight
    return (_GRAVITY[sight.stage], sight.level, repr((placed.subject, sight)))


@attrs.frozen
class Known:
    """What a plan asks of a stored detection (已知发现), told by columns: no body is decoded.

    Attributes:
        case: its case number.
        sight: digest of what it last saw.
        seen: whether it is still seen.
        decision: what was decided.
        recurs: whether it returned after its finding was struck off.
    """

    case: str
    sight: str
    seen: bool
    decision: Decision
    recurs: bool = False


def known_of(detection: Detection) -> Known:
    """Return what a plan asks of a detection."""
    return Known(
        case=detection.subject.case,
        sight=sight_digest(detection.sight),
        seen=detection.seen,
        decision=detection.decision,
        recurs=detection.recurs_from is not None,
    )


@attrs.frozen(kw_only=True)
class UnitPlan:
    """What a run has to write for one unit (比对方案).

    Attributes:
        differing: sightings that change something, by id.
        unchanged: sightings that do not.
        missing: ids of detections no longer seen in cases the run judged, if it may let any
            go; which of them lie in its scope, `vanished` says.
    """

    differing: tuple[Placed, ...]
    unchanged: tuple[Placed, ...]
    missing: tuple[str, ...]


def plan_unit(
    known: Mapping[str, Known],
    placed: Mapping[str, Placed],
    *,
    lets_go: bool,
    judged: Collection[str],
    opens: Callable[[Known, Placed], bool] = lambda _, __: False,
) -> UnitPlan:
    """Compare what is known of a unit with what a run saw.

    Args:
        known: the unit's detections of the rules in scope, by id.
        placed: what the run saw, by id.
        lets_go: whether the run is complete and declares a scope.
        judged: numbers of the unit's cases the run judged.
        opens: whether a detection that is seen as before should become a finding by its rule
            alone.
    """
    differing: list[Placed] = []
    unchanged: list[Placed] = []
    for id, one in sorted(placed.items()):
        stored = known.get(id)
        calm = (
            stored is not None
            and stored.seen
            and stored.sight == sight_digest(one.sight)
            and not opens(stored, one)
        )
        (unchanged if calm else differing).append(one)
    missing = [
        id
        for id, stored in sorted(known.items())
        if lets_go and stored.seen and id not in placed and stored.case in judged
    ]
    return UnitPlan(differing=tuple(differing), unchanged=tuple(unchanged), missing=tuple(missing))


def vanished(missing: Iterable[Detection], scope: Scope | None) -> tuple[Detection, ...]:
    """Return those a complete run with this scope would have seen, were they still there."""
    if scope is None:
        return ()
    return tuple(one for one in missing if one.seen and lies_within(one, scope))


def batches(placed: tuple[Placed, ...], size: int = BATCH) -> Iterator[tuple[Placed, ...]]:
    """Cut into batches that stay sorted by id."""
    for start in range(0, len(placed), size):
        yield placed[start : start + size]


_COUNTED = {DetectionSeen: "created", DetectionMoved: "moved", DetectionReturned: "returned"}


class Counter:
    """Counts what became of sightings, by rule and by department (计数)."""

    def __init__(self, rules: Iterable[RuleRef]) -> None:
        self._rules: dict[RuleRef, dict[str, int]] = {rule: {} for rule in rules}
        self._departments: dict[DepartmentId | None, dict[str, int]] = {}

    def seen(self, one: Placed, changes: Iterable[DetectionChange]) -> None:
        """Count one sighting and what `decide_seen` made of it."""
        self._add(one.rule, one.sight.department, "seen")
        for change in changes:
            self._add(one.rule, one.sight.department, _COUNTED[type(change)])

    def gone(self, detection: Detection, changes: Iterable[DetectionChange]) -> None:
        """Count a detection that `decide_gone` let go, under the version that last saw it."""
        rule = RuleRef(code=detection.subject.rule, version=detection.sight.rule_version)
        for _ in changes:
            self._add(rule, detection.sight.department, "gone")

    def _add(self, rule: RuleRef, department: DepartmentId | None, name: str) -> None:
        for counts in (
            self._rules.setdefault(rule, {}),
            self._departments.setdefault(department, {}),
        ):
            counts[name] = counts.get(name, 0) + 1

    def tallies(self) -> tuple[RuleTally, ...]:
        """Return the counts by code and version."""
        return tuple(RuleTally(rule=rule, **counts) for rule, counts in sorted(self._rules.items()))

    def departments(self) -> tuple[DepartmentTally, ...]:
        """Return the counts by department, the unknown first."""
        return tuple(
            DepartmentTally(department=department, **self._departments[department])
            for department in sorted(self._departments, key=lambda one: one or "")
        )
