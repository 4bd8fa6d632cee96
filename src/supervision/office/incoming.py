"""Measures received from other units at work (收到的督察文书办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits. Each act posts a parcel to the
issuer in the same unit of work.
"""

from __future__ import annotations

from supervision.domain.incoming_measures import INCOMING, IncomingMeasure, News, Parcel
from supervision.domain.incoming_steps import (
    decide_answer_incoming,
    decide_claim_incoming,
    decide_receive_incoming,
)
from supervision.domain.separation import Deed
from supervision.domain.values import DepartmentId
from supervision.office.acting import Acting, deed_of
from supervision.office.work import Work

__all__ = ["answer_incoming", "claim_incoming", "receive_incoming"]


def receive_incoming(work: Work, id: str, *, acting: Acting = Acting()) -> IncomingMeasure:
    """Sign for it (签收), and tell the issuer."""
    incoming, deed = work.load(INCOMING, id), deed_of(work, acting)
    changes = decide_receive_incoming(incoming, deed=deed)
    received = work.stage(INCOMING, id, changes, acting.reason)
    _tell(work, received, News.RECEIVED, deed)
    return received


def claim_incoming(
    work: Work, id: str, department: DepartmentId, plan: str, *, acting: Acting = Acting()
) -> IncomingMeasure:
    """Claim it for a department with a plan (认领); the issuer is told of the first claim."""
    incoming, deed = work.load(INCOMING, id), deed_of(work, acting)
    changes = decide_claim_incoming(incoming, department, plan, deed=deed)
    claimed = work.stage(INCOMING, id, changes, acting.reason)
    if not incoming.claims:
        _tell(work, claimed, News.CLAIMED, deed, text=changes[0].plan)
    return claimed


def answer_incoming(
    work: Work,
    id: str,
    text: str,
    *,
    references: tuple[str, ...] = (),
    acting: Acting = Acting(),
) -> IncomingMeasure:
    """Answer it (答复); the answer goes to the issuer, who judges it.

    Args:
        work: the unit of work.
        id: the record.
        text: the answer.
        references: where evidence is: ids of attachments, numbers of files.
        acting: how it is entered.
    """
    incoming, deed = work.load(INCOMING, id), deed_of(work, acting)
    changes = decide_answer_incoming(incoming, text, deed=deed, references=references)
    answered = work.stage(INCOMING, id, changes, acting.reason)
    _tell(
        work,
        answered,
        News.ANSWERED,
        deed,
        text=changes[0].answer,
        references=changes[0].references,
    )
    return answered


def _tell(
    work: Work,
    incoming: IncomingMeasure,
    news: News,
    deed: Deed,
    *,
    text: str = "",
    references: tuple[str, ...] = (),
) -> None:
    work.send(
        Parcel(
            id=work.office.ids.new("prc", work.now),
            at=work.now,
            unit=work.unit,
            to_unit=incoming.from_unit,
            measure=incoming.measure,
            news=news,
            on=deed.act.on,
            turn=incoming.returns,
            by=deed.act.by,
            text=text,
            references=references,
        )
    )
