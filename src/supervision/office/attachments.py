"""Attachments at work (证据材料办理): attach, replace, correct, void, read back.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits. Whoever may not see the record an
attachment belongs to does not reach its content either.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Callable, Mapping
from pathlib import PurePath
from typing import Any, TypeVar

import attrs

from supervision.domain.attachment_types import AttachmentRules, check_content
from supervision.domain.attachments import (
    ATTACHMENT,
    AddAttachment,
    AttachedTo,
    Attachment,
    AttachmentState,
    AttachmentVersion,
    CorrectAttachment,
    decide_add_attachment,
    decide_correct_attachment,
    decide_replace_attachment,
    decide_void_attachment,
    version_of,
)
from supervision.domain.circular_steps import concerned_by_circular
from supervision.domain.circulars import CIRCULAR
from supervision.domain.decision_steps import concerned_by_works
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.findings import FINDING
from supervision.domain.inspection_steps import concerned_by_inspection
from supervision.domain.inspections import INSPECTION
from supervision.domain.instruction_steps import concerned_by_instruction
from supervision.domain.instructions import INSTRUCTION
from supervision.domain.interview_steps import concerned_by_interview
from supervision.domain.interviews import INTERVIEW
from supervision.domain.item_steps import concerned_by_item
from supervision.domain.items import Item
from supervision.domain.kinds import KINDS_BY_NAME
from supervision.domain.material_lists import MATERIAL_LIST
from supervision.domain.measure_steps import concerned_by_measure
from supervision.domain.measures import MEASURE
from supervision.domain.officers import Officer
from supervision.domain.opinions import OPINION
from supervision.domain.records import Record
from supervision.domain.rectification import concerned_by
from supervision.domain.report_requests import REPORT_REQUEST
from supervision.domain.reviews import REVIEW
from supervision.domain.separation import Concerned
from supervision.domain.values import Sealed
from supervision.errors import JournalError, NotFound, Refused
from supervision.journal.entry import sealed_digest
from supervision.journal.verify import BlobLike
from supervision.office.acting import Acting, deed_of
from supervision.office.office import Office
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import And, Eq, Order, Predicate

__all__ = [
    "AttachedContent",
    "add_attachment",
    "attachments_of",
    "content_of",
    "correct_attachment",
    "replace_attachment",
    "void_attachment",
    "whom_concerns",
]

T = TypeVar("T")

_CONCERNED: Mapping[str, Callable[[Any], Concerned]] = {
    FINDING.name: concerned_by,
    MEASURE.name: concerned_by_measure,
    INSTRUCTION.name: concerned_by_instruction,
    INSPECTION.name: concerned_by_inspection,
    INTERVIEW.name: concerned_by_interview,
    CIRCULAR.name: concerned_by_circular,
    DECISION_WORK.name: lambda work: concerned_by_works((work,)),
    REVIEW.name: lambda review: Concerned(departments=frozenset(review.departments)),
    OPINION.name: lambda one: Concerned(departments=_only(one.department)),
    REPORT_REQUEST.name: lambda one: Concerned(
        officers=_only(one.reported_by), departments=_only(one.department)
    ),
    MATERIAL_LIST.name: lambda one: Concerned(departments=_only(one.department)),
}
"""Whom a record concerns, by its kind; an item by its own kind too. Others name nobody."""


@attrs.frozen(kw_only=True)
class AttachedContent:
    """A version read back, its digests compared (材料内容).

    Attributes:
        attachment: the record.
        number: number of the version, from 1.
        file_name: the file's name when it was handed in; empty once erased.
        content: the file.
    """

    attachment: Attachment
    number: int
    file_name: str
    content: bytes


def add_attachment(
    work: Work,
    owner: AttachedTo,
    title: str,
    file_name: str,
    content: bytes,
    *,
    about_on: dt.date | None = None,
    acting: Acting = Acting(),
) -> str:
    """Attach a file to a record (附卷); return the attachment's id.

    Args:
        work: the unit of work.
        owner: the record it proves.
        title: one line.
        file_name: name of the file; folders before it are left out.
        content: the file.
        about_on: the day the material is about.
        acting: how it is entered; its day is the day the material was handed in.

    Raises:
        Refused: `attachment.*`, `text.*`.
    """
    if owner.kind == ATTACHMENT.name:
        raise Refused("attachment.to_attachment", id=owner.id)
    _owner(work.peek, owner)
    deed = deed_of(work, acting)
    id = work.new_id(ATTACHMENT)
    rules = work.office.rules.attachments
    held = And((Eq("owner_id", owner.id), Eq("state", AttachmentState.HELD.value)))
    changes = decide_add_attachment(
        id,
        work.unit,
        AddAttachment(owner=owner, title=title, about_on=about_on),
        _version(work, file_name, content, deed.act.on, rules),
        deed=deed,
        beside=sum(group.count for group in work.view.tally(ATTACHMENT, held)),
        most=rules.most,
    )
    work.stage(ATTACHMENT, id, changes, acting.reason)
    return id


def _version(
    work: Work, file_name: str, content: bytes, on: dt.date, rules: AttachmentRules
) -> AttachmentVersion:
    name = PurePath(file_name.replace("\\", "/")).name
    kind = check_content(name, content, rules)
    return AttachmentVersion(
        content=work.seal(content),
        file_name=work.seal(name.encode()),
        extension=kind.extension,
        sha256=hashlib.sha256(content).hexdigest(),
        handed_in=on,
    )


def _owner(find: Callable[[Any, str], Record | None], owner: AttachedTo) -> Record:
    kind = KINDS_BY_NAME.get(owner.kind)
    record = find(kind, owner.id) if kind is not None else None
    if record is None:
        raise NotFound("record.not_found", kind=owner.kind, id=owner.id)
    return record


def replace_attachment(
    work: Work, id: str, file_name: str, content: bytes, *, acting: Acting = Acting()
) -> Attachment:
    """Replace the content by a new version, with a reason (更换版本); the old one stays."""
    attachment = _reachable(work, id)
    deed = deed_of(work, acting)
    version = _version(work, file_name, content, deed.act.on, work.office.rules.attachments)
    changes = decide_replace_attachment(attachment, version, deed=deed)
    return work.stage(ATTACHMENT, id, changes, acting.reason)


def correct_attachment(
    work: Work, id: str, correction: CorrectAttachment, *, acting: Acting = Acting()
) -> Attachment:
    """Correct title or day, with a reason (更正)."""
    attachment = _reachable(work, id)
    changes = decide_correct_attachment(attachment, correction, deed=deed_of(work, acting))
    return work.stage(ATTACHMENT, id, changes, acting.reason)


def void_attachment(work: Work, id: str, *, acting: Acting = Acting()) -> Attachment:
    """Void it, with a reason (作废); its content stays."""
    attachment = _reachable(work, id)
    owner = _owner(work.peek, attachment.owner)
    concerned = whom_concerns(work, attachment.owner.kind, owner)
    changes = decide_void_attachment(attachment, deed=deed_of(work, acting), concerned=concerned)
    return work.stage(ATTACHMENT, id, changes, acting.reason)


def whom_concerns(work: Work, kind: str, record: Record) -> Concerned:
    """Return whom a record of any kind concerns (涉及的人员、部门与办案单元)."""
    if isinstance(record, Item):
        return concerned_by_item(record, work.office.rules.items.kinds.get(record.kind))
    if isinstance(record, Attachment):
        owner = work.peek(KINDS_BY_NAME[record.owner.kind], record.owner.id)
        return whom_concerns(work, record.owner.kind, owner) if owner else Concerned()
    if isinstance(record, Officer):
        return Concerned(officers=frozenset((record.id,)))
    find = _CONCERNED.get(kind)
    return find(record) if find else Concerned()


def _only(one: T | None) -> frozenset[T]:
    return frozenset() if one is None else frozenset((one,))


def _reachable(work: Work, id: str) -> Attachment:
    attachment = work.load(ATTACHMENT, id)
    _owner(work.peek, attachment.owner)
    return attachment


# ---------------------------------------------------------------------------- reading


def attachments_of(
    view: ReadView, owner: AttachedTo, *, voided: bool = False
) -> tuple[Attachment, ...]:
    """Return what is attached to a record, the first handed in first (卷内材料).

    Args:
        view: what the actor may see.
        owner: the record.
        voided: also what was voided.

    Raises:
        NotFound: `record.not_found`.
    """
    _owner(view.find, owner)
    parts: list[Predicate] = [Eq("owner_id", owner.id), Eq("owner_kind", owner.kind)]
    if not voided:
        parts.append(Eq("state", AttachmentState.HELD.value))
    return view.select(ATTACHMENT, And(tuple(parts)), (Order("handed_in"),))


def content_of(
    office: Office, view: ReadView, id: str, number: int | None = None
) -> AttachedContent:
    """Read a version back and compare both digests (读取材料).

    Args:
        office: the office, for its digests.
        view: what the actor may see.
        id: the attachment.
        number: number of the version, from 1; by default the one that holds.

    Raises:
        NotFound: `record.not_found`; `attachment.erased` when the content was erased.
        Refused: `attachment.no_version`.
        JournalError: `attachment.changed` when the content is not what was handed in.
    """
    attachment = view.get(ATTACHMENT, id)
    _owner(view.find, attachment.owner)
    version = version_of(attachment, number)
    place = attachment.versions.index(version) + 1
    blob = view.blob(version.content)
    if blob is None:
        raise NotFound("attachment.erased", id=id, version=place, sha256=version.sha256)
    found = hashlib.sha256(blob.content).hexdigest()
    if found != version.sha256 or not _is_sealed(office, version.content, blob):
        raise JournalError(
            "attachment.changed", id=id, version=place, expected=version.sha256, found=found
        )
    told = view.unseal(version.file_name)
    return AttachedContent(
        attachment=attachment,
        number=place,
        file_name=told.decode() if told is not None else "",
        content=blob.content,
    )


def _is_sealed(office: Office, sealed: Sealed, blob: BlobLike) -> bool:
    """Say whether a blob still is what was sealed, where its digest is known here."""
    name = sealed.digest.partition(":")[0]
    digest = office.digests.get(name)
    if digest is None:
        return True
    return sealed_digest(name, digest, blob.salt, blob.content) == sealed.digest
