"""Findings as a list shows them (问题清单): read without the records themselves."""

from __future__ import annotations

import datetime as dt

import attrs

from supervision.domain.findings import FindingState, Severity, Source
from supervision.domain.values import DepartmentId, OfficerId

__all__ = ["FindingLine"]


@attrs.frozen
class FindingLine:
    """A finding in a list (问题清单行), for `ReadView.lines`.

    Attributes:
        id: the finding's.
        title: its first 200 letters.
        state, source, severity, department, assignee, case_number, found_on, due_on: as in the
            finding.
    """

    id: str
    title: str
    state: FindingState
    source: Source
    severity: Severity
    found_on: dt.date
    department: DepartmentId | None = None
    assignee: OfficerId | None = None
    case_number: str | None = None
    due_on: dt.date | None = None
