"""Who may decide what about detections."""

from __future__ import annotations

import datetime as dt

import attrs
import pytest

from supervision.codec import decode_change, encode_change
from supervision.domain.acts import Act
from supervision.domain.detections import Decision, DetectionConfirmed, DetectionDismissed
from supervision.domain.posts import Role
from supervision.domain.rules import Stage
from supervision.domain.separation import Deed, Standing
from supervision.domain.triages import (
    TRIAGE,
    Verdict,
    bears_finding,
    check_group,
    check_triage,
    decide_confirm,
    decide_dismiss,
    decide_open_by_rule,
    decide_triage,
    evolve_triage,
    opens_by_rule,
)
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused

ACT = Act(by=OfficerId("off_1"), on=dt.date(2026, 3, 20))
INSPECTOR = Standing(officer=OfficerId("off_1"), roles=frozenset({Role.INSPECTOR}))
DEED = Deed(act=ACT, standing=INSPECTOR, reason="核对属实")


def refusal(verdict, detections, deed=DEED):
    with pytest.raises(Refused) as caught:
        check_triage(verdict, detections, deed)
    return caught.value.code


WAITING = [verdict for verdict in Verdict if verdict is not Verdict.RETRACT]
"""Verdicts about what waits."""


@pytest.mark.parametrize("verdict", WAITING)
def test_an_inspector_may_decide_what_waits(build, verdict):
    check_triage(verdict, [build.detection(), build.detection(id="det_2")], DEED)


@pytest.mark.parametrize("verdict", list(Verdict))
def test_an_empty_choice_is_refused(verdict):
    assert refusal(verdict, []) == "triage.empty"


def test_nobody_outside_the_office_of_supervision_decides(build):
    deed = attrs.evolve(DEED, standing=attrs.evolve(INSPECTOR, roles=frozenset({Role.HEAD})))
    assert refusal(Verdict.DISMISS, [build.detection()], deed) == "separation.role"


def test_dismissing_and_grouping_need_a_reason_and_confirming_does_not(build):
    silent = attrs.evolve(DEED, reason="")
    check_triage(Verdict.CONFIRM, [build.detection()], silent)
    for verdict in (Verdict.DISMISS, Verdict.GROUP, Verdict.ATTACH):
        assert refusal(verdict, [build.detection()], silent) == "act.reason_missing"


def test_who_handles_the_case_does_not_decide_about_it(build):
    own = build.detection(handler=OfficerId("off_1"))
    assert refusal(Verdict.DISMISS, [build.detection(), own]) == "separation.named"


def test_who_serves_in_the_department_does_not_decide_about_it(build):
    standing = attrs.evolve(INSPECTOR, departments=frozenset({DepartmentId("dep_1")}))
    deed = attrs.evolve(DEED, standing=standing)
    assert refusal(Verdict.CONFIRM, [build.detection()], deed) == "separation.department"


def test_a_detection_without_department_and_handler_concerns_nobody(build):
    check_triage(Verdict.CONFIRM, [build.detection(department=None, handler=None)], DEED)


@pytest.mark.parametrize("decision", [Decision.CONFIRMED, Decision.BY_RULE])
@pytest.mark.parametrize("verdict", WAITING)
def test_what_has_a_finding_is_dealt_with_there(build, verdict, decision):
    assert refusal(verdict, [build.detection(decision=decision)]) == "triage.decided"


def test_a_dismissal_may_be_taken_back_but_not_repeated(build):
    dismissed = build.detection(decision=Decision.DISMISSED)
    check_triage(Verdict.CONFIRM, [dismissed], DEED)
    assert refusal(Verdict.DISMISS, [dismissed]) == "triage.decided"


def test_a_warning_may_be_dismissed_but_is_no_problem_yet(build):
    warning = build.detection(stage=Stage.WARNING, breached_on=None)
    check_triage(Verdict.DISMISS, [warning], DEED)
    assert refusal(Verdict.CONFIRM, [warning]) == "triage.only_warning"
    assert refusal(Verdict.GROUP, [warning]) == "triage.only_warning"


def test_a_group_concerns_one_department_and_one_problem(build):
    one = build.detection()
    assert check_group([one, build.detection(id="det_2")]) == "dep_1"
    with pytest.raises(Refused) as caught:
        check_group([one, build.detection(department=None)])
    assert caught.value.code == "triage.departments"
    with pytest.raises(Refused) as caught:
        check_group([one, build.detection(problem_code="other")])
    assert caught.value.code == "triage.problem_codes"


def test_a_breach_before_the_go_live_date_bears_no_finding(build):
    detection = build.detection(breached_on=dt.date(2026, 3, 11))
    assert bears_finding(detection, None)
    assert bears_finding(detection, dt.date(2026, 3, 11))
    assert not bears_finding(detection, dt.date(2026, 3, 12))
    assert not bears_finding(build.detection(breached_on=None), None)


class TestRulesThatOpen:
    def test_a_rule_opens_what_waits(self, build):
        head = build.deadline(opens_findings=True).head
        assert opens_by_rule(build.detection(), head, None)

    def test_a_rule_that_may_not_does_not(self, build):
        assert not opens_by_rule(build.detection(), build.deadline().head, None)

    @pytest.mark.parametrize(
        "fields",
        [
            {"gone_run": "run_2"},
            {"decision": Decision.DISMISSED},
            {"stage": Stage.WARNING, "breached_on": None},
            {"breached_on": dt.date(2025, 12, 31)},
        ],
    )
    def test_a_rule_opens_nothing_else(self, build, fields):
        head = build.deadline(opens_findings=True).head
        assert not opens_by_rule(build.detection(**fields), head, dt.date(2026, 1, 1))

    def test_a_rule_never_overrides_a_person(self, build):
        (change,) = decide_open_by_rule(build.detection(), run="run_2", finding="fnd_1")
        assert change.finding == "fnd_1"
        dismissed = build.detection(decision=Decision.DISMISSED)
        with pytest.raises(Refused):
            decide_open_by_rule(dismissed, run="run_2", finding="fnd_1")


class TestChanges:
    def test_confirming_and_dismissing_change_the_detection(self, build):
        assert decide_confirm(build.detection(), act=ACT, triage="tri_1", finding="fnd_1") == (
            DetectionConfirmed(act=ACT, triage="tri_1", finding="fnd_1"),
        )
        assert decide_dismiss(build.detection(), act=ACT, triage="tri_1") == (
            DetectionDismissed(act=ACT, triage="tri_1"),
        )

    def test_what_was_decided_is_not_decided_again(self, build):
        confirmed = build.detection(decision=Decision.CONFIRMED)
        with pytest.raises(Refused):
            decide_confirm(confirmed, act=ACT, triage="tri_1", finding=None)
        with pytest.raises(Refused):
            decide_dismiss(confirmed, act=ACT, triage="tri_1")

    def test_the_triage_keeps_what_was_decided(self, build):
        (made,) = decide_triage(
            Verdict.CONFIRM,
            [build.detection()],
            id="tri_1",
            unit="unt_1",
            act=ACT,
            findings=("fnd_1",),
        )
        value, tag, version, text = encode_change(TRIAGE, made)
        assert decode_change(TRIAGE, tag, version, text) == value
        triage = evolve_triage(None, made)
        assert (triage.detections, triage.findings) == (("det_1",), ("fnd_1",))
        assert TRIAGE.columns_of(triage) == {"verdict": "confirm", "made_on": "2026-03-20"}
