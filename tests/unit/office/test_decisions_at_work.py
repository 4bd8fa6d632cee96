"""Decisions at work: works, checks, reports, materials, with acts long past as of today."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from typing import TypeVar

import pytest

from supervision.domain.clocks import CLOCK, ClockState, Owner, Result
from supervision.domain.decision_works import (
    DECISION_WORK,
    CorrectWork,
    DecisionWork,
    DecisionWorkState,
    DeployWork,
    Execution,
)
from supervision.domain.decisions import (
    DECISION,
    CorrectDecision,
    DecisionState,
    RegisterDecision,
)
from supervision.domain.findings import FINDING, FindingState, OpenFinding, Rectification, Source
from supervision.domain.items import ProposeItem
from supervision.domain.material_lists import (
    MATERIAL_LIST,
    AskedMaterial,
    AskMaterials,
    MaterialState,
)
from supervision.domain.material_steps import HandIn
from supervision.domain.reckoning import LastDay
from supervision.domain.report_requests import (
    REPORT_REQUEST,
    AskReport,
    ReportOutcome,
    RequestState,
)
from supervision.domain.timekeeping import ExtendClock
from supervision.domain.values import OfficerId
from supervision.errors import AccessDenied, NotFound, Refused
from supervision.office import (
    decision_works,
    decisions,
    findings,
    items,
    material_lists,
    report_requests,
)
from supervision.office.acting import Acting
from supervision.office.clocks import clocks_of, extend_clock, tick
from supervision.office.decision_follow_up import follow_up
from supervision.office.work import Work
from supervision.testing.offices import SmallOffice, small_office

T = TypeVar("T")
ISSUED = dt.date(2020, 3, 2)
DAY = dt.timedelta(days=1)


@pytest.fixture
def small() -> SmallOffice:
    return small_office()


def act(small: SmallOffice, who: OfficerId, use: Callable[[Work], T]) -> T:
    with small.office.work(who) as work:
        result = use(work)
        work.commit()
    return result


def on(day: dt.date, reason: str = "") -> Acting:
    return Acting(on=day, reason=reason)


def registered(small: SmallOffice, title: str = "落实区委部署", day: dt.date = ISSUED) -> str:
    command = RegisterDecision(title=title, issuer="district_committee")
    return act(
        small,
        small.head,
        lambda work: decisions.register_decision(work, command, acting=on(day)),
    )


def deployed(small: SmallOffice, decision: str, **more: object) -> str:
    fields: dict[str, object] = {
        "decision": decision,
        "title": "扫黑除恶线索清零",
        "departments": (small.first,),
        "due_on": ISSUED + 30 * DAY,
    }
    command = DeployWork(**(fields | more))
    return act(
        small,
        small.head,
        lambda work: decision_works.deploy_work(work, command, acting=on(ISSUED)),
    )


def check(
    small: SmallOffice,
    id: str,
    outcome: Execution = Execution.CARRIED_OUT,
    *,
    day: dt.date = ISSUED + 20 * DAY,
    who: OfficerId | None = None,
    **more: object,
) -> DecisionWork:
    return act(
        small,
        who or small.inspector,
        lambda work: decision_works.check_execution(
            work,
            id,
            outcome,
            acting=on(day),
            **more,
        ),
    )


def refused(code: str, use: Callable[[], object], small: SmallOffice) -> None:
    """The act is refused and leaves no trace."""
    before = small.office.checkpoints()[0].seq
    with pytest.raises(Refused) as caught:
        use()
    assert caught.value.code == code
    assert small.office.checkpoints()[0].seq == before


# ---------------------------------------------------------------------------- works


def test_a_work_long_past_is_entered_with_its_clock_and_settled_in_time(
    small: SmallOffice,
) -> None:
    decision = registered(small)
    id = deployed(small, decision)
    check(small, id, Execution.PARTLY, day=ISSUED + 10 * DAY)
    check(small, id)
    settled = act(
        small,
        small.head,
        lambda work: decision_works.settle_work(work, id, acting=on(ISSUED + 60 * DAY)),
    )
    assert (settled.state, settled.settled_on) == (
        DecisionWorkState.SETTLED,
        ISSUED + 60 * DAY,
    )
    with small.office.read(small.head) as view:
        (clock,) = clocks_of(view, Owner(kind="decision_work", id=id))
        assert clock.outcome is not None
        assert clock.outcome.result is Result.IN_TIME
    concluded = act(
        small,
        small.head,
        lambda work: decisions.conclude_decision(work, decision, acting=on(ISSUED + 61 * DAY)),
    )
    assert (concluded.state, concluded.concluded_on) == (
        DecisionState.CONCLUDED,
        ISSUED + 61 * DAY,
    )
    assert small.office.verify().ok


def test_a_whole_decision_is_entered_in_one_unit_of_work(small: SmallOffice) -> None:
    def enter(work: Work) -> str:
        decision = decisions.register_decision(
            work, RegisterDecision(title="一", issuer="party_group"), acting=on(ISSUED)
        )
        command = DeployWork(decision=decision, title="甲", departments=(small.first,))
        first = decision_works.deploy_work(work, command, acting=on(ISSUED))
        with pytest.raises(Refused, match=r"decision\.has_works"):
            decisions.void_decision(work, decision, acting=on(ISSUED, "误录"))
        asked = AskReport(work=first, title="报告", department=small.first, due_on=ISSUED + 5 * DAY)
        report = report_requests.ask_report(work, asked, acting=on(ISSUED))
        decision_works.check_execution(work, first, Execution.CARRIED_OUT, acting=on(ISSUED + DAY))
        with pytest.raises(Refused, match=r"decision\.requests_open"):
            decision_works.settle_work(work, first, acting=on(ISSUED + DAY))
        report_requests.void_report(work, report, acting=on(ISSUED + DAY, "误发"))
        decision_works.settle_work(work, first, acting=on(ISSUED + DAY))
        decisions.conclude_decision(work, decision, acting=on(ISSUED + DAY))
        return decision

    decision = act(small, small.head, enter)
    with small.office.read(small.head) as view:
        assert view.get(DECISION, decision).state is DecisionState.CONCLUDED
        assert [one.title for one in decisions.works_of(view, decision)] == ["甲"]


def test_a_work_found_carried_out_too_late_is_late(small: SmallOffice) -> None:
    id = deployed(small, registered(small))
    check(small, id, day=ISSUED + 40 * DAY)
    act(small, small.head, lambda work: decision_works.settle_work(work, id))
    with small.office.read(small.head) as view:
        (clock,) = clocks_of(view, Owner(kind="decision_work", id=id))
    assert clock.outcome is not None
    assert (clock.outcome.result, clock.outcome.late_days) == (Result.LATE, 10)


def test_problems_found_by_a_check_are_opened_with_it(small: SmallOffice) -> None:
    id = deployed(small, registered(small), departments=(small.first, small.second))
    known = act(
        small,
        small.head,
        lambda work: findings.open_finding(work, OpenFinding(title="旧"), acting=on(ISSUED)),
    )
    problems = (OpenFinding(title="台账不全", department=small.second), OpenFinding(title="迟报"))
    checked = check(small, id, Execution.PARTLY, problems=problems, found=(known,))
    with small.office.read(small.head) as view:
        opened = [view.get(FINDING, one) for one in checked.findings]
    assert [(one.title, one.department) for one in opened] == [
        ("旧", None),
        ("台账不全", small.second),
        ("迟报", None),
    ]
    assert [one.source for one in opened][1:] == [Source.DECISION, Source.DECISION]
    assert opened[1].found_on == ISSUED + 20 * DAY


def test_a_problem_of_the_only_department_needs_no_name(small: SmallOffice) -> None:
    id = deployed(small, registered(small))
    checked = check(small, id, Execution.PARTLY, problems=(OpenFinding(title="一"),))
    with small.office.read(small.head) as view:
        assert view.get(FINDING, checked.findings[0]).department == small.first
    problem = OpenFinding(title="二", department=small.second)
    refused(
        "decision.finding_of_other",
        lambda: check(small, id, Execution.PARTLY, problems=(problem,)),
        small,
    )


def test_nobody_of_the_department_or_concerned_judges(small: SmallOffice) -> None:
    id = deployed(small, registered(small), concerned=(small.inspector,))
    refused("separation.named", lambda: check(small, id), small)
    own = deployed(small, registered(small), departments=(small.supervision,))
    refused("separation.no_substitute", lambda: check(small, own), small)
    refused("separation.role", lambda: check(small, id, who=small.first_head), small)


def test_figures_are_counted_over_records(small: SmallOffice) -> None:
    """79-of-291 style: so many works, so many rectifications."""
    one, two = registered(small), registered(small, "党组部署")
    works = [deployed(small, one), deployed(small, one), deployed(small, two)]
    problems = (OpenFinding(title="甲"), OpenFinding(title="乙"))
    found = check(small, works[0], Execution.PARTLY, problems=problems).findings
    check(small, works[1])
    check(small, works[2], Execution.NOT_DUE)
    act(
        small,
        small.head,
        lambda work: findings.void_finding(work, found[1], acting=on(ISSUED + 25 * DAY, "误录")),
    )
    voided = deployed(small, one)
    act(
        small,
        small.head,
        lambda work: decision_works.void_work(work, voided, acting=on(ISSUED, "误录")),
    )
    with small.office.read(small.head) as view:
        figures = follow_up(view, first=ISSUED, last=ISSUED)
        nothing = follow_up(view, first=ISSUED + DAY)
    assert (figures.decisions, figures.works, figures.checked) == (2, 3, 3)
    assert (figures.carried_out, figures.partly, figures.not_due) == (1, 1, 1)
    assert (figures.rectifications, figures.rectified) == (1, 0)
    assert (nothing.works, nothing.reports) == (0, 0)


def test_rectified_problems_are_counted(small: SmallOffice) -> None:
    id = deployed(small, registered(small))
    day = ISSUED + 21 * DAY
    (found,) = check(small, id, Execution.PARTLY, problems=(OpenFinding(title="甲"),)).findings

    def claim(work: Work) -> None:
        findings.claim(
            work,
            found,
            department=small.first,
            mode=Rectification.LASTING,
            plan="整改",
            acting=on(day),
        )
        findings.submit(work, found, "已改", acting=on(day))

    act(small, small.first_head, claim)
    act(small, small.inspector, lambda work: findings.verify(work, found, acting=on(day)))
    closed = act(small, small.head, lambda work: findings.close(work, found, acting=on(day)))
    assert closed.state is FindingState.CLOSED
    with small.office.read(small.head) as view:
        assert follow_up(view).rectified == 1


# ---------------------------------------------------------------------------- to the chief first


def test_a_result_is_the_chiefs_and_the_offices_until_it_is_released(small: SmallOffice) -> None:
    id = deployed(small, registered(small))
    check(small, id, result=" 第一检察部台账不实 ")
    for who in (small.chief, small.head, small.inspector):
        with small.office.read(who) as view:
            assert decision_works.read_result(view, id, 0) == "第一检察部台账不实"
    with small.office.read(small.first_head) as view:
        assert "台账不实" not in str(view.get(DECISION_WORK, id))
        with pytest.raises(AccessDenied) as caught:
            decision_works.read_result(view, id, 0)
    assert caught.value.code == "access.chief_first"
    refused(
        "separation.role",
        lambda: act(small, small.head, lambda work: decision_works.release_result(work, id, 0)),
        small,
    )
    day = ISSUED + 22 * DAY
    released = act(
        small,
        small.chief,
        lambda work: decision_works.release_result(work, id, 0, acting=on(day)),
    )
    assert released.checks[0].released_on == day
    with small.office.read(small.first_head) as view:
        assert decision_works.read_result(view, id, 0) == "第一检察部台账不实"


def test_a_check_without_a_result_has_nothing_to_read_or_release(small: SmallOffice) -> None:
    id = deployed(small, registered(small))
    check(small, id)
    with small.office.read(small.head) as view:
        assert decision_works.read_result(view, id, 0) is None
        with pytest.raises(Refused, match=r"decision\.no_check"):
            decision_works.read_result(view, id, 1)
    refused(
        "decision.nothing_to_release",
        lambda: act(small, small.chief, lambda work: decision_works.release_result(work, id, 0)),
        small,
    )


# ---------------------------------------------------------------------------- corrections


def test_a_work_is_corrected_and_reopened_with_a_reason(small: SmallOffice) -> None:
    id = deployed(small, registered(small))
    corrected = act(
        small,
        small.head,
        lambda work: decision_works.correct_work(
            work, id, CorrectWork(departments=(small.second,)), acting=on(ISSUED, "录错部门")
        ),
    )
    assert corrected.departments == (small.second,)
    check(small, id)
    act(small, small.head, lambda work: decision_works.settle_work(work, id))
    reopened = act(
        small,
        small.head,
        lambda work: decision_works.reopen_work(work, id, acting=Acting(reason="复查不实")),
    )
    assert reopened.state is DecisionWorkState.OPEN
    check(small, id, day=ISSUED + 50 * DAY)
    settled = act(small, small.head, lambda work: decision_works.settle_work(work, id))
    assert settled.state is DecisionWorkState.SETTLED


def test_a_decision_is_corrected_and_voided(small: SmallOffice) -> None:
    decision = registered(small)
    item = act(
        small,
        small.head,
        lambda work: items.propose(work, ProposeItem(title="督办", kind="item.decision")),
    )
    correction = CorrectDecision(issuer="superior", item=item)
    corrected = act(
        small,
        small.head,
        lambda work: decisions.correct_decision(
            work, decision, correction, acting=on(ISSUED, "来源录错")
        ),
    )
    assert (corrected.issuer, corrected.item) == ("superior", item)
    work_id = deployed(small, decision)
    act(
        small,
        small.head,
        lambda work: decision_works.void_work(work, work_id, acting=on(ISSUED, "误录")),
    )
    with small.office.read(small.head) as view:
        (clock,) = clocks_of(view, Owner(kind="decision_work", id=work_id))
        assert clock.outcome is not None
        assert clock.outcome.result is Result.CANCELLED
    voided = act(
        small,
        small.head,
        lambda work: decisions.void_decision(work, decision, acting=on(ISSUED, "误录")),
    )
    assert voided.state is DecisionState.VOIDED


def test_what_is_named_must_be_there(small: SmallOffice) -> None:
    for command in (
        RegisterDecision(title="一", issuer="superior", item="itm_none"),
        RegisterDecision(title="一", issuer="superior", basis=("bas_none",)),
    ):
        with pytest.raises(NotFound):
            act(small, small.head, lambda work, c=command: decisions.register_decision(work, c))


# ---------------------------------------------------------------------------- reports


def asked(small: SmallOffice, work_id: str, day: dt.date = ISSUED) -> str:
    command = AskReport(
        work=work_id, title="报告进展", department=small.first, due_on=day + 5 * DAY
    )
    return act(
        small, small.head, lambda work: report_requests.ask_report(work, command, acting=on(day))
    )


def report(small: SmallOffice, id: str, day: dt.date, text: str = "已全部完成") -> object:
    return act(
        small,
        small.first_head,
        lambda work: report_requests.give_report(work, id, text, acting=on(day)),
    )


def result_of(small: SmallOffice, id: str) -> Result | None:
    with small.office.read(small.head) as view:
        clock = clocks_of(view, Owner(kind="report_request", id=id))[0]
    return clock.outcome.result if clock.outcome else None


def test_a_report_in_time_is_assessed_as_truthful(small: SmallOffice) -> None:
    id = asked(small, deployed(small, registered(small)))
    report(small, id, ISSUED + 5 * DAY)
    assessed = act(
        small,
        small.inspector,
        lambda work: report_requests.assess_report(
            work, id, ReportOutcome.TRUTHFUL, acting=on(ISSUED + 9 * DAY)
        ),
    )
    assert (assessed.state, assessed.late, assessed.outcome) == (
        RequestState.ASSESSED,
        False,
        ReportOutcome.TRUTHFUL,
    )
    assert result_of(small, id) is Result.IN_TIME


def test_a_false_report_opens_a_finding_with_its_assessment(small: SmallOffice) -> None:
    id = asked(small, deployed(small, registered(small)))
    report(small, id, ISSUED + 6 * DAY)
    problem = OpenFinding(title="虚假报告")
    assessed = act(
        small,
        small.inspector,
        lambda work: report_requests.assess_report(
            work,
            id,
            ReportOutcome.FALSE,
            problems=(problem,),
            acting=on(ISSUED + 9 * DAY),
        ),
    )
    assert (assessed.late, result_of(small, id)) == (True, Result.LATE)
    with small.office.read(small.head) as view:
        found = view.get(FINDING, assessed.findings[0])
        assert follow_up(view).false == 1
    assert (found.source, found.department) == (Source.DECISION, small.first)


def test_nothing_is_withheld_before_the_last_day_as_extended(small: SmallOffice) -> None:
    id = asked(small, deployed(small, registered(small)))
    with small.office.read(small.head) as view:
        clock = view.get(REPORT_REQUEST, id).clock or ""
    more = ExtendClock(days=3, approver=small.chief, reason="人手不足")
    act(
        small,
        small.head,
        lambda work: extend_clock(work, clock, more, acting=on(ISSUED + 4 * DAY)),
    )

    def assess(days: int) -> object:
        return act(
            small,
            small.inspector,
            lambda work: report_requests.assess_report(
                work, id, ReportOutcome.REFUSED, acting=on(ISSUED + days * DAY)
            ),
        )

    refused("report.not_due", lambda: assess(8), small)
    assess(9)
    assert result_of(small, id) is Result.LATE


def test_an_extension_is_heeded_by_the_report(small: SmallOffice) -> None:
    id = asked(small, deployed(small, registered(small)))
    with small.office.read(small.head) as view:
        clock = view.get(REPORT_REQUEST, id).clock or ""
    more = ExtendClock(days=3, approver=small.chief, reason="人手不足")
    act(small, small.head, lambda work: extend_clock(work, clock, more, acting=on(ISSUED)))
    report(small, id, ISSUED + 8 * DAY)
    with small.office.read(small.head) as view:
        assert view.get(REPORT_REQUEST, id).late is False


def test_a_returned_report_lets_the_clock_run_on(small: SmallOffice) -> None:
    id = asked(small, deployed(small, registered(small)))
    report(small, id, ISSUED + DAY)
    returned = act(
        small,
        small.inspector,
        lambda work: report_requests.return_report(
            work, id, acting=on(ISSUED + 2 * DAY, "没有数据")
        ),
    )
    assert (returned.state, returned.returns, returned.late) == (RequestState.ASKED, 1, None)
    assert result_of(small, id) is None
    report(small, id, ISSUED + 7 * DAY, "补报")
    with small.office.read(small.first_head) as view:
        assert report_requests.read_report(view, id) == "补报"
    with small.office.read(small.second_head) as view:
        with pytest.raises(AccessDenied) as caught:
            report_requests.read_report(view, id)
        assert caught.value.code == "access.sealed"


def test_a_voided_request_cancels_its_clock(small: SmallOffice) -> None:
    id = asked(small, deployed(small, registered(small)))
    act(
        small,
        small.head,
        lambda work: report_requests.void_report(work, id, acting=on(ISSUED, "误发")),
    )
    assert result_of(small, id) is Result.CANCELLED


def test_a_running_request_alarms_its_department(small: SmallOffice) -> None:
    today = dt.date(2026, 3, 2)
    decision = registered(small, day=today)
    command = DeployWork(
        decision=decision, title="一", departments=(small.first,), due_on=today + DAY
    )
    work_id = act(small, small.head, lambda work: decision_works.deploy_work(work, command))
    asking = AskReport(work=work_id, title="报告", department=small.first, due_on=today + DAY)
    act(small, small.head, lambda work: report_requests.ask_report(work, asking))
    small.clock.advance(days=3)
    assert len(tick(small.office, small.head).rung) == 2


# ---------------------------------------------------------------------------- materials


def listed(small: SmallOffice, work_id: str, *names: AskedMaterial, day: dt.date = ISSUED) -> str:
    command = AskMaterials(
        work=work_id,
        title="台账材料",
        department=small.first,
        due_on=day + 5 * DAY,
        materials=names,
    )
    return act(
        small,
        small.head,
        lambda work: material_lists.ask_materials(work, command, acting=on(day)),
    )


LEDGER = AskedMaterial(name="线索台账", code="T-1")
PLAN = AskedMaterial(name="工作方案")


def hand(small: SmallOffice, id: str, index: int, day: dt.date, **more: object) -> object:
    given = HandIn(index=index, **({"reference": "一部档案柜", "lasting": True} | more))
    return act(
        small,
        small.first_head,
        lambda work: material_lists.hand_in(work, id, given, acting=on(day)),
    )


def test_materials_come_one_by_one_and_are_accepted(small: SmallOffice) -> None:
    id = listed(small, deployed(small, registered(small)), LEDGER, PLAN)
    sealed = act(small, small.first_head, lambda work: work.seal(b"ledger"))
    hand(small, id, 0, ISSUED + DAY, content=sealed, reference="")
    with small.office.read(small.head) as view:
        assert view.get(MATERIAL_LIST, id).state is MaterialState.ASKED
    hand(small, id, 1, ISSUED + 6 * DAY)
    returned = act(
        small,
        small.inspector,
        lambda work: material_lists.return_material(
            work, id, 1, acting=on(ISSUED + 7 * DAY, "没有盖章")
        ),
    )
    assert (returned.state, returned.returns) == (MaterialState.ASKED, 1)
    hand(small, id, 1, ISSUED + 8 * DAY)
    accepted = act(
        small,
        small.inspector,
        lambda work: material_lists.accept_materials(work, id, acting=on(ISSUED + 9 * DAY)),
    )
    assert (accepted.state, accepted.late) == (MaterialState.ACCEPTED, True)
    with small.office.read(small.head) as view:
        (clock,) = clocks_of(view, Owner(kind="material_list", id=id))
        assert clock.outcome is not None
        assert (clock.outcome.result, clock.outcome.late_days) == (Result.LATE, 3)


def test_what_was_handed_in_once_is_offered_and_reused(small: SmallOffice) -> None:
    """《整治形式主义为基层减负若干规定》: what was asked once is offered, not asked again."""
    work_id = deployed(small, registered(small))
    first = listed(small, work_id, LEDGER, PLAN)
    sealed = act(small, small.first_head, lambda work: work.seal(b"ledger"))
    until = ISSUED + 100 * DAY
    hand(small, first, 0, ISSUED + DAY, content=sealed, valid_until=until, lasting=False)
    hand(small, first, 1, ISSUED + DAY)
    day = ISSUED + 30 * DAY
    wanted = (AskedMaterial(name="工 作方案"), AskedMaterial(name="线索总台账", code="T-1"))
    with small.office.read(small.head) as view:
        offers = material_lists.reuse_offers(view, small.first, wanted, day)
        assert [(one.index, one.source) for one in offers] == [(0, first), (1, first)]
        assert material_lists.reuse_offers(view, small.second, wanted, day) == ()
        late = material_lists.reuse_offers(view, small.first, wanted, until + DAY)
        assert [one.index for one in late] == [0]
    again = listed(small, work_id, *wanted, day=day)
    with small.office.read(small.head) as view:
        asked_again = view.get(MATERIAL_LIST, again)
    assert [one.offered_from for one in asked_again.materials] == [first, first]

    def reuse(work: Work) -> None:
        material_lists.reuse_material(work, again, 0, acting=on(day))
        material_lists.reuse_material(work, again, 1, source=first, acting=on(day))

    act(small, small.inspector, reuse)
    with small.office.read(small.head) as view:
        taken = view.get(MATERIAL_LIST, again)
        assert material_lists.read_material(view, again, 1) == "ledger"
        with pytest.raises(Refused, match=r"material\.unknown"):
            material_lists.read_material(view, again, 2)
    assert taken.state is MaterialState.HANDED_IN
    assert [one.reused_from for one in taken.materials] == [first, first]
    assert taken.materials[1].valid_until == until


def test_what_is_staged_in_the_same_work_is_offered_too(small: SmallOffice) -> None:
    work_id = deployed(small, registered(small))
    first = listed(small, work_id, LEDGER)

    def enter(work: Work) -> str:
        given = HandIn(index=0, reference="一部", lasting=True)
        material_lists.hand_in(work, first, given, acting=on(ISSUED))
        return "done"

    act(small, small.first_head, enter)
    second = listed(small, work_id, LEDGER, day=ISSUED + DAY)
    with small.office.read(small.head) as view:
        assert view.get(MATERIAL_LIST, second).materials[0].offered_from == first


def test_without_an_offer_there_is_nothing_to_reuse(small: SmallOffice) -> None:
    id = listed(small, deployed(small, registered(small)), LEDGER)
    refused(
        "material.no_offer",
        lambda: act(
            small, small.inspector, lambda work: material_lists.reuse_material(work, id, 0)
        ),
        small,
    )
    refused(
        "material.no_offer",
        lambda: act(
            small, small.inspector, lambda work: material_lists.reuse_material(work, id, 9)
        ),
        small,
    )


def test_a_voided_list_cancels_its_clock_and_offers_nothing(small: SmallOffice) -> None:
    id = listed(small, deployed(small, registered(small)), LEDGER, PLAN)
    hand(small, id, 0, ISSUED)
    act(
        small,
        small.head,
        lambda work: material_lists.void_materials(work, id, acting=on(ISSUED, "误发")),
    )
    with small.office.read(small.head) as view:
        (clock,) = view.select(CLOCK)[-1:]
        assert clock.state is ClockState.STOPPED
        assert material_lists.reuse_offers(view, small.first, (LEDGER,), ISSUED) == ()


def test_a_clock_of_a_work_ends_on_the_day_the_decision_names(small: SmallOffice) -> None:
    id = deployed(small, registered(small))
    with small.office.read(small.head) as view:
        (clock,) = clocks_of(view, Owner(kind="decision_work", id=id))
    assert clock.term.limit == LastDay(day=ISSUED + 30 * DAY)
