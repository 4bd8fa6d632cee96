"""Steps of inspections (督察检查的步骤): check, settle on the spot, conclude, reveal, void.

A check by the office and a self-check run on two tables: nobody concludes a check of his own
department, but a self-check is concluded there, which is why it criticises nobody.
"""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from supervision.domain.activities import (
    LEADERS,
    OFFICE,
    check_not_before,
)
from supervision.domain.checklists import Checklist
from supervision.domain.fields import prose
from supervision.domain.inspections import (
    Conclude,
    Conduct,
    Conformity,
    Inspection,
    InspectionChecked,
    InspectionConcluded,
    InspectionRevealed,
    InspectionSettled,
    InspectionState,
    InspectionVoided,
    PointResult,
)
from supervision.domain.officers import Role
from supervision.domain.separation import Concerned, Deed
from supervision.domain.values import OfficerId
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "INSPECTION_WORKFLOW",
    "SELF_CHECK_WORKFLOW",
    "OnTheSpot",
    "check_step",
    "concerned_by_inspection",
    "decide_check",
    "decide_conclude",
    "decide_reveal",
    "decide_settle_on_spot",
    "decide_void_inspection",
]

_S = InspectionState
_VOID = Step(
    name="void",
    sources=(_S.BEGUN, _S.CONCLUDED),
    target=_S.VOIDED,
    roles=(Role.SUPERVISION_HEAD,),
    independent=True,
    reason=True,
)
_CORRECT = Step(name="correct", sources=(_S.BEGUN, _S.CONCLUDED), roles=OFFICE, reason=True)

INSPECTION_WORKFLOW: Workflow[InspectionState] = Workflow(
    code="inspection",
    zh="督察检查流程",
    en="Course of a check by the office",
    steps=(
        Step(name="check", sources=(_S.BEGUN,)),
        Step(name="settle_on_spot", sources=(_S.BEGUN,)),
        Step(
            name="conclude",
            sources=(_S.BEGUN,),
            target=_S.CONCLUDED,
            roles=(Role.INSPECTOR, *LEADERS),
            independent=True,
        ),
        Step(name="criticise", sources=(_S.BEGUN,), roles=LEADERS, independent=True),
        Step(name="reveal", sources=(_S.BEGUN, _S.CONCLUDED), roles=LEADERS),
        _CORRECT,
        _VOID,
    ),
)
SELF_CHECK_WORKFLOW: Workflow[InspectionState] = Workflow(
    code="self_check",
    zh="部门自查流程",
    en="Course of a self-check",
    steps=(
        Step(name="check", sources=(_S.BEGUN,)),
        Step(name="settle_on_spot", sources=(_S.BEGUN,)),
        Step(name="conclude", sources=(_S.BEGUN,), target=_S.CONCLUDED),
        _CORRECT,
        _VOID,
    ),
)


@attrs.frozen(kw_only=True)
class OnTheSpot:
    """Who put a problem right, verified and struck it off within the inspection (现场办结).

    Attributes:
        put_right_by: the officer of the department who claims it and reports it put right.
        result: what was done.
        verified_by: who verified it.
        closed_by: the head of the office, who approved striking it off.
    """

    put_right_by: OfficerId
    result: str
    verified_by: OfficerId
    closed_by: OfficerId


def _workflow(inspection: Inspection) -> Workflow[InspectionState]:
    self_check = inspection.conduct is Conduct.SELF
    return SELF_CHECK_WORKFLOW if self_check else INSPECTION_WORKFLOW


def concerned_by_inspection(
    inspection: Inspection, criticised: Iterable[OfficerId] = ()
) -> Concerned:
    """Return who may not judge: those it is about, those criticised, the departments."""
    officers = {*inspection.concerned, *inspection.criticised, *criticised}
    return Concerned(officers=frozenset(officers), departments=frozenset(inspection.departments))


def check_step(step: str, inspection: Inspection, deed: Deed) -> None:
    """Refuse a step its table does not allow now, or not to this author.

    Raises:
        Refused: `workflow.step`, `separation.*`, `act.reason_missing`.
    """
    concerned = concerned_by_inspection(inspection)
    _workflow(inspection).check(step, inspection.state, deed, concerned)


def _check_inspector(inspection: Inspection, deed: Deed) -> None:
    check_not_before(inspection.held_on, deed.act)
    if deed.standing.officer not in inspection.inspectors:
        raise Refused("inspection.not_inspector", officer=deed.standing.officer, id=inspection.id)


def decide_check(
    inspection: Inspection,
    results: tuple[PointResult, ...],
    *,
    deed: Deed,
    checklist: Checklist | None = None,
) -> tuple[InspectionChecked]:
    """Enter what was seen at points (逐项检查); an inspector of it may.

    Args:
        inspection: the inspection.
        results: what was seen; a problem names the finding just opened for it.
        deed: by whom, on which day.
        checklist: the version the inspection goes by.

    Raises:
        Refused: `workflow.step`, `inspection.not_inspector`, `activity.before`,
            `field.missing` without any result, `checklist.unknown_point`,
            `inspection.no_point`, `inspection.problem_finding`, `inspection.other_department`,
            `inspection.point_has_finding`.
    """
    check_step("check", inspection, deed)
    _check_inspector(inspection, deed)
    if not results:
        raise Refused("field.missing", field="results")
    for one in results:
        _check_result(inspection, one, checklist)
    return (InspectionChecked(act=deed.act, results=results),)


def _check_result(inspection: Inspection, result: PointResult, checklist: Checklist | None) -> None:
    problem = result.conformity is Conformity.PROBLEM
    if problem is not bool(result.finding) or result.on_spot:
        raise Refused("inspection.problem_finding", point=result.point)
    if result.point is not None and checklist is not None:
        checklist.point(result.point)
    elif result.point is not None or not problem:
        raise Refused("inspection.no_point", point=result.point)
    if result.department not in (None, *inspection.departments):
        raise Refused(
            "inspection.other_department",
            found=result.department,
            known=inspection.departments,
        )
    if problem:
        return
    for old in inspection.results:
        if old.finding and old.place == result.place:
            raise Refused("inspection.point_has_finding", point=result.point, finding=old.finding)


def decide_settle_on_spot(
    inspection: Inspection, finding: str, command: OnTheSpot, *, deed: Deed
) -> tuple[InspectionSettled]:
    """Enter that a problem was put right and struck off on the spot (现场办结).

    The finding takes its own steps, each by its own author, who is checked there; here is what
    the haste adds: whoever verifies it does not also strike it off.

    Raises:
        Refused: `workflow.step`, `inspection.not_inspector`, `activity.before`,
            `inspection.other_finding`, `inspection.settled_already`, `inspection.secret`,
            `inspection.four_eyes`.
    """
    check_step("settle_on_spot", inspection, deed)
    _check_inspector(inspection, deed)
    found = next((one for one in inspection.results if one.finding == finding), None)
    if found is None:
        raise Refused("inspection.other_finding", finding=finding, id=inspection.id)
    if found.on_spot:
        raise Refused("inspection.settled_already", finding=finding)
    if inspection.secret:
        raise Refused("inspection.secret", id=inspection.id)
    if command.verified_by == command.closed_by:
        raise Refused("inspection.four_eyes", officer=command.verified_by)
    return (InspectionSettled(act=deed.act, finding=finding),)


def decide_conclude(
    inspection: Inspection,
    command: Conclude,
    *,
    deed: Deed,
    checklist: Checklist | None = None,
) -> tuple[InspectionConcluded]:
    """Conclude it (检查结论), with or without a finding.

    Raises:
        Refused: `workflow.step`, `separation.*`, `activity.before`, `field.missing`
            (conclusion); `inspection.points_open` with the points nobody looked at;
            `inspection.not_of_department` for a self-check; `inspection.nothing_found` when
            persons are criticised and nothing was found.
    """
    check_step("conclude", inspection, deed)
    check_not_before(inspection.held_on, deed.act)
    if inspection.conduct is Conduct.SELF and not deed.standing.departments & set(
        inspection.departments
    ):
        raise Refused("inspection.not_of_department", officer=deed.standing.officer)
    seen = {one.point for one in inspection.results}
    left = tuple(
        point.code for point in (checklist.points if checklist else ()) if point.code not in seen
    )
    if left:
        raise Refused("inspection.points_open", points=left)
    criticised = tuple(dict.fromkeys(command.criticised))
    if criticised:
        _check_criticism(inspection, criticised, deed)
    conclusion = Conclude(conclusion=prose(command.conclusion, "conclusion"), criticised=criticised)
    return (InspectionConcluded(act=deed.act, conclusion=conclusion),)


def _check_criticism(inspection: Inspection, criticised: tuple[OfficerId, ...], deed: Deed) -> None:
    concerned = concerned_by_inspection(inspection, criticised)
    _workflow(inspection).check("criticise", inspection.state, deed, concerned)
    for officer in criticised:
        if officer in inspection.inspectors:
            raise Refused("separation.named", step="inspect", officer=officer)
    if not inspection.findings:
        raise Refused("inspection.nothing_found", id=inspection.id)


def decide_reveal(inspection: Inspection, *, deed: Deed) -> tuple[InspectionRevealed]:
    """Make a covert inspection known (公开暗访).

    Raises:
        Refused: `workflow.step`, `separation.role`, `activity.before`,
            `inspection.not_secret`.
    """
    check_step("reveal", inspection, deed)
    check_not_before(inspection.held_on, deed.act)
    if not inspection.secret:
        raise Refused("inspection.not_secret", id=inspection.id)
    return (InspectionRevealed(act=deed.act),)


def decide_void_inspection(
    inspection: Inspection, *, deed: Deed, findings: tuple[str, ...] = ()
) -> tuple[InspectionVoided]:
    """Void an inspection entered by mistake, with a reason (作废).

    Args:
        inspection: the inspection.
        deed: by whom, on which day, why.
        findings: ids of its findings that are not voided.

    Raises:
        Refused: `workflow.step`, `separation.*`, `act.reason_missing`;
            `inspection.has_findings`.
    """
    check_step("void", inspection, deed)
    if findings:
        raise Refused("inspection.has_findings", id=inspection.id, findings=findings)
    return (InspectionVoided(act=deed.act),)
