"""Decisions about deployed decisions (决策部署的登记与完结): register, deploy works, conclude.

Which step leads from which state to which is the table `DECISION_WORKFLOW`; what may be decided
about a work stands in `decision_work_steps`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from supervision.domain.decision_works import DecisionWork, DecisionWorkState
from supervision.domain.decisions import (
    CorrectDecision,
    Decision,
    DecisionConcluded,
    DecisionCorrected,
    DecisionRegistered,
    DecisionState,
    DecisionVoided,
    RegisterDecision,
)
from supervision.domain.issuers import ISSUERS, Issuer, check_issuer
from supervision.domain.lives import check_correction
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.separation import Concerned, Deed, check_role
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "DECISION_WORKFLOW",
    "concerned_by_works",
    "decide_conclude_decision",
    "decide_correct_decision",
    "decide_register_decision",
    "decide_void_decision",
]

_S = DecisionState
_INSPECTION = (Role.SUPERVISION_HEAD, Role.INSPECTOR)
_HEAD = (Role.SUPERVISION_HEAD,)

DECISION_WORKFLOW: Workflow[DecisionState] = Workflow(
    code="decision",
    zh="决策部署督察流程",
    en="Follow-up of a decision",
    steps=(
        Step(name="deploy", sources=(_S.REGISTERED,), roles=_INSPECTION),
        Step(name="correct", sources=(_S.REGISTERED,), roles=_INSPECTION, reason=True),
        Step(
            name="conclude",
            sources=(_S.REGISTERED,),
            target=_S.CONCLUDED,
            roles=_HEAD,
            independent=True,
        ),
        Step(
            name="void",
            sources=(_S.REGISTERED,),
            target=_S.VOIDED,
            roles=_HEAD,
            independent=True,
            reason=True,
        ),
    ),
)

CLEARABLE = ("content", "document", "item")


def concerned_by_works(works: Iterable[DecisionWork]) -> Concerned:
    """Return who carries works out, and whom they are about: none of them may judge."""
    at_work = [work for work in works if work.state is not DecisionWorkState.VOIDED]
    return Concerned(
        officers=frozenset(officer for work in at_work for officer in work.concerned),
        departments=frozenset(one for work in at_work for one in work.departments),
    )


def decide_register_decision(
    id: str,
    unit: str,
    command: RegisterDecision,
    *,
    deed: Deed,
    issuers: Mapping[str, Issuer] = ISSUERS,
) -> tuple[DecisionRegistered]:
    """Register a decision (登记决策部署).

    Raises:
        Refused: `separation.role`, `text.*` for the title, `decision.unknown_issuer`,
            `decision.future` when issued after the act.
    """
    check_role("register", deed.standing, _INSPECTION)
    issued_on = command.issued_on or deed.act.on
    command = attrs.evolve(
        command,
        title=check_text(command.title, place="title"),
        issuer=check_issuer(command.issuer, issuers),
        content=command.content.strip(),
        document=command.document.strip(),
        issued_on=None,
    )
    if issued_on > deed.act.on:
        raise Refused("decision.future", found=issued_on.isoformat(), on=deed.act.on.isoformat())
    return (
        DecisionRegistered(id=id, unit=unit, act=deed.act, issued_on=issued_on, decision=command),
    )


def decide_conclude_decision(
    decision: Decision, works: Iterable[DecisionWork], *, deed: Deed
) -> tuple[DecisionConcluded]:
    """End the follow-up of a decision whose works are all settled (督察完结).

    Raises:
        Refused: `workflow.step`, `separation.*`; `decision.works_open` with how many are, or
            when there is none that was settled.
    """
    known = [work for work in works if work.state is not DecisionWorkState.VOIDED]
    DECISION_WORKFLOW.check("conclude", decision.state, deed, concerned_by_works(known))
    running = sum(work.state is DecisionWorkState.OPEN for work in known)
    if running or not known:
        raise Refused("decision.works_open", id=decision.id, open=running, works=len(known))
    return (DecisionConcluded(act=deed.act),)


def decide_correct_decision(
    decision: Decision,
    correction: CorrectDecision,
    *,
    deed: Deed,
    issuers: Mapping[str, Issuer] = ISSUERS,
) -> tuple[DecisionCorrected]:
    """Correct an entry, with a reason (更正). Works keep the day they were deployed on.

    Raises:
        Refused: `workflow.step`, `correction.*`, `text.*`, `decision.unknown_issuer`,
            `decision.future`.
    """
    DECISION_WORKFLOW.check("correct", decision.state, deed)
    check_correction(decision, correction, clearable=CLEARABLE)
    if correction.title is not None:
        correction = attrs.evolve(correction, title=check_text(correction.title, place="title"))
    if correction.issuer is not None:
        check_issuer(correction.issuer, issuers)
    if correction.issued_on is not None and correction.issued_on > deed.act.on:
        raise Refused(
            "decision.future",
            found=correction.issued_on.isoformat(),
            on=deed.act.on.isoformat(),
        )
    return (DecisionCorrected(act=deed.act, correction=correction),)


def decide_void_decision(
    decision: Decision, works: Iterable[DecisionWork], *, deed: Deed
) -> tuple[DecisionVoided]:
    """Void a decision entered by mistake, with a reason (作废).

    Raises:
        Refused: `workflow.step`, `separation.*`, `decision.has_works` while works stand.
    """
    known = [work for work in works if work.state is not DecisionWorkState.VOIDED]
    DECISION_WORKFLOW.check("void", decision.state, deed, concerned_by_works(known))
    if known:
        raise Refused("decision.has_works", id=decision.id, works=len(known))
    return (DecisionVoided(act=deed.act),)
