"""Deployed decisions at work (决策部署办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

from supervision.domain.bases import BASIS
from supervision.domain.decision_steps import (
    decide_conclude_decision,
    decide_correct_decision,
    decide_register_decision,
    decide_void_decision,
)
from supervision.domain.decision_works import DECISION_WORK, DecisionWork
from supervision.domain.decisions import DECISION, CorrectDecision, Decision, RegisterDecision
from supervision.domain.items import ITEM
from supervision.office.acting import Acting, deed_of
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import Eq, Order

__all__ = [
    "conclude_decision",
    "correct_decision",
    "register_decision",
    "void_decision",
    "works_of",
]


def register_decision(work: Work, command: RegisterDecision, *, acting: Acting = Acting()) -> str:
    """Register a decision (登记决策部署); return its id."""
    if command.item is not None:
        work.load(ITEM, command.item)
    for id in command.basis:
        work.load(BASIS, id)
    id = work.new_id(DECISION)
    changes = decide_register_decision(
        id, work.unit, command, deed=deed_of(work, acting), issuers=work.office.rules.issuers
    )
    work.stage(DECISION, id, changes, acting.reason)
    return id


def works_of(view: ReadView, decision: str) -> tuple[DecisionWork, ...]:
    """Return the works of a decision in the order they were entered (决策部署的工作)."""
    return view.select(DECISION_WORK, Eq("decision", decision), (Order("id"),))


def _works(work: Work, decision: str) -> tuple[DecisionWork, ...]:
    return work.select(DECISION_WORK, Eq("decision", decision))


def conclude_decision(work: Work, id: str, *, acting: Acting = Acting()) -> Decision:
    """End the follow-up of a decision whose works are all settled (督察完结)."""
    decision = work.load(DECISION, id)
    changes = decide_conclude_decision(decision, _works(work, id), deed=deed_of(work, acting))
    return work.stage(DECISION, id, changes, acting.reason)


def correct_decision(
    work: Work, id: str, correction: CorrectDecision, *, acting: Acting = Acting()
) -> Decision:
    """Correct an entry, with a reason (更正)."""
    if correction.item is not None:
        work.load(ITEM, correction.item)
    changes = decide_correct_decision(
        work.load(DECISION, id),
        correction,
        deed=deed_of(work, acting),
        issuers=work.office.rules.issuers,
    )
    return work.stage(DECISION, id, changes, acting.reason)


def void_decision(work: Work, id: str, *, acting: Acting = Acting()) -> Decision:
    """Void a decision entered by mistake, with a reason (作废)."""
    decision = work.load(DECISION, id)
    changes = decide_void_decision(decision, _works(work, id), deed=deed_of(work, acting))
    return work.stage(DECISION, id, changes, acting.reason)
