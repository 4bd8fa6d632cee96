"""Facts shown and objected to, causes, plans, groups, routing, waivers used up."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.clocks import Result
from supervision.domain.fact_checks import (
    decide_analyse,
    decide_answer_objection,
    decide_check_facts,
    decide_confirm_finding,
    decide_object,
)
from supervision.domain.finding_links import (
    check_leads_nothing,
    check_recurrence,
    decide_duplicate,
    decide_follow_duplicate,
    decide_follow_lead,
    decide_group,
    decide_reinstate,
    decide_reroute,
    decide_spend_waiver,
    decide_ungroup,
)
from supervision.domain.findings import (
    Certainty,
    Claim,
    CorrectFinding,
    Finding,
    FindingState,
    Rectification,
    Responsible,
    RootCause,
    Source,
    evolve,
)
from supervision.domain.milestones import Milestone, next_milestone
from supervision.domain.objections import Objection, ObjectionOutcome
from supervision.domain.posts import Role
from supervision.domain.rectification import (
    concerned_by,
    decide_claim,
    decide_close,
    decide_close_with_lead,
    decide_correct,
    decide_extend_finding,
    decide_plan,
    decide_reach_milestone,
    decide_return,
    decide_submit,
    decide_verify,
)
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused

TODAY = dt.date(2026, 3, 2)
HANDLER, OTHER = OfficerId("off_handler"), OfficerId("off_other")
FIRST, SECOND, OFFICE = DepartmentId("dep_1"), DepartmentId("dep_2"), DepartmentId("dep_dc")

FINDING = Finding(
    id="fnd_1",
    unit="unt_1",
    title="权利告知超期",
    source=Source.MANUAL,
    found_on=TODAY,
    state=FindingState.REGISTERED,
    certainty=Certainty.SUSPECTED,
    department=FIRST,
    persons=(Responsible(officer=HANDLER),),
)
PROMISE = Claim(
    by=OfficerId("off_dh"),
    on=TODAY,
    mode=Rectification.BY_DATE,
    plan="改",
    due_on=TODAY + dt.timedelta(days=10),
)
CLAIMED = attrs.evolve(FINDING, state=FindingState.CLAIMED, claim=PROMISE)
OBJECTION = Objection(by=HANDLER, on=TODAY, text="已告知")
DISPUTED = attrs.evolve(FINDING, objections=(OBJECTION,))


def day(days: int) -> dt.date:
    return TODAY + dt.timedelta(days=days)


def deed(
    officer: str = "off_head",
    department: DepartmentId = OFFICE,
    role: Role = Role.SUPERVISION_HEAD,
    on: int = 0,
) -> Deed:
    standing = Standing(
        officer=OfficerId(officer), departments=frozenset({department}), roles=frozenset({role})
    )
    return Deed(act=Act(by=standing.officer, on=day(on)), standing=standing, reason="依据")


HANDLING = deed(HANDLER, FIRST, Role.PROSECUTOR)
OUTSIDER = deed(OTHER, SECOND, Role.HEAD)


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


def after(finding: Finding, changes: tuple[object, ...]) -> Finding:
    for change in changes:
        finding = evolve(finding, change)
    return finding


# --- facts ---


def test_facts_are_shown_and_agreed_to() -> None:
    shown = (HANDLER, HANDLER)
    checked = after(
        FINDING, decide_check_facts(FINDING, "属实", deed=deed(), shown_to=shown, agreed=True)
    )
    assert checked.fact_check is not None
    assert (checked.fact_check.shown_to, checked.fact_check.agreed) == ((HANDLER,), True)
    assert (checked.fact_check.by, checked.fact_check.on) == ("off_head", TODAY)


def test_nobody_agrees_to_what_was_not_shown() -> None:
    assert refusal(lambda: decide_check_facts(FINDING, "属实", deed=deed(), agreed=True)) == (
        "finding.agreed_by_nobody"
    )


def test_confirming_makes_a_suspicion_certain_once() -> None:
    confirmed = after(FINDING, decide_confirm_finding(FINDING, deed=deed()))
    assert (confirmed.certainty, confirmed.confirmed_on, confirmed.state) == (
        Certainty.CONFIRMED,
        TODAY,
        FindingState.REGISTERED,
    )
    assert refusal(lambda: decide_confirm_finding(confirmed, deed=deed())) == "finding.confirmed"


def test_the_person_responsible_and_the_department_may_object() -> None:
    objected = after(FINDING, decide_object(FINDING, " 已告知 ", deed=deed(HANDLER, SECOND)))
    assert objected.objections == (OBJECTION,)
    assert objected.disputed
    of_department = deed("off_dh", FIRST, Role.HEAD)
    assert after(objected, decide_object(objected, "另有原因", deed=of_department)).disputed


@pytest.mark.parametrize(
    ("finding", "by", "text", "code"),
    [
        (FINDING, OUTSIDER, "不属实", "objection.not_inspected"),
        (DISPUTED, HANDLING, "再次", "objection.waiting"),
        (FINDING, HANDLING, " ", "field.missing"),
    ],
)
def test_an_objection_that_does_not_fit_is_refused(
    finding: Finding, by: Deed, text: str, code: str
) -> None:
    assert refusal(lambda: decide_object(finding, text, deed=by)) == code


def verified(finding: Finding) -> Finding:
    return attrs.evolve(finding, state=FindingState.VERIFIED)


@pytest.mark.parametrize(
    "act",
    [
        lambda: decide_confirm_finding(DISPUTED, deed=deed()),
        lambda: decide_claim(
            DISPUTED, deed=HANDLING, department=FIRST, mode=Rectification.LASTING, plan="改"
        ),
        lambda: decide_verify(attrs.evolve(DISPUTED, state=FindingState.SUBMITTED), deed=deed()),
        lambda: decide_close(verified(DISPUTED), deed=deed()),
        lambda: decide_correct(
            DISPUTED, CorrectFinding(certainty=Certainty.CONFIRMED), deed=deed()
        ),
    ],
)
def test_an_unanswered_objection_holds_it_up(act: Callable[[], object]) -> None:
    assert refusal(act) == "finding.disputed"


def test_an_answer_has_an_outcome_and_reasons() -> None:
    answered = after(
        DISPUTED,
        decide_answer_objection(DISPUTED, 0, ObjectionOutcome.PARTLY, " 笔录为证 ", deed=deed()),
    )
    (one,) = answered.objections
    assert (one.outcome, one.answer, one.answered_by, one.answered_on) == (
        ObjectionOutcome.PARTLY,
        "笔录为证",
        "off_head",
        TODAY,
    )
    assert not answered.disputed
    assert after(answered, decide_confirm_finding(answered, deed=deed())).confirmed_on == TODAY


@pytest.mark.parametrize(
    ("index", "text", "by", "code"),
    [
        (1, "答", None, "objection.unknown"),
        (-1, "答", None, "objection.unknown"),
        (0, "", None, "field.missing"),
        (0, "答", HANDLING, "separation.role"),
        (0, "答", deed(HANDLER), "separation.named"),
    ],
)
def test_an_answer_that_does_not_fit_is_refused(
    index: int, text: str, by: Deed | None, code: str
) -> None:
    def answer() -> object:
        return decide_answer_objection(
            DISPUTED, index, ObjectionOutcome.REJECTED, text, deed=by or deed()
        )

    assert refusal(answer) == code


def test_an_objection_is_answered_once() -> None:
    done = attrs.evolve(OBJECTION, outcome=ObjectionOutcome.REJECTED)
    finding = attrs.evolve(FINDING, objections=(done,))
    assert (
        refusal(
            lambda: decide_answer_objection(finding, 0, ObjectionOutcome.UPHELD, "答", deed=deed())
        )
        == "objection.answered"
    )


def test_causes_are_stated_anew_each_time() -> None:
    first = (RootCause(code="cause.staff", text=" 人手不足 "),)
    second = (RootCause(code="cause.rule", external=True), RootCause(code="cause.staff"))
    once = after(FINDING, decide_analyse(FINDING, first, deed=HANDLING))
    assert once.causes[0].text == "人手不足"
    twice = after(once, decide_analyse(once, second, deed=deed()))
    assert [one.code for one in twice.causes] == ["cause.rule", "cause.staff"]
    bearing = attrs.evolve(twice, problem_code="a", codes=("b",))
    assert bearing.all_codes == ("a", "b", "cause.rule", "cause.staff")
    assert FINDING.all_codes == ()


def test_no_cause_and_one_cause_twice_are_refused() -> None:
    cause = RootCause(code="cause.staff")
    assert refusal(lambda: decide_analyse(FINDING, (), deed=deed())) == "finding.cause_none"
    assert refusal(lambda: decide_analyse(FINDING, (cause, cause), deed=deed())) == (
        "finding.cause_twice"
    )


# --- plans ---


def milestones(*days: int) -> tuple[Milestone, ...]:
    return tuple(Milestone(text=f" 第{one}日 ", due_on=day(one)) for one in days)


def test_a_plan_is_revised_and_keeps_what_was_reached() -> None:
    planned = after(CLAIMED, decide_plan(CLAIMED, milestones(7, 3), deed=HANDLING))
    assert [one.text for one in planned.milestones] == ["第3日", "第7日"]
    assert next_milestone(planned.milestones) == day(3)
    reached = after(planned, decide_reach_milestone(planned, 0, deed=HANDLING, note=" 办妥 "))
    assert (reached.milestones[0].done_on, reached.milestones[0].note) == (TODAY, "办妥")
    revised = after(reached, decide_plan(reached, milestones(9), deed=HANDLING))
    assert [one.due_on for one in revised.milestones] == [day(3), day(9)]
    done = after(revised, decide_reach_milestone(revised, 1, deed=HANDLING))
    assert next_milestone(done.milestones) is None


@pytest.mark.parametrize(
    ("days", "by", "code"),
    [
        ((), HANDLING, "milestone.none"),
        ((-1,), HANDLING, "milestone.range"),
        ((11,), HANDLING, "milestone.range"),
        ((3,), deed(), "finding.not_of_department"),
    ],
)
def test_a_plan_that_does_not_fit_is_refused(days: tuple[int, ...], by: Deed, code: str) -> None:
    assert refusal(lambda: decide_plan(CLAIMED, milestones(*days), deed=by)) == code


def test_lasting_work_is_planned_without_an_end() -> None:
    lasting = attrs.evolve(
        CLAIMED, claim=attrs.evolve(PROMISE, mode=Rectification.LASTING, due_on=None)
    )
    assert decide_plan(lasting, milestones(400), deed=HANDLING)
    assert refusal(lambda: decide_plan(lasting, milestones(-1), deed=HANDLING)) == (
        "milestone.range"
    )
    waiting = attrs.evolve(verified(lasting), milestones=milestones(400))
    assert after(waiting, decide_close(waiting, deed=deed())).state is FindingState.CLOSED


def test_what_is_planned_must_be_reached_before_striking_off() -> None:
    waiting = attrs.evolve(verified(CLAIMED), milestones=milestones(3))
    assert refusal(lambda: decide_close(waiting, deed=deed())) == "milestone.open"
    reached = after(waiting, decide_reach_milestone(waiting, 0, deed=HANDLING))
    assert after(reached, decide_close(reached, deed=deed())).state is FindingState.CLOSED
    for index, code in ((0, "milestone.reached"), (1, "milestone.unknown")):
        assert refusal(lambda i=index: decide_reach_milestone(reached, i, deed=HANDLING)) == code


def test_the_promised_day_is_moved_and_the_first_one_kept() -> None:
    moved = after(CLAIMED, decide_extend_finding(CLAIMED, day(20), deed=deed()))
    again = after(moved, decide_extend_finding(moved, day(30), deed=deed(on=20)))
    assert (again.due_on, again.first_due_on) == (day(30), day(10))


@pytest.mark.parametrize(
    ("finding", "until", "on", "code"),
    [
        (CLAIMED, 10, 0, "finding.due_sooner"),
        (CLAIMED, 20, 11, "finding.due_over"),
        (attrs.evolve(CLAIMED, claim=attrs.evolve(PROMISE, due_on=None)), 9, 0, "finding.lasting"),
        (attrs.evolve(CLAIMED, claim=None), 9, 0, "finding.lasting"),
        (FINDING, 9, 0, "workflow.step"),
    ],
)
def test_an_extension_that_does_not_fit_is_refused(
    finding: Finding, until: int, on: int, code: str
) -> None:
    assert refusal(lambda: decide_extend_finding(finding, day(until), deed=deed(on=on))) == code


# --- in time or late ---


@pytest.mark.parametrize(("submitted", "result"), [(10, Result.IN_TIME), (11, Result.LATE)])
def test_the_accepted_submission_says_whether_it_was_in_time(
    submitted: int, result: Result
) -> None:
    by = deed(HANDLER, FIRST, Role.PROSECUTOR, on=submitted)
    handed = after(CLAIMED, decide_submit(CLAIMED, "已改", deed=by, references=(" 卷 3 ",)))
    assert (handed.references, handed.rectified) == (("卷 3",), None)
    accepted = after(handed, decide_verify(handed, deed=deed(on=30)))
    closed = after(accepted, decide_close(accepted, deed=deed(on=30)))
    assert closed.rectified is result


def test_without_a_promised_day_nothing_is_late() -> None:
    lasting = attrs.evolve(
        CLAIMED,
        state=FindingState.SUBMITTED,
        claim=attrs.evolve(PROMISE, due_on=None),
        submitted_on=TODAY,
    )
    assert after(lasting, decide_verify(lasting, deed=deed())).rectified is None
    unsubmitted = attrs.evolve(CLAIMED, state=FindingState.SUBMITTED)
    assert after(unsubmitted, decide_verify(unsubmitted, deed=deed())).rectified is None


def test_falsified_work_stays_said() -> None:
    submitted = attrs.evolve(CLAIMED, state=FindingState.SUBMITTED)
    returned = after(submitted, decide_return(submitted, deed=deed(), falsified=True))
    again = attrs.evolve(returned, state=FindingState.SUBMITTED)
    twice = after(again, decide_return(again, deed=deed(), perfunctory=True))
    assert (twice.falsified, twice.perfunctory, twice.returns) == (True, True, 2)


# --- groups ---

LEAD = attrs.evolve(FINDING, id="fnd_0")


def test_a_grouped_finding_ends_with_its_lead() -> None:
    grouped = after(FINDING, decide_group(FINDING, LEAD, deed=deed()))
    assert (grouped.state, grouped.group_lead) == (FindingState.GROUPED, "fnd_0")
    moved = after(grouped, decide_follow_lead("fnd_9", deed=deed()))
    assert moved.group_lead == "fnd_9"
    closed_lead = attrs.evolve(LEAD, state=FindingState.CLOSED, rectified=Result.LATE)
    closed = after(grouped, decide_close_with_lead(grouped, closed_lead, deed=deed()))
    assert (closed.state, closed.rectified, closed.closed_on) == (
        FindingState.CLOSED,
        Result.LATE,
        TODAY,
    )
    back = after(grouped, decide_ungroup(grouped, deed=deed()))
    assert (back.state, back.group_lead) == (FindingState.REGISTERED, None)


@pytest.mark.parametrize(
    ("lead", "code"),
    [
        (FINDING, "finding.group_self"),
        (attrs.evolve(LEAD, state=FindingState.CLOSED), "finding.group_ended"),
        (attrs.evolve(LEAD, department=SECOND), "finding.group_department"),
    ],
)
def test_a_lead_that_does_not_fit_is_refused(lead: Finding, code: str) -> None:
    assert refusal(lambda: decide_group(FINDING, lead, deed=deed())) == code


def test_a_lead_without_department_or_a_finding_without_one_fits() -> None:
    assert decide_group(FINDING, attrs.evolve(LEAD, department=None), deed=deed())
    assert decide_group(attrs.evolve(FINDING, department=None), LEAD, deed=deed())


def test_whoever_a_member_concerns_does_not_judge_the_lead() -> None:
    member = attrs.evolve(FINDING, persons=(Responsible(officer=OfficerId("off_head")),))
    lead = attrs.evolve(LEAD, state=FindingState.SUBMITTED, persons=())
    assert concerned_by(lead, (member,)).departments == {FIRST}
    for judge in (decide_verify, decide_return):
        assert refusal(lambda j=judge: j(lead, deed=deed(), members=(member,))) == (
            "separation.named"
        )
    ready = attrs.evolve(lead, state=FindingState.VERIFIED)
    assert refusal(lambda: decide_close(ready, deed=deed(), members=(member,))) == (
        "separation.named"
    )


def test_a_disputed_member_holds_up_the_end() -> None:
    member = attrs.evolve(DISPUTED, state=FindingState.GROUPED)
    assert refusal(lambda: decide_close_with_lead(member, LEAD, deed=deed())) == (
        "finding.disputed"
    )


def test_a_finding_that_leads_others_does_not_end_otherwise() -> None:
    check_leads_nothing(LEAD, ())
    assert refusal(lambda: check_leads_nothing(LEAD, (FINDING,))) == "finding.leads"


def test_duplicates_follow_their_original() -> None:
    joined = after(FINDING, decide_duplicate(FINDING, LEAD, deed=deed()))
    assert after(joined, decide_follow_duplicate("fnd_9", deed=deed())).duplicate_of == "fnd_9"


def test_only_what_was_struck_off_recurs() -> None:
    check_recurrence(attrs.evolve(FINDING, state=FindingState.CLOSED))
    assert refusal(lambda: check_recurrence(FINDING)) == "finding.recurs_open"


# --- routing, waivers ---


def test_passing_on_is_kept() -> None:
    passed = after(FINDING, decide_reroute(FINDING, SECOND, deed=deed()))
    (one,) = passed.routed
    assert (passed.department, one.before, one.to, one.by, one.on) == (
        SECOND,
        FIRST,
        SECOND,
        "off_head",
        TODAY,
    )
    assert refusal(lambda: decide_reroute(passed, SECOND, deed=deed())) == "routing.same"


def test_a_waiver_is_used_up_once_when_its_fact_has_gone() -> None:
    waived = attrs.evolve(FINDING, state=FindingState.WAIVED, waived_until=day(30))
    assert decide_spend_waiver(waived, on=TODAY, still_seen=True) == ()
    spent = after(waived, decide_spend_waiver(waived, on=TODAY, still_seen=False))
    assert (spent.state, spent.waiver_spent_on) == (FindingState.WAIVED, TODAY)
    assert decide_spend_waiver(spent, on=TODAY, still_seen=False) == ()
    assert decide_spend_waiver(FINDING, on=TODAY, still_seen=False) == ()
    back = after(spent, decide_reinstate(spent, deed=deed()))
    assert (back.waived_until, back.waiver_spent_on) == (None, None)
