"""Closed files at work (密卷办理): one function per act.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits. The unit of work is one in the
file: `Office.new_file` to open one, `Office.work(…, file=…)` for everything else.
"""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.codec import decode_change
from supervision.domain.access_requests import (
    ACCESS_REQUEST,
    AccessRequest,
    decide_grant_access,
    decide_refuse_access,
    decide_request_access,
)
from supervision.domain.closed_file_changes import ClosedFileViewed, OpenClosedFile, ProposeGrant
from supervision.domain.closed_file_steps import (
    decide_approve_grant,
    decide_close_closed_file,
    decide_end_grant,
    decide_hand_over_custody,
    decide_open_closed_file,
    decide_propose_grant,
    decide_refuse_grant,
    decide_release_closed_file,
)
from supervision.domain.closed_files import CLOSED_FILE, ClosedFile, admission
from supervision.domain.informers import (
    INFORMER,
    Informer,
    decide_correct_informer,
    decide_register_informer,
)
from supervision.domain.officers import OFFICER
from supervision.domain.values import Instant, OfficerId, Sealed, day_of
from supervision.errors import Refused
from supervision.office.acting import Acting, deed_of
from supervision.office.admitting import decides
from supervision.office.office import Office
from supervision.office.views import ReadView
from supervision.office.work import Work
from supervision.ports.query import Eq, Everything

__all__ = [
    "FileView",
    "access_log",
    "access_requests",
    "approve_grant",
    "close_file",
    "correct_informer",
    "end_grant",
    "grant_access",
    "hand_over_custody",
    "held_files",
    "known_file",
    "open_file",
    "propose_grant",
    "refuse_access",
    "refuse_grant",
    "register_informer",
    "release_file",
    "request_access",
]

_FEWEST = 4
"""Letters of an id that may stand for it."""


def open_file(work: Work, command: OpenClosedFile, *, acting: Acting = Acting()) -> str:
    """Open a closed file (立卷) in a unit of work begun by `Office.new_file`; return its id."""
    work.load(OFFICER, command.approved_by)
    id = _file(work)
    changes = decide_open_closed_file(
        id,
        work.unit,
        command,
        deed=deed_of(work, acting),
        highest=work.office.parts.highest_mark,
    )
    work.stage(CLOSED_FILE, id, changes, acting.reason, new=True)
    return id


def _file(work: Work) -> str:
    if work.file is None:
        raise Refused("work.only_closed", kind=CLOSED_FILE.name)
    return work.file


def propose_grant(work: Work, command: ProposeGrant, *, acting: Acting = Acting()) -> int:
    """Propose that somebody may enter (提请授权); return the grant's number."""
    work.load(OFFICER, command.officer)
    id = _file(work)
    file = work.load(CLOSED_FILE, id)
    changes = decide_propose_grant(file, command, deed=deed_of(work, acting))
    return len(work.stage(CLOSED_FILE, id, changes, acting.reason).grants)


def approve_grant(work: Work, number: int, *, acting: Acting = Acting()) -> ClosedFile:
    """Approve a grant (批准授权)."""
    file = work.load(CLOSED_FILE, _file(work))
    changes = decide_approve_grant(file, number, deed=deed_of(work, acting))
    return work.stage(CLOSED_FILE, file.id, changes, acting.reason)


def refuse_grant(work: Work, number: int, *, acting: Acting = Acting()) -> ClosedFile:
    """Refuse a grant (不予授权)."""
    file = work.load(CLOSED_FILE, _file(work))
    changes = decide_refuse_grant(file, number, deed=deed_of(work, acting))
    return work.stage(CLOSED_FILE, file.id, changes, acting.reason)


def end_grant(work: Work, number: int, *, acting: Acting = Acting()) -> ClosedFile:
    """End a grant (终止授权)."""
    file = work.load(CLOSED_FILE, _file(work))
    changes = decide_end_grant(file, number, deed=deed_of(work, acting))
    return work.stage(CLOSED_FILE, file.id, changes, acting.reason)


def hand_over_custody(work: Work, to: OfficerId, *, acting: Acting = Acting()) -> ClosedFile:
    """Hand the file over to another custodian (移交保管)."""
    file = work.load(CLOSED_FILE, _file(work))
    changes = decide_hand_over_custody(file, to, deed=deed_of(work, acting))
    return work.stage(CLOSED_FILE, file.id, changes, acting.reason)


def release_file(
    work: Work, event: str, *, on: dt.date | None = None, acting: Acting = Acting()
) -> ClosedFile:
    """Release the file on a named event (解除): with the commit its records lie in the open."""
    file = work.load(CLOSED_FILE, _file(work))
    changes = decide_release_closed_file(file, event, deed=deed_of(work, acting), happened_on=on)
    released = work.stage(CLOSED_FILE, file.id, changes, acting.reason)
    work.refile()
    return released


def close_file(work: Work, *, acting: Acting = Acting()) -> ClosedFile:
    """Close the file (封存)."""
    file = work.load(CLOSED_FILE, _file(work))
    changes = decide_close_closed_file(file, deed=deed_of(work, acting))
    return work.stage(CLOSED_FILE, file.id, changes, acting.reason)


def held_files(view: ReadView, today: dt.date) -> tuple[ClosedFile, ...]:
    """Return the closed files the reader may enter today (我的密卷)."""
    reader = view.actor.id
    return tuple(one for one in view.held_files() if admission(one, reader, today))


@attrs.frozen(kw_only=True)
class FileView:
    """One line of a file's access log (查阅登记).

    Attributes:
        at: when the file was entered.
        officer: by whom.
        why: the reason given.
        asked: what was asked for.
    """

    at: Instant
    officer: str
    why: str
    asked: str


def access_log(view: ReadView, file: str) -> tuple[FileView, ...]:
    """Return who entered a file, when, why and what for (查阅登记), oldest first.

    Raises:
        NotFound: `record.not_found` for whoever is not in the file.
    """
    lines = []
    for entry in view.history(CLOSED_FILE, file):
        header = entry.header
        change = decode_change(CLOSED_FILE, header.tag, header.tag_version, entry.payload)
        if isinstance(change, ClosedFileViewed):
            lines.append(
                FileView(at=header.at, officer=header.actor, why=change.why, asked=change.asked)
            )
    return tuple(lines)


def known_file(view: ReadView, office: Office, text: str) -> str:
    """Return the id a text means: of a file held today, or of a request seen, its last letters.

    Any other text is returned as it is; entering it is refused like a file that never was.
    """
    end = text.upper()
    today = day_of(office.now())
    known = [one.id for one in held_files(view, today)]
    known += [one.id for one in access_requests(view, office)]
    found = [id for id in known if len(end) >= _FEWEST and id.upper().endswith(end)]
    return found[0] if len(found) == 1 else text


def request_access(work: Work, matter: str, reason: str, *, acting: Acting = Acting()) -> str:
    """Ask to know of a matter (申请知悉), in a work begun by `Office.new_file`; return the id."""
    id = _file(work)
    changes = decide_request_access(id, work.unit, matter, reason, deed=deed_of(work, acting))
    work.stage(ACCESS_REQUEST, id, changes, acting.reason, new=True)
    return id


def access_requests(view: ReadView, office: Office) -> tuple[AccessRequest, ...]:
    """Return the requests the reader may see (知悉申请): all where he decides, else his own."""
    every = decides(view.actor, office.parts.deciders)
    where = Everything if every else Eq("requester", view.actor.id)
    return view.access_requests(where)


def grant_access(
    work: Work, answer: str, *, answered_by: ClosedFile, acting: Acting = Acting()
) -> AccessRequest:
    """Grant a request (同意知悉) that a grant of a file answers; the work is in the request.

    Args:
        work: the unit of work in the request.
        answer: what the requester is told.
        answered_by: the file, as the decider has just seen it.
        acting: how the act is entered.
    """
    request = work.load(ACCESS_REQUEST, _file(work))
    today = work.today
    granted = any(
        one.request == request.id and one.officer == request.requester and one.holds(today)
        for one in answered_by.grants
    )
    changes = decide_grant_access(
        request,
        answer,
        deed=deed_of(work, acting),
        granted=granted,
        deciders=work.office.parts.deciders,
    )
    return work.stage(ACCESS_REQUEST, request.id, changes, acting.reason)


def refuse_access(work: Work, answer: str, *, acting: Acting = Acting()) -> AccessRequest:
    """Refuse a request with a sentence (不予知悉)."""
    request = work.load(ACCESS_REQUEST, _file(work))
    changes = decide_refuse_access(
        request, answer, deed=deed_of(work, acting), deciders=work.office.parts.deciders
    )
    return work.stage(ACCESS_REQUEST, request.id, changes, acting.reason)


def register_informer(
    work: Work, code_name: str, identity: Sealed, *, acting: Acting = Acting()
) -> str:
    """Register an informer (登记线索来源人); return the record's id."""
    found = work.view.own_file()
    id = work.new_id(INFORMER)
    changes = decide_register_informer(
        id,
        work.unit,
        code_name,
        identity,
        file=found.record if found else None,
        deed=deed_of(work, acting),
    )
    work.stage(INFORMER, id, changes, acting.reason, new=True)
    return id


def correct_informer(
    work: Work, id: str, identity: Sealed, *, acting: Acting = Acting()
) -> Informer:
    """Correct who an informer is (更正)."""
    work.load(INFORMER, id)
    changes = decide_correct_informer(identity, deed=deed_of(work, acting))
    return work.stage(INFORMER, id, changes, acting.reason)
