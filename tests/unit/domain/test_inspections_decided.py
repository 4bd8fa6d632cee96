"""Decisions about inspections that nobody reaches by accident."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.checklists import Checklist, Checkpoint
from supervision.domain.inspection_plans import PlanEntry, PlanState
from supervision.domain.inspection_steps import (
    INSPECTION_WORKFLOW,
    SELF_CHECK_WORKFLOW,
    OnTheSpot,
    concerned_by_inspection,
    decide_check,
    decide_conclude,
    decide_reveal,
    decide_settle_on_spot,
    decide_void_inspection,
)
from supervision.domain.inspection_teams import decide_begin, decide_correct_inspection, similar_to
from supervision.domain.inspections import (
    INSPECTION,
    BeginInspection,
    Conclude,
    Conduct,
    Conformity,
    CorrectInspection,
    Focus,
    Inspection,
    InspectionState,
    Openness,
    PointResult,
    evolve,
)
from supervision.domain.posts import Role
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId, UnitId
from supervision.errors import JournalError, Refused

TODAY = dt.date(2020, 5, 12)
BEFORE, AFTER = TODAY - dt.timedelta(days=1), TODAY + dt.timedelta(days=1)
HEAD, INSPECTOR, HANDLER = (OfficerId(f"off_{one}") for one in ("head", "inspector", "handler"))
OFFICE, FIRST, SECOND = (DepartmentId(f"dep_{one}") for one in ("dc", "1", "2"))


def standing(officer: OfficerId, department: DepartmentId = OFFICE, *roles: Role) -> Standing:
    return Standing(officer=officer, departments=frozenset({department}), roles=frozenset(roles))


def deed(who: Standing | None = None, reason: str = "依据纸质台账", on: dt.date = TODAY) -> Deed:
    who = who or standing(HEAD, OFFICE, Role.SUPERVISION_HEAD)
    return Deed(act=Act(by=who.officer, on=on), standing=who, reason=reason)


LOOKING = deed(standing(INSPECTOR, OFFICE, Role.INSPECTOR))
INSPECTED = deed(standing(HANDLER, FIRST, Role.PROSECUTOR))
TEAM = (standing(HEAD), standing(INSPECTOR))

LIST = Checklist(
    id="ckl_1",
    unit=UnitId("unt_1"),
    code="files",
    edition=1,
    title="卷宗",
    points=(Checkpoint(code="1", text="目录"), Checkpoint(code="2", text="回证")),
    valid_from=TODAY,
)
PLAN = PlanEntry(
    id="ple_1",
    unit="unt_1",
    year=2020,
    month=5,
    theme="卷宗检查",
    kind="files",
    state=PlanState.PLANNED,
    planned_on=TODAY,
)
BEGIN = BeginInspection(
    theme=" 卷宗检查 ", kind="files", inspectors=(HEAD, INSPECTOR), departments=(FIRST, FIRST)
)
SELF = attrs.evolve(BEGIN, conduct=Conduct.SELF, inspectors=(HANDLER,))


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


def begin(
    command: BeginInspection = BEGIN,
    by: Deed | None = None,
    team: tuple[Standing, ...] = TEAM,
    **more: object,
) -> Inspection:
    changes = decide_begin("isp_1", "unt_1", command, deed=by or deed(), team=team, **more)
    return evolve(None, changes[0])


def self_check() -> Inspection:
    return begin(SELF, INSPECTED, (standing(HANDLER, FIRST),))


PROBLEM = PointResult(conformity=Conformity.PROBLEM, point="1", finding="fnd_1")
CONFORM = PointResult(conformity=Conformity.CONFORM, point="2")


def seen(inspection: Inspection, *results: PointResult) -> Inspection:
    return evolve(inspection, decide_check(inspection, results, deed=LOOKING, checklist=LIST)[0])


# ---------------------------------------------------------------------------- begin


def test_an_inspection_begins_on_its_day() -> None:
    held = begin(checklist=LIST, plan=PLAN, similar=("isp_0",))
    assert (held.theme, held.departments, held.held_on, held.similar) == (
        "卷宗检查",
        (FIRST,),
        TODAY,
        ("isp_0",),
    )
    assert held.state is InspectionState.BEGUN


@pytest.mark.parametrize(
    ("change", "team", "code"),
    [
        ({"departments": ()}, TEAM, "field.missing"),
        ({"held_on": AFTER}, TEAM, "activity.future"),
        ({"kind": "x"}, TEAM, "inspection.unknown_kind"),
        ({}, TEAM[:1], "inspection.inspectors"),
        ({}, (*TEAM, standing(HANDLER, FIRST)), "separation.department"),
        ({"concerned": (HEAD,)}, TEAM, "separation.named"),
        ({"conduct": Conduct.SELF}, TEAM, "inspection.not_of_department"),
        (
            {"conduct": Conduct.SELF, "openness": Openness.COVERT},
            TEAM,
            "inspection.covert_self",
        ),
    ],
)
def test_an_inspection_that_may_not_begin(
    change: dict[str, object], team: tuple[Standing, ...], code: str
) -> None:
    assert refusal(lambda: begin(attrs.evolve(BEGIN, **change), team=team)) == code


def test_a_check_is_begun_by_the_office_and_a_self_check_by_the_department_too() -> None:
    assert refusal(lambda: begin(by=INSPECTED)) == "separation.role"
    assert self_check().conduct is Conduct.SELF
    own = (standing(HANDLER, FIRST),)
    assert begin(SELF, deed(), own).inspectors == (HANDLER,)
    other = deed(standing(OfficerId("off_x"), SECOND, Role.HEAD))
    assert refusal(lambda: begin(SELF, other, own)) == "separation.role"


def test_checklist_and_plan_must_be_in_use() -> None:
    early = attrs.evolve(BEGIN, held_on=BEFORE)
    assert refusal(lambda: begin(early, checklist=LIST)) == "inspection.checklist_not_valid"
    merged = attrs.evolve(PLAN, state=PlanState.MERGED)
    assert refusal(lambda: begin(plan=merged)) == "plan.ended"


def test_what_is_similar_looks_at_the_same_in_the_same_place() -> None:
    held = begin(attrs.evolve(BEGIN, checklist="ckl_1"))
    assert similar_to(BEGIN, held)
    assert not similar_to(attrs.evolve(BEGIN, departments=(SECOND,)), held)
    assert similar_to(PLAN, held), "an entry without departments is about all"
    other = attrs.evolve(BEGIN, theme="另一主题")
    assert not similar_to(other, held)
    assert similar_to(attrs.evolve(other, checklist="ckl_1"), held)
    assert not similar_to(attrs.evolve(PLAN, theme="另一主题"), PLAN)


# ---------------------------------------------------------------------------- check


def test_only_an_inspector_of_it_enters_results_and_not_before_it() -> None:
    held = begin()
    check = decide_check
    other = deed(standing(OfficerId("off_x"), OFFICE, Role.INSPECTOR))
    assert refusal(lambda: check(held, (PROBLEM,), deed=other, checklist=LIST)) == (
        "inspection.not_inspector"
    )
    early = deed(LOOKING.standing, on=BEFORE)
    assert refusal(lambda: check(held, (PROBLEM,), deed=early, checklist=LIST)) == (
        "activity.before"
    )


@pytest.mark.parametrize(
    ("results", "code"),
    [
        ((), "field.missing"),
        ((attrs.evolve(PROBLEM, finding=None),), "inspection.problem_finding"),
        ((attrs.evolve(CONFORM, finding="fnd_1"),), "inspection.problem_finding"),
        ((attrs.evolve(PROBLEM, on_spot=True),), "inspection.problem_finding"),
        ((attrs.evolve(CONFORM, point="9"),), "checklist.unknown_point"),
        ((attrs.evolve(CONFORM, point=None),), "inspection.no_point"),
        ((attrs.evolve(CONFORM, department=SECOND),), "inspection.other_department"),
    ],
)
def test_a_result_that_does_not_fit(results: tuple[PointResult, ...], code: str) -> None:
    held = begin()
    assert refusal(lambda: decide_check(held, results, deed=LOOKING, checklist=LIST)) == code


def test_without_a_checklist_only_problems_are_entered() -> None:
    held = begin()
    free = attrs.evolve(PROBLEM, point=None)
    assert evolve(held, decide_check(held, (free,), deed=LOOKING)[0]).findings == ("fnd_1",)
    assert refusal(lambda: decide_check(held, (PROBLEM,), deed=LOOKING)) == "inspection.no_point"


def test_problems_add_up_and_other_results_are_replaced() -> None:
    second = attrs.evolve(PROBLEM, finding="fnd_2")
    held = seen(begin(), CONFORM, PROBLEM, second, attrs.evolve(CONFORM, note="重抽"))
    assert [(one.point, one.finding, one.note) for one in held.results] == [
        ("1", "fnd_1", ""),
        ("1", "fnd_2", ""),
        ("2", None, "重抽"),
    ]
    again = attrs.evolve(CONFORM, point="1")
    assert refusal(lambda: seen(held, again)) == "inspection.point_has_finding"
    elsewhere = attrs.evolve(CONFORM, point="1", department=FIRST)
    assert len(seen(held, elsewhere).results) == 4
    assert INSPECTION.columns_of(held)["problems"] == 2


# ---------------------------------------------------------------------------- on the spot

SPOT = OnTheSpot(put_right_by=HANDLER, result="补齐", verified_by=INSPECTOR, closed_by=HEAD)


def test_settling_on_the_spot_is_entered_once() -> None:
    held = seen(begin(), PROBLEM, attrs.evolve(PROBLEM, finding="fnd_2"))
    done = evolve(held, decide_settle_on_spot(held, "fnd_1", SPOT, deed=LOOKING)[0])
    assert [one.on_spot for one in done.results] == [True, False]
    assert INSPECTION.columns_of(done)["on_spot"] == 1
    settle = decide_settle_on_spot
    assert refusal(lambda: settle(done, "fnd_1", SPOT, deed=LOOKING)) == (
        "inspection.settled_already"
    )
    assert refusal(lambda: settle(held, "fnd_9", SPOT, deed=LOOKING)) == (
        "inspection.other_finding"
    )
    alone = attrs.evolve(SPOT, closed_by=INSPECTOR)
    assert refusal(lambda: settle(held, "fnd_1", alone, deed=LOOKING)) == "inspection.four_eyes"
    secret = attrs.evolve(held, openness=Openness.COVERT)
    assert refusal(lambda: settle(secret, "fnd_1", SPOT, deed=LOOKING)) == "inspection.secret"


# ---------------------------------------------------------------------------- conclude

END = Conclude(conclusion=" 规范 ")
BLAME = Conclude(conclusion="通报", criticised=(HANDLER, HANDLER))


def test_nobody_concludes_a_check_of_his_own_department() -> None:
    own = deed(standing(HEAD, FIRST, Role.SUPERVISION_HEAD))
    assert refusal(lambda: decide_conclude(begin(), END, deed=own)) == "separation.department"
    named = attrs.evolve(begin(), concerned=(HEAD,))
    assert refusal(lambda: decide_conclude(named, END, deed=deed())) == "separation.named"
    assert refusal(lambda: decide_conclude(begin(), END, deed=INSPECTED)) == "separation.role"
    early = deed(on=BEFORE)
    assert refusal(lambda: decide_conclude(begin(), END, deed=early)) == "activity.before"


def test_a_conclusion_names_what_it_comes_to() -> None:
    done = evolve(begin(), decide_conclude(begin(), END, deed=LOOKING)[0])
    assert (done.conclusion, done.concluded_on) == ("规范", TODAY)
    empty = Conclude(conclusion=" ")
    assert refusal(lambda: decide_conclude(begin(), empty, deed=deed())) == "field.missing"
    assert refusal(lambda: decide_conclude(begin(), END, deed=deed(), checklist=LIST)) == (
        "inspection.points_open"
    )


def test_criticism_is_for_leaders_and_for_what_was_found() -> None:
    held = seen(begin(), PROBLEM)
    conclude = decide_conclude
    assert refusal(lambda: conclude(held, BLAME, deed=LOOKING)) == "separation.role"
    assert refusal(lambda: conclude(begin(), BLAME, deed=deed())) == "inspection.nothing_found"
    done = evolve(held, conclude(held, BLAME, deed=deed())[0])
    assert done.criticised == (HANDLER,)
    assert concerned_by_inspection(done).officers == {HANDLER}
    assert INSPECTION.columns_of(done)["criticisms"] == 1
    for blamed in (HEAD, INSPECTOR):
        wrong = Conclude(conclusion="通报", criticised=(blamed,))
        assert refusal(lambda c=wrong: conclude(held, c, deed=deed())) == "separation.named"


def test_a_self_check_is_concluded_in_the_department_and_criticises_nobody() -> None:
    held = self_check()
    assert refusal(lambda: decide_conclude(held, END, deed=deed())) == (
        "inspection.not_of_department"
    )
    assert decide_conclude(held, END, deed=INSPECTED)
    assert refusal(lambda: decide_conclude(held, BLAME, deed=INSPECTED)) == "workflow.step"
    assert {step.name for step in INSPECTION_WORKFLOW.steps} - {
        step.name for step in SELF_CHECK_WORKFLOW.steps
    } == {"criticise", "reveal"}


# ---------------------------------------------------------------------------- the rest


def test_only_a_covert_inspection_is_revealed_and_once() -> None:
    covert = begin(attrs.evolve(BEGIN, openness=Openness.COVERT), closed=True)
    assert covert.secret
    open_ = evolve(covert, decide_reveal(covert, deed=deed())[0])
    assert (open_.revealed_on, open_.secret) == (TODAY, False)
    for held in (open_, begin()):
        assert refusal(lambda h=held: decide_reveal(h, deed=deed())) == "inspection.not_secret"
    assert refusal(lambda: decide_reveal(covert, deed=LOOKING)) == "separation.role"


def test_a_correction_keeps_what_a_beginning_asks() -> None:
    held = begin()

    def correct(
        correction: CorrectInspection,
        team: tuple[Standing, ...] = TEAM,
        of: Inspection = held,
        plan: PlanEntry | None = None,
    ) -> Inspection:
        changes = decide_correct_inspection(of, correction, deed=deed(), team=team, plan=plan)
        return evolve(of, changes[0])

    right = CorrectInspection(
        theme=" 文书检查 ", inspectors=(INSPECTOR, HEAD, HEAD), focus=Focus.ROUTINE, plan="ple_1"
    )
    done = correct(right, plan=PLAN)
    assert (done.theme, done.inspectors, done.plan) == ("文书检查", (INSPECTOR, HEAD), "ple_1")
    assert correct(CorrectInspection(cleared=("plan",)), of=done).plan is None
    few = CorrectInspection(inspectors=(HEAD,))
    assert refusal(lambda: correct(few, TEAM[:1])) == "inspection.inspectors"
    text = CorrectInspection(conclusion="补充")
    assert refusal(lambda: correct(text)) == "inspection.not_concluded"
    ended = evolve(held, decide_conclude(held, END, deed=deed())[0])
    assert correct(text, of=ended).conclusion == "补充"
    blamed = attrs.evolve(ended, criticised=(HANDLER,))
    team = (*TEAM, standing(HANDLER))
    more = CorrectInspection(inspectors=(HEAD, INSPECTOR, HANDLER))
    assert refusal(lambda: correct(more, team, of=blamed)) == "separation.named"


def test_an_inspection_is_voided_by_the_head_and_after_its_findings() -> None:
    held = begin()
    assert refusal(lambda: decide_void_inspection(held, deed=LOOKING)) == "separation.role"
    assert refusal(lambda: decide_void_inspection(held, deed=deed(), findings=("fnd_1",))) == (
        "inspection.has_findings"
    )
    voided = evolve(held, decide_void_inspection(held, deed=deed())[0])
    assert refusal(lambda: decide_check(voided, (PROBLEM,), deed=LOOKING)) == "workflow.step"


def test_a_life_begins_with_its_beginning() -> None:
    with pytest.raises(JournalError):
        evolve(None, decide_void_inspection(begin(), deed=deed())[0])
