"""Decisions about deployed decisions, their works, reports and materials."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.decision_steps import (
    decide_conclude_decision,
    decide_correct_decision,
    decide_register_decision,
    decide_void_decision,
)
from supervision.domain.decision_work_steps import (
    decide_check_execution,
    decide_correct_work,
    decide_deploy,
    decide_release,
    decide_reopen_work,
    decide_settle_work,
    decide_void_work,
)
from supervision.domain.decision_works import (
    DECISION_WORK,
    CorrectWork,
    DecisionWork,
    DecisionWorkState,
    DeployWork,
    Execution,
    ExecutionCheck,
    WorkSettled,
    WorkVoided,
    evolve_work,
)
from supervision.domain.decisions import (
    CorrectDecision,
    Decision,
    DecisionState,
    DecisionVoided,
    RegisterDecision,
    evolve_decision,
)
from supervision.domain.issuers import ISSUERS, Issuer
from supervision.domain.material_lists import (
    MATERIAL_LIST,
    AskedMaterial,
    AskMaterials,
    Material,
    MaterialList,
    MaterialState,
    MaterialsVoided,
    evolve_materials,
)
from supervision.domain.material_steps import (
    HandIn,
    decide_accept_materials,
    decide_ask_materials,
    decide_hand_in,
    decide_return_material,
    decide_reuse,
    decide_void_materials,
)
from supervision.domain.posts import Role
from supervision.domain.report_requests import (
    AskReport,
    ReportOutcome,
    ReportRequest,
    ReportVoided,
    RequestState,
    evolve_report,
)
from supervision.domain.report_steps import (
    decide_ask_report,
    decide_assess_report,
    decide_report,
    decide_return_report,
    decide_void_report,
)
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId, Sealed
from supervision.errors import JournalError, Refused

TODAY = dt.date(2026, 3, 2)
DAY = dt.timedelta(days=1)
FIRST, SECOND, OFFICE = DepartmentId("dep_1"), DepartmentId("dep_2"), DepartmentId("dep_dc")
SEALED = Sealed(digest="sha256:00", size=3)


def deed(
    officer: str, department: DepartmentId, *roles: Role, on: dt.date = TODAY, reason: str = "依据"
) -> Deed:
    standing = Standing(
        officer=OfficerId(officer), departments=frozenset({department}), roles=frozenset(roles)
    )
    return Deed(act=Act(by=standing.officer, on=on), standing=standing, reason=reason)


HEAD = deed("off_head", OFFICE, Role.SUPERVISION_HEAD)
INSPECTOR = deed("off_ins", OFFICE, Role.INSPECTOR)
CHIEF = deed("off_chief", OFFICE, Role.CHIEF)
LEADS = deed("off_dh", FIRST, Role.HEAD)
EARLY = deed("off_head", OFFICE, Role.SUPERVISION_HEAD, on=TODAY - DAY)
EARLY_CHIEF = deed("off_chief", OFFICE, Role.CHIEF, on=TODAY - DAY)
EARLY_LEADS = deed("off_dh", FIRST, Role.HEAD, on=TODAY - DAY)

DECISION = Decision(
    id="dcn_1",
    unit="unt_1",
    title="部署",
    issuer="party_group",
    state=DecisionState.REGISTERED,
    issued_on=TODAY,
)
WORK = DecisionWork(
    id="dwk_1",
    unit="unt_1",
    decision="dcn_1",
    title="工作",
    state=DecisionWorkState.OPEN,
    departments=(FIRST,),
    deployed_on=TODAY,
)
CHECKED = attrs.evolve(
    WORK,
    checks=(
        ExecutionCheck(
            by=OfficerId("off_ins"), on=TODAY, outcome=Execution.CARRIED_OUT, result=SEALED
        ),
    ),
)
SETTLED = attrs.evolve(CHECKED, state=DecisionWorkState.SETTLED)


def refusal(call: object) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


# ---------------------------------------------------------------------------- decisions


def register(by: Deed = HEAD, **given: object) -> Decision:
    fields: dict[str, object] = {"title": " 部署 ", "issuer": "superior"}
    command = RegisterDecision(**(fields | given))
    (change,) = decide_register_decision("dcn_2", "unt_1", command, deed=by)
    return evolve_decision(None, change)


def test_registering_states_issuer_and_day() -> None:
    decision = register()
    assert (decision.title, decision.issuer, decision.issued_on, decision.state) == (
        "部署",
        "superior",
        TODAY,
        DecisionState.REGISTERED,
    )
    assert register(issued_on=TODAY - DAY).issued_on == TODAY - DAY


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"title": ""}, "text.empty"),
        ({"issuer": "nobody"}, "decision.unknown_issuer"),
        ({"issued_on": TODAY + DAY}, "decision.future"),
        ({"by": LEADS}, "separation.role"),
    ],
)
def test_a_decision_that_does_not_fit_is_refused(given: dict[str, object], code: str) -> None:
    assert refusal(lambda: register(**given)) == code


def test_issuers_are_data() -> None:
    own = {**ISSUERS, "union": Issuer(code="union", zh="工会", en="Union")}
    command = RegisterDecision(title="一", issuer="union")
    (change,) = decide_register_decision("d", "u", command, deed=HEAD, issuers=own)
    assert change.decision.issuer == "union"


@pytest.mark.parametrize(
    ("works", "code"),
    [((), "decision.works_open"), ((SETTLED, WORK), "decision.works_open")],
)
def test_it_is_concluded_only_with_all_works_settled(
    works: tuple[DecisionWork, ...], code: str
) -> None:
    assert refusal(lambda: decide_conclude_decision(DECISION, works, deed=HEAD)) == code


def test_concluding_leaves_voided_works_out() -> None:
    voided = attrs.evolve(WORK, state=DecisionWorkState.VOIDED)
    (change,) = decide_conclude_decision(DECISION, (SETTLED, voided), deed=HEAD)
    concluded = evolve_decision(DECISION, change)
    assert (concluded.state, concluded.concluded_on) == (DecisionState.CONCLUDED, TODAY)


def test_whoever_carries_it_out_does_not_conclude_it() -> None:
    own = attrs.evolve(SETTLED, departments=(OFFICE,))
    call = lambda: decide_conclude_decision(DECISION, (own,), deed=HEAD)
    assert refusal(call) == "separation.department"


def test_a_decision_with_works_is_not_voided() -> None:
    call = lambda: decide_void_decision(DECISION, (WORK,), deed=HEAD)
    assert refusal(call) == "decision.has_works"
    (change,) = decide_void_decision(DECISION, (), deed=HEAD)
    assert evolve_decision(DECISION, change).state is DecisionState.VOIDED


def test_a_correction_needs_a_reason_and_a_difference() -> None:
    def correct(**given: object) -> Decision:
        correction = CorrectDecision(**given)
        (change,) = decide_correct_decision(DECISION, correction, deed=HEAD)
        return evolve_decision(DECISION, change)

    assert correct(title=" 新 ").title == "新"
    assert correct(issued_on=TODAY - DAY, issuer="committee").issuer == "committee"
    assert refusal(lambda: correct(title="部署")) == "correction.empty"
    assert refusal(lambda: correct(issuer="x")) == "decision.unknown_issuer"
    assert refusal(lambda: correct(issued_on=TODAY + DAY)) == "decision.future"
    assert refusal(lambda: correct(cleared=("title",))) == "correction.cleared"


def test_the_lives_begin_with_their_first_change() -> None:
    act = HEAD.act
    for evolve, change in (
        (evolve_decision, DecisionVoided(act=act)),
        (evolve_work, WorkVoided(act=act)),
        (evolve_report, ReportVoided(act=act)),
        (evolve_materials, MaterialsVoided(act=act)),
    ):
        with pytest.raises(JournalError):
            evolve(None, change)


# ---------------------------------------------------------------------------- works


def deploy(by: Deed = HEAD, decision: Decision = DECISION, **given: object) -> DecisionWork:
    fields: dict[str, object] = {
        "decision": "dcn_1",
        "title": " 工作 ",
        "departments": (FIRST, SECOND, FIRST),
    }
    command = DeployWork(**(fields | given))
    (change,) = decide_deploy("dwk_2", "unt_1", command, decision=decision, deed=by, clock="clk")
    return evolve_work(None, change)


def test_a_work_is_deployed_on_the_day_of_the_decision() -> None:
    work = deploy(due_on=TODAY)
    assert (work.title, work.departments, work.deployed_on, work.due_on, work.clock) == (
        "工作",
        (FIRST, SECOND),
        TODAY,
        TODAY,
        "clk",
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"departments": ()}, "field.missing"),
        ({"title": "两\n行"}, "text.line"),
        ({"deployed_on": TODAY - DAY}, "decision.dates"),
        ({"deployed_on": TODAY + DAY}, "decision.dates"),
        ({"due_on": TODAY - DAY}, "decision.dates"),
        ({"by": CHIEF}, "separation.role"),
        ({"decision": attrs.evolve(DECISION, state=DecisionState.CONCLUDED)}, "workflow.step"),
    ],
)
def test_a_work_that_does_not_fit_is_refused(given: dict[str, object], code: str) -> None:
    if isinstance(given.get("decision"), Decision):
        decision = given.pop("decision")
        assert refusal(lambda: deploy(decision=decision, **given)) == code
    else:
        assert refusal(lambda: deploy(**given)) == code


def check(work: DecisionWork, outcome: Execution, by: Deed = INSPECTOR) -> DecisionWork:
    (change,) = decide_check_execution(work, outcome, deed=by, findings=("f1", "f1"))
    return evolve_work(work, change)


def test_the_check_of_the_latest_day_decides_and_of_one_day_the_last_entered() -> None:
    later = deed("off_ins", OFFICE, Role.INSPECTOR, on=TODAY + DAY)
    work = check(WORK, Execution.PARTLY, later)
    work = check(work, Execution.NOT_CARRIED_OUT)
    assert (work.outcome, work.findings) == (Execution.PARTLY, ("f1",))
    work = check(work, Execution.CARRIED_OUT, later)
    assert work.outcome is Execution.CARRIED_OUT
    assert WORK.outcome is None
    columns = DECISION_WORK.columns_of(work)
    assert (columns["times_checked"], columns["rectifications"], columns["checked_on"]) == (
        3,
        1,
        "2026-03-03",
    )
    assert DECISION_WORK.columns_of(WORK)["checked_on"] is None


@pytest.mark.parametrize("due_on", [None, TODAY - DAY])
def test_what_is_due_is_not_called_not_due(due_on: dt.date | None) -> None:
    work = attrs.evolve(WORK, due_on=due_on)
    assert refusal(lambda: check(work, Execution.NOT_DUE)) == "decision.due"


def test_what_is_not_due_may_be_called_so() -> None:
    work = attrs.evolve(WORK, due_on=TODAY)
    assert check(work, Execution.NOT_DUE).outcome is Execution.NOT_DUE


def test_nothing_is_checked_before_it_was_deployed() -> None:
    assert refusal(lambda: check(WORK, Execution.PARTLY, EARLY)) == "decision.too_early"


def test_the_chief_releases_the_result_of_a_check() -> None:
    assert DECISION_WORK.columns_of(CHECKED)["unreleased"] == 1
    (change,) = decide_release(CHECKED, 0, deed=CHIEF)
    released = evolve_work(CHECKED, change)
    assert released.checks[0].released_on == TODAY
    assert DECISION_WORK.columns_of(released)["unreleased"] == 0
    assert refusal(lambda: decide_release(released, 0, deed=CHIEF)) == (
        "decision.nothing_to_release"
    )
    assert refusal(lambda: decide_release(CHECKED, 1, deed=CHIEF)) == "decision.no_check"
    assert refusal(lambda: decide_release(CHECKED, -1, deed=CHIEF)) == "decision.no_check"
    assert refusal(lambda: decide_release(CHECKED, 0, deed=HEAD)) == "separation.role"
    assert refusal(lambda: decide_release(CHECKED, 0, deed=EARLY_CHIEF)) == "decision.too_early"


def test_a_work_is_settled_when_carried_out_and_nothing_is_asked() -> None:
    (change,) = decide_settle_work(CHECKED, deed=HEAD)
    settled = evolve_work(CHECKED, change)
    assert (settled.state, settled.settled_on) == (DecisionWorkState.SETTLED, TODAY)
    partly = check(CHECKED, Execution.PARTLY)
    assert refusal(lambda: decide_settle_work(WORK, deed=HEAD)) == "decision.not_carried_out"
    assert refusal(lambda: decide_settle_work(partly, deed=HEAD)) == "decision.not_carried_out"
    assert refusal(lambda: decide_settle_work(CHECKED, deed=HEAD, waiting=1)) == (
        "decision.requests_open"
    )
    assert refusal(lambda: decide_settle_work(CHECKED, deed=EARLY)) == "decision.too_early"


def test_a_settled_work_is_reopened_with_a_reason() -> None:
    (change,) = decide_reopen_work(SETTLED, deed=HEAD)
    assert evolve_work(SETTLED, change).state is DecisionWorkState.OPEN
    silent = attrs.evolve(HEAD, reason="")
    assert refusal(lambda: decide_reopen_work(SETTLED, deed=silent)) == "act.reason_missing"
    assert refusal(lambda: decide_reopen_work(WORK, deed=HEAD)) == "workflow.step"


def test_a_work_is_corrected() -> None:
    def correct(waiting: int = 0, **given: object) -> DecisionWork:
        correction = CorrectWork(**given)
        (change,) = decide_correct_work(WORK, correction, deed=HEAD, waiting=waiting)
        return evolve_work(WORK, change)

    assert correct(title=" 新 ", waiting=1).title == "新"
    assert correct(departments=(SECOND, SECOND)).departments == (SECOND,)
    assert refusal(lambda: correct(departments=())) == "field.missing"
    assert refusal(lambda: correct(departments=(SECOND,), waiting=1)) == "decision.requests_open"
    assert refusal(lambda: correct(cleared=("title",))) == "correction.cleared"


def test_a_work_with_open_requests_is_not_voided() -> None:
    assert refusal(lambda: decide_void_work(WORK, deed=HEAD, waiting=2)) == (
        "decision.requests_open"
    )
    (change,) = decide_void_work(WORK, deed=HEAD)
    assert evolve_work(WORK, change).state is DecisionWorkState.VOIDED
    assert evolve_work(WORK, WorkSettled(act=HEAD.act)).settled_on == TODAY


# ---------------------------------------------------------------------------- reports

REQUEST = ReportRequest(
    id="rrq_1",
    unit="unt_1",
    work="dwk_1",
    decision="dcn_1",
    title="报告",
    department=FIRST,
    state=RequestState.ASKED,
    asked_on=TODAY,
    due_on=TODAY,
)
REPORTED = attrs.evolve(
    REQUEST,
    state=RequestState.REPORTED,
    report=SEALED,
    reported_by=OfficerId("off_dh"),
    reported_on=TODAY,
    late=False,
)
NEXT = deed("off_ins", OFFICE, Role.INSPECTOR, on=TODAY + DAY)


def ask(by: Deed = HEAD, work: DecisionWork = WORK, **given: object) -> ReportRequest:
    fields: dict[str, object] = {
        "work": "dwk_1",
        "title": " 报告 ",
        "department": FIRST,
        "due_on": TODAY,
    }
    command = AskReport(**(fields | given))
    (change,) = decide_ask_report("rrq_2", "unt_1", command, work=work, deed=by, clock="clk")
    return evolve_report(None, change)


def test_a_report_is_asked_for_by_a_day() -> None:
    request = ask()
    assert (request.title, request.decision, request.asked_on, request.clock) == (
        "报告",
        "dcn_1",
        TODAY,
        "clk",
    )


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"department": SECOND}, "decision.not_addressed"),
        ({"due_on": TODAY - DAY}, "decision.due_past"),
        ({"by": EARLY, "due_on": TODAY}, "decision.too_early"),
        ({"by": LEADS}, "separation.role"),
        ({"title": ""}, "text.empty"),
    ],
)
def test_a_request_that_does_not_fit_is_refused(given: dict[str, object], code: str) -> None:
    assert refusal(lambda: ask(**given)) == code


def test_nothing_is_asked_about_a_settled_work() -> None:
    assert refusal(lambda: ask(work=SETTLED)) == "workflow.step"


def test_only_the_department_reports_and_not_before_it_was_asked() -> None:
    (change,) = decide_report(REQUEST, SEALED, work=WORK, deed=LEADS, due_on=TODAY)
    reported = evolve_report(REQUEST, change)
    assert (reported.state, reported.late, reported.reported_by) == (
        RequestState.REPORTED,
        False,
        "off_dh",
    )
    (late,) = decide_report(REQUEST, SEALED, work=WORK, deed=LEADS, due_on=TODAY - DAY)
    assert late.late
    for by, code in ((HEAD, "report.not_of_department"), (EARLY_LEADS, "decision.too_early")):
        assert (
            refusal(lambda by=by: decide_report(REQUEST, SEALED, work=WORK, deed=by, due_on=TODAY))
            == code
        )


@pytest.mark.parametrize(
    ("request_", "outcome", "by", "code"),
    [
        (REPORTED, ReportOutcome.REFUSED, INSPECTOR, "report.given"),
        (REPORTED, ReportOutcome.FALSE, EARLY, "decision.too_early"),
        (REQUEST, ReportOutcome.TRUTHFUL, NEXT, "report.not_given"),
        (REQUEST, ReportOutcome.FALSE, NEXT, "report.not_given"),
        (REQUEST, ReportOutcome.REFUSED, INSPECTOR, "report.not_due"),
        (REPORTED, ReportOutcome.TRUTHFUL, LEADS, "separation.role"),
    ],
)
def test_an_outcome_that_does_not_fit_is_refused(
    request_: ReportRequest, outcome: ReportOutcome, by: Deed, code: str
) -> None:
    call = lambda: decide_assess_report(request_, outcome, work=WORK, deed=by, due_on=TODAY)
    assert refusal(call) == code


@pytest.mark.parametrize(
    ("request_", "outcome", "late"),
    [
        (REPORTED, ReportOutcome.CONCEALED, False),
        (REQUEST, ReportOutcome.CONCEALED, True),
        (REQUEST, ReportOutcome.REFUSED, True),
    ],
)
def test_withholding_is_found_with_and_without_a_report(
    request_: ReportRequest, outcome: ReportOutcome, late: bool
) -> None:
    (change,) = decide_assess_report(
        request_, outcome, work=WORK, deed=NEXT, due_on=TODAY, findings=("f", "f")
    )
    assessed = evolve_report(request_, change)
    assert (assessed.outcome, assessed.late, assessed.findings) == (outcome, late, ("f",))


def test_who_reported_does_not_judge_the_report() -> None:
    moved = attrs.evolve(INSPECTOR, standing=attrs.evolve(INSPECTOR.standing, officer="off_dh"))
    call = lambda: decide_return_report(REPORTED, work=WORK, deed=moved)
    assert refusal(call) == "separation.named"


def test_a_request_is_returned_and_voided() -> None:
    (returned,) = decide_return_report(REPORTED, work=WORK, deed=INSPECTOR)
    assert evolve_report(REPORTED, returned).returns == 1
    (voided,) = decide_void_report(REQUEST, work=WORK, deed=HEAD)
    assert evolve_report(REQUEST, voided).state is RequestState.VOIDED


# ---------------------------------------------------------------------------- materials

LIST = MaterialList(
    id="mtl_1",
    unit="unt_1",
    work="dwk_1",
    decision="dcn_1",
    title="材料",
    department=FIRST,
    state=MaterialState.ASKED,
    asked_on=TODAY,
    due_on=TODAY,
    materials=(Material(name="台账", code="T-1"), Material(name="方案")),
)
HELD = Material(name="台账", code="T-1", received_on=TODAY, reference="柜", valid_until=TODAY)
SOURCE = attrs.evolve(LIST, id="mtl_0", materials=(HELD,))


def ask_materials(by: Deed = HEAD, **given: object) -> MaterialList:
    fields: dict[str, object] = {
        "work": "dwk_1",
        "title": "材料",
        "department": FIRST,
        "due_on": TODAY,
        "materials": (AskedMaterial(name=" 台账 ", code=" T-1 "),),
    }
    command = AskMaterials(**(fields | given))
    (change,) = decide_ask_materials(
        "mtl_2", "unt_1", command, work=WORK, deed=by, offers={0: "mtl_0"}
    )
    return evolve_materials(None, change)


def test_materials_are_asked_for_with_their_offers() -> None:
    asked = ask_materials()
    assert asked.materials == (Material(name="台账", code="T-1", offered_from="mtl_0"),)
    assert (asked.complete, asked.received_on, asked.held) == (False, None, ())


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"materials": ()}, "field.missing"),
        ({"materials": (AskedMaterial(name=""),)}, "text.empty"),
        (
            {"materials": (AskedMaterial(name="台账"), AskedMaterial(name="台 账", code="T"))},
            "material.twice",
        ),
        ({"department": SECOND}, "decision.not_addressed"),
        ({"due_on": TODAY - DAY}, "decision.due_past"),
        ({"title": ""}, "text.empty"),
    ],
)
def test_a_list_that_does_not_fit_is_refused(given: dict[str, object], code: str) -> None:
    assert refusal(lambda: ask_materials(**given)) == code


def hand(listed: MaterialList = LIST, by: Deed = LEADS, **given: object) -> MaterialList:
    fields: dict[str, object] = {"index": 0, "reference": " 柜 ", "lasting": True}
    command = HandIn(**(fields | given))
    (change,) = decide_hand_in(listed, command, work=WORK, deed=by)
    return evolve_materials(listed, change)


def test_a_complete_list_waits_to_be_accepted() -> None:
    half = hand()
    assert (half.state, half.materials[0].reference) == (MaterialState.ASKED, "柜")
    full = hand(half, index=1, content=SEALED, reference="", valid_until=TODAY, lasting=False)
    assert (full.state, full.received_on) == (MaterialState.HANDED_IN, TODAY)
    assert MATERIAL_LIST.many_of(full) == {"held": ("T-1", "台账", "方案")}
    (accepted,) = decide_accept_materials(full, work=WORK, deed=INSPECTOR, due_on=TODAY)
    assert evolve_materials(full, accepted).late is False
    (late,) = decide_accept_materials(full, work=WORK, deed=INSPECTOR, due_on=TODAY - DAY)
    assert late.late
    call = lambda: decide_accept_materials(full, work=WORK, deed=EARLY, due_on=TODAY)
    assert refusal(call) == "decision.too_early"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"by": HEAD}, "material.not_of_department"),
        ({"by": EARLY_LEADS}, "decision.too_early"),
        ({"index": 2}, "material.unknown"),
        ({"index": -1}, "material.unknown"),
        ({"reference": " "}, "material.nothing"),
        ({"reference": "两\n行"}, "text.line"),
        ({"lasting": False}, "material.validity"),
        ({"valid_until": TODAY}, "material.validity"),
        ({"valid_until": TODAY - DAY, "lasting": False}, "material.validity"),
    ],
)
def test_what_is_handed_in_must_fit(given: dict[str, object], code: str) -> None:
    assert refusal(lambda: hand(**given)) == code


def test_a_material_is_handed_in_once() -> None:
    assert refusal(lambda: hand(hand())) == "material.received"


def test_a_returned_material_is_missing_again() -> None:
    full = hand(hand(), index=1)
    (change,) = decide_return_material(full, 1, work=WORK, deed=INSPECTOR)
    returned = evolve_materials(full, change)
    assert (returned.state, returned.returns, returned.materials[1]) == (
        MaterialState.ASKED,
        1,
        Material(name="方案"),
    )
    for index, code in ((1, "material.not_received"), (5, "material.unknown")):
        call = lambda index=index: decide_return_material(
            returned, index, work=WORK, deed=INSPECTOR
        )
        assert refusal(call) == code


@pytest.mark.parametrize("by", [LEADS, INSPECTOR])
def test_department_and_office_reuse_what_was_handed_in(by: Deed) -> None:
    (change,) = decide_reuse(LIST, 0, SOURCE, work=WORK, deed=by)
    reused = evolve_materials(LIST, change)
    assert (reused.materials[0].reused_from, reused.materials[0].reference) == ("mtl_0", "柜")
    assert MATERIAL_LIST.columns_of(reused)["reused"] == 1
    assert reused.held == ()


@pytest.mark.parametrize(
    "source",
    [
        attrs.evolve(SOURCE, department=SECOND),
        attrs.evolve(SOURCE, id=LIST.id),
        attrs.evolve(SOURCE, state=MaterialState.VOIDED),
        attrs.evolve(SOURCE, materials=(Material(name="台账", code="T-1"),)),
        attrs.evolve(SOURCE, materials=(attrs.evolve(HELD, code="T-2"),)),
        attrs.evolve(SOURCE, materials=(attrs.evolve(HELD, valid_until=TODAY - DAY),)),
        attrs.evolve(SOURCE, materials=(attrs.evolve(HELD, received_on=TODAY + DAY),)),
        attrs.evolve(SOURCE, materials=(attrs.evolve(HELD, reused_from="mtl_9"),)),
    ],
)
def test_what_is_not_on_offer_is_not_reused(source: MaterialList) -> None:
    call = lambda: decide_reuse(LIST, 0, source, work=WORK, deed=LEADS)
    assert refusal(call) == "material.not_on_offer"


def test_nobody_else_reuses() -> None:
    other = deed("off_2", SECOND, Role.HEAD)
    call = lambda: decide_reuse(LIST, 0, SOURCE, work=WORK, deed=other)
    assert refusal(call) == "material.not_of_department"


def test_a_list_is_voided_with_a_reason() -> None:
    (change,) = decide_void_materials(LIST, work=WORK, deed=HEAD)
    assert evolve_materials(LIST, change).state is MaterialState.VOIDED
