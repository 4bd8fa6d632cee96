"""Interviews (约谈、谈话记录): planned, held with its record, signed on paper.

Here is the record, its changes and how it evolves; what may be decided about it stands in
`interview_steps`, the kinds of talks in `interview_kinds`. What was said is sealed.

One talk may have several persons: talks are counted in 次, those spoken to in 人次 and, each
officer once, in 人.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.handovers import HandedOver, all_swapped
from supervision.domain.lives import begun, corrected
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.values import DepartmentId, OfficerId, Sealed

__all__ = [
    "INTERVIEW",
    "CorrectInterview",
    "Interview",
    "InterviewCancelled",
    "InterviewChange",
    "InterviewCorrected",
    "InterviewEntered",
    "InterviewHeld",
    "InterviewPlanned",
    "InterviewSigned",
    "InterviewState",
    "InterviewVoided",
    "PlanInterview",
    "Signature",
    "SpokenTo",
    "evolve_interview",
]


class InterviewState(enum.Enum):
    """State of a talk (谈话状态)."""

    PLANNED = "planned"
    HELD = "held"
    SIGNED = "signed"
    CANCELLED = "cancelled"
    VOIDED = "voided"


@attrs.frozen(kw_only=True)
class SpokenTo:
    """A person spoken to (被谈话人员). Exactly one of officer and outsider is there.

    Attributes:
        officer: an officer of the office.
        outsider: the sealed name of somebody who is none.
        capacity: code of the capacity, see `interview_kinds`.
        department: the department the person was spoken to for.
    """

    officer: OfficerId | None = None
    outsider: Sealed | None = None
    capacity: str = "interviewee"
    department: DepartmentId | None = None


@attrs.frozen(kw_only=True)
class Signature:
    """A signature on the paper record (笔录签名).

    Attributes:
        person: which of the persons spoken to, from 0; `None` for an interviewer.
        officer: the interviewer; `None` for a person spoken to.
        refused: why the signature was refused; empty when it was given.
    """

    person: int | None = None
    officer: OfficerId | None = None
    refused: str = ""


@attrs.frozen(kw_only=True)
class PlanInterview:
    """Plan a talk (拟谈话). Fields as in `Interview`."""

    talk: str
    title: str
    persons: tuple[SpokenTo, ...]
    interviewers: tuple[OfficerId, ...] = ()
    planned_on: dt.date | None = None
    place: str = ""
    findings: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    item: str | None = None
    concerned: tuple[OfficerId, ...] = ()


@attrs.frozen(kw_only=True)
class Interview:
    """A talk and its record (约谈、谈话记录).

    Attributes:
        id, unit: as in every record.
        talk: code of the kind of talk.
        title: what it is about, one line.
        state: where it stands.
        persons: who is spoken to, and in which capacity.
        interviewers: who leads it; none of them may be concerned.
        planned_on: the day it is planned for.
        place: where.
        findings, measures: findings and measures it is about.
        item: item it serves.
        concerned: informants, witnesses and others concerned who are not spoken to.
        held_on: the day it was held.
        rights_notice: whether the persons were told of their rights.
        text: what was said, sealed.
        number: number of the record; `None` when its kind bears none.
        signatures: on the paper.
        paper: the signed paper, sealed.
        signed_on: when the signatures were complete.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    talk: str
    title: str
    state: InterviewState
    persons: tuple[SpokenTo, ...]
    interviewers: tuple[OfficerId, ...] = ()
    planned_on: dt.date | None = None
    place: str = ""
    findings: tuple[str, ...] = ()
    measures: tuple[str, ...] = ()
    item: str | None = None
    concerned: tuple[OfficerId, ...] = ()
    held_on: dt.date | None = None
    rights_notice: bool = False
    text: Sealed | None = None
    number: str | None = None
    signatures: tuple[Signature, ...] = ()
    paper: Sealed | None = None
    signed_on: dt.date | None = None
    imported: str | None = None

    @property
    def refused(self) -> int:
        """How many refused to sign (拒绝签名)."""
        return sum(bool(one.refused) for one in self.signatures)


@attrs.frozen(kw_only=True)
class CorrectInterview:
    """Correct what was entered wrongly (更正); fields left `None` stay as they are.

    Attributes:
        cleared: names of fields to empty: `planned_on`, `place`, `findings`, `measures`,
            `item`, `concerned`.
    """

    title: str | None = None
    persons: tuple[SpokenTo, ...] | None = None
    interviewers: tuple[OfficerId, ...] | None = None
    planned_on: dt.date | None = None
    place: str | None = None
    findings: tuple[str, ...] | None = None
    measures: tuple[str, ...] | None = None
    item: str | None = None
    concerned: tuple[OfficerId, ...] | None = None
    text: Sealed | None = None
    cleared: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class InterviewPlanned:
    """The talk was planned (拟谈话)."""

    id: str
    unit: str
    act: Act
    interview: PlanInterview


@attrs.frozen(kw_only=True)
class InterviewHeld:
    """The talk was held (谈话)."""

    act: Act
    interviewers: tuple[OfficerId, ...]
    place: str
    rights_notice: bool
    text: Sealed
    number: str | None = None


@attrs.frozen(kw_only=True)
class InterviewSigned:
    """The record was signed on paper, or signing refused (核对签名)."""

    act: Act
    signatures: tuple[Signature, ...]
    paper: Sealed | None = None


@attrs.frozen(kw_only=True)
class InterviewCancelled:
    """The planned talk does not take place (取消)."""

    act: Act


@attrs.frozen(kw_only=True)
class InterviewCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectInterview


@attrs.frozen(kw_only=True)
class InterviewVoided:
    """The talk was voided (作废). Its number stays visible in the register."""

    act: Act


InterviewChange = (
    InterviewPlanned
    | InterviewHeld
    | InterviewSigned
    | InterviewCancelled
    | InterviewCorrected
    | InterviewVoided
    | HandedOver
)


@attrs.frozen(kw_only=True)
class InterviewEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Interview


def evolve_interview(
    interview: Interview | None, change: InterviewChange | InterviewEntered
) -> Interview:
    """Build the interview from its last state and one change. Never refuses."""
    if isinstance(change, InterviewEntered):
        return change.record
    if isinstance(change, InterviewPlanned):
        fields = attrs.asdict(change.interview, recurse=False)
        return Interview(id=change.id, unit=change.unit, state=InterviewState.PLANNED, **fields)
    interview = begun(interview, change)
    match change:
        case InterviewHeld():
            return attrs.evolve(
                interview,
                state=InterviewState.HELD,
                interviewers=change.interviewers,
                place=change.place,
                rights_notice=change.rights_notice,
                text=change.text,
                number=change.number,
                held_on=change.act.on,
            )
        case InterviewSigned():
            return attrs.evolve(
                interview,
                state=InterviewState.SIGNED,
                signatures=change.signatures,
                paper=change.paper,
                signed_on=change.act.on,
            )
        case InterviewCancelled():
            return attrs.evolve(interview, state=InterviewState.CANCELLED)
        case InterviewCorrected():
            return corrected(interview, change.correction)
        case InterviewVoided():
            return attrs.evolve(interview, state=InterviewState.VOIDED)
        case HandedOver():
            interviewers = all_swapped(interview.interviewers, change)
            return attrs.evolve(interview, interviewers=interviewers)
        case _:
            assert_never(change)


INTERVIEW: RecordKind[Interview] = RecordKind(
    name="interview",
    prefix="itv",
    cls=Interview,
    evolve=evolve_interview,
    changes=(
        ChangeType("interview.planned", InterviewPlanned),
        ChangeType("interview.held", InterviewHeld),
        ChangeType("interview.signed", InterviewSigned),
        ChangeType("interview.cancelled", InterviewCancelled),
        ChangeType("interview.corrected", InterviewCorrected),
        ChangeType("interview.voided", InterviewVoided),
        ChangeType("interview.entered", InterviewEntered),
        ChangeType("interview.handed_over", HandedOver),
    ),
    indexed=(
        Column("state"),
        Column("imported"),
        Column("talk"),
        Column("number"),
        Column("item"),
        Column("planned_on", ColumnType.DATE),
        Column("held_on", ColumnType.DATE),
        Column("signed_on", ColumnType.DATE),
        Column("spoken_to", ColumnType.INTEGER, lambda interview: len(interview.persons)),
        Column("refused", ColumnType.INTEGER),
    ),
    indexes=(("state", "planned_on"), ("talk", "held_on"), ("number",)),
    many=(
        Many("officers", lambda interview: tuple(one.officer for one in interview.persons)),
        Many("departments", lambda interview: tuple(one.department for one in interview.persons)),
        Many("capacities", lambda interview: tuple(one.capacity for one in interview.persons)),
        Many("interviewers"),
        Many("concerned"),
        Many("findings"),
        Many("measures"),
    ),
    sealed=("text", "paper", "persons"),
)
