"""Checklists at work (检查清单): one function per act, and the version in use on a day.

All raise `NotFound`, `Refused`, `AccessDenied`; none commits.
"""

from __future__ import annotations

import datetime as dt

from supervision.domain.checklists import (
    CHECKLIST,
    Checklist,
    CorrectChecklist,
    IssueChecklist,
    checklist_id,
    decide_correct_checklist,
    decide_end_checklist,
    decide_issue_checklist,
    may_be_used,
)
from supervision.domain.values import UnitId
from supervision.errors import NotFound
from supervision.office.acting import Acting, deed_of
from supervision.office.work import Work

__all__ = ["checklist_on", "correct_checklist", "end_checklist", "issue_checklist"]

_ONE_DAY = dt.timedelta(days=1)


def issue_checklist(work: Work, command: IssueChecklist, *, acting: Acting = Acting()) -> str:
    """Issue a checklist or its next version (发布检查清单); return its id.

    A version still in use ends on the day before the new one begins.
    """
    deed = deed_of(work, acting)
    versions = _versions(work, command.code.strip())
    latest = versions[-1] if versions else None
    if latest is not None and latest.valid_until is None and command.valid_from is not None:
        until = command.valid_from - _ONE_DAY
        changes = decide_end_checklist(latest, until=until, deed=deed)
        latest = work.stage(CHECKLIST, latest.id, changes, acting.reason)
    (issued,) = decide_issue_checklist(latest, command, unit=work.unit, deed=deed)
    work.stage(CHECKLIST, issued.id, (issued,), acting.reason)
    return issued.id


def _versions(work: Work, code: str) -> tuple[Checklist, ...]:
    """Return the versions of a checklist, first to last; those of this work among them."""
    found: list[Checklist] = []
    while True:
        id = checklist_id(UnitId(work.unit), code, len(found) + 1)
        version = work.peek(CHECKLIST, id)
        if version is None:
            return tuple(found)
        found.append(version)


def checklist_on(work: Work, code: str, on: dt.date) -> Checklist:
    """Return the version in use on a day (当日有效的清单).

    Raises:
        NotFound: `checklist.none_in_use`.
    """
    for version in _versions(work, code.strip()):
        if may_be_used(version, on):
            return version
    raise NotFound("checklist.none_in_use", code=code, on=on.isoformat())


def end_checklist(work: Work, id: str, until: dt.date, *, acting: Acting = Acting()) -> Checklist:
    """Take a version out of use (停用); `until` is its last day."""
    checklist = work.load(CHECKLIST, id)
    changes = decide_end_checklist(checklist, until=until, deed=deed_of(work, acting))
    return work.stage(CHECKLIST, id, changes, acting.reason)


def correct_checklist(
    work: Work, id: str, correction: CorrectChecklist, *, acting: Acting = Acting()
) -> Checklist:
    """Correct title or validity, with a reason (更正)."""
    checklist = work.load(CHECKLIST, id)
    changes = decide_correct_checklist(checklist, correction, deed=deed_of(work, acting))
    return work.stage(CHECKLIST, id, changes, acting.reason)
