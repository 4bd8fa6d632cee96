"""All record kinds (记录种类一览). The core's list; a plugin cannot add one in 1.x."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from supervision.domain.access_requests import ACCESS_REQUEST
from supervision.domain.accounts import ACCOUNT
from supervision.domain.aggregate_returns import AGGREGATE_RETURN
from supervision.domain.attachments import ATTACHMENT
from supervision.domain.bases import BASIS
from supervision.domain.checklists import CHECKLIST
from supervision.domain.circulars import CIRCULAR
from supervision.domain.clocks import CLOCK
from supervision.domain.closed_files import CLOSED_FILE
from supervision.domain.contacts import CONTACT
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.decisions import DECISION
from supervision.domain.departments import DEPARTMENT
from supervision.domain.destructions import DESTRUCTION
from supervision.domain.detections import DETECTION
from supervision.domain.findings import FINDING
from supervision.domain.handling_units import HANDLING_UNIT
from supervision.domain.holds import HOLD
from supervision.domain.imports import IMPORT
from supervision.domain.incoming_measures import INCOMING
from supervision.domain.informers import INFORMER
from supervision.domain.inspection_plans import PLAN_ENTRY
from supervision.domain.inspections import INSPECTION
from supervision.domain.instructions import INSTRUCTION
from supervision.domain.interviews import INTERVIEW
from supervision.domain.items import ITEM
from supervision.domain.ledger_imports import LEDGER_IMPORT
from supervision.domain.material_lists import MATERIAL_LIST
from supervision.domain.measures import MEASURE
from supervision.domain.meetings import MEETING
from supervision.domain.officers import OFFICER
from supervision.domain.opinions import OPINION
from supervision.domain.problem_codes import PROBLEM_CODE
from supervision.domain.records import RecordKind
from supervision.domain.recusals import RECUSAL
from supervision.domain.registers import REGISTER
from supervision.domain.report_requests import REPORT_REQUEST
from supervision.domain.reports import REPORT
from supervision.domain.reviews import REVIEW
from supervision.domain.score_entries import SCORE_ENTRY
from supervision.domain.sweep_runs import SWEEP_RUN
from supervision.domain.triages import TRIAGE
from supervision.domain.units import UNIT

__all__ = ["KINDS", "KINDS_BY_NAME"]

KINDS: tuple[RecordKind[Any], ...] = (
    UNIT,
    DEPARTMENT,
    OFFICER,
    HANDLING_UNIT,
    BASIS,
    PROBLEM_CODE,
    REGISTER,
    IMPORT,
    LEDGER_IMPORT,
    ITEM,
    FINDING,
    MEASURE,
    REVIEW,
    INSTRUCTION,
    MEETING,
    OPINION,
    CHECKLIST,
    PLAN_ENTRY,
    INSPECTION,
    CONTACT,
    DECISION,
    DECISION_WORK,
    REPORT_REQUEST,
    MATERIAL_LIST,
    INTERVIEW,
    CIRCULAR,
    CLOCK,
    SWEEP_RUN,
    DETECTION,
    TRIAGE,
    SCORE_ENTRY,
    REPORT,
    ATTACHMENT,
    ACCOUNT,
    HOLD,
    DESTRUCTION,
    AGGREGATE_RETURN,
    RECUSAL,
    INCOMING,
    CLOSED_FILE,
    ACCESS_REQUEST,
    INFORMER,
)
KINDS_BY_NAME: Mapping[str, RecordKind[Any]] = {kind.name: kind for kind in KINDS}
