"""Decisions about recusals (回避的决定): ask, order, grant, refuse, reconsider, end.

Who decides is data, see `recusal_rules`; nobody decides on his own.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.activities import LEADERS, OFFICE
from supervision.domain.calendars import WorkCalendar
from supervision.domain.limits import due
from supervision.domain.lives import check_correction
from supervision.domain.posts import Role
from supervision.domain.recusal_rules import Decider, RecusalRules
from supervision.domain.recusals import (
    AskRecusal,
    CorrectRecusal,
    Recusal,
    RecusalAsked,
    RecusalCorrected,
    RecusalEnded,
    RecusalGranted,
    RecusalGround,
    RecusalOrdered,
    RecusalRefused,
    RecusalReopened,
    RecusalState,
    RecusalVoided,
    RecusalWay,
)
from supervision.domain.separation import Concerned, Deed, check_independent, check_role
from supervision.domain.values import OfficerId, start_of
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "RECUSAL_WORKFLOW",
    "concerned_by_recusal",
    "decide_ask_recusal",
    "decide_correct_recusal",
    "decide_end_recusal",
    "decide_grant_recusal",
    "decide_order_recusal",
    "decide_reconsider_recusal",
    "decide_refuse_recusal",
    "decide_void_recusal",
]

_S = RecusalState
_OPEN = (_S.ASKED, _S.RECONSIDERING)

RECUSAL_WORKFLOW: Workflow[RecusalState] = Workflow(
    code="recusal",
    zh="回避流程",
    en="Course of a recusal",
    steps=(
        # Who may grant, refuse and end is a table of its own, see `recusal_rules`.
        Step(name="grant", sources=_OPEN, target=_S.GRANTED),
        Step(name="refuse", sources=_OPEN, target=_S.REFUSED, reason=True),
        Step(name="reconsider", sources=(_S.REFUSED,), target=_S.RECONSIDERING, reason=True),
        Step(name="end", sources=(_S.GRANTED,), target=_S.ENDED, reason=True),
        Step(
            name="correct",
            sources=(*_OPEN, _S.GRANTED, _S.REFUSED, _S.ENDED),
            roles=OFFICE,
            independent=True,
            reason=True,
        ),
        Step(
            name="void",
            sources=(*_OPEN, _S.GRANTED, _S.REFUSED, _S.ENDED),
            target=_S.VOIDED,
            roles=(Role.SUPERVISION_HEAD,),
            independent=True,
            reason=True,
        ),
    ),
)


def concerned_by_recusal(recusal: Recusal) -> Concerned:
    """Return whom it concerns: the person who keeps out."""
    return Concerned(officers=frozenset({recusal.officer}))


def decide_ask_recusal(
    id: str, unit: str, command: AskRecusal, *, deed: Deed, held: tuple[Recusal, ...] = ()
) -> tuple[RecusalAsked]:
    """Ask for a recusal (自行回避、申请回避).

    It is his own motion when nobody else is named. A request is entered by whoever makes it, or
    received by the office or a leader.

    Args:
        id, unit: of the new recusal.
        command: what is asked.
        deed: by whom, on which day.
        held: his recusals from the same record that wait or are in force.

    Raises:
        Refused: `recusal.not_own` when somebody asks for another and nobody requested it,
            `recusal.requester` with two requesters, or himself; `separation.role`;
            `recusal.twice`; `field.missing` (detail) for another ground.
    """
    command = _checked(command, held)
    named = (command.requested_by, command.requester)
    author = deed.act.by
    if named == (None, None):
        if author != command.officer:
            raise Refused("recusal.not_own", officer=command.officer, author=author)
        return (RecusalAsked(id=id, unit=unit, act=deed.act, way=RecusalWay.OWN, asked=command),)
    if None not in named or command.requested_by == command.officer:
        raise Refused("recusal.requester", officer=command.officer)
    if command.requested_by != author:
        check_role("ask", deed.standing, (*OFFICE, *LEADERS))
    asked = RecusalAsked(id=id, unit=unit, act=deed.act, way=RecusalWay.REQUESTED, asked=command)
    return (asked,)


def _checked(command: AskRecusal, held: tuple[Recusal, ...]) -> AskRecusal:
    if held:
        raise Refused("recusal.twice", officer=command.officer, id=held[0].id)
    detail = command.detail.strip()
    if command.ground is RecusalGround.OTHER and not detail:
        raise Refused("field.missing", field="detail")
    return attrs.evolve(command, detail=detail)


def _check_decider(
    step: str,
    officer: OfficerId,
    roles: frozenset[Role],
    *,
    deed: Deed,
    rules: RecusalRules,
    attended: tuple[OfficerId, ...],
) -> tuple[OfficerId, ...]:
    """Refuse whoever does not decide about this person; return who took part.

    The person's roles are those of the day of the act.
    """
    decider: Decider = rules.decider(roles)
    concerned = Concerned(officers=frozenset({officer}))
    check_role(step, deed.standing, decider.by)
    if deed.standing.officer == officer:
        check_independent(step, deed.standing, concerned)
    if officer in attended:
        raise Refused("recusal.attended", officer=officer)
    if decider.committee and not attended:
        raise Refused("field.missing", field="attended")
    return tuple(dict.fromkeys(attended))


def decide_order_recusal(
    id: str,
    unit: str,
    command: AskRecusal,
    *,
    deed: Deed,
    roles: frozenset[Role],
    rules: RecusalRules,
    attended: tuple[OfficerId, ...] = (),
    held: tuple[Recusal, ...] = (),
) -> tuple[RecusalOrdered]:
    """Order a recusal nobody asked for, with a reason (指令回避: 政务处分法 art. 48).

    Args:
        id, unit: of the new recusal.
        command: who keeps out of what, and why.
        deed: by whom, on which day, why.
        roles: roles of the person on that day.
        rules: who decides.
        attended: who took part in the committee's decision.
        held: his recusals from the same record that wait or are in force.

    Raises:
        Refused: `recusal.twice`, `separation.*`, `recusal.attended`, `field.missing` (detail,
            attended), `recusal.requester`, `act.reason_missing`.
    """
    command = _checked(command, held)
    if (command.requested_by, command.requester) != (None, None):
        raise Refused("recusal.requester", officer=command.officer)
    deed.explained()
    present = _check_decider(
        "order", command.officer, roles, deed=deed, rules=rules, attended=attended
    )
    return (RecusalOrdered(id=id, unit=unit, act=deed.act, asked=command, attended=present),)


def decide_grant_recusal(
    recusal: Recusal,
    *,
    deed: Deed,
    roles: frozenset[Role],
    rules: RecusalRules,
    attended: tuple[OfficerId, ...] = (),
) -> tuple[RecusalGranted]:
    """Grant it (决定回避), at once or on reconsideration.

    Raises:
        Refused: `workflow.step`, `separation.*`, `recusal.before`, `recusal.attended`,
            `field.missing` (attended) where a committee decides.
    """
    present = _decided("grant", recusal, deed, roles, rules, attended)
    return (RecusalGranted(act=deed.act, attended=present),)


def decide_refuse_recusal(
    recusal: Recusal,
    *,
    deed: Deed,
    roles: frozenset[Role],
    rules: RecusalRules,
    calendar: WorkCalendar,
    attended: tuple[OfficerId, ...] = (),
) -> tuple[RecusalRefused]:
    """Refuse it, with a reason (驳回); final when it was reconsidered.

    Raises:
        Refused: as `decide_grant_recusal`; `act.reason_missing`.
    """
    present = _decided("refuse", recusal, deed, roles, rules, attended)
    until = None
    if not recusal.reconsidered:
        until = due(start_of(deed.act.on), rules.ask_within, calendar).day
    return (RecusalRefused(act=deed.act, attended=present, reconsider_until=until),)


def _decided(
    step: str,
    recusal: Recusal,
    deed: Deed,
    roles: frozenset[Role],
    rules: RecusalRules,
    attended: tuple[OfficerId, ...],
) -> tuple[OfficerId, ...]:
    RECUSAL_WORKFLOW.check(step, recusal.state, deed)
    _check_not_before(recusal, deed.act.on)
    return _check_decider(step, recusal.officer, roles, deed=deed, rules=rules, attended=attended)


def _check_not_before(recusal: Recusal, on: dt.date) -> None:
    last = max(recusal.asked_on, recusal.decided_on or recusal.asked_on)
    if on < last:
        raise Refused("recusal.before", on=on.isoformat(), day=last.isoformat())


def decide_reconsider_recusal(
    recusal: Recusal, *, deed: Deed, clock: str | None = None
) -> tuple[RecusalReopened]:
    """Ask for a refusal to be reconsidered, with a reason (申请复议: 刑诉规则 art. 32).

    Whoever asked for it may, for a person from outside the office.

    Raises:
        Refused: `workflow.step`, `act.reason_missing`, `recusal.before`, `separation.role`;
            `recusal.final` the second time, `recusal.too_late` after the last day.
    """
    RECUSAL_WORKFLOW.check("reconsider", recusal.state, deed)
    _check_not_before(recusal, deed.act.on)
    own = {recusal.asked_by, recusal.requested_by}
    if deed.act.by not in own:
        check_role("reconsider", deed.standing, OFFICE)
    if recusal.reconsider_until is None:
        raise Refused("recusal.final", id=recusal.id)
    if deed.act.on > recusal.reconsider_until:
        raise Refused(
            "recusal.too_late",
            on=deed.act.on.isoformat(),
            until=recusal.reconsider_until.isoformat(),
        )
    return (RecusalReopened(act=deed.act, clock=clock),)


def decide_end_recusal(
    recusal: Recusal,
    *,
    deed: Deed,
    roles: frozenset[Role],
    rules: RecusalRules,
    attended: tuple[OfficerId, ...] = (),
) -> tuple[RecusalEnded]:
    """End it, with a reason, when its ground has fallen away (解除回避); whoever decides may.

    Raises:
        Refused: as `decide_grant_recusal`; `act.reason_missing`.
    """
    present = _decided("end", recusal, deed, roles, rules, attended)
    return (RecusalEnded(act=deed.act, attended=present),)


def decide_correct_recusal(
    recusal: Recusal, correction: CorrectRecusal, *, deed: Deed
) -> tuple[RecusalCorrected]:
    """Correct an entry, with a reason (更正). Person and record do not change: void it.

    Raises:
        Refused: `workflow.step`, `separation.*`, `correction.*`, `field.missing` (detail).
    """
    RECUSAL_WORKFLOW.check("correct", recusal.state, deed, concerned_by_recusal(recusal))
    check_correction(recusal, correction, clearable=("detail",))
    ground = correction.ground or recusal.ground
    detail = recusal.detail if correction.detail is None else correction.detail.strip()
    if ground is RecusalGround.OTHER and ("detail" in correction.cleared or not detail):
        raise Refused("field.missing", field="detail")
    return (RecusalCorrected(act=deed.act, correction=correction),)


def decide_void_recusal(recusal: Recusal, *, deed: Deed) -> tuple[RecusalVoided]:
    """Void a recusal entered by mistake, with a reason (作废)."""
    RECUSAL_WORKFLOW.check("void", recusal.state, deed, concerned_by_recusal(recusal))
    return (RecusalVoided(act=deed.act),)
