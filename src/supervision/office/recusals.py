"""Recusals at work (回避办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits. What a recusal forbids is enforced
in `recused`, wherever something is staged.
"""

from __future__ import annotations

from supervision.domain.acts import Act
from supervision.domain.clocks import Owner
from supervision.domain.officers import OFFICER
from supervision.domain.posts import Role
from supervision.domain.reckoning import Term
from supervision.domain.recusal_rules import RecusalRules
from supervision.domain.recusal_steps import (
    decide_ask_recusal,
    decide_correct_recusal,
    decide_end_recusal,
    decide_grant_recusal,
    decide_order_recusal,
    decide_reconsider_recusal,
    decide_refuse_recusal,
    decide_void_recusal,
)
from supervision.domain.recusals import (
    RECUSAL,
    AskRecusal,
    CorrectRecusal,
    Recusal,
    RecusalState,
)
from supervision.domain.separation import Deed
from supervision.domain.subjects_of import CASE
from supervision.domain.timekeeping import StartClock, moment_of
from supervision.domain.values import OfficerId
from supervision.office.acting import Acting, deed_of
from supervision.office.clocks import start_clock, stop_clock
from supervision.office.references import check_there
from supervision.office.work import Work
from supervision.ports.query import And, Eq, In

__all__ = [
    "PURPOSE",
    "ask_recusal",
    "correct_recusal",
    "end_recusal",
    "grant_recusal",
    "order_recusal",
    "reconsider_recusal",
    "refuse_recusal",
    "void_recusal",
]

PURPOSE = "reconsider_recusal"
"""Purpose of the clock of a reconsideration."""
_OPEN = (RecusalState.ASKED, RecusalState.RECONSIDERING, RecusalState.GRANTED)


def ask_recusal(work: Work, command: AskRecusal, *, acting: Acting = Acting()) -> str:
    """Ask for a recusal, his own or of another (自行回避、申请回避); return its id."""
    held = _check_there(work, command)
    id = work.new_id(RECUSAL)
    changes = decide_ask_recusal(id, work.unit, command, deed=deed_of(work, acting), held=held)
    work.stage(RECUSAL, id, changes, acting.reason)
    return id


def order_recusal(
    work: Work,
    command: AskRecusal,
    *,
    attended: tuple[OfficerId, ...] = (),
    acting: Acting = Acting(),
) -> str:
    """Order a recusal nobody asked for, with a reason (指令回避); return its id."""
    held = _check_there(work, command)
    deed = deed_of(work, acting)
    id = work.new_id(RECUSAL)
    changes = decide_order_recusal(
        id,
        work.unit,
        command,
        deed=deed,
        roles=_roles(work, command.officer, deed),
        rules=_rules(work),
        attended=attended,
        held=held,
    )
    work.stage(RECUSAL, id, changes, acting.reason)
    return id


def _check_there(work: Work, command: AskRecusal) -> tuple[Recusal, ...]:
    """Check what it names; return his recusals from the same record that stand."""
    if command.about.kind != CASE:
        check_there(work, command.about)
    for officer in (command.officer, command.requested_by):
        if officer is not None:
            work.load(OFFICER, officer)
    where = And(
        (
            Eq("officer", command.officer),
            Eq("about", command.about.id),
            In("state", tuple(state.value for state in _OPEN)),
        )
    )
    return work.select(RECUSAL, where)


def _rules(work: Work) -> RecusalRules:
    return work.office.rules.separation.recusal


def _roles(work: Work, officer: OfficerId, deed: Deed) -> frozenset[Role]:
    return work.standing(Act(by=officer, on=deed.act.on)).roles


def _asked(work: Work, id: str, acting: Acting) -> tuple[Recusal, Deed, frozenset[Role]]:
    """Return what is to be decided: the recusal, by whom, and what the officer's roles are."""
    recusal, deed = work.load(RECUSAL, id), deed_of(work, acting)
    return recusal, deed, _roles(work, recusal.officer, deed)


def grant_recusal(
    work: Work,
    id: str,
    *,
    attended: tuple[OfficerId, ...] = (),
    acting: Acting = Acting(),
) -> Recusal:
    """Grant it (决定回避), at once or on reconsideration."""
    recusal, deed, roles = _asked(work, id, acting)
    changes = decide_grant_recusal(
        recusal, deed=deed, roles=roles, rules=_rules(work), attended=attended
    )
    granted = work.stage(RECUSAL, id, changes, acting.reason)
    _answered(work, recusal, acting)
    return granted


def refuse_recusal(
    work: Work,
    id: str,
    *,
    attended: tuple[OfficerId, ...] = (),
    acting: Acting = Acting(),
) -> Recusal:
    """Refuse it, with a reason (驳回); final when it was reconsidered."""
    recusal, deed, roles = _asked(work, id, acting)
    changes = decide_refuse_recusal(
        recusal,
        deed=deed,
        roles=roles,
        rules=_rules(work),
        calendar=work.office.rules.calendar,
        attended=attended,
    )
    refused = work.stage(RECUSAL, id, changes, acting.reason)
    _answered(work, recusal, acting)
    return refused


def _answered(work: Work, recusal: Recusal, acting: Acting) -> None:
    """Stop the clock of a reconsideration that is answered, or given up."""
    if recusal.state is RecusalState.RECONSIDERING and recusal.clock is not None:
        stop_clock(work, recusal.clock, acting=acting)


def reconsider_recusal(work: Work, id: str, *, acting: Acting = Acting()) -> Recusal:
    """Ask for a refusal to be reconsidered, with a reason (申请复议); its clock starts."""
    recusal, deed = work.load(RECUSAL, id), deed_of(work, acting)
    decide_reconsider_recusal(recusal, deed=deed)
    term = Term(started_at=moment_of(deed.act, work.now), limit=_rules(work).answer_within)
    ask = StartClock(owner=Owner(kind=RECUSAL.name, id=id), purpose=PURPOSE, term=term)
    clock = start_clock(work, ask, acting=acting)
    changes = decide_reconsider_recusal(recusal, deed=deed, clock=clock)
    return work.stage(RECUSAL, id, changes, acting.reason)


def end_recusal(
    work: Work,
    id: str,
    *,
    attended: tuple[OfficerId, ...] = (),
    acting: Acting = Acting(),
) -> Recusal:
    """End it, with a reason, when its ground has fallen away (解除回避)."""
    recusal, deed, roles = _asked(work, id, acting)
    changes = decide_end_recusal(
        recusal, deed=deed, roles=roles, rules=_rules(work), attended=attended
    )
    return work.stage(RECUSAL, id, changes, acting.reason)


def correct_recusal(
    work: Work, id: str, correction: CorrectRecusal, *, acting: Acting = Acting()
) -> Recusal:
    """Correct an entry, with a reason (更正)."""
    recusal = work.load(RECUSAL, id)
    changes = decide_correct_recusal(recusal, correction, deed=deed_of(work, acting))
    return work.stage(RECUSAL, id, changes, acting.reason)


def void_recusal(work: Work, id: str, *, acting: Acting = Acting()) -> Recusal:
    """Void a recusal entered by mistake, with a reason (作废)."""
    recusal = work.load(RECUSAL, id)
    changes = decide_void_recusal(recusal, deed=deed_of(work, acting))
    voided = work.stage(RECUSAL, id, changes, acting.reason)
    _answered(work, recusal, acting)
    return voided
