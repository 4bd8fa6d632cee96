"""The workflow table of measures (督察措施办理流程), and who may not judge an answer."""

from __future__ import annotations

from collections.abc import Iterable

from supervision.domain.finding_workflow import concerned_by
from supervision.domain.findings import Finding
from supervision.domain.measures import Measure, MeasureState
from supervision.domain.officers import Role
from supervision.domain.separation import Concerned, Deed, check_independent
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "MEASURE_WORKFLOW",
    "check_apart",
    "check_measure_step",
    "check_recipient",
    "concerned_by_measure",
]

_S = MeasureState
_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
_AT_RECIPIENT = (_S.SERVED, _S.RECEIVED)

MEASURE_WORKFLOW: Workflow[MeasureState] = Workflow(
    code="measure",
    zh="督察措施办理流程",
    en="Course of a measure",
    steps=(
        Step(name="serve", sources=(_S.ISSUED,), target=_S.SERVED, roles=_INSPECTION),
        Step(name="receive", sources=(_S.SERVED,), target=_S.RECEIVED),
        Step(name="claim", sources=_AT_RECIPIENT, target=_S.CLAIMED),
        Step(name="refuse", sources=_AT_RECIPIENT, target=_S.REFUSED, reason=True),
        Step(
            name="answer_objection",
            sources=(_S.REFUSED,),
            roles=_INSPECTION,
            independent=True,
        ),
        Step(
            name="reroute",
            sources=(*_AT_RECIPIENT, _S.REFUSED),
            target=_S.ISSUED,
            roles=_INSPECTION,
            reason=True,
        ),
        Step(name="plan", sources=(_S.CLAIMED,)),
        Step(name="reach_milestone", sources=(_S.CLAIMED, _S.ANSWERED, _S.ACCEPTED)),
        Step(name="answer", sources=(_S.CLAIMED,), target=_S.ANSWERED),
        Step(
            name="return",
            sources=(_S.ANSWERED,),
            target=_S.CLAIMED,
            roles=_INSPECTION,
            independent=True,
            reason=True,
        ),
        Step(
            name="accept",
            sources=(_S.ANSWERED,),
            target=_S.ACCEPTED,
            roles=_INSPECTION,
            independent=True,
        ),
        Step(
            name="close",
            sources=(_S.ACCEPTED,),
            target=_S.CLOSED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
        ),
        Step(
            name="void",
            sources=(_S.ISSUED, *_AT_RECIPIENT, _S.CLAIMED, _S.REFUSED),
            target=_S.VOIDED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
            reason=True,
        ),
    ),
)


def concerned_by_measure(measure: Measure) -> Concerned:
    """Return who may not judge the answer: the recipient and who answered for it."""
    officers = {one for one in (measure.officer, measure.claimed_by, measure.assignee) if one}
    departments = {measure.department} if measure.department else set()
    return Concerned(officers=frozenset(officers), departments=frozenset(departments))


def check_measure_step(step: str, measure: Measure, deed: Deed) -> None:
    """Refuse a step the table does not allow now, to this author.

    Raises:
        Refused: `workflow.step`, `separation.*`, `act.reason_missing`, `act.reason_line`.
    """
    MEASURE_WORKFLOW.check(step, measure.state, deed, concerned_by_measure(measure))


def check_apart(step: str, findings: Iterable[Finding], deed: Deed) -> None:
    """Refuse judging a measure to whoever a finding it is about concerns, whatever its state.

    Raises:
        Refused: `separation.named`, `separation.department`, `separation.handling_unit`.
    """
    for finding in findings:
        check_independent(step, deed.standing, concerned_by(finding))


def check_recipient(measure: Measure, deed: Deed) -> None:
    """Refuse what only the recipient may do (措施对象).

    Raises:
        Refused: `measure.not_recipient`.
    """
    standing = deed.standing
    of_department = measure.department in standing.departments
    if measure.officer is None and not of_department:
        raise Refused(
            "measure.not_recipient",
            officer=standing.officer,
            recipient=measure.department or measure.to_unit,
        )
    if measure.officer is not None and measure.officer != standing.officer:
        raise Refused("measure.not_recipient", officer=standing.officer, recipient=measure.officer)
