"""Objections (异议) of the inspected, and the office's reasoned answers.

Whoever is inspected may say that the facts or the demand are wrong. The objection is examined
and answered with reasons (政务处分法 art. 43 by analogy: what is stated in defence must be checked
and recorded, and may not aggravate). What an objection holds up stands with the findings and
measures themselves.
"""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from supervision.domain.acts import Act
from supervision.domain.fields import prose
from supervision.domain.values import OfficerId
from supervision.errors import Refused

__all__ = [
    "Objection",
    "ObjectionOutcome",
    "answered",
    "check_answer",
    "check_objection",
    "is_disputed",
    "raised",
]


class ObjectionOutcome(enum.Enum):
    """What became of an objection (异议处理结果)."""

    UPHELD = "upheld"
    """成立"""
    PARTLY = "partly"
    """部分成立"""
    REJECTED = "rejected"
    """不成立"""


@attrs.frozen(kw_only=True)
class Objection:
    """An objection and its answer (异议及答复).

    Attributes:
        by, on: who objected, and when.
        text: what is objected to, and why.
        outcome: what became of it; `None` while it waits for its answer.
        answer: the reasons of the office.
        answered_by, answered_on: who answered, and when.
    """

    by: OfficerId
    on: dt.date
    text: str
    outcome: ObjectionOutcome | None = None
    answer: str = ""
    answered_by: OfficerId | None = None
    answered_on: dt.date | None = None


def is_disputed(objections: tuple[Objection, ...]) -> bool:
    """Say whether an objection still waits for its answer (异议待答复)."""
    return any(one.outcome is None for one in objections)


def check_objection(objections: tuple[Objection, ...], text: str, by: OfficerId) -> str:
    """Return the text of a new objection.

    Raises:
        Refused: `objection.waiting` while an earlier one of the same person waits,
            `field.missing` (text).
    """
    if any(one.by == by and one.outcome is None for one in objections):
        raise Refused("objection.waiting", officer=by)
    return prose(text, "text")


def check_answer(objections: tuple[Objection, ...], index: int, text: str) -> str:
    """Return the text of an answer.

    Args:
        objections: those of the record.
        index: which one is answered, counted from 0.
        text: the reasons.

    Raises:
        Refused: `objection.unknown` with how many there are, `objection.answered`,
            `field.missing` (answer).
    """
    if not 0 <= index < len(objections):
        raise Refused("objection.unknown", index=index + 1, count=len(objections))
    if objections[index].outcome is not None:
        raise Refused("objection.answered", index=index + 1)
    return prose(text, "answer")


def raised(objections: tuple[Objection, ...], act: Act, text: str) -> tuple[Objection, ...]:
    """Return the objections with a new one."""
    return (*objections, Objection(by=act.by, on=act.on, text=text))


def answered(
    objections: tuple[Objection, ...], index: int, act: Act, outcome: ObjectionOutcome, text: str
) -> tuple[Objection, ...]:
    """Return the objections with one of them answered."""
    one = attrs.evolve(
        objections[index], outcome=outcome, answer=text, answered_by=act.by, answered_on=act.on
    )
    return (*objections[:index], one, *objections[index + 1 :])
