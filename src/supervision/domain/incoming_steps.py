"""Decisions about measures between units (往来督察文书的决定): sign, claim, answer, bring news.

What a parcel brings is decided here too: news that has come before, or comes too late, changes
nothing, so that a parcel may be brought as often as need be.
"""

from __future__ import annotations

from collections.abc import Mapping

from supervision.domain.activities import OFFICE
from supervision.domain.acts import Act
from supervision.domain.fields import prose
from supervision.domain.incoming_measures import (
    IncomingAnswered,
    IncomingArrived,
    IncomingChange,
    IncomingClaimed,
    IncomingEnded,
    IncomingMeasure,
    IncomingReceived,
    IncomingReturned,
    IncomingState,
    News,
    Parcel,
    incoming_id,
)
from supervision.domain.measure_changes import (
    MeasureAnswered,
    MeasureChange,
    MeasureClaimed,
    MeasureReceived,
    MeasureState,
)
from supervision.domain.measures import Measure
from supervision.domain.names import check_text
from supervision.domain.separation import Deed, check_role
from supervision.domain.units import Unit
from supervision.domain.values import DepartmentId
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "INCOMING_WORKFLOW",
    "check_addressee",
    "decide_answer_incoming",
    "decide_claim_incoming",
    "decide_news",
    "decide_news_back",
    "decide_receive_incoming",
]

_S = IncomingState
_M = MeasureState
_ENDS: Mapping[News, IncomingState] = {
    News.ACCEPTED: _S.ACCEPTED,
    News.CLOSED: _S.CLOSED,
    News.VOIDED: _S.WITHDRAWN,
}

INCOMING_WORKFLOW: Workflow[IncomingState] = Workflow(
    code="incoming_measure",
    zh="收到的督察文书办理流程",
    en="Course of a measure received",
    steps=(
        Step(name="receive", sources=(_S.ARRIVED,), target=_S.RECEIVED, roles=OFFICE),
        Step(name="claim", sources=(_S.RECEIVED, _S.CLAIMED), target=_S.CLAIMED),
        Step(name="answer", sources=(_S.CLAIMED,), target=_S.ANSWERED),
    ),
)


def check_addressee(own: Unit, other: Unit) -> None:
    """Refuse a unit that is neither above nor below the one that issues (上下级院).

    Raises:
        Refused: `measure.unit_unrelated`.
    """
    above = own.path.startswith(f"{other.path}/")
    below = other.path.startswith(f"{own.path}/")
    if not above and not below:
        raise Refused("measure.unit_unrelated", unit=own.id, other=other.id)


def decide_receive_incoming(incoming: IncomingMeasure, *, deed: Deed) -> tuple[IncomingReceived]:
    """Sign for it (签收); the office of supervision does.

    Raises:
        Refused: `workflow.step`, `separation.role`, `incoming.before`.
    """
    INCOMING_WORKFLOW.check("receive", incoming.state, deed)
    _check_not_before(incoming, deed)
    return (IncomingReceived(act=deed.act),)


def _check_not_before(incoming: IncomingMeasure, deed: Deed) -> None:
    served = incoming.document.served_on
    if deed.act.on < served:
        raise Refused("incoming.before", on=deed.act.on.isoformat(), day=served.isoformat())


def decide_claim_incoming(
    incoming: IncomingMeasure, department: DepartmentId, plan: str, *, deed: Deed
) -> tuple[IncomingClaimed]:
    """Claim it for a department with a plan (认领); each department once.

    Raises:
        Refused: `workflow.step`, `incoming.before`, `field.missing` (plan);
            `incoming.not_of_department` for an author who does not serve in it,
            `incoming.claimed` the second time.
    """
    INCOMING_WORKFLOW.check("claim", incoming.state, deed)
    _check_not_before(incoming, deed)
    if department not in deed.standing.departments:
        raise Refused(
            "incoming.not_of_department", officer=deed.standing.officer, department=department
        )
    if department in incoming.departments:
        raise Refused("incoming.claimed", department=department)
    return (IncomingClaimed(act=deed.act, department=department, plan=prose(plan, "plan")),)


def decide_answer_incoming(
    incoming: IncomingMeasure, answer: str, *, deed: Deed, references: tuple[str, ...] = ()
) -> tuple[IncomingAnswered]:
    """Answer it (答复); a department that claimed it does, or the office of supervision.

    Raises:
        Refused: `workflow.step`, `incoming.before`, `separation.role`, `field.missing`
            (answer), `text.*`.
    """
    INCOMING_WORKFLOW.check("answer", incoming.state, deed)
    _check_not_before(incoming, deed)
    if not any(one in deed.standing.departments for one in incoming.departments):
        check_role("answer", deed.standing, OFFICE)
    return (
        IncomingAnswered(
            act=deed.act,
            answer=prose(answer, "answer"),
            references=tuple(check_text(one, place="reference") for one in references),
        ),
    )


def decide_news(incoming: IncomingMeasure | None, parcel: Parcel) -> tuple[IncomingChange, ...]:
    """Bring the issuer's news to the receiver's record; old news changes nothing (送达往来件)."""
    if parcel.document is not None:
        if incoming is not None:
            return ()
        return (
            IncomingArrived(
                id=incoming_id(parcel.measure),
                unit=parcel.to_unit,
                measure=parcel.measure,
                from_unit=parcel.unit,
                document=parcel.document,
                on=parcel.on,
            ),
        )
    if incoming is None or incoming.state in (_S.CLOSED, _S.WITHDRAWN):
        return ()
    if parcel.news is News.RETURNED:
        new = incoming.state is _S.ANSWERED and parcel.turn == incoming.returns + 1
        return (IncomingReturned(on=parcel.on, reason=parcel.text),) if new else ()
    state = _ENDS[parcel.news]
    return () if incoming.state is state else (IncomingEnded(on=parcel.on, state=state),)


def decide_news_back(
    measure: Measure, parcel: Parcel, act: Act, *, clock: str | None = None
) -> tuple[MeasureChange, ...]:
    """Bring the receiver's news to the issuer's measure; old news changes nothing (回传往来件).

    Args:
        measure: the issuer's measure.
        parcel: what came.
        act: who acted in the receiving unit, and on which day.
        clock: the clock of the answer, where it runs by now.
    """
    match parcel.news:
        case News.RECEIVED if measure.state is _M.SERVED:
            return (MeasureReceived(act=act, clock=clock),)
        case News.CLAIMED if measure.state in (_M.SERVED, _M.RECEIVED):
            return (MeasureClaimed(act=act, plan=parcel.text, clock=clock),)
        case News.ANSWERED if measure.state is _M.CLAIMED and measure.returns == parcel.turn:
            answered = MeasureAnswered(act=act, answer=parcel.text, references=parcel.references)
            return (answered,)
        case _:
            return ()
