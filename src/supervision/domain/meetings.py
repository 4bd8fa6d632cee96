"""Meetings attended (列席会议): which meeting of which body, when, and who attended for the office.

Counted in 场次. What was said there to improve a work is an `Opinion` of its own.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.activities import ACTIVITY_TABLES, OFFICE, ActivityTables, happened_on
from supervision.domain.acts import Act
from supervision.domain.lives import begun, check_correction, corrected
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.separation import Deed, check_role
from supervision.domain.values import OfficerId
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "MEETING",
    "MEETING_WORKFLOW",
    "CorrectMeeting",
    "Meeting",
    "MeetingChange",
    "MeetingCorrected",
    "MeetingEntered",
    "MeetingRecorded",
    "MeetingState",
    "MeetingVoided",
    "RecordMeeting",
    "decide_correct_meeting",
    "decide_record_meeting",
    "decide_void_meeting",
    "evolve",
]


class MeetingState(enum.Enum):
    """State of a meeting's record (会议记录状态)."""

    RECORDED = "recorded"
    VOIDED = "voided"


@attrs.frozen(kw_only=True)
class RecordMeeting:
    """Enter a meeting attended (登记列席会议). Fields as in `Meeting`."""

    title: str
    kind: str
    attended_by: tuple[OfficerId, ...]
    held_on: dt.date | None = None
    session: str = ""
    agenda: tuple[str, ...] = ()
    note: str = ""


@attrs.frozen(kw_only=True)
class Meeting:
    """A meeting the office attended (列席会议).

    Attributes:
        id, unit: as in every record.
        title: one line.
        kind: code of the kind of meeting (会议类别), see `activities`.
        held_on: day of the meeting.
        state: whether the record stands.
        attended_by: officers who attended for the office of supervision.
        session: which one of the body, such as 2021年第3次.
        agenda: what it dealt with (议题).
        note: what is worth keeping.
        imported: the import of an old ledger it was entered by.
    """

    id: str
    unit: str
    title: str
    kind: str
    held_on: dt.date
    state: MeetingState
    attended_by: tuple[OfficerId, ...]
    session: str = ""
    agenda: tuple[str, ...] = ()
    note: str = ""
    imported: str | None = None


@attrs.frozen(kw_only=True)
class CorrectMeeting:
    """Correct what was entered wrongly (更正); fields left `None` stay as they are."""

    title: str | None = None
    kind: str | None = None
    held_on: dt.date | None = None
    attended_by: tuple[OfficerId, ...] | None = None
    session: str | None = None
    agenda: tuple[str, ...] | None = None
    note: str | None = None


@attrs.frozen(kw_only=True)
class MeetingRecorded:
    """The meeting was entered (登记列席会议)."""

    id: str
    unit: str
    act: Act
    held_on: dt.date
    meeting: RecordMeeting


@attrs.frozen(kw_only=True)
class MeetingCorrected:
    """Something entered wrongly was corrected (更正)."""

    act: Act
    correction: CorrectMeeting


@attrs.frozen(kw_only=True)
class MeetingVoided:
    """The record was voided (作废)."""

    act: Act


MeetingChange = MeetingRecorded | MeetingCorrected | MeetingVoided

MEETING_WORKFLOW: Workflow[MeetingState] = Workflow(
    code="meeting",
    zh="列席会议记录",
    en="Record of a meeting",
    steps=(
        Step(name="correct", sources=(MeetingState.RECORDED,), roles=OFFICE, reason=True),
        Step(
            name="void",
            sources=(MeetingState.RECORDED,),
            target=MeetingState.VOIDED,
            roles=(Role.SUPERVISION_HEAD,),
            reason=True,
        ),
    ),
)


def decide_record_meeting(
    id: str,
    unit: str,
    command: RecordMeeting,
    *,
    deed: Deed,
    tables: ActivityTables = ACTIVITY_TABLES,
) -> tuple[MeetingRecorded]:
    """Enter a meeting attended (登记列席会议).

    Raises:
        Refused: `separation.role`, `meeting.unknown_kind`, `activity.future`, `text.*`,
            `field.missing` when nobody is named who attended.
    """
    check_role("record", deed.standing, OFFICE)
    tables.meeting(command.kind)
    held_on = happened_on(command.held_on, deed.act, place="held_on")
    command = attrs.evolve(
        command,
        title=check_text(command.title, place="title"),
        held_on=None,
        attended_by=_attendants(command.attended_by),
        agenda=_agenda(command.agenda),
    )
    return (MeetingRecorded(id=id, unit=unit, act=deed.act, held_on=held_on, meeting=command),)


def _attendants(officers: tuple[OfficerId, ...]) -> tuple[OfficerId, ...]:
    if not officers:
        raise Refused("field.missing", field="attended_by")
    return tuple(dict.fromkeys(officers))


def _agenda(topics: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(check_text(topic, place="agenda") for topic in topics)


def decide_correct_meeting(
    meeting: Meeting,
    correction: CorrectMeeting,
    *,
    deed: Deed,
    tables: ActivityTables = ACTIVITY_TABLES,
) -> tuple[MeetingCorrected]:
    """Correct an entry, with a reason (更正).

    Raises:
        Refused: `workflow.step`, `correction.empty`, `meeting.unknown_kind`,
            `activity.future`, `text.*`, `field.missing`.
    """
    MEETING_WORKFLOW.check("correct", meeting.state, deed)
    if correction.title is not None:
        correction = attrs.evolve(correction, title=check_text(correction.title, place="title"))
    if correction.kind is not None:
        tables.meeting(correction.kind)
    if correction.held_on is not None:
        happened_on(correction.held_on, deed.act, place="held_on")
    if correction.attended_by is not None:
        correction = attrs.evolve(correction, attended_by=_attendants(correction.attended_by))
    if correction.agenda is not None:
        correction = attrs.evolve(correction, agenda=_agenda(correction.agenda))
    check_correction(meeting, correction)
    return (MeetingCorrected(act=deed.act, correction=correction),)


def decide_void_meeting(
    meeting: Meeting, *, deed: Deed, opinions: tuple[str, ...] = ()
) -> tuple[MeetingVoided]:
    """Void a meeting entered by mistake, with a reason (作废).

    Args:
        meeting: the meeting.
        deed: by whom, on which day, why.
        opinions: ids of the opinions that stand and were given at it.

    Raises:
        Refused: `workflow.step`, `separation.role`, `act.reason_missing`;
            `meeting.has_opinions`.
    """
    MEETING_WORKFLOW.check("void", meeting.state, deed)
    if opinions:
        raise Refused("meeting.has_opinions", id=meeting.id, opinions=opinions)
    return (MeetingVoided(act=deed.act),)


@attrs.frozen(kw_only=True)
class MeetingEntered:
    """It was entered from this line of an old ledger, as it stood there (历史台账录入)."""

    act: Act
    line: int
    record: Meeting


def evolve(meeting: Meeting | None, change: MeetingChange | MeetingEntered) -> Meeting:
    """Build the meeting from its last state and one change. Never refuses."""
    if isinstance(change, MeetingEntered):
        return change.record
    if isinstance(change, MeetingRecorded):
        fields = attrs.asdict(change.meeting, recurse=False) | {"held_on": change.held_on}
        return Meeting(id=change.id, unit=change.unit, state=MeetingState.RECORDED, **fields)
    meeting = begun(meeting, change)
    match change:
        case MeetingCorrected():
            return corrected(meeting, change.correction)
        case MeetingVoided():
            return attrs.evolve(meeting, state=MeetingState.VOIDED)
        case _:
            assert_never(change)


MEETING: RecordKind[Meeting] = RecordKind(
    name="meeting",
    prefix="mtg",
    cls=Meeting,
    evolve=evolve,
    changes=(
        ChangeType("meeting.recorded", MeetingRecorded),
        ChangeType("meeting.corrected", MeetingCorrected),
        ChangeType("meeting.voided", MeetingVoided),
        ChangeType("meeting.entered", MeetingEntered),
    ),
    indexed=(
        Column("state"),
        Column("imported"),
        Column("title"),
        Column("kind"),
        Column("session"),
        Column("held_on", ColumnType.DATE),
    ),
    indexes=(("state", "held_on"), ("kind", "held_on")),
    many=(Many("attended_by"),),
)
