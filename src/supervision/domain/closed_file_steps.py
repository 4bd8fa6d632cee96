"""Decisions about closed files (密卷的决定): open, grant, hand over, release, close.

Two persons decide on a grant, and neither is the one it is for; the keepers of a file, its
custodians and the one who approved it, are the only ones who do. Who may open a file at all is
the policy's.
"""

from __future__ import annotations

import datetime as dt

from supervision.domain.acts import Act
from supervision.domain.closed_file_changes import (
    ClosedFileClosed,
    ClosedFileOpened,
    ClosedFileReleased,
    ClosedFileViewed,
    CustodyHandedOver,
    GrantApproved,
    GrantEnded,
    GrantProposed,
    GrantRefused,
    OpenClosedFile,
    ProposeGrant,
    Purpose,
)
from supervision.domain.closed_files import (
    ClosedFile,
    ClosedFileState,
    Grant,
    GrantState,
    admission,
)
from supervision.domain.marks import Mark, exceeds
from supervision.domain.names import check_text
from supervision.domain.separation import Deed
from supervision.domain.values import OfficerId, check_day
from supervision.errors import Refused

__all__ = [
    "decide_approve_grant",
    "decide_close_closed_file",
    "decide_end_grant",
    "decide_hand_over_custody",
    "decide_open_closed_file",
    "decide_propose_grant",
    "decide_refuse_grant",
    "decide_release_closed_file",
    "decide_view_closed_file",
]


def decide_open_closed_file(
    id: str, unit: str, command: OpenClosedFile, *, deed: Deed, highest: Mark
) -> tuple[ClosedFileOpened]:
    """Open a closed file (立卷).

    Raises:
        Refused: `text.*` for the title; `access.mark_too_high` above what the installation may
            hold; `closed_file.same_person` when nobody else approved it.
    """
    if exceeds(command.mark, highest):
        raise Refused("access.mark_too_high", found=command.mark.value, highest=highest.value)
    if command.approved_by == deed.act.by:
        raise Refused("closed_file.same_person", step="open", officer=deed.act.by)
    return (
        ClosedFileOpened(
            act=deed.act,
            id=id,
            unit=unit,
            title=check_text(command.title, place="title"),
            purpose=command.purpose,
            mark=command.mark,
            approved_by=command.approved_by,
            parent=command.parent,
        ),
    )


def decide_view_closed_file(act: Act, why: str, asked: str) -> tuple[ClosedFileViewed]:
    """Note that somebody enters (查阅登记).

    Raises:
        Refused: `text.*` for the reason.
    """
    return (ClosedFileViewed(act=act, why=check_text(why, place="why"), asked=asked),)


def _check_keeper(step: str, file: ClosedFile, deed: Deed) -> None:
    if deed.act.by not in file.keepers:
        raise Refused("closed_file.not_keeper", step=step, officer=deed.act.by)


def _check_open(file: ClosedFile) -> None:
    if file.state is not ClosedFileState.OPEN:
        raise Refused("closed_file.ended", state=file.state.value)


def decide_propose_grant(
    file: ClosedFile, command: ProposeGrant, *, deed: Deed
) -> tuple[GrantProposed]:
    """Propose a grant (提请授权).

    Raises:
        Refused: `closed_file.not_keeper`, `closed_file.ended`; `closed_file.own_grant` for
            oneself; `closed_file.granted` when one waits or holds already;
            `closed_file.grant_range` when it would end before it begins; `text.*`.
    """
    _check_keeper("propose_grant", file, deed)
    _check_open(file)
    if command.officer == deed.act.by:
        raise Refused("closed_file.own_grant", officer=command.officer)
    begin = check_day(command.from_ or deed.act.on, place="from")
    if command.until is not None and command.until < begin:
        raise Refused(
            "closed_file.grant_range", begin=begin.isoformat(), end=command.until.isoformat()
        )
    known = [one for one in file.grants if one.officer == command.officer]
    waiting = any(one.state is GrantState.PROPOSED or one.holds(begin) for one in known)
    if waiting or command.officer in file.keepers:
        raise Refused("closed_file.granted", officer=command.officer)
    return (
        GrantProposed(
            act=deed.act,
            number=len(file.grants) + 1,
            officer=command.officer,
            reason=check_text(command.reason, place="reason"),
            from_=begin,
            until=command.until,
            records=tuple(sorted(set(command.records))),
            request=command.request,
        ),
    )


def _grant(file: ClosedFile, number: int, *states: GrantState) -> Grant:
    grant = file.grant(number)
    if grant is None or grant.state not in states:
        raise Refused("closed_file.no_grant", number=number)
    return grant


def _check_other(step: str, file: ClosedFile, grant: Grant, deed: Deed) -> None:
    _check_keeper(step, file, deed)
    if deed.act.by == grant.officer:
        raise Refused("closed_file.own_grant", officer=grant.officer)
    if deed.act.by == grant.proposed_by:
        raise Refused("closed_file.same_person", step=step, officer=deed.act.by)


def decide_approve_grant(file: ClosedFile, number: int, *, deed: Deed) -> tuple[GrantApproved]:
    """Approve a grant (批准授权).

    Raises:
        Refused: `closed_file.ended`, `closed_file.no_grant`, `closed_file.not_keeper`;
            `closed_file.own_grant`; `closed_file.same_person` for who proposed it.
    """
    _check_open(file)
    _check_other("approve_grant", file, _grant(file, number, GrantState.PROPOSED), deed)
    return (GrantApproved(act=deed.act, number=number),)


def decide_refuse_grant(file: ClosedFile, number: int, *, deed: Deed) -> tuple[GrantRefused]:
    """Refuse a grant (不予授权), with a reason.

    Raises:
        Refused: as `decide_approve_grant`, and `act.reason_missing`.
    """
    _check_other("refuse_grant", file, _grant(file, number, GrantState.PROPOSED), deed)
    deed.explained()
    return (GrantRefused(act=deed.act, number=number),)


def decide_end_grant(file: ClosedFile, number: int, *, deed: Deed) -> tuple[GrantEnded]:
    """End a grant (终止授权), with a reason; whoever holds it may give it up.

    Raises:
        Refused: `closed_file.no_grant`, `closed_file.not_keeper`, `act.reason_missing`.
    """
    grant = _grant(file, number, GrantState.PROPOSED, GrantState.APPROVED)
    if deed.act.by != grant.officer:
        _check_keeper("end_grant", file, deed)
    deed.explained()
    return (GrantEnded(act=deed.act, number=number),)


def decide_hand_over_custody(
    file: ClosedFile, to: OfficerId, *, deed: Deed
) -> tuple[CustodyHandedOver]:
    """Hand the file over to somebody who may enter it already (移交保管), with a reason.

    Raises:
        Refused: `closed_file.not_custodian`; `closed_file.custody` to a custodian, or to the
            approver, who would then decide alone; `closed_file.not_admitted` to somebody
            without a grant for the whole file; `act.reason_missing`.
    """
    if deed.act.by not in file.custodians:
        raise Refused("closed_file.not_custodian", officer=deed.act.by)
    if to in file.keepers:
        raise Refused("closed_file.custody", officer=to)
    admitted = admission(file, to, deed.act.on)
    if admitted is None or admitted.records is not None:
        raise Refused("closed_file.not_admitted", officer=to)
    deed.explained()
    return (CustodyHandedOver(act=deed.act, to=to),)


def decide_release_closed_file(
    file: ClosedFile, event: str, *, deed: Deed, happened_on: dt.date | None = None
) -> tuple[ClosedFileReleased]:
    """Release the file on a named event (解除).

    Raises:
        Refused: `closed_file.not_keeper`, `closed_file.ended`; `closed_file.identity`: an
            identity is never released; `text.*` for the event; `act.future` when it lies ahead.
    """
    _check_keeper("release", file, deed)
    _check_open(file)
    if file.purpose is Purpose.IDENTITY:
        raise Refused("closed_file.identity")
    on = check_day(happened_on or deed.act.on, place="event")
    if on > deed.act.on:
        raise Refused("act.future", found=on.isoformat(), today=deed.act.on.isoformat())
    told = check_text(event, place="event")
    return (ClosedFileReleased(act=deed.act, event=told, happened_on=on),)


def decide_close_closed_file(file: ClosedFile, *, deed: Deed) -> tuple[ClosedFileClosed]:
    """Close the file (封存), with a reason: nothing is added any more.

    Raises:
        Refused: `closed_file.not_keeper`, `closed_file.ended`, `act.reason_missing`.
    """
    _check_keeper("close", file, deed)
    _check_open(file)
    deed.explained()
    return (ClosedFileClosed(act=deed.act),)
