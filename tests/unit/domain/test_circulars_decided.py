"""Decisions about circulars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import attrs
import pytest

from supervision.domain.acts import Act
from supervision.domain.circular_changes import CircularVoided, CorrectCircular
from supervision.domain.circular_steps import (
    concerned_by_circular,
    decide_close_circular,
    decide_confirm_circular,
    decide_correct_circular,
    decide_draft_circular,
    decide_issue_circular,
    decide_receive_circular,
    decide_serve_circular,
    decide_void_circular,
)
from supervision.domain.circulars import (
    CIRCULAR,
    Circular,
    CircularState,
    DraftCircular,
    NamedPerson,
    evolve_circular,
)
from supervision.domain.findings import Finding, FindingState, Source
from supervision.domain.measures import Service
from supervision.domain.objections import Objection
from supervision.domain.posts import Role
from supervision.domain.separation import Deed, Standing
from supervision.domain.values import DepartmentId, OfficerId
from supervision.errors import JournalError, Refused

TODAY = dt.date(2026, 3, 2)
FIRST, SECOND, OFFICE = DepartmentId("dep_1"), DepartmentId("dep_2"), DepartmentId("dep_dc")
PERSON = OfficerId("off_person")
FINDING = Finding(
    id="fnd_1",
    unit="unt_1",
    title="送达回证未附卷",
    source=Source.MANUAL,
    found_on=TODAY,
    state=FindingState.CLOSED,
    department=FIRST,
)
CHIEFS = (Role.CHIEF, Role.DEPUTY)


def deed(officer: str, department: DepartmentId | None, *roles: Role) -> Deed:
    standing = Standing(
        officer=OfficerId(officer),
        departments=frozenset({department} if department else ()),
        roles=frozenset(roles),
    )
    return Deed(act=Act(by=standing.officer, on=TODAY), standing=standing, reason="依据")


HEAD = deed("off_head", OFFICE, Role.SUPERVISION_HEAD)
CHIEF = deed("off_chief", None, Role.CHIEF)
LEADS = deed("off_dh", FIRST, Role.HEAD)
LEADS_SECOND = deed("off_dh2", SECOND, Role.HEAD)


def refusal(call: Callable[[], object]) -> str:
    with pytest.raises(Refused) as caught:
        call()
    return caught.value.code


def after(circular: Circular, changes: tuple[object, ...]) -> Circular:
    for change in changes:
        circular = evolve_circular(circular, change)
    return circular


def draft(by: Deed = HEAD, findings: tuple[Finding, ...] = (FINDING,), **given: object) -> Circular:
    fields: dict[str, object] = {"title": " 通报 ", "to": (FIRST, SECOND)}
    command = DraftCircular(**(fields | given))
    (change,) = decide_draft_circular("cir_1", "unt_1", command, deed=by, findings=findings)
    return evolve_circular(None, change)


def issued(**given: object) -> Circular:
    circular = draft(**given)
    return after(
        circular, decide_issue_circular(circular, deed=CHIEF, issuers=CHIEFS, number="1号")
    )


def test_a_draft_knows_its_addressees_and_whose_problems_it_names() -> None:
    circular = draft(persons=(NamedPerson(officer=PERSON, named=True),))
    assert (circular.title, circular.state, circular.drafted_on) == (
        "通报",
        CircularState.DRAFTED,
        TODAY,
    )
    assert [one.department for one in circular.addressees] == [FIRST, SECOND]
    assert (circular.concerned, circular.unconfirmed) == ((FIRST,), 2)
    concerned = concerned_by_circular(circular)
    assert (concerned.officers, concerned.departments) == ({PERSON}, {FIRST})


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"by": LEADS}, "separation.role"),
        ({"to": ()}, "circular.to_nobody"),
        ({"to": (FIRST, FIRST)}, "circular.to_twice"),
        ({"persons": (NamedPerson(officer=PERSON),) * 2}, "circular.person_twice"),
        ({"title": ""}, "text.empty"),
        (
            {"findings": (attrs.evolve(FINDING, state=FindingState.NOT_A_PROBLEM),)},
            "circular.no_problem",
        ),
        (
            {
                "findings": (
                    attrs.evolve(
                        FINDING, objections=(Objection(by=PERSON, on=TODAY, text="不属实"),)
                    ),
                )
            },
            "finding.disputed",
        ),
    ],
)
def test_a_draft_that_does_not_fit_is_refused(given: dict[str, object], code: str) -> None:
    assert refusal(lambda: draft(**given)) == code


def test_findings_without_a_department_concern_none() -> None:
    assert draft(findings=(attrs.evolve(FINDING, department=None),)).concerned == ()


def test_a_draft_is_corrected_an_issued_one_is_not() -> None:
    circular = draft()
    command = CorrectCircular(title=" 改 ", persons=(NamedPerson(officer=PERSON),))
    right = after(circular, decide_correct_circular(circular, command, deed=HEAD))
    assert (right.title, right.persons[0].officer) == ("改", PERSON)
    scope = CorrectCircular(scope="全院")
    assert after(right, decide_correct_circular(right, scope, deed=HEAD)).scope == "全院"
    again = CorrectCircular(persons=(NamedPerson(officer=PERSON),) * 2)
    assert refusal(lambda: decide_correct_circular(right, again, deed=HEAD)) == (
        "circular.person_twice"
    )
    assert refusal(lambda: decide_correct_circular(issued(), scope, deed=HEAD)) == ("workflow.step")


def test_only_issuers_it_does_not_concern_issue_it() -> None:
    circular = draft(persons=(NamedPerson(officer=OfficerId("off_chief")),))

    def issue(by: Deed) -> object:
        return decide_issue_circular(circular, deed=by, issuers=CHIEFS, number="1号")

    assert refusal(lambda: issue(CHIEF)) == "separation.named"
    assert refusal(lambda: issue(HEAD)) == "separation.role"
    done = issued()
    assert (done.number, done.issued_by, done.issued_on) == ("1号", "off_chief", TODAY)


def test_each_addressee_signs_and_confirms_for_itself() -> None:
    circular = issued()
    for department, by in ((FIRST, LEADS), (SECOND, LEADS_SECOND)):
        circular = after(
            circular, decide_serve_circular(circular, department, Service.DIRECT, deed=HEAD)
        )
        circular = after(circular, decide_receive_circular(circular, department, deed=by))
        circular = after(
            circular, decide_confirm_circular(circular, department, " 已自查 ", deed=by)
        )
    first = circular.addressee(FIRST)
    assert first is not None
    assert (first.received_by, first.confirmed_on, first.answer) == ("off_dh", TODAY, "已自查")
    assert circular.unconfirmed == 0
    closed = after(circular, decide_close_circular(circular, deed=HEAD))
    assert (closed.state, closed.closed_on) == (CircularState.CLOSED, TODAY)
    assert CIRCULAR.many_of(closed)["departments"] == (FIRST, SECOND)


def test_what_does_not_fit_an_addressee_is_refused() -> None:
    circular = issued(to=(FIRST,))
    served = after(circular, decide_serve_circular(circular, FIRST, Service.POST, deed=HEAD))
    received = after(served, decide_receive_circular(served, FIRST, deed=LEADS))
    confirmed = after(received, decide_confirm_circular(received, FIRST, "已办", deed=LEADS))
    refused: list[tuple[str, Callable[[], object]]] = [
        (
            "circular.not_addressed",
            lambda: decide_serve_circular(circular, SECOND, Service.POST, deed=HEAD),
        ),
        (
            "circular.served",
            lambda: decide_serve_circular(served, FIRST, Service.POST, deed=HEAD),
        ),
        (
            "circular.not_of_department",
            lambda: decide_receive_circular(served, FIRST, deed=LEADS_SECOND),
        ),
        ("circular.not_served", lambda: decide_receive_circular(circular, FIRST, deed=LEADS)),
        ("circular.received", lambda: decide_receive_circular(received, FIRST, deed=LEADS)),
        (
            "circular.confirmed",
            lambda: decide_confirm_circular(confirmed, FIRST, "再办", deed=LEADS),
        ),
        ("field.missing", lambda: decide_confirm_circular(received, FIRST, " ", deed=LEADS)),
        ("circular.unconfirmed", lambda: decide_close_circular(received, deed=HEAD)),
    ]
    for code, call in refused:
        assert refusal(call) == code


def test_voiding_ends_it_with_a_reason() -> None:
    circular = issued()
    assert after(circular, decide_void_circular(circular, deed=HEAD)).state is (
        CircularState.VOIDED
    )


def test_a_life_that_does_not_begin_is_an_incident() -> None:
    with pytest.raises(JournalError):
        evolve_circular(None, CircularVoided(act=HEAD.act))
