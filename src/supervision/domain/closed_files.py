"""Closed files (密卷): what only those may know of who need to, and who they are.

Confidentiality by record is not left to a policy. A record lies in the open or in one closed
file; who works in a file writes only into that file, and whoever holds no grant is told of
nothing in it, not even that it is there (保守国家秘密法 2024 art. 26–27 on 知悉范围; 监察法 art. 65 and
检察官法 art. 47 on leaks; 检举控告工作规则 art. 51–53 on those who gave a lead).

A grant needs two persons, neither the one it is for. The access log lies in the file itself.
"""

from __future__ import annotations

import datetime as dt
import enum

import attrs

from supervision.domain import closed_file_changes as made
from supervision.domain.closed_file_changes import ClosedFileChange, Purpose
from supervision.domain.lives import begun
from supervision.domain.marks import Mark
from supervision.domain.records import ChangeType, Column, Many, RecordKind
from supervision.domain.values import OfficerId

__all__ = [
    "CLOSED_FILE",
    "Admission",
    "ClosedFile",
    "ClosedFileState",
    "Grant",
    "GrantState",
    "Purpose",
    "admission",
    "evolve_closed_file",
]


class ClosedFileState(enum.Enum):
    """Where a closed file stands (密卷状态)."""

    OPEN = "open"
    """办理中"""
    RELEASED = "released"
    """已解除: its records are in the open; its grants and its log are not."""
    CLOSED = "closed"
    """已封存: nothing is added any more."""


class GrantState(enum.Enum):
    """Where a grant stands (授权状态)."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    ENDED = "ended"


@attrs.frozen(kw_only=True)
class Grant:
    """The right of one person to know (知悉授权).

    Attributes:
        number: 1, 2, 3 … within the file.
        officer: for whom.
        reason: why he needs to know.
        proposed_by: who proposed it.
        from_, until: first and last day; without a last one it lasts.
        records: for a reviewer: the only records he is shown; then he only reads.
        request: the access request it answers.
        state: where it stands.
        decided_by: who approved or refused it: neither the proposer nor the officer.
        ended_by: who ended it.
    """

    number: int
    officer: OfficerId
    reason: str
    proposed_by: OfficerId
    from_: dt.date
    until: dt.date | None = None
    records: tuple[str, ...] = ()
    request: str | None = None
    state: GrantState = GrantState.PROPOSED
    decided_by: OfficerId | None = None
    ended_by: OfficerId | None = None

    def holds(self, on: dt.date) -> bool:
        """Say whether it opens the file on that day, its first and last day included."""
        if self.state is not GrantState.APPROVED or on < self.from_:
            return False
        return self.until is None or on <= self.until


@attrs.frozen(kw_only=True)
class ClosedFile:
    """A closed file (密卷). Its id is the file its own record lies in.

    Attributes:
        id, unit: as in every record.
        title: one line.
        purpose: what it is for.
        mark: how secret it is.
        state: where it stands.
        opened_on: when it was opened.
        custodians: who keep it (保管人).
        approver: who approved that it was opened; decides on grants with the custodians.
        parent: the file of the matter, where this one keeps an informer's identity apart.
        grants: in the order they were proposed.
        event, released_on: what released it, and when.
        views: how often it was entered to read; the log itself is in its journal.
    """

    id: str
    unit: str
    title: str
    purpose: Purpose
    mark: Mark
    state: ClosedFileState = ClosedFileState.OPEN
    opened_on: dt.date
    custodians: tuple[OfficerId, ...]
    approver: OfficerId
    parent: str | None = None
    grants: tuple[Grant, ...] = ()
    event: str = ""
    released_on: dt.date | None = None
    views: int = 0

    @property
    def released(self) -> bool:
        """Whether its records are in the open."""
        return self.released_on is not None

    @property
    def keepers(self) -> tuple[OfficerId, ...]:
        """Who decide about it: custodians and approver."""
        return (*self.custodians, self.approver)

    @property
    def holders(self) -> tuple[OfficerId, ...]:
        """Who may enter it on some day: keepers, and whoever has an approved grant."""
        granted = [one.officer for one in self.grants if one.state is GrantState.APPROVED]
        return tuple(dict.fromkeys((*self.keepers, *granted)))

    def grant(self, number: int) -> Grant | None:
        """Return a grant by its number."""
        return next((one for one in self.grants if one.number == number), None)


@attrs.frozen(kw_only=True)
class Admission:
    """What somebody may see of a closed file (准入).

    Attributes:
        records: the only records he is shown; `None` for all of them.
    """

    records: tuple[str, ...] | None = None


def admission(file: ClosedFile, officer: str, on: dt.date) -> Admission | None:
    """Return what an officer may see of a file on a day; `None`: it does not exist for him."""
    if officer in file.keepers:
        return Admission()
    held = [one for one in file.grants if one.officer == officer and one.holds(on)]
    if not held:
        return None
    if any(not one.records for one in held):
        return Admission()
    return Admission(records=tuple(sorted({id for one in held for id in one.records})))


def evolve_closed_file(file: ClosedFile | None, change: ClosedFileChange) -> ClosedFile:
    """Build the file from its last state and one change. Never refuses."""
    if isinstance(change, made.ClosedFileOpened):
        return ClosedFile(
            id=change.id,
            unit=change.unit,
            title=change.title,
            purpose=change.purpose,
            mark=change.mark,
            opened_on=change.act.on,
            custodians=(change.act.by,),
            approver=change.approved_by,
            parent=change.parent,
        )
    file = begun(file, change)
    act = change.act
    match change:
        case made.ClosedFileViewed():
            return attrs.evolve(file, views=file.views + 1)
        case made.GrantProposed():
            grant = Grant(
                number=change.number,
                officer=change.officer,
                reason=change.reason,
                proposed_by=act.by,
                from_=change.from_,
                until=change.until,
                records=change.records,
                request=change.request,
            )
            return attrs.evolve(file, grants=(*file.grants, grant))
        case made.GrantApproved():
            return _decided(file, change.number, state=GrantState.APPROVED, decided_by=act.by)
        case made.GrantRefused():
            return _decided(file, change.number, state=GrantState.REFUSED, decided_by=act.by)
        case made.GrantEnded():
            return _decided(file, change.number, state=GrantState.ENDED, ended_by=act.by)
        case made.CustodyHandedOver():
            kept = tuple(one for one in file.custodians if one not in (act.by, change.to))
            return attrs.evolve(file, custodians=(*kept, change.to))
        case made.ClosedFileReleased():
            return attrs.evolve(
                file,
                state=ClosedFileState.RELEASED,
                event=change.event,
                released_on=change.happened_on,
            )
        case _:
            return attrs.evolve(file, state=ClosedFileState.CLOSED)


def _decided(file: ClosedFile, number: int, **known: object) -> ClosedFile:
    grants = tuple(
        attrs.evolve(one, **known) if one.number == number else one  # type: ignore[arg-type]  # checked by the class
        for one in file.grants
    )
    return attrs.evolve(file, grants=grants)


CLOSED_FILE: RecordKind[ClosedFile] = RecordKind(
    name="closed_file",
    prefix="fil",
    cls=ClosedFile,
    evolve=evolve_closed_file,
    changes=(
        ChangeType("closed_file.opened", made.ClosedFileOpened),
        ChangeType("closed_file.viewed", made.ClosedFileViewed),
        ChangeType("closed_file.grant_proposed", made.GrantProposed),
        ChangeType("closed_file.grant_approved", made.GrantApproved),
        ChangeType("closed_file.grant_refused", made.GrantRefused),
        ChangeType("closed_file.grant_ended", made.GrantEnded),
        ChangeType("closed_file.custody_handed_over", made.CustodyHandedOver),
        ChangeType("closed_file.released", made.ClosedFileReleased),
        ChangeType("closed_file.closed", made.ClosedFileClosed),
    ),
    closed=True,
    indexed=(Column("state"), Column("purpose"), Column("mark")),
    many=(Many("holders"),),
)
