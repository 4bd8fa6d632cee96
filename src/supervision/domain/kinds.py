"""All record kinds (记录种类一览). The core's list; a plugin cannot add one in 1.x."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supervision.domain.bases import BASIS
from supervision.domain.clocks import CLOCK
from supervision.domain.departments import DEPARTMENT
from supervision.domain.detections import DETECTION
from supervision.domain.findings import FINDING
from supervision.domain.imports import IMPORT
from supervision.domain.items import ITEM
from supervision.domain.measures import MEASURE
from supervision.domain.officers import OFFICER
from supervision.domain.problem_codes import PROBLEM_CODE
from supervision.domain.records import RecordKind
from supervision.domain.registers import REGISTER
from supervision.domain.reports import REPORT
from supervision.domain.score_entries import SCORE_ENTRY
from supervision.domain.sweep_runs import SWEEP_RUN
from supervision.domain.triages import TRIAGE
from supervision.domain.units import UNIT

__all__ = ["KINDS", "KINDS_BY_NAME"]

KINDS: tuple[RecordKind[Any], ...] = (
    UNIT,
    DEPARTMENT,
    OFFICER,
    BASIS,
    PROBLEM_CODE,
    REGISTER,
    IMPORT,
    ITEM,
    FINDING,
    MEASURE,
    CLOCK,
    SWEEP_RUN,
    DETECTION,
    TRIAGE,
    SCORE_ENTRY,
    REPORT,
)
KINDS_BY_NAME: Mapping[str, RecordKind[Any]] = {kind.name: kind for kind in KINDS}
