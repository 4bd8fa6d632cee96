"""Decisions about findings that the random lives do not reach by their code."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.fact_checks import decide_check_facts, decide_dismiss
from supervision.domain.finding_changes import FindingChecked, FindingSupported
from supervision.domain.finding_links import decide_duplicate, decide_reinstate, decide_waive
from supervision.domain.findings import (
    Claim,
    CorrectFinding,
    Finding,
    FindingState,
    OpenFinding,
    Rectification,
    Responsible,
    Source,
    evolve,
)
from supervision.domain.posts import Role
from supervision.domain.rectification import (
    concerned_by,
    decide_claim,
    decide_close,
    decide_correct,
    decide_open,
    decide_return,
    decide_submit,
    decide_verify,
    decide_void,
)
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import JournalError, Refused

TODAY = dt.date(2026, 3, 2)
TOMORROW = TODAY + dt.timedelta(days=1)
HEAD, HANDLER = OfficerId("off_head"), OfficerId("off_handler")
FIRST, OFFICE = DepartmentId("dep_1"), DepartmentId("dep_dc")

FINDING = Finding(
    id="fnd_1",
    unit="unt_1",
    title="权利告知超期",
    source=Source.MANUAL,
    found_on=TODAY,
    state=FindingState.REGISTERED,
    department=FIRST,
    persons=(Responsible(officer=HANDLER),),
)
CLAIMED = attrs.evolve(
    FINDING,
    state=FindingState.CLAIMED,
    claim=Claim(by=OfficerId("off_dh"), on=TODAY, mode=Rectification.BY_DATE, plan="改"),
)


def deed(
    officer: OfficerId = HEAD,
    department: DepartmentId = OFFICE,
    role: Role = Role.SUPERVISION_HEAD,
    reason: str = "依据核查情况",
) -> Deed:
    standing = Standing(
        officer=officer, departments=frozenset({department}), roles=frozenset({role})
    )
    return Deed(act=Act(by=officer, on=TODAY), standing=standing, reason=reason)


HANDLING = deed(HANDLER, FIRST, Role.PROSECUTOR)


def refusal(call: object) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


def after(finding: Finding, changes: tuple[object, ...]) -> Finding:
    for change in changes:
        finding = evolve(finding, change)
    return finding


def test_opening_takes_the_day_of_the_act_and_strips_the_title() -> None:
    (change,) = decide_open("fnd_1", "unt_1", OpenFinding(title=" 超期 "), deed=deed())
    opened = evolve(None, change)
    assert (opened.title, opened.found_on, opened.state) == (
        "超期",
        TODAY,
        FindingState.REGISTERED,
    )


def test_a_finding_cannot_be_found_after_the_act() -> None:
    command = OpenFinding(title="a", found_on=TOMORROW)
    assert refusal(lambda: decide_open("f", "u", command, deed=deed())) == "finding.future"


def test_a_title_is_one_line() -> None:
    for title, code in (("", "text.empty"), ("a\nb", "text.line")):
        command = OpenFinding(title=title)
        assert refusal(lambda c=command: decide_open("f", "u", c, deed=deed())) == code


def claim(finding: Finding = FINDING, by: Deed = HANDLING, **given: object) -> Finding:
    command: dict[str, object] = {
        "department": FIRST,
        "mode": Rectification.BY_DATE,
        "plan": "逐案整改",
        "due_on": TOMORROW,
        **given,
    }
    return after(finding, decide_claim(finding, deed=by, **command))


def test_claiming_promises_a_day() -> None:
    claimed = claim()
    assert (claimed.state, claimed.due_on) == (FindingState.CLAIMED, TOMORROW)
    assert FINDING.due_on is None


def test_lasting_work_needs_no_day() -> None:
    assert claim(mode=Rectification.LASTING, due_on=None).due_on is None


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"department": OFFICE}, "finding.other_department"),
        ({"by": deed()}, "finding.not_of_department"),
        ({"due_on": None}, "finding.due_missing"),
        ({"due_on": TODAY - dt.timedelta(days=1)}, "finding.due_past"),
        ({"plan": " "}, "field.missing"),
        ({"finding": CLAIMED}, "workflow.step"),
    ],
)
def test_a_claim_that_promises_nothing_is_refused(given: dict[str, object], code: str) -> None:
    assert refusal(lambda: claim(**given)) == code


def test_an_unaddressed_finding_is_claimed_by_whoever_takes_it() -> None:
    assert claim(attrs.evolve(FINDING, department=None)).department == FIRST


def test_only_the_claiming_department_submits() -> None:
    assert refusal(lambda: decide_submit(CLAIMED, "已改", deed=deed())) == (
        "finding.not_of_department"
    )
    submitted = after(CLAIMED, decide_submit(CLAIMED, "已改", deed=HANDLING))
    assert (submitted.result, submitted.submitted_on) == ("已改", TODAY)


def test_the_way_to_the_end() -> None:
    submitted = after(CLAIMED, decide_submit(CLAIMED, "已改", deed=HANDLING))
    returned = after(submitted, decide_return(submitted, deed=deed(), perfunctory=True))
    assert (returned.returns, returned.perfunctory) == (1, True)
    again = after(returned, decide_submit(returned, "再改", deed=HANDLING))
    verified = after(again, decide_verify(again, deed=deed()))
    closed = after(verified, decide_close(verified, deed=deed()))
    assert (closed.state, closed.closed_on, closed.perfunctory) == (
        FindingState.CLOSED,
        TODAY,
        True,
    )


@pytest.mark.parametrize("officer", [HANDLER, OfficerId("off_dh")])
def test_who_is_named_or_claimed_cannot_verify(officer: OfficerId) -> None:
    submitted = attrs.evolve(CLAIMED, state=FindingState.SUBMITTED)
    assert refusal(lambda: decide_verify(submitted, deed=deed(officer))) == "separation.named"


def test_a_finding_without_department_or_claim_concerns_only_persons() -> None:
    bare = attrs.evolve(FINDING, department=None, persons=(), concerned=(HEAD,))
    assert concerned_by(bare).officers == {HEAD}
    assert concerned_by(bare).departments == frozenset()


def test_facts_are_checked_with_the_inspected() -> None:
    checked = after(FINDING, decide_check_facts(FINDING, " 属实 ", deed=HANDLING))
    assert (checked.state, checked.facts) == (FindingState.CHECKED, "属实")


def test_what_is_no_problem_ends() -> None:
    dismissed = after(FINDING, decide_dismiss(FINDING, deed=deed()))
    assert dismissed.state is FindingState.NOT_A_PROBLEM


def test_chains_of_duplicates_are_flattened() -> None:
    first = attrs.evolve(FINDING, id="fnd_0")
    middle = attrs.evolve(FINDING, id="fnd_2", state=FindingState.DUPLICATE, duplicate_of="fnd_0")
    joined = after(FINDING, decide_duplicate(FINDING, middle, deed=deed()))
    assert (joined.state, joined.duplicate_of) == (FindingState.DUPLICATE, first.id)


def test_a_finding_does_not_duplicate_itself_or_an_ended_one() -> None:
    assert refusal(lambda: decide_duplicate(FINDING, FINDING, deed=deed())) == (
        "finding.duplicate_self"
    )
    ended = attrs.evolve(FINDING, id="fnd_0", state=FindingState.CLOSED)
    assert refusal(lambda: decide_duplicate(FINDING, ended, deed=deed())) == (
        "finding.duplicate_ended"
    )


def test_a_waiver_ends_on_a_day_ahead_and_may_be_ended_before() -> None:
    assert refusal(lambda: decide_waive(FINDING, TODAY, deed=deed())) == "finding.due_past"
    waived = after(FINDING, decide_waive(FINDING, TOMORROW, deed=deed()))
    assert (waived.state, waived.waived_until) == (FindingState.WAIVED, TOMORROW)
    back = after(waived, decide_reinstate(waived, deed=deed()))
    assert (back.state, back.waived_until) == (FindingState.REGISTERED, None)


def test_a_correction_changes_and_clears() -> None:
    command = CorrectFinding(title=" 新标题 ", cleared=("department",))
    corrected = after(FINDING, decide_correct(FINDING, command, deed=deed()))
    assert (corrected.title, corrected.department, corrected.persons) == (
        "新标题",
        None,
        FINDING.persons,
    )
    facts = CorrectFinding(facts="补充事实")
    assert after(FINDING, decide_correct(FINDING, facts, deed=deed())).facts == "补充事实"


@pytest.mark.parametrize(
    ("finding", "command", "code"),
    [
        (FINDING, CorrectFinding(), "correction.empty"),
        (FINDING, CorrectFinding(cleared=("title",)), "correction.cleared"),
        (FINDING, CorrectFinding(title="a\nb"), "text.line"),
        (CLAIMED, CorrectFinding(department=OFFICE), "finding.department_fixed"),
        (CLAIMED, CorrectFinding(cleared=("department",)), "finding.department_fixed"),
    ],
)
def test_a_wrong_correction_is_refused(
    finding: Finding, command: CorrectFinding, code: str
) -> None:
    assert refusal(lambda: decide_correct(finding, command, deed=deed())) == code


def test_voiding_ends_it_with_a_reason() -> None:
    assert after(FINDING, decide_void(FINDING, deed=deed())).state is FindingState.VOIDED
    assert refusal(lambda: decide_void(FINDING, deed=deed(reason=""))) == "act.reason_missing"


def test_support_by_detections_changes() -> None:
    assert after(
        FINDING, (FindingSupported(act=HANDLING.act, detections=("det_1",)),)
    ).detections == ("det_1",)


def test_a_life_that_does_not_begin_is_an_incident() -> None:
    with pytest.raises(JournalError):
        evolve(None, FindingChecked(act=HANDLING.act, facts="a"))
