"""Attachments (证据材料): files kept sealed beside the record they prove.

A new version replaces the one before and leaves it in place; what was entered by mistake is
voided with a reason. Nothing is deleted. The day the material is about stands apart from the day
it was handed in and from the moment it was entered. Besides the office's salted digest the plain
SHA-256 is kept, so that a copy elsewhere can be compared with it, as 法发〔2016〕22号 art. 5 asks for
electronic data in criminal cases; here by analogy.
"""

from __future__ import annotations

import datetime as dt
import enum
from typing import assert_never

import attrs

from supervision.domain.acts import Act
from supervision.domain.lives import begun, check_correction, corrected
from supervision.domain.names import check_text
from supervision.domain.officers import Role
from supervision.domain.records import ChangeType, Column, ColumnType, Many, RecordKind
from supervision.domain.separation import Concerned, Deed
from supervision.domain.values import Sealed
from supervision.domain.workflows import Step, Workflow
from supervision.errors import Refused

__all__ = [
    "ATTACHMENT",
    "ATTACHMENT_WORKFLOW",
    "AddAttachment",
    "AttachedTo",
    "Attachment",
    "AttachmentAdded",
    "AttachmentChange",
    "AttachmentCorrected",
    "AttachmentReplaced",
    "AttachmentState",
    "AttachmentVersion",
    "AttachmentVoided",
    "CorrectAttachment",
    "decide_add_attachment",
    "decide_correct_attachment",
    "decide_replace_attachment",
    "decide_void_attachment",
    "evolve_attachment",
    "version_of",
]


class AttachmentState(enum.Enum):
    """Whether the material counts (材料状态)."""

    HELD = "held"
    """在卷"""
    VOIDED = "voided"
    """作废"""


@attrs.frozen(kw_only=True)
class AttachedTo:
    """The record an attachment belongs to (材料所属): its kind's name and its id."""

    kind: str
    id: str


@attrs.frozen(kw_only=True)
class AttachmentVersion:
    """One version of the content (材料版本).

    Attributes:
        content: the file, sealed.
        file_name: its name, sealed: it may hold names of persons.
        extension: its type by the allow-list of the day.
        sha256: SHA-256 of the content in hexadecimal, without salt.
        handed_in: day it was handed in.
    """

    content: Sealed
    file_name: Sealed
    extension: str
    sha256: str
    handed_in: dt.date


@attrs.frozen(kw_only=True)
class Attachment:
    """Evidence kept beside a record (证据材料).

    Attributes:
        id, unit: as in every record.
        owner: the record it belongs to.
        title: one line; no names of persons.
        state: whether it counts.
        about_on: the day the material is about; `None` when it is about no day.
        versions: oldest first; the last one holds.

    Example:
        >>> ATTACHMENT.prefix
        'att'
    """

    id: str
    unit: str
    owner: AttachedTo
    title: str
    state: AttachmentState
    about_on: dt.date | None = None
    versions: tuple[AttachmentVersion, ...] = ()

    @property
    def current(self) -> AttachmentVersion:
        """The version that holds."""
        return self.versions[-1]


@attrs.frozen(kw_only=True)
class AddAttachment:
    """Asks to attach material (附卷). Fields as in `Attachment`."""

    owner: AttachedTo
    title: str
    about_on: dt.date | None = None


@attrs.frozen(kw_only=True)
class CorrectAttachment:
    """Asks to correct an entry (更正); `None` leaves a field alone.

    Attributes:
        title, about_on: the right values.
        cleared: `about_on` may be emptied.
    """

    title: str | None = None
    about_on: dt.date | None = None
    cleared: tuple[str, ...] = ()


@attrs.frozen(kw_only=True)
class AttachmentAdded:
    """The material was attached (附卷)."""

    id: str
    unit: str
    act: Act
    attachment: AddAttachment
    version: AttachmentVersion


@attrs.frozen(kw_only=True)
class AttachmentReplaced:
    """A new version replaces the one before, which stays (更换版本)."""

    act: Act
    version: AttachmentVersion


@attrs.frozen(kw_only=True)
class AttachmentCorrected:
    """Title or day were entered wrongly (更正)."""

    act: Act
    correction: CorrectAttachment


@attrs.frozen(kw_only=True)
class AttachmentVoided:
    """It no longer counts (作废); its content stays."""

    act: Act


AttachmentChange = AttachmentAdded | AttachmentReplaced | AttachmentCorrected | AttachmentVoided

_HELD = (AttachmentState.HELD,)

ATTACHMENT_WORKFLOW: Workflow[AttachmentState] = Workflow(
    code="attachment",
    zh="证据材料流程",
    en="Course of an attachment",
    steps=(
        Step(name="replace", sources=_HELD, target=AttachmentState.HELD, reason=True),
        Step(name="correct", sources=_HELD, reason=True),
        Step(
            name="void",
            sources=_HELD,
            target=AttachmentState.VOIDED,
            roles=(Role.SUPERVISION_HEAD, Role.INSPECTOR),
            independent=True,
            reason=True,
        ),
    ),
)


def decide_add_attachment(
    id: str,
    unit: str,
    command: AddAttachment,
    version: AttachmentVersion,
    *,
    deed: Deed,
    beside: int,
    most: int,
) -> tuple[AttachmentAdded]:
    """Attach material to a record (附卷).

    Args:
        id, unit: of the new attachment.
        command: to which record, under which title.
        version: its content, checked and sealed.
        deed: by whom, on which day.
        beside: attachments the record has already.
        most: attachments a record may have.

    Raises:
        Refused: `text.empty`, `text.line`, `attachment.future` when it is about a day after the
            act, `attachment.too_many`.
    """
    if beside >= most:
        raise Refused("attachment.too_many", count=beside, most=most)
    command = attrs.evolve(command, title=check_text(command.title, place="title"))
    _check_day(command.about_on, deed)
    return (AttachmentAdded(id=id, unit=unit, act=deed.act, attachment=command, version=version),)


def _check_day(about_on: dt.date | None, deed: Deed) -> None:
    if about_on is not None and about_on > deed.act.on:
        raise Refused("attachment.future", found=about_on.isoformat(), on=deed.act.on.isoformat())


def decide_replace_attachment(
    attachment: Attachment, version: AttachmentVersion, *, deed: Deed
) -> tuple[AttachmentReplaced]:
    """Replace the content by a new version, with a reason (更换版本).

    Raises:
        Refused: `workflow.step`, `act.reason_missing`, `attachment.same` when the content is
            the one that holds already.
    """
    ATTACHMENT_WORKFLOW.check("replace", attachment.state, deed)
    if version.sha256 == attachment.current.sha256:
        raise Refused("attachment.same", id=attachment.id)
    return (AttachmentReplaced(act=deed.act, version=version),)


def decide_correct_attachment(
    attachment: Attachment, correction: CorrectAttachment, *, deed: Deed
) -> tuple[AttachmentCorrected]:
    """Correct title or day, with a reason (更正).

    Raises:
        Refused: `workflow.step`, `correction.cleared`, `correction.empty`, `text.*`,
            `attachment.future`.
    """
    ATTACHMENT_WORKFLOW.check("correct", attachment.state, deed)
    check_correction(attachment, correction, clearable=("about_on",))
    if correction.title is not None:
        correction = attrs.evolve(correction, title=check_text(correction.title, place="title"))
    _check_day(correction.about_on, deed)
    return (AttachmentCorrected(act=deed.act, correction=correction),)


def decide_void_attachment(
    attachment: Attachment, *, deed: Deed, concerned: Concerned
) -> tuple[AttachmentVoided]:
    """Void it, with a reason (作废). Whoever the record concerns may not.

    Raises:
        Refused: `workflow.step`, `separation.*`, `act.reason_missing`.
    """
    ATTACHMENT_WORKFLOW.check("void", attachment.state, deed, concerned)
    return (AttachmentVoided(act=deed.act),)


def version_of(attachment: Attachment, number: int | None = None) -> AttachmentVersion:
    """Return a version by its number, counted from 1; by default the one that holds.

    Raises:
        Refused: `attachment.no_version`.
    """
    if number is None:
        return attachment.current
    if not 1 <= number <= len(attachment.versions):
        raise Refused("attachment.no_version", found=number, count=len(attachment.versions))
    return attachment.versions[number - 1]


def evolve_attachment(attachment: Attachment | None, change: AttachmentChange) -> Attachment:
    """Build the attachment after `change`. Never refuses."""
    if isinstance(change, AttachmentAdded):
        return Attachment(
            id=change.id,
            unit=change.unit,
            state=AttachmentState.HELD,
            versions=(change.version,),
            **attrs.asdict(change.attachment, recurse=False),
        )
    attachment = begun(attachment, change)
    match change:
        case AttachmentReplaced():
            return attrs.evolve(attachment, versions=(*attachment.versions, change.version))
        case AttachmentCorrected():
            return corrected(attachment, change.correction)
        case AttachmentVoided():
            return attrs.evolve(attachment, state=AttachmentState.VOIDED)
        case _:
            assert_never(change)


ATTACHMENT: RecordKind[Attachment] = RecordKind(
    name="attachment",
    prefix="att",
    cls=Attachment,
    changes=(
        ChangeType("attachment.added", AttachmentAdded),
        ChangeType("attachment.replaced", AttachmentReplaced),
        ChangeType("attachment.corrected", AttachmentCorrected),
        ChangeType("attachment.voided", AttachmentVoided),
    ),
    evolve=evolve_attachment,
    indexed=(
        Column("owner_kind", value=lambda attachment: attachment.owner.kind),
        Column("owner_id", value=lambda attachment: attachment.owner.id),
        Column("state"),
        Column("extension", value=lambda attachment: attachment.current.extension),
        Column("about_on", ColumnType.DATE),
        Column("handed_in", ColumnType.DATE, lambda attachment: attachment.versions[0].handed_in),
    ),
    indexes=(("owner_id", "state"), ("handed_in",)),
    many=(Many("sha256", lambda attachment: tuple(one.sha256 for one in attachment.versions)),),
    sealed=("versions",),
)
