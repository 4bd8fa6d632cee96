"""Handing work over: who may, to whom, and what of a record goes over."""

from __future__ import annotations

import datetime as dt

import pytest

from supervision.domain.acts import Act
from supervision.domain.findings import Claim, Finding, FindingState, Rectification, Source
from supervision.domain.findings import evolve as evolve_finding
from supervision.domain.handovers import HandedOver, HandOver, decide_hand_over
from supervision.domain.items import Item, ItemState, Requirement
from supervision.domain.items import evolve as evolve_item
from supervision.domain.measures import Measure, MeasureState
from supervision.domain.measures import evolve as evolve_measure
from supervision.domain.posts import Role
from supervision.domain.rectification import concerned_by
from supervision.domain.requirements import RequirementState
from supervision.domain.separation import Concerned, Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import Refused

A, B, BOSS = (OfficerId(f"off_{n}") for n in range(3))
HOME, AWAY = DepartmentId("dep_1"), DepartmentId("dep_2")
TODAY = dt.date(2026, 3, 2)
ACT = Act(by=BOSS, on=TODAY)
PERSON = HandOver(from_officer=A, to_officer=B)
WHOLE = HandOver(from_department=HOME, to_department=AWAY)


def deed(*roles: Role, department: DepartmentId | None = None, reason: str = "调离") -> Deed:
    departments = frozenset({department} if department else ())
    standing = Standing(officer=BOSS, roles=frozenset(roles), departments=departments)
    return Deed(act=ACT, standing=standing, reason=reason)


def decide(
    command: HandOver = PERSON,
    act: Deed | None = None,
    *,
    within: DepartmentId | None = HOME,
    taker: frozenset[DepartmentId] = frozenset({HOME}),
    concerned: Concerned = Concerned(),
) -> tuple[HandedOver]:
    return decide_hand_over(
        "fnd_1",
        command,
        deed=act or deed(Role.CHIEF),
        within=within,
        taker=taker,
        concerned=concerned,
    )


@pytest.mark.parametrize(
    "command",
    [
        HandOver(),
        HandOver(from_officer=A),
        HandOver(to_officer=B),
        HandOver(from_officer=A, to_officer=A),
        HandOver(from_department=HOME, to_department=HOME),
        HandOver(from_officer=A, to_department=AWAY),
        HandOver(from_officer=A, to_officer=B, to_department=AWAY),
    ],
)
def test_a_hand_over_names_two_different_sides(command: HandOver) -> None:
    with pytest.raises(Refused, match=r"handover\.nobody"):
        decide(command)


def test_a_hand_over_needs_a_reason() -> None:
    with pytest.raises(Refused, match=r"act\.reason_missing"):
        decide(act=deed(Role.CHIEF, reason=""))


def test_leaders_hand_over_anything() -> None:
    for role in (Role.CHIEF, Role.DEPUTY, Role.SUPERVISION_HEAD):
        assert decide(act=deed(role))[0].to_officer == B
        assert decide(WHOLE, act=deed(role))[0].to_department == AWAY


def test_a_head_hands_over_within_the_department_only() -> None:
    assert decide(act=deed(Role.HEAD, department=HOME))[0].to_officer == B
    for act in (deed(Role.HEAD, department=AWAY), deed(Role.PROSECUTOR, department=HOME)):
        with pytest.raises(Refused, match=r"handover\.role"):
            decide(act=act)
    with pytest.raises(Refused, match=r"handover\.role"):
        decide(within=None, act=deed(Role.HEAD, department=HOME))
    with pytest.raises(Refused, match=r"handover\.role"):
        decide(WHOLE, act=deed(Role.HEAD, department=HOME))


def test_the_taker_serves_in_the_department() -> None:
    with pytest.raises(Refused, match=r"handover\.not_of_department"):
        decide(taker=frozenset({AWAY}))
    assert decide(within=None, taker=frozenset({AWAY}))


def test_whoever_is_concerned_takes_nothing_that_must_be_independent() -> None:
    for concerned in (
        Concerned(officers=frozenset({B})),
        Concerned(departments=frozenset({HOME})),
    ):
        with pytest.raises(Refused, match=r"handover\.concerned"):
            decide(within=None, concerned=concerned)


def finding() -> Finding:
    claim = Claim(by=A, on=TODAY, mode=Rectification.LASTING, plan="x")
    return Finding(
        id="fnd_1",
        unit="u",
        title="t",
        source=Source.MANUAL,
        found_on=TODAY,
        state=FindingState.CLAIMED,
        department=HOME,
        claim=claim,
        assignee=A,
    )


def test_the_duty_goes_over_and_the_claim_stays() -> None:
    after = evolve_finding(finding(), *decide())
    assert (after.assignee, after.department, after.claim) == (B, HOME, finding().claim)
    assert {A, B} <= concerned_by(after).officers


def test_another_department_names_its_own_assignee() -> None:
    after = evolve_finding(finding(), *decide(WHOLE))
    assert (after.assignee, after.department) == (None, AWAY)


def test_what_is_somebody_elses_stays() -> None:
    other = HandedOver(act=ACT, from_officer=B, to_officer=A)
    assert evolve_finding(finding(), other) == finding()
    away = HandedOver(act=ACT, from_department=AWAY, to_department=HOME)
    assert evolve_finding(finding(), away) == finding()


def test_a_measure_towards_a_person_is_not_handed_over() -> None:
    measure = Measure(
        id="m", unit="u", rung="talk", title="t", state=MeasureState.SERVED, issued_on=TODAY,
        officer=A,
    )  # fmt: skip
    assert evolve_measure(measure, *decide()) == measure


def test_an_item_keeps_what_was_done() -> None:
    done = Requirement(text="a", department=HOME, state=RequirementState.SETTLED, settled_on=TODAY)
    todo = Requirement(text="b", department=HOME, departments=(AWAY,))
    item = Item(
        id="i",
        unit="u",
        title="t",
        kind="k",
        state=ItemState.SIGNED,
        lead=HOME,
        co_departments=(HOME, DepartmentId("dep_3")),
        supervisor=A,
        inspectors=(A, B),
        requirements=(done, todo),
    )
    after = evolve_item(item, *decide(WHOLE))
    assert (after.lead, after.co_departments) == (AWAY, (AWAY, "dep_3"))
    assert [one.department for one in after.requirements] == [HOME, AWAY]
    assert after.requirements[1].addressees == (AWAY,)
    assert (after.supervisor, after.inspectors) == (A, (A, B))
    after = evolve_item(item, *decide())
    assert (after.supervisor, after.inspectors) == (B, (B,))
