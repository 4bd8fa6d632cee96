"""Opinions (意见建议): what the office proposed about a work, at a meeting or outside any.

Two counts follow from the same records and must not be mixed: 条 counts opinions, 项 counts the
works they concern. A work is named by a record, such as an item, or by its name; white space in
a name makes no difference.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.handovers import HandedOver, moved
from supervision.domain.lives import begun, corrected
from supervision.domain.names import folded
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.references import Reference
from supervision.domain.values import DepartmentId, OfficerId

__all__ = [
    "OPINION",
    "Adoption",
    "CorrectOpinion",
    "GiveOpinion",
    "Opinion",
    "OpinionAnswered",
    "OpinionChange",
    "OpinionCorrected",
    "OpinionEntered",
    "OpinionGiven",
    "OpinionState",
    "OpinionVoided",
    "evolve",
]


class OpinionState(enum.Enum):
    """What became of an opinion (意见状态)."""

    OPEN = "open"
    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"
    VOIDED = "voided"


class Adoption(enum.Enum):
    """How an opinion was taken (采纳情况)."""

    ADOPTED = "adopted"
    PARTLY = "partly"
    NOT_ADOPTED = "not_adopted"


@attrs.frozen(kw_only=True)
class GiveOpinion:
    """Enter an opinion (登记意见建议). Fields as in `Opinion`."""

    matter: str
    text: str
    given_on: dt.date | None = None
    given_by: tuple[OfficerId, ...] = ()
    meeting: str | None = None
    department: DepartmentId | None = None
    about: Reference | None = None
    basis: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class Opinion:
    """An opinion of the office about a work (意见建议).

    Attributes:
        id, unit: as in every record.
        matter: name of the work it concerns (所涉工作), one line.
        text: what is proposed.
        given_on: day it was given.
        state: open, or how it was taken.
        given_by: who gave it for the office.
        meeting: the meeting it was given at; `None` outside meetings.
        department: the department addressed; at a meeting, `None` addresses the body.
        about: the record of the work, if there is one.
        basis: ids of `Basis` records.
        answer: what was done with it, or why not.
        answered_on: day it was adopted or not.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    matter: str
    text: str
    given_on: dt.date
    state: OpinionState
    given_by: tuple[OfficerId, ...] = ()
    meeting: str | None = None
    department: DepartmentId | None = None
    about: Reference | None = None
    basis: tuple[str, ...] = ()
    answer: str = ""
    answered_on: dt.date | None = None
    imported: str | None = None

    @property
    def work(self) -> str:
        """What makes two opinions concern one work: the record's id, else the folded name."""
        return self.about.id if self.about else folded(self.matter)


@attrs.frozen(kw_only=True)
class CorrectOpinion:
    """Correct what was entered wrongly (更正); fields left `None` stay as they are.

    Attributes:
        cleared: names of fields to empty: `meeting`, `department`, `about`.
    """

    matter: str | None = None
    text: str | None = None
    given_on: dt.date | None = None
    given_by: tuple[OfficerId, ...] | None = None
    meeting: str | None = None
    department: DepartmentId | None = None
    about: Reference | None = None
    cleared: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class OpinionGiven:
    """The opinion was given (提出意见建议)."""

    id: str
    unit: str
    act: Act
    given_on: dt.date
    opinion: GiveOpinion


@attrs.frozen(kw_only=True)
class OpinionAnswered:
    """It was adopted, partly or not (采纳情况)."""

    act: Act
    adoption: Adoption
    answer: str = ""


@attrs.frozen(kw_only=True)
class OpinionCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectOpinion


@attrs.frozen(kw_only=True)
class OpinionVoided:
    """The opinion was voided (作废)."""

    act: Act


OpinionChange = OpinionGiven | OpinionAnswered | OpinionCorrected | OpinionVoided | HandedOver


@attrs.frozen(kw_only=True)
class OpinionEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Opinion


def evolve(opinion: Opinion | None, change: OpinionChange | OpinionEntered) -> Opinion:
    """Build the opinion from its last state and one change. Never refuses."""
    if isinstance(change, OpinionEntered):
        return change.record
    if isinstance(change, OpinionGiven):
        fields = attrs.asdict(change.opinion, recurse=False) | {"given_on": change.given_on}
        return Opinion(id=change.id, unit=change.unit, state=OpinionState.OPEN, **fields)
    opinion = begun(opinion, change)
    match change:
        case OpinionAnswered():
            return attrs.evolve(
                opinion,
                state=OpinionState(change.adoption.value),
                answer=change.answer,
                answered_on=change.act.on,
            )
        case OpinionCorrected():
            return corrected(opinion, change.correction)
        case OpinionVoided():
            return attrs.evolve(opinion, state=OpinionState.VOIDED)
        case HandedOver():
            return attrs.evolve(opinion, department=moved(opinion.department, change))
        case _:
            assert_never(change)


OPINION: RecordKind[Opinion] = RecordKind(
    name="opinion",
    prefix="opn",
    cls=Opinion,
    evolve=evolve,
    changes=(
        ChangeType("opinion.given", OpinionGiven),
        ChangeType("opinion.answered", OpinionAnswered),
        ChangeType("opinion.corrected", OpinionCorrected),
        ChangeType("opinion.voided", OpinionVoided),
        ChangeType("opinion.entered", OpinionEntered),
        ChangeType("opinion.handed_over", HandedOver),
    ),
    indexed=(
        Column("state"),
        Column("imported"),
        Column("work"),
        Column("meeting"),
        Column("department"),
        Column("about", value=lambda opinion: opinion.about.id if opinion.about else None),
        Column("given_on", ColumnType.DATE),
        Column("answered_on", ColumnType.DATE),
    ),
    indexes=(("state", "given_on"), ("department", "state"), ("work",), ("meeting",)),
    many=(Many("given_by"), Many("basis")),
)
