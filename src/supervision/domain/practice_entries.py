"""Old records of the daily practice (督察工作历史台账录入): activities, decisions, talks.

As in `ledger_entries`. What follows them up stands in `follow_up_entries`.
"""

from __future__ import annotations

from supervision.domain.decision_works import (
    DECISION_WORK,
    DecisionWork,
    DecisionWorkState,
    WorkEntered,
    WorkVoided,
)
from supervision.domain.decisions import (
    DECISION,
    Decision,
    DecisionEntered,
    DecisionState,
    DecisionVoided,
)
from supervision.domain.entering import (
    Entering,
    Entry,
    check_stands,
    check_unconcerned,
    in_order,
    need,
    none_ahead,
    written,
)
from supervision.domain.inspection_steps import concerned_by_inspection
from supervision.domain.inspections import (
    INSPECTION,
    Conduct,
    Inspection,
    InspectionEntered,
    InspectionState,
    InspectionVoided,
    Openness,
)
from supervision.domain.interview_kinds import check_capacity, talk_of
from supervision.domain.interview_steps import concerned_by_interview
from supervision.domain.interviews import (
    INTERVIEW,
    Interview,
    InterviewEntered,
    InterviewState,
    InterviewVoided,
)
from supervision.domain.issuers import check_issuer
from supervision.domain.material_lists import MATERIAL_LIST
from supervision.domain.meetings import (
    MEETING,
    Meeting,
    MeetingEntered,
    MeetingState,
    MeetingVoided,
)
from supervision.domain.opinions import (
    OPINION,
    Opinion,
    OpinionEntered,
    OpinionState,
    OpinionVoided,
)
from supervision.domain.report_requests import REPORT_REQUEST
from supervision.domain.separation import Concerned
from supervision.errors import Refused

__all__ = [
    "PRACTICE_ENTRIES",
    "decide_enter_decision",
    "decide_enter_inspection",
    "decide_enter_interview",
    "decide_enter_meeting",
    "decide_enter_opinion",
    "decide_enter_work",
]

# ---------------------------------------------------------------------------- activities


def decide_enter_meeting(meeting: Meeting, entering: Entering) -> tuple[MeetingEntered]:
    """Enter an old meeting (录入历史会议).

    Raises:
        Refused: `text.*`, `meeting.unknown_kind`, `entry.ahead`, `entry.voided`.
    """
    check_stands(meeting, MeetingState.VOIDED)
    entering.activities.meeting(meeting.kind)
    none_ahead(meeting, entering.deed.act.on, "held_on")
    meeting = written(meeting, entering, on=meeting.held_on)
    return (MeetingEntered(act=entering.deed.act, line=entering.line, record=meeting),)


def decide_enter_opinion(opinion: Opinion, entering: Entering) -> tuple[OpinionEntered]:
    """Enter an old opinion (录入历史意见建议).

    Old ledgers often say that it was adopted and not when, so no day is asked for.

    Raises:
        Refused: `text.*`, `opinion.addressee`, `entry.order`, `entry.ahead`, `entry.voided`.
    """
    check_stands(opinion, OpinionState.VOIDED)
    if opinion.meeting is None and opinion.department is None:
        raise Refused("opinion.addressee")
    in_order(opinion, "given_on", "answered_on")
    none_ahead(opinion, entering.deed.act.on, "given_on", "answered_on")
    opinion = written(opinion, entering, on=opinion.given_on, line="matter")
    return (OpinionEntered(act=entering.deed.act, line=entering.line, record=opinion),)


def decide_enter_inspection(inspection: Inspection, entering: Entering) -> tuple[InspectionEntered]:
    """Enter an old inspection (录入历史检查). Its problems are entered as findings.

    Raises:
        Refused: `text.*`, `inspection.unknown_kind`, `inspection.kind_ended`; `entry.missing`,
            `entry.order`, `entry.ahead`, `entry.voided`; `separation.*` when it is concluded
            and concerns who enters it, or criticises an inspector of it.
    """
    check_stands(inspection, InspectionState.VOIDED)
    entering.activities.inspection(inspection.kind, inspection.held_on)
    if inspection.state is InspectionState.CONCLUDED:
        need(inspection, "concluded_on")
    if inspection.openness is Openness.COVERT:  # a ledger is open, so it was made known
        need(inspection, "revealed_on")
    in_order(inspection, "held_on", "concluded_on", "revealed_on")
    days = ("held_on", "concluded_on", "revealed_on")
    none_ahead(inspection, entering.deed.act.on, *days)
    for officer in inspection.criticised:
        if officer in inspection.inspectors:
            raise Refused("separation.named", step="inspect", officer=officer)
    concerned = concerned_by_inspection(inspection)
    if inspection.conduct is Conduct.SELF:  # the department concludes its own self-check
        concerned = Concerned(officers=concerned.officers)
    check_unconcerned(inspection, (InspectionState.CONCLUDED,), entering, concerned)
    inspection = written(inspection, entering, on=inspection.held_on, line="theme")
    return (InspectionEntered(act=entering.deed.act, line=entering.line, record=inspection),)


# ---------------------------------------------------------------------------- talks

_TALKED = (InterviewState.HELD, InterviewState.SIGNED)


def decide_enter_interview(interview: Interview, entering: Entering) -> tuple[InterviewEntered]:
    """Enter an old talk (录入历史谈话). What was said stays on its paper.

    Raises:
        Refused: `text.*`, `interview.unknown_talk`, `interview.unknown_capacity`,
            `interview.interviewer_concerned`; `entry.*`; `separation.named` when it was held
            and concerns who enters it.
    """
    check_stands(interview, InterviewState.VOIDED)
    talk_of(interview.talk, entering.talks)
    for person in interview.persons:
        check_capacity(person.capacity, entering.capacities)
    concerned = concerned_by_interview(interview)
    for officer in interview.interviewers:
        if officer in concerned.officers:
            raise Refused("interview.interviewer_concerned", officer=officer)
    if interview.state in _TALKED:
        need(interview, "held_on")
    if interview.state is InterviewState.SIGNED:
        need(interview, "signed_on")
    in_order(interview, "held_on", "signed_on")
    on = entering.deed.act.on
    none_ahead(interview, on, "held_on", "signed_on")
    check_unconcerned(interview, _TALKED, entering, concerned)
    interview = written(interview, entering, on=interview.held_on or on)
    return (InterviewEntered(act=entering.deed.act, line=entering.line, record=interview),)


def _series_of_talk(interview: Interview, entering: Entering) -> str | None:
    return talk_of(interview.talk, entering.talks).series


# ---------------------------------------------------------------------------- decisions


def decide_enter_decision(decision: Decision, entering: Entering) -> tuple[DecisionEntered]:
    """Enter an old decision (录入历史决策部署).

    Raises:
        Refused: `text.*`, `decision.unknown_issuer`, `entry.*`.
    """
    check_stands(decision, DecisionState.VOIDED)
    check_issuer(decision.issuer, entering.issuers)
    if decision.state is DecisionState.CONCLUDED:
        need(decision, "concluded_on")
    in_order(decision, "issued_on", "concluded_on")
    none_ahead(decision, entering.deed.act.on, "issued_on", "concluded_on")
    decision = written(decision, entering, on=decision.issued_on)
    return (DecisionEntered(act=entering.deed.act, line=entering.line, record=decision),)


def decide_enter_work(work: DecisionWork, entering: Entering) -> tuple[WorkEntered]:
    """Enter an old work of a decision with its checks (录入历史决策部署工作).

    Raises:
        Refused: `text.*`, `entry.*`, also of the days of its checks; `separation.*` when it is
            settled and concerns who enters it.
    """
    check_stands(work, DecisionWorkState.VOIDED)
    if work.state is DecisionWorkState.SETTLED:
        need(work, "settled_on")
    in_order(work, "deployed_on", "settled_on")
    on = entering.deed.act.on
    none_ahead(work, on, "deployed_on", "settled_on")
    for check in work.checks:
        found = check.on.isoformat()
        if check.on < work.deployed_on:
            raise Refused(
                "entry.order",
                field="checks.on",
                found=found,
                before="deployed_on",
                earlier=work.deployed_on.isoformat(),
            )
        if check.on > on:
            raise Refused("entry.ahead", field="checks.on", found=found, today=on.isoformat())
    concerned = Concerned(
        officers=frozenset(work.concerned), departments=frozenset(work.departments)
    )
    check_unconcerned(work, (DecisionWorkState.SETTLED,), entering, concerned)
    work = written(work, entering, on=work.deployed_on)
    return (WorkEntered(act=entering.deed.act, line=entering.line, record=work),)


# ---------------------------------------------------------------------------- the table

PRACTICE_ENTRIES: tuple[Entry, ...] = (
    Entry(
        kind=MEETING,
        fields=("title", "kind", "held_on", "attended_by", "session", "agenda", "note"),
        required=("title", "kind", "held_on", "attended_by"),
        defaults={"state": MeetingState.RECORDED},
        decide=decide_enter_meeting,
        void=lambda act: MeetingVoided(act=act),
        voided=MeetingState.VOIDED,
        held_by=((OPINION, "meeting"),),
    ),
    Entry(
        kind=OPINION,
        fields=(
            "matter",
            "text",
            "given_on",
            "state",
            "given_by",
            "meeting",
            "department",
            "answer",
            "answered_on",
        ),
        required=("matter", "text", "given_on", "state"),
        decide=decide_enter_opinion,
        void=lambda act: OpinionVoided(act=act),
        voided=OpinionState.VOIDED,
    ),
    Entry(
        kind=INSPECTION,
        fields=(
            "theme",
            "kind",
            "held_on",
            "state",
            "inspectors",
            "departments",
            "conduct",
            "openness",
            "focus",
            "item",
            "concerned",
            "conclusion",
            "criticised",
            "concluded_on",
            "revealed_on",
        ),
        required=("theme", "kind", "held_on", "state", "inspectors", "departments"),
        decide=decide_enter_inspection,
        void=lambda act: InspectionVoided(act=act),
        voided=InspectionState.VOIDED,
    ),
    Entry(
        kind=INTERVIEW,
        fields=(
            "talk",
            "title",
            "state",
            "number",
            "persons.officer",
            "persons.capacity",
            "interviewers",
            "planned_on",
            "place",
            "findings",
            "measures",
            "item",
            "concerned",
            "held_on",
            "rights_notice",
            "signed_on",
        ),
        required=("talk", "title", "state", "persons.officer"),
        decide=decide_enter_interview,
        void=lambda act: InterviewVoided(act=act),
        voided=InterviewState.VOIDED,
        series=_series_of_talk,
    ),
    Entry(
        kind=DECISION,
        fields=(
            "title",
            "issuer",
            "issued_on",
            "state",
            "document",
            "content",
            "item",
            "concluded_on",
        ),
        required=("title", "issuer", "issued_on", "state"),
        decide=decide_enter_decision,
        void=lambda act: DecisionVoided(act=act),
        voided=DecisionState.VOIDED,
        held_by=((DECISION_WORK, "decision"),),
    ),
    Entry(
        kind=DECISION_WORK,
        fields=(
            "decision",
            "title",
            "departments",
            "deployed_on",
            "due_on",
            "state",
            "requirement",
            "checks.on",
            "checks.by",
            "checks.outcome",
            "settled_on",
            "concerned",
        ),
        required=("decision", "title", "departments", "deployed_on", "state"),
        decide=decide_enter_work,
        void=lambda act: WorkVoided(act=act),
        voided=DecisionWorkState.VOIDED,
        held_by=((REPORT_REQUEST, "work"), (MATERIAL_LIST, "work")),
    ),
)
"""What `ledger_entries` lists besides items, findings and measures."""
