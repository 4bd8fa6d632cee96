"""Bulk acts of the daily practice (督察工作批量办理): activities, decisions, talks, circulars.

What a record needs for itself alone, such as the text of a talk or the results of a checklist,
is no bulk act.
"""

from __future__ import annotations

from supervision.domain.attachments import ATTACHMENT
from supervision.domain.checklists import CHECKLIST
from supervision.domain.circulars import CIRCULAR
from supervision.domain.contacts import CONTACT
from supervision.domain.decision_works import DECISION_WORK
from supervision.domain.decisions import DECISION
from supervision.domain.handling_units import HANDLING_UNIT
from supervision.domain.inspection_plans import PLAN_ENTRY
from supervision.domain.inspections import INSPECTION
from supervision.domain.instructions import INSTRUCTION
from supervision.domain.interviews import INTERVIEW
from supervision.domain.material_lists import MATERIAL_LIST
from supervision.domain.measures import Service
from supervision.domain.meetings import MEETING
from supervision.domain.opinions import OPINION, Adoption
from supervision.domain.report_requests import REPORT_REQUEST, ReportOutcome
from supervision.domain.reports import REPORT
from supervision.domain.reviews import REVIEW, ReviewOutcome
from supervision.office import (
    attachments,
    checklists,
    circulars,
    contacts,
    decision_works,
    decisions,
    handling_units,
    inspection_plans,
    inspections,
    instructions,
    interviews,
    material_lists,
    meetings,
    opinions,
    report_requests,
    reports,
    reviews,
)
from supervision.office.bulk_acts import DAY, DEPARTMENT, TEXT, BulkAct, plain
from supervision.reporting.cells import Cell, Form

__all__ = ["PRACTICE_ACTS"]

_ADOPTION = Cell(form=Form.VALUE, values=Adoption)
_OUTCOME = Cell(form=Form.VALUE, values=ReviewOutcome)
_TRUTH = Cell(form=Form.VALUE, values=ReportOutcome)
_SERVICE = Cell(form=Form.VALUE, values=Service)
_PLAN = Cell(form=Form.RECORD, record=PLAN_ENTRY)


PRACTICE_ACTS: tuple[BulkAct, ...] = (
    plain(HANDLING_UNIT, "disband", handling_units.disband),
    plain(HANDLING_UNIT, "void", handling_units.void_handling_unit),
    plain(ATTACHMENT, "void", attachments.void_attachment),
    plain(MEETING, "void", meetings.void_meeting),
    plain(
        OPINION,
        "answer",
        opinions.answer_opinion,
        optional=("answer",),
        adoption=_ADOPTION,
        answer=TEXT,
    ),
    plain(OPINION, "void", opinions.void_opinion),
    plain(CHECKLIST, "end", checklists.end_checklist, until=DAY),
    plain(PLAN_ENTRY, "merge", inspection_plans.merge_plan, into=_PLAN),
    plain(PLAN_ENTRY, "drop", inspection_plans.drop_plan),
    plain(INSPECTION, "reveal", inspections.reveal_inspection),
    plain(INSPECTION, "void", inspections.void_inspection),
    plain(CONTACT, "void", contacts.void_contact),
    plain(DECISION, "conclude", decisions.conclude_decision),
    plain(DECISION, "void", decisions.void_decision),
    plain(DECISION_WORK, "settle", decision_works.settle_work),
    plain(DECISION_WORK, "reopen", decision_works.reopen_work),
    plain(DECISION_WORK, "void", decision_works.void_work),
    plain(REPORT_REQUEST, "return", report_requests.return_report),
    plain(REPORT_REQUEST, "assess", report_requests.assess_report, outcome=_TRUTH),
    plain(REPORT_REQUEST, "void", report_requests.void_report),
    plain(MATERIAL_LIST, "accept", material_lists.accept_materials),
    plain(MATERIAL_LIST, "void", material_lists.void_materials),
    plain(INTERVIEW, "cancel", interviews.cancel_interview),
    plain(INTERVIEW, "void", interviews.void_interview),
    plain(CIRCULAR, "issue", circulars.issue_circular),
    plain(CIRCULAR, "serve", circulars.serve_circular, department=DEPARTMENT, service=_SERVICE),
    plain(CIRCULAR, "receive", circulars.receive_circular, department=DEPARTMENT),
    plain(CIRCULAR, "confirm", circulars.confirm_circular, department=DEPARTMENT, answer=TEXT),
    plain(CIRCULAR, "close", circulars.close_circular),
    plain(CIRCULAR, "void", circulars.void_circular),
    plain(REVIEW, "complete", reviews.complete_review, outcome=_OUTCOME, result=TEXT),
    plain(REVIEW, "cancel", reviews.cancel_review),
    plain(REVIEW, "void", reviews.void_review),
    plain(INSTRUCTION, "answer", instructions.answer_instruction, answer=TEXT),
    plain(INSTRUCTION, "return", instructions.return_instruction),
    plain(INSTRUCTION, "close", instructions.close_instruction),
    plain(INSTRUCTION, "void", instructions.void_instruction),
    plain(REPORT, "void", reports.void_report),
)
"""What `bulk` lists besides items, findings and measures."""
