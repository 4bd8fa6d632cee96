"""Workflow tables of items (事项流程表) as data, one for each way an item is carried out.

`item` follows the seed office's projects (项目化督办): a department is charged, reports, and the
office verifies. `item_decision` (决策部署督察) sends its result straight to the chief procurator.
In the other three the office itself inspects: `item_inspection` (专项执法督察), `item_conduct`
(检风检纪督察: lead, check, inquiry, defence heard, collective review, or transfer to the competent
body) and `item_audit` (内部审计: notice, audit, draft heard, report). They follow the stages of the
检务督察工作条例; names and order are the reference office's and replaceable, see `[overrides]`.

Beside every table stand the same acts: 中止, 撤项, 并案, 转办, progress, requirements, correction.
"""

from __future__ import annotations

from collections.abc import Mapping

from supervision.domain.item_commands import ItemState
from supervision.domain.officers import Role
from supervision.domain.workflows import Step, Workflow

__all__ = ["DEFAULT_WORKFLOW", "WORKFLOWS"]

_HEAD = (Role.SUPERVISION_HEAD,)
_OFFICE = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
_CHIEF = (Role.CHIEF,)
_LEADERS = (Role.CHIEF, Role.DEPUTY)
_ORDERING = (*_LEADERS, Role.SUPERVISION_HEAD)
_S = ItemState
_States = tuple[ItemState, ...]
_Table = tuple[Step[ItemState], ...]


def _step(
    name: str,
    sources: _States,
    target: ItemState | None,
    roles: tuple[Role, ...] = (),
    *,
    independent: bool = False,
    reason: bool = False,
) -> Step[ItemState]:
    return Step(
        name=name,
        sources=sources,
        target=target,
        roles=roles,
        independent=independent,
        reason=reason,
    )


def _opening(back: ItemState = _S.RETURNED, drafts: _States = (_S.DRAFT, _S.RETURNED)) -> _Table:
    """Return the steps until it is opened: submitted, then opened, refused or sent back."""
    return (
        _step("submit", drafts, _S.IN_REVIEW, _OFFICE),
        _step("open", (_S.IN_REVIEW,), _S.OPENED, _LEADERS, independent=True),
        _step("refuse", (_S.IN_REVIEW,), _S.REFUSED, _LEADERS, reason=True),
        _step("return", (_S.IN_REVIEW,), back, _LEADERS, reason=True),
    )


def _closing(
    ready: _States = (_S.REPORTED,),
    again: ItemState = _S.IN_PROGRESS,
    by: tuple[Role, ...] = _LEADERS,
) -> _Table:
    """Return the steps to its end: proposed by the office, approved or sent back."""
    return (
        _step("propose_closing", ready, _S.CLOSING, _OFFICE, independent=True),
        _step("continue", (_S.CLOSING,), again, by, reason=True),
        _step("close", (_S.CLOSING,), _S.CLOSED, by, independent=True),
        _step("archive", (_S.CLOSED,), _S.ARCHIVED, _OFFICE),
    )


def _beside(
    drafts: _States,
    running: _States,
    transferable: _States,
    working: _States,
    transferred: ItemState | None = None,
) -> _Table:
    """Return what may happen beside the course.

    Args:
        drafts: states before it is opened, review left out.
        running: states from its opening to the proposal to close it.
        transferable: those it may be passed on in.
        working: those in which requirements are answered.
        transferred: state after it was passed on; `None` keeps the state.
    """
    known = (*running, _S.CLOSING, _S.CLOSED, _S.ARCHIVED)
    return (
        _step("suspend", running, _S.SUSPENDED, _LEADERS, reason=True),
        _step("resume", (_S.SUSPENDED,), None, _LEADERS, reason=True),
        _step("withdraw", (*drafts, *running), _S.WITHDRAWN, _LEADERS, reason=True),
        _step("merge", running, _S.MERGED, _HEAD, reason=True),
        _step("transfer", transferable, transferred, _HEAD, reason=True),
        _step("progress", running, None),
        _step("measure_effect", known, None, _OFFICE, independent=True),
        _step("add_requirement", (*drafts, *running), None, _ORDERING),
        _step("report_requirement", working, None),
        _step("return_requirement", working, None, _OFFICE, independent=True, reason=True),
        _step("settle", working, None, _OFFICE, independent=True),
        _step("drop_requirement", running, None, _ORDERING, independent=True, reason=True),
        _step("correct", (*drafts, *running), None, _OFFICE, reason=True),
        _step(
            "void",
            (*drafts, _S.IN_REVIEW, *running),
            _S.VOIDED,
            _HEAD,
            independent=True,
            reason=True,
        ),
    )


_DRAFTS = (_S.DRAFT, _S.RETURNED)
_CHARGED = (_S.OPENED, _S.ASSIGNED, _S.SIGNED, _S.IN_PROGRESS, _S.REPORTED)

DEFAULT_WORKFLOW: Workflow[ItemState] = Workflow(
    code="item",
    zh="督察事项办理流程",
    en="Course of a supervised item",
    steps=(
        *_opening(),
        _step("assign", (_S.OPENED,), _S.ASSIGNED, _OFFICE),
        _step("sign", (_S.ASSIGNED,), _S.SIGNED),
        _step("start", (_S.SIGNED,), _S.IN_PROGRESS),
        _step("report", (_S.IN_PROGRESS,), _S.REPORTED),
        _step("reject", (_S.REPORTED,), _S.IN_PROGRESS, _OFFICE, independent=True, reason=True),
        *_closing(),
        *_beside(
            _DRAFTS,
            _CHARGED,
            (_S.ASSIGNED, _S.SIGNED, _S.IN_PROGRESS),
            (_S.IN_PROGRESS, _S.REPORTED),
            transferred=_S.ASSIGNED,
        ),
    ),
)

_DECIDED = (_S.OPENED, _S.ASSIGNED, _S.IN_PROGRESS, _S.REPORTED)
_DECISION: Workflow[ItemState] = Workflow(
    code="item_decision",
    zh="决策部署督察流程",
    en="Course of supervising a decision's execution",
    steps=(
        *_opening(),
        _step("assign", (_S.OPENED,), _S.ASSIGNED, _OFFICE),
        _step("sign", (_S.ASSIGNED,), _S.IN_PROGRESS),
        _step("report", (_S.IN_PROGRESS,), _S.REPORTED),
        _step("reject", (_S.REPORTED,), _S.IN_PROGRESS, _OFFICE, independent=True, reason=True),
        # The result goes to the chief procurator and nobody between.
        *_closing(by=_CHIEF),
        *_beside(
            _DRAFTS,
            _DECIDED,
            (_S.ASSIGNED, _S.IN_PROGRESS),
            (_S.IN_PROGRESS, _S.REPORTED),
            transferred=_S.ASSIGNED,
        ),
    ),
)

_INSPECTED = (_S.OPENED, _S.ASSIGNED, _S.IN_PROGRESS, _S.HEARD, _S.REPORTED)
_AT_WORK = (_S.IN_PROGRESS, _S.HEARD, _S.REPORTED)
_INSPECTION: Workflow[ItemState] = Workflow(
    code="item_inspection",
    zh="专项督察流程",
    en="Course of a special inspection",
    steps=(
        *_opening(),
        # A covert inspection (暗访) begins without notice.
        _step("notify", (_S.OPENED,), _S.ASSIGNED, _OFFICE),
        _step("begin", (_S.ASSIGNED, _S.OPENED), _S.IN_PROGRESS, _OFFICE),
        _step("show_facts", (_S.IN_PROGRESS,), _S.HEARD, _OFFICE),
        _step("conclude", (_S.HEARD,), _S.REPORTED, _OFFICE),
        _step("reject", (_S.HEARD, _S.REPORTED), _S.IN_PROGRESS, _HEAD, reason=True),
        *_closing(),
        *_beside(_DRAFTS, _INSPECTED, (_S.ASSIGNED, _S.IN_PROGRESS), _AT_WORK),
    ),
)

_LEADS = (_S.DRAFT, _S.CHECKING)
_INQUIRED = (_S.OPENED, _S.IN_PROGRESS, _S.HEARD, _S.DELIBERATED)
_CONDUCT: Workflow[ItemState] = Workflow(
    code="item_conduct",
    zh="检风检纪督察流程",
    en="Course of an inquiry into conduct",
    steps=(
        _step("check", (_S.DRAFT,), _S.CHECKING, _HEAD),
        *_opening(back=_S.CHECKING, drafts=(_S.CHECKING,)),
        _step("begin", (_S.OPENED,), _S.IN_PROGRESS, _OFFICE),
        _step("show_facts", (_S.IN_PROGRESS,), _S.HEARD, _OFFICE),
        _step("reject", (_S.HEARD,), _S.IN_PROGRESS, _HEAD, reason=True),
        _step("deliberate", (_S.HEARD,), _S.DELIBERATED, _HEAD, independent=True),
        *_closing(ready=(_S.DELIBERATED,)),
        # 监察法 art. 37: leads to breaches of duty are transferred to the competent body.
        _step(
            "hand_over",
            (_S.CHECKING, *_INQUIRED),
            _S.HANDED_OVER,
            _LEADERS,
            independent=True,
            reason=True,
        ),
        _step("return_outcome", (_S.HANDED_OVER,), _S.DELIBERATED, _OFFICE),
        *_beside(
            _LEADS,
            _INQUIRED,
            (_S.OPENED, _S.IN_PROGRESS),
            (_S.IN_PROGRESS, _S.HEARD, _S.DELIBERATED),
        ),
    ),
)

_AUDITED = (_S.OPENED, _S.ASSIGNED, _S.SIGNED, _S.IN_PROGRESS, _S.HEARD, _S.REPORTED)
_AUDIT: Workflow[ItemState] = Workflow(
    code="item_audit",
    zh="内部审计流程",
    en="Course of an internal audit",
    steps=(
        *_opening(),
        _step("notify", (_S.OPENED,), _S.ASSIGNED, _OFFICE),
        _step("receive", (_S.ASSIGNED,), _S.SIGNED),
        _step("begin", (_S.SIGNED,), _S.IN_PROGRESS, _OFFICE),
        _step("show_facts", (_S.IN_PROGRESS,), _S.HEARD, _OFFICE),
        _step("respond", (_S.HEARD,), None),
        _step("conclude", (_S.HEARD,), _S.REPORTED, _OFFICE),
        _step("reject", (_S.HEARD, _S.REPORTED), _S.IN_PROGRESS, _HEAD, reason=True),
        *_closing(),
        *_beside(_DRAFTS, _AUDITED, (_S.ASSIGNED, _S.SIGNED, _S.IN_PROGRESS), _AT_WORK),
    ),
)

WORKFLOWS: Mapping[str, Workflow[ItemState]] = {
    table.code: table for table in (DEFAULT_WORKFLOW, _DECISION, _INSPECTION, _CONDUCT, _AUDIT)
}
